"""Buttons, forms and commands on the loopback Discord."""

import asyncio
from pathlib import Path
from typing import Any

from fakes_desk import FakeDesk
from platforms.discord.model import Permission
from platforms.discord_scene import (
    QUOTE,
    custom,
    event,
    guild,
    labels,
    place,
    playing,
    prefer,
    ratings,
    told,
)

from bot.talk import Preferences, Rating, Reason


async def test_quotes_open_for_whoever_presses(tmp_path: Path) -> None:
    """To the letter, for them alone."""
    async with playing(tmp_path) as s:
        reply = await s.replied()
        pressed = await s.discord.press(reply, s.bob, "Show quotes")
        shown = await pressed.settled()
        assert shown is not None
        assert shown.ephemeral
        assert "everyday questions first." in shown.text()
        assert "The Paper" in shown.text()


async def test_praise_is_kept(tmp_path: Path) -> None:
    """One press."""
    async with playing(tmp_path) as s:
        reply = await s.replied()
        pressed = await s.discord.press(reply, s.bob, "Helpful")
        assert "Thank you" in await told(pressed)
        assert (await ratings(s))[0]["rating"] == Rating.UP


async def test_a_wrong_citation_is_kept_with_its_number(tmp_path: Path) -> None:
    """Chosen among the reasons, in the reader's language."""
    async with playing(tmp_path) as s:
        reply = await s.replied()
        pressed = await s.discord.press(reply, s.bob, "Not helpful")
        await pressed.answered()
        filled = {"reason": Reason.CITATION.value, "citation": "[2]", "note": "says otherwise"}
        sent = await s.discord.submit(pressed, s.bob, filled)
        assert "Thank you" in await told(sent)
        row = (await ratings(s))[0]
        assert (row["rating"], row["citation"]) == (Rating.WRONG_CITATION, 2)
        assert row["note"] == "says otherwise"


async def test_buttons_work_after_a_restart(tmp_path: Path) -> None:
    """All they need is in their ids."""
    async with playing(tmp_path) as s:
        reply = await s.replied()
        await s.stop()
        await s.start()
        pressed = await s.discord.press(reply, s.bob, "Show quotes")
        shown = await pressed.settled()
        assert shown is not None
        assert "everyday questions first." in shown.text()


async def test_what_is_no_longer_kept_is_said(tmp_path: Path) -> None:
    """A button outlives what it belongs to."""
    async with playing(tmp_path) as s:
        reply = await s.replied()
        await s.talk.front.forget("discord", str(s.guild.id), str(s.ann.id))
        for label in [label for label in labels(reply) if label != "Open"]:
            pressed = await s.discord.press(reply, s.ann, label)
            assert "no longer kept" in await told(pressed)


async def test_a_thread_is_started_once(tmp_path: Path) -> None:
    """Named like the question; the second press leads to it."""
    async with playing(tmp_path) as s:
        reply = await s.replied("What about the **memo**?")
        pressed = await s.discord.press(reply, s.bob, "Continue in a thread")
        assert "Here it is: <#" in await told(pressed)
        thread = s.discord.thread_of(reply)
        assert thread is not None
        assert thread.name == "What about the **memo**?"
        again = await s.discord.press(reply, s.bob, "Continue in a thread")
        assert "already" in await told(again)


async def test_no_thread_where_none_can_be(tmp_path: Path) -> None:
    """No permission, or too many: a line says so."""
    async with playing(tmp_path) as s:
        reply = await s.replied()
        s.discord.deny(s.channel, Permission.CREATE_PUBLIC_THREADS)
        pressed = await s.discord.press(reply, s.bob, "Continue in a thread")
        assert "permission" in await told(pressed)
        s.discord.deny(s.channel, Permission(0))
        s.discord.limit_threads(s.guild, 0)
        full = await s.discord.press(reply, s.bob, "Continue in a thread")
        assert "as many active threads" in await told(full)


async def test_a_failure_is_tried_again(tmp_path: Path) -> None:
    """In place, by its asker alone."""
    desk = FakeDesk(error=ValueError("broken"))
    async with playing(tmp_path, desk=desk) as s:
        reply = await s.replied()
        assert labels(reply) == ["Try again"]
        refused = await s.discord.press(reply, s.bob, "Try again")
        assert "Only the person" in await told(refused)
        desk.error = None
        await s.discord.press(reply, s.ann, "Try again")
        await s.discord.until(lambda: QUOTE in s.discord.current(reply).text())


async def test_a_failure_is_tried_again_before_it_is_noted_as_posted(tmp_path: Path) -> None:
    """In place, too: nothing is left there that would show for ever that somebody thinks."""
    desk = FakeDesk(error=ValueError("broken"))
    async with playing(tmp_path, desk=desk) as s:

        class Slow(type(s.talk.memory)):  # type: ignore[misc]
            async def end_posting(self, *told: Any) -> None:
                await asyncio.sleep(0.5)
                await super().end_posting(*told)

        s.talk.memory.__class__ = Slow
        asked = await s.discord.slash(s.channel, s.ann, "ask", question="memo?")
        failed = await asked.settled()
        assert failed is not None
        desk.error = None
        await s.discord.press(failed, s.ann, "Try again")
        await s.discord.until(lambda: QUOTE in s.discord.current(failed).text())
        await s.quiet()
        assert len(s.discord.answers(s.channel)) == 1


async def test_a_failed_command_is_tried_again_after_its_token_expired(tmp_path: Path) -> None:
    """Its reply is a message of the bot's, and stays one."""
    desk = FakeDesk(error=ValueError("broken"))
    async with playing(tmp_path, desk=desk) as s:
        asked = await s.discord.slash(s.channel, s.ann, "ask", question="memo?")
        reply = await asked.settled()
        assert reply is not None
        s.discord.expire_tokens(50027)
        desk.error = None
        await s.discord.press(reply, s.ann, "Try again")
        await s.discord.until(lambda: QUOTE in s.discord.current(reply).text())
        assert len(s.discord.answers(s.channel)) == 1


async def test_many_questions_before_ones_own_are_told_of(tmp_path: Path) -> None:
    """And the answer comes in place of that line."""
    desk = FakeDesk(gate=asyncio.Event())
    async with playing(tmp_path, desk=desk) as s:
        for n in range(8):
            await s.ask(f"question {n}")
        async with asyncio.timeout(5):
            while len(desk.questions) < 8:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        asked = await s.discord.slash(s.channel, s.bob, "ask", question="and mine?")
        await asked.answered()
        assert asked.original is not None
        assert "has 8 questions" in asked.original.text()
        desk.gate.set()
        await s.discord.until(lambda: asked.original and QUOTE in asked.original.text())


async def test_sources_are_listed_with_their_age(tmp_path: Path) -> None:
    """And what could not be read."""
    async with playing(tmp_path) as s:
        line = await told(await s.discord.slash(s.channel, s.ann, "sources list"))
        assert "The Paper: 1,024 documents, read" in line
        assert "긱뉴스: could not be read last time" in line
        assert "Notes: not read yet" in line


async def test_settings_are_changed_by_who_manages_the_server(tmp_path: Path) -> None:
    """Shown, changed, and shown again."""
    async with playing(tmp_path) as s:
        assert "Sources: all" in await told(
            await s.discord.slash(s.channel, s.bob, "settings show")
        )
        offered = await s.discord.autocomplete(
            s.channel, s.bob, "settings set", option="sources", typed="The Paper, no"
        )
        assert [c.value for c in offered] == ["The Paper, Notes"]
        changed = await s.discord.slash(
            s.channel, s.bob, "settings set", sources="The Paper, Notes", private=True, lang="ko"
        )
        assert "Saved." in await told(changed)
        held = await s.talk.front.preferences(place(s))
        assert held == Preferences(sources=frozenset({"paper", "notes"}), private=True, lang="ko")
        unknown = await s.discord.slash(s.channel, s.bob, "settings set", sources="Nobody")
        assert "no source named “Nobody”" in await told(unknown)
        back = await s.discord.slash(s.channel, s.bob, "settings set", sources="all", lang="auto")
        await told(back)
        assert await s.talk.front.preferences(place(s)) == Preferences(private=True)


async def test_privacy_and_help_are_told_in_the_readers_language(tmp_path: Path) -> None:
    """By the locale of their own client."""
    async with playing(tmp_path) as s:
        privacy = await told(await s.discord.slash(s.channel, s.ann, "privacy", locale="ko"))
        assert "30일 동안 보관합니다" in privacy
        assert "</forget-me:" in privacy
        assert "Show quotes" in await told(await s.discord.slash(s.channel, s.ann, "help"))


async def test_a_person_is_forgotten_after_asking_once_more(tmp_path: Path) -> None:
    """Here and in direct messages."""
    async with playing(tmp_path) as s:
        await s.replied()
        dm = s.discord.open_dm(s.ann)
        await s.discord.say(dm, s.ann, "What about the memo?")
        await s.answer(dm)
        asked = await s.discord.slash(s.channel, s.ann, "forget-me")
        shown = await asked.settled()
        assert shown is not None
        pressed = await s.discord.press(shown, s.ann, "Delete my data")
        assert "Deleted: 2 questions" in await told(pressed)


async def test_everything_of_a_server_is_deleted_when_it_removes_the_bot(tmp_path: Path) -> None:
    """An outage is another event and deletes nothing."""
    async with playing(tmp_path) as s:
        reply = await s.replied()
        id = custom(reply, "up")
        unavailable = {"id": str(s.guild.id), "unavailable": True}
        await s.discord.out_of_order([event("GUILD_DELETE", unavailable)])
        await s.quiet()
        assert await s.talk.front.kept(id) is not None
        await s.discord.out_of_order([event("GUILD_CREATE", {**guild(s), "unavailable": False})])
        await s.discord.out_of_order([event("GUILD_DELETE", {"id": str(s.guild.id)})])
        async with asyncio.timeout(5):
            while await s.talk.front.kept(id):  # noqa: ASYNC110
                await asyncio.sleep(0.02)


async def test_commands_are_registered_once(tmp_path: Path) -> None:
    """A second start changes nothing: Discord allows it rarely."""
    async with playing(tmp_path) as s:
        assert len(s.discord.syncs) == 1
        await s.stop()
        await s.start()
        assert len(s.discord.syncs) == 1
        await prefer(s, Preferences(private=True))
        await s.ask("memo?")
        assert "</ask:" in (await s.answer()).text()
