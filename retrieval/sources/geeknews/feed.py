"""The feed of new topics, by feedparser."""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.sax import SAXException

import feedparser

from retrieval.articles import past
from retrieval.dates import parse_date
from retrieval.markup import line_of, text_of
from retrieval.sources.geeknews.places import topic_number
from retrieval.text import one_line

_MOST = 1000  # topics
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedTopic:
    """A topic as the feed lists it; `text` is no more than its first lines."""

    number: int
    title: str
    text: str
    author: str | None
    published: datetime | None
    updated: str  # as the feed writes it


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicFeed:
    """The feed's topics in its order. `damaged`: it breaks off or is ill-formed, so there may be more."""

    topics: tuple[FeedTopic, ...]
    damaged: bool


def topic_feed(body: bytes, media_type: str, now: datetime) -> TopicFeed | None:
    """None for what is no feed. Never raises."""
    try:
        raw = feedparser.parse(
            io.BytesIO(body),  # a stream: bytes would be tried as the name of a file
            response_headers={"content-type": media_type or "application/atom+xml"},
            sanitize_html=False,  # only text is kept
            resolve_relative_uris=False,
        )
    except Exception:  # noqa: BLE001 - a hostile feed may break the library anywhere
        return None
    if not raw.get("version"):
        return None
    topics = [topic for each in raw.entries[:_MOST] if (topic := _topic(each, now))]
    damaged = isinstance(raw.get("bozo_exception"), SAXException)
    return TopicFeed(topics=tuple({t.number: t for t in topics}.values()), damaged=damaged)


def _topic(raw: Any, now: datetime) -> FeedTopic | None:
    number = topic_number(_string(raw, "link")) or topic_number(_string(raw, "id"))
    title = line_of(_string(raw, "title"))
    if number is None or not title:
        return None
    contents = raw.get("content") or [raw.get("summary_detail") or {}]
    text = text_of(_string(contents[0], "value"))
    published = parse_date(_string(raw, "published")) or parse_date(_string(raw, "updated"))
    return FeedTopic(
        number=number,
        title=title,
        text=text,
        author=one_line(_string(raw, "author"))[:_LONGEST_NAME] or None,
        published=past(published, now),
        updated=_string(raw, "updated"),
    )


def _string(raw: Any, name: str) -> str:
    value = raw.get(name) if name in raw else None
    return value.strip() if isinstance(value, str) else ""
