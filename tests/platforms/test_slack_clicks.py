"""Slack: commands, buttons and windows, from the click to what people then see."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from fakes_desk import ANSWER, FakeDesk, citation, statement
from platforms.slack.reading import buttons_of, readable
from platforms.slack.server import Mode
from platforms.slack.state import Message
from platforms.slack_bot import slack_bot

from adapters.slack import names
from bot.limits import Limits
from bot.talk import Place, Preferences, Reason
from retrieval.errors import ModelUnavailable

QUESTION = "What is the red alert about?"
LONG = replace(
    ANSWER,
    statements=tuple(
        statement(
            citation("The chief executive", document_id=f"d{n}"), text=f"Point {n}: " + "x " * 900
        )
        for n in range(1, 13)
    ),
)


@pytest.fixture(params=get_args(Mode))
def mode(request: pytest.FixtureRequest) -> Mode:
    """How events arrive."""
    return request.param


def text_of(blocks: list[dict]) -> str:
    return "\n".join(readable(blocks))


async def test_a_command_in_a_channel(tmp_path: Path, mode: Mode) -> None:
    """Their question is shown to the asker at once, then the answer to all, with the question."""
    async with slack_bot(tmp_path, mode) as bot:
        bot.desk.gate = asyncio.Event()
        sent = await (await bot.slack.command(bot.news, bot.ada, "/news", QUESTION)).settled()
        assert QUESTION in sent.ack_payload["text"]
        assert sent.acknowledged_after < 2
        bot.desk.gate.set()
        (reply,) = await bot.slack.until(lambda: bot.slack.posts(bot.news))
        assert f"Question: {QUESTION}" in reply.readable()
        assert reply.thread_ts is None


async def test_a_command_with_an_awkward_word(tmp_path: Path, mode: Mode) -> None:
    """The library would take a form that has this word in it for a click, and find none."""
    async with slack_bot(tmp_path, mode) as bot:
        await bot.slack.command(bot.news, bot.ada, "/news", "What is a payload?")
        (reply,) = await bot.slack.until(lambda: bot.slack.posts(bot.news))
        assert "What is a payload?" in reply.readable()


async def test_a_command_where_the_bot_is_no_member(tmp_path: Path, mode: Mode) -> None:
    """The answer comes by the response_url, for all."""
    async with slack_bot(tmp_path, mode) as bot:
        hall = bot.slack.add_channel("hall", bot_is_member=False)
        sent = await bot.slack.command(hall, bot.ada, "/news", QUESTION)
        (reply,) = await bot.slack.until(lambda: bot.slack.posts(hall))
        await bot.quiet()
        assert sent.responses[-1].payload["response_type"] == "in_channel"
        assert "red alert" in reply.readable()


async def test_a_private_answer_is_shared(tmp_path: Path, mode: Mode) -> None:
    """The button shows it to all, once, with the name of who did."""
    async with slack_bot(tmp_path, mode) as bot:
        await bot.slack.command(bot.news, bot.ada, "/news", f"private {QUESTION}")
        (answer,) = await bot.slack.until(
            lambda: [m for m in bot.slack.ephemerals(bot.news, bot.ada) if m.buttons()]
        )
        await bot.quiet()
        assert bot.slack.posts(bot.news) == []
        assert len(bot.slack.ephemerals(bot.news, bot.ada)) == 2  # what was asked, and the answer
        await bot.slack.press(answer, bot.ada, names.SHARE)
        (reply,) = await bot.slack.until(lambda: bot.slack.posts(bot.news))
        await bot.slack.press(answer, bot.ada, names.SHARE)
        await bot.quiet()
        assert "Shared by ada" in reply.readable()
        assert len(bot.slack.posts(bot.news)) == 1


async def test_private_channels_replies(tmp_path: Path, mode: Mode) -> None:
    """Where a channel is set so, commands are answered for the asker alone."""
    async with slack_bot(tmp_path, mode) as bot:
        place = Place(platform="slack", tenant=f"-:{bot.slack.team.id}", channel=bot.news.id)
        await bot.talk.front.prefer(place, Preferences(private=True), by="x", admin=True)
        await bot.slack.command(bot.news, bot.ada, "/news", QUESTION)
        await bot.slack.until(
            lambda: [m for m in bot.slack.ephemerals(bot.news, bot.ada) if m.buttons()]
        )
        assert bot.slack.posts(bot.news) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "/news your question"),
        ("help", "Ask about tech news"),
        ("privacy", "for 30 days"),
        ("sources", "The Paper: 1024 documents"),
        ("출처", "긱뉴스: could not be read"),
    ],
)
async def test_words_of_command(tmp_path: Path, mode: Mode, words: str, said: str) -> None:
    """Answered at once, to the asker alone."""
    async with slack_bot(tmp_path, mode) as bot:
        await bot.slack.command(bot.news, bot.ada, "/news", words)
        (line,) = await bot.slack.until(lambda: bot.slack.ephemerals(bot.news, bot.ada))
        assert said in line.text + text_of(line.blocks)
        assert bot.slack.posts(bot.news) == []


async def test_limits_of_commands(tmp_path: Path, mode: Mode) -> None:
    """Told in the acknowledgement."""
    async with slack_bot(tmp_path, mode, limits=Limits(user_per_minute=1)) as bot:
        await (await bot.slack.command(bot.news, bot.ada, "/news", QUESTION)).settled()
        sent = await (await bot.slack.command(bot.news, bot.ada, "/news", "Again?")).settled()
        assert "<!date^" in sent.ack_payload["text"]


async def test_the_message_shortcut(tmp_path: Path, mode: Mode) -> None:
    """A window for the question; the answer comes in the thread of the message."""
    async with slack_bot(tmp_path, mode) as bot:
        message = await bot.slack.say(bot.news, bot.ada, "They called a &lt;red&gt; alert today")
        await bot.slack.message_shortcut(message, bot.ada, names.SHORTCUT)
        view = await bot.slack.modal_opened(bot.ada)
        assert "They called a <red> alert today" in text_of(view.blocks)
        assert await bot.slack.submit_view(view, bot.ada, {"question": "Why?"}) is None
        reply = await bot.reply(message)
        assert "Question: Why?" in reply.readable()
        assert "red" in bot.desk.questions[0].text


async def test_a_shortcut_where_the_bot_is_no_member(tmp_path: Path, mode: Mode) -> None:
    """An empty question is well; the answer comes by the response_url of the shortcut."""
    async with slack_bot(tmp_path, mode) as bot:
        hall = bot.slack.add_channel("hall", bot_is_member=False)
        message = await bot.slack.say(hall, bot.ada, "They called a red alert today. " * 200)
        await bot.slack.message_shortcut(message, bot.ada, names.SHORTCUT)
        view = await bot.slack.modal_opened(bot.ada)
        await bot.slack.submit_view(view, bot.ada)
        await bot.slack.until(lambda: bot.slack.posts(hall))


async def test_quotes(tmp_path: Path, mode: Mode) -> None:
    """The window has every extract to the letter, and links that open at it."""
    async with slack_bot(tmp_path, mode) as bot:
        reply = await bot.reply(await bot.ask(QUESTION))
        await bot.slack.press(reply, bot.ada, names.QUOTES)
        shown = text_of((await bot.slack.modal_opened(bot.ada)).blocks)
        for said in ANSWER.statements:
            assert said.citations[0].quote in shown
        assert any(":~:text=" in link.url for link in bot.slack.links)


async def test_the_rest_of_a_long_answer(tmp_path: Path, mode: Mode) -> None:
    """It is on pages; each statement is in the message or on one of them."""
    async with slack_bot(tmp_path, mode, desk=FakeDesk(reply=LONG)) as bot:
        reply = await bot.reply(await bot.ask(QUESTION))
        await bot.slack.press(reply, bot.ada, names.REST)
        view = await bot.slack.modal_opened(bot.ada)
        shown = reply.readable() + text_of(view.blocks)
        while any(b.action_id == names.PAGE_ON for b in buttons_of(view.blocks)):
            before = view.hash
            await bot.slack.press(view, bot.ada, names.PAGE_ON)
            await bot.slack.until(lambda old=before: view.hash != old)
            shown += text_of(view.blocks)
        assert all(f"Point {n}:" in shown for n in range(1, 13))


async def test_thumbs_up(tmp_path: Path, mode: Mode) -> None:
    """Kept, and thanked for to that person alone."""
    async with slack_bot(tmp_path, mode) as bot:
        reply = await bot.reply(await bot.ask(QUESTION))
        await bot.slack.press(reply, bot.ada, names.FEEDBACK, "positive")
        (line,) = await bot.slack.until(lambda: bot.slack.ephemerals(bot.news, bot.ada))
        assert "Thank you" in line.text
        assert reply.readable()


async def test_thumbs_down(tmp_path: Path, mode: Mode) -> None:
    """A window asks why; what is said there is kept with the answer."""
    async with slack_bot(tmp_path, mode) as bot:
        reply = await bot.reply(await bot.ask(QUESTION))
        await bot.slack.press(reply, bot.ada, names.FEEDBACK, "negative")
        view = await bot.slack.modal_opened(bot.ada)
        values = {"reason": Reason.OLD.value, "note": "of last year"}
        answer = await bot.slack.submit_view(view, bot.ada, values)
        assert answer
        assert answer["response_action"] == "update"
        assert "Thank you" in text_of(view.blocks)
        done = await bot.talk.front.forget("slack", f"-:{bot.slack.team.id}", bot.ada.id)
        assert done.ratings == 1


async def test_a_wrong_citation(tmp_path: Path, mode: Mode) -> None:
    """The reason is chosen already; the number may be given as it is shown."""
    async with slack_bot(tmp_path, mode) as bot:
        reply = await bot.reply(await bot.ask(QUESTION))
        await bot.slack.press(reply, bot.ada, names.WRONG)
        view = await bot.slack.modal_opened(bot.ada)
        await bot.slack.submit_view(view, bot.ada, {"citation": "[2]"})
        assert "Thank you" in text_of(view.blocks)


async def test_plain_buttons_where_slack_has_no_others(tmp_path: Path, mode: Mode) -> None:
    """A workspace that refuses the feedback block gets plain buttons, from then on at once."""
    async with slack_bot(tmp_path, mode) as bot:
        bot.slack.fault("chat.postMessage", error="invalid_blocks")
        reply = await bot.reply(await bot.ask(QUESTION))
        await bot.slack.press(reply, bot.ada, names.UP)
        await bot.slack.until(lambda: bot.slack.ephemerals(bot.news, bot.ada))
        await bot.reply(await bot.ask("Another?"))
        assert len(bot.slack.calls("chat.postMessage")) == 3


async def test_try_again(tmp_path: Path, mode: Mode) -> None:
    """The answer takes the place of the failure; only its asker may ask for that."""
    async with slack_bot(tmp_path, mode) as bot:
        eve = bot.slack.add_user("eve")
        bot.desk.error = ModelUnavailable("The model cannot be loaded.")
        reply = await bot.reply(await bot.ask(QUESTION))
        await bot.talk.settled()
        bot.desk.error = None
        await bot.slack.press(reply, eve, names.AGAIN)
        (line,) = await bot.slack.until(lambda: bot.slack.ephemerals(bot.news, eve))
        assert "Only the person who asked" in line.text
        await bot.slack.press(reply, bot.ada, names.AGAIN)
        await bot.slack.until(lambda: "red alert" in reply.readable())
        await bot.quiet()
        assert len(bot.slack.posts(bot.news)) == 1


@pytest.mark.parametrize("member", [True, False])
@pytest.mark.parametrize("private", ["", "private "])
async def test_try_a_command_again(
    tmp_path: Path, mode: Mode, *, member: bool, private: str
) -> None:
    """Also where only a response_url leads: the answer takes the place of the failure."""
    async with slack_bot(tmp_path, mode) as bot:
        hall = bot.slack.add_channel("hall", bot_is_member=member)
        bot.desk.error = ModelUnavailable("The model cannot be loaded.")
        await bot.slack.command(hall, bot.ada, "/news", private + QUESTION)

        def shown() -> list[Message]:
            every = [*bot.slack.posts(hall), *bot.slack.ephemerals(hall, bot.ada)]
            return [message for message in every if message.buttons()]

        (failure,) = await bot.slack.until(shown)
        await bot.talk.settled()
        bot.desk.error = None
        await bot.slack.press(failure, bot.ada, names.AGAIN)
        await bot.slack.until(lambda: any("Sources" in m.readable() for m in shown()))
        await bot.quiet()
        assert len(shown()) == 1


async def test_a_waiting_line_does_not_overtake_the_answer(tmp_path: Path, mode: Mode) -> None:
    """Slack acts late on the line that says that work is under way; the answer still comes last."""
    async with slack_bot(tmp_path, mode) as bot:
        bot.desk.error = ModelUnavailable("The model cannot be loaded.")
        await bot.slack.command(bot.news, bot.ada, "/news", f"private {QUESTION}")

        def shown() -> list[Message]:
            return [m for m in bot.slack.ephemerals(bot.news, bot.ada) if m.buttons()]

        (failure,) = await bot.slack.until(shown)
        await bot.talk.settled()
        bot.desk.error = None
        bot.slack.fault("response_url", delay=0.7)
        await bot.slack.press(failure, bot.ada, names.AGAIN)
        await bot.slack.until(lambda: any("Sources" in m.readable() for m in shown()))
        await asyncio.sleep(1)
        assert "Sources" in failure.readable()


async def test_buttons_of_answers_that_are_gone(tmp_path: Path, mode: Mode) -> None:
    """Whoever presses them is told."""
    async with slack_bot(tmp_path, mode) as bot:
        reply = await bot.reply(await bot.ask(QUESTION))
        await bot.talk.settled()
        await bot.talk.front.forget("slack", f"-:{bot.slack.team.id}", bot.ada.id)
        for count, action in enumerate((names.QUOTES, names.WRONG), start=1):
            await bot.slack.press(reply, bot.ada, action)
            await bot.slack.until(lambda n=count: len(bot.slack.ephemerals(bot.news, bot.ada)) == n)
        assert "no longer kept" in bot.slack.ephemerals(bot.news, bot.ada)[0].text


async def test_settings_are_for_admins(tmp_path: Path, mode: Mode) -> None:
    """Others are told so."""
    async with slack_bot(tmp_path, mode) as bot:
        await bot.slack.command(bot.news, bot.ada, "/news", "settings")
        (line,) = await bot.slack.until(lambda: bot.slack.ephemerals(bot.news, bot.ada))
        assert "permission" in line.text


async def test_settings(tmp_path: Path, mode: Mode) -> None:
    """What an admin sets holds: the channel is switched off, in silence for mentions."""
    async with slack_bot(tmp_path, mode) as bot:
        boss = bot.slack.add_user("boss", admin=True, locale="ko-KR")
        await bot.slack.command(bot.news, boss, "/news", "설정")
        view = await bot.slack.modal_opened(boss)
        values = {"on": "no", "sources": ["paper"], "lang": "ko", "private": "yes"}
        await bot.slack.submit_view(view, boss, values)
        assert "저장했습니다." in text_of(view.blocks)
        place = Place(platform="slack", tenant=f"-:{bot.slack.team.id}", channel=bot.news.id)
        found = await bot.talk.front.preferences(place)
        assert found == Preferences(
            on=False, sources=frozenset({"paper"}), lang="ko", private=True, direct=True
        )
        await bot.ask(QUESTION)
        sent = await (await bot.slack.command(bot.news, bot.ada, "/news", QUESTION)).settled()
        await bot.quiet()
        assert bot.slack.posts(bot.news) == []
        assert "꺼 두었습니다" in sent.ack_payload["text"]


async def test_settings_by_somebody_who_is_no_admin_any_more(tmp_path: Path, mode: Mode) -> None:
    """Whether they may is asked when the window is sent, too; named admins need no rank."""
    async with slack_bot(tmp_path, mode) as bot:
        boss = bot.slack.add_user("boss", admin=True)
        await bot.slack.command(bot.news, boss, "/news", "settings")
        view = await bot.slack.modal_opened(boss)
        bot.slack.core.world.users[boss.id] = replace(boss, admin=False)
        await bot.slack.submit_view(view, boss, {"on": "no"})
        assert "permission" in text_of(view.blocks)


async def test_forget_me(tmp_path: Path, mode: Mode) -> None:
    """After a confirmation everything of that person is deleted."""
    async with slack_bot(tmp_path, mode) as bot:
        await bot.reply(await bot.ask(QUESTION))
        await bot.talk.settled()
        await bot.slack.command(bot.news, bot.ada, "/news", "forget-me")
        view = await bot.slack.modal_opened(bot.ada)
        await bot.slack.submit_view(view, bot.ada)
        assert "Deleted: 1 questions" in text_of(view.blocks)


async def test_the_home_tab(tmp_path: Path, mode: Mode) -> None:
    """It says what is kept, in the reader's language; its button deletes that."""
    async with slack_bot(tmp_path, mode) as bot:
        mina = bot.slack.add_user("mina", locale="ko-KR")
        await bot.slack.open_home(mina)
        view = await bot.slack.until(lambda: bot.slack.home(mina))
        assert "30일 동안" in text_of(view.blocks)
        await bot.slack.press(view, mina, names.FORGET)
        assert "삭제함" in text_of((await bot.slack.modal_opened(mina)).blocks)


async def test_suggested_prompts(tmp_path: Path, mode: Mode) -> None:
    """Set when somebody opens the Messages tab, once a day."""
    async with slack_bot(tmp_path, mode) as bot:
        await bot.slack.open_home(bot.ada, "messages")
        await bot.slack.open_home(bot.ada, "messages")
        dm = bot.slack.open_dm(bot.ada)
        prompts = await bot.slack.until(lambda: bot.slack.prompts(dm))
        await bot.quiet()
        assert len(prompts["prompts"]) == 3
        assert len(bot.slack.calls("assistant.threads.setSuggestedPrompts")) == 1


async def test_a_window_that_comes_too_late(tmp_path: Path, mode: Mode) -> None:
    """When the trigger has expired the person is asked to try once more."""
    async with slack_bot(tmp_path, mode, world={"trigger_ttl": 0.0}) as bot:
        reply = await bot.reply(await bot.ask(QUESTION))
        await bot.slack.press(reply, bot.ada, names.QUOTES)
        (line,) = await bot.slack.until(lambda: bot.slack.ephemerals(bot.news, bot.ada))
        assert "try once more" in line.text
