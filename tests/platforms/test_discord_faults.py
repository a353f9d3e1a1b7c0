"""What goes wrong on the loopback Discord: one reply, or one clear line; never silence, never two."""

import asyncio
import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from chatting import open_front
from fakes_desk import ABSTENTION, ANSWER, FakeDesk, citation, statement
from platforms.discord.model import Permission
from platforms.discord.server import discord_platform
from platforms.discord_scene import (
    QUOTE,
    playing,
    told,
)

from adapters.discord.platform import make
from bot.errors import BadRequest
from retrieval.errors import StoreUnavailable


async def test_an_event_that_comes_twice_is_answered_once(tmp_path: Path) -> None:
    """Discord sends again what it does not know to have arrived."""
    async with playing(tmp_path) as s:
        question = await s.ask("What about the memo?")
        await s.discord.redeliver(question)
        await s.answer()
        await s.discord.redeliver(question)
        await s.quiet()
        assert len(s.discord.answers(s.channel)) == 1
        assert len(s.desk.questions) == 1


async def test_a_command_that_comes_twice_is_answered_once(tmp_path: Path) -> None:
    """The second delivery is not acknowledged again."""
    async with playing(tmp_path) as s:
        asked = await s.discord.slash(s.channel, s.ann, "ask", question="memo?")
        await s.discord.redeliver(asked)
        await asked.settled()
        await s.quiet()
        assert len(s.desk.questions) == 1
        assert asked.followups == []


async def test_a_limit_of_requests_is_waited_out(tmp_path: Path) -> None:
    """429, then it stands there once."""
    async with playing(tmp_path) as s:
        s.discord.fault("POST", r"/channels/\d+/messages$", status=429, retry_after=0.3)
        await s.replied()
        await s.quiet()
        assert len(s.discord.answers(s.channel)) == 1


async def test_an_error_after_the_effect_does_not_post_twice(tmp_path: Path) -> None:
    """500, though the message was made: the same nonce gives the same message."""
    async with playing(tmp_path) as s:
        s.discord.fault("POST", r"/channels/\d+/messages$", status=500, after_effect=True)
        await s.replied()
        await s.quiet()
        assert len(s.discord.answers(s.channel)) == 1


async def test_a_dropped_connection_does_not_post_twice(tmp_path: Path) -> None:
    """Nobody knows whether the message was made, so it is looked for."""
    async with playing(tmp_path) as s:
        s.discord.fault("POST", r"/channels/\d+/messages$", drop=True, after_effect=True)
        await s.replied()
        await s.quiet()
        assert len(s.discord.answers(s.channel)) == 1


async def test_an_expired_command_is_answered_in_its_channel(tmp_path: Path) -> None:
    """With the question, so that it makes sense alone."""
    desk = FakeDesk(gate=asyncio.Event())
    async with playing(tmp_path, desk=desk) as s:
        asked = await s.discord.slash(s.channel, s.ann, "ask", question="What about the memo?")
        await asked.answered()
        s.discord.expire_tokens(50027)
        desk.gate.set()
        reply = await s.discord.until(
            lambda: [m for m in s.discord.answers(s.channel) if not m.loading], 10
        )
        assert "Question: What about the memo?" in reply[0].text()


async def test_an_expired_private_command_is_answered_directly(tmp_path: Path) -> None:
    """Never in the channel."""
    desk = FakeDesk(gate=asyncio.Event())
    async with playing(tmp_path, desk=desk) as s:
        asked = await s.discord.slash(s.channel, s.ann, "ask", question="memo?", private=True)
        await asked.answered()
        s.discord.expire_tokens()
        desk.gate.set()
        reply = await s.answer(s.discord.open_dm(s.ann))
        assert QUOTE in reply.text()
        assert [m for m in s.discord.answers(s.channel) if not m.ephemeral] == []


async def test_a_command_that_comes_too_late_is_answered_in_its_channel(tmp_path: Path) -> None:
    """Three seconds were over before it arrived."""
    async with playing(tmp_path) as s:
        await s.discord.slash(s.channel, s.ann, "ask", question="memo?", late=3.2)
        assert QUOTE in (await s.answer()).text()


async def test_a_slow_store_does_not_delay_the_acknowledgement(tmp_path: Path) -> None:
    """It is acknowledged within the three seconds, and answered when it is stored."""
    async with playing(tmp_path) as s:
        receive = s.talk.front.receive

        class Slow(type(s.talk.front)):  # type: ignore[misc]
            async def receive(self, asked: Any) -> Any:
                await asyncio.sleep(2)
                return await receive(asked)

        s.talk.front.__class__ = Slow
        asked = await s.discord.slash(s.channel, s.ann, "ask", question="memo?")
        assert await asked.answered() < 2
        reply = await asked.settled(8)
        assert reply is not None
        assert QUOTE in reply.text()


async def test_where_it_may_not_write_the_asker_is_told(tmp_path: Path) -> None:
    """By a direct message with what was asked."""
    async with playing(tmp_path) as s:
        s.discord.deny(s.channel, Permission.SEND_MESSAGES)
        await s.ask("What about the memo?")
        line = (await s.answer(s.discord.open_dm(s.ann))).text()
        assert "I lack a permission there" in line
        assert "What about the memo?" in line


async def test_without_history_it_is_answered_without_reference(tmp_path: Path) -> None:
    """Discord lets nobody reply to what they may not read; the question is repeated instead."""
    async with playing(tmp_path) as s:
        s.discord.deny(s.channel, Permission.READ_MESSAGE_HISTORY)
        reply = await s.replied("What about the memo?")
        assert reply.replies_to is None
        assert "Question: What about the memo?" in reply.text()


async def test_a_refused_form_is_sent_as_an_embed(tmp_path: Path) -> None:
    """Where Discord does not take components."""
    async with playing(tmp_path) as s:
        s.discord.fault("POST", r"/channels/\d+/messages$", status=400, code=50035)
        reply = await s.replied()
        assert not reply.v2
        assert QUOTE in reply.text()
        shown = await (await s.discord.press(reply, s.bob, "Show quotes")).settled()
        assert shown is not None
        assert "everyday questions first." in shown.text()


async def test_embeds_by_setting(tmp_path: Path) -> None:
    """All of it works without components, too."""
    desk = FakeDesk(replies={"no idea": ABSTENTION})
    async with playing(tmp_path, desk=desk, discord_render="embed") as s:
        question = await s.ask("What about the memo?")
        reply = await s.answer()
        assert not reply.v2
        await s.discord.edit(question, f"{s.discord.mention} no idea")
        await s.discord.until(lambda: "no answer" in s.discord.current(reply).text())
        asked = await s.discord.slash(s.channel, s.ann, "ask", question="memo?", private=True)
        answered = await asked.settled()
        assert answered is not None
        assert QUOTE in answered.text()


async def test_what_does_not_fit_comes_in_a_file(tmp_path: Path) -> None:
    """Whole, with its numbers; where no file may be sent, the quotes have it."""
    text = "The plant is to make chips for servers from next year on. " * 80
    long = replace(ANSWER, statements=(statement(replace(citation(QUOTE), quote=text)),))
    async with playing(tmp_path, desk=FakeDesk(reply=long)) as s:
        reply = await s.replied()
        assert [file.name for file in reply.files] == ["answer.md"]
        assert text.strip() in reply.files[0].data.decode()
        s.discord.deny(s.channel, Permission.ATTACH_FILES)
        await s.ask("again")
        bare = await s.answer(nth=2)
        assert bare.files == ()
        assert "“Show quotes”" in bare.text()


async def test_a_deleted_channel_is_given_up(tmp_path: Path) -> None:
    """Nothing is tried for ever; the asker is told."""
    desk = FakeDesk(gate=asyncio.Event())
    async with playing(tmp_path, desk=desk) as s:
        await s.ask("What about the memo?")
        await s.discord.until(lambda: s.discord.typings(s.channel))
        s.discord.fault("POST", r"/channels/\d+/messages$", status=404, code=10003)
        desk.gate.set()
        line = (await s.answer(s.discord.open_dm(s.ann))).text()
        assert "the channel or the message is gone" in line


async def test_a_cut_connection_is_resumed(tmp_path: Path) -> None:
    """What was said meanwhile is answered."""
    async with playing(tmp_path) as s:
        await s.discord.cut()
        await s.ask("What about the memo?")
        assert QUOTE in (await s.answer()).text()
        assert s.discord.resumes


async def test_what_was_asked_while_it_was_away_is_answered(tmp_path: Path) -> None:
    """Discord does not send it again; and what was answered before is not answered twice."""
    async with playing(tmp_path) as s:
        await s.replied("before")
        await s.stop()
        await s.ask("meanwhile")
        await s.start()
        await s.answer(nth=2)
        await s.quiet()
        assert [q.text for q in s.desk.questions] == ["before", "meanwhile"]
        assert len(s.discord.answers(s.channel)) == 2


async def test_direct_messages_of_meanwhile_are_answered(tmp_path: Path) -> None:
    """Of people who have written to it before: Discord has no list of direct conversations."""
    async with playing(tmp_path) as s:
        dm = s.discord.open_dm(s.ann)
        await s.discord.say(dm, s.ann, "before")
        await s.answer(dm)
        await s.stop()
        await s.discord.say(dm, s.ann, "meanwhile")
        await s.start()
        await s.answer(dm, nth=2)
        await s.quiet()
        assert len(s.discord.answers(dm)) == 2


async def test_a_question_that_was_deleted_unheard(tmp_path: Path) -> None:
    """Its reply stands nowhere, and nobody is told: what it was to be put under is gone."""
    desk = FakeDesk(gate=asyncio.Event())
    async with playing(tmp_path, desk=desk, lenient=True) as s:
        question = await s.ask("memo?")
        await s.discord.until(lambda: desk.questions)
        with s.discord.held():
            await s.discord.delete(question)
            desk.gate.set()
            await s.quiet()
        assert s.discord.answers(s.channel) == []
        assert s.discord.answers(s.discord.open_dm(s.ann)) == []


async def test_a_broken_store_is_told_with_a_reference(tmp_path: Path, caplog: Any) -> None:
    """The log has the reference and none of the texts; tokens are nowhere."""
    caplog.set_level(logging.DEBUG)
    async with playing(tmp_path) as s:

        class Broken(type(s.talk.front)):  # type: ignore[misc]
            async def receive(self, asked: Any) -> Any:
                raise ValueError(asked.text)

        s.talk.front.__class__ = Broken
        await s.ask("a secret")
        line = (await s.answer()).text()
        asked = await s.discord.slash(s.channel, s.ann, "ask", question="a secret")
        second = await told(asked)
        found = [r for r in caplog.records if "failed [" in r.getMessage()]
        references = [r.getMessage().split("[")[1][:8] for r in found]
        assert references[0] in line
        assert references[1] in second
        logged = "\n".join(r.getMessage() for r in caplog.records if r.name.startswith("newsdesk"))
        every = "\n".join(r.getMessage() for r in caplog.records)
        assert "a secret" not in logged
        assert asked.token not in every
        assert s.discord.token not in every


async def test_an_unavailable_store_is_told_as_it_is(tmp_path: Path) -> None:
    """Its line is fit for users."""
    async with playing(tmp_path) as s:

        class Unavailable(type(s.talk.front)):  # type: ignore[misc]
            async def receive(self, asked: Any) -> Any:
                raise StoreUnavailable("the disk is full")

        s.talk.front.__class__ = Unavailable
        await s.ask("memo?")
        assert "the disk is full" in (await s.answer()).text()


async def test_a_refused_token_is_one_clear_line(tmp_path: Path) -> None:
    """The setting is named."""
    async with discord_platform() as discord:
        given = {"discord_token": "wrong", "discord_api_url": discord.api_url}
        async with open_front(tmp_path, **given) as talk:
            platform = make(talk.tools)
            assert platform is not None
            with pytest.raises(BadRequest, match="NEWSDESK_DISCORD_TOKEN"):
                await platform.run(talk.front)


async def test_without_a_token_there_is_no_platform(tmp_path: Path) -> None:
    """Nothing to connect."""
    async with open_front(tmp_path) as talk:
        assert make(talk.tools) is None


async def test_a_server_that_is_away_is_waited_for(tmp_path: Path) -> None:
    """No error reaches whoever runs the platform."""
    async with discord_platform() as discord:
        discord.fault("GET", "/gateway$", status=503)
        given = {"discord_token": discord.token, "discord_api_url": discord.api_url}
        async with open_front(tmp_path, **given) as talk:
            platform = make(talk.tools)
            assert platform is not None
            assert not await platform.connected()
            talk.serve(platform)
            await discord.connected(15)
