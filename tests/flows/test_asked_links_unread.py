"""Links in questions that are not read: refused, unreadable, late, too many, or pointing inside."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from examples import NOW, document
from linking import KIM, LEE, Scene, open_scene, outcomes
from loopback import QUICK, Says, Web, loopback, web
from written_pages import ENGLISH, page

from bot.app import now, read_settings
from bot.catalogue import new_source
from bot.readers import open_readers
from bot.types import LinkOutcome, Spender
from retrieval.errors import OutOfBounds
from retrieval.ports import SourceTools
from retrieval.web.guard import opening


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with open_scene(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize(
    ("says", "outcome", "reason"),
    [
        (Says(status=403), LinkOutcome.REFUSED, "403"),
        (Says(status=401), LinkOutcome.REFUSED, "login"),
        (Says(status=404), LinkOutcome.UNREADABLE, "does not exist"),
        (Says(status=500), LinkOutcome.UNREADABLE, "500"),
        (Says(status=429, headers={"retry-after": "60"}), LinkOutcome.UNREADABLE, "busy"),
        (Says(b"%PDF-1.7", kind="application/pdf"), LinkOutcome.UNREADABLE, "application/pdf"),
        (Says(b"<rss/>", kind="application/rss+xml"), LinkOutcome.UNREADABLE, "no web page"),
        (Says(b"<html><div id='app'></div></html>"), LinkOutcome.UNREADABLE, "no article"),
        (Says(b"x" * 6_000_000), LinkOutcome.UNREADABLE, "larger than"),
        (Says(cut=True), LinkOutcome.UNREADABLE, "127.0.0.1"),
    ],
)
async def test_unread(scene: Scene, says: Says, outcome: LinkOutcome, reason: str) -> None:
    """What cannot be read is told in one line, is not asked again at once, and leaves nothing behind."""
    scene.site.pages["/a"] = says
    links, question = scene.links(), f"What? {scene.site.url}/a"
    found = [await scene.ask(question, links) for _ in range(2)]
    (link,) = found[0].links
    assert (link.outcome, found[0].stories, found[0].asked) == (outcome, (), frozenset())
    assert reason in (link.reason or "")
    assert "\n" not in (link.reason or "")
    assert found[1].links == found[0].links
    assert scene.site.paths().count("/a") <= 3  # a connection that breaks is tried again, soon
    assert await scene.world.library.source_at(f"{scene.site.url}/a") is None


async def test_robots(scene: Scene) -> None:
    """What robots.txt forbids is not fetched."""
    scene.site.pages |= {
        "/robots.txt": Says(b"User-agent: *\nDisallow: /a", kind="text/plain"),
        "/a": Says(page(ENGLISH)),
    }
    found = await scene.ask(f"{scene.site.url}/a 요약해줘")
    assert outcomes(found) == [LinkOutcome.REFUSED]
    assert "robots.txt" in (found.links[0].reason or "")
    assert scene.site.paths() == ["/robots.txt"]


async def test_refused_later(scene: Scene) -> None:
    """What its host does not let us read any more is not kept."""
    scene.site.pages["/a"] = Says(page(ENGLISH))
    links, question = scene.links(), f"What? {scene.site.url}/a"
    first = await scene.ask(question, links)
    scene.site.pages["/a"] = Says(status=403)
    scene.now = NOW + timedelta(minutes=11)
    later = await scene.ask(question, links)
    assert (outcomes(later), later.stories) == ([LinkOutcome.REFUSED], ())
    assert await scene.within(first) == []


async def test_gone_later(scene: Scene) -> None:
    """A page that was taken away is not quoted any more."""
    scene.site.pages["/a"] = Says(page(ENGLISH))
    links, question = scene.links(), f"What? {scene.site.url}/a"
    first = await scene.ask(question, links)
    scene.site.pages["/a"] = Says(status=410)
    scene.now = NOW + timedelta(minutes=11)
    later = await scene.ask(question, links)
    assert (outcomes(later), later.stories) == ([LinkOutcome.UNREADABLE], ())
    assert await scene.within(first) == []


async def test_down_later(scene: Scene) -> None:
    """A page that is down for a while is answered from as it was, and the reason is told."""
    scene.site.pages["/a"] = Says(page(ENGLISH))
    links, question = scene.links(), f"What? {scene.site.url}/a"
    first = await scene.ask(question, links)
    scene.site.pages["/a"] = Says(status=500)
    scene.now = NOW + timedelta(minutes=11)
    later = await scene.ask(question, links)
    assert (outcomes(later), later.stories) == ([LinkOutcome.KNOWN], first.stories)
    assert "500" in (later.links[0].reason or "")


async def test_late(scene: Scene) -> None:
    """A slow page is waited for so long and no longer; it goes on, and is there for the next question."""
    body = page(ENGLISH)
    scene.site.pages["/a"] = Says(body, drip=0.6 / len(body))
    links, question = scene.links(seconds=0.1), f"What? {scene.site.url}/a"
    first = await scene.ask(question, links)
    assert outcomes(first) == [LinkOutcome.LATE]
    for task in list(scene.made[0]._under_way.values()):
        await task
    second = await scene.ask(question, links)
    assert outcomes(second) == [LinkOutcome.FETCHED]
    assert scene.site.paths().count("/a") == 1


async def test_never_done(scene: Scene) -> None:
    """A page that never ends is given up, and leaves nothing behind."""
    scene.site.pages["/a"] = Says(b"x" * 1000, drip=0.05)
    links = scene.links(seconds=5.0, longest=0.2)
    found = await scene.ask(f"What? {scene.site.url}/a", links)
    assert outcomes(found) == [LinkOutcome.LATE]
    assert await scene.world.library.source_at(f"{scene.site.url}/a") is None


async def test_closed_meanwhile(scene: Scene) -> None:
    """Closing breaks off what is being read; nothing half done stays."""
    scene.site.pages["/a"] = Says(b"x" * 1000, drip=0.05)
    links = scene.links(seconds=0.1)
    await scene.ask(f"What? {scene.site.url}/a", links)
    await links.close()
    assert scene.made[0]._under_way == {}
    assert await scene.world.library.source_at(f"{scene.site.url}/a") is None


async def test_switched_off(scene: Scene) -> None:
    """Where links are not read, what is stored is still known."""
    await scene.world.store(document(url="https://paper.example/d1"))
    found = await scene.ask(f"{scene.site.url}/a https://paper.example/d1", scene.links(on=False))
    assert outcomes(found) == [LinkOutcome.OFF, LinkOutcome.KNOWN]
    assert scene.site.asked == []


async def test_limits(scene: Scene) -> None:
    """One person, and all together, may have so many links read an hour; known ones do not count."""
    scene.site.pages |= {f"/{n}": Says(page([*ENGLISH, f"Number {n}."])) for n in range(9)}
    links = scene.links(person_per_hour=2, all_per_hour=3)

    async def outcome(path: int, who: Spender | None) -> LinkOutcome:
        return outcomes(await scene.ask(f"What? {scene.site.url}/{path}", links, spender=who))[0]

    fetched, off = LinkOutcome.FETCHED, LinkOutcome.OFF
    assert [await outcome(n, KIM) for n in (0, 1, 2)] == [fetched, fetched, off]
    elsewhere = replace(KIM, channel="c2")
    assert [await outcome(n, elsewhere) for n in (0, 2)] == [fetched, off]
    assert [await outcome(n, LEE) for n in (3, 4)] == [fetched, off]
    assert await outcome(5, None) is off
    scene.now = NOW + timedelta(hours=1)
    assert await outcome(5, KIM) is fetched


def guarded_by(scene: Scene, guarded: Web) -> SourceTools:
    """The tools of a scene, but for what they may reach."""
    return replace(scene.tools, fetcher=guarded.fetcher, named=guarded.pages, pages=guarded.pages)


@pytest.mark.parametrize(
    "link",
    [
        "http://{}/",
        "http://localhost:{port}/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://2130706433/",
        "http://user:secret@{}/",
        "http://93.184.216.34:8080/",
        "https://10.0.0.1/",
    ],
)
async def test_nothing_inside_is_reached(scene: Scene, link: str) -> None:
    """Addresses that are not public are refused in a word, without a connection and without a detail."""
    at = f"127.0.0.1:{scene.site.port}"
    async with web(openings=(), limits=QUICK) as guarded:
        scene.tools = guarded_by(scene, guarded)
        found = await scene.ask(f"What? {link.format(at, port=scene.site.port)}")
    assert outcomes(found) == [LinkOutcome.REFUSED]
    assert found.links[0].reason in {
        "it is not a public address",
        "it is no web address that is read here",
    }
    assert scene.site.most_at_once == 0


async def test_redirect_inside(scene: Scene) -> None:
    """Nor is an address inside reached by a redirect from a page that is open."""
    async with loopback() as inside:
        scene.site.pages["/a"] = Says(status=302, headers={"location": f"{inside.url}/secret"})
        open_one = (opening(f"127.0.0.1:{scene.site.port}"),)
        async with web(openings=open_one, limits=QUICK) as guarded:
            scene.tools = guarded_by(scene, guarded)
            found = await scene.ask(f"What? {scene.site.url}/a")
        assert outcomes(found) == [LinkOutcome.REFUSED]
        assert str(inside.port) not in (found.links[0].reason or "")
        assert inside.most_at_once == 0


async def test_opened_networks_are_not_for_links(scene: Scene) -> None:
    """What an administrator may have read inside, strangers may not: the program has readers for each."""
    scene.site.pages["/a"] = Says(page(ENGLISH))
    source = new_source("webpage", f"{scene.site.url}/a", every=None)
    settings = read_settings(private_networks=f"127.0.0.1:{scene.site.port}")
    async with AsyncExitStack() as stack:
        reading = await open_readers(settings, scene.world.library, stack, now)
        with pytest.raises(OutOfBounds):
            await reading.for_links["webpage"].read(source)
        assert scene.site.most_at_once == 0
        assert len((await reading.readers["webpage"].read(source)).documents) == 1
