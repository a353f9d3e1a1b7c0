"""Lets the worst writers loose on real questions: is anything shown that is not borne out?

    PYTHONPATH=tests .venv/bin/python tests/evals/writers.py DATA_DIR QUESTIONS [LIMIT] [THRESHOLD]

The data folder holds an indexed corpus (`newsdesk eval answers --data-dir` leaves one behind). With
a threshold of 0 the evidence gate is open, and every question reaches the writer. What a lying writer
gets shown is printed in full; the exit status is 1 then.
"""

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from bad_writers import ALL_BAD, ALL_GOOD

from bot.answer import Answering, Means
from bot.app import now, open_app, read_settings
from bot.checking import Checking
from bot.evals.answers import few
from bot.evals.files import AskedQuestion, read_questions
from bot.ports import Budgets, Writer
from bot.types import Abstention, Answer, Question, Reply, Spender
from bot.writers.counting import CountingWriter
from bot.writing import Surroundings, Terms, Writing
from retrieval.ports import Embedder, Likeness

SECONDS = 0.2  # for a writer that never ends


class NoBudgets(Budgets):
    """Everything may be spent."""

    async def reserve(self, spender: Spender | None, tokens: int, cost: float, at: datetime) -> str:
        return ""

    async def settle(self, id: str, tokens: int, cost: float) -> None:
        """Nobody counts."""


@dataclass
class Tally:
    """What one writer achieved."""

    name: str
    lies: bool
    outcomes: Counter[str] = field(default_factory=Counter)
    shown: list[tuple[str, str, str]] = field(default_factory=list)  # question, text, quotes

    def add(self, question: str, reply: Reply) -> None:
        """Count a reply; keep what the writer got shown."""
        self.outcomes[_outcome(reply)] += 1
        if isinstance(reply, Answer) and reply.unwritten is None:
            for s in reply.statements:
                self.shown.append((question, s.text, " | ".join(c.quote for c in s.citations)))

    @property
    def wrong(self) -> list[tuple[str, str, str]]:
        """What should not have been shown."""
        return self.shown if self.lies else [s for s in self.shown if not _is_copy(s)]


def answering(means: Means, writer: Writer, threshold: float | None) -> Answering:
    """With a writer, and the evidence gate as wide as is wanted."""
    around = Surroundings(clock=now, timer=time.monotonic, nonce=lambda: "c0dec0dec0de")
    terms = Terms(within=SECONDS) if "times" in writer.model else Terms()
    writing = Writing(CountingWriter(writer), Checking(means.embedder), NoBudgets(), terms, around)
    return Answering(replace(means, writing=writing), threshold)


async def tried(
    make: Callable[[Writer], Answering], questions: Sequence[AskedQuestion]
) -> list[Tally]:
    """Every writer on every question."""
    tallies = []
    for factory in (*ALL_BAD, *ALL_GOOD):
        writer = factory()
        tally = Tally(writer.name, writer.lies)
        ask = make(writer)
        for asked in questions:
            tally.add(
                asked.question, await ask(Question(text=asked.question, now=asked.now(now())))
            )
        tallies.append(tally)
    return tallies


def _outcome(reply: Reply) -> str:
    if isinstance(reply, Abstention):
        return f"abstained: {reply.why.value}"
    return "written" if reply.unwritten is None else f"quotes: {reply.unwritten.why.value}"


def _is_copy(shown: tuple[str, str, str]) -> bool:
    """Whether a text is its quote but for the ending: what the honest ones write."""
    _, text, quotes = shown
    endings = ("습니다.", "입니다.", "합니다.", "됩니다.")
    return text in quotes or text.rstrip(".").lower() in quotes.lower() or text.endswith(endings)


def table(tallies: Sequence[Tally]) -> list[str]:
    """A line a writer, then everything that should not have been shown."""
    lines = [
        f"{'wrong' if t.wrong else 'ok   '} {t.name:26} "
        + ", ".join(f"{what} {n}" for what, n in t.outcomes.most_common())
        for t in tallies
    ]
    for t in tallies:
        for question, text, quotes in t.wrong:
            lines += ["", f"{t.name}: {question}", f"  shown: {text}", f"  quote: {quotes}"]
    return lines


class Remembering(Embedder):
    """Compares the same texts once for all writers."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[tuple[str, ...], Sequence[Likeness]] = {}
        self.model, self.dimensions = embedder.model, embedder.dimensions

    async def compare(self, question: str, texts: Sequence[str]) -> Sequence[Likeness]:
        key = (question, *texts)
        if key not in self._known:
            self._known[key] = await self._embedder.compare(question, texts)
        return self._known[key]


async def main(data_dir: Path, questions: Path, limit: int | None, threshold: float | None) -> int:
    """The exit status."""
    settings = read_settings(data_dir=data_dir, feeds="", samples=False)
    async with open_app(settings, "evaluation of writers", print) as app:
        means = replace(app.answering.means, embedder=Remembering(app.embedder))
        tallies = await tried(
            lambda writer: answering(means, writer, threshold),
            few(read_questions(questions), limit),
        )
    print("\n".join(table(tallies)))
    return int(any(t.wrong for t in tallies))


if __name__ == "__main__":
    most = int(sys.argv[3]) if len(sys.argv) > 3 else None
    least = float(sys.argv[4]) if len(sys.argv) > 4 else None
    sys.exit(asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2]), most, least)))
