"""Checks what a model wrote: its quotes, its words, its subject, and what somebody else thinks of it."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot import grounding, relevance
from bot.drafts import Draft, Drafted
from bot.errors import WriterUnavailable
from bot.ports import SecondOpinion
from bot.relevance import Asked
from bot.support.meaning import Meaning
from bot.types import Statement, Verdict
from retrieval.errors import ModelUnavailable
from retrieval.ports import Embedder
from retrieval.types import Found

_LOG = logging.getLogger("newsdesk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a draft is checked against."""

    asked: Asked
    lang: str  # of the reply
    passages: Mapping[str, Found]  # by the keys that the model was shown


class Checking:
    """`embedder` compares statements with quotes in another language; without it, these fail. `opinion` is
    asked last, about what has passed: it may reject, never rescue.
    """

    def __init__(self, embedder: Embedder | None, opinion: SecondOpinion | None = None) -> None:
        self._embedder = embedder
        self._opinion = opinion

    async def __call__(self, draft: Draft, given: Given) -> list[Statement]:
        """Every statement with its verdict, in order. Who cannot be asked for an opinion has rejected.

        Raises ModelUnavailable when the embedding model fails.
        """
        judged = [await self._judged(drafted, given) for drafted in draft.statements]
        if self._opinion is not None:
            judged = await self._seconded(self._opinion, judged)
        return _telling(_standing(judged), given.asked.question)

    async def _judged(self, drafted: Drafted, given: Given) -> Statement:
        statement, faults = grounding.cited(drafted, given.passages)
        if faults:
            return _failed(statement, *faults)
        alone = [await self._borne_out(s, given) for s in grounding.apart(statement)]
        passed = [s for s in alone if s.verdict.passed]
        if not passed:
            return replace(statement, verdict=alone[0].verdict)
        return _about(grounding.together(passed), given)

    async def _borne_out(self, statement: Statement, given: Given) -> Statement:
        """By its one citation."""
        meaning, sentences = None, grounding.unsure(statement)
        if sentences and self._embedder is not None:
            likeness = await self._embedder.compare(statement.text, sentences)
            meaning = Meaning(likeness=tuple(likeness))
        retrieved = {f.passage.id: f.passage for f in given.passages.values()}
        return replace(statement, verdict=grounding.check(statement, retrieved, meaning))

    async def close(self) -> None:
        """Let go what the second opinion holds."""
        if self._opinion is not None:
            await self._opinion.close()

    async def _seconded(
        self, opinion: SecondOpinion, judged: Sequence[Statement]
    ) -> list[Statement]:
        passed = [s for s in judged if s.verdict.passed and not s.quoted]
        try:
            against = await opinion.against(passed) if passed else ()
        except (WriterUnavailable, ModelUnavailable) as e:
            _LOG.warning("second opinion: %s", e)
            against = ["the second opinion could not be had"] * len(passed)
        except Exception as e:  # noqa: BLE001 - a model may fail in any way; its view is then: no
            _LOG.error("second opinion: %s", type(e).__name__)
            against = ["the second opinion could not be had"] * len(passed)
        reasons = dict(zip(map(id, passed), against, strict=True))
        return [_failed(s, why) if (why := reasons.get(id(s))) else s for s in judged]


def answers(statements: Sequence[Statement], question: str) -> bool:
    """Whether what is left has what was asked for."""
    return any(relevance.tells(s, question) for s in statements if s.verdict.passed)


def _about(statement: Statement, given: Given) -> Statement:
    """Whether it is what was asked, and in the asker's language."""
    if grounding.foreign(statement, given.lang):
        return _failed(statement, "it is not in the language of the question")
    why = relevance.astray(statement, given.asked)
    return _failed(statement, why) if why else statement


def _standing(judged: Sequence[Statement]) -> list[Statement]:
    """One that leans on the sentence before it falls with that, and where that is of another text."""
    kept: list[Statement] = []
    for statement in judged:
        own = statement.verdict.passed and not statement.quoted
        if own and relevance.leans(statement.text) and not (kept and _goes_on(statement, kept[-1])):
            kept.append(_failed(statement, "it leans on a sentence that is not there"))
        else:
            kept.append(statement)
    return kept


def _goes_on(statement: Statement, before: Statement) -> bool:
    documents = {c.document_id for c in before.citations}
    return before.verdict.passed and documents == {c.document_id for c in statement.citations}


def _telling(judged: Sequence[Statement], question: str) -> list[Statement]:
    """Beside a sentence that has what was asked for, one that has not is no answer."""
    if not answers(judged, question):
        return list(judged)
    why = "it tells nothing of what was asked for"
    return [
        _failed(s, why) if s.verdict.passed and not relevance.tells(s, question) else s
        for s in judged
    ]


def _failed(statement: Statement, *why: str) -> Statement:
    return replace(statement, verdict=Verdict(passed=False, reasons=why))
