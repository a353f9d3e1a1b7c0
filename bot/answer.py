"""From a question to a checked reply, without a language model: the sentences that answer, quoted."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot import evidence, extract
from bot.grounding import check
from bot.types import Abstention, Answer, Nearest, Question, Reply, Searched, Statement, Why
from retrieval.ports import Embedder, Library, Likeness
from retrieval.search import Query, Results, Search
from retrieval.text import language
from retrieval.tokens import content_terms
from retrieval.types import Coverage, Found, Passage

LONGEST = 2000  # characters of a question
_READ = 4  # passages read closely
_NEAREST = 5
_TITLE = 100  # characters of a text that stand in for a missing title


Read = tuple[extract.Sentence, Likeness]


class Answering:
    """Search, weigh the evidence, quote, check."""

    def __init__(
        self, search: Search, library: Library, embedder: Embedder, threshold: float | None
    ) -> None:
        self._search = search
        self._library = library
        self._embedder = embedder
        self.threshold = evidence.THRESHOLD if threshold is None else threshold

    async def __call__(self, question: Question) -> Reply:
        """Answer or abstain. Raises StoreUnavailable, ModelUnavailable."""
        question = replace(question, text=_encodable(question.text))
        coverage = await self._library.coverage()
        why = _unanswerable(question, coverage)
        if why is not None:
            return _abstention(question, why, Searched(coverage=coverage), ())
        results = await self._search(_query(question))
        return await self._reply(question, results, _searched(results, coverage, self.threshold))

    async def read(self, question: Question, found: Sequence[Found]) -> list[Read]:
        """The sentences of the best passages, each compared with the question."""
        given = extract.candidates(found[:_READ])
        likenesses = await self._embedder.compare(question.text, [s.text for s in given])
        return list(zip(given, likenesses, strict=True))

    async def _reply(self, question: Question, results: Results, searched: Searched) -> Reply:
        if not results.found:
            return await self._nothing(question, results, searched)
        read = await self.read(question, results.found)
        sure = evidence.confidence(evidence.signals(question.text, by_passage(read), results.found))
        searched = replace(searched, confidence=sure)
        if sure < self.threshold:
            return _abstention(question, Why.NO_EVIDENCE, searched, results.found)
        chosen = extract.choose(question.text, read)
        if not chosen:
            return _abstention(question, Why.NO_EVIDENCE, searched, results.found)
        statements = _checked(chosen, results.found)
        if not statements:
            return _abstention(question, Why.NOTHING_CHECKED, searched, results.found)
        return _answer(question, statements, searched)

    async def _nothing(
        self, question: Question, results: Results, searched: Searched
    ) -> Abstention:
        """Nothing was found: look whether the time asked about is the reason."""
        if results.mention is None:
            return _abstention(question, Why.NO_EVIDENCE, searched, ())
        anytime = await self._search.at_any_time(_query(question))
        return _abstention(question, Why.NOTHING_IN_RANGE, searched, anytime.found)


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


def _answer(question: Question, statements: Sequence[Statement], searched: Searched) -> Answer:
    dates = [c.published for s in statements for c in s.citations if c.published]
    return Answer(
        lang=reply_language(question),
        statements=tuple(statements),
        searched=searched,
        as_of=max(dates, default=None),
    )


def _abstention(
    question: Question, why: Why, searched: Searched, found: Sequence[Found]
) -> Abstention:
    documents = {f.document.id: f for f in reversed(found)}
    nearest = [documents[id] for id in dict.fromkeys(f.document.id for f in found)]
    return Abstention(
        lang=reply_language(question),
        why=why,
        searched=searched,
        nearest=tuple(_near(f) for f in nearest[:_NEAREST]),
    )


def _near(found: Found) -> Nearest:
    document = found.document
    return Nearest(
        document_id=document.id,
        url=document.url,
        title=document.title or found.passage.text[:_TITLE],
        voice=document.voice,
        author=document.author,
        published=document.published,
        source=found.source_name,
    )


def reply_language(question: Question) -> str:
    """The language of the bot's own words: as asked for, else that of the question."""
    return question.lang or language(question.text) or "en"
