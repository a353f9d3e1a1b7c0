"""`newsdesk eval retrieval`: does the right passage come first, fused and by each index alone?"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.app import Say, now
from bot.evals.files import AskedQuestion, read_questions
from bot.evals.harness import Bench, costs, indexed
from bot.evals.metrics import CUT, ranks_report
from retrieval.ports import PassageIndex
from retrieval.search import Query
from retrieval.types import Document, Filter, Passage

_UTC = ZoneInfo("UTC")


async def evaluate(
    corpus: Path, questions: Path, data_dir: Path | None, say: Say
) -> dict[str, Any]:
    """The report. Raises BadRequest for bad files."""
    asked = [q for q in read_questions(questions) if q.relevant or q.answers]
    async with indexed(corpus, data_dir, say) as bench:
        say(f"asking {len(asked)} questions")
        dense, lexical = bench.app.indexes
        fused = [await _fused_rank(bench, q, now()) for q in asked]
        return {
            "questions": len(asked),
            **ranks_report(fused),
            "dense": ranks_report([await _rank(bench, dense, q) for q in asked]),
            "lexical": ranks_report([await _rank(bench, lexical, q) for q in asked]),
            **costs(bench),
        }


async def _fused_rank(bench: Bench, question: AskedQuestion, clock: datetime) -> int | None:
    query = Query(text=question.question, now=question.now(clock), zone=_UTC, limit=CUT)
    results = await bench.app.search(query)
    return _first([(f.passage, f.document) for f in results.found], question)


async def _rank(bench: Bench, index: PassageIndex, question: AskedQuestion) -> int | None:
    hits = await index.search(question.question, CUT, Filter())
    stored = await bench.app.library.found([h.passage_id for h in hits])
    ordered = [stored[h.passage_id][:2] for h in hits if h.passage_id in stored]
    return _first(ordered, question)


def _first(ordered: Sequence[tuple[Passage, Document]], question: AskedQuestion) -> int | None:
    places = (i for i, (p, d) in enumerate(ordered) if _answers(p, d, question))
    return next(places, None)


def _answers(passage: Passage, document: Document, question: AskedQuestion) -> bool:
    if question.relevant:
        return document.url in question.relevant
    text = passage.text.casefold()
    return any(answer.casefold() in text for answer in question.answers)
