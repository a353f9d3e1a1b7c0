"""What a page tells search engines about itself (JSON-LD). Pure."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from retrieval.dates import parse_date
from retrieval.sources.geeknews.places import outside, user
from retrieval.sources.geeknews.texts import Element
from retrieval.text import one_line, plain

_NUMBER = re.compile(r"#cid(\d{1,12})$")
_SITE_NAME = re.compile(r"\s*\|\s*GeekNews$")
_MOST = 10_000  # comments


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A topic as described; whatever is not told is empty or None."""

    title: str = ""
    article: str | None = None
    author: str | None = None
    published: datetime | None = None
    count: int | None = None
    text: str = ""  # the body without its layout
    comments: Mapping[int, tuple[str | None, datetime | None]] = field(default_factory=dict)

    def author_of(self, comment: int) -> str | None:
        """The account that wrote a comment."""
        return self.comments.get(comment, (None, None))[0]

    def published_of(self, comment: int) -> datetime | None:
        """When a comment was written."""
        return self.comments.get(comment, (None, None))[1]


def described(root: Element) -> Described:
    """The first description of something with a headline on a page; empty when there is none."""
    for script in root.xpath("//script[@type='application/ld+json']"):
        for raw in _objects(script.text or ""):
            if "headline" in raw:
                return _described(raw)
    return Described()


def _objects(text: str) -> Iterator[Mapping[str, Any]]:
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        return
    for each in raw if isinstance(raw, list) else [raw]:
        if isinstance(each, dict):
            yield each


def _described(raw: Mapping[str, Any]) -> Described:
    count = raw.get("commentCount")
    comments = raw.get("comment")
    return Described(
        title=_SITE_NAME.sub("", one_line(_string(raw, "headline"))),
        article=outside(_string(_inner(raw, "sharedContent"), "url")),
        author=_author(raw),
        published=parse_date(_string(raw, "datePublished")),
        count=count if type(count) is int and count >= 0 else None,
        text=plain(_string(raw, "text")),
        comments=dict(_comments(comments)) if isinstance(comments, list) else {},
    )


def _comments(raw: list[Any]) -> Iterator[tuple[int, tuple[str | None, datetime | None]]]:
    for each in raw[:_MOST]:
        found = _NUMBER.search(_string(each, "url")) if isinstance(each, dict) else None
        if found:
            yield int(found[1]), (_author(each), parse_date(_string(each, "datePublished")))


def _author(raw: Mapping[str, Any]) -> str | None:
    author = _inner(raw, "author")
    return user(_string(author, "url")) or one_line(_string(author, "name")) or None


def _inner(raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = raw.get(name)
    return value if isinstance(value, dict) else {}


def _string(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    return value.strip() if isinstance(value, str) else ""
