"""The web is asked guardedly and politely; every failure is one of our errors on one line."""

import asyncio
import gzip
import time
import zlib
from ipaddress import ip_address

import pytest
from loopback import Asked, Loopback, Says, loopback, web

from retrieval.errors import BadInput, Forbidden, RetrievalError, SourceUnavailable
from retrieval.web.client import FetchLimits
from retrieval.web.guard import check_url, is_public, opening

QUICK = FetchLimits(seconds=1.0, attempts=1)


async def failure(url: str, limits: FetchLimits | None = None, **wiring: object) -> RetrievalError:
    async with web(limits=limits or QUICK, **wiring) as given:  # type: ignore[arg-type]
        with pytest.raises(RetrievalError) as raised:
            await given.fetcher.fetch(url)
    assert "\n" not in str(raised.value)
    return raised.value


async def test_page() -> None:
    """A page comes with its kind, its encoding and what a later conditional GET needs."""
    async with loopback() as site, web() as given:
        site.pages["/a"] = Says(b"hello", headers={"etag": '"1"', "last-modified": "then"})
        fetched = await given.fetcher.fetch(f"{site.url}/a#part")
    assert (fetched.body, fetched.status, fetched.url) == (b"hello", 200, f"{site.url}/a")
    assert (fetched.content_type, fetched.charset) == ("text/html", "utf-8")
    assert (fetched.etag, fetched.last_modified, fetched.moved_to) == ('"1"', "then", None)


async def test_user_agent() -> None:
    """We say who we are, and send no cookie that a host gave us."""
    async with loopback() as site, web() as given:
        site.pages["/a"] = Says(headers={"set-cookie": "id=1"})
        await given.fetcher.fetch(f"{site.url}/a")
        await given.fetcher.fetch(f"{site.url}/a")
    assert site.asked[1].headers["user-agent"].startswith("newsdesk-test")
    assert "cookie" not in site.asked[1].headers


async def test_unchanged() -> None:
    """A conditional GET is answered by 304 without a body."""

    def answer(asked: Asked) -> Says:
        return Says(status=304 if asked.headers.get("if-none-match") == '"1"' else 200)

    async with loopback() as site, web() as given:
        site.pages["/a"] = answer
        fetched = await given.fetcher.fetch(f"{site.url}/a", etag='"1"', last_modified="then")
    assert (fetched.status, fetched.body) == (304, b"")
    assert site.asked[0].headers["if-modified-since"] == "then"


async def test_unasked_304() -> None:
    """A 304 that nobody asked for is a failure, not an empty page."""
    async with loopback() as site:
        site.pages["/a"] = Says(status=304)
        assert isinstance(await failure(f"{site.url}/a"), SourceUnavailable)


@pytest.mark.parametrize(
    ("status", "moved"), [(301, True), (308, True), (302, False), (307, False)]
)
async def test_redirects(status: int, moved: bool) -> None:  # noqa: FBT001 (a parameter of pytest's)
    """Redirects are followed; only permanent ones move the source."""
    async with loopback() as site, web() as given:
        site.pages["/a"] = Says(status=status, headers={"location": "b#x"})
        site.pages["/b"] = Says(b"here")
        fetched = await given.fetcher.fetch(f"{site.url}/a")
    assert (fetched.body, fetched.url) == (b"here", f"{site.url}/b")
    assert fetched.moved_to == (f"{site.url}/b" if moved else None)


async def test_partly_permanent() -> None:
    """One temporary hop keeps the old address."""
    async with loopback() as site, web() as given:
        site.pages["/a"] = Says(status=301, headers={"location": "/b"})
        site.pages["/b"] = Says(status=302, headers={"location": "/c"})
        site.pages["/c"] = Says(b"here")
        assert (await given.fetcher.fetch(f"{site.url}/a")).moved_to is None


async def test_endless_redirects() -> None:
    """A circle of redirects ends after five."""
    async with loopback() as site:
        site.pages["/a"] = Says(status=302, headers={"location": "/a"})
        assert "without end" in str(await failure(f"{site.url}/a"))
        assert len(site.asked) == 6


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.2/",
        "http://[::1]/",
        "http://169.254.169.254/latest",
        "http://localhost/",
        "http://0x7f.1/",
    ],
)
async def test_redirect_to_private(target: str) -> None:
    """A redirect to an address that is not public is refused, though the first hop was allowed."""
    async with loopback() as site:
        site.pages["/a"] = Says(status=302, headers={"location": target})
        wiring = {"openings": (opening(f"127.0.0.1:{site.port}"),)}
        assert isinstance(await failure(f"{site.url}/a", **wiring), Forbidden)


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://ex.com/", "javascript:alert(1)", "http://u:pw@ex.com/"]
)
async def test_redirect_to_no_web_address(target: str) -> None:
    """Redirects lead to clean http(s) addresses or nowhere; a password is not repeated."""
    async with loopback() as site:
        site.pages["/a"] = Says(status=302, headers={"location": target})
        error = await failure(f"{site.url}/a")
    assert isinstance(error, BadInput)
    assert "pw" not in str(error)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://10.1.2.3/",
        "http://0.0.0.0/",
        "http://100.100.100.200/",
        "http://8.8.8.8:8080/",
    ],
)
async def test_private_addresses(url: str) -> None:
    """Nothing but ports 80 and 443 of public addresses is reached unless an administrator opens it."""
    assert isinstance(await failure(url, openings=()), Forbidden)


async def test_rebinding() -> None:
    """A name is asked once for each connection, and all its addresses must be public."""
    answers = [["93.184.216.34", "127.0.0.1"]]

    async def resolver(_host: str, _port: int) -> list[str]:
        return answers.pop()

    error = await failure("http://ex.com/", openings=(), resolver=resolver)
    assert isinstance(error, Forbidden)
    assert not answers


async def test_checked_address_is_used() -> None:
    """The connection goes to the checked address, whatever the name would mean a moment later."""
    answers = [["127.0.0.2"], ["127.0.0.1"]]

    async def resolver(_host: str, _port: int) -> list[str]:
        return answers.pop()

    async with (
        loopback() as site,
        web(openings=(opening("127.0.0.1"),), resolver=resolver) as given,
    ):
        site.pages["/"] = Says(b"here")
        fetched = await given.fetcher.fetch(f"http://name.test:{site.port}/")
    assert fetched.body == b"here"
    assert site.asked[0].headers["host"] == f"name.test:{site.port}"
    assert len(answers) == 1


async def test_unknown_name() -> None:
    """A name without address is a failure that names the host."""

    async def resolver(_host: str, _port: int) -> list[str]:
        raise OSError

    assert "nowhere.test" in str(await failure("http://nowhere.test/", resolver=resolver))


@pytest.mark.parametrize(
    "address",
    [
        "224.0.0.1",
        "255.255.255.255",
        "192.168.1.1",
        "172.31.0.1",
        "198.18.0.1",
        "168.63.129.16",
        "::",
        "fe80::1",
        "fd00:ec2::254",
        "ff02::1",
        "2001:0:1::",
        "64:ff9b:1::1",
        "2001:db8::1",
    ],
)
def test_not_public(address: str) -> None:
    """Private, local, multicast, reserved, translated and tunnelled addresses are not public."""
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1"])
def test_public(address: str) -> None:
    """Ordinary addresses are public."""
    assert is_public(ip_address(address))


def test_openings() -> None:
    """An opening is a network, with or without a port."""
    assert opening("10.0.0.0/8").admits(ip_address("10.1.1.1"), 8080)
    assert opening("[::1]:81").admits(ip_address("::1"), 81)
    assert not opening("127.0.0.1:80").admits(ip_address("127.0.0.1"), 81)
    with pytest.raises(BadInput):
        opening("localhost:80")


@pytest.mark.parametrize(
    "url", ["", "ex.com", "http://", "http://[", "http://a:b@ex.com/", "gopher://ex.com/"]
)
def test_bad_urls(url: str) -> None:
    """What is no clean web address is bad input."""
    with pytest.raises(BadInput):
        check_url(url)


async def test_bomb() -> None:
    """A decompression bomb stops at the cap, long before it is unpacked."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(300)) + packer.flush()
    async with loopback() as site:
        site.pages["/a"] = Says(bomb, headers={"content-encoding": "gzip"})
        started = time.process_time()
        error = await failure(f"{site.url}/a", FetchLimits())
    assert isinstance(error, BadInput)
    assert time.process_time() - started < 1


async def test_gzip() -> None:
    """A compressed page is unpacked."""
    async with loopback() as site, web() as given:
        site.pages["/a"] = Says(gzip.compress(b"page"), headers={"content-encoding": "gzip"})
        assert (await given.fetcher.fetch(f"{site.url}/a")).body == b"page"


@pytest.mark.parametrize("coding", ["br", "gzip, gzip"])
async def test_unasked_compression(coding: str) -> None:
    """A compression that we did not ask for is not unpacked."""
    async with loopback() as site:
        site.pages["/a"] = Says(b"xx", headers={"content-encoding": coding})
        assert isinstance(await failure(f"{site.url}/a"), BadInput)


async def test_damaged_compression() -> None:
    """A damaged body is the host's fault."""
    async with loopback() as site:
        site.pages["/a"] = Says(b"xx" * 99, headers={"content-encoding": "gzip"})
        assert isinstance(await failure(f"{site.url}/a"), SourceUnavailable)


async def test_oversize() -> None:
    """A body over the cap is not read to its end."""
    async with loopback() as site:
        site.pages["/a"] = Says(bytes(2_000_000))
        error = await failure(f"{site.url}/a", FetchLimits(downloaded=1000, attempts=1))
    assert "larger" in str(error)


async def test_slow_drip() -> None:
    """A host that sends a byte now and then runs into the limit for the whole."""
    async with loopback() as site:
        site.pages["/a"] = Says(bytes(1000), drip=0.05)
        started = time.monotonic()
        error = await failure(f"{site.url}/a", FetchLimits(seconds=0.3))
    assert "in time" in str(error)
    assert time.monotonic() - started < 3


@pytest.mark.parametrize(
    "kind", ["application/pdf", "image/svg+xml", "video/mp4", "application/octet-stream"]
)
async def test_wrong_kind(kind: str) -> None:
    """What is neither page nor feed is bad input that names its kind."""
    async with loopback() as site:
        site.pages["/a"] = Says(b"x", kind=kind)
        error = await failure(f"{site.url}/a")
    assert isinstance(error, BadInput)
    assert kind in str(error)


@pytest.mark.parametrize(
    "kind", [None, "application/rss+xml", "application/atom+xml;charset=utf-8", "text/XML"]
)
async def test_right_kind(kind: str | None) -> None:
    """Feeds, and what does not say its kind, are read."""
    async with loopback() as site, web() as given:
        site.pages["/a"] = Says(b"x", kind=kind)
        assert (await given.fetcher.fetch(f"{site.url}/a")).body == b"x"


@pytest.mark.parametrize("status", [401, 403, 451])
async def test_refused(status: int) -> None:
    """A refusal by the host is reported as one."""
    async with loopback() as site:
        site.pages["/a"] = Says(status=status)
        error = await failure(f"{site.url}/a")
    assert isinstance(error, Forbidden)
    assert "the host" in str(error)
    assert str(status) in str(error)


@pytest.mark.parametrize("status", [404, 410, 418, 500, 204])
async def test_other_statuses(status: int) -> None:
    """Every other status is named."""
    async with loopback() as site:
        site.pages["/a"] = Says(status=status)
        error = await failure(f"{site.url}/a")
    assert type(error) is SourceUnavailable
    assert str(status) in str(error)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "120"}, 120),
        (
            {
                "retry-after": "Thu, 01 Jan 2026 00:02:00 GMT",
                "date": "Thu, 01 Jan 2026 00:00:00 GMT",
            },
            120,
        ),
        ({"retry-after": "soon"}, None),
        ({}, None),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
async def test_busy(status: int, headers: dict[str, str], seconds: float | None) -> None:
    """A busy host says when to come back."""
    async with loopback() as site:
        site.pages["/a"] = Says(status=status, headers=headers)
        error = await failure(f"{site.url}/a")
    assert isinstance(error, SourceUnavailable)
    assert error.retry_after == seconds


async def test_retry_after_is_kept() -> None:
    """Until then no other page of the host is asked for."""
    async with loopback() as site, web() as given:
        site.pages["/a"] = Says(status=429, headers={"retry-after": "500"})
        for path in ("/a", "/b"):
            with pytest.raises(SourceUnavailable) as raised:
                await given.fetcher.fetch(site.url + path)
    assert raised.value.retry_after == pytest.approx(500)
    assert site.paths() == ["/a"]


async def test_cut_connection_is_retried() -> None:
    """A connection that breaks is tried again, a few times."""
    cuts = [True, False]
    async with loopback() as site, web() as given:
        site.pages["/a"] = lambda _: Says(b"here", cut=cuts.pop(0))
        assert (await given.fetcher.fetch(f"{site.url}/a")).body == b"here"


async def test_nobody_there() -> None:
    """A port where nobody listens is a failure that says so."""
    async with loopback() as site:
        gone = site.url
    error = await failure(gone)
    assert "could not be reached" in str(error)
    assert error.__cause__ is not None


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
