"""Checks what a model wrote: its quotes, its words, its subject, and what somebody else thinks of it."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot import grounding, relevance
from bot.drafts import Draft
from bot.errors import WriterUnavailable
from bot.ports import SecondOpinion
from bot.relevance import Asked
from bot.types import Statement, Verdict
from retrieval.errors import ModelUnavailable
from retrieval.types import Found

_LOG = logging.getLogger("newsdesk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a draft is checked against."""

    asked: Asked
    lang: str  # of the reply
    passages: Mapping[str, Found]  # by the keys that the model was shown


class Checking:
    """`opinion` is asked last, about what has passed: it may reject, never rescue."""

    def __init__(self, opinion: SecondOpinion | None = None) -> None:
        self._opinion = opinion

    async def __call__(self, draft: Draft, given: Given) -> list[Statement]:
        """Every statement with its verdict, in order. No error: who cannot be asked has rejected."""
        judged = [_judged(*grounding.cited(d, given.passages), given) for d in draft.statements]
        if self._opinion is not None:
            judged = await self._seconded(self._opinion, judged)
        return _telling(_standing(judged), given.asked.question)

    async def _seconded(
        self, opinion: SecondOpinion, judged: Sequence[Statement]
    ) -> list[Statement]:
        passed = [s for s in judged if s.verdict.passed and not s.quoted]
        try:
            against = await opinion.against(passed) if passed else ()
        except (WriterUnavailable, ModelUnavailable) as e:
            _LOG.warning("second opinion: %s", e)
            against = ["the second opinion could not be had"] * len(passed)
        reasons = dict(zip(map(id, passed), against, strict=True))
        return [_failed(s, why) if (why := reasons.get(id(s))) else s for s in judged]


def answers(statements: Sequence[Statement], question: str) -> bool:
    """Whether what is left has what was asked for."""
    return any(relevance.tells(s, question) for s in statements if s.verdict.passed)


def _judged(statement: Statement, faults: Sequence[str], given: Given) -> Statement:
    if faults:
        return replace(statement, verdict=Verdict(passed=False, reasons=tuple(faults)))
    retrieved = {f.passage.id: f.passage for f in given.passages.values()}
    verdict = grounding.check(statement, retrieved)
    if verdict.passed and grounding.foreign(statement, given.lang):
        verdict = Verdict(passed=False, reasons=("it is not in the language of the question",))
    if verdict.passed and (why := relevance.astray(statement, given.asked)):
        verdict = Verdict(passed=False, reasons=(why,))
    return replace(statement, verdict=verdict)


def _standing(judged: Sequence[Statement]) -> list[Statement]:
    """One that leans on a sentence that was dropped falls with it."""
    kept: list[Statement] = []
    for statement in judged:
        fallen = bool(kept) and not kept[-1].verdict.passed and relevance.leans(statement.text)
        why = "it leans on a sentence that was dropped"
        kept.append(_failed(statement, why) if fallen and statement.verdict.passed else statement)
    return kept


def _telling(judged: Sequence[Statement], question: str) -> list[Statement]:
    """Beside a sentence that has what was asked for, one that has not is no answer."""
    if not answers(judged, question):
        return list(judged)
    why = "it tells nothing of what was asked for"
    return [
        _failed(s, why) if s.verdict.passed and not relevance.tells(s, question) else s
        for s in judged
    ]


def _failed(statement: Statement, why: str) -> Statement:
    return replace(statement, verdict=Verdict(passed=False, reasons=(why,)))
