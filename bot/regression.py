"""Asks the questions of cases once more, one after the other, and tells which replies are not what is wanted."""

from collections.abc import Awaitable, Callable, Iterable

from bot.cases import judge, question_of
from bot.errors import BotError, ServerUnreachable
from bot.insight import Case
from bot.types import Question, Reply, Verdict
from bot.wording.folding import plain
from retrieval.errors import RetrievalError

Ask = Callable[[Question], Awaitable[Reply]]


async def failing(cases: Iterable[Case], ask: Ask) -> list[tuple[Case, str]]:
    """Those that fail, each with why, in their order. Raises what `verdict` raises."""
    judged = [(case, await verdict(case, ask)) for case in cases]
    return [(case, "; ".join(v.reasons)) for case, v in judged if not v.passed]


async def verdict(case: Case, ask: Ask) -> Verdict:
    """What came of one. A question that cannot be answered fails its case; it is not the end of the others.

    Raises ServerUnreachable: that says nothing about the case.
    """
    try:
        return judge(case, await ask(question_of(case)))
    except ServerUnreachable:
        raise
    except (BotError, RetrievalError) as e:
        return Verdict(passed=False, reasons=(f"it failed: {plain(str(e))}",))
