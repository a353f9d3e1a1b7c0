"""From a question to a checked reply: understood, searched for, answered from what was found."""

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot import evidence
from bot.facts import Facts
from bot.followup import completed, is_followup
from bot.ports import Tell, quietly
from bot.replies import abstention, reply_language
from bot.types import Phase, Progress, Question, Reply, Searched, Why
from bot.writing import Writing
from retrieval.ports import Embedder, Library
from retrieval.search import Query, Results, Search
from retrieval.text import language
from retrieval.tokens import content_terms
from retrieval.types import Coverage

LONGEST = 2000  # characters of a question


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What answers are made with. Without `writing`, they are quotes."""

    search: Search
    library: Library
    embedder: Embedder
    writing: Writing | None = None


class Answering:
    """Understands a question, searches, and has it answered from what was found."""

    def __init__(self, means: Means, threshold: float | None = None) -> None:
        self._means = means
        self.threshold = evidence.THRESHOLD if threshold is None else threshold
        self.facts = Facts(means.embedder, self.threshold, means.writing)

    async def __call__(self, question: Question, tell: Tell = quietly) -> Reply:
        """Answer or abstain. Raises StoreUnavailable, ModelUnavailable."""
        await tell(Progress(phase=Phase.SEARCHING))
        question = replace(question, text=_encodable(question.text))
        whole = await self._understood(question)
        coverage = await self._means.library.coverage()
        why = _unanswerable(whole, coverage)
        if why is not None:
            return abstention(reply_language(whole), why, Searched(coverage=coverage), ())
        results = await self._means.search(_query(whole))
        searched = _searched(results, coverage, self.threshold)
        if results.found:
            reply = await self.facts(whole, results.found, searched, tell)
        else:
            reply = await self._nothing(whole, results, searched)
        return replace(reply, reworded=whole.text if whole.text != question.text else None)

    async def _understood(self, question: Question) -> Question:
        """A question that leans on an earlier one, made complete: by the model, or else by rules."""
        if not question.earlier or len(question.text) > LONGEST:
            return question
        if not is_followup(question.text, question.earlier):
            return question
        writing = self._means.writing
        by_model = await writing.reworded(question) if writing else None
        text = by_model or completed(question.text, question.earlier) or question.text
        return replace(question, text=text, lang=question.lang or language(question.text))

    async def _nothing(self, question: Question, results: Results, searched: Searched) -> Reply:
        """Nothing was found: look whether the time asked about is the reason."""
        lang = reply_language(question)
        if results.mention is None:
            return abstention(lang, Why.NO_EVIDENCE, searched, ())
        anytime = await self._means.search.at_any_time(_query(question))
        return abstention(lang, Why.NOTHING_IN_RANGE, searched, anytime.found)


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
