"""Slack from the click to the reply: our adapter at a loopback Slack."""

import asyncio
from pathlib import Path
from typing import get_args

import pytest
from fakes_desk import ABSTENTION
from platforms.slack.server import Mode
from platforms.slack_bot import READING, Bot, slack_bot

from bot.limits import Limits
from bot.talk import Kept, Via

QUESTION = "What is the red alert about?"


@pytest.fixture(params=get_args(Mode))
def mode(request: pytest.FixtureRequest) -> Mode:
    """How events arrive."""
    return request.param


async def test_a_mention_is_answered_in_its_thread(tmp_path: Path, mode: Mode) -> None:
    """One reply under the question, with sources, metadata, and no previews."""
    async with slack_bot(tmp_path, mode) as bot:
        question = await bot.ask(QUESTION)
        reply = await bot.reply(question)
        await bot.quiet()
        assert reply.thread_ts == question.ts
        assert "red alert" in reply.readable()
        assert len(bot.slack.posts(bot.news)) == 1
        assert reply.metadata
        assert reply.metadata["event_type"] == "newsdesk_reply"
        (call,) = bot.slack.calls("chat.postMessage")
        assert (call.args["unfurl_links"], call.args["unfurl_media"]) == (False, False)
        assert [q.text for q in bot.desk.questions] == [QUESTION]
        assert all(d.acknowledged_after < 1 for d in bot.slack.deliveries if d.acknowledged)


async def test_asker_locale_and_zone_are_used(tmp_path: Path, mode: Mode) -> None:
    """The bot's own words are in the asker's language, and days are those of the asker's zone."""
    async with slack_bot(tmp_path, mode) as bot:
        mina = bot.slack.add_user("mina", locale="ko-KR")
        question = await bot.slack.say(bot.news, mina, f"{bot.name} NVIDIA?")
        await bot.reply(question)
        assert bot.desk.questions[0].timezone == "Asia/Seoul"
        assert bot.desk.questions[0].lang == "ko"


async def test_without_users_read_it_works_as_well(tmp_path: Path, mode: Mode) -> None:
    """A missing scope costs the language and the zone, not the answer."""
    scopes = frozenset({"app_mentions:read", "chat:write", "commands", "im:history"})
    async with slack_bot(tmp_path, mode, scopes=scopes) as bot:
        await bot.reply(await bot.ask(QUESTION))


async def test_what_was_written_is_read_as_people_see_it(tmp_path: Path, mode: Mode) -> None:
    """Links, channels and entities become text; the mention of the bot goes."""
    async with slack_bot(tmp_path, mode) as bot:
        await bot.ask("is <https://a.example|this> in <#C1|news> &lt;true&gt; &amp; new?")
        await bot.talk.settled()
        await bot.slack.until(lambda: bot.desk.questions)
        text = bot.desk.questions[0].text
        assert text == "is this (https://a.example) in #news <true> & new?"


async def test_direct_messages(tmp_path: Path, mode: Mode) -> None:
    """Every message to the bot is the root of its own thread; one in a thread goes on in it."""
    async with slack_bot(tmp_path, mode) as bot:
        dm = bot.slack.open_dm(bot.ada)
        first = await bot.slack.say(dm, bot.ada, QUESTION)
        assert (await bot.reply(first)).thread_ts == first.ts
        second = await bot.slack.say(dm, bot.ada, "And then?", first.ts)
        assert (await bot.reply(second, 2)).thread_ts == first.ts


async def test_follow_ups_without_a_mention(tmp_path: Path, mode: Mode) -> None:
    """Where messages may be read, a thread that the bot answered in goes on without its name."""
    world = {"subscribe_message_channels": True}
    async with slack_bot(tmp_path, mode, scopes=READING, world=world) as bot:
        question = await bot.ask(QUESTION)
        await bot.reply(question)
        await bot.quiet()
        assert len(bot.desk.questions) == 1  # the mention came as two events
        other = await bot.slack.say(bot.news, bot.ada, "Nothing for the bot")
        await bot.slack.say(bot.news, bot.ada, "<@U0SOMEONE> what do you think?", question.ts)
        await bot.slack.say(bot.news, bot.ada, "talk among people", other.ts)
        await bot.quiet()
        assert len(bot.desk.questions) == 1
        await bot.slack.say(bot.news, bot.ada, "And what comes next?", question.ts)
        await bot.reply(question, 2)
        assert bot.desk.questions[-1].text == "And what comes next?"


async def test_talk_before_the_bot_came_is_not_for_it(tmp_path: Path, mode: Mode) -> None:
    """Who mends an earlier message in the thread does not ask; who changes a later one does."""
    world = {"subscribe_message_channels": True}
    async with slack_bot(tmp_path, mode, scopes=READING, world=world) as bot:
        root = await bot.slack.say(bot.news, bot.ada, "Look at this")
        early = await bot.slack.say(bot.news, bot.ada, "intresting", root.ts)
        await bot.ask(QUESTION, root.ts)
        await bot.reply(root)
        await bot.talk.settled()
        await bot.slack.edit(early, "interesting")
        await bot.quiet()
        assert len(bot.desk.questions) == 1
        later = await bot.slack.say(bot.news, bot.ada, "And then?", root.ts)
        reply = await bot.reply(root, 2)
        await bot.talk.settled()
        await bot.slack.edit(later, "And after that?")
        await bot.slack.until(lambda: reply.edits)


async def test_follow_ups_name_what_they_follow(tmp_path: Path, mode: Mode) -> None:
    """The question that began the thread, or the bot's answer to a command."""
    async with slack_bot(tmp_path, mode) as bot:
        question = await bot.ask(QUESTION)
        await bot.reply(question)
        await bot.slack.command(bot.news, bot.ada, "/news", "What else?")
        await bot.slack.until(lambda: len(bot.slack.posts(bot.news)) == 2)
        answer = bot.slack.posts(bot.news)[-1]
        await bot.slack.message_shortcut(answer, bot.ada, "ask_about_message")
        await bot.slack.submit_view(await bot.slack.modal_opened(bot.ada), bot.ada)
        again = [await bot.ask("And then?", root.ts) for root in (question, answer)]
        await bot.slack.until(lambda: len(bot.slack.posts(bot.news)) == 5)
        await bot.talk.settled()
        place = f"slack/{bot.slack.team.id}/{bot.news.id}"
        first, *later = [await bot.talk.memory.load(f"{place}/{m.ts}") for m in (question, *again)]
        assert first.asked.follows is None
        assert [kept.asked.follows for kept in later] == [first.asked.handle["ts"], answer.ts]
        command = next(q for q in await every(bot) if q.asked.via is Via.COMMAND)
        about = next(q for q in await every(bot) if q.asked.via is Via.ABOUT)
        assert about.asked.follows == command.posted["ts"] == answer.ts


async def every(bot: Bot) -> list[Kept]:
    """The questions of the answers that stand in the channel."""
    ids = [m.metadata["event_payload"]["id"] for m in bot.slack.posts(bot.news)]
    return [await bot.talk.front.kept(id) for id in ids]


async def test_own_and_other_bots_messages_are_ignored(tmp_path: Path, mode: Mode) -> None:
    """The bot does not talk to itself."""
    async with slack_bot(tmp_path, mode) as bot:
        dm = bot.slack.open_dm(bot.ada)
        await bot.reply(await bot.slack.say(dm, bot.ada, QUESTION))
        await bot.quiet()
        assert len(bot.slack.posts(dm)) == 1
        assert bot.slack.lost == []


@pytest.mark.parametrize("same", [True, False])
async def test_deliveries_again(tmp_path: Path, mode: Mode, same: bool) -> None:  # noqa: FBT001
    """A message that Slack sends again, with the same or another event id, is answered once."""
    async with slack_bot(tmp_path, mode) as bot:
        question = await bot.ask(QUESTION)
        await bot.slack.redeliver(question, same_event_id=same)
        await bot.reply(question)
        await bot.slack.redeliver(question, same_event_id=same)
        await bot.quiet()
        assert len(bot.slack.posts(bot.news)) == 1
        assert len(bot.desk.questions) == 1


async def test_an_edited_question(tmp_path: Path, mode: Mode) -> None:
    """The reply follows the question."""
    async with slack_bot(tmp_path, mode) as bot:
        bot.desk.replies["Anything of 2024?"] = ABSTENTION
        dm = bot.slack.open_dm(bot.ada)
        question = await bot.slack.say(dm, bot.ada, QUESTION)
        reply = await bot.reply(question)
        await bot.talk.settled()
        await bot.slack.edit(question, "Anything of 2024?")
        await bot.slack.until(lambda: reply.edits)
        await bot.quiet()
        assert "Nearest items" in reply.readable()
        assert len(bot.slack.posts(dm)) == 1


async def test_a_mention_added_by_an_edit(tmp_path: Path, mode: Mode) -> None:
    """A message becomes a question when the bot is named in it afterwards."""
    async with slack_bot(tmp_path, mode) as bot:
        message = await bot.slack.say(bot.news, bot.ada, QUESTION)
        await bot.slack.edit(message, f"{bot.name} {QUESTION}")
        await bot.reply(message)


async def test_a_deleted_question(tmp_path: Path, mode: Mode) -> None:
    """Its reply goes, too."""
    async with slack_bot(tmp_path, mode) as bot:
        dm = bot.slack.open_dm(bot.ada)
        question = await bot.slack.say(dm, bot.ada, QUESTION)
        await bot.reply(question)
        await bot.talk.settled()
        await bot.slack.delete(question)
        await bot.slack.until(lambda: not bot.slack.posts(dm))


async def test_a_question_deleted_in_a_channel(tmp_path: Path, mode: Mode) -> None:
    """The same where messages may be read; other people's deletions are none of ours."""
    world = {"subscribe_message_channels": True}
    async with slack_bot(tmp_path, mode, scopes=READING, world=world) as bot:
        other = await bot.slack.say(bot.news, bot.ada, "nothing for the bot")
        question = await bot.ask(QUESTION)
        await bot.reply(question)
        await bot.talk.settled()
        await bot.slack.delete(other)
        await bot.slack.delete(question)
        await bot.slack.until(lambda: not bot.slack.posts(bot.news))


async def test_the_status_shows_and_goes(tmp_path: Path, mode: Mode) -> None:
    """While the desk works the thread says so; afterwards it does not."""
    async with slack_bot(tmp_path, mode) as bot:
        bot.desk.gate = asyncio.Event()
        question = await bot.ask(QUESTION)
        await bot.slack.until(lambda: bot.slack.statuses(bot.news, question.ts))
        assert bot.slack.statuses(bot.news)[0].title == QUESTION
        bot.desk.gate.set()
        await bot.reply(question)
        await bot.slack.until(lambda: bot.slack.statuses(bot.news)[-1].status == "active")


async def test_older_workspaces_have_the_older_status(tmp_path: Path, mode: Mode) -> None:
    """The newer way is tried once for a workspace, the older one from then on."""
    async with slack_bot(tmp_path, mode, world={"sessions_available": False}) as bot:
        bot.desk.gate = asyncio.Event()
        question = await bot.ask(QUESTION)
        await bot.slack.until(lambda: bot.slack.status(bot.news, question.ts))
        assert "searching" in bot.slack.status(bot.news, question.ts)
        bot.desk.gate.set()
        await bot.reply(question)
        await bot.reply(await bot.ask("Once more?"))
        await bot.quiet()
        assert len(bot.slack.calls("agents.sessions.setStatus")) == 1
        assert bot.slack.statuses(bot.news)[-1].status == ""


async def test_slacks_stop_button(tmp_path: Path, mode: Mode) -> None:
    """The status goes, the reply still comes."""
    async with slack_bot(tmp_path, mode) as bot:
        bot.desk.gate = asyncio.Event()
        question = await bot.ask(QUESTION)
        await bot.slack.until(lambda: bot.slack.statuses(bot.news, question.ts))
        await bot.slack.stop_session(bot.news, bot.ada, question.ts)
        await bot.slack.until(lambda: bot.slack.statuses(bot.news)[-1].status == "active")
        bot.desk.gate.set()
        await bot.reply(question)


async def test_a_mention_without_words(tmp_path: Path, mode: Mode) -> None:
    """Only whoever wrote it sees how to ask."""
    async with slack_bot(tmp_path, mode) as bot:
        await bot.ask("")
        (line,) = await bot.slack.until(lambda: bot.slack.ephemerals(bot.news, bot.ada))
        assert "What would you like to know?" in line.text
        assert bot.slack.posts(bot.news) == []


async def test_limits_are_told_to_the_asker(tmp_path: Path, mode: Mode) -> None:
    """With the time at which one may ask again, in each reader's own zone."""
    async with slack_bot(tmp_path, mode, limits=Limits(user_per_minute=1)) as bot:
        await bot.reply(await bot.ask(QUESTION))
        await bot.ask("Another?")
        (line,) = await bot.slack.until(lambda: bot.slack.ephemerals(bot.news, bot.ada))
        assert "<!date^" in line.text
        assert line.thread_ts is None  # a thread without replies shows it to nobody
        assert len(bot.slack.posts(bot.news)) == 1


async def test_direct_messages_switched_off(tmp_path: Path, mode: Mode) -> None:
    """The asker is told, and nothing is stored."""
    async with slack_bot(tmp_path, mode, direct=False) as bot:
        dm = bot.slack.open_dm(bot.ada)
        await bot.slack.say(dm, bot.ada, QUESTION)
        (line,) = await bot.slack.until(lambda: bot.slack.posts(dm))
        assert "does not answer direct messages" in line.text
