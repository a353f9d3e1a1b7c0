"""Hosts are asked one thing at a time, with pauses, and only for what they leave open."""

import asyncio

import pytest
from loopback import QUICK, Loopback, Says, loopback, web

from retrieval.errors import Forbidden, RetrievalError, SourceUnavailable


async def test_retry_after_is_kept() -> None:
    """Until then no other page of the host is asked for."""
    async with loopback() as site, web() as given:
        site.pages["/a"] = Says(status=429, headers={"retry-after": "500"})
        for path in ("/a", "/b"):
            with pytest.raises(SourceUnavailable) as raised:
                await given.fetcher.fetch(site.url + path)
    assert raised.value.retry_after == pytest.approx(500)
    assert site.paths() == ["/a"]


async def test_pause_between_requests() -> None:
    """Two requests to one host are a gap apart."""
    async with loopback() as site, web(gap=1.0) as given:
        site.pages["/a"] = Says(b"x")
        await given.fetcher.fetch(f"{site.url}/a")
        await given.fetcher.fetch(f"{site.url}/a")
    assert given.clock.slept == [1.0]


async def test_one_at_a_time() -> None:
    """A host gets one request at a time however many want it."""
    async with loopback() as site, web() as given:
        site.pages["/a"] = Says(b"xxx", drip=0.01)
        await asyncio.gather(*(given.fetcher.fetch(f"{site.url}/a") for _ in range(5)))
    assert site.most_at_once == 1


async def with_robots(site: Loopback, robots: Says, path: str = "/a") -> bytes:
    site.pages["/robots.txt"] = robots
    site.pages["/a"] = Says(b"here")
    async with web(limits=QUICK) as given:
        return (await given.pages.fetch(site.url + path)).body


@pytest.mark.parametrize(
    "robots",
    [
        Says(b"User-agent: *\nDisallow: /b", kind="text/plain"),
        Says(b"User-agent: other\nDisallow: /", kind="text/plain"),
        Says(status=404),
        Says(status=403),
        Says(b"\0\xff", kind="application/octet-stream"),
    ],
)
async def test_robots_allow(robots: Says) -> None:
    """A page that the rules leave open, or a host without rules, is read."""
    async with loopback() as site:
        assert await with_robots(site, robots) == b"here"


@pytest.mark.parametrize(
    ("robots", "error"),
    [
        (Says(b"User-agent: *\nDisallow: /a", kind="text/plain"), Forbidden),
        (Says(b"User-agent: newsdesk-test\nDisallow: /", kind="text/plain"), Forbidden),
        (Says(status=500), SourceUnavailable),
        (Says(status=429), SourceUnavailable),
        (Says(cut=True), SourceUnavailable),
    ],
)
async def test_robots_deny(robots: Says, error: type[RetrievalError]) -> None:
    """A page that the rules close is never asked for, nor one whose host does not say."""
    async with loopback() as site:
        with pytest.raises(error):
            await with_robots(site, robots)
    assert "/a" not in site.paths()


async def test_robots_after_redirect() -> None:
    """A redirect into what is closed is not followed."""
    async with loopback() as site:
        site.pages["/r"] = Says(status=302, headers={"location": "/a"})
        with pytest.raises(Forbidden):
            await with_robots(site, Says(b"User-agent: *\nDisallow: /a", kind="text/plain"), "/r")
    assert "/a" not in site.paths()


async def test_robots_once_a_host() -> None:
    """The rules are asked for once, and not for a named feed."""
    async with loopback() as site, web() as given:
        site.pages["/a"] = Says(b"here")
        await given.fetcher.fetch(f"{site.url}/a")
        await asyncio.gather(given.pages.fetch(f"{site.url}/a"), given.pages.fetch(f"{site.url}/a"))
    assert site.paths() == ["/a", "/robots.txt", "/a", "/a"]
