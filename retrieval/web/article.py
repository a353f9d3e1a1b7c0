"""Main text of web pages, by trafilatura."""

import asyncio
from collections.abc import Iterator
from typing import Any

import trafilatura

from retrieval.charsets import decode
from retrieval.dates import parse_date
from retrieval.ports import Article
from retrieval.text import one_line, plain
from retrieval.urls import site, web_url

_DATES = {
    "extensive_search": False,  # it would guess
    "original_date": True,
    "outputformat": "%Y-%m-%dT%H:%M:%S%z",
}


class TrafilaturaExtractor:
    """Implements ArticleExtractor in a worker thread. Pages of less than `shortest` characters have no article."""

    def __init__(
        self, *, largest: int = 3_000_000, shortest: int = 200, seconds: float = 30.0
    ) -> None:
        self._largest = largest  # bytes
        self._shortest = shortest
        self._seconds = seconds  # waited for one page

    async def extract(self, html: bytes, url: str) -> Article | None:
        """See ArticleExtractor."""
        if len(html) > self._largest:
            return None
        try:
            async with asyncio.timeout(self._seconds):
                article = await asyncio.to_thread(_extracted, html, url)
        except TimeoutError:
            return None
        return article if article and len(article.text) >= self._shortest else None


def _extracted(html: bytes, url: str) -> Article | None:
    try:
        # characters, since it would unpack compressed bytes without limit
        page: Any = trafilatura.bare_extraction(
            decode(html),
            url=url,
            include_comments=False,
            include_tables=True,
            with_metadata=True,
            date_extraction_params=dict(_DATES),
        )
        return _article(page, url) if page is not None and page.body is not None else None
    except Exception:  # noqa: BLE001 (a hostile page may break the library anywhere; it has no article then)
        return None


def _article(page: Any, url: str) -> Article:
    title = one_line(page.title or "")
    return Article(
        text=plain("\n\n".join(_blocks(page.body))).removeprefix(f"{title}\n\n"),
        title=title,
        author=one_line(page.author or "") or None,
        published=parse_date(page.date),
        url=_canonical(page.url, url),
        site=one_line(page.sitename or "") or None,
    )


def _canonical(named: str | None, url: str) -> str | None:
    """What the page calls itself, if that is on its own site and no front page."""
    found = web_url(named, url)
    if not found or site(found) != site(url):
        return None
    return found if found.split("/", 3)[3:] not in ([], [""]) else None


def _blocks(parent: Any) -> Iterator[str]:
    """The paragraphs, lists and tables of trafilatura's own markup."""
    for element in parent:
        yield _block(element)
        yield " ".join((element.tail or "").split())


def _block(element: Any) -> str:
    match element.tag:
        case "list":
            return "\n".join(f"- {_inline(item)}" for item in element.iterchildren("item"))
        case "table":
            rows = element.iterdescendants("row")
            return "\n".join(" | ".join(map(_inline, row.iterchildren("cell"))) for row in rows)
        case "quote" if len(element) and element[0].tag in {"p", "list"}:
            return "\n\n".join((element.text or "", *_blocks(element)))
        case "code":
            return "".join(element.itertext())
        case _:
            return _inline(element)


def _inline(element: Any) -> str:
    """Text within a block; `lb` is its line break."""
    for line_break in element.iter("lb"):
        line_break.tail = f"\n{line_break.tail or ''}"
    return "".join(element.itertext())
