"""Feeds as they come to feeds as values, by feedparser."""

import io
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import feedparser

from retrieval.dates import parse_date
from retrieval.errors import BadInput
from retrieval.markup import line_of, text_of
from retrieval.text import one_line, plain
from retrieval.urls import shown, web_url

_MAIL = re.compile(r"(?:mailto:)?[^\s()<>@]+@[^\s()<>@]+")
_LANGUAGE = re.compile(r"([A-Za-z]{2})(?:[-_]|$)")
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedEntry:
    """One entry in plain text. `id` and the dates are also kept as the feed writes them, to tell entries apart."""

    id: str = ""
    link: str | None = None  # absolute http(s)
    title: str = ""
    text: str = ""
    author: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    written: str = ""  # the published date as it stands in the feed
    edited: str = ""  # the updated date as it stands in the feed, if it is the entry's own
    lang: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """What a feed says of itself, and its entries that say anything, in its order."""

    title: str = ""
    link: str | None = None
    entries: tuple[ParsedEntry, ...] = ()


def parse_feed(
    body: bytes, *, base: str, media_type: str = "", charset: str | None = None
) -> ParsedFeed:
    """Broken feeds are read as far as they go. `base` resolves relative links. Raises BadInput for no feed at all."""
    declared = f"{media_type or 'application/xml'}; charset={charset}" if charset else media_type
    try:
        parsed = _parsed(body, declared, base)
    except Exception as e:  # a hostile feed may break the library anywhere
        raise BadInput(
            f"{shown(base)} is too damaged to be read as a feed; check it with a validator"
        ) from e
    if parsed is None:
        raise BadInput(f"{shown(base)} is no feed; name the address of an RSS or Atom feed")
    return parsed


def _parsed(body: bytes, declared: str, base: str) -> ParsedFeed | None:
    raw = feedparser.parse(
        io.BytesIO(body),  # a stream: bytes would be tried as the name of a file
        response_headers={"content-type": declared},
        sanitize_html=False,  # only text is kept, made in one place
        resolve_relative_uris=False,
    )
    if not raw.get("version") and not raw.entries:
        return None
    entries = (_entry(each, raw.feed, base) for each in raw.entries)
    return ParsedFeed(
        title=_line(raw.feed, "title"),
        link=web_url(raw.feed.get("link"), base),
        entries=tuple(each for each in entries if each.title or each.text),
    )


def _entry(raw: Any, feed: Any, base: str) -> ParsedEntry:
    edited = _string(raw, "updated")
    return ParsedEntry(
        id=_string(raw, "id"),
        link=web_url(raw.get("link"), base) or web_url(_string(raw, "id")),
        title=_line(raw, "title"),
        text=_text(raw),
        author=_author(raw),
        published=parse_date(_string(raw, "published")) or parse_date(_string(raw, "created")),
        updated=parse_date(edited),
        written=_string(raw, "published"),
        edited=edited if edited != _string(feed, "updated") else "",
        lang=_language(raw) or _lang(_string(feed, "language")),
    )


def _text(raw: Any) -> str:
    """The longest content, else the summary."""
    contents = [_plain(each) for each in raw.get("content") or ()]
    longest = max(contents, key=len, default="")
    return longest or _plain(raw.get("summary_detail") or {"value": raw.get("summary")})


def _plain(detail: Any) -> str:
    value = _string(detail, "value")
    return plain(value) if detail.get("type") == "text/plain" else text_of(value)


def _line(raw: Any, name: str) -> str:
    detail = raw.get(f"{name}_detail") or {"value": raw.get(name)}
    value = _string(detail, "value")
    return one_line(value) if detail.get("type") == "text/plain" else line_of(value)


def _author(raw: Any) -> str | None:
    """Names without mail addresses: they are stored and shown."""
    named = [_string(each, "name") for each in raw.get("authors") or ()] or [_string(raw, "author")]
    names = (line_of(_MAIL.sub("", name)).strip(" ()<>,") for name in named)
    return ", ".join(dict.fromkeys(filter(None, names)))[:_LONGEST_NAME] or None


def _language(raw: Any) -> str | None:
    contents = raw.get("content") or [raw.get("summary_detail") or {}]
    return _lang(_string(contents[0], "language"))


def _lang(tag: str) -> str | None:
    found = _LANGUAGE.match(tag)
    return found[1].lower() if found else None


def _string(raw: Any, name: str) -> str:
    value = raw.get(name) if name in raw else None  # `get` alone takes one date for another
    return value.strip() if isinstance(value, str) else ""
