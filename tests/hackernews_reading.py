"""A source of the small Hacker News, read again and again; what is stored of it is decided by the real plan."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from fake_web import FakeExtractor
from hackernews_site import HackerNewsSite, hackernews
from loopback import QUICK, Web, web

from retrieval.plan import Plan, fingerprint, plan, text_mark
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
        self.planned = Plan()
        self.limits = limits
        self.tools = SourceTools(
            fetcher=given.fetcher,
            pages=given.pages,
            extractor=FakeExtractor(),
            clock=lambda: site.now,
            endpoints=site.endpoints,
            known=self._known,
            backfill=timedelta(0),
        )

    async def read(self, *, confirmed: int = 0, **tools: object) -> Reading:
        """Read once, and store as a library would."""
        given = replace(self.tools, **tools)  # type: ignore[arg-type]
        reading = await HackerNewsReader(given, self.limits).read(self.source)
        had = {id: _stored(d) for id, d in self.stored.items()}
        self.planned = plan(had, reading, now=self.site.now, confirmed=confirmed)
        for document in (*self.planned.added, *self.planned.changed):
            self.stored[document.id] = document
        for id in self.planned.gone:
            del self.stored[id]
        if not reading.unchanged and not self.planned.held:
            self.source = replace(self.source, bookmark=reading.bookmark)
        return reading

    def at(self, id: int) -> Document | None:
        """What is stored of a story or comment of the site."""
        return next((d for d in self.stored.values() if d.url == permalink(id)), None)

    def texts(self) -> list[str]:
        return sorted(d.text for d in self.stored.values())

    async def _known(self, _source: str, thread: str) -> Mapping[str, Stored]:
        return {id: _stored(d) for id, d in self.stored.items() if d.thread_url == thread}


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
