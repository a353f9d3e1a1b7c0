"""Asks for the feed of new topics, once, and only for what changed."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from retrieval.errors import SourceUnavailable
from retrieval.ports import Fetcher
from retrieval.sources.geeknews.bookmark import Bookmark
from retrieval.sources.geeknews.feed import FeedTopic, TopicFeed, topic_feed
from retrieval.types import Problem
from retrieval.urls import shown

_UNCHANGED = 304
_AGAIN = "It is asked again next time."


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What the feed brought: nothing if it is the same as last time. The validators are those to remember."""

    topics: tuple[FeedTopic, ...] = ()
    etag: str | None = None
    last_modified: str | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def tags(self) -> tuple[str | None, str | None]:
        """Both validators."""
        return (self.etag, self.last_modified)


async def listed(fetcher: Fetcher, endpoint: str, before: Bookmark, now: datetime) -> Listed:
    """Raises SourceUnavailable for something that is no feed, and what the fetcher raises."""
    url = f"{endpoint}/rss/news"
    got = await fetcher.fetch(url, etag=before.etag, last_modified=before.last_modified)
    if got.status == _UNCHANGED:
        return Listed(etag=before.etag, last_modified=before.last_modified)
    feed = await asyncio.to_thread(topic_feed, got.body, got.content_type, now)
    if feed is None:
        what = "answered with something that is no feed; it will be tried again"
        raise SourceUnavailable(f"{shown(url)} {what}")
    if problem := _problem(feed, url):
        return Listed(topics=feed.topics, problems=(problem,))
    return Listed(topics=feed.topics, etag=got.etag, last_modified=got.last_modified)


def _problem(feed: TopicFeed, url: str) -> Problem | None:
    if not feed.topics:
        what = "the feed is empty; nothing was changed"
        return Problem(where=shown(url), what=what, mend=_AGAIN)
    if feed.damaged:
        what = f"the feed breaks off or is ill-formed; {len(feed.topics)} topics could be read"
        return Problem(where=shown(url), what=what, mend=_AGAIN)
    return None
