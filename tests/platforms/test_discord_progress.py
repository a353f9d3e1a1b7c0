"""What is shown on the loopback Discord while a question is worked on; and never after its answer."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from fakes_desk import FakeDesk
from platforms.discord.interactions import Interaction
from platforms.discord_bot import Scene
from platforms.discord_scene import QUOTE, playing

from adapters.discord import working
from adapters.discord.handles import Origin
from bot.talk import Kept
from bot.types import Phase, Progress

ORIGINAL = r"/messages/@original$"
TOLD = (Progress(phase=Phase.SEARCHING), Progress(phase=Phase.READING, count=6))
STATUS = "Newsdesk is reading 6 passages…"


def slow() -> FakeDesk:
    """Tells how far it is, and answers when its gate is opened."""
    return FakeDesk(progress=TOLD, gate=asyncio.Event())


def edits(s: Scene) -> list[Any]:
    """All that was put in place of replies."""
    return s.discord.asked("PATCH", "/messages/@original")


def shows(asked: Interaction) -> str:
    return asked.original.text() if asked.original else ""


async def status(s: Scene, asked: Interaction, text: str = STATUS) -> None:
    """Until that is shown in place of the reply."""
    await s.discord.until(lambda: shows(asked) == text, 15)


async def answer(s: Scene, asked: Interaction) -> None:
    """Let the desk answer, and wait until that stands there and nothing comes after it."""
    assert s.desk.gate is not None
    s.desk.gate.set()
    await s.discord.until(lambda: QUOTE in shows(asked), 15)
    await s.quiet()
    assert QUOTE in shows(asked)
    assert "Newsdesk is" not in shows(asked)


async def kept(s: Scene, asked: Interaction) -> Kept:
    found = await s.talk.memory.load(f"discord/interaction/{asked.id}")
    assert found is not None
    return found


@pytest.mark.parametrize("render", ["components", "embed"])
async def test_what_is_being_done_is_shown_until_the_answer(tmp_path: Path, render: str) -> None:
    """In its place, so that there is one message."""
    async with playing(tmp_path, desk=slow(), discord_render=render) as s:
        asked = await s.discord.slash(s.channel, s.ann, "ask", question="memo?")
        await status(s, asked)
        await answer(s, asked)
        assert len(s.discord.answers(s.channel)) == 1
        assert len(edits(s)) == 2


async def test_it_is_told_in_the_language_of_the_reply(tmp_path: Path) -> None:
    """Of the question, or where that has none, of its asker."""
    async with playing(tmp_path, desk=slow()) as s:
        asked = await s.discord.slash(s.channel, s.ann, "ask", question="메모는?", locale="en-US")
        await status(s, asked, "글 6곳을 읽고 있습니다…")
        await answer(s, asked)


async def test_a_quick_answer_comes_without(tmp_path: Path) -> None:
    """It would only flicker."""
    async with playing(tmp_path, desk=FakeDesk(progress=TOLD)) as s:
        asked = await s.discord.slash(s.channel, s.ann, "ask", question="memo?")
        await asked.settled()
        await s.quiet()
        assert len(edits(s)) == 1


async def test_a_private_question_has_a_private_status(tmp_path: Path) -> None:
    """Nobody else sees that something is asked."""
    async with playing(tmp_path, desk=slow()) as s:
        asked = await s.discord.slash(s.channel, s.ann, "ask", question="memo?", private=True)
        await status(s, asked)
        assert asked.original is not None
        assert asked.original.ephemeral
        assert [m for m in s.discord.messages(s.channel) if not m.ephemeral] == []
        await answer(s, asked)
        assert s.discord.typings(s.channel) == []


async def test_a_question_about_a_message_shows_it_too(tmp_path: Path) -> None:
    """A form's reply is like a command's."""
    async with playing(tmp_path, desk=slow()) as s:
        said = await s.discord.say(s.channel, s.bob, "There is a red alert over the chatbot")
        opened = await s.discord.context_menu(said, s.ann, "Ask about this message")
        await opened.answered()
        sent = await s.discord.submit(opened, s.ann, {"question": "is it true?"})
        await status(s, sent)
        await answer(s, sent)


async def test_a_mention_is_only_typed_for(tmp_path: Path) -> None:
    """No message but the answer is sent."""
    async with playing(tmp_path, desk=slow()) as s:
        await s.ask("memo?")
        await s.discord.until(lambda: s.discord.typings(s.channel))
        await asyncio.sleep(working.EVERY_S + 0.5)
        assert s.discord.answers(s.channel) == []
        assert s.desk.gate is not None
        s.desk.gate.set()
        await s.answer()
        assert edits(s) == []


async def test_a_slow_status_is_waited_for(tmp_path: Path) -> None:
    """The answer is sent after Discord has taken the status, not while it may still take it."""
    async with playing(tmp_path, desk=slow()) as s:
        s.discord.fault("PATCH", ORIGINAL, status=None, delay=1.5)
        asked = await s.discord.slash(s.channel, s.ann, "ask", question="memo?")
        await s.discord.until(lambda: edits(s))
        await answer(s, asked)
        first, second = edits(s)
        assert second.at - first.at >= 1.4
        assert first.body["content"] == STATUS


@pytest.mark.parametrize("code", [429, 500])
async def test_a_status_that_fails_is_not_tried_again(tmp_path: Path, code: int) -> None:
    """And does not hold up the answer."""
    async with playing(tmp_path, desk=slow()) as s:
        s.discord.fault("PATCH", ORIGINAL, status=code, retry_after=5.0)
        asked = await s.discord.slash(s.channel, s.ann, "ask", question="memo?")
        await s.discord.until(lambda: edits(s))
        await answer(s, asked)
        assert [each.status for each in edits(s)] == [code, 200]


@pytest.mark.parametrize("render", ["components", "embed"])
async def test_a_status_that_comes_late_takes_no_answers_place(tmp_path: Path, render: str) -> None:
    """Held up on the way for longer than anybody waits: Discord refuses it, or it stands above."""
    async with playing(tmp_path, discord_render=render, lenient=True) as s:
        asked = await s.discord.slash(s.channel, s.ann, "ask", question="memo?")
        await asked.settled()
        origin = Origin.of((await kept(s, asked)).asked.handle)
        taken = await working._edited(s.platform._client, origin, STATUS)
        assert taken == (render == "embed")
        assert QUOTE in shows(asked)


async def test_a_status_is_no_reply(tmp_path: Path) -> None:
    """Whoever looks for what a process that died has posted does not take it for that."""
    async with playing(tmp_path, desk=slow()) as s:
        asked = await s.discord.slash(s.channel, s.ann, "ask", question="memo?")
        await status(s, asked)
        waiting = await kept(s, asked)
        assert await s.platform.find(waiting.asked, waiting.id) is None
        await answer(s, asked)
        assert await s.platform.find(waiting.asked, waiting.id) is not None


async def test_what_another_process_left_is_replaced(tmp_path: Path) -> None:
    """It ended while its status was shown."""
    async with playing(tmp_path, desk=slow()) as s:
        asked = await s.discord.slash(s.channel, s.ann, "ask", question="memo?")
        await status(s, asked)
        await s.stop()
        await s.start()
        await answer(s, asked)
        assert len(s.discord.answers(s.channel)) == 1


async def test_a_status_becomes_the_answer_after_its_token_expired(tmp_path: Path) -> None:
    """It is a message of the bot's still, and does not stay there for ever."""
    async with playing(tmp_path, desk=slow()) as s:
        asked = await s.discord.slash(s.channel, s.ann, "ask", question="memo?")
        await status(s, asked)
        s.discord.expire_tokens(50027)
        await answer(s, asked)
        assert len(s.discord.answers(s.channel)) == 1


async def test_many_before_ones_own_then_a_status(tmp_path: Path) -> None:
    """The line on the others gives way, too."""
    async with playing(tmp_path, desk=slow()) as s:
        for n in range(8):
            await s.ask(f"question {n}")
        await s.discord.until(lambda: len(s.desk.questions) == 8)
        asked = await s.discord.slash(s.channel, s.bob, "ask", question="and mine?")
        await s.discord.until(lambda: "has 8 questions" in shows(asked))
        await status(s, asked)
        await answer(s, asked)


async def test_a_failure_that_is_tried_again_stands_until_the_answer(tmp_path: Path) -> None:
    """A status would take its place, and with it the button; typing shows that it is worked on."""
    desk = slow()
    desk.error = ValueError("broken")
    async with playing(tmp_path, desk=desk) as s:
        asked = await s.discord.slash(s.channel, s.ann, "ask", question="memo?")
        failed = await asked.settled()
        assert failed is not None
        await s.quiet()
        desk.error = None
        await s.discord.press(failed, s.ann, "Try again")
        await s.discord.until(lambda: s.discord.typings(s.channel))
        await asyncio.sleep(working.EVERY_S + 0.5)
        assert s.discord.current(failed).text() == failed.text()
        await answer(s, asked)
        assert len(s.discord.answers(s.channel)) == 1
