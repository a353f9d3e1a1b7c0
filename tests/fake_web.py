"""Stand-ins for the web: pages by address, and an extractor that takes a page at its word."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from retrieval.errors import RetrievalError, SourceUnavailable
from retrieval.markup import text_of
from retrieval.ports import Article, Fetched, SourceTools

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@dataclass
class FakeWeb:
    """Implements Fetcher. An address that is not given cannot be reached."""

    pages: dict[str, str | bytes | RetrievalError | Fetched] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    conditions: list[str | None] = field(default_factory=list)

    async def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched:
        self.asked.append(url)
        self.conditions.append(etag)
        page = self.pages.get(url)
        if page is None:
            raise SourceUnavailable(f"{url} could not be reached; check the address")
        if isinstance(page, RetrievalError):
            raise page
        if isinstance(page, str | bytes):
            return _fetched(url, page)
        if etag and etag == page.etag:
            return replace(page, status=304, body=b"")
        return page


def _fetched(url: str, page: str | bytes) -> Fetched:
    body = page.encode() if isinstance(page, str) else page
    return Fetched(url=url, status=200, content_type="text/html", charset="utf-8", body=body)


@dataclass
class FakeExtractor:
    """Implements ArticleExtractor: the text of the page; none for a page without text."""

    said: Mapping[str, Article] = field(default_factory=dict)

    async def extract(self, html: bytes, url: str) -> Article | None:
        text = text_of(html.decode("utf-8-sig"))
        return self.said.get(url) or (Article(text=text) if text else None)


def tools(web: FakeWeb, extractor: FakeExtractor | None = None, now: datetime = NOW) -> SourceTools:
    """Tools whose web is one fake for named addresses and for linked pages."""
    return SourceTools(
        fetcher=web,
        named=web,
        pages=web,
        extractor=extractor or FakeExtractor(),
        clock=lambda: now,
    )
