"""From found passages to a checked reply: read closely, weighed, written by a language model or quoted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot import evidence, extract
from bot.conflicts import with_rivals
from bot.duplicates import not_told_twice, to_compare, with_copies, with_twins
from bot.grounding import check
from bot.ports import Tell
from bot.relevance import Asked
from bot.replies import abstention, answer, reply_language, weighed
from bot.support import compared_with
from bot.support.meaning import Meaning
from bot.types import (
    Phase,
    Progress,
    Question,
    Reply,
    Searched,
    Statement,
    Trail,
    Unwritten,
    Why,
)
from bot.writing import Composed, Writing
from retrieval.ports import Embedder, Likeness
from retrieval.types import Found, Passage

_READ = 4  # passages read closely

Read = tuple[extract.Sentence, Likeness]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """What is known when an answer is decided on."""

    question: Question
    found: Sequence[Found]
    searched: Searched
    trail: Trail

    def abstention(self, why: Why) -> Reply:
        lang = reply_language(self.question)
        return abstention(lang, why, self.searched, self.found, self.trail)

    def answer(self, statements: Sequence[Statement], unwritten: Unwritten | None = None) -> Reply:
        lang = reply_language(self.question)
        return answer(lang, statements, self.searched, self.trail, unwritten)


class Facts:
    """Weighs the evidence, writes or quotes, checks. Without `writing`, answers are quotes."""

    def __init__(self, embedder: Embedder, threshold: float, writing: Writing | None) -> None:
        self._embedder = embedder
        self._writing = writing
        self._threshold = threshold

    async def __call__(
        self, question: Question, results: Sequence[Found], searched: Searched, tell: Tell
    ) -> Reply:
        """An answer from what was found, or an abstention. Raises StoreUnavailable, ModelUnavailable."""
        found = results[: self._most()]
        await tell(Progress(phase=Phase.READING, count=len(found)))
        read = await self.read(question, found, len(found))
        close = _among(read, found[:_READ])
        sure = evidence.sure(question.text, by_passage(close), results)
        case = _Case(
            question=question,
            found=results,
            searched=replace(searched, confidence=sure),
            trail=Trail(question=question.text, passages=tuple(map(weighed, found))),
        )
        if sure < self._threshold:
            return case.abstention(Why.NO_EVIDENCE)
        composed = await self._composed(question, read, found, tell)
        trail = replace(case.trail, judged=composed.judged, usage=composed.usage)
        case = replace(case, trail=trail)
        if composed.statements:
            return case.answer(_labelled(composed.statements, question, results))
        if composed.silent:
            return case.abstention(Why.NOT_ANSWERED)
        return await self._quoting(case, close, composed.unwritten)

    async def read(
        self, question: Question, found: Sequence[Found], most: int = _READ
    ) -> list[Read]:
        """The sentences of the best passages, each compared with the question."""
        given = extract.candidates(found[:most])
        likenesses = await self._embedder.compare(question.text, [s.text for s in given])
        return list(zip(given, likenesses, strict=True))

    async def _composed(
        self, question: Question, read: Sequence[Read], found: Sequence[Found], tell: Tell
    ) -> Composed:
        if self._writing is None:
            return Composed()
        asked = Asked(question=question.text, read=read)
        shown = found[: self._writing.terms.passages]
        return await self._writing(question, asked, reply_language(question), shown, tell)

    async def _quoting(
        self, case: _Case, read: Sequence[Read], unwritten: Unwritten | None
    ) -> Reply:
        """The sentences that answer, to the letter, with all who print them and whoever contradicts them."""
        text = case.question.text
        chosen = extract.choose(text, read)
        if not chosen:
            return case.abstention(Why.NO_EVIDENCE)
        chosen = with_rivals(chosen, extract.all_stated(text, read))
        statements = checked(with_twins(chosen, case.found), with_copies(case.found))
        if not statements:
            return case.abstention(Why.NOTHING_CHECKED)
        return case.answer(await self._once(statements, case.question), unwritten)

    async def _once(self, statements: Sequence[Statement], question: Question) -> list[Statement]:
        """Without what is said twice, in other words or another language."""
        meanings = {
            (document, claim): Meaning(
                likeness=tuple(await self._embedder.compare(claim, compared_with(document)))
            )
            for document, claim in to_compare(statements)
        }
        return not_told_twice(statements, meanings, reply_language(question))

    def _most(self) -> int:
        """Passages that are read."""
        return max(_READ, self._writing.terms.passages) if self._writing else _READ


def by_passage(read: Sequence[Read]) -> dict[str, list[Likeness]]:
    """Likenesses of sentences that stand in the same passage together, by its id."""
    groups: dict[str, list[Likeness]] = {}
    for sentence, likeness in read:
        groups.setdefault(sentence.found.passage.id, []).append(likeness)
    return groups


def checked(statements: Sequence[Statement], found: Sequence[Found]) -> list[Statement]:
    """Those that pass; one that fails is dropped, never softened."""
    retrieved: Mapping[str, Passage] = {f.passage.id: f.passage for f in found}
    judged = [replace(s, verdict=check(s, retrieved)) for s in statements]
    return [s for s in judged if s.verdict.passed]


def _labelled(
    statements: Sequence[Statement], question: Question, found: Sequence[Found]
) -> list[Statement]:
    """What only people say of a fact is marked so."""
    if extract.asks_people(question.text):
        return list(statements)
    claims = {f.document.id for f in with_copies(found) if extract.is_claim(f.document)}
    return [
        replace(s, claimed=all(c.document_id in claims for c in s.citations)) for s in statements
    ]


def _among(read: Sequence[Read], found: Sequence[Found]) -> list[Read]:
    """What was read of some of the passages."""
    ids = {f.passage.id for f in found}
    return [item for item in read if item[0].found.passage.id in ids]
