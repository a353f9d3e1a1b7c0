"""Single web pages as sources, from a real server on loopback, with the real extractor."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace

import pytest
from fake_web import NOW, FakeExtractor, FakeWeb, tools
from loopback import Loopback, Says, loopback, web
from written_pages import ENGLISH, KOREAN, page

from retrieval.errors import BadInput, Disallowed, Forbidden, SourceUnavailable
from retrieval.ports import Article, SourceTools
from retrieval.sources import webpage
from retrieval.types import Reading, Source, Voice
from retrieval.web.article import TrafilaturaExtractor


@dataclass
class Site:
    """A server and a reader of its page /a."""

    site: Loopback
    tools: SourceTools

    async def read(self, bookmark: str | None = None, path: str = "/a") -> Reading:
        location = f"{self.site.url}{path}"
        source = Source(id="s1", kind="webpage", location=location, name="Ex", bookmark=bookmark)
        return await webpage.make(self.tools).read(source)


@pytest.fixture
async def given() -> AsyncIterator[Site]:
    async with AsyncExitStack() as stack:
        site = await stack.enter_async_context(loopback())
        opened = await stack.enter_async_context(web())
        tools = SourceTools(
            fetcher=opened.fetcher,
            named=opened.pages,
            pages=opened.pages,
            extractor=TrafilaturaExtractor(),
            clock=lambda: NOW,
        )
        yield Site(site, tools)


@pytest.mark.parametrize(("paragraphs", "lang"), [(ENGLISH, "en"), (KOREAN * 2, "ko")])
async def test_article(given: Site, paragraphs: list[str], lang: str) -> None:
    """The main text is an article of its host, in its language, without what stands around it."""
    given.site.pages["/a"] = Says(page(paragraphs))
    (document,) = (await given.read()).documents
    assert (document.voice, document.publisher, document.lang) == (Voice.ARTICLE, "127.0.0.1", lang)
    assert (document.title, document.url) == ("A hydrogen ferry", f"{given.site.url}/a")
    assert "Imprint" not in document.text
    assert paragraphs[2] in document.text
    assert document.lacks is None


async def test_canonical(given: Site) -> None:
    """The document has the address that the page calls its own."""
    head = f"<link rel='canonical' href='{given.site.url}/ferry'>"
    given.site.pages["/a?utm_source=x"] = Says(page(ENGLISH, head))
    (document,) = (await given.read(path="/a?utm_source=x")).documents
    assert document.url == f"{given.site.url}/ferry"


@pytest.mark.parametrize(
    ("named", "url", "publisher"),
    [
        ("The Harbour Post", "https://www.harbourpost.com/a", "The Harbour Post"),
        ("Harbour-Post", "https://harbourpost.co.kr/a", "Harbour-Post"),
        ("The Great Times", "https://evil.example.com/a", "evil.example.com"),
        ("항구일보", "https://www.hanggu.co.kr/a", "hanggu.co.kr"),
        ("The Harbour Post", "https://harbourpost.blog/a", "harbourpost.blog"),
        ("Harbour Post", "https://harbourpost.evil.com/a", "harbourpost.evil.com"),
        ("Evil", "https://harbourpost.evil.com/a", "harbourpost.evil.com"),
        ("Sites", "https://sites.evil.io/a", "sites.evil.io"),
        ("Harbour Post", "https://hаrbourpost.com/a", "xn--hrbourpost-zqi.com"),
        (None, "https://www.harbourpost.com/a", "harbourpost.com"),
    ],
)
def test_publisher(named: str | None, url: str, publisher: str) -> None:
    """A site is called as it calls itself only where its address bears that out."""
    assert webpage._publisher(named, url) == publisher


@pytest.mark.parametrize(
    ("asked", "leads_to", "publisher"),
    [
        (False, "https://www.harbourpost.com/b", "Harbour Post"),
        (True, "https://www.harbourpost.com/b", "harbourpost.com"),
        (False, "https://harbourpost.org/b", "harbourpost.org"),
    ],
)
async def test_only_a_chosen_site_has_a_name(
    asked: bool,  # noqa: FBT001 (a parameter of pytest's)
    leads_to: str,
    publisher: str,
) -> None:
    """A page that was only asked about, or that a chosen one led to, is called by its host."""
    location = "https://harbourpost.com/a"
    landed = replace(webpage_fetched(), url=leads_to)
    extractor = FakeExtractor({leads_to: Article(text=" ".join(ENGLISH), site="Harbour Post")})
    reader = webpage.make(tools(FakeWeb({location: landed}), extractor))
    source = Source(id="s1", kind="webpage", location=location, name="Ex", asked=asked)
    (document,) = (await reader.read(source)).documents
    assert document.publisher == publisher


async def test_conditional(given: Site) -> None:
    """A page that did not change is asked for by its validators, and brings nothing."""
    given.site.pages["/a"] = lambda asked: (
        Says(status=304)
        if asked.headers.get("if-none-match") == '"7"'
        else Says(page(ENGLISH), headers={"etag": '"7"'})
    )
    first = await given.read()
    again = await given.read(first.bookmark)
    assert (again.unchanged, again.documents, again.bookmark) == (True, (), first.bookmark)


async def test_same_text(given: Site) -> None:
    """A page that is sent anew with the same text is unchanged."""
    given.site.pages["/a"] = Says(page(ENGLISH))
    first = await given.read()
    given.site.pages["/a"] = Says(page(ENGLISH, "<script>let visitors = 8</script>"))
    assert (await given.read(first.bookmark)).unchanged


async def test_edited(given: Site) -> None:
    """A changed text comes under the same id."""
    given.site.pages["/a"] = Says(page(ENGLISH))
    first = await given.read()
    given.site.pages["/a"] = Says(page([*ENGLISH, "The boat was named after the bay."]))
    (edited,) = (await given.read(first.bookmark)).documents
    assert edited.id == first.documents[0].id
    assert edited.text.endswith("named after the bay.")


@pytest.mark.parametrize("status", [404, 410])
async def test_gone(given: Site, status: int) -> None:
    """A page that was there and is not any more takes its document along, and comes back with it."""
    given.site.pages["/a"] = Says(page(ENGLISH))
    first = await given.read()
    given.site.pages["/a"] = Says(status=status)
    gone = await given.read(first.bookmark)
    assert (gone.gone, gone.documents) == ((first.documents[0].id,), ())
    assert str(status) in gone.problems[0].what
    given.site.pages["/a"] = Says(page(ENGLISH))
    assert (await given.read(gone.bookmark)).documents == first.documents


async def test_never_there(given: Site) -> None:
    """A page that was never there is an error."""
    with pytest.raises(SourceUnavailable, match="404"):
        await given.read()


@pytest.mark.parametrize(
    ("says", "what"),
    [
        (Says(b"<html><body><div id='app'></div><script src='/x.js'></script></body></html>"), "no article"),
        (Says(b"<html><body><form>Sign in <input type=password></form></body></html>"), "login"),
        (Says(page(ENGLISH[:1]) + b"<input name='p' type='password'>"), "login"),
        (Says(b"%PDF-1.7", kind="application/pdf"), "application/pdf"),
        (Says(b"<rss version='2.0'/>", kind="application/rss+xml"), "no web page"),
        (Says(b"{}", kind="application/json"), "no web page"),
        (Says(b""), "no article"),
    ],
)  # fmt: skip
async def test_no_article(given: Site, says: Says, what: str) -> None:
    """What has no article is one line that names the page and what to give in its place."""
    given.site.pages["/a"] = says
    with pytest.raises(BadInput, match=what) as raised:
        await given.read()
    assert given.site.url in str(raised.value)
    assert "name" in str(raised.value)
    assert "\n" not in str(raised.value)


async def test_list_page(given: Site) -> None:
    """A list of headlines has no article."""
    items = "".join(f"<li><a href='/{n}'>Headline number {n}</a> by kim</li>" for n in range(60))
    given.site.pages["/a"] = Says(f"<html><body><ul>{items}</ul></body></html>".encode())
    with pytest.raises(BadInput, match="a list of links"):
        await given.read()


async def test_article_with_links(given: Site) -> None:
    """An article may link in every paragraph."""
    paragraphs = [f"{p} (<a href='/x'>harbour register</a>)" for p in ENGLISH]
    given.site.pages["/a"] = Says(page(paragraphs))
    assert len((await given.read()).documents) == 1


@pytest.mark.parametrize(
    ("body", "lacks"),
    [
        (page(ENGLISH, '<script type="application/ld+json">{"isAccessibleForFree": "False"}</script>'), "subscribers"),
        (page([*ENGLISH, "And then the company also said that…"]), "beginning"),
        (page(ENGLISH[:3]), "short"),
    ],
)  # fmt: skip
async def test_thin(given: Site, body: bytes, lacks: str) -> None:
    """A text that is less than the whole says why."""
    given.site.pages["/a"] = Says(body)
    (document,) = (await given.read()).documents
    assert lacks in (document.lacks or "")


async def test_redirect_elsewhere(given: Site) -> None:
    """The document's address and publisher are where the redirect ended."""
    async with loopback() as other:
        other.pages["/b"] = Says(page(ENGLISH))
        given.site.pages["/a"] = Says(status=302, headers={"location": f"{other.url}/b"})
        reading = await given.read()
    assert reading.documents[0].url == f"{other.url}/b"
    assert reading.location is None


async def test_moved_for_good(given: Site) -> None:
    """A page that has moved for good keeps its document and is read at its new address."""
    given.site.pages["/a"] = Says(page(ENGLISH))
    first = await given.read()
    given.site.pages |= {
        "/a": Says(status=301, headers={"location": "/b"}),
        "/b": Says(page(ENGLISH)),
    }
    moved = await given.read()
    assert moved.location == f"{given.site.url}/b"
    assert moved.documents[0].id == first.documents[0].id


async def test_redirect_to_front_page(given: Site) -> None:
    """A page that leads to its site's front page is not taken for that."""
    given.site.pages |= {
        "/a": Says(status=301, headers={"location": "/"}),
        "/": Says(page(ENGLISH)),
    }
    with pytest.raises(BadInput, match="front page"):
        await given.read()


async def test_robots(given: Site) -> None:
    """What robots.txt forbids is not read, also behind a redirect."""
    given.site.pages |= {
        "/robots.txt": Says(b"User-agent: *\nDisallow: /b", kind="text/plain"),
        "/a": Says(status=302, headers={"location": "/b"}),
        "/b": Says(page(ENGLISH)),
    }
    with pytest.raises(Disallowed):
        await given.read()
    assert "/b" not in given.site.paths()


async def test_refused(given: Site) -> None:
    """A refusal by the host is asked once and reported."""
    given.site.pages["/a"] = Says(status=403)
    with pytest.raises(Forbidden, match="403"):
        await given.read()
    assert given.site.paths().count("/a") == 1


@pytest.mark.parametrize("bookmark", ["{]", "[]", '{"mark": 7, "etag": []}', "null", '"x"'])
async def test_strange_bookmark(given: Site, bookmark: str) -> None:
    """A bookmark of another kind is as good as none."""
    given.site.pages["/a"] = Says(page(ENGLISH))
    assert len((await given.read(bookmark)).documents) == 1


def test_discussions_are_left_to_their_kind() -> None:
    """A page of a site of discussions is no article of one speaker."""
    url = "https://news.ycombinator.com/item?id=1"
    asked = replace(webpage_fetched(), url=url)
    with pytest.raises(BadInput, match="discussions"):
        webpage.check(asked, url)


def webpage_fetched() -> webpage.Fetched:
    return webpage.Fetched(
        url="", status=200, content_type="text/html", charset=None, body=page(ENGLISH)
    )


def test_bookmark_is_small() -> None:
    """It holds validators and a mark, no text."""
    dumped = webpage._dumped(replace(webpage_fetched(), etag='"1"'), "m")
    assert json.loads(dumped) == {"etag": '"1"', "last_modified": None, "mark": "m"}
