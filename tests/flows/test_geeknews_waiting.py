"""Topics of GeekNews from which texts are missing that wait for a yes to be deleted."""

from dataclasses import replace
from datetime import timedelta

from fake_web import NOW, FakeExtractor
from geeknews_pages import Topic
from geeknews_site import FEED, geeknews_site
from loopback import QUICK, web

from retrieval.ports import Endpoints, SourceTools
from retrieval.sources.geeknews import make
from retrieval.types import Source


async def waiting(source_id: str) -> frozenset[str]:
    """As if the library held texts of one topic."""
    return frozenset({"https://news.hada.io/topic?id=7"} if source_id == "s1" else ())


async def test_a_topic_that_waits() -> None:
    """Its page is read each time, since they may be back; the pages of others are not."""
    async with geeknews_site(lambda: NOW) as site, web(limits=QUICK) as given:
        for number in (7, 8):
            site.add(Topic(number=number, title=f"주제 {number}", when=NOW - timedelta(minutes=5)))
        tools = SourceTools(
            fetcher=given.fetcher,
            named=given.pages,
            pages=given.pages,
            extractor=FakeExtractor(),
            clock=lambda: NOW,
            endpoints=Endpoints(geeknews=site.url),
            waiting=waiting,
        )
        source = Source(id="s1", kind="geeknews", location="https://news.hada.io/", name="x")
        asked = []
        for held in (0, 0, 3, 3, 0):
            site.log.clear()
            reading = await make(tools).read(replace(source, held=held))
            source = replace(source, bookmark=reading.bookmark)
            asked.append(site.paths())
    again = [FEED, "/topic?id=7"]
    assert asked == [[FEED, "/topic?id=8", "/topic?id=7"], [FEED], again, again, [FEED]]
