"""A source of the small Hacker News, read again and again; what is stored of it is decided by the real plan."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from fake_web import FakeExtractor
from hackernews_site import HackerNewsSite, hackernews
from loopback import QUICK, Web, web

from retrieval.plan import Plan, fingerprint, held_mark, plan, text_mark
from retrieval.ports import SourceTools, Stored
from retrieval.sources.hackernews.reader import HackerNewsLimits, HackerNewsReader
from retrieval.types import Document, Reading, Source

START = datetime(2026, 11, 20, 12, tzinfo=UTC)
FRONT = "https://news.ycombinator.com/"


def permalink(id: int) -> str:
    return f"https://news.ycombinator.com/item?id={id}"


class Follower:
    """Reads one source of the site. `stored` is what is kept of it, `planned` what the last reading changed."""

    def __init__(
        self, site: HackerNewsSite, given: Web, location: str, limits: HackerNewsLimits
    ) -> None:
        self.site = site
        self.source = Source(id="s1", kind="hackernews", location=location, name="HN")
        self.stored: dict[str, Document] = {}
        self.planned = Plan()  # and what that leaves waiting
        self.limits = limits
        self.tools = SourceTools(
            fetcher=given.fetcher,
            named=given.pages,
            pages=given.pages,
            extractor=FakeExtractor(),
            clock=lambda: site.now,
            endpoints=site.endpoints,
            known=self._known,
            backfill=timedelta(0),
        )

    async def read(self, *, yes: bool = False, **tools: object) -> Reading:
        """Read once, and store as a library would. `yes`: delete what waits for that."""
        given = replace(self.tools, **tools)  # type: ignore[arg-type]
        reading = await HackerNewsReader(given, self.limits).read(self.source)
        held = self.planned.held
        had = {id: replace(_stored(d), held=id in held) for id, d in self.stored.items()}
        mark = held_mark(held) if yes else None
        self.planned = plan(had, reading, now=self.site.now, confirmed=mark)
        for document in (*self.planned.added, *self.planned.changed):
            self.stored[document.id] = document
        for id in self.planned.gone:
            del self.stored[id]
        if not reading.unchanged:
            self.source = replace(self.source, bookmark=reading.bookmark)
        return reading

    def at(self, id: int) -> Document | None:
        """What is stored of a story or comment of the site."""
        return next((d for d in self.stored.values() if d.url == permalink(id)), None)

    def texts(self) -> list[str]:
        return sorted(d.text for d in self.stored.values())

    async def _known(self, _source: str, thread: str) -> Mapping[str, Stored]:
        held = self.planned.held
        own = {id: d for id, d in self.stored.items() if d.thread_url == thread}
        return {id: replace(_stored(d), held=id in held) for id, d in own.items()}


def _stored(document: Document) -> Stored:
    return Stored(
        fingerprint=fingerprint(document),
        gone=False,
        lacking=bool(document.lacks),
        thread=document.thread_url,
        text_mark=text_mark(document),
        edited=document.edited,
        url=document.url,
    )


@asynccontextmanager
async def following(
    location: str = FRONT, limits: HackerNewsLimits | None = None
) -> AsyncIterator[tuple[HackerNewsSite, Follower]]:
    """An empty site and somebody who follows a location of it."""
    async with hackernews(START) as site, web(limits=QUICK) as given:
        yield site, Follower(site, given, location, limits or HackerNewsLimits())
