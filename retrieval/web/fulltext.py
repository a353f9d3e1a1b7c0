"""The pages that a feed only hints at: fetched politely, few at a time, and not for ever."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from enum import Enum

from retrieval.charsets import as_utf8
from retrieval.errors import BadInput, Forbidden, SourceUnavailable
from retrieval.ports import Article, ArticleExtractor, Fetcher
from retrieval.urls import host

# their pages are discussions, which readers of their own take apart by speaker
DISCUSSIONS = frozenset({"news.hada.io", "news.ycombinator.com", "hnrss.org", "lobste.rs"})
_HOPELESS = 3  # failures of one host in one reading


class Next(Enum):
    """What is to be done about an entry in the next reading."""

    NOTHING = "nothing"
    RETRY = "retry"  # and count this try
    RESUME = "resume"  # it was not tried


@dataclass(frozen=True, slots=True, kw_only=True)
class Full:
    """An article, or the reason why there is none in one line."""

    article: Article | None = None
    lacks: str | None = None
    then: Next = Next.NOTHING


class FullTexts:
    """Gets the articles of one reading; not more than `limit`, `at_once` at a time."""

    def __init__(
        self, *, pages: Fetcher, extractor: ArticleExtractor, limit: int, at_once: int
    ) -> None:
        self._pages = pages
        self._extractor = extractor
        self._left = limit
        self._slots = asyncio.Semaphore(at_once)
        self._failures: Counter[str] = Counter()

    async def of(self, url: str) -> Full:
        """The article at an address; never raises for what hosts do."""
        if host(url) in DISCUSSIONS:
            return Full(lacks="its page is a discussion; a source of that site's own kind reads it")
        if self._left <= 0:
            return Full(lacks="more texts than are fetched in one go; it follows", then=Next.RESUME)
        self._left -= 1
        async with self._slots:
            return await self._reachable(url)

    async def _reachable(self, url: str) -> Full:
        if self._failures[host(url)] >= _HOPELESS:
            return Full(lacks=f"{host(url)} does not answer; it is tried again", then=Next.RESUME)
        try:
            return await self._asked(url)
        except (Forbidden, BadInput) as e:
            return Full(lacks=str(e))
        except SourceUnavailable as e:
            self._failures[host(url)] += 1
            return Full(lacks=str(e), then=Next.RESUME if e.retry_after else Next.RETRY)

    async def _asked(self, url: str) -> Full:
        page = await self._pages.fetch(url)
        if host(page.url) in DISCUSSIONS:
            return Full(
                lacks="its link leads to a discussion; a source of that site's own kind reads it"
            )
        article = await self._extractor.extract(as_utf8(page.body, page.charset), page.url)
        if article is None:
            return Full(lacks="no article was found on its page; open it there", then=Next.RETRY)
        return Full(article=article)
