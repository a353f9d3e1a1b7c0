"""A model writes, the bot checks: what is shown, what is dropped, and what is told instead."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from examples import NOW, document
from scripted_writer import NOTHING, ScriptedWriter, says
from world import World, open_world

from bot.drafts import Prompt
from bot.errors import WriterBusy, WriterRefused, WriterSlow, WriterUnavailable
from bot.memory.budgets import Allowance, Limit, SqlBudgets
from bot.types import (
    Abstention,
    Answer,
    Phase,
    Progress,
    Question,
    Quoting,
    Spender,
    Statement,
    Turn,
    Why,
)
from retrieval.errors import StoreUnavailable
from retrieval.types import Voice

SOLD = "Nova sold 3 million phones in October."
WAITS = "A spokesman said the cheaper phone may come in May."
NEWS = document("news", text=f"{SOLD} {WAITS} The soup in Busan was salty.")
SAYS = document(
    "says",
    text="I think the Nova phone breaks far too easily.",
    voice=Voice.COMMENT,
    author="jdoe",
    title="Nova phones",
)
QUESTION = "How many phones did Nova sell?"
TRUE = (SOLD, "In October, Nova sold 3 million phones.")
FALSE = (SOLD, "In October, Nova sold 8 million phones.")


async def replied(folder: Path, writer: ScriptedWriter, **given: object) -> Answer | Abstention:
    """The reply to the question, over two documents."""
    async with open_world(folder, writer=writer, threshold=0.0, **given) as world:
        await world.store(NEWS, SAYS)
        return await world.ask(QUESTION)


def shown(reply: Answer | Abstention) -> list[str]:
    assert isinstance(reply, Answer)
    return [s.text for s in reply.statements]


async def test_written(tmp_path: Path) -> None:
    """The model's sentence, with the whole sentence that it stands on, and what it took."""
    reply = await replied(tmp_path, ScriptedWriter([says(("sold 3 million phones", TRUE[1]))]))
    assert isinstance(reply, Answer)
    (statement,) = reply.statements
    assert (statement.text, statement.quoted) == (TRUE[1], False)
    (citation,) = statement.citations
    assert citation.quote == SOLD
    assert NEWS.text[citation.start : citation.end] == SOLD
    assert reply.trail is not None
    assert reply.trail.usage is not None
    assert (reply.trail.usage.calls, reply.trail.usage.prompt_tokens) == (1, 100)
    assert reply.unwritten is None


async def test_a_copied_sentence_is_a_quote(tmp_path: Path) -> None:
    """Shown as one."""
    reply = await replied(tmp_path, ScriptedWriter([says((SOLD, SOLD))]))
    assert isinstance(reply, Answer)
    assert reply.statements[0].quoted


async def test_repaired(tmp_path: Path) -> None:
    """A false sentence is sent back once, with the reason, and its better form is shown."""
    writer = ScriptedWriter([says(FALSE), says(TRUE)])
    reply = await replied(tmp_path, writer)
    assert shown(reply) == [TRUE[1]]
    assert "8 million" in writer.prompts[1].messages[-1].text
    assert isinstance(reply, Answer)
    assert reply.trail is not None
    assert [(j.round, j.verdict.passed) for j in reply.trail.judged] == [(1, False), (2, True)]


async def test_repaired_once(tmp_path: Path) -> None:
    """Then there are quotes, and a line that says why."""
    writer = ScriptedWriter([says(FALSE)])
    reply = await replied(tmp_path, writer)
    assert isinstance(reply, Answer)
    assert shown(reply)[0] == SOLD
    assert all(s.quoted for s in reply.statements)
    assert reply.unwritten is not None
    assert reply.unwritten.why is Quoting.UNCHECKED
    assert len(writer.prompts) == 2


async def test_what_answers_is_not_sent_back(tmp_path: Path) -> None:
    """A dropped sentence that nobody needs costs no second round."""
    writer = ScriptedWriter([says(TRUE, (WAITS, "The cheaper phone comes in May."))])
    assert shown(await replied(tmp_path, writer)) == [TRUE[1]]
    assert len(writer.prompts) == 1


async def test_true_but_no_answer(tmp_path: Path) -> None:
    """A sentence that is true to its quote and tells nothing that was asked for is no answer."""
    other = (WAITS, "A spokesman said the cheaper phone may come in spring.")
    reply = await replied(tmp_path, ScriptedWriter([says((WAITS, WAITS)), says(other)]))
    assert isinstance(reply, Answer)
    assert reply.unwritten is not None
    assert WAITS not in shown(reply)


async def test_what_leans_on_a_dropped_sentence(tmp_path: Path) -> None:
    """Falls with it."""
    leaning = (SOLD, "It sold 3 million phones in October.")
    writer = ScriptedWriter([says(FALSE, leaning), says(TRUE)])
    assert shown(await replied(tmp_path, writer)) == [TRUE[1]]


async def test_the_model_finds_nothing(tmp_path: Path) -> None:
    """Then there is no answer, but what comes near."""
    reply = await replied(tmp_path, ScriptedWriter([NOTHING]))
    assert isinstance(reply, Abstention)
    assert reply.why is Why.NOT_ANSWERED
    assert reply.nearest


async def test_found_nothing_but_writes(tmp_path: Path) -> None:
    """A model that says "not answered" and writes all the same has not answered."""
    reply = await replied(
        tmp_path, ScriptedWriter([lambda p: says(TRUE)(p).replace("true", "false", 1)])
    )
    assert isinstance(reply, Abstention)


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (WriterUnavailable("gone"), Quoting.UNAVAILABLE),
        (WriterSlow("slow"), Quoting.SLOW),
        (WriterBusy("busy"), Quoting.BUSY),
        (WriterRefused("wrong key"), Quoting.REFUSED),
    ],
)
async def test_failures(tmp_path: Path, error: Exception, why: Quoting) -> None:
    """Quotes, and the reason."""
    reply = await replied(tmp_path, ScriptedWriter([error]))
    assert isinstance(reply, Answer)
    assert shown(reply)[0] == SOLD
    assert reply.unwritten is not None
    assert reply.unwritten.why is why


async def test_a_failure_in_the_second_round(tmp_path: Path) -> None:
    """Is told as what it is."""
    reply = await replied(tmp_path, ScriptedWriter([says(FALSE), WriterBusy("busy")]))
    assert isinstance(reply, Answer)
    assert reply.unwritten is not None
    assert reply.unwritten.why is Quoting.BUSY


@pytest.mark.parametrize("text", ["", "I am sorry.", '{"answered": true, "statements": [{"key"'])
async def test_unreadable(tmp_path: Path, text: str) -> None:
    """No JSON, or half of one."""
    reply = await replied(tmp_path, ScriptedWriter([text]))
    assert isinstance(reply, Answer)
    assert reply.unwritten is not None
    assert reply.unwritten.why is Quoting.UNREADABLE


async def test_an_invented_key(tmp_path: Path) -> None:
    """Costs the sentence."""
    invented = '{"answered": true, "statements": [{"key": "zzzzzz", "quote": "%s", "text": "%s"}]}'
    reply = await replied(tmp_path, ScriptedWriter([invented % TRUE]))
    assert isinstance(reply, Answer)
    assert reply.trail is not None
    reasons = reply.trail.judged[0].verdict.reasons
    assert reasons == ("it names a source that it was not shown",)


async def test_a_comment_is_not_an_article(tmp_path: Path) -> None:
    """And the other way round."""
    quote = "the Nova phone breaks far too easily"
    wrong = (quote, "The article says the Nova phone breaks far too easily.")
    reply = await replied(tmp_path, ScriptedWriter([says(wrong)]))
    assert isinstance(reply, Answer)
    assert reply.unwritten is not None


async def test_the_second_opinion(tmp_path: Path) -> None:
    """May reject what has passed."""

    class Against:
        async def against(self, statements: list[Statement]) -> list[str | None]:
            return ["somebody disagrees"] * len(statements)

    reply = await replied(tmp_path, ScriptedWriter([says(TRUE)]), opinion=Against())
    assert isinstance(reply, Answer)
    assert reply.unwritten is not None
    assert reply.trail is not None
    assert reply.trail.judged[0].verdict.reasons == ("somebody disagrees",)


async def test_a_second_opinion_that_cannot_be_had(tmp_path: Path) -> None:
    """Has rejected."""

    class Silent:
        async def against(self, statements: list[Statement]) -> list[str | None]:
            raise WriterUnavailable("gone")

    reply = await replied(tmp_path, ScriptedWriter([says(TRUE)]), opinion=Silent())
    assert isinstance(reply, Answer)
    assert reply.unwritten is not None


async def test_too_slow(tmp_path: Path) -> None:
    """However slow the model is, quotes come in time."""

    class Sleeper(ScriptedWriter):
        async def write(self, prompt: Prompt) -> object:
            await asyncio.sleep(60)

    async with asyncio.timeout(10):
        reply = await replied(tmp_path, Sleeper([""]), within=0.1)
    assert isinstance(reply, Answer)
    assert reply.unwritten is not None
    assert reply.unwritten.why is Quoting.SLOW


async def test_budgets(tmp_path: Path) -> None:
    """Who has used up their share gets quotes, and when there is more."""
    writer = ScriptedWriter([says(TRUE)])
    spender = Spender(platform="fake", tenant="t1", channel="c1", user="u1")
    allowance = Allowance(user=Limit(tokens=6_000))
    async with open_world(
        tmp_path, threshold=0.0, writer=writer, allowance=allowance, longest=300
    ) as world:
        await world.store(NEWS)
        replies = [await world.ask(QUESTION, spender=spender) for _ in range(60)]
        other = await world.ask(QUESTION, spender=replace(spender, user="u2"))
    assert isinstance(replies[0], Answer)
    assert replies[0].unwritten is None
    last = replies[-1]
    assert isinstance(last, Answer)
    assert last.unwritten is not None
    assert last.unwritten.why is Quoting.USER_BUDGET
    assert last.unwritten.until is not None
    assert NOW < last.unwritten.until <= NOW + timedelta(days=1, minutes=1)
    assert isinstance(other, Answer)
    assert other.unwritten is None


async def test_progress(tmp_path: Path) -> None:
    """Each phase is told, with what there is to count."""
    told: list[Progress] = []

    async def tell(progress: Progress) -> None:
        told.append(progress)

    async with open_world(tmp_path, threshold=0.0, writer=ScriptedWriter([says(TRUE)])) as world:
        await world.store(NEWS, SAYS)
        await world.desk.ask(Question(text=QUESTION, now=NOW), tell)
    assert [p.phase for p in told] == [
        Phase.SEARCHING,
        Phase.READING,
        Phase.WRITING,
        Phase.CHECKING,
    ]
    assert told[1].count == 2
    assert told[3].count == 1


async def test_another_language(tmp_path: Path) -> None:
    """A reply is in the language of the question, but for quotes."""
    korean = (SOLD, "노바는 10월에 휴대전화 300만 대를 팔았다.")
    reply = await replied(tmp_path, ScriptedWriter([says(korean)]))
    assert isinstance(reply, Answer)
    assert all(s.quoted for s in reply.statements)


async def test_no_evidence_no_model(tmp_path: Path) -> None:
    """Where the sources hold nothing, the model is not asked."""
    writer = ScriptedWriter([says(TRUE)])
    async with open_world(tmp_path, writer=writer, threshold=0.99) as world:
        await world.store(NEWS)
        reply = await world.ask("Who bakes the best bread in Seoul?")
    assert isinstance(reply, Abstention)
    assert writer.prompts == []


async def follow_up(world: World, text: str) -> Answer | Abstention:
    earlier = (Turn(question="How many phones did Apple sell in October?", reply=""),)
    return await world.ask(text, earlier=earlier)


async def test_a_follow_up_by_the_model(tmp_path: Path) -> None:
    """The model makes it complete; what it was understood as is told."""
    whole = '{"question": "How many phones did Nova sell in October?"}'
    async with open_world(
        tmp_path, threshold=0.0, writer=ScriptedWriter([whole, says(TRUE)])
    ) as world:
        await world.store(NEWS)
        reply = await follow_up(world, "And Nova?")
    assert reply.reworded == "How many phones did Nova sell in October?"
    assert shown(reply) == [TRUE[1]]


async def test_a_follow_up_by_rules(tmp_path: Path) -> None:
    """Without a model, or with one that adds what nobody said."""
    added = '{"question": "How many phones did Nova and Zeta sell in October 2031?"}'
    async with open_world(
        tmp_path, threshold=0.0, writer=ScriptedWriter([added, says(TRUE)])
    ) as world:
        await world.store(NEWS)
        reply = await follow_up(world, "And Nova?")
    assert reply.reworded == "How many phones did Nova sell in October?"


async def test_a_pronoun_of_another_text(tmp_path: Path) -> None:
    """What "it" is after a sentence about Nova must be Nova."""
    kite = document("kite", text="Kite had a bad year. It lost 5 million phones in a fire.")
    leaning = ("It lost 5 million phones in a fire", "It lost 5 million phones in the fire.")
    async with open_world(
        tmp_path, threshold=0.0, writer=ScriptedWriter([says(TRUE, leaning)])
    ) as world:
        await world.store(NEWS, kite)
        reply = await world.ask(QUESTION)
    assert shown(reply) == [TRUE[1]]


async def test_whose_words(tmp_path: Path) -> None:
    """A commenter's sentence that is also given under an article stays the commenter's."""
    writer = ScriptedWriter([says((SOLD, SAYS.text), (SAYS.text, SAYS.text))])
    async with open_world(tmp_path, threshold=0.0, writer=writer) as world:
        await world.store(NEWS, SAYS)
        reply = await world.ask("What does jdoe think of the Nova phone?")
    assert isinstance(reply, Answer)
    (statement,) = (s for s in reply.statements if s.text == SAYS.text)
    assert {c.voice for c in statement.citations} == {Voice.COMMENT}


async def test_a_store_that_fails_after_the_answer(tmp_path: Path) -> None:
    """The answer stands; what was set aside stays so."""

    class Failing(SqlBudgets):
        async def settle(self, id: str, tokens: int, cost: float) -> None:
            raise StoreUnavailable("locked")

    async with open_world(tmp_path, threshold=0.0, writer=ScriptedWriter([says(TRUE)])) as world:
        await world.store(NEWS)
        writing = world.desk._serving.current.answering.means.writing
        assert writing is not None
        writing._budgets = Failing(world.library.engine, Allowance())
        assert shown(await world.ask(QUESTION)) == [TRUE[1]]


async def test_a_writer_that_breaks(tmp_path: Path) -> None:
    """In a way that nobody thought of: quotes."""
    reply = await replied(tmp_path, ScriptedWriter([ValueError("sk-secret")]))
    assert isinstance(reply, Answer)
    assert reply.unwritten is not None
    assert reply.unwritten.why is Quoting.UNAVAILABLE
