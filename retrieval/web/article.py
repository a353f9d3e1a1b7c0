"""Main text of web pages, found by a process of its own."""

import asyncio
import weakref
from concurrent.futures import ThreadPoolExecutor

from retrieval.dates import parse_date
from retrieval.ports import Article
from retrieval.web.worker import Worker


class TrafilaturaExtractor:
    """Implements ArticleExtractor, one page at a time. Raises SourceUnavailable where it cannot run at all.

    A page that keeps the library busy for more than `seconds` has no article; the process is ended then,
    since a thread could not be, and another one is begun. Pages of less than `shortest` characters have
    no article.
    """

    def __init__(
        self, *, largest: int = 3_000_000, shortest: int = 200, seconds: float = 5.0
    ) -> None:
        self._largest = largest  # bytes
        self._shortest = shortest
        self._worker = Worker(seconds)
        self._waiting = ThreadPoolExecutor(1, thread_name_prefix="articles")
        self._end = weakref.finalize(self, self._worker.close)

    async def extract(self, html: bytes, url: str) -> Article | None:
        """See ArticleExtractor."""
        if len(html) > self._largest:
            return None
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self._waiting, self._worker.ask, html, url)
        if found is None or len(found["text"]) < self._shortest:
            return None
        return Article(**{**found, "published": parse_date(found["published"])})

    def close(self) -> None:
        """End the process, and whatever it is busy with. Repeatable."""
        self._waiting.shutdown(wait=False, cancel_futures=True)
        self._worker.close()
