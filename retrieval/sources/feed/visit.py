"""One reading of one feed: which entries are new, which need their full text, what to remember of each."""

from dataclasses import dataclass, replace
from datetime import datetime

from retrieval.ids import document_id
from retrieval.sources.feed.bookmark import Bookmark, Seen
from retrieval.sources.feed.documents import document, retells
from retrieval.sources.feed.entries import ParsedEntry, ParsedFeed
from retrieval.sources.feed.keys import fingerprint
from retrieval.sources.feed.teasers import is_teaser, trimmed
from retrieval.types import Document, Source
from retrieval.web.fulltext import Full, FullTexts, Next


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLimits:
    """What one reading of a feed may take."""

    pages: int = 30  # full texts fetched
    at_once: int = 4
    tries: int = 3  # for one full text, a reading each
    entries: int = 2000  # the first ones
    file_bytes: int = 20_000_000
    shortest: int = 600  # characters; a shorter text is a teaser


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """What to remember of an entry, and its document unless nothing about it is new."""

    id: str
    seen: Seen
    document: Document | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What all entries of one reading share."""

    source: Source
    feed: ParsedFeed
    before: Bookmark
    texts: FullTexts
    now: datetime
    limits: FeedLimits

    async def entry(self, key: str, entry: ParsedEntry) -> Visited:
        """Fetches the full text where it is wanted and may be had."""
        text, more = trimmed(entry.text)
        entry = replace(entry, text=text)
        id, mark = document_id(self.source.id, key), fingerprint(entry)
        seen = self.before.seen.get(id)
        known = seen if seen and seen.fingerprint == mark else None
        if known and known.tries is None:
            return Visited(id=id, seen=known)
        full = await self._full(entry, more=more)
        after = Seen(fingerprint=mark, tries=self._tries(known, full))
        if known and not full.article:
            return Visited(id=id, seen=after)
        retold = retells(entry, self.feed, self.source.location)
        said = document(self.source, key, entry, full, retold=retold, now=self.now)
        return Visited(id=id, seen=after, document=said)

    async def _full(self, entry: ParsedEntry, *, more: bool) -> Full:
        teaser = more or is_teaser(entry.text, self.limits.shortest)
        if not teaser or not entry.link:
            return Full()
        full = await self.texts.of(entry.link)
        if full.article and len(full.article.text) < len(entry.text):
            return Full(lacks="its page shows no more than the feed")
        return full

    def _tries(self, known: Seen | None, full: Full) -> int | None:
        """How many tries have failed; None when there is nothing left to try."""
        before = known.tries or 0 if known else 0
        match full.then:
            case Next.RESUME:
                return before
            case Next.RETRY if before + 1 < self.limits.tries:
                return before + 1
            case _:
                return None
