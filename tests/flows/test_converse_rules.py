"""What holds in conversations: limits, preferences, sharing, privacy, and what a crash leaves behind."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from chatting import Talk, open_front
from fake_platform import ASKED_AT, CHANNEL, FakePlatform, asked
from fakes_desk import ANSWER, FakeDesk

from bot.errors import NotAllowed
from bot.limits import Limits
from bot.talk import Admission, Feedback, Preferences, Rating, Via

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


async def test_limits_say_when_they_end(tmp_path: Path, platform: FakePlatform) -> None:
    """The third question in a minute is refused until the first is a minute old."""
    now = [ASKED_AT]
    limits = Limits(user_per_minute=2)
    async with talking(tmp_path, platform, clock=lambda: now[0], limits=limits) as talk:
        receipts = []
        for n in range(3):
            receipts.append(await talk.front.receive(asked(n)))
            now[0] += timedelta(seconds=5)
        assert [r.admission for r in receipts] == [ADMITTED, ADMITTED, Admission.USER_LIMIT]
        assert receipts[2].until == ASKED_AT + timedelta(minutes=1)


async def test_a_channel_has_a_limit_of_its_own(tmp_path: Path, platform: FakePlatform) -> None:
    """Several people in one channel share it; other channels are free."""
    limits = Limits(channel_per_minute=2)
    async with talking(tmp_path, platform, limits=limits) as talk:
        for n in range(2):
            await talk.front.receive(asked(n, user=f"u{n}"))
        third = await talk.front.receive(asked(3, user="u3"))
        other = replace(CHANNEL, channel="c2")
        elsewhere = await talk.front.receive(asked(4, user="u3", place=other))
        assert third.admission is Admission.CHANNEL_LIMIT
        assert elsewhere.admission is ADMITTED


async def test_too_many_waiting_questions(tmp_path: Path, platform: FakePlatform) -> None:
    """Beyond what can be worked on, questions are refused at once instead of being kept waiting."""
    desk = FakeDesk(gate=asyncio.Event())
    async with talking(tmp_path, platform, desk=desk, limits=Limits(waiting=1)) as talk:
        await talk.front.receive(asked(1))
        assert (await talk.front.receive(asked(2))).admission is Admission.BUSY
        desk.gate.set()


async def test_preferences_hold_in_their_channel(tmp_path: Path, platform: FakePlatform) -> None:
    """Sources and language reach the desk; other channels are as before."""
    async with talking(tmp_path, platform) as talk:
        wanted = Preferences(sources=frozenset({"s1"}), lang="ko", private=True)
        await talk.front.prefer(CHANNEL, wanted, by="u9", admin=True)
        await talk.front.receive(asked(1))
        await talk.front.receive(asked(2, place=replace(CHANNEL, channel="c2")))
        await talk.settled()
        here, there = sorted(talk.front._desk.questions, key=lambda q: q.sources is None)
        assert (here.sources, here.lang) == (frozenset({"s1"}), "ko")
        assert (there.sources, there.lang) == (None, "en")
        assert (await talk.front.preferences(CHANNEL)).private


@pytest.mark.parametrize(
    ("text", "settings_of_asker", "lang"),
    [
        ("How many weekly users does ChatGPT have?", "ko", "en"),
        ("삼성 HBM4 yield 이슈", "en", "ko"),
        ("HBM4?", "ko", "ko"),
        ("HBM4?", None, "en"),
    ],
)
async def test_the_language_of_a_reply(
    tmp_path: Path, platform: FakePlatform, text: str, settings_of_asker: str | None, lang: str
) -> None:
    """That of the question; of the asker's settings only where the question has none."""
    async with talking(tmp_path, platform) as talk:
        await talk.front.receive(asked(text=text, lang=settings_of_asker))
        await talk.settled()
        assert talk.front._desk.questions[0].lang == lang


async def test_a_channel_that_is_switched_off(tmp_path: Path, platform: FakePlatform) -> None:
    """Nothing is stored or answered there."""
    async with talking(tmp_path, platform) as talk:
        await talk.front.prefer(CHANNEL, Preferences(on=False), by="u9", admin=True)
        receipt = await talk.front.receive(asked())
        assert receipt.admission is Admission.OFF
        assert await talk.front.kept(receipt.id) is None


async def test_direct_messages_may_be_switched_off(tmp_path: Path, platform: FakePlatform) -> None:
    """For everybody by a setting, for a tenant by its admin."""
    direct = replace(CHANNEL, channel="d1", direct=True)
    async with talking(tmp_path, platform) as talk:
        assert (await talk.front.receive(asked(1, place=direct))).admission is ADMITTED
        await talk.front.prefer(CHANNEL, Preferences(direct=False), by="u9", admin=True)
        late = await talk.front.receive(asked(2, place=direct))
        assert late.admission is Admission.NO_DIRECT


async def test_only_admins_set_preferences(tmp_path: Path, platform: FakePlatform) -> None:
    """The check is not left to the platform."""
    async with talking(tmp_path, platform) as talk:
        with pytest.raises(NotAllowed):
            await talk.front.prefer(CHANNEL, Preferences(on=False), by="u1", admin=False)
        assert (await talk.front.preferences(CHANNEL)).on


async def test_sharing_a_private_answer(tmp_path: Path, platform: FakePlatform) -> None:
    """Its asker may show it, once, with their name and the question on it."""
    private = asked(private=True, via=Via.COMMAND)
    async with talking(tmp_path, platform) as talk:
        receipt = await talk.front.receive(private)
        await talk.settled()
        assert await talk.front.share(receipt.id, "u2", {}) is None
        first = await talk.front.share(receipt.id, "u1", {})
        second = await talk.front.share(receipt.id, "u1", {})
        await talk.settled()
        assert (first.admission, second.admission) == (ADMITTED, Admission.DUPLICATE)
        mine, shared = platform.cards
        assert (mine.private, shared.private, shared.shared_by) == (True, False, "u1")
        assert shared.asked == private.text


async def test_feedback_is_kept_with_the_answer(tmp_path: Path, platform: FakePlatform) -> None:
    """A reader's later view replaces the earlier; an answer that is gone takes none."""
    async with talking(tmp_path, platform) as talk:
        receipt = await talk.front.receive(asked())
        up = Feedback(id=receipt.id, user="u2", rating=Rating.UP)
        assert await talk.front.rate(up)
        assert await talk.front.rate(replace(up, rating=Rating.DOWN))
        assert not await talk.front.rate(replace(up, id="0" * 16))
        assert (await talk.front.forget("fake", "t1", "u2")).ratings == 1


async def test_forgetting_a_person(tmp_path: Path, platform: FakePlatform) -> None:
    """Their questions and ratings go; those of others stay."""
    async with talking(tmp_path, platform) as talk:
        mine = await talk.front.receive(asked(1))
        other = await talk.front.receive(asked(2, user="u2"))
        await talk.settled()
        assert (await talk.front.forget("fake", "t1", "u1")).questions == 1
        assert (await talk.front.receive(asked(1))).admission is Admission.DUPLICATE
        assert await talk.front.kept(mine.id) is None
        assert await talk.front.kept(other.id) is not None


async def test_leaving_a_tenant_deletes_its_data(tmp_path: Path, platform: FakePlatform) -> None:
    """Questions and preferences of a server that removed the bot are gone."""
    async with talking(tmp_path, platform) as talk:
        receipt = await talk.front.receive(asked())
        await talk.settled()
        await talk.front.prefer(CHANNEL, Preferences(on=False), by="u9", admin=True)
        await talk.front.left("fake", "t1")
        assert await talk.front.kept(receipt.id) is None
        assert (await talk.front.preferences(CHANNEL)).on


async def test_what_is_kept_for_too_long_is_deleted(tmp_path: Path, platform: FakePlatform) -> None:
    """After the days that the privacy text names."""
    now = [ASKED_AT]
    async with talking(tmp_path, platform, clock=lambda: now[0]) as talk:
        receipt = await talk.front.receive(asked())
        await talk.settled()
        now[0] += timedelta(days=31)
        assert await talk.settling.overdue() == []
        assert await talk.front.kept(receipt.id) is None


async def test_a_message_asked_about_is_searched_with_the_question(
    tmp_path: Path, platform: FakePlatform
) -> None:
    """The words of the message are part of the question; its reply names what was asked."""
    async with talking(tmp_path, platform) as talk:
        await talk.front.receive(asked(text="Is it true?", about="Acme was sold.", via=Via.ABOUT))
        await talk.settled()
        assert talk.front._desk.questions[0].text == "Is it true? Acme was sold."
        assert platform.cards[0].asked == "Is it true?"


async def test_questions_of_a_dead_process_are_found(
    tmp_path: Path, platform: FakePlatform
) -> None:
    """What was stored and not answered is worked on after a restart."""
    async with open_front(tmp_path, clock=lambda: ASKED_AT) as talk:
        talk.front._enqueue = lambda _key, _version: None
        await talk.front.receive(asked())
    later = ASKED_AT + timedelta(seconds=1)
    async with talking(tmp_path, platform, clock=lambda: later) as talk:
        assert await talk.settling.unfinished() == [(asked().key, 1)]
        await talk.settling(asked().key)
        assert len(platform.cards) == 1


async def test_a_crash_between_posting_and_noting(tmp_path: Path, platform: FakePlatform) -> None:
    """The next process finds the reply that the dead one posted."""
    async with talking(tmp_path, platform) as talk:
        talk.front._enqueue = lambda _key, _version: None
        receipt = await talk.front.receive(asked())
        await talk.memory.begin_posting(asked().key, "a dead process", ASKED_AT, instead_of=None)
        card = replace(await _card(talk, receipt.id), id=receipt.id)
        platform.posted["9"] = (asked(), card)
    async with talking(tmp_path, platform) as talk:
        await talk.settling(asked().key)
        assert list(platform.posted) == ["9"]
        assert (await talk.front.kept(receipt.id)).posted == {"number": "9"}


async def test_another_process_posts(tmp_path: Path, platform: FakePlatform) -> None:
    """A reply that another living process is about to post is left to it."""
    async with talking(tmp_path, platform) as talk:
        talk.front._enqueue = lambda _key, _version: None
        receipt = await talk.front.receive(asked())
        key = asked().key
        await talk.memory.begin_posting(key, "another", ASKED_AT, instead_of=None)
        talk.settling._posting._worker = replace(talk.settling._posting._worker, alone=False)
        work = asyncio.create_task(talk.settling(key))
        await asyncio.sleep(0.5)
        assert platform.cards == []
        await talk.memory.end_posting(key, {"number": "7"}, 1)
        await work
        assert platform.cards == []
        assert (await talk.front.kept(receipt.id)).posted == {"number": "7"}


async def _card(talk: Talk, id: str):
    kept = await talk.front.kept(id)
    return await talk.front.card(replace(kept, outcome=ANSWER))
