"""From a question to a checked reply: understood, searched for, answered from what was found."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot import evidence
from bot.asked_links import AskedLinks, Resolved
from bot.facts import Facts, checked
from bot.finishing import finished
from bot.followup import completed, is_followup
from bot.gist import asks_gist, lead
from bot.ports import Tell, quietly
from bot.positions.asking import OpinionsAsked, opinions_asked
from bot.positions.gathering import Opinions
from bot.replies import abstention, answer, reply_language, weighed
from bot.types import Abstention, Phase, Progress, Question, Reply, Searched, Trail, Why
from bot.writing import Writing
from retrieval.ports import Embedder, Library
from retrieval.search import Query, Results, Search
from retrieval.text import language
from retrieval.tokens import content_terms
from retrieval.types import COMMENTS, Filter, Found
from retrieval.within import Within

LONGEST = 2000  # characters of a question
_LINKED = 10  # passages of what a question links to

Replied = tuple[Reply, Sequence[Found]]  # with what it may cite


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What answers are made with. Without `writing`, they are quotes; without `links`, none is read."""

    search: Search
    library: Library
    embedder: Embedder
    within: Within
    writing: Writing | None = None
    links: AskedLinks | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """A question made complete, without its links; what these led to; what is known before searching."""

    question: Question
    linked: Resolved
    searched: Searched

    @property
    def filter(self) -> Filter:
        return Filter(sources=self.question.sources, asked=self.linked.asked)

    @property
    def lang(self) -> str:
        return reply_language(self.question)

    @property
    def unread(self) -> bool:
        """Whether it is about links of which nothing could be had."""
        return bool(self.linked.links) and not self.linked.stories


class Answering:
    """Understands a question, searches, and has it answered from what was found."""

    def __init__(self, means: Means, threshold: float | None = None) -> None:
        self.means = means
        self._opinions = Opinions(means.library, means.within, means.embedder)
        self.threshold = evidence.THRESHOLD if threshold is None else threshold
        self.facts = Facts(means.embedder, self.threshold, means.writing)

    async def __call__(self, question: Question, tell: Tell = quietly) -> Reply:
        """Answer or abstain. Raises StoreUnavailable, ModelUnavailable."""
        await tell(Progress(phase=Phase.SEARCHING))
        question = replace(question, text=_encodable(question.text))
        whole = await self._understood(question)
        task = await self._task(whole)
        why = _unanswerable(whole, task)
        if why is not None:
            return abstention(task.lang, why, task.searched, ())
        reply, found = await self._replied(task, tell)
        reply = replace(reply, reworded=whole.text if whole.text != question.text else None)
        return await finished(self.means.library, whole, reply, found)

    async def _understood(self, question: Question) -> Question:
        """A question that leans on an earlier one, made complete: by the model, or else by rules."""
        if not question.earlier or len(question.text) > LONGEST:
            return question
        if not is_followup(question.text, question.earlier):
            return question
        writing = self.means.writing
        by_model = await writing.reworded(question) if writing else None
        text = by_model or completed(question.text, question.earlier) or question.text
        return replace(question, text=text, lang=question.lang or language(question.text))

    async def _task(self, question: Question) -> _Task:
        links = self.means.links
        fit = links is not None and len(question.text) <= LONGEST
        linked = await links(question) if links and fit else Resolved(text=question.text)
        coverage = await self.means.library.coverage()
        lang = question.lang or language(question.text)
        return _Task(
            question=replace(question, text=linked.text, lang=lang),
            linked=linked,
            searched=Searched(coverage=coverage, threshold=self.threshold, links=linked.links),
        )

    async def _replied(self, task: _Task, tell: Tell) -> Replied:
        opinions = opinions_asked(task.question.text)
        if opinions is not None and (opinions.topic or task.linked.stories):
            return await self._by_people(task, opinions, tell)
        if task.linked.stories:
            return await self._by_links(task, tell)
        if task.unread and asks_gist(task.question.text):
            return abstention(task.lang, Why.LINK_UNREAD, task.searched, ()), ()
        return await self._by_search(task, tell)

    async def _by_people(self, task: _Task, asked: OpinionsAsked, tell: Tell) -> Replied:
        """What people say about a topic; what is reported about it, where nobody's words are stored."""
        topic = asked.topic or task.question.text
        found = await self._about(task, topic)
        gathered = await self._opinions(
            task.question.text, topic, found, task.filter, task.linked.stories
        )
        read = sum(d.read for d in gathered.heard)
        await tell(Progress(phase=Phase.READING, count=read))
        statements = checked(gathered.statements, gathered.found)
        if statements:
            passages = tuple(map(weighed, gathered.found))
            trail = Trail(question=task.question.text, passages=passages)
            quoted = answer(task.lang, statements, task.searched, trail)
            return replace(quoted, heard=gathered.heard), gathered.found
        reply, found = await self._by_search(task, tell, reported=bool(gathered.heard))
        if isinstance(reply, Abstention) and reply.why is Why.NO_EVIDENCE:
            reply = replace(reply, why=Why.NO_OPINIONS)
        return reply, found

    async def _about(self, task: _Task, topic: str) -> Sequence[Found]:
        if task.linked.stories:
            return await self.means.within(topic, task.linked.stories, task.filter)
        results = await self.means.search(_query(replace(task.question, text=topic)))
        return results.found

    async def _by_links(self, task: _Task, tell: Tell) -> Replied:
        """From what the question links to, and from nothing else."""
        found = await self.means.within(task.question.text, task.linked.stories, task.filter)
        if asks_gist(task.question.text):
            statements = checked(lead(found), found)
            if statements:
                trail = Trail(question=task.question.text)
                return answer(task.lang, statements, task.searched, trail), found
        if not found:
            return abstention(task.lang, Why.NO_EVIDENCE, task.searched, ()), ()
        best = found[:_LINKED]
        return await self.facts(task.question, best, task.searched, tell), best

    async def _by_search(self, task: _Task, tell: Tell, *, reported: bool = False) -> Replied:
        """From all that is searched; `reported`: but for what people say, which was heard already."""
        results = await self.means.search(_query(task.question))
        if reported:
            results = replace(results, found=tuple(filter(_is_reported, results.found)))
        searched = _timed(task.searched, results)
        if results.found:
            reply = await self.facts(task.question, results.found, searched, tell)
        else:
            reply = await self._nothing(task.question, results, searched)
        if task.unread and isinstance(reply, Abstention):
            reply = replace(reply, why=Why.LINK_UNREAD)
        return reply, results.found

    async def _nothing(self, question: Question, results: Results, searched: Searched) -> Reply:
        """Nothing was found: look whether the time asked about is the reason."""
        lang = reply_language(question)
        if results.mention is None:
            return abstention(lang, Why.NO_EVIDENCE, searched, ())
        anytime = await self.means.search.at_any_time(_query(question))
        return abstention(lang, Why.NOTHING_IN_RANGE, searched, anytime.found)


def _is_reported(found: Found) -> bool:
    return found.document.voice not in COMMENTS


def _encodable(text: str) -> str:
    """Without the half characters that broken terminals and JSON bring."""
    return text.encode("utf-8", "replace").decode()


def _unanswerable(question: Question, task: _Task) -> Why | None:
    if len(question.text) > LONGEST:
        return Why.TOO_LONG
    if task.linked.links:
        return None
    if not content_terms(question.text):
        return Why.NO_QUESTION
    return None if task.searched.coverage.passages else Why.NOTHING_STORED


def _query(question: Question) -> Query:
    return Query(
        text=question.text,
        now=question.now,
        zone=ZoneInfo(question.timezone),
        sources=question.sources,
    )


def _timed(searched: Searched, results: Results) -> Searched:
    """With the time that the question was understood to name."""
    mention = results.mention
    if mention is None:
        return searched
    return replace(searched, range=mention.range, range_words=mention.words)
