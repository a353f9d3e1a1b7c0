"""The articles that stories link to: fetched once each, and not more than a few a reading."""

from dataclasses import dataclass, replace
from datetime import datetime

from retrieval.articles import article_document
from retrieval.ids import document_id
from retrieval.sources.hackernews.bookmark import Tracked
from retrieval.sources.hackernews.documents import article_key
from retrieval.sources.hackernews.items import Item
from retrieval.sources.hackernews.schedule import link_mark
from retrieval.types import Document, Problem
from retrieval.urls import host
from retrieval.web.fulltext import DISCUSSIONS, Full, FullTexts, Next

_TRIES = 3  # for one article, a reading each


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """What to remember of a story's link, and the article if it was had just now."""

    tracked: Tracked
    document: Document | None = None
    gone: tuple[str, ...] = ()  # the article that it linked to before
    problem: Problem | None = None


async def linked(
    source_id: str, item: Item, tracked: Tracked, texts: FullTexts, now: datetime
) -> Linked:
    """Fetch the article behind a story's link unless that is settled. Never raises for what hosts do."""
    mark = link_mark(item)
    if tracked.link == mark and tracked.tries is None:
        return Linked(tracked=tracked)
    moved = bool(tracked.link) and tracked.link != mark
    old = (document_id(source_id, article_key(item.id)),) if moved else ()
    if item.url is None or host(item.url) in DISCUSSIONS:
        return Linked(tracked=replace(tracked, link=mark, tries=None), gone=old)
    full = await texts.of(item.url)
    tries = _tries(0 if moved else tracked.tries or 0, full)
    after = replace(tracked, link=mark, tries=tries)
    if full.article is None:
        return Linked(tracked=after, gone=old, problem=_problem(item.url, full))
    key = article_key(item.id)
    article = article_document(
        source_id, key, full.article, url=item.url, title=item.title, now=now
    )
    return Linked(tracked=after, document=article)


def _tries(before: int, full: Full) -> int | None:
    """How many tries have failed; None when there is nothing left to try."""
    if full.then is Next.RESUME:
        return before
    return before + 1 if full.then is Next.RETRY and before + 1 < _TRIES else None


def _problem(url: str, full: Full) -> Problem | None:
    """None for what was not tried."""
    if full.then is Next.RESUME or not full.lacks:
        return None
    return Problem(where=url, what=full.lacks)
