"""Both sites on 127.0.0.1 under names of their own, read through everything that the bot is made of, in simulated time.

No second passes in earnest: pauses, waits and the week itself move one clock, by which the servers note each request.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fakes import FakeEmbedder
from geeknews_site import GeekNewsSite, geeknews_site
from hackernews_site import ITEMS, SEARCH, HackerNewsSite, hackernews
from loopback import Asked, Loopback, Says
from running import Office
from typing_extensions import override

from bot.memory.store import open_memory
from bot.withdrawing import Cleaning
from retrieval.ingest import Ingest
from retrieval.likeness import Liken
from retrieval.ports import Endpoints, PassageIndex, SourceTools
from retrieval.sources import geeknews as geeknews_kind
from retrieval.sources import hackernews as hackernews_kind
from retrieval.stores.chroma import ChromaIndex, open_client
from retrieval.stores.sql.library import SqlLibrary, open_library
from retrieval.stores.sql.vectors import SqlVectorCache
from retrieval.stores.tantivy import TantivyIndex
from retrieval.types import Document, Run, Source
from retrieval.web.article import TrafilaturaExtractor
from retrieval.web.client import FetchLimits, WebClient
from retrieval.web.fetch import GuardedFetcher, Walker
from retrieval.web.guard import GuardedBackend, opening
from retrieval.web.politeness import Politeness
from retrieval.web.robots import Robots

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
SEARCH_HOST, ITEMS_HOST = "search.test", "items.test"
ARTICLE_HOST, GEEKNEWS_HOST = "article.test", "geeknews.test"
HN, GN = "hn", "gn"
_ANSWERING = timedelta(seconds=0.2)  # simulated, for each answer
LIMITS = FetchLimits(seconds=4.0)


class Clock:
    """Time that passes only by sleeping, and when it is moved."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        return (self.now - MONDAY).total_seconds()

    async def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        await asyncio.sleep(0)


@dataclass
class Visit:
    """One request as a server saw it. `at_once`: how many its host was answering then, this one included."""

    host: str
    path: str
    begun: datetime
    at_once: int
    ended: datetime | None = None
    status: int = 0
    wait: float = 0.0  # seconds that the answer asked for


@dataclass
class Ledger:
    """All requests to all hosts, by the simulated clock."""

    clock: Clock
    visits: list[Visit] = field(default_factory=list)
    answered: Callable[[Visit, Says], None] = lambda _visit, _says: None

    def watch(self, server: Loopback) -> None:
        """Note what a server is asked from now on."""
        plain, pages, open_visits = server._answer, server.pages, dict[int, Visit]()

        async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
            visit = open_visits[id(asked)] = self._begun(asked)
            self.clock.now += _ANSWERING
            await asyncio.sleep(0)
            try:
                await plain(asked, writer)
            finally:
                visit.ended = visit.ended or self.clock.now

        def told(asked: Asked, page: object) -> Says:
            says = page(asked) if callable(page) else page
            visit = open_visits.pop(id(asked))
            visit.status = 0 if says.cut or says.drip else says.status
            if says.drip:  # a silent server does not learn when its client has given up
                visit.ended = self.clock.now
            visit.wait = float(says.headers.get("retry-after", 0))
            self.answered(visit, says)
            return says

        server.pages = _Told(pages, told)  # type: ignore[assignment]
        server._answer = answer  # type: ignore[method-assign]

    def _begun(self, asked: Asked) -> Visit:
        host = asked.headers["host"].partition(":")[0]
        open_now = sum(v.host == host and v.ended is None for v in self.visits[-20:])
        visit = Visit(host, asked.path, self.clock.now, open_now + 1)
        self.visits.append(visit)
        return visit


class _Told(dict[str, object]):
    """A server's answers, each noted."""

    def __init__(self, inner: dict[str, object], told: Callable[[Asked, object], Says]) -> None:
        super().__init__()
        self._inner = inner
        self._told = told

    @override
    def get(self, path: str, default: object = None) -> object:
        return lambda asked: self._told(asked, self._inner.get(path, default))


@dataclass
class Both:
    """Both sites, the stores, and who reads the one into the other."""

    clock: Clock
    ledger: Ledger
    hackernews: HackerNewsSite
    geeknews: GeekNewsSite
    library: SqlLibrary
    indexes: Sequence[PassageIndex]
    office: Office
    unreachable: set[str]  # hosts whose names are not known just now

    async def read(self, source_id: str, *, confirmed: str | None = None) -> Run:
        """One reading, as the schedule or an administrator starts it."""
        return await self.office.read(source_id, "week", confirmed=confirmed)

    async def source(self, source_id: str) -> Source:
        found = await self.library.source(source_id)
        assert found
        return found

    async def stored(self, source_id: str) -> list[Document]:
        """What the library holds of a source and may show."""
        known = await self.library.stored(source_id)
        alive = [id for id, each in known.items() if not each.gone]
        return list((await self.library.documents(alive)).values())

    def article(self, slug: str, *paragraphs: str) -> str:
        """A page with an article, under its host's own name."""
        self.hackernews.add_article(slug, *paragraphs)
        return f"http://{ARTICLE_HOST}:{self.hackernews.port}/articles/{slug}"

    def at(self, when: datetime) -> None:
        """Let time pass until then; what changed before is told as the latest no more."""
        self.clock.now = max(self.clock.now, when)
        self.hackernews.now = self.clock.now
        self.hackernews.changed.clear()


@asynccontextmanager
async def both_sites(
    folder: Path, limits: FetchLimits = LIMITS, **tools: object
) -> AsyncIterator[Both]:
    """Empty sites and a data folder that follows both of them."""
    clock = Clock()
    ledger, unreachable = Ledger(clock), set[str]()
    async with AsyncExitStack() as stack:
        hn = await stack.enter_async_context(hackernews(MONDAY))
        gn = await stack.enter_async_context(geeknews_site(clock))
        ledger.watch(hn)
        ledger.watch(gn.server)
        client = _client(unreachable, limits)
        stack.push_async_callback(client.close)
        library = await open_library(f"sqlite+aiosqlite:///{folder}/n.sqlite")
        stack.push_async_callback(library.close)
        embedder, cache = FakeEmbedder(), SqlVectorCache(library.engine)
        dense = ChromaIndex(
            open_client("", folder / "chroma"), embedder, library, cache, str(folder)
        )
        stack.push_async_callback(dense.close)
        lexical = TantivyIndex(folder / "lexical")
        stack.push_async_callback(lexical.close)
        given = replace(_tools(client, clock, _endpoints(hn, gn), library), **tools)  # type: ignore[arg-type]
        kinds = {"hackernews": hackernews_kind, "geeknews": geeknews_kind}
        readers = {name: kind.make(given) for name, kind in kinds.items()}
        ingest = Ingest(library, readers, [dense, lexical], clock)
        office = Office(library, ingest, clock)
        office.reading.clean = Cleaning(library, await open_memory(library.engine), cache)
        office.reading.liken = Liken(library, embedder, cache)
        stack.push_async_callback(office.tasks.close)
        for source in _sources():
            await library.save_source(source)
        yield Both(clock, ledger, hn, gn, library, [dense, lexical], office, unreachable)


def _sources() -> Iterator[Source]:
    every = timedelta(minutes=30)
    yield Source(
        id=HN, kind="hackernews", location="https://news.ycombinator.com/", name=HN, every=every
    )
    yield Source(id=GN, kind="geeknews", location="https://news.hada.io/", name=GN, every=every)


def _endpoints(hn: HackerNewsSite, gn: GeekNewsSite) -> Endpoints:
    return Endpoints(
        hackernews_search=f"http://{SEARCH_HOST}:{hn.port}{SEARCH}",
        hackernews_items=f"http://{ITEMS_HOST}:{hn.port}{ITEMS}",
        geeknews=f"http://{GEEKNEWS_HOST}:{gn.server.port}",
    )


def _client(unreachable: set[str], limits: FetchLimits) -> WebClient:
    async def resolver(host: str, _port: int) -> Sequence[str]:
        if host in unreachable:
            raise socket.gaierror(socket.EAI_NONAME, "not known")
        return ["127.0.0.1"]

    backend = GuardedBackend(openings=[opening("127.0.0.1")], resolver=resolver)
    return WebClient(backend=backend, user_agent="newsdesk-test", limits=limits)


def _tools(
    client: WebClient, clock: Clock, endpoints: Endpoints, library: SqlLibrary
) -> SourceTools:
    politeness = Politeness(clock=clock.seconds, sleep=clock.sleep)
    walker = Walker(
        client=client, politeness=politeness, clock=clock.seconds, openings=[opening("127.0.0.1")]
    )
    robots = Robots(walker=walker, agent="newsdesk-test", clock=clock.seconds)
    pages = GuardedFetcher(walker, robots.permit)
    return SourceTools(
        fetcher=GuardedFetcher(walker),
        named=pages,
        pages=pages,
        extractor=TrafilaturaExtractor(),
        clock=clock,
        endpoints=endpoints,
        known=library.thread,
        waiting=library.held_threads,
    )
