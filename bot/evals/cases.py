"""`newsdesk eval cases`: do the questions that were kept still get the replies that are wanted?"""

import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.access import open_access
from bot.app import Say
from bot.evals.reports import written
from bot.insight import Case
from bot.regression import Ask, verdict
from bot.settings import Settings
from bot.wording.folding import shortened

_NONE = "no cases are kept; the console makes one of any answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The cases of a data folder, and who answers from it."""

    cases: Sequence[Case]
    ask: Ask


async def run(settings: Settings, out: Path | None, say: Say) -> tuple[list[str], bool]:
    """Lines to print, and whether all cases passed. The report as JSON goes to `out`.

    Raises BadRequest, AlreadyRunning, ServerUnreachable, StoreUnavailable, ModelUnavailable.
    """
    async with opened(settings, say) as kept:
        say(f"asking {len(kept.cases)} questions")
        told = await report(kept)
    if out is not None:
        written(told, out)
    return lines(told), told["failed"] == 0


@asynccontextmanager
async def opened(settings: Settings, say: Say) -> AsyncIterator[Kept]:
    """Open the data folder, or speak to the server that has it open."""
    async with open_access(settings, "newsdesk eval cases", say) as access:
        yield Kept(cases=await access.cases(), ask=access.desk.ask)


async def report(kept: Kept) -> dict[str, Any]:
    """What came of each case, in their order, and how many passed."""
    results = [await _result(case, kept.ask) for case in kept.cases]
    passed = sum(result["passed"] for result in results)
    counts = {"cases": len(results), "passed": passed, "failed": len(results) - passed}
    return {**counts, "results": results}


def lines(report: dict[str, Any]) -> list[str]:
    """A line a case, those that failed with why and for what they were kept. Pure."""
    if not report["cases"]:
        return [_NONE]
    told = [line for result in report["results"] for line in _lines(result)]
    return [*told, f"{report['passed']} of {report['cases']} cases passed"]


def _lines(result: dict[str, Any]) -> list[str]:
    head = f"{'passed' if result['passed'] else 'FAILED'} {result['id']} {shortened(result['question'])}"
    if result["passed"]:
        return [head]
    note = [f"  kept because: {shortened(result['note'])}"] if result["note"] else []
    return [head, *(f"  {reason}" for reason in result["reasons"]), *note]


async def _result(case: Case, ask: Ask) -> dict[str, Any]:
    began = time.perf_counter()
    judged = await verdict(case, ask)
    return {
        "id": case.id,
        "question": case.question,
        "note": case.note,
        "passed": judged.passed,
        "reasons": list(judged.reasons),
        "ms": round(1000 * (time.perf_counter() - began), 1),
    }
