"""Reads a feed: what is new or changed in it, with the full text where the feed has only a taste."""

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from retrieval.files import read_capped
from retrieval.ports import ArticleExtractor, Fetcher
from retrieval.sources.feed.bookmark import Bookmark, dumped, loaded
from retrieval.sources.feed.entries import ParsedFeed, parse_feed
from retrieval.sources.feed.keys import keyed
from retrieval.sources.feed.visit import FeedLimits, Visit
from retrieval.types import Problem, Reading, Source
from retrieval.urls import web_url
from retrieval.web.fulltext import FullTexts

_UNCHANGED = 304


@dataclass(frozen=True, slots=True, kw_only=True)
class _Feed:
    """A feed just read, or None in its place when the source says that it has not changed."""

    parsed: ParsedFeed | None
    etag: str | None = None
    last_modified: str | None = None
    moved_to: str | None = None


class FeedReader:
    """Implements SourceReader for feeds at web addresses and in files."""

    def __init__(
        self,
        *,
        fetcher: Fetcher,
        pages: Fetcher,
        extractor: ArticleExtractor,
        clock: Callable[[], datetime],
        limits: FeedLimits | None = None,
    ) -> None:
        self._fetcher = fetcher
        self._pages = pages
        self._extractor = extractor
        self._clock = clock
        self._limits = limits or FeedLimits()

    async def read(self, source: Source) -> Reading:
        """See SourceReader. Entries that did not change since the bookmark are left out."""
        before = loaded(source.bookmark)
        feed = await self._feed(source.location, before)
        if feed.parsed is None:
            return Reading(bookmark=source.bookmark, unchanged=True)
        first = replace(feed.parsed, entries=feed.parsed.entries[: self._limits.entries])
        key, entries = keyed(first.entries, before.key)
        visit = self._visit(source, first, before)
        seen = await asyncio.gather(*(visit.entry(each, entry) for each, entry in entries.items()))
        documents = tuple(each.document for each in seen if each.document)
        after = Bookmark(
            etag=feed.etag,
            last_modified=feed.last_modified,
            key=key,
            seen={each.id: each.seen for each in seen},
        )
        return Reading(
            documents=documents,
            bookmark=dumped(after),
            unchanged=not documents,
            name=first.title or None,
            location=feed.moved_to,
            problems=_left_out(feed.parsed, first),
        )

    def _visit(self, source: Source, feed: ParsedFeed, before: Bookmark) -> Visit:
        limits = self._limits
        texts = FullTexts(
            pages=self._pages,
            extractor=self._extractor,
            limit=limits.pages,
            at_once=limits.at_once,
        )
        return Visit(
            source=source, feed=feed, before=before, texts=texts, now=self._clock(), limits=limits
        )

    async def _feed(self, location: str, before: Bookmark) -> _Feed:
        """Unconditionally while an entry waits for its full text: an unchanged feed would not name it."""
        return await (self._fetched if web_url(location) else self._filed)(location, before)

    async def _fetched(self, location: str, before: Bookmark) -> _Feed:
        known = Bookmark() if before.pending else before
        got = await self._fetcher.fetch(
            location, etag=known.etag, last_modified=known.last_modified
        )
        if got.status == _UNCHANGED:
            return _Feed(parsed=None)
        parsed = await asyncio.to_thread(
            parse_feed, got.body, base=got.url, media_type=got.content_type, charset=got.charset
        )
        return _Feed(
            parsed=parsed,
            etag=got.etag,
            last_modified=got.last_modified,
            moved_to=got.moved_to,
        )

    async def _filed(self, location: str, before: Bookmark) -> _Feed:
        body = await asyncio.to_thread(read_capped, Path(location), self._limits.file_bytes)
        tag = hashlib.sha256(body).hexdigest()
        if tag == before.etag and not before.pending:
            return _Feed(parsed=None)
        return _Feed(parsed=await asyncio.to_thread(parse_feed, body, base=location), etag=tag)


def _left_out(whole: ParsedFeed, part: ParsedFeed) -> tuple[Problem, ...]:
    missing = len(whole.entries) - len(part.entries)
    if not missing:
        return ()
    what = f"its last {missing} entries were left out"
    return (Problem(where=whole.title or "feed", what=what, mend="Add its older parts as files."),)
