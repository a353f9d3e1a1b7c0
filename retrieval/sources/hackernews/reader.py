"""Reads Hacker News: what its list has new, what changed in the threads that are followed, and what they link to."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from retrieval.errors import RetrievalError
from retrieval.ports import SourceTools
from retrieval.sources.hackernews import schedule
from retrieval.sources.hackernews.absent import Absentees
from retrieval.sources.hackernews.api import HackerNewsApi
from retrieval.sources.hackernews.bookmark import Bookmark, Tracked, dumped, loaded
from retrieval.sources.hackernews.finding import Finding, Turn
from retrieval.sources.hackernews.items import Item
from retrieval.sources.hackernews.line import Line
from retrieval.sources.hackernews.links import Linked, linked
from retrieval.sources.hackernews.locations import Place, place
from retrieval.sources.hackernews.visit import Told, Visit, costs_nothing
from retrieval.types import Document, Problem, Reading, Source
from retrieval.web.fulltext import FullTexts


@dataclass(frozen=True, slots=True, kw_only=True)
class HackerNewsLimits:
    """What one reading may take; the rest follows in the next."""

    threads: int = 40
    items: int = 40  # single items asked about
    articles: int = 30
    at_once: int = 4  # articles


@dataclass(slots=True)
class _Gathered:
    """What one reading has brought so far."""

    stories: dict[int, Tracked]
    problems: list[Problem]
    documents: list[Document] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    there: list[str] = field(default_factory=list)
    threads: set[str] = field(default_factory=set)
    items: dict[int, Item] = field(default_factory=dict)
    error: RetrievalError | None = None
    left: bool = False  # whether threads were due and not read

    @property
    def anything(self) -> bool:
        return bool(self.documents or self.gone or self.there or self.threads)

    def add(self, id: int, told: Told) -> None:
        self.documents += told.documents
        self.gone += told.gone
        self.there += told.there
        self.problems += told.problems
        self.error = told.error or self.error
        self.threads |= {told.whole} if told.whole else set()
        self.stories |= {id: told.tracked} if told.tracked else {}
        self.items |= {id: told.item} if told.item else {}

    def add_article(self, id: int, found: Linked) -> None:
        self.stories[id] = found.tracked
        self.documents += [found.document] if found.document else []
        self.problems += [found.problem] if found.problem else []
        self.gone += found.gone


class HackerNewsReader:
    """Implements SourceReader for lists and threads of Hacker News."""

    def __init__(self, tools: SourceTools, limits: HackerNewsLimits | None = None) -> None:
        self._tools = tools
        self._limits = limits or HackerNewsLimits()
        self._api = HackerNewsApi(tools.fetcher, tools.endpoints)

    async def read(self, source: Source) -> Reading:
        """See SourceReader. Threads that did not change since the bookmark are left out."""
        where, now = place(source.location), self._tools.clock()
        before = loaded(source.bookmark)
        search, items = Line(self._limits.threads), Line(self._limits.items)
        finding = Finding(
            api=self._api, search=search, items=items, backfill=self._tools.backfill, now=now
        )
        turn = await finding.turn(where, before)
        got = _Gathered(dict(before.stories) if before else {}, turn.problems)
        await self._threads(self._visit(source, search, items, now), turn, search, got)
        stopped = search.stopped or (got.error if where.item else None)
        if stopped and not got.anything:
            raise stopped
        await self._articles(source, turn, got, now)
        back = (before.back if before else finding.begin()) if got.left else turn.back
        after = _after(where, turn, got, back, now)
        return Reading(
            documents=tuple(got.documents),
            bookmark=dumped(after),
            unchanged=not got.anything and after == before,
            threads=frozenset(got.threads),
            gone=tuple(got.gone),
            there=tuple(got.there),
            problems=tuple(got.problems),
            name=_name(where, turn, got),
        )

    def _visit(self, source: Source, search: Line, items: Line, now: datetime) -> Visit:
        absentees = Absentees(
            source_id=source.id,
            api=self._api,
            items=items,
            known=self._tools.known,
            keep_dead=self._tools.dead,
        )
        return Visit(
            source_id=source.id,
            api=self._api,
            search=search,
            items=items,
            absentees=absentees,
            keep_dead=self._tools.dead,
            now=now,
        )

    async def _threads(self, visit: Visit, turn: Turn, search: Line, got: _Gathered) -> None:
        for id in turn.due:
            listed, before = turn.listed.get(id), got.stories.get(id)
            if search.open or costs_nothing(listed, before):
                got.add(id, await visit.story(id, listed, before))
            else:
                got.left = True

    async def _articles(self, source: Source, turn: Turn, got: _Gathered, now: datetime) -> None:
        """Of all stories at hand, also of those that were not read: their articles may still be waited for."""
        limits = self._limits
        texts = FullTexts(
            pages=self._tools.pages,
            extractor=self._tools.extractor,
            limit=limits.articles,
            at_once=limits.at_once,
        )
        items = {**turn.listed, **got.items}
        known = {id: item for id, item in items.items() if id in got.stories}
        found = await asyncio.gather(
            *(linked(source.id, item, got.stories[id], texts, now) for id, item in known.items())
        )
        for id, each in zip(known, found, strict=True):
            got.add_article(id, each)


def _after(
    where: Place, turn: Turn, got: _Gathered, back: tuple[int, int] | None, now: datetime
) -> Bookmark:
    stories = got.stories
    if where.listing:
        seconds = int(now.timestamp())
        stories = schedule.followed(stories, where.listing.follow, seconds)
    return Bookmark(stories=stories, back=back, root=turn.root)


def _name(where: Place, turn: Turn, got: _Gathered) -> str | None:
    """A thread is called by its story, where that is known and still to be seen."""
    if where.listing:
        return where.listing.name
    if turn.root and (followed := got.stories.get(turn.root)) and followed.hidden:
        return f"Hacker News: {turn.root}"
    story = turn.root and (got.items.get(turn.root) or turn.listed.get(turn.root))
    return f"Hacker News: {story.title}" if story and story.title else None
