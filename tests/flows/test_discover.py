"""What an address that somebody names becomes: a feed, an article, the feed of a site, or a refusal."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from fake_web import NOW
from loopback import QUICK, Loopback, Says, loopback, web
from world import World, open_world
from written_pages import ENGLISH, KOREAN, desk, page

from bot.desk import LocalDesk
from bot.errors import BadRequest
from retrieval.discover import feeds_of
from retrieval.ports import SourceTools
from retrieval.sources import feed, webpage
from retrieval.types import Reading, Run, RunState, SourceState
from retrieval.web.article import TrafilaturaExtractor

FEED = b"""<rss version="2.0"><channel><title>Bay News</title><link>http://127.0.0.1/</link><item><guid>1</guid>
<title>A boat</title><description>The hydrogen boat of the bay was named after the bay.</description></item></channel></rss>"""
RSS = "application/rss+xml"
ALTERNATE = "<link rel='alternate' type='application/rss+xml' href='/feed.xml'>"
COMMENTS = "<link rel='alternate' type='application/rss+xml' title='Comments' href='/c.xml'>"


@dataclass
class Newsdesk:
    """A desk whose feeds and pages are read from a server on loopback."""

    site: Loopback
    world: World
    desk: LocalDesk

    async def ingest(self, path: str = "/a") -> Run:
        return await self.desk.ingest(f"{self.site.url}{path}", asked_by="me")

    async def sources(self) -> list[tuple[str, str]]:
        url = self.site.url
        return [(s.kind, s.location.removeprefix(url)) for s in await self.world.library.sources()]


@pytest.fixture
async def newsdesk(tmp_path: Path) -> AsyncIterator[Newsdesk]:
    async with AsyncExitStack() as stack:
        site = await stack.enter_async_context(loopback())
        opened = await stack.enter_async_context(web(limits=QUICK))
        tools = SourceTools(
            fetcher=opened.fetcher,
            named=opened.pages,
            pages=opened.pages,
            extractor=TrafilaturaExtractor(shortest=100),
            clock=lambda: NOW,
        )
        world = await stack.enter_async_context(open_world(tmp_path, Reading()))
        yield Newsdesk(site, world, desk(world, {"feed": feed, "webpage": webpage}, tools))


async def test_feed(newsdesk: Newsdesk) -> None:
    """A feed is read as one."""
    newsdesk.site.pages["/a"] = Says(FEED, kind=RSS)
    run = await newsdesk.ingest()
    assert (run.state, run.added, run.problems) == (RunState.DONE, 1, ())
    assert await newsdesk.sources() == [("feed", "/a")]


async def test_feed_sent_as_page(newsdesk: Newsdesk) -> None:
    """What a feed is, its content decides, not what its host calls it."""
    newsdesk.site.pages["/a"] = Says(FEED)
    await newsdesk.ingest()
    assert await newsdesk.sources() == [("feed", "/a")]


@pytest.mark.parametrize("paragraphs", [ENGLISH * 2, KOREAN * 4])
async def test_article(newsdesk: Newsdesk, paragraphs: list[str]) -> None:
    """A page with an article is read as that, also when its site has a feed."""
    newsdesk.site.pages["/a"] = Says(page(paragraphs, ALTERNATE))
    run = await newsdesk.ingest()
    assert (run.state, run.added) == (RunState.DONE, 1)
    assert await newsdesk.sources() == [("webpage", "/a")]


@pytest.mark.parametrize("head", [ALTERNATE, COMMENTS + ALTERNATE])
async def test_front_page(newsdesk: Newsdesk, head: str) -> None:
    """A front page stands for its feed, not that of its comments, and the run tells which one is read."""
    newsdesk.site.pages |= {
        "/": Says(page(ENGLISH * 2, head)),
        "/feed.xml": Says(FEED, kind=RSS),
    }
    run = await newsdesk.ingest("/")
    assert await newsdesk.sources() == [("feed", "/feed.xml")]
    assert (run.added, run.problems[0].where) == (1, f"{newsdesk.site.url}/")
    assert f"{newsdesk.site.url}/feed.xml is read" in run.problems[0].what


async def test_section_without_article(newsdesk: Newsdesk) -> None:
    """So does a page with hardly any text."""
    newsdesk.site.pages |= {
        "/a": Says(page(["Latest boats"], ALTERNATE)),
        "/feed.xml": Says(FEED, kind=RSS),
    }
    await newsdesk.ingest()
    assert await newsdesk.sources() == [("feed", "/feed.xml")]


async def test_front_page_twice(newsdesk: Newsdesk) -> None:
    """Naming a site and naming its feed is one source."""
    newsdesk.site.pages |= {
        "/": Says(page(ENGLISH, ALTERNATE)),
        "/feed.xml": Says(FEED, kind=RSS),
    }
    runs = [await newsdesk.ingest(path) for path in ("/", "/feed.xml", "/")]
    assert len({run.source_id for run in runs}) == 1


async def test_site_of_one_page(newsdesk: Newsdesk) -> None:
    """A front page without a feed that is an article is read as one."""
    newsdesk.site.pages["/"] = Says(page(ENGLISH * 2))
    await newsdesk.ingest("/")
    assert await newsdesk.sources() == [("webpage", "/")]


@pytest.mark.parametrize(
    ("says", "what"),
    [
        (Says(b"<html><body><div id='app'></div></body></html>"), "no article"),
        (Says(b"{}", kind="application/json"), "no web page"),
        (Says(b"%PDF", kind="application/pdf"), "application/pdf"),
        (Says(status=403), "403"),
        (Says(status=404), "404"),
        (Says(status=302, headers={"location": "http://169.254.169.254/x"}), "not public"),
    ],
)
async def test_neither(newsdesk: Newsdesk, says: Says, what: str) -> None:
    """What is neither, or is refused, is one line, and nothing is stored."""
    newsdesk.site.pages["/a"] = says
    with pytest.raises(BadRequest, match=what) as refused:
        await newsdesk.ingest()
    assert "\n" not in str(refused.value)
    assert await newsdesk.sources() == []
    assert newsdesk.site.paths().count("/a") == 1


async def test_robots(newsdesk: Newsdesk) -> None:
    """An article that is kept from robots is not read; a feed, which is made for them, is."""
    newsdesk.site.pages |= {
        "/robots.txt": Says(b"User-agent: *\nDisallow: /", kind="text/plain"),
        "/a": Says(page(ENGLISH, ALTERNATE)),
        "/feed.xml": Says(FEED, kind=RSS),
    }
    with pytest.raises(BadRequest, match="robots"):
        await newsdesk.ingest()
    await newsdesk.ingest("/feed.xml")
    assert await newsdesk.sources() == [("feed", "/feed.xml")]


async def test_private_address(newsdesk: Newsdesk) -> None:
    """An address that is not public is one line."""
    with pytest.raises(BadRequest, match="not public"):
        await newsdesk.desk.ingest("http://10.0.0.1/feed", asked_by="me")
    assert await newsdesk.sources() == []


async def test_out_of_reach(newsdesk: Newsdesk) -> None:
    """What cannot be reached now is kept as a feed that fails, and is what it is once it can be."""
    newsdesk.site.pages["/a"] = Says(status=500)
    run = await newsdesk.ingest()
    (kept,) = await newsdesk.world.library.sources()
    assert (run.state, kept.kind, kept.state) == (RunState.FAILED, "feed", SourceState.FAILING)
    assert "500" in (run.message or "")
    newsdesk.site.pages["/a"] = Says(page(ENGLISH * 2))
    run = await newsdesk.ingest()
    assert (run.state, await newsdesk.sources()) == (RunState.DONE, [("webpage", "/a")])


async def test_known_is_not_looked_at_again(newsdesk: Newsdesk) -> None:
    """An address that is a source already is only read."""
    newsdesk.site.pages["/a"] = Says(FEED, kind=RSS)
    await newsdesk.ingest()
    before = newsdesk.site.paths().count("/a")
    await newsdesk.ingest()
    assert newsdesk.site.paths().count("/a") == before + 1


async def test_a_file_is_not_fetched(newsdesk: Newsdesk, tmp_path: Path) -> None:
    """The path of a file is left to its kind."""
    (tmp_path / "news.xml").write_bytes(FEED)
    run = await newsdesk.desk.ingest(str(tmp_path / "news.xml"), asked_by="me")
    assert (run.state, run.added, newsdesk.site.asked) == (RunState.DONE, 1, [])


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("<link rel=alternate type=application/atom+xml href=//b.com/f>", ["http://b.com/f"]),
        ("<LINK REL='home alternate' TYPE='application/rss+xml; x' HREF='f'>", ["http://a.com/x/f"]),
        ("<link rel=alternate type=text/html href=/f>", []),
        ("<link rel=icon type=application/rss+xml href=/f>", []),
        ("<link rel=alternate type=application/rss+xml href='javascript:x'>", []),
        ("<link rel=alternate type=application/rss+xml>", []),
        ("<script>'<link rel=alternate type=application/rss+xml href=/f>'</script>", []),
    ],
)  # fmt: skip
def test_feeds_of(head: str, found: list[str]) -> None:
    """The feeds that a page names, as whole web addresses."""
    said = webpage.Fetched(
        url="http://a.com/x/y",
        status=200,
        content_type="text/html",
        charset=None,
        body=head.encode(),
    )
    assert feeds_of(said) == found
