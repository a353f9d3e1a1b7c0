"""What Slack shows while a question is worked on, and that it goes."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

import pytest
from fakes_desk import FakeDesk
from platforms.slack.server import Mode
from platforms.slack_bot import Bot, slack_bot
from typing_extensions import override

from bot.ports import Tell, quietly
from bot.types import Phase, Progress, Question, Reply

QUESTION = "What is the red alert about?"
SEARCHING = "is searching the sources…"
WRITING = "is writing the answer…"
READ = Progress(phase=Phase.READING, count=6)
WRITE = Progress(phase=Phase.WRITING)
OLDER = {"sessions_available": False}
STATUS = "assistant.threads.setStatus"


@pytest.fixture(params=get_args(Mode))
def mode(request: pytest.FixtureRequest) -> Mode:
    """How events arrive."""
    return request.param


@dataclass
class SlowDesk(FakeDesk):
    """Each question waits for a gate of its own; a test may tell in the desk's name."""

    tells: list[Tell] = field(default_factory=list)
    gates: dict[str, asyncio.Event] = field(default_factory=dict)

    @override
    async def ask(self, question: Question, tell: Tell = quietly) -> Reply:
        self.tells.append(tell)
        await self.gates.setdefault(question.text, asyncio.Event()).wait()
        return await super().ask(question, tell)

    async def told(self, *progress: Progress) -> None:
        """By the last question."""
        for each in progress:
            await self.tells[-1](each)

    def open(self, text: str = QUESTION) -> None:
        """Let a question be answered."""
        self.gates.setdefault(text, asyncio.Event()).set()


def lines(bot: Bot) -> list[str]:
    """Every status so far, oldest first."""
    return [each.status for each in bot.slack.statuses(bot.news)]


async def begun(bot: Bot, *shown: str) -> None:
    """Until the desk works on a question, and so much is shown."""
    await bot.slack.until(lambda: bot.desk.tells and lines(bot) == [*shown])


async def cleared(bot: Bot) -> None:
    """Until it is taken away, and whatever might come after that has had its time."""
    await bot.slack.until(lambda: lines(bot)[-1:] == [""])
    await bot.quiet()


async def test_what_is_done_is_shown(tmp_path: Path, mode: Mode) -> None:
    """The last of what was told, two seconds after the first line at the earliest; then nothing."""
    desk = FakeDesk(progress=(READ, WRITE), gate=asyncio.Event())
    async with slack_bot(tmp_path, mode, desk=desk, world=OLDER) as bot:
        question = await bot.ask(QUESTION)
        await bot.slack.until(lambda: len(lines(bot)) == 2)
        first, last = bot.slack.statuses(bot.news, question.ts)
        assert last.at - first.at >= 2
        desk.gate.set()
        await bot.reply(question)
        await cleared(bot)
        assert lines(bot) == [SEARCHING, WRITING, ""]


async def test_in_korean(tmp_path: Path, mode: Mode) -> None:
    """In the language of the question."""
    desk = FakeDesk(progress=(READ,), gate=asyncio.Event())
    async with slack_bot(tmp_path, mode, desk=desk, world=OLDER) as bot:
        await bot.ask("비상 단계가 뭐야?")
        await bot.slack.until(lambda: lines(bot)[-1:] == ["글 6곳을 읽고 있습니다…"])
        desk.gate.set()
        await cleared(bot)


async def test_sessions_have_no_line(tmp_path: Path, mode: Mode) -> None:
    """Slack's newer way says that work is under way, and no more: one call at each end."""
    async with slack_bot(tmp_path, mode, desk=SlowDesk()) as bot:
        question = await bot.ask(QUESTION)
        await begun(bot, "processing")
        await bot.desk.told(READ, WRITE)
        await asyncio.sleep(2.3)
        bot.desk.open()
        await bot.reply(question)
        await bot.slack.until(lambda: lines(bot) == ["processing", "active"])


async def test_a_slow_status_does_not_overtake_the_reply(tmp_path: Path, mode: Mode) -> None:
    """The reply waits until a call that is under way has come to its end."""
    async with slack_bot(tmp_path, mode, desk=SlowDesk(), world=OLDER) as bot:
        bot.slack.fault(STATUS, delay=0.5)
        question = await bot.ask(QUESTION)
        await bot.slack.until(lambda: bot.slack.calls(STATUS) and bot.desk.tells)
        bot.desk.open()
        reply = await bot.reply(question)
        await cleared(bot)
        assert lines(bot) == [SEARCHING, ""]
        assert bot.slack.statuses(bot.news)[0].at < reply.started


async def test_a_stuck_status_does_not_hold_the_reply(tmp_path: Path, mode: Mode) -> None:
    """Not for longer than a second; once Slack has shown it after all, it is taken away."""
    async with slack_bot(tmp_path, mode, desk=SlowDesk(), world=OLDER) as bot:
        bot.slack.fault(STATUS, delay=5)
        question = await bot.ask(QUESTION)
        await bot.slack.until(lambda: bot.slack.calls(STATUS) and bot.desk.tells)
        bot.desk.open()
        await bot.reply(question)
        assert lines(bot) == []
        await cleared(bot)
        assert lines(bot) == [SEARCHING, ""]


async def test_nothing_is_shown_after_the_end(tmp_path: Path, mode: Mode) -> None:
    """Neither what was told and had to wait, nor what is told too late."""
    async with slack_bot(tmp_path, mode, desk=SlowDesk(), world=OLDER) as bot:
        question = await bot.ask(QUESTION)
        await begun(bot, SEARCHING)
        await bot.desk.told(READ)
        bot.desk.open()
        await bot.reply(question)
        await bot.desk.told(WRITE)
        await asyncio.sleep(2.3)
        assert lines(bot) == [SEARCHING, ""]


async def test_a_status_that_fails_is_no_matter(tmp_path: Path, mode: Mode) -> None:
    """The next line is shown, and the answer comes."""
    async with slack_bot(tmp_path, mode, desk=SlowDesk(), world=OLDER) as bot:
        bot.slack.fault(STATUS, http_status=500)
        question = await bot.ask(QUESTION)
        await bot.slack.until(lambda: bot.slack.calls(STATUS) and bot.desk.tells)
        await bot.desk.told(WRITE)
        await bot.slack.until(lambda: lines(bot) == [WRITING])
        bot.desk.open()
        await bot.reply(question)
        await cleared(bot)


async def test_two_questions_in_a_thread(tmp_path: Path, mode: Mode) -> None:
    """They share the line: it goes with the last of them."""
    async with slack_bot(tmp_path, mode, desk=SlowDesk(), world=OLDER) as bot:
        question = await bot.ask(QUESTION)
        await bot.ask("And then?", question.ts)
        await bot.slack.until(lambda: len(bot.desk.tells) == 2 and lines(bot))
        bot.desk.open()
        await bot.reply(question)
        await asyncio.sleep(0.5)
        assert lines(bot)[-1] == SEARCHING
        bot.desk.open("And then?")
        await bot.reply(question, 2)
        await cleared(bot)


async def test_a_further_question_while_the_line_goes(tmp_path: Path, mode: Mode) -> None:
    """What takes the line of one question away does not take that of the next."""
    async with slack_bot(tmp_path, mode, desk=SlowDesk(), world=OLDER) as bot:
        question = await bot.ask(QUESTION)
        await begun(bot, SEARCHING)
        bot.slack.fault(STATUS, delay=0.7)
        bot.desk.open()
        await bot.reply(question)
        await bot.ask("And then?", question.ts)
        await bot.slack.until(lambda: len(lines(bot)) == 3)
        assert lines(bot) == [SEARCHING, "", SEARCHING]
        bot.desk.open("And then?")
        await bot.reply(question, 2)
        await cleared(bot)


async def test_stopped_while_something_is_told(tmp_path: Path, mode: Mode) -> None:
    """Slack's stop button takes the line away for good; the reply still comes."""
    async with slack_bot(tmp_path, mode, desk=SlowDesk(), world=OLDER) as bot:
        question = await bot.ask(QUESTION)
        await begun(bot, SEARCHING)
        await bot.desk.told(READ)
        await bot.slack.stop_session(bot.news, bot.ada, question.ts)
        await bot.slack.until(lambda: lines(bot) == [SEARCHING, ""])
        await bot.desk.told(WRITE)
        bot.desk.open()
        await bot.reply(question)
        await bot.quiet()
        assert lines(bot) == [SEARCHING, ""]


async def test_commands_have_no_status(tmp_path: Path, mode: Mode) -> None:
    """Slack shows none outside of threads; the line that a command left stays as it is."""
    desk = FakeDesk(progress=(READ, WRITE))
    async with slack_bot(tmp_path, mode, desk=desk) as bot:
        await bot.slack.command(bot.news, bot.ada, "/news", QUESTION)
        await bot.slack.until(lambda: bot.slack.posts(bot.news))
        await bot.quiet()
        assert lines(bot) == []
        assert bot.slack.calls("response_url") == []
