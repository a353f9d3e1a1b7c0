"""The two APIs of Hacker News: requests, and their JSON as values.

Algolia's search API (hn.algolia.com/api) tells whole threads and leaves out what is deleted or dead; it lags behind
by minutes. Firebase (github.com/HackerNews/API) tells single items, with these flags.
"""

import asyncio
import json
from collections.abc import Sequence
from urllib.parse import urlencode

from retrieval.errors import SourceUnavailable
from retrieval.ports import Endpoints, Fetcher
from retrieval.sources.hackernews.items import Item, from_firebase, from_hit, integer
from retrieval.sources.hackernews.tree import Thread, thread
from retrieval.urls import shown

_LISTED = 100  # stories of one list
AT_ONCE = 100  # stories that one request asks about: its address stays below 2,000 characters


class HackerNewsApi:
    """Every method is one request and raises SourceUnavailable (also for what is no answer of the API), Forbidden
    and BadInput.
    """

    def __init__(self, fetcher: Fetcher, endpoints: Endpoints) -> None:
        self._fetcher = fetcher
        self._search = endpoints.hackernews_search
        self._items = endpoints.hackernews_items

    async def stories(self, endpoint: str, tags: str) -> list[Item]:
        """The first stories of a search, in its order."""
        return await self._hits(endpoint, {"tags": tags, "hitsPerPage": str(_LISTED)})

    async def about(self, ids: Sequence[int]) -> list[Item]:
        """What the search has of these stories, at most `AT_ONCE`; those that it does not know are absent."""
        named = ",".join(f"story_{id}" for id in ids)
        asked = {"tags": f"story,({named})", "hitsPerPage": str(len(ids))}
        return await self._hits("search_by_date", asked)

    async def past(
        self, tags: str, span: tuple[int, int], points: int, most: int
    ) -> tuple[list[Item], bool]:
        """Stories of a span of seconds since 1970, with more than so many points, the latest first; and whether there
        may be more.
        """
        since, until = span
        within = f"created_at_i>={since},created_at_i<{until},points>{points}"
        asked = {"tags": tags, "numericFilters": within, "hitsPerPage": str(most)}
        raw = await self._search_hits("search_by_date", asked)
        return _stories(raw), len(raw) >= most

    async def ranked(self, name: str) -> list[int]:
        """The first ids of a list, best first."""
        url = f"{self._items}/{name}.json"
        raw = await self._json(url)
        if not isinstance(raw, list):
            raise _no_answer(url)
        found = (integer(each) for each in raw[:_LISTED])
        return [id for id in found if id]

    async def thread(self, id: int) -> Thread:
        """A story or comment with all that was answered. One that is not known has `status` 404."""
        url = f"{self._search}/items/{id}"
        body = (await self._fetcher.fetch(url)).body
        found = await asyncio.to_thread(lambda: thread(_parsed(url, body)))
        if found is None:
            raise _no_answer(url)
        return found

    async def item(self, id: int) -> Item | None:
        """A single item with its flags; None for one that is not known."""
        url = f"{self._items}/item/{id}.json"
        raw = await self._json(url)
        found = from_firebase(raw)
        if raw is not None and found is None:
            raise _no_answer(url)
        return found

    async def changed(self) -> frozenset[int]:
        """Ids of what changed in the last minutes."""
        url = f"{self._items}/updates.json"
        raw = await self._json(url)
        items = raw.get("items") if isinstance(raw, dict) else None
        if not isinstance(items, list):
            raise _no_answer(url)
        return frozenset(id for id in map(integer, items) if id)

    async def _hits(self, endpoint: str, asked: dict[str, str]) -> list[Item]:
        return _stories(await self._search_hits(endpoint, asked))

    async def _search_hits(self, endpoint: str, asked: dict[str, str]) -> list[object]:
        url = f"{self._search}/{endpoint}?{urlencode(asked, safe='(),')}"
        raw = await self._json(url)
        hits = raw.get("hits") if isinstance(raw, dict) else None
        if not isinstance(hits, list):
            raise _no_answer(url)
        return hits

    async def _json(self, url: str) -> object:
        return _parsed(url, (await self._fetcher.fetch(url)).body)


def _stories(hits: Sequence[object]) -> list[Item]:
    found = (from_hit(hit) for hit in hits)
    return list({hit.id: hit for hit in found if hit}.values())


def _parsed(url: str, body: bytes) -> object:
    try:
        raw: object = json.loads(body)
    except ValueError as e:
        raise _no_answer(url) from e
    except RecursionError as e:
        raise SourceUnavailable(f"{shown(url)} is nested too deeply to be read") from e
    return raw


def _no_answer(url: str) -> SourceUnavailable:
    what = "did not answer as its API does (broken off, or a page in its place); it will be tried again"
    return SourceUnavailable(f"{shown(url)} {what}")
