"""Hacker News in small on 127.0.0.1: both of its APIs, and the pages that its stories link to."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from hackernews_posts import Posts
from loopback import Loopback, Says
from typing_extensions import override

from retrieval.ports import Endpoints

SEARCH, ITEMS = "/search-api", "/items-api"
_LISTS = {
    "topstories": "",
    "newstories": "",
    "beststories": "",
    "askstories": "ask_hn",
    "showstories": "show_hn",
}


@dataclass
class Fault:
    """An answer in place of the real one, for paths with this beginning, so many times."""

    prefix: str
    says: Says
    times: int


class HackerNewsSite(Loopback, Posts):
    """`requests` has the second and the path of every request, `bytes` counts what was sent."""

    def __init__(self, now: datetime) -> None:
        Loopback.__init__(self)
        Posts.__init__(self, now)
        self.articles: dict[str, str] = {}
        self.faults: list[Fault] = []
        self.requests: list[tuple[float, str]] = []
        self.bytes = 0
        self.pages = _Routes(self)

    @property
    def endpoints(self) -> Endpoints:
        return Endpoints(
            hackernews_search=f"{self.url}{SEARCH}", hackernews_items=f"{self.url}{ITEMS}"
        )

    def add_article(self, slug: str, *paragraphs: str) -> str:
        """A page with an article; its address."""
        self.articles[slug] = "".join(f"<p>{each}</p>" for each in paragraphs)
        return f"{self.url}/articles/{slug}"

    def fail(self, prefix: str, says: Says, times: int = 1000) -> None:
        """Answer this to requests whose path begins so."""
        self.faults.append(Fault(prefix, says, times))

    def mend(self) -> None:
        """Fail no more."""
        self.faults.clear()

    def forget(self) -> None:
        """Count requests anew."""
        self.requests.clear()
        self.asked.clear()
        self.bytes = 0

    def count(self, prefix: str = "") -> int:
        """How many requests began so."""
        return sum(path.startswith(prefix) for _, path in self.requests)

    def answer(self, path: str) -> Says:
        """What is said to one request."""
        self.requests.append((asyncio.get_running_loop().time(), path))
        says = self._faulty(path) or self._answer_of(path)
        self.bytes += len(says.body)
        return says

    def _faulty(self, path: str) -> Says | None:
        for fault in self.faults:
            if path.startswith(fault.prefix) and fault.times > 0:
                fault.times -= 1
                return fault.says
        return None

    def _answer_of(self, path: str) -> Says:
        parts = urlsplit(path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        match parts.path.strip("/").removesuffix(".json").split("/"):
            case ["articles", slug] if slug in self.articles:
                return Says(f"<html><body><article>{self.articles[slug]}".encode())
            case ["search-api", "items", id]:
                tree = self.tree(int(id))
                return _json(tree) if tree else Says(status=404)
            case [api, *rest] if f"/{api}" in {SEARCH, ITEMS}:
                return _json(self._told(rest, asked))
        return Says(status=404)

    def _told(self, path: list[str], asked: dict[str, str]) -> object:
        match path:
            case ["search" | "search_by_date" as order]:
                return {"hits": self.hits(order, asked)}
            case ["item", id]:
                return self.item(int(id))
            case ["updates"]:
                return {"items": self.changed, "profiles": []}
        wanted = _LISTS[path[0]]
        return [p.id for p in self.stories() if not wanted or wanted in p.tags]


class _Routes(dict[str, object]):
    """Stands where a loopback server has its written answers."""

    def __init__(self, site: HackerNewsSite) -> None:
        super().__init__()
        self._site = site

    @override
    def get(self, path: str, _default: object = None) -> object:
        return lambda asked: self._site.answer(asked.path)


def _json(value: object) -> Says:
    return Says(json.dumps(value).encode(), kind="application/json; charset=utf-8")


@asynccontextmanager
async def hackernews(now: datetime) -> AsyncIterator[HackerNewsSite]:
    """A running site, gone with the block."""
    site = HackerNewsSite(now)
    server = await asyncio.start_server(site.serve, "127.0.0.1", 0)
    site.port = server.sockets[0].getsockname()[1]
    async with server:
        yield site
