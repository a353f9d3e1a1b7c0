"""From a question to a checked reply: written by a language model where there is one, else quoted."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot import evidence, extract
from bot.followup import completed, is_followup
from bot.grounding import check
from bot.ports import Tell, quietly
from bot.relevance import Asked
from bot.replies import abstention, answer, weighed
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
from retrieval.ports import Embedder, Library, Likeness
from retrieval.search import Query, Results, Search
from retrieval.text import language
from retrieval.tokens import content_terms
from retrieval.types import Coverage, Found, Passage

LONGEST = 2000  # characters of a question
_READ = 4  # passages read closely

Read = tuple[extract.Sentence, Likeness]


class Answering:
    """Search, weigh the evidence, write or quote, check. Without `writing`, answers are quotes."""

    def __init__(
        self,
        search: Search,
        library: Library,
        embedder: Embedder,
        threshold: float | None,
        writing: Writing | None = None,
    ) -> None:
        self._search = search
        self._library = library
        self._embedder = embedder
        self._writing = writing
        self.threshold = evidence.THRESHOLD if threshold is None else threshold

    async def __call__(self, question: Question, tell: Tell = quietly) -> Reply:
        """Answer or abstain. Raises StoreUnavailable, ModelUnavailable."""
        await tell(Progress(phase=Phase.SEARCHING))
        question = replace(question, text=_encodable(question.text))
        whole = await self._understood(question)
        coverage = await self._library.coverage()
        why = _unanswerable(whole, coverage)
        if why is not None:
            return abstention(reply_language(whole), why, Searched(coverage=coverage), ())
        results = await self._search(_query(whole))
        searched = _searched(results, coverage, self.threshold)
        reply = await self._reply(whole, results, searched, tell)
        return replace(reply, reworded=whole.text if whole.text != question.text else None)

    async def read(
        self, question: Question, found: Sequence[Found], most: int = _READ
    ) -> list[Read]:
        """The sentences of the best passages, each compared with the question."""
        given = extract.candidates(found[:most])
        likenesses = await self._embedder.compare(question.text, [s.text for s in given])
        return list(zip(given, likenesses, strict=True))

    async def _understood(self, question: Question) -> Question:
        """A question that leans on an earlier one, made complete: by the model, or else by rules."""
        if not question.earlier or len(question.text) > LONGEST:
            return question
        if not is_followup(question.text, question.earlier):
            return question
        by_model = await self._writing.reworded(question) if self._writing else None
        text = by_model or completed(question.text, question.earlier) or question.text
        return replace(question, text=text, lang=question.lang or language(question.text))

    async def _reply(
        self, question: Question, results: Results, searched: Searched, tell: Tell
    ) -> Reply:
        if not results.found:
            return await self._nothing(question, results, searched)
        found, lang = results.found[: self._most()], reply_language(question)
        await tell(Progress(phase=Phase.READING, count=len(found)))
        read = await self.read(question, found, len(found))
        close = _among(read, found[:_READ])
        sure = evidence.confidence(
            evidence.signals(question.text, by_passage(close), results.found)
        )
        searched = replace(searched, confidence=sure)
        trail = Trail(question=question.text, passages=tuple(map(weighed, found)))
        if sure < self.threshold:
            return abstention(lang, Why.NO_EVIDENCE, searched, results.found, trail)
        composed = await self._composed(question, read, found, tell)
        trail = replace(trail, judged=composed.judged, usage=composed.usage)
        if composed.statements:
            return answer(lang, composed.statements, searched, trail)
        if composed.silent:
            return abstention(lang, Why.NOT_ANSWERED, searched, results.found, trail)
        return _quoting(question, close, results, searched, trail, composed.unwritten)

    async def _composed(
        self, question: Question, read: Sequence[Read], found: Sequence[Found], tell: Tell
    ) -> Composed:
        if self._writing is None:
            return Composed()
        asked = Asked(question=question.text, read=read)
        shown = found[: self._writing.terms.passages]
        return await self._writing(question, asked, reply_language(question), shown, tell)

    async def _nothing(self, question: Question, results: Results, searched: Searched) -> Reply:
        """Nothing was found: look whether the time asked about is the reason."""
        lang = reply_language(question)
        if results.mention is None:
            return abstention(lang, Why.NO_EVIDENCE, searched, ())
        anytime = await self._search.at_any_time(_query(question))
        return abstention(lang, Why.NOTHING_IN_RANGE, searched, anytime.found)

    def _most(self) -> int:
        """Passages that are read."""
        return max(_READ, self._writing.terms.passages) if self._writing else _READ


def _quoting(
    question: Question,
    read: Sequence[Read],
    results: Results,
    searched: Searched,
    trail: Trail,
    unwritten: Unwritten | None,
) -> Reply:
    """The sentences that answer, to the letter."""
    lang = reply_language(question)
    chosen = extract.choose(question.text, read)
    if not chosen:
        return abstention(lang, Why.NO_EVIDENCE, searched, results.found, trail)
    statements = _checked(chosen, results.found)
    if not statements:
        return abstention(lang, Why.NOTHING_CHECKED, searched, results.found, trail)
    return answer(lang, statements, searched, trail, unwritten)


def _among(read: Sequence[Read], found: Sequence[Found]) -> list[Read]:
    """What was read of some of the passages."""
    ids = {f.passage.id for f in found}
    return [item for item in read if item[0].found.passage.id in ids]


def _encodable(text: str) -> str:
    """Without the half characters that broken terminals and JSON bring."""
    return text.encode("utf-8", "replace").decode()


def _unanswerable(question: Question, coverage: Coverage) -> Why | None:
    if len(question.text) > LONGEST:
        return Why.TOO_LONG
    if not content_terms(question.text):
        return Why.NO_QUESTION
    return None if coverage.passages else Why.NOTHING_STORED


def _query(question: Question) -> Query:
    return Query(
        text=question.text,
        now=question.now,
        zone=ZoneInfo(question.timezone),
        sources=question.sources,
    )


def _searched(results: Results, coverage: Coverage, threshold: float) -> Searched:
    mention = results.mention
    return Searched(
        coverage=coverage,
        range=mention.range if mention else None,
        range_words=mention.words if mention else None,
        threshold=threshold,
    )


def by_passage(read: Sequence[Read]) -> list[list[Likeness]]:
    """Likenesses of sentences that stand in the same passage together."""
    groups: dict[str, list[Likeness]] = {}
    for sentence, likeness in read:
        groups.setdefault(sentence.found.passage.id, []).append(likeness)
    return list(groups.values())


def _checked(statements: Sequence[Statement], found: Sequence[Found]) -> list[Statement]:
    """Those that pass; one that fails is dropped, never softened."""
    retrieved: Mapping[str, Passage] = {f.passage.id: f.passage for f in found}
    judged = [replace(s, verdict=check(s, retrieved)) for s in statements]
    return [s for s in judged if s.verdict.passed]


def reply_language(question: Question) -> str:
    """The language of the bot's own words: as asked for, else that of the question."""
    return question.lang or language(question.text) or "en"
