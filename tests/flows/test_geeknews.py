"""GeekNews read from a server that plays it: what is asked for, what is followed, and what goes wrong."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from fake_web import NOW, FakeExtractor
from geeknews_pages import Bullet, Topic, bullets, paragraphs
from geeknews_site import BUSY, DOWN, FEED, HANGING, HTML, REFUSED, GeekNewsSite, geeknews_site
from loopback import QUICK, Asked, Says, web

from retrieval.errors import BadInput, Busy, Disallowed, Forbidden, SourceUnavailable
from retrieval.plan import fingerprint, plan, text_mark
from retrieval.ports import Endpoints, SourceTools, Stored
from retrieval.sources.geeknews import make
from retrieval.sources.geeknews.reader import GeekNewsLimits
from retrieval.types import Document, Reading, Source

HOUR = timedelta(hours=1)
BODY = bullets((Bullet(text="첫 요점"), Bullet(text="둘째 요점")))


@dataclass
class Scene:
    """A site, a clock, a reader, and what has been stored of what it read."""

    site: GeekNewsSite
    tools: SourceTools
    location: str = "https://news.hada.io/"
    now: datetime = NOW
    bookmark: str | None = None
    stored: dict[str, Document] = field(default_factory=dict)

    def add(self, *numbers: int, age: timedelta = timedelta(minutes=5)) -> None:
        for n in numbers:
            self.site.add(Topic(number=n, title=f"주제 {n}", body=BODY, when=self.now - age))

    async def read(self, location: str | None = None) -> Reading:
        """One reading, stored as ingest stores it."""
        where = location or self.location
        source = Source(id="s1", kind="geeknews", location=where, name="x", bookmark=self.bookmark)
        reading = await make(self.tools).read(source)
        planned = plan(self._kept(), reading, now=self.now)
        self.stored |= {d.id: d for d in (*planned.added, *planned.changed)}
        for id in planned.gone:
            del self.stored[id]
        if not reading.unchanged:
            self.bookmark = reading.bookmark
        return reading

    async def asked(self) -> list[str]:
        """The paths that one more reading asks for."""
        self.site.log.clear()
        await self.read()
        return self.site.paths()

    async def known(self, _source_id: str, thread_url: str) -> Mapping[str, Stored]:
        return {id: s for id, s in self._kept().items() if s.thread == thread_url}

    def texts(self) -> set[str]:
        return {each.text for each in self.stored.values()}

    def _kept(self) -> dict[str, Stored]:
        return {
            d.id: Stored(
                fingerprint=fingerprint(d),
                gone=False,
                lacking=bool(d.lacks),
                thread=d.thread_url,
                text_mark=text_mark(d),
            )
            for d in self.stored.values()
        }


@asynccontextmanager
async def opened() -> AsyncIterator[Scene]:
    async with geeknews_site(lambda: scene.now) as site, web(limits=QUICK) as given:
        tools = SourceTools(
            fetcher=given.fetcher,
            named=given.pages,
            pages=given.pages,
            extractor=FakeExtractor(),
            clock=lambda: scene.now,
            endpoints=Endpoints(geeknews=site.url),
            known=lambda source_id, url: scene.known(source_id, url),  # noqa: PLW0108 - made below
        )
        scene = Scene(site=site, tools=tools)
        yield scene


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with opened() as found:
        yield found


async def test_feed_then_pages(scene: Scene) -> None:
    """The feed names the topics, and each one's page is read once."""
    scene.add(7, 8)
    reading = await scene.read()
    assert scene.site.paths() == [FEED, "/topic?id=8", "/topic?id=7"]
    assert {d.url for d in reading.documents} == {
        "https://news.hada.io/topic?id=7",
        "https://news.hada.io/topic?id=8",
    }
    assert reading.name == "GeekNews"
    assert not any(d.lacks for d in reading.documents)


async def test_nothing_new(scene: Scene) -> None:
    """A second reading asks for the feed alone, conditionally, and changes nothing."""
    scene.add(7)
    await scene.read()
    assert await scene.asked() == [FEED]
    assert scene.site.log[-1].status == 304
    assert (await scene.read()).unchanged


async def test_read_again_with_age(scene: Scene) -> None:
    """A topic's page is read again at about 1, 6, 24, 72 and 168 hours, and then no more."""
    scene.add(7, age=timedelta())
    await scene.read()
    begun, ages = scene.now, []
    while scene.now < begun + timedelta(days=12):
        scene.now += HOUR
        if "/topic?id=7" in await scene.asked():
            ages.append((scene.now - begun) // HOUR)
    assert ages == [1, 6, 24, 72, 168]


async def test_late_reader(scene: Scene) -> None:
    """After days without a reading, a page is read once, not once for each age that was missed."""
    scene.add(7, age=timedelta())
    await scene.read()
    scene.now += timedelta(days=4)
    assert await scene.asked() == [FEED, "/topic?id=7"]
    assert await scene.asked() == [FEED]


async def test_edited_in_the_feed(scene: Scene) -> None:
    """A topic that the feed tells differently is read again at once."""
    scene.add(7)
    await scene.read()
    scene.site.edit(7, title="다른 제목", body=paragraphs("다른 본문"))
    assert await scene.asked() == [FEED, "/topic?id=7"]
    assert scene.texts() == {"다른 본문"}


async def test_growing_thread(scene: Scene) -> None:
    """Comments that come, change and go are followed."""
    scene.add(7)
    await scene.read()
    first = scene.site.comment(7, paragraphs("첫 댓글"))
    second = scene.site.comment(7, paragraphs("답글"), author="lee", parent=first)
    scene.now += HOUR
    await scene.read()
    assert {"첫 댓글", "답글"} < scene.texts()
    scene.site.reword(7, first, paragraphs("고친 댓글"))
    scene.site.delete(7, second)
    scene.now += 6 * HOUR
    await scene.read()
    assert scene.texts() == {"- 첫 요점\n- 둘째 요점", "고친 댓글"}


async def test_budget(scene: Scene) -> None:
    """No more than 20 pages are read in an hour; the other topics are kept as far as the feed tells."""
    scene.add(*range(1, 31))
    reading = await scene.read()
    assert len(scene.site.paths()) == 21
    assert len(reading.documents) == 30
    assert sum(bool(d.lacks) for d in reading.documents) == 10
    assert await scene.asked() == [FEED]
    scene.now += HOUR
    asked = await scene.asked()
    assert set(asked[1:11]) == {f"/topic?id={n}" for n in range(1, 11)}
    assert not any(d.lacks for d in scene.stored.values())


async def test_thin_topics(scene: Scene) -> None:
    """A topic of which only the feed's first lines were had says so, until its page is read."""
    scene.add(7)
    scene.site.faults["/topic?id=7"] = DOWN
    await scene.read()
    (thin,) = scene.stored.values()
    assert (thin.author, thin.lacks is not None) == ("GN⁺", True)
    scene.site.faults.clear()
    await scene.read()
    (whole,) = scene.stored.values()
    assert (whole.id, whole.lacks) == (thin.id, None)


async def test_backfill(scene: Scene) -> None:
    """A new source does not begin before its backfill."""
    scene.add(6, age=timedelta(days=5))
    scene.add(7)
    assert {d.title for d in (await scene.read()).documents} == {"주제 7"}


async def test_without_backfill(scene: Scene) -> None:
    """A source that does not go back follows what comes after its first reading, and nothing older, ever."""
    scene.tools = replace(scene.tools, backfill=timedelta(0))
    scene.add(6, age=HOUR)
    await scene.read()
    scene.now += HOUR
    scene.add(7)
    await scene.read()
    assert {d.title for d in scene.stored.values()} == {"주제 7"}


async def test_vanished_topic(scene: Scene) -> None:
    """What the site does not have any more is gone with all its comments."""
    scene.add(7, 8)
    scene.site.comment(7, paragraphs("댓글"))
    await scene.read()
    scene.site.remove(7)
    scene.now += HOUR
    reading = await scene.read()
    assert len(reading.gone) == 2
    assert {d.title for d in scene.stored.values()} == {"주제 8"}


@pytest.mark.parametrize("path", [FEED, "/topic?id=7", "*"])
async def test_refused(scene: Scene, path: str) -> None:
    """A 403 ends the reading at once, is told with what to do, and nothing more is asked."""
    scene.add(7, 8, 9)
    scene.site.faults[path] = REFUSED
    with pytest.raises(Forbidden, match=r"GeekNews refuses .* ask its owner .*403"):
        await scene.read()
    assert scene.site.paths()[-1] == (FEED if path == "*" else path)
    assert scene.stored == {}


async def test_robots(scene: Scene) -> None:
    """Topics that robots.txt keeps from us are not asked for."""
    scene.add(7)
    scene.site.faults["/robots.txt"] = Says(b"User-agent: *\nDisallow: /topic", kind="text/plain")
    with pytest.raises(Disallowed, match="keeps robots from its topics"):
        await scene.read()
    assert scene.site.paths() == [FEED]


@pytest.mark.parametrize("fault", [BUSY, DOWN, HANGING])
async def test_faltering(scene: Scene, fault: Says) -> None:
    """When the site falters, what was got is kept, the reading stops, and the next one goes on."""
    scene.add(7, 8, 9)
    scene.site.faults["/topic?id=8"] = fault
    reading = await scene.read()
    assert scene.site.paths()[:3] == [FEED, "/topic?id=9", "/topic?id=8"]
    assert "/topic?id=7" not in scene.site.paths()
    assert [d.title for d in reading.documents if not d.lacks] == ["주제 9"]
    assert len(reading.problems) == 1


async def test_failed_page_waits_behind_others(scene: Scene) -> None:
    """A page that fails does not keep the others from being read."""
    scene.add(7, 8, 9)
    scene.site.faults["/topic?id=9"] = DOWN
    await scene.read()
    assert await scene.asked() == [FEED, "/topic?id=8", "/topic?id=7", "/topic?id=9"]


@pytest.mark.parametrize("fault", [DOWN, HANGING, Says(b"", cut=True), HTML])
async def test_feed_fails(scene: Scene, fault: Says) -> None:
    """A feed that is down, hangs, breaks off or is a web page is one clear line, and changes nothing."""
    scene.add(7)
    await scene.read()
    before = dict(scene.stored)
    scene.site.faults[FEED] = fault
    with pytest.raises(SourceUnavailable) as raised:
        await scene.read()
    assert "\n" not in str(raised.value)
    assert FEED in str(raised.value)
    assert scene.stored == before


async def test_empty_feed(scene: Scene) -> None:
    """An empty feed changes nothing and is told; the full one afterwards is read again."""
    scene.add(7)
    await scene.read()
    scene.site.empty = True
    reading = await scene.read()
    assert [p.what for p in reading.problems] == ["the feed is empty; nothing was changed"]
    assert len(scene.stored) == 1
    scene.site.empty = False
    scene.add(8)
    await scene.read()
    assert len(scene.stored) == 2


async def test_cut_feed(scene: Scene) -> None:
    """A feed that breaks off is read as far as it goes, and is told."""
    scene.add(7, 8)
    whole = scene.site._page(_asked(FEED))
    scene.site.faults[FEED] = replace(whole, body=whole.body[:-200])
    reading = await scene.read()
    assert "주제 8" in {d.title for d in reading.documents}
    assert "breaks off" in reading.problems[0].what


async def test_rebuilt_site(scene: Scene) -> None:
    """Pages that are not understood delete nothing, are told, and after three the reading stops."""
    scene.add(*range(1, 9))
    await scene.read()
    before = dict(scene.stored)
    for n in range(1, 9):
        scene.site.faults[f"/topic?id={n}"] = Says(b"<html><body><h1>Welcome</h1></body></html>")
    scene.now += HOUR
    reading = await scene.read()
    assert len(reading.problems) == 3
    assert reading.problems[0].what.startswith("the page of topic 8 is not as expected; ")
    assert scene.stored == before


async def test_missed_comments(scene: Scene) -> None:
    """Comments that a page counts and does not show are not taken as deleted."""
    scene.add(7)
    for n in range(3):
        scene.site.comment(7, paragraphs(f"댓글 {n}"))
    await scene.read()
    page = scene.site._page(_asked("/topic?id=7")).body.partition(b"<div id='comment_thread'")[0]
    scene.site.faults["/topic?id=7"] = Says(page)
    scene.now += HOUR
    reading = await scene.read()
    assert len(scene.stored) == 4
    assert "none is taken as deleted" in reading.problems[0].what


async def test_single_topic(scene: Scene) -> None:
    """A source that is one topic reads its page each time, and says when nothing changed."""
    scene.add(7, 8)
    location = "https://news.hada.io/topic?id=7"
    reading = await scene.read(location)
    assert [d.url for d in reading.documents] == [location]
    again = await scene.read(location)
    assert (again.unchanged, again.documents) == (True, ())
    scene.site.comment(7, paragraphs("새 댓글"))
    assert len((await scene.read(location)).documents) == 2
    assert scene.site.paths() == ["/topic?id=7"] * 3


async def test_single_topic_gone(scene: Scene) -> None:
    """A single topic that vanishes takes its documents along."""
    scene.add(7)
    location = "https://news.hada.io/topic?id=7"
    await scene.read(location)
    scene.site.remove(7)
    await scene.read(location)
    assert scene.stored == {}


async def test_single_topic_never_there(scene: Scene) -> None:
    """A topic that was never there is one clear line."""
    with pytest.raises(SourceUnavailable, match="does not exist"):
        await scene.read("https://news.hada.io/topic?id=7")


async def test_elsewhere(scene: Scene) -> None:
    """Another page of the site is not read, and the line says what can be."""
    with pytest.raises(BadInput, match="name its front page or one topic"):
        await scene.read("https://news.hada.io/user/neo")


async def test_named_agent(scene: Scene) -> None:
    """The site sees who asks."""
    scene.add(7)
    await scene.read()
    assert {each.agent.split("/")[0] for each in scene.site.log} == {"newsdesk-test (+http:"}


def test_limits() -> None:
    """The site is asked for few pages: it has been seen to shut out who asks for many."""
    assert (GeekNewsLimits().pages, GeekNewsLimits().pages_an_hour) == (20, 20)


def _asked(path: str) -> Asked:
    return Asked(path, {})


async def test_single_topics_are_rationed(scene: Scene) -> None:
    """Who reads single topics asks for no more of them an hour than the site bears."""
    scene.add(*range(1, 24))
    reader = make(scene.tools)

    async def read(n: int) -> Reading:
        location = f"https://news.hada.io/topic?id={n}"
        return await reader.read(Source(id="s1", kind="geeknews", location=location, name="x"))

    for n in range(1, 21):
        await read(n)
    with pytest.raises(Busy, match="ask again later"):
        await read(21)
    scene.now += HOUR
    assert (await read(22)).documents
