"""What an evaluation tells of a language model's part, and how its work is counted."""

from contextlib import suppress
from dataclasses import replace

from bad_writers import Copies
from fakes_desk import ABSTENTION, ANSWER
from scripted_writer import ScriptedWriter

from bot.drafts import Message, Prompt
from bot.errors import WriterUnavailable
from bot.evals.answers import few
from bot.evals.files import AskedQuestion
from bot.evals.written import written
from bot.types import Judged, Quoting, Trail, Unwritten, Usage, Verdict, Why
from bot.writers.counting import CountingWriter, metered

USAGE = Usage(model="m1", calls=2, prompt_tokens=1000, completion_tokens=100, seconds=1.5)
GOOD = Judged(text="a", quotes=("a",), verdict=Verdict(passed=True))
BAD = Judged(text="b", quotes=(), verdict=Verdict(passed=False, reasons=("number: 8",)))
TRAIL = Trail(question="q", judged=(GOOD, BAD), usage=USAGE)
PROMPT = Prompt(messages=(Message(role="user", text="Hi"),), schema={}, name="answer", longest=9)


def test_shares() -> None:
    """Answers that are the model's, what stood in the way of others, and the average work."""
    told = written([
        replace(ANSWER, trail=TRAIL),
        replace(ANSWER, trail=TRAIL, unwritten=Unwritten(why=Quoting.SLOW)),
        replace(ABSTENTION, trail=TRAIL, why=Why.NOT_ANSWERED),
        ABSTENTION,
    ])
    assert (told["written"], told["model_found_nothing"]) == (1, 1)
    assert told["quoted_instead"] == {"slow": 1}
    assert told["sentences_passed"] == 0.5
    assert told["dropped_for"] == {"number": 3}
    assert told["tokens_read_per_answer"] == 1000


def test_without_a_model() -> None:
    """Nothing is told."""
    assert written([ANSWER, ABSTENTION]) == {}


def test_few() -> None:
    """So many of each kind, in order."""
    kinds = [True, True, False, True, False, None]
    asked = [AskedQuestion(id=str(n), question="q", answerable=k) for n, k in enumerate(kinds)]
    assert [q.id for q in few(asked, 1)] == ["0", "2", "5"]
    assert len(few(asked, None)) == 6


async def test_counted() -> None:
    """All calls within the block, and what broke off as if it had been read."""
    writer = CountingWriter(ScriptedWriter(["a", WriterUnavailable("gone")]))
    with metered() as meter:
        await writer.write(PROMPT)
        with suppress(WriterUnavailable):
            await writer.write(PROMPT)
    assert meter.calls == 2
    assert 100 < meter.read < 120
    assert meter.written == 20


async def test_closed() -> None:
    """With the writer that it counts."""
    inner = ScriptedWriter(["a"])
    await CountingWriter(inner).close()
    assert inner.closed
    assert CountingWriter(Copies()).model == "copies"
