"""Main text of pages, kept readable and free of what is around it."""

import asyncio
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.charsets import as_utf8
from retrieval.errors import SourceUnavailable
from retrieval.ports import Article
from retrieval.web.article import TrafilaturaExtractor

URL = "https://news.ex.com/a/1"
PARAGRAPH = (
    "<p>Paragraph {} of a made-up report has enough words to be taken for the main text of it.</p>"
)
BODY = "".join(PARAGRAPH.format(n) for n in range(5))


def page(body: str = BODY, head: str = "") -> str:
    return (
        f"<html><head><title>A report</title>{head}</head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>A report</h1>{body}</article><div class='comments'><p>First!</p></div></body></html>"
    )


async def extracted(html: str) -> Article:
    article = await TrafilaturaExtractor().extract(html.encode(), URL)
    assert article is not None
    return article


async def test_paragraphs() -> None:
    """Paragraphs are parted by blank lines; navigation, comments and the repeated title are left out."""
    article = await extracted(page())
    assert article.title == "A report"
    assert article.text.split("\n\n")[0].startswith("Paragraph 0")
    assert len(article.text.split("\n\n")) == 5
    assert "First!" not in article.text


async def test_lists_and_tables() -> None:
    """Lists and tables stay, a line for an item and a row."""
    extra = "<ul><li>one thing</li><li>two things</li></ul><table><tr><th>Name</th><th>Size</th></tr><tr><td>a</td><td>3 GB</td></tr></table>"
    text = (await extracted(page(BODY + extra + BODY))).text
    assert "- one thing\n- two things" in text
    assert "Name | Size\na | 3 GB" in text


async def test_metadata() -> None:
    """Author, date and canonical address come from what the page declares."""
    head = (
        "<meta name='author' content='Kim Su'><link rel='canonical' href='https://www.news.ex.com/a/title'>"
        "<meta property='article:published_time' content='2025-11-20T15:00:00+09:00'>"
    )
    article = await extracted(page(head=head))
    assert article.author == "Kim Su"
    assert article.published == datetime(2025, 11, 20, 6, tzinfo=UTC)
    assert article.url == "https://www.news.ex.com/a/title"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "https://bank.example/a",
        "https://ex.com/a",
        "https://shop.ex.com/a",
        "https://news.ex.com:8443/a",
        "https://news.ex.com/",
        "https://news.ex.com",
    ],
)
async def test_false_canonical(address: str) -> None:
    """A canonical address that executes, lies at another host, if one of the same domain, or is a front page is not believed."""
    article = await extracted(page(head=f"<link rel='canonical' href='{address}'>"))
    assert article.url in {None, URL}


@pytest.mark.parametrize(
    "html",
    [
        b"",
        b"\0" * 500,
        page("<p>Please log in.</p>").encode(),
        b"<div>" * 50_000,
        b"\x1f\x8b\x08" + b"x" * 500,
    ],
)
async def test_no_article(html: bytes) -> None:
    """Thin, empty and broken pages have no article."""
    assert await TrafilaturaExtractor().extract(html, URL) is None


async def test_too_large() -> None:
    """A page over the limit is not looked into."""
    assert await TrafilaturaExtractor(largest=100).extract(page().encode(), URL) is None


@pytest.mark.parametrize("unit", ["a<br>", "<a href=x>y</a> "])
async def test_endless_page(unit: str) -> None:
    """A page that would keep the library busy for long has no article, and holds up nothing but pages."""
    extractor = TrafilaturaExtractor(seconds=1)
    hostile = f"<html><body><article><p>{unit * 150_000}".encode()
    begun = time.monotonic()
    waiting = [asyncio.create_task(extractor.extract(hostile, URL)) for _ in range(2)]
    await asyncio.sleep(0)
    assert await asyncio.to_thread(lambda: 7) == 7
    assert not any(task.done() for task in waiting)
    assert await asyncio.gather(*waiting) == [None, None]
    assert time.monotonic() - begun < 20
    assert await extractor.extract(page().encode(), URL) is not None
    extractor.close()


async def test_closed_while_busy() -> None:
    """Closing ends the process, whatever it is busy with."""
    extractor = TrafilaturaExtractor(seconds=60)
    await extractor.extract(page().encode(), URL)
    process = extractor._worker._process
    assert process is not None
    hostile = f"<html><body><article><p>{'<a href=x>y</a> ' * 150_000}".encode()
    busy = asyncio.create_task(extractor.extract(hostile, URL))
    await asyncio.sleep(0.1)
    extractor.close()
    assert await busy is None
    assert process.returncode is not None


async def test_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the process cannot run, that is said; it is not taken for a page without an article."""
    monkeypatch.setattr("sys.path", [])
    with pytest.raises(SourceUnavailable, match="does not start"):
        await TrafilaturaExtractor().extract(page().encode(), URL)


async def test_host_names_encoding() -> None:
    """What the host says of the encoding outweighs the page."""
    korean = page(
        "<p>한국어 문단은 이렇게 충분히 길게 이어지는 글입니다. </p>" * 20, "<meta charset='utf-8'>"
    )
    article = await TrafilaturaExtractor().extract(as_utf8(korean.encode("cp949"), "euc-kr"), URL)
    assert article is not None
    assert "한국어 문단" in article.text


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300))
async def test_any_bytes(html: bytes) -> None:
    """Bad HTML never raises."""
    await TrafilaturaExtractor().extract(page().encode() + html, URL)
