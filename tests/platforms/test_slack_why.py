"""How an answer came about: the button under it, and /news why."""

from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from fakes_desk import ABSTENTION, ANSWER, PUBLISHED, FakeDesk
from platforms.slack.model import User
from platforms.slack.reading import buttons_of, readable
from platforms.slack.server import Mode
from platforms.slack.state import Message
from platforms.slack_bot import Bot, slack_bot

from adapters.slack import names
from bot.talk import Kept
from bot.types import Trail, Weighed
from bot.wording.chat import chat
from retrieval.errors import ModelUnavailable
from retrieval.types import Voice

QUESTION = "What is the red alert about?"
HOSTILE = "<!channel> & <@U012ABCDE> <https://evil.example|bank.example>"
READ = tuple(
    Weighed(
        passage_id=f"p{n}",
        document_id=f"d{n}",
        url="https://paper.example/red-alert",
        title=f"Report {n} of a day: " + "all that is not urgent has to wait " * 12,
        voice=Voice.ARTICLE,
        author=None,
        published=PUBLISHED,
        source="The Paper",
        fused=0.9,
        cosine=0.8,
        lexical=0.7,
    )
    for n in range(1, 61)
)
EXPLAINED = replace(
    ANSWER, trail=Trail(question=QUESTION, passages=(replace(READ[0], title=HOSTILE),))
)


@pytest.fixture(params=get_args(Mode))
def mode(request: pytest.FixtureRequest) -> Mode:
    """How events arrive."""
    return request.param


def text_of(blocks: list[dict]) -> str:
    return "\n".join(readable(blocks))


async def private_answer(bot: Bot) -> Message:
    """What Ada alone sees."""
    await bot.slack.command(bot.news, bot.ada, "/news", f"private {QUESTION}")
    (answer,) = await bot.slack.until(
        lambda: [m for m in bot.slack.ephemerals(bot.news, bot.ada) if m.buttons()]
    )
    return answer


async def told(bot: Bot, user: User, words: str = "why") -> Message:
    """What /news answers to a person who has no other lines of that kind."""
    await bot.slack.command(bot.news, user, "/news", words)
    await bot.slack.until(lambda: bot.slack.ephemerals(bot.news, user))
    return bot.slack.ephemerals(bot.news, user)[-1]


async def test_the_button(tmp_path: Path, mode: Mode) -> None:
    """A window says it; what sources say in it is shown as it is, and live nowhere."""
    async with slack_bot(tmp_path, mode, desk=FakeDesk(reply=EXPLAINED)) as bot:
        reply = await bot.reply(await bot.ask(QUESTION))
        await bot.slack.press(reply, bot.ada, names.WHY)
        view = await bot.slack.modal_opened(bot.ada)
        assert view.body["title"]["text"] == "How was this answered?"
        assert HOSTILE in text_of(view.blocks)


async def test_the_button_in_korean(tmp_path: Path, mode: Mode) -> None:
    """In the language of the answer, also under what is none."""
    async with slack_bot(tmp_path, mode, desk=FakeDesk(reply=ABSTENTION)) as bot:
        bot.desk.reply = replace(ABSTENTION, lang="ko")
        reply = await bot.reply(await bot.ask("작년에는?"))
        await bot.slack.press(reply, bot.ada, names.WHY)
        view = await bot.slack.modal_opened(bot.ada)
        assert view.body["title"]["text"] == "어떻게 나온 답인가요?"
        (why,) = [b.text for b in reply.buttons() if b.action_id == names.WHY]
        assert why == "어떻게 나온 답인가요?"


async def test_anybody_may_ask_about_what_all_can_see(tmp_path: Path, mode: Mode) -> None:
    """A window for whoever pressed."""
    async with slack_bot(tmp_path, mode) as bot:
        eve = bot.slack.add_user("eve")
        reply = await bot.reply(await bot.ask(QUESTION))
        await bot.slack.press(reply, eve, names.WHY)
        await bot.slack.modal_opened(eve)
        assert bot.slack.modals(bot.ada) == []


async def test_private_answers_are_explained_to_their_asker(tmp_path: Path, mode: Mode) -> None:
    """To nobody else, however they came by the button."""
    async with slack_bot(tmp_path, mode, desk=FakeDesk(reply=EXPLAINED)) as bot:
        eve = bot.slack.add_user("eve")
        answer = await private_answer(bot)
        await bot.slack.press(answer, eve, names.WHY)
        (line,) = await bot.slack.until(lambda: bot.slack.ephemerals(bot.news, eve))
        assert "Only the person who asked" in line.text
        await bot.slack.press(answer, bot.ada, names.WHY)
        view = await bot.slack.modal_opened(bot.ada)
        assert HOSTILE in text_of(view.blocks)
        assert bot.slack.modals(eve) == []


async def test_the_button_of_an_answer_that_is_gone(tmp_path: Path, mode: Mode) -> None:
    """Whoever presses it is told."""
    async with slack_bot(tmp_path, mode) as bot:
        reply = await bot.reply(await bot.ask(QUESTION))
        await bot.talk.settled()
        await bot.talk.front.forget("slack", f"-:{bot.slack.team.id}", bot.ada.id)
        await bot.slack.press(reply, bot.ada, names.WHY)
        (line,) = await bot.slack.until(lambda: bot.slack.ephemerals(bot.news, bot.ada))
        assert "no longer kept" in line.text


@pytest.mark.parametrize(("words", "lang"), [("why", "en"), ("이유", "ko")])
async def test_the_command(tmp_path: Path, mode: Mode, words: str, lang: str) -> None:
    """The last answer is explained, to its asker alone."""
    reply = replace(EXPLAINED, lang=lang)
    async with slack_bot(tmp_path, mode, desk=FakeDesk(reply=reply)) as bot:
        await bot.reply(await bot.ask(QUESTION if lang == "en" else "비상 단계가 뭐야?"))
        await bot.talk.settled()
        line = await told(bot, bot.ada, words)
        said = await bot.talk.front.why(await asked(bot), lang)
        assert HOSTILE in line.readable()
        assert all(paragraph in line.readable() for paragraph in said)
        assert "<!channel>" not in line.text
        assert len(bot.slack.posts(bot.news)) == 1


async def asked(bot: Bot) -> Kept:
    """The question that Ada's last answer is of."""
    (reply,) = bot.slack.posts(bot.news)
    return await bot.talk.front.kept(reply.metadata["event_payload"]["id"])


async def test_the_command_after_a_private_answer(tmp_path: Path, mode: Mode) -> None:
    """It is one's own answer, too."""
    async with slack_bot(tmp_path, mode, desk=FakeDesk(reply=EXPLAINED)) as bot:
        await private_answer(bot)
        await bot.talk.settled()
        await bot.slack.command(bot.news, bot.ada, "/news", "why")
        await bot.slack.until(
            lambda: any(HOSTILE in m.readable() for m in bot.slack.ephemerals(bot.news, bot.ada))
        )


@pytest.mark.parametrize("private", ["", "private "])
async def test_somebody_elses_answer_is_never_explained(
    tmp_path: Path, mode: Mode, private: str
) -> None:
    """Who has asked nothing here is told that; so is who has asked elsewhere."""
    async with slack_bot(tmp_path, mode, desk=FakeDesk(reply=EXPLAINED)) as bot:
        eve, other = bot.slack.add_user("eve"), bot.slack.add_channel("other")
        await bot.slack.command(bot.news, bot.ada, "/news", private + QUESTION)
        await bot.slack.until(lambda: bot.desk.questions)
        await bot.talk.settled()
        assert (await told(bot, eve)).readable() == chat("en").why_none
        await bot.slack.command(other, bot.ada, "/news", "why")
        (line,) = await bot.slack.until(lambda: bot.slack.ephemerals(other, bot.ada))
        assert line.readable() == chat("en").why_none


async def test_an_answer_that_failed(tmp_path: Path, mode: Mode) -> None:
    """There is nothing to explain, and no button."""
    async with slack_bot(tmp_path, mode) as bot:
        bot.desk.error = ModelUnavailable("The model cannot be loaded.")
        reply = await bot.reply(await bot.ask(QUESTION))
        await bot.talk.settled()
        assert names.WHY not in {b.action_id for b in reply.buttons()}
        assert (await told(bot, bot.ada)).readable() == chat("en").why_none


async def test_a_long_explanation(tmp_path: Path, mode: Mode) -> None:
    """The message has its first page, and a button to the others: nothing is lost."""
    desk = FakeDesk(reply=replace(ANSWER, trail=Trail(question=QUESTION, passages=READ)))
    async with slack_bot(tmp_path, mode, desk=desk) as bot:
        await bot.reply(await bot.ask(QUESTION))
        await bot.talk.settled()
        line = await told(bot, bot.ada)
        await bot.slack.press(line, bot.ada, names.PAGE_ON)
        view = await bot.slack.modal_opened(bot.ada)
        shown = line.readable() + text_of(view.blocks)
        while any(b.action_id == names.PAGE_ON for b in buttons_of(view.blocks)):
            before = view.hash
            await bot.slack.press(view, bot.ada, names.PAGE_ON)
            await bot.slack.until(lambda old=before: view.hash != old)
            shown += text_of(view.blocks)
        assert all(f"Report {n} of a day" in shown for n in range(1, 61))


async def test_the_help_lists_it(tmp_path: Path, mode: Mode) -> None:
    """In the language of whoever reads."""
    async with slack_bot(tmp_path, mode) as bot:
        mina = bot.slack.add_user("mina", locale="ko-KR")
        assert "/news why" in (await told(bot, bot.ada, "help")).readable()
        assert "/news 이유" in (await told(bot, mina, "도움말")).readable()
