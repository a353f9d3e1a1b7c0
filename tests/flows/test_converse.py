"""Conversations: each question is answered once, and its reply follows it. Real memory, fake platform."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from chatting import Talk, open_front
from fake_platform import ASKED_AT, CHANNEL, FakePlatform, asked
from fakes_desk import ABSTENTION, FakeDesk

from bot.errors import PlatformBusy, PlatformRefused, PlatformUnsure
from bot.limits import Limits
from bot.present import Kind
from bot.talk import Admission, Preferences, State
from retrieval.errors import ModelUnavailable

ADMITTED = Admission.ACCEPTED


@asynccontextmanager
async def talking(folder: Path, platform: FakePlatform, **given: object) -> AsyncIterator[Talk]:
    """A served platform, at the time of its questions."""
    given.setdefault("clock", lambda: ASKED_AT)
    async with open_front(folder, **given) as talk:
        talk.serve(platform)
        yield talk


@pytest.fixture
def platform() -> FakePlatform:
    return FakePlatform()


async def test_a_question_is_answered_once(tmp_path: Path, platform: FakePlatform) -> None:
    """However often a message is delivered, and at once, there is one reply."""
    async with talking(tmp_path, platform) as talk:
        receipts = await asyncio.gather(*(talk.front.receive(asked()) for _ in range(10)))
        await talk.settled()
        assert [r.admission for r in receipts].count(ADMITTED) == 1
        assert [card.kind for card in platform.cards] == [Kind.ANSWER]


async def test_a_second_worker_changes_nothing(tmp_path: Path, platform: FakePlatform) -> None:
    """Working on a question again, at the same time or later, posts nothing more."""
    async with talking(tmp_path, platform) as talk:
        await talk.front.receive(asked())
        await asyncio.gather(*(talk.settling(asked().key) for _ in range(5)))
        await talk.settled()
        await talk.settling(asked().key)
        assert len(platform.cards) == 1
        assert platform.edits == 0


async def test_an_edit_updates_the_reply(tmp_path: Path, platform: FakePlatform) -> None:
    """The reply to the new words stands in the place of the old one."""
    desk = FakeDesk(replies={"Who?": ABSTENTION})
    async with talking(tmp_path, platform, desk=desk) as talk:
        await talk.front.receive(asked())
        await talk.settled()
        await talk.front.edited(asked(text="Who?"))
        await talk.settled()
        assert [card.kind for card in platform.cards] == [Kind.ABSTENTION]
        assert platform.edits == 1


async def test_an_edit_without_new_words_changes_nothing(
    tmp_path: Path, platform: FakePlatform
) -> None:
    """Platforms tell of an edit when they add a preview of a link."""
    async with talking(tmp_path, platform) as talk:
        await talk.front.receive(asked())
        assert await talk.front.edited(asked()) is None
        await talk.settled()
        assert platform.edits == 0


async def test_an_edit_while_the_answer_is_made(tmp_path: Path, platform: FakePlatform) -> None:
    """Only the answer to the last words is seen in the end."""
    desk = FakeDesk(replies={"Who?": ABSTENTION}, gate=asyncio.Event())
    async with talking(tmp_path, platform, desk=desk) as talk:
        await talk.front.receive(asked())
        await asyncio.sleep(0.05)
        await talk.front.edited(asked(text="Who?"))
        desk.gate.set()
        await talk.settled()
        assert [card.kind for card in platform.cards] == [Kind.ABSTENTION]


async def test_an_edit_that_arrives_first(tmp_path: Path, platform: FakePlatform) -> None:
    """The edited words count, and the original that comes late is a duplicate."""
    async with talking(tmp_path, platform) as talk:
        assert (await talk.front.edited(asked(text="Who?"))).admission is ADMITTED
        assert (await talk.front.receive(asked())).admission is Admission.DUPLICATE
        await talk.settled()
        assert [q.text for q in talk.front._desk.questions] == ["Who?"]


async def test_a_deleted_question_takes_its_reply_along(
    tmp_path: Path, platform: FakePlatform
) -> None:
    """Nothing of it stays, in the channel or in the memory."""
    async with talking(tmp_path, platform) as talk:
        receipt = await talk.front.receive(asked())
        await talk.settled()
        await talk.front.deleted(asked().key)
        await talk.settled()
        kept = await talk.front.kept(receipt.id)
        assert platform.cards == []
        assert (kept.state, kept.asked.text, kept.outcome) == (State.WITHDRAWN, "", None)


async def test_a_deletion_while_the_reply_is_posted(tmp_path: Path, platform: FakePlatform) -> None:
    """The reply is withdrawn as soon as it is known where it stands."""
    platform.gate = asyncio.Event()
    async with talking(tmp_path, platform) as talk:
        await talk.front.receive(asked())
        await asyncio.sleep(0.1)
        await talk.front.deleted(asked().key)
        platform.gate.set()
        await talk.settled()
        assert platform.cards == []


async def test_a_deletion_that_arrives_first(tmp_path: Path, platform: FakePlatform) -> None:
    """The question that comes late is not answered."""
    async with talking(tmp_path, platform) as talk:
        await talk.front.deleted(asked().key)
        assert (await talk.front.receive(asked())).admission is Admission.DUPLICATE
        await talk.settled()
        assert platform.cards == []


async def test_a_busy_platform_is_tried_again(tmp_path: Path, platform: FakePlatform) -> None:
    """Being told to wait costs time and nothing else."""
    platform.before = [PlatformBusy("wait", after=0.01), PlatformBusy("wait", after=0.01)]
    async with talking(tmp_path, platform) as talk:
        await talk.front.receive(asked())
        await talk.settled()
        assert len(platform.cards) == 1


async def test_an_unsure_post_is_looked_for(tmp_path: Path, platform: FakePlatform) -> None:
    """A reply whose arrival was not confirmed is found instead of posted twice."""
    platform.after = [PlatformUnsure("cut off")]
    async with talking(tmp_path, platform) as talk:
        await talk.front.receive(asked())
        await talk.settled()
        assert len(platform.cards) == 1


async def test_what_nobody_can_tell_is_told(tmp_path: Path, platform: FakePlatform) -> None:
    """Where a posted reply cannot be looked for, the asker is told, and may have it posted."""
    platform.after = [PlatformUnsure("cut off")]
    platform.find_fails = PlatformUnsure("no history")
    async with talking(tmp_path, platform) as talk:
        receipt = await talk.front.receive(asked())
        await talk.settled()
        assert "Try again" in platform.told[0][1].head
        platform.posted.clear()
        platform.find_fails = None
        assert (await talk.front.again(receipt.id, "u1", {})).admission is ADMITTED
        await talk.settled()
        assert len(platform.cards) == 1


async def test_a_refused_reply_is_told(tmp_path: Path, platform: FakePlatform) -> None:
    """Who asks where nothing may be posted learns so, with the reason."""
    platform.before = [PlatformRefused("no permission to write there")]
    async with talking(tmp_path, platform) as talk:
        await talk.front.receive(asked())
        await talk.settled()
        assert "no permission to write there" in platform.told[0][1].head
        assert platform.cards == []


async def test_a_broken_platform_is_told_with_a_reference(
    tmp_path: Path, platform: FakePlatform
) -> None:
    """An error that nobody foresaw is not silence."""
    platform.before = [KeyError("unforeseen")]
    platform.tell_fails = None
    async with talking(tmp_path, platform) as talk:
        await talk.front.receive(asked())
        await talk.settled()
        assert "reference" in platform.told[0][1].head


async def test_a_failed_answer_is_shown_and_tried_again(
    tmp_path: Path, platform: FakePlatform
) -> None:
    """The failure carries a reference; when asked again, the answer takes its place."""
    desk = FakeDesk(error=ModelUnavailable("out of memory"))
    async with talking(tmp_path, platform, desk=desk) as talk:
        receipt = await talk.front.receive(asked())
        await talk.settled()
        assert [card.kind for card in platform.cards] == [Kind.FAILURE]
        desk.error = None
        assert await talk.front.again(receipt.id, "someone else", {}) is None
        await talk.front.again(receipt.id, "u1", {})
        await talk.settled()
        assert [card.kind for card in platform.cards] == [Kind.ANSWER]


async def test_trying_again_is_done_once(tmp_path: Path, platform: FakePlatform) -> None:
    """Pressing the button many times asks once."""
    desk = FakeDesk(error=ModelUnavailable("out of memory"))
    async with talking(tmp_path, platform, desk=desk) as talk:
        receipt = await talk.front.receive(asked())
        await talk.settled()
        pressed = [await talk.front.again(receipt.id, "u1", {}) for _ in range(5)]
        assert [p is not None for p in pressed] == [True, False, False, False, False]
        await talk.settled()


async def test_trying_again_before_the_failure_is_noted(
    tmp_path: Path, platform: FakePlatform
) -> None:
    """Who sees the button may press it before the platform has told us that it stands there."""
    desk = FakeDesk(error=ModelUnavailable("out of memory"))
    platform.shown = asyncio.Event()
    async with talking(tmp_path, platform, desk=desk) as talk:
        receipt = await talk.front.receive(asked())
        async with asyncio.timeout(5):
            while not platform.cards:  # noqa: ASYNC110 - a fake that tells nobody
                await asyncio.sleep(0.01)
        desk.error = None
        assert await talk.front.again(receipt.id, "u1", {}) is not None
        platform.shown.set()
        await talk.settled()
        assert [card.kind for card in platform.cards] == [Kind.ANSWER]


async def test_an_outage_is_waited_for(tmp_path: Path, platform: FakePlatform) -> None:
    """What cannot be posted for now is neither lost nor given up; the sweep comes back to it."""
    now = [ASKED_AT]
    platform.before = [PlatformBusy("down", after=600)]
    async with talking(tmp_path, platform, clock=lambda: now[0]) as talk:
        await talk.front.receive(asked())
        await asyncio.gather(*talk.works)
        now[0] += timedelta(minutes=4)
        assert await talk.settling.overdue() == [(asked().key, 1)]
        await talk.settling(asked().key)
        assert len(platform.cards) == 1


async def test_an_endless_outage_is_told(tmp_path: Path, platform: FakePlatform) -> None:
    """After an hour the asker learns that nothing will come."""
    now = [ASKED_AT]
    platform.before = [PlatformBusy("down", after=600)] * 2
    async with talking(tmp_path, platform, clock=lambda: now[0]) as talk:
        await talk.front.receive(asked())
        await asyncio.gather(*talk.works)
        now[0] += timedelta(hours=2)
        await talk.settling(asked().key)
        assert len(platform.told) == 1


async def test_a_withdrawal_is_tried_again(tmp_path: Path, platform: FakePlatform) -> None:
    """A reply that cannot be deleted for now is deleted later."""
    now = [ASKED_AT]
    async with talking(tmp_path, platform, clock=lambda: now[0]) as talk:
        await talk.front.receive(asked())
        await talk.settled()
        platform.before = [PlatformBusy("down")]
        await talk.front.deleted(asked().key)
        await asyncio.gather(*talk.works)
        assert len(platform.cards) == 1
        now[0] += timedelta(minutes=4)
        assert await talk.settling.overdue() == [(asked().key, 2)]
        await talk.settling(asked().key)
        assert platform.cards == []


async def test_old_messages_do_not_evade_limits(tmp_path: Path, platform: FakePlatform) -> None:
    """What counts is when a question came, not when its message was written."""
    old = ASKED_AT - timedelta(days=2)
    async with talking(tmp_path, platform, limits=Limits(user_per_minute=2)) as talk:
        receipts = [await talk.front.edited(asked(n, at=old)) for n in range(3)]
        assert receipts[2].admission is Admission.USER_LIMIT
        ancient = asked(9, at=ASKED_AT - timedelta(days=40))
        assert await talk.front.edited(ancient) is None


async def test_edits_where_it_is_switched_off(tmp_path: Path, platform: FakePlatform) -> None:
    """Questions of before are left as they are."""
    async with talking(tmp_path, platform) as talk:
        await talk.front.receive(asked())
        await talk.settled()
        await talk.front.prefer(CHANNEL, Preferences(on=False), by="u9", admin=True)
        assert await talk.front.edited(asked(text="Who?")) is None


async def test_an_answer_that_takes_too_long(tmp_path: Path, platform: FakePlatform) -> None:
    """After a while the asker is told instead of being left to wait."""
    desk = FakeDesk(gate=asyncio.Event())
    async with talking(tmp_path, platform, desk=desk, answer_within=0.05) as talk:
        await talk.front.receive(asked())
        await talk.settled()
        assert "too long" in platform.cards[0].head
