"""Panels of runs on the loopback Discord: edited in place, and what their buttons do."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fakes_admin import NOW
from platforms.discord.model import Message, Permission
from platforms.discord_admin import (
    HELD,
    alone,
    followed,
    forged,
    goes_on,
    known,
    outcomes,
    refused,
    told_later,
)
from platforms.discord_bot import Scene
from platforms.discord_scene import labels, playing, told

from bot.errors import PlatformBusy, PlatformRefused
from retrieval.types import Problem, Run, RunKind, RunState

FAILED = replace(
    HELD,
    id="00000000000000dd",
    state=RunState.DONE,
    message=None,
    options={},
    problems=(Problem(where="https://paper.example/1", what="answered 500"),),
)
REINDEXED = replace(FAILED, id="00000000000000ee", kind=RunKind.REINDEX, source_id="", problems=())


async def shown(s: Scene, run: Run) -> Message:
    """A run as Bob looks it up, with its buttons."""
    found = await (await s.discord.slash(s.channel, s.bob, "runs", run=run.id)).settled()
    assert found is not None
    return found


async def started(s: Scene) -> Message:
    """The panel of a run that Bob has started."""
    await s.discord.slash(s.channel, s.bob, "sources refresh", source="paper")
    return (await followed(s))[0]


async def test_a_panel_is_edited_in_place(tmp_path: Path) -> None:
    """One message, from queued to done; its buttons go with the state."""
    async with playing(tmp_path, admin=known()) as s:
        message = await started(s)
        follower = s.admin.followers[0]
        await goes_on(s, follower, state=RunState.RUNNING, done=12, total=25, current="page 12")
        text = s.discord.current(message).text()
        assert "running" in text
        assert "48 % (12 / 25)" in text
        assert "Now: page 12" in text
        await goes_on(s, follower, state=RunState.DONE, finished=NOW, added=25)
        assert "25 added" in s.discord.current(message).text()
        assert labels(s.discord.current(message)) == []
        assert len(s.discord.answers(s.channel)) == 1


async def test_a_panel_is_edited_when_the_command_is_long_over(tmp_path: Path) -> None:
    """And by another process."""
    async with playing(tmp_path, admin=known()) as s:
        message = await started(s)
        s.discord.expire_tokens(50027)
        await s.stop()
        await s.start()
        await goes_on(s, s.admin.followers[0], state=RunState.RUNNING)
        assert "running" in s.discord.current(message).text()


async def test_a_panel_as_an_embed_stays_one(tmp_path: Path) -> None:
    """Where components are not wanted, or refused."""
    async with playing(tmp_path, admin=known(), discord_render="embed") as s:
        message = await started(s)
        await goes_on(s, s.admin.followers[0], state=RunState.RUNNING)
        now = s.discord.current(message)
        assert not now.v2
        assert "running" in now.text()
        assert labels(now) == ["Cancel"]


async def test_a_panel_that_is_gone_is_refused(tmp_path: Path) -> None:
    """So that it is followed no more."""
    async with playing(tmp_path, admin=known()) as s:
        await s.discord.delete(await started(s))
        with pytest.raises(PlatformRefused):
            await goes_on(s, s.admin.followers[0], state=RunState.RUNNING)


async def test_a_panel_for_one_alone_is_edited_while_its_token_lives(tmp_path: Path) -> None:
    """A quarter of an hour."""
    async with playing(tmp_path, admin=known()) as s:
        s.channel = s.discord.deny(s.channel, Permission.VIEW_CHANNEL)
        message = await started(s)
        follower = s.admin.followers[0]
        await goes_on(s, follower, state=RunState.RUNNING)
        assert "running" in s.discord.current(message).text()
        s.discord.expire_tokens(50027)
        with pytest.raises(PlatformRefused):
            await goes_on(s, follower, done=1, total=2)


async def test_discord_s_own_wishes_to_wait_are_passed_on(tmp_path: Path) -> None:
    """Too many edits of an old message, and failures of its own."""
    async with playing(tmp_path, admin=known()) as s:
        message = await started(s)
        s.discord.limit_edits(message, 0)
        with pytest.raises(PlatformBusy):
            await goes_on(s, s.admin.followers[0], state=RunState.RUNNING)


async def test_old_panels_are_edited_rarely_but_in_the_end(tmp_path: Path) -> None:
    """Discord takes few edits of a message that is older than an hour."""
    async with playing(tmp_path, admin=known()) as s:
        message = await started(s)
        old = replace(message, id=message.id - (3601 * 1000 << 22))
        s.discord.world.put_message(old)
        handle = {**s.admin.followers[0].handle, "message": str(old.id)}
        follower = replace(s.admin.followers[0], handle=handle)
        assert await told_later(s, follower) == 0
        assert await told_later(s, follower) > 100
        await goes_on(s, follower, state=RunState.DONE, finished=NOW)
        assert "done" in s.discord.current(old).text()


async def test_a_run_is_cancelled_by_its_button(tmp_path: Path) -> None:
    """The panel says so at once; once it has ended it cannot be cancelled."""
    async with playing(tmp_path, admin=known()) as s:
        message = await started(s)
        old = replace(message)
        await s.discord.press(message, s.bob, "Cancel")
        await s.discord.until(lambda: "cancelled" in s.discord.current(message).text())
        assert ("runs.cancel", "done") in outcomes(s)
        late = await forged(s, old, s.bob, f"nd:1:run:cancel:{s.admin.followers[0].run_id}:")
        assert "ended already" in await alone(s, late)


async def test_what_was_held_is_deleted_after_a_yes(tmp_path: Path) -> None:
    """The mark of what was shown goes along; a new run appears in the channel."""
    async with playing(tmp_path, admin=known(HELD)) as s:
        await s.discord.press(await shown(s, HELD), s.bob, "Delete 900 texts")
        message, _ = await followed(s)
        wish, _by = s.admin.wishes[0]
        assert (wish.kind, wish.source_id) == (RunKind.REFRESH, "paper")
        assert wish.options == {"confirmed": "ab" * 16}
        assert not message.ephemeral


async def test_what_failed_is_read_again(tmp_path: Path) -> None:
    """Of that run alone."""
    async with playing(tmp_path, admin=known(FAILED)) as s:
        await s.discord.press(await shown(s, FAILED), s.bob, "Retry what failed")
        await followed(s)
        wish, _by = s.admin.wishes[0]
        assert (wish.kind, wish.source_id) == (RunKind.RETRY, "paper")
        assert wish.options == {"run": FAILED.id}


async def test_an_index_is_gone_back_from(tmp_path: Path) -> None:
    """By the button of the run that filled it."""
    async with playing(tmp_path, admin=known(REINDEXED)) as s:
        await s.discord.press(await shown(s, REINDEXED), s.bob, "Go back to the old index")
        await followed(s)
        assert s.admin.wishes[0][0].kind is RunKind.ROLLBACK


async def test_a_source_is_removed_after_asking(tmp_path: Path) -> None:
    """Asked alone, with the number of texts; the channel sees the run; the question goes."""
    async with playing(tmp_path, admin=known()) as s:
        asked = await s.discord.slash(s.channel, s.bob, "sources remove", source="The Paper")
        question = await asked.settled()
        assert question is not None
        assert question.ephemeral
        assert "The Paper with its 1,024 texts" in question.text()
        assert s.admin.wishes == []
        await s.discord.press(question, s.bob, "Remove it")
        message, _ = await followed(s)
        wish, _by = s.admin.wishes[0]
        assert (wish.kind, wish.source_id) == (RunKind.REMOVE, "paper")
        assert "Removal: The Paper" in message.text()
        await s.discord.until(lambda: labels(s.discord.current(question)) == [])


async def test_a_source_is_kept_after_asking(tmp_path: Path) -> None:
    """Nothing is done, and the question goes."""
    async with playing(tmp_path, admin=known()) as s:
        asked = await s.discord.slash(s.channel, s.bob, "sources remove", source="paper")
        question = await asked.settled()
        assert question is not None
        await s.discord.press(question, s.bob, "Keep it")
        await s.discord.until(lambda: "The Paper stays." in s.discord.current(question).text())
        assert labels(s.discord.current(question)) == []
        assert s.admin.wishes == []


async def test_strangers_press_in_vain(tmp_path: Path) -> None:
    """A button that all see is for those who run the bot; it is noted who tried."""
    async with playing(tmp_path, admin=known()) as s:
        message = await started(s)
        pressed = await s.discord.press(message, s.ann, "Cancel")
        assert "Only those who run this bot" in await alone(s, pressed)
        await s.discord.until(lambda: ("runs.cancel", "refused") in outcomes(s))
        assert s.admin.log[-1].by.user == str(s.ann.id)
        assert all(run.open for run in s.admin.kept.values())


@pytest.mark.parametrize(
    ("custom_id", "act"),
    [
        (f"nd:1:run:cancel:{HELD.id}:", "runs.cancel"),
        (f"nd:1:run:confirm:{HELD.id}:{'ab' * 16}", "refresh"),
        (f"nd:1:run:retry:{FAILED.id}:", "retry"),
        (f"nd:1:run:rollback:{REINDEXED.id}:", "rollback"),
        ("nd:1:source:remove:paper", "remove"),
        ("nd:1:source:keep:paper", "remove"),
    ],
)
async def test_forged_buttons_open_nothing(tmp_path: Path, custom_id: str, act: str) -> None:
    """An id says what, never who may."""
    async with playing(tmp_path, admin=known(HELD, FAILED, REINDEXED)) as s:
        reply = await s.replied()
        pressed = await forged(s, reply, s.ann, custom_id)
        assert "Only those who run this bot" in await refused(s, pressed)
        await s.discord.until(lambda: outcomes(s))
        assert outcomes(s) == [(act, "refused")]
        assert s.admin.wishes == []


@pytest.mark.parametrize(
    "custom_id",
    [
        f"nd:2:run:cancel:{HELD.id}:",
        f"nd:1:run:explode:{HELD.id}:",
        "nd:2:source:remove:paper",
    ],
)
async def test_buttons_of_another_version_say_so(tmp_path: Path, custom_id: str) -> None:
    """They do nothing."""
    async with playing(tmp_path, admin=known(HELD)) as s:
        reply = await s.replied()
        pressed = await forged(s, reply, s.bob, custom_id)
        assert "out of date" in await told(pressed)
        assert s.admin.wishes == []


async def test_a_button_of_a_forgotten_run_says_so(tmp_path: Path) -> None:
    """Its source is not known any more."""
    async with playing(tmp_path, admin=known()) as s:
        reply = await s.replied()
        pressed = await forged(s, reply, s.bob, f"nd:1:run:retry:{FAILED.id}:")
        assert "out of date" in await alone(s, pressed)


async def test_a_press_that_is_delivered_twice_is_done_once(tmp_path: Path) -> None:
    """Its second delivery is not acknowledged, and nothing is done without."""
    async with playing(tmp_path, admin=known(REINDEXED)) as s:
        pressed = await s.discord.press(
            await shown(s, REINDEXED), s.bob, "Go back to the old index"
        )
        await followed(s)
        await s.discord.redeliver(pressed)
        await s.quiet()
        assert len(s.admin.wishes) == 1


async def test_who_ran_the_bot_once_is_a_stranger_later(tmp_path: Path) -> None:
    """Each press is checked for the permissions that came with it."""
    async with playing(tmp_path, admin=known()) as s:
        message = await started(s)
        s.discord.world.add_user(replace(s.bob, permissions=Permission(0)))
        demoted = s.discord.world.users[s.bob.id]
        pressed = await s.discord.press(message, demoted, "Cancel")
        assert "Only those who run this bot" in await alone(s, pressed)


async def test_only_the_last_change_is_gone_back_from(tmp_path: Path) -> None:
    """The button of an old message would undo a later change; one that failed since was none."""
    later = replace(REINDEXED, id="00000000000000ef", started=NOW + timedelta(hours=1))
    failed = replace(
        later, id="00000000000000f0", started=NOW + timedelta(hours=2), state=RunState.FAILED
    )
    async with playing(tmp_path, admin=known(REINDEXED, later, failed)) as s:
        old = await s.discord.press(await shown(s, REINDEXED), s.bob, "Go back to the old index")
        await s.discord.until(lambda: old.followups)
        assert "out of date" in old.followups[0].text()
        assert s.admin.wishes == []
        await s.discord.press(await shown(s, later), s.bob, "Go back to the old index")
        await followed(s)
        assert s.admin.wishes[0][0].kind is RunKind.ROLLBACK


async def test_what_is_held_no_more_is_not_deleted(tmp_path: Path) -> None:
    """What the run offers now counts, not what a message offered once."""
    async with playing(tmp_path, admin=known(HELD)) as s:
        message = await shown(s, HELD)
        s.admin.kept[HELD.id] = replace(HELD, state=RunState.DONE, options={})
        pressed = await s.discord.press(message, s.bob, "Delete 900 texts")
        await s.discord.until(lambda: pressed.followups)
        assert "out of date" in pressed.followups[0].text()
        assert s.admin.wishes == []
