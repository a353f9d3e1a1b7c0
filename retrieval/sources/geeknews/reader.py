"""Reads GeekNews: the feed names topics, their pages are read a few at a time and again as they age."""

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from retrieval.charsets import decode
from retrieval.errors import (
    Absent,
    BadInput,
    Busy,
    Disallowed,
    Forbidden,
    OutOfBounds,
    SourceUnavailable,
)
from retrieval.ports import Fetched, Fetcher, Known, Waiting, nothing_waits
from retrieval.sources.geeknews.bookmark import (
    HOUR,
    Bookmark,
    Followed,
    dumped,
    kept,
    loaded,
    looked_at_again,
    turns,
)
from retrieval.sources.geeknews.documents import PUBLISHER, page_documents, teaser
from retrieval.sources.geeknews.feed import FeedTopic
from retrieval.sources.geeknews.listing import Listed, listed
from retrieval.sources.geeknews.pages import TopicPage, topic_page
from retrieval.sources.geeknews.places import place, topic_link
from retrieval.sources.geeknews.round import Round
from retrieval.types import Document, Problem, Reading, Source
from retrieval.urls import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class GeekNewsLimits:
    """What is asked of the site. It has been seen to shut out who asks for many pages in a row."""

    pages: int = 20  # in one reading
    pages_an_hour: int = 20
    misread: int = 3  # pages not as expected, after which a reading asks for no more


class GeekNewsReader:
    """Implements SourceReader for GeekNews."""

    def __init__(  # noqa: PLR0913 - all of it is the outside
        self,
        *,
        fetcher: Fetcher,
        pages: Fetcher,
        clock: Callable[[], datetime],
        endpoint: str,
        known: Known,
        backfill: timedelta,
        waiting: Waiting = nothing_waits,
        limits: GeekNewsLimits | None = None,
    ) -> None:
        self._fetcher = fetcher
        self._pages = pages
        self._clock = clock
        self._endpoint = endpoint
        self._known = known
        self._backfill = backfill
        self._waiting = waiting
        self._limits = limits or GeekNewsLimits()
        self._singles: list[
            datetime
        ] = []  # when single topics were asked for, within the last hour

    async def read(self, source: Source) -> Reading:
        """See SourceReader. A refusal ends the reading and nothing of it is kept."""
        where = place(source.location)
        if where is None:
            what = "is no place of GeekNews that is read; name its front page or one topic"
            raise BadInput(f"{shown(source.location)} {what}, like {topic_link(12345)}")
        try:
            if isinstance(where, int):
                return await self._single(source, where)
            return await self._followed(source)
        except Forbidden as e:
            raise _refused(e) from e

    async def _single(self, source: Source, number: int) -> Reading:
        self._count_single()
        try:
            page = await self._page(number)
        except Absent:
            gone = tuple(await self._known(source.id, topic_link(number)))
            if not gone:
                raise
            return Reading(gone=gone, name=PUBLISHER)
        if page is None:
            raise SourceUnavailable(_misread(number))
        found = Round()
        found.add(page, await asyncio.to_thread(page_documents, source.id, page))
        mark = _mark(found.documents)
        if mark == source.bookmark:
            told = tuple(found.problems)
            return Reading(bookmark=mark, unchanged=True, problems=told, name=PUBLISHER)
        return found.reading(mark)

    def _count_single(self) -> None:
        """Raises Busy when as many single topics were read within the hour as the site bears."""
        now = self._clock()
        self._singles = [at for at in self._singles if now - at < HOUR]
        if len(self._singles) >= self._limits.pages_an_hour:
            left = (HOUR - (now - self._singles[0])).total_seconds()
            what = "was asked for as many topics within the hour as it bears; ask again later"
            raise Busy(f"{PUBLISHER} {what}", retry_after=left)
        self._singles.append(now)

    async def _followed(self, source: Source) -> Reading:
        before, now = loaded(source.bookmark), self._clock()
        if source.bookmark is None:
            before = replace(before, since=now - self._backfill)
        feed = await listed(self._fetcher, self._endpoint, before, now)
        topics = self._topics(before, feed, now)
        if source.held:
            topics = looked_at_again(topics, await self._waiting(source.id))
        found = Round(topics=dict(topics), problems=list(feed.problems))
        asked = await self._read_pages(source.id, found, before, now)
        new = (t for t in feed.topics if t.number in topics and t.number not in before.topics)
        teasers = [teaser(source.id, t) for t in new if t.number not in found.settled]
        found.documents += teasers
        named = (topic.number for topic in feed.topics)
        after = Bookmark(
            etag=feed.etag,
            last_modified=feed.last_modified,
            topics=kept(found.topics, named, now) if feed.topics else found.topics,
            asked=(*before.within_the_hour(now), *asked),
            since=before.since,
        )
        same_feed = feed.problems or feed.tags == (before.etag, before.last_modified)
        same = not asked and not teasers and topics == before.topics and bool(same_feed)
        return replace(found.reading(dumped(after)), unchanged=same)

    def _topics(self, before: Bookmark, feed: Listed, now: datetime) -> Mapping[int, Followed]:
        """Those followed so far and the new ones; a new source does not begin before its backfill."""
        topics = dict(before.topics)
        for topic in feed.topics:
            mark, known = _mark(topic), topics.get(topic.number)
            if known:
                stale = known.stale or mark != known.mark
                topics[topic.number] = replace(known, mark=mark, stale=stale)
            elif not (before.since and topic.published) or topic.published > before.since:
                topics[topic.number] = Followed(begun=topic.published or now, mark=mark)
        return topics

    async def _read_pages(
        self, source_id: str, found: Round, before: Bookmark, now: datetime
    ) -> list[datetime]:
        """Reads the pages whose turn it is, until the site falters; when each was asked for."""
        asked = list[datetime]()
        left = self._limits.pages_an_hour - len(before.within_the_hour(now))
        for number in turns(found.topics, now)[: max(0, min(left, self._limits.pages))]:
            asked.append(self._clock())
            try:
                await self._read_page(source_id, found, number, now)
            except Forbidden:
                raise
            except SourceUnavailable as e:
                found.fail(number, now, Problem(where=f"topic {number}", what=str(e)))
                break
            if found.misread >= self._limits.misread:
                break
        return asked

    async def _read_page(self, source_id: str, found: Round, number: int, now: datetime) -> None:
        try:
            page = await self._page(number)
        except Absent:
            found.lose(number, now, await self._known(source_id, topic_link(number)))
            return
        except BadInput as e:
            found.fail(number, now, Problem(where=f"topic {number}", what=str(e)))
            return
        if page is None:
            found.misread += 1
            found.fail(number, now, Problem(where=PUBLISHER, what=_misread(number)))
            return
        found.add(page, await asyncio.to_thread(page_documents, source_id, page))
        found.settle(number, now)

    async def _page(self, number: int) -> TopicPage | None:
        got = await self._pages.fetch(f"{self._endpoint}/topic?id={number}")
        return await asyncio.to_thread(_parsed, got, number, self._clock())


def _parsed(got: Fetched, number: int, now: datetime) -> TopicPage | None:
    return topic_page(decode(got.body, got.charset), number, now)


def _misread(number: int) -> str:
    return (
        f"the page of topic {number} is not as expected; nothing of it was changed, it is tried again;"
        " if this stays, the site has been rebuilt and its reader needs mending"
    )


def _refused(error: Forbidden) -> Forbidden:
    match error:
        case OutOfBounds():
            return error
        case Disallowed():
            what = "GeekNews keeps robots from its topics; ask its owner for leave, or pause this source"
            return Disallowed(f"{what}: {error}")
        case _:
            what = (
                "GeekNews refuses to be read by us; ask its owner for leave, or pause this source"
            )
            return Forbidden(f"{what}: {error}")


def _mark(said: FeedTopic | list[Document]) -> str:
    return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()[:16]
