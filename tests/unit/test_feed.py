"""Feeds become documents: stable ids, whole texts where they can be had, the right voice, nothing but plain text."""

import asyncio
import gzip
import re
from pathlib import Path

import pytest
from fake_web import NOW, FakeExtractor, FakeWeb, tools
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import BadInput, Forbidden, SourceUnavailable
from retrieval.ports import Article, Fetched
from retrieval.sources.feed import make, recognises
from retrieval.sources.feed.entries import parse_feed
from retrieval.sources.feed.teasers import is_teaser, trimmed
from retrieval.types import Document, Reading, Source, Voice

FEED = "https://ex.com/feed"
DATA = Path(__file__).parents[3] / "shared" / "data"
LONG = "A sentence with some words in it. " * 30
EXECUTABLE = re.compile(
    r"<\s*/?\s*(script|iframe|img|a|p|style|object)\b|javascript:\S|[\x00-\x08\x0e-\x1f\u202a-\u202e]",
    re.IGNORECASE,
)


def item(
    title: str = "Title", link: str = "https://ex.com/1", text: str = LONG, more: str = ""
) -> str:
    named = f"<link>{link}</link>" if link else ""
    return f"<item><title>{title}</title>{named}<description>{text}</description>{more}</item>"


def rss(*items: str, head: str = "<title>Ex</title><link>https://ex.com/</link>") -> str:
    return f'<rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'


def source(location: str = FEED, bookmark: str | None = None) -> Source:
    return Source(id="s1", kind="feed", location=location, name="Ex", bookmark=bookmark)


async def read(
    feed: str | bytes | Fetched,
    web: FakeWeb | None = None,
    *,
    location: str = FEED,
    bookmark: str | None = None,
    extractor: FakeExtractor | None = None,
) -> Reading:
    given = web or FakeWeb()
    given.pages[location] = feed
    return await make(tools(given, extractor)).read(source(location, bookmark))


async def only(feed: str, web: FakeWeb | None = None, **more: str) -> Document:
    (document,) = (await read(feed, web, **more)).documents  # type: ignore[arg-type]
    return document


async def test_whole_text() -> None:
    """An entry with its whole text is an article and nothing is fetched for it."""
    web = FakeWeb()
    document = await only(rss(item(more="<author>a@example.com (Kim)</author>")), web)
    assert web.asked == [FEED]
    assert (document.title, document.text, document.voice) == ("Title", LONG.strip(), Voice.ARTICLE)
    assert (document.author, document.url, document.lang) == ("Kim", "https://ex.com/1", "en")
    assert (document.source_id, document.lacks) == ("s1", None)


async def test_feed_names_itself() -> None:
    """The reading brings the feed's own name and where it moved."""
    moved = Fetched(
        url="https://ex.com/new",
        status=200,
        content_type="application/rss+xml",
        charset=None,
        body=rss(item(), head="<title>Ex &amp;amp; Co</title>").encode(),
        moved_to="https://ex.com/new",
    )
    reading = await read(moved)
    assert (reading.name, reading.location, reading.whole) == (
        "Ex & Co",
        "https://ex.com/new",
        False,
    )


async def test_content_before_summary() -> None:
    """The whole content is taken, not the summary beside it."""
    body = f'<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/"><![CDATA[<p>{LONG}</p><p>End</p>]]></content:encoded>'
    assert (await only(rss(item(text="short", more=body)))).text == f"{LONG.strip()}\n\nEnd"


async def test_id_is_stable() -> None:
    """An edited entry keeps its id."""
    guid = "<guid>7</guid>"
    first = await only(rss(item(more=guid)))
    second = await only(rss(item("New title", "https://ex.com/2", more=guid)))
    assert first.id == second.id
    assert re.fullmatch("[0-9a-f]{24}", first.id)


async def test_id_survives_a_move() -> None:
    """A relative guid does not change with the feed's address."""
    feed = rss(item(more="<guid>7</guid>"))
    assert (await only(feed)).id == (await only(feed, location="https://ex.com/other/feed")).id


async def test_ids_by_link() -> None:
    """When entries share their guid, the link tells them apart."""
    feed = rss(*(item(f"T{n}", f"https://ex.com/{n}", more="<guid>same</guid>") for n in range(3)))
    documents = (await read(feed)).documents
    assert len({each.id for each in documents}) == 3


async def test_duplicates_collapse() -> None:
    """An entry that is there twice is one document."""
    twice = item(more="<guid>7</guid>")
    assert len((await read(rss(twice, twice, item("Other", more="<guid>8</guid>")))).documents) == 2


async def test_key_sticks() -> None:
    """The field that told entries apart is kept while it serves, though an earlier one would do now."""
    one = item("A", "https://ex.com/a", more="<guid>same</guid>")
    first = await read(rss(one, item("B", "https://ex.com/b", more="<guid>same</guid>")))
    second = await read(rss(one), bookmark=first.bookmark)
    assert second.documents == ()


async def test_teaser_is_completed() -> None:
    """Where the feed has only a taste, the linked page is read."""
    web = FakeWeb({"https://ex.com/1": LONG * 2})
    document = await only(rss(item(text="Just a taste…")), web)
    assert (document.text, document.voice, document.lacks) == (
        (LONG * 2).strip(),
        Voice.ARTICLE,
        None,
    )


async def test_read_more_is_a_teaser() -> None:
    """A long beginning that promises more is a teaser too, and its footer is no text."""
    footer = "&lt;p&gt;&lt;a href='x'&gt;Read full article&lt;/a&gt;&lt;/p&gt;&lt;p&gt;&lt;a href='y'&gt;Comments&lt;/a&gt;&lt;/p&gt;"
    document = await only(rss(item(text=f"&lt;p&gt;{LONG}&lt;/p&gt;{footer}")))
    assert document.text == LONG.strip()
    assert document.lacks is not None


async def test_teaser_is_kept() -> None:
    """Without the page the taste is kept, and the document says in one line what it lacks."""
    web = FakeWeb({"https://ex.com/1": Forbidden("https://ex.com/1: the host refuses (403)")})
    document = await only(rss(item(text="Just a taste…")), web)
    assert (document.text, document.lacks) == (
        "Just a taste…",
        "https://ex.com/1: the host refuses (403)",
    )


async def test_page_with_less_than_the_feed() -> None:
    """A page that shows less than the feed does not replace it."""
    web = FakeWeb({"https://ex.com/1": "Please log in"})
    assert (await only(rss(item(text="A taste of some length that ends…")), web)).text.startswith(
        "A taste"
    )


async def test_canonical_address() -> None:
    """The page's own canonical address is the permalink."""
    extractor = FakeExtractor({
        "https://ex.com/1": Article(text=LONG, url="https://ex.com/a/title")
    })
    reading = await read(
        rss(item(text="…")), FakeWeb({"https://ex.com/1": "x"}), extractor=extractor
    )
    assert reading.documents[0].url == "https://ex.com/a/title"


async def test_unchanged_entries_are_left_out() -> None:
    """With the bookmark only new and changed entries come, and no known page is fetched again."""
    first = await read(rss(item(text="…")), FakeWeb({"https://ex.com/1": LONG}))
    web = FakeWeb()
    second = await read(
        rss(item("New", "https://ex.com/2"), item(text="…")), web, bookmark=first.bookmark
    )
    assert [each.title for each in second.documents] == ["New"]
    assert web.asked == [FEED]


async def test_changed_entry_comes_again() -> None:
    """An entry that the feed edits is read again, page and all."""
    first = await read(rss(item(text="one…")), FakeWeb({"https://ex.com/1": LONG}))
    second = await read(
        rss(item(text="two…")),
        FakeWeb({"https://ex.com/1": LONG + "more"}),
        bookmark=first.bookmark,
    )
    assert second.documents[0].text.endswith("more")


async def test_missing_text_is_tried_again() -> None:
    """A text that could not be had comes with a later reading."""
    first = await read(rss(item(text="one…")))
    second = await read(
        rss(item(text="one…")), FakeWeb({"https://ex.com/1": LONG}), bookmark=first.bookmark
    )
    assert second.documents[0].lacks is None
    assert second.documents[0].id == first.documents[0].id


async def test_tries_end() -> None:
    """After three readings without success a page is left alone."""
    web, bookmark = FakeWeb(), None
    for _ in range(5):
        bookmark = (await read(rss(item(text="one…")), web, bookmark=bookmark)).bookmark
    assert web.asked.count("https://ex.com/1") == 3


async def test_conditional_get() -> None:
    """An unchanged feed is not sent again, unless an entry still waits for its text."""
    feed = Fetched(
        url=FEED, status=200, content_type="", charset=None, body=rss(item()).encode(), etag="1"
    )
    whole = await read(feed)
    again = await read(feed, bookmark=whole.bookmark)
    assert again.unchanged
    assert again.bookmark == whole.bookmark
    web = FakeWeb()
    waiting = await read(
        Fetched(
            url=FEED,
            status=200,
            content_type="",
            charset=None,
            body=rss(item(text="…")).encode(),
            etag="1",
        )
    )
    await read(feed, web, bookmark=waiting.bookmark)
    assert web.conditions[0] is None


async def test_foreign_bookmark() -> None:
    """A bookmark that is not ours is no bookmark."""
    assert len((await read(rss(item()), bookmark='{"seen": [1]}')).documents) == 1


async def test_pages_are_bounded() -> None:
    """A reading fetches thirty pages; the others follow with the next."""
    feed = rss(*(item(f"T{n}", f"https://ex.com/{n}", "…") for n in range(40)))
    pages: dict[str, str] = {f"https://ex.com/{n}": LONG for n in range(40)}
    first = await read(feed, FakeWeb(dict(pages)))  # type: ignore[arg-type]
    assert sum(each.lacks is None for each in first.documents) == 30
    second = await read(feed, FakeWeb(dict(pages)), bookmark=first.bookmark)  # type: ignore[arg-type]
    assert len(second.documents) == 10


async def test_dead_host() -> None:
    """A host that does not answer is not asked for every entry."""
    web = FakeWeb()
    await read(rss(*(item(f"T{n}", f"https://dead.example/{n}", "…") for n in range(20))), web)
    assert len(web.asked) < 9


async def test_summary_of_somebody_elses_article() -> None:
    """A feed's own words about a page of another site are a summary; the page is the article, its author not the feed's."""
    feed = rss(
        item(link="https://other.example/1", text="They say…", more="<author>poster</author>")
    )
    summary = await only(feed)
    article = await only(feed, FakeWeb({"https://other.example/1": LONG}))
    assert (summary.voice, article.voice) == (Voice.SUMMARY, Voice.ARTICLE)
    assert (summary.author, article.author) == ("poster", None)
    assert (summary.publisher, article.publisher) == (None, "other.example")


async def test_aggregator() -> None:
    """The house text of an aggregator is a summary, and its discussion page is not taken for an article."""
    geek = "https://news.hada.io/rss/news"
    web = FakeWeb({"https://news.hada.io/topic?id=1": LONG})
    document = await only(
        rss(item(link="https://news.hada.io/topic?id=1", text="요약 한 줄입니다"), head=""),
        web,
        location=geek,
    )
    assert (document.voice, document.lang) == (Voice.SUMMARY, "ko")
    assert document.lacks is not None


@pytest.mark.parametrize(
    "text",
    [
        "&lt;a href='https://news.ycombinator.com/item?id=1'&gt;Comments&lt;/a&gt;",
        "&lt;p&gt;Article URL: https://x.example&lt;/p&gt;&lt;p&gt;Comments URL: https://y.example&lt;/p&gt;&lt;p&gt;Points: 5&lt;/p&gt;&lt;p&gt;# Comments: 3&lt;/p&gt;",
    ],
)
async def test_empty_teaser(text: str) -> None:
    """A teaser that is only links is no text: the article is read, or the title stands alone and says so."""
    feed = rss(item(link="https://x.example/1", text=text))
    front = "https://hnrss.org/frontpage"
    bare = await only(feed, location=front)
    assert bare.text == "Title"
    assert bare.lacks is not None
    full = await only(feed, FakeWeb({"https://x.example/1": LONG}), location=front)
    assert (full.text, full.voice) == (LONG.strip(), Voice.ARTICLE)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Thu, 19 Nov 2026 10:00:00 GMT", "2026-11-19T10:00:00+00:00"),
        ("2026.11.19 오후 3:00", "2026-11-19T06:00:00+00:00"),
        ("2026.11.19 무렵", "None"),
        ("Thu, 19 Nov 2099 10:00:00 GMT", "None"),
    ],
)
async def test_dates(written: str, expected: str) -> None:
    """Dates are what the feed wrote, or none; none lies in the future."""
    document = await only(rss(item(more=f"<pubDate>{written}</pubDate>")))
    assert str(document.published and document.published.isoformat()) == expected


async def test_hostile_entry() -> None:
    """Scripts, executable links and hidden characters do not get into a document."""
    text = f"&lt;script&gt;alert(1)&lt;/script&gt;&lt;p onclick='x()'&gt;{LONG}&lt;/p&gt;\u202e"
    document = await only(rss(item("&lt;b&gt;T&lt;/b&gt;", "javascript:alert(1)", text)))
    assert (document.title, document.text) == ("T", LONG.strip())
    assert document.url == f"urn:newsdesk:{document.id}"


async def test_relative_link() -> None:
    """A relative link is resolved against the feed."""
    assert (await only(rss(item(link="/a/1")))).url == "https://ex.com/a/1"


async def test_untitled_entry() -> None:
    """An entry without title is called by its first words."""
    document = await only(rss(item("", text=LONG)))
    assert document.title.startswith("A sentence")
    assert len(document.title) <= 100


@pytest.mark.parametrize(
    "body", [b"", b"<html><body>no feed</body></html>", b"\0\1\2", b"/etc/passwd", b"{}"]
)
async def test_no_feed(body: bytes) -> None:
    """What is no feed at all is bad input, said in one line that names the address."""
    with pytest.raises(BadInput) as raised:
        await read(body)
    assert FEED in str(raised.value)
    assert "\n" not in str(raised.value)


async def test_empty_feed() -> None:
    """A feed without entries is a feed."""
    assert (await read(rss())).unchanged


async def test_unreachable_feed() -> None:
    """A feed that cannot be had is the fetcher's error, as it is."""
    with pytest.raises(SourceUnavailable):
        await read(SourceUnavailable("no"))  # type: ignore[arg-type]


async def test_charset_of_the_host() -> None:
    """The encoding that the host names is believed."""
    body = rss(item("한국어 제목", text="한국어 " * 200)).encode("cp949")
    got = Fetched(
        url=FEED, status=200, content_type="application/rss+xml", charset="euc-kr", body=body
    )
    document = (await read(got)).documents[0]
    assert (document.title, document.lang) == ("한국어 제목", "ko")


@pytest.mark.parametrize("packed", [False, True])
async def test_file(tmp_path: Path, packed: bool) -> None:  # noqa: FBT001 (a parameter of pytest's)
    """A feed may be a file, packed or not; the same file again brings nothing."""
    path = tmp_path / "feed.xml"
    path.write_bytes(gzip.compress(rss(item()).encode()) if packed else rss(item()).encode())
    reader = make(tools(FakeWeb()))
    first = await reader.read(source(str(path)))
    assert len(first.documents) == 1
    assert (await reader.read(source(str(path), first.bookmark))).unchanged


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("https://ex.com/", True),
        ("a/b.xml", True),
        ("b.XML.gz", True),
        ("c.atom", True),
        ("d.jsonl", False),
        ("ftp://x", False),
    ],
)
def test_recognises(location: str, expected: bool) -> None:  # noqa: FBT001 (a parameter of pytest's)
    """Web addresses and files with a feed's ending look like feeds."""
    assert recognises(location) is expected


@pytest.mark.parametrize(
    ("text", "rest", "more"),
    [
        ("Text.\n\nRead 12 remaining paragraphs | Comments", "Text.", True),
        ("Text.\n\nContinue reading…", "Text.", True),
        ("본문.\n\n더 보기", "본문.", True),
        ("Text.\n\nThe post A b appeared first on C.", "Text.", False),
        ("Text.\n\nComments", "Text.", False),
        (
            "Comments are closed for all readers today.",
            "Comments are closed for all readers today.",
            False,
        ),
        ("", "", False),
    ],
)
def test_trimmed(text: str, rest: str, more: bool) -> None:  # noqa: FBT001 (a parameter of pytest's)
    """Footers go, and those that promise more are noticed."""
    assert trimmed(text) == (rest, more)


def test_is_teaser() -> None:
    """Short texts and texts broken off are teasers."""
    assert is_teaser("short", 600)
    assert is_teaser(LONG + "and […]", 600)
    assert not is_teaser(LONG, 600)


@given(
    st.binary(max_size=400)
    | st.text(st.sampled_from("<>/!&;[]rsitemlnkoCDAT=\"' 가\0"), max_size=200).map(str.encode)
)
def test_any_bytes(body: bytes) -> None:
    """Any bytes are a feed or bad input."""
    for given_body in (body, b"<rss><channel><item><title>" + body):
        try:
            parsed = parse_feed(given_body, base=FEED)
        except BadInput:
            continue
        assert all(not EXECUTABLE.search(each.title + each.text) for each in parsed.entries)


@pytest.mark.skipif(not DATA.exists(), reason="../shared/data is not there")
async def test_ill_formed_feeds() -> None:
    """Each of many ill-formed and oddly encoded feeds is read or refused, soon, and nothing executable is stored."""
    paths = sorted(DATA.glob("feeds_hostile/**/*.xml"))
    assert len(paths) > 90
    async with asyncio.timeout(60):
        for path in paths:
            for document in await documents_of(path):
                stored = "\n".join((
                    document.title,
                    document.text,
                    document.author or "",
                    document.url,
                ))
                assert not EXECUTABLE.search(stored), path


async def documents_of(path: Path) -> tuple[Document, ...]:
    try:
        return (await make(tools(FakeWeb())).read(source(str(path)))).documents
    except BadInput:
        return ()


@pytest.mark.skipif(not DATA.exists(), reason="../shared/data is not there")
async def test_real_feeds() -> None:
    """Sixteen months of a real feed: every entry has title, link, author, date, and is known for a teaser."""
    paths = sorted(DATA.glob("ars/feeds/*.xml.gz"))
    for path in paths:
        documents = await documents_of(path)
        assert len(documents) == 20
        assert all(
            each.title and each.author and each.published and each.lacks for each in documents
        )
        assert all(each.url.startswith("https://arstechnica.com/") for each in documents)
        assert all(
            each.published < NOW and "Comments" not in each.text[-50:]
            for each in documents
            if each.published
        )
