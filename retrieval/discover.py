"""Finds out what a web address is: a feed, one article, or the front page of a site that has a feed."""

import asyncio
from dataclasses import dataclass
from html.parser import HTMLParser

from typing_extensions import override

from retrieval.charsets import as_utf8, decode
from retrieval.errors import BadInput, Disallowed
from retrieval.ports import Fetched, SourceTools
from retrieval.sources import webpage
from retrieval.sources.feed.entries import parse_feed
from retrieval.urls import shown, web_url

_FEEDS = frozenset({"application/rss+xml", "application/atom+xml"})
_HEAD = 300_000  # characters in which a page names its feeds
_HARDLY = 600  # characters; a page with less and with a feed is rather a list
_OF_COMMENTS = ("comment", "댓글")


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovered:
    """What an address is to be read as, and where. `note` says so in one line, where it is another place."""

    kind: str
    location: str
    note: str | None = None


class Discovery:
    """One fetch an address, obeying robots.txt for all but feeds, which are made for robots."""

    def __init__(self, tools: SourceTools) -> None:
        self._fetcher = tools.fetcher
        self._pages = tools.named
        self._extractor = tools.extractor

    async def __call__(self, location: str) -> Discovered:
        """Raises BadInput for what is neither, and what fetching raises."""
        try:
            page = await self._pages.fetch(location)
        except Disallowed:
            page = await self._fetcher.fetch(location)
            if await asyncio.to_thread(_is_feed, page):
                return Discovered(kind="feed", location=location)
            raise
        if await asyncio.to_thread(_is_feed, page):
            return Discovered(kind="feed", location=location)
        return await self._in_page(location, page)

    async def _in_page(self, location: str, page: Fetched) -> Discovered:
        feeds = await asyncio.to_thread(feeds_of, page)
        html = await asyncio.to_thread(as_utf8, page.body, page.charset)
        article = await self._extractor.extract(html, page.url)
        text = article.text if article else ""
        if feeds and (webpage.is_front_page(page.url) or len(text) < _HARDLY):
            note = f"its feed {shown(feeds[0])} is read in its place"
            return Discovered(kind="feed", location=feeds[0], note=note)
        webpage.check(page, location)
        await asyncio.to_thread(webpage.article_in, html, article, page.url)
        return Discovered(kind="webpage", location=location)


def feeds_of(page: Fetched) -> list[str]:
    """Addresses of the feeds that a page names, those of its comments last."""
    found = _Links(page.url)
    found.feed(decode(page.body, page.charset)[:_HEAD])
    return [url for _, url in sorted(found.feeds, key=lambda each: each[0])]


def _is_feed(page: Fetched) -> bool:
    try:
        parse_feed(page.body, base=page.url, media_type=page.content_type, charset=page.charset)
    except BadInput:
        return False
    return True


class _Links(HTMLParser):
    """Collects `<link rel="alternate">` to feeds; whether each is one of comments, and its address."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.feeds: list[tuple[bool, str]] = []
        self._base = base

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        kind = given.get("type", "").partition(";")[0].strip().lower()
        if tag != "link" or kind not in _FEEDS:
            return
        url = web_url(given.get("href"), self._base)
        if url and "alternate" in given.get("rel", "").lower().split():
            said = f"{url} {given.get('title', '')}".lower()
            self.feeds.append((any(word in said for word in _OF_COMMENTS), url))
