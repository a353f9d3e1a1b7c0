"""What every kind of source keeps to, read from a real server on loopback or from a real file.

A new kind adds a case: what it is called, and how a world is made in which it has something to read.
"""

import importlib
import unicodedata
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from fake_web import NOW, FakeExtractor
from geeknews_pages import Bullet, Topic
from geeknews_site import geeknews_site
from hackernews_site import hackernews
from loopback import Says, loopback, web

from retrieval.errors import RetrievalError
from retrieval.ports import Endpoints, SourceReader, SourceTools
from retrieval.types import Reading, Source

HOSTILE = "&lt;p&gt;One\u202e &lt;script&gt;alert(1)&lt;/script&gt;re\u0301sume\u0301.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;"


@dataclass(frozen=True)
class World:
    """A kind of source with something to read, and the same with nothing there."""

    source: Source
    tools: SourceTools
    documents: int = 3  # that it has

    def reader(self) -> SourceReader:
        module = importlib.import_module(f"retrieval.sources.{self.source.kind}")
        reader: SourceReader = module.make(self.tools)
        return reader

    async def read(self, bookmark: str | None = None) -> Reading:
        return await self.reader().read(replace(self.source, bookmark=bookmark))


Making = Callable[[AsyncExitStack, Path], Awaitable[World]]


async def feed_world(stack: AsyncExitStack, _folder: Path) -> World:
    site = await stack.enter_async_context(loopback())
    given = await stack.enter_async_context(web())
    entries = "".join(
        f"<item><title>T{n}</title><link>{site.url}/{n}</link><guid>{n}</guid><description>{HOSTILE}</description></item>"
        for n in range(3)
    )
    body = f'<rss version="2.0"><channel><title>Ex</title>{entries}</channel></rss>'.encode()
    site.pages["/feed"] = lambda asked: Says(
        body,
        304 if asked.headers.get("if-none-match") else 200,
        {"etag": '"1"'},
        "application/rss+xml",
    )
    site.pages |= {
        f"/{n}": Says(f"<p>Page {n} says this at length.</p>".encode() * 9) for n in range(3)
    }
    tools = SourceTools(
        fetcher=given.fetcher,
        named=given.pages,
        pages=given.pages,
        extractor=FakeExtractor(),
        clock=lambda: NOW,
    )
    return World(Source(id="s1", kind="feed", location=f"{site.url}/feed", name="Ex"), tools)


async def jsonl_world(stack: AsyncExitStack, folder: Path) -> World:
    given = await stack.enter_async_context(web())
    lines = (
        f'{{"url": "https://ex.com/{n}", "title": "T", "text": "<p>One\\u202e re\\u0301sume\\u0301 {n}"}}'
        for n in range(3)
    )
    (folder / "texts.jsonl").write_text("\n".join(lines), "utf-8")
    tools = SourceTools(
        fetcher=given.fetcher,
        named=given.pages,
        pages=given.pages,
        extractor=FakeExtractor(),
        clock=lambda: NOW,
    )
    location = str(folder / "texts.jsonl")
    return World(Source(id="s1", kind="jsonl", location=location, name="Texts"), tools)


async def webpage_world(stack: AsyncExitStack, _folder: Path) -> World:
    site = await stack.enter_async_context(loopback())
    given = await stack.enter_async_context(web())
    body = f"<p>One\u202e re\u0301sume\u0301.<script>alert(1)</script><p>{'Two. ' * 99}".encode()
    site.pages["/a"] = lambda asked: Says(
        body, 304 if asked.headers.get("if-none-match") else 200, {"etag": '"1"'}
    )
    tools = SourceTools(
        fetcher=given.fetcher,
        named=given.pages,
        pages=given.pages,
        extractor=FakeExtractor(),
        clock=lambda: NOW,
    )
    source = Source(id="s1", kind="webpage", location=f"{site.url}/a", name="Ex")
    return World(source, tools, documents=1)


async def hackernews_world(stack: AsyncExitStack, _folder: Path) -> World:
    site = await stack.enter_async_context(hackernews(NOW))
    given = await stack.enter_async_context(web())
    url = site.add_article("one", "A page that says this at length. " * 9)
    story = site.add_story("One\u202e re\u0301sume\u0301", url=url)
    site.comment(story, HOSTILE)
    site.changed.clear()  # nothing is told as the latest change any more
    tools = SourceTools(
        fetcher=given.fetcher,
        named=given.pages,
        pages=given.pages,
        extractor=FakeExtractor(),
        clock=lambda: NOW,
        endpoints=site.endpoints,
    )
    location = "https://news.ycombinator.com/"
    return World(Source(id="s1", kind="hackernews", location=location, name="HN"), tools)


async def geeknews_world(stack: AsyncExitStack, _folder: Path) -> World:
    site = await stack.enter_async_context(geeknews_site(lambda: NOW))
    given = await stack.enter_async_context(web())
    body = "<p>One\u202e <script>alert(1)</script>re\u0301sume\u0301.</p><p>Two.</p>"
    site.add(Topic(number=7, title="T", body=body))
    site.comment(7, body)
    site.digest(7, [Bullet(text="One\u202e re\u0301sume\u0301")])
    tools = SourceTools(
        fetcher=given.fetcher,
        named=given.pages,
        pages=given.pages,
        extractor=FakeExtractor(),
        clock=lambda: NOW,
        endpoints=Endpoints(geeknews=site.url),
    )
    location = "https://news.hada.io/"
    return World(Source(id="s1", kind="geeknews", location=location, name="GeekNews"), tools)


KINDS: dict[str, Making] = {
    "feed": feed_world,
    "hackernews": hackernews_world,
    "jsonl": jsonl_world,
    "geeknews": geeknews_world,
    "webpage": webpage_world,
}


@pytest.fixture(params=KINDS)
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    async with AsyncExitStack() as stack:
        yield await KINDS[request.param](stack, tmp_path)


async def test_reads(world: World) -> None:
    """A reading brings documents of this source, each with address, title and text."""
    documents = (await world.read()).documents
    assert len(documents) == world.documents
    assert all(
        each.source_id == "s1" and each.url and each.title and each.text for each in documents
    )


async def test_nothing_twice(world: World) -> None:
    """With the bookmark of the last reading an unchanged source brings nothing, and says so."""
    first = await world.read()
    second = await world.read(first.bookmark)
    third = await world.read(second.bookmark)
    assert (second.unchanged, second.documents) == (third.unchanged, third.documents) == (True, ())


async def test_stable(world: World) -> None:
    """Two readings without bookmark are equal, so a repeated step changes nothing."""
    assert (await world.read()).documents == (await world.read()).documents


async def test_ids_differ(world: World) -> None:
    """No two documents of a source share their id."""
    documents = (await world.read()).documents
    assert len({each.id for each in documents}) == len(documents)


async def test_ids_belong_to_the_source(world: World) -> None:
    """The same text in two sources is two documents."""
    other = replace(world, source=replace(world.source, id="s2"))
    mine, theirs = await world.read(), await other.read()
    assert not {each.id for each in mine.documents} & {each.id for each in theirs.documents}


async def test_plain(world: World) -> None:
    """All texts are NFC and plain: no markup, no control character, nothing that turns the direction."""
    for document in (await world.read()).documents:
        stored = f"{document.title}\n{document.text}"
        assert unicodedata.is_normalized("NFC", stored)
        assert not any(mark in stored for mark in ("\u202e", "\0"))
        if world.source.kind != "jsonl":  # whose texts are declared plain: "<p>" is what they say
            assert not any(tag in stored for tag in ("<p>", "<script"))


async def test_aware(world: World) -> None:
    """All times are aware."""
    for document in (await world.read()).documents:
        assert all(when is None or when.tzinfo for when in (document.published, document.updated))


async def test_unreadable(world: World) -> None:
    """A location where nothing is raises one of our errors, whose one line names it."""
    gone = replace(world, source=replace(world.source, location=f"{world.source.location}-gone"))
    with pytest.raises(RetrievalError) as raised:
        await gone.read()
    assert gone.source.location in str(raised.value)
    assert "\n" not in str(raised.value)


async def test_strange_bookmark(world: World) -> None:
    """A bookmark that the reader did not write is as good as none."""
    assert len((await world.read("{]")).documents) == world.documents
