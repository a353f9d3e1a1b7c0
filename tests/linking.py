"""A world in which questions link to a site on loopback, and to sites of discussions."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from examples import NOW, document
from fakes import FakeReader
from loopback import Loopback, loopback, web
from typing_extensions import override
from world import World, open_world
from written_pages import catalogue

from bot.asked_links import AskedLinks, Resolved
from bot.link_reading import LinkReading, LinkTerms
from bot.types import LinkOutcome, Question, Spender
from retrieval.ports import SourceTools
from retrieval.search import Query
from retrieval.sources import feed, webpage
from retrieval.stores.sql.vectors import SqlVectorCache
from retrieval.types import Filter, Reading, Source, Voice
from retrieval.web.article import TrafilaturaExtractor
from retrieval.within import Within

KIM = Spender(platform="fake", tenant="t1", channel="c1", user="kim")
LEE = replace(KIM, user="lee")
THREAD = "https://news.ycombinator.com/item?id=7"
SAID = "The bay should have bought two of these boats, honestly."


def thread_of(url: str) -> Reading:
    """A discussion with one comment."""
    post = document(
        "post", text="A boat.", url=url, thread_url=url, voice=Voice.POST, title="A boat"
    )
    said = document(
        "said", text=SAID, url=f"{url}#1", thread_url=url, voice=Voice.COMMENT, title=""
    )
    return Reading(documents=(post, said), threads=frozenset({url}))


class GatedReader(FakeReader):
    """Says when it begins, and goes on when it may."""

    def __init__(self, *readings: Reading | Exception) -> None:
        super().__init__(*readings)
        self.begun, self.gate = asyncio.Event(), asyncio.Event()
        self.gate.set()

    @override
    async def read(self, source: Source) -> Reading:
        self.begun.set()
        await self.gate.wait()
        return await super().read(source)


def discussions(host: str) -> SimpleNamespace:
    """A kind of source for a site of discussions; `reader` brings one thread."""
    reader = GatedReader(thread_of(f"https://{host}/item?id=7"))
    return SimpleNamespace(
        recognises=lambda place: place.startswith(f"https://{host}/"),
        single=lambda place: "/item?id=" in place,
        make=lambda _tools: reader,
        reader=reader,
    )


@dataclass
class Scene:
    """A world, a site to link to, and whoever resolves links."""

    world: World
    site: Loopback
    tools: SourceTools
    kinds: dict[str, Any]
    now: datetime = NOW
    made: list[LinkReading] = field(default_factory=list)

    def links(self, **terms: object) -> AskedLinks:
        readers = {name: module.make(self.tools) for name, module in self.kinds.items()}
        reading = LinkReading(self.world.library, readers, lambda: self.now, LinkTerms(**terms))
        self.made.append(reading)
        return AskedLinks(self.world.library, catalogue(self.kinds), reading)

    async def ask(self, text: str, links: AskedLinks | None = None, **given: object) -> Resolved:
        wanted = links or self.links()
        return await wanted(Question(**{"text": text, "now": self.now, "spender": KIM, **given}))

    async def within(self, found: Resolved) -> list[str]:
        """What the search finds in the stories of the links."""
        within = Within(
            self.world.library, self.world.embedder, SqlVectorCache(self.world.library.engine)
        )
        passages = await within(found.text, found.stories, Filter(asked=found.asked))
        return [f.passage.text for f in passages]

    async def searched(self, text: str) -> list[str]:
        """What everybody finds."""
        await self.world.ingest.drain()
        results = await self.world.search(Query(text=text, now=NOW, zone=ZoneInfo("UTC")))
        return [f.passage.text for f in results.found]


@asynccontextmanager
async def open_scene(folder: Path) -> AsyncIterator[Scene]:
    """The site has no page yet."""
    async with AsyncExitStack() as stack:
        world = await stack.enter_async_context(open_world(folder, Reading()))
        site = await stack.enter_async_context(loopback())
        opened = await stack.enter_async_context(web())
        tools = SourceTools(
            fetcher=opened.fetcher,
            named=opened.pages,
            pages=opened.pages,
            extractor=TrafilaturaExtractor(),
            clock=lambda: NOW,
        )
        kinds = {
            "feed": feed,
            "webpage": webpage,
            "hackernews": discussions("news.ycombinator.com"),
            "geeknews": discussions("news.hada.io"),
        }
        made = Scene(world, site, tools, kinds)
        yield made
        for reading in made.made:
            await reading.close()


def outcomes(found: Resolved) -> list[LinkOutcome]:
    """What became of its links, in their order."""
    return [link.outcome for link in found.links]
