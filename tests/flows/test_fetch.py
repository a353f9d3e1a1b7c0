"""Pages come whole and limited; every failure is one of our errors on one line."""

import gzip
import time
import zlib

import pytest
from loopback import Asked, Says, failure, loopback, web

from retrieval.errors import Absent, BadInput, Forbidden, SourceUnavailable
from retrieval.web.client import FetchLimits


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


async def test_validators_stay_with_their_address() -> None:
    """Another address is not asked by them, and what it answers is not kept for the first."""
    async with loopback() as site, web() as given:
        site.pages["/a"] = Says(status=301, headers={"location": "/b"})
        site.pages["/b"] = Says(b"here", headers={"etag": '"1"', "last-modified": "then"})
        fetched = await given.fetcher.fetch(f"{site.url}/a", etag='"1"', last_modified="then")
    asked = {each.path: each.headers for each in site.asked}
    assert asked["/a"]["if-none-match"] == '"1"'
    assert asked["/b"].keys().isdisjoint({"if-none-match", "if-modified-since"})
    assert (fetched.status, fetched.etag, fetched.last_modified) == (200, None, None)


async def test_304_of_another_address() -> None:
    """What another address calls unchanged is nothing that was read here: a failure."""
    async with loopback() as site, web() as given:
        site.pages["/a"] = Says(status=301, headers={"location": "/b"})
        site.pages["/b"] = Says(status=304)
        with pytest.raises(SourceUnavailable):
            await given.fetcher.fetch(f"{site.url}/a", etag='"1"')


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


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (404, Absent),
        (410, Absent),
        (418, SourceUnavailable),
        (500, SourceUnavailable),
        (204, SourceUnavailable),
    ],
)
async def test_other_statuses(status: int, kind: type[SourceUnavailable]) -> None:
    """Every other status is named."""
    async with loopback() as site:
        site.pages["/a"] = Says(status=status)
        error = await failure(f"{site.url}/a")
    assert type(error) is kind
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


async def test_no_encryption() -> None:
    """A host that cannot keep up its encryption is said to, and not asked again."""
    async with loopback() as site:
        error = await failure(site.url.replace("http:", "https:"), FetchLimits(seconds=3))
        assert "encryption" in str(error)
        assert len(site.asked) == 0
