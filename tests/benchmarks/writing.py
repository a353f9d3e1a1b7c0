"""What writing and checking an answer costs: `make bench-writing`.

The sample texts, the packaged embedding model, and a writer that answers at once with honest sentences, so
that what is timed is everything but the model: quotes alone, written without checks, written with them.
Then checking alone, of an answer of eight statements.
"""

import asyncio
import statistics
import tempfile
import time
from dataclasses import replace
from datetime import UTC
from pathlib import Path

from bad_writers import Honest

from bot import grounding
from bot.answer import Answering
from bot.app import App, add_first_sources, now, open_app, read_settings
from bot.checking import Checking, Given
from bot.drafts import Draft, Drafted
from bot.prompt import keyed, prompt_tokens
from bot.relevance import Asked
from bot.types import Answer, Question, Reply, Spender, Statement, Verdict
from bot.writers.counting import CountingWriter
from bot.writing import Surroundings, Terms, Writing
from retrieval.passages import sentences
from retrieval.search import Query

QUESTIONS = (
    "Why did OpenAI declare a code red?",
    "How many weekly users does ChatGPT have?",
    "Which projects does OpenAI put off?",
    "What are the three alert levels at OpenAI?",
    "오픈AI는 왜 코드 레드를 선언했나?",
    "구글 AI 월간 사용자가 얼마나 늘었나?",
    "오픈AI가 미루는 일은 무엇인가?",
    "댓글에서는 코드 레드를 어떻게 보나?",
)
ROUNDS = 5


class NoBudgets:
    """Nobody counts."""

    async def reserve(self, spender: Spender | None, tokens: int, cost: float, at: object) -> str:
        del spender, tokens, cost, at
        return ""

    async def settle(self, id: str, tokens: int, cost: float) -> None:
        """Nothing."""


class Unchecked(Checking):
    """Lets everything through."""

    async def __call__(self, draft: Draft, given: Given) -> list[Statement]:
        made = [grounding.cited(d, given.passages)[0] for d in draft.statements]
        return [replace(s, verdict=Verdict(passed=True)) for s in made]


CHECKS = {
    "quotes": None,
    "written, unchecked": Unchecked(None),
    "written, checked": Checking(None),
}


def answering(app: App, checking: Checking | None, writer: Honest) -> Answering:
    """Quotes without `checking`."""
    if checking is None:
        return Answering(replace(app.answering.means, writing=None))
    around = Surroundings(clock=now, timer=time.monotonic, nonce=lambda: "c0dec0dec0de")
    writing = Writing(CountingWriter(writer), checking, NoBudgets(), Terms(), around)
    return Answering(replace(app.answering.means, writing=writing))


async def timed(ask: Answering) -> tuple[float, float, list[Reply]]:
    """Median wall-clock and mean CPU milliseconds of an answer, and the replies of one round."""
    walls, cpu, replies = [], time.process_time(), []
    for n in range(ROUNDS):
        for text in QUESTIONS:
            began = time.perf_counter()
            reply = await ask(Question(text=text, now=now()))
            walls.append(1000 * (time.perf_counter() - began))
            replies += [reply] if n == 0 else []
    return statistics.median(walls), 1000 * (time.process_time() - cpu) / len(walls), replies


async def eight(app: App) -> list[float]:
    """CPU milliseconds to check eight statements of an answer, all different, each time anew."""
    took = []
    for text in QUESTIONS:
        question = Question(text=text, now=now())
        found = (await app.search(_query(question))).found[:6]
        given = Given(
            asked=Asked(question=text, read=await app.answering.facts.read(question, found, 6)),
            lang="ko" if not text.isascii() else "en",
            passages=keyed(found),
        )
        draft = Draft(answered=True, statements=_eight(given))
        began = time.process_time()
        await Checking(None)(draft, given)
        took.append(1000 * (time.process_time() - began))
    return took


def _eight(given: Given) -> tuple[Drafted, ...]:
    """Sentences of the passages, lightly reworded."""
    drafted = [
        Drafted(text=f"{text[start:end].rstrip('.')}!", quotes=((key, text[start:end]),))
        for key, found in given.passages.items()
        for text in [found.passage.text]
        for start, end in sentences(text, found.document.lang)
    ]
    return tuple((drafted * 8)[:8])


async def main() -> None:
    """Prints what was measured."""
    with tempfile.TemporaryDirectory() as folder:
        settings = read_settings(data_dir=Path(folder), feeds="")
        async with open_app(settings, "benchmark", lambda _: None) as app:
            await add_first_sources(app)
            for source in await app.library.sources():
                await app.desk().refresh(source.id, asked_by="benchmark")
            for name, checking in CHECKS.items():
                writer = Honest()
                _print(name, await timed(answering(app, checking, writer)), writer)
            checks = await eight(app)
    print(
        f"eight statements: median {statistics.median(checks):.1f} ms CPU, most {max(checks):.1f}"
    )


def _query(question: Question) -> Query:
    return Query(text=question.text, now=question.now, zone=UTC, sources=None)


def _print(name: str, took: tuple[float, float, list[Reply]], writer: Honest) -> None:
    wall, cpu, replies = took
    read = [prompt_tokens(prompt) for prompt in writer.prompts]
    used = [r.trail.usage for r in replies if r.trail and r.trail.usage]
    answers = sum(isinstance(r, Answer) for r in replies)
    print(
        f"{name:20} p50 {wall:6.1f} ms, CPU {cpu:6.1f} ms, {answers} of {len(replies)} answered,"
        f" {statistics.mean(read or [0]):.0f} tokens read a request,"
        f" {sum(u.calls for u in used)} requests for {len(used)} answers"
    )


if __name__ == "__main__":
    asyncio.run(main())
