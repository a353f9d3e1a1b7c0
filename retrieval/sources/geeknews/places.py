"""Addresses on GeekNews: what a location names, and the permalinks that are stored. Pure."""

import re
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from retrieval.text import one_line
from retrieval.urls import host, web_url

SITE = "https://news.hada.io"
FEED: Final = "feed"
HOUSE = "neo"  # the account that posts summaries and digests
HOUSE_NAME = "GN⁺"  # as the site shows it
_HOSTS = frozenset({"news.hada.io", "www.news.hada.io"})
_FEEDS = frozenset({"", "/", "/new", "/newest", "/rss", "/rss/news"})
_NUMBER = re.compile(r"\d{1,12}")
_USER = re.compile(r"(?:https?://news\.hada\.io)?/?(?:@|user/|user\?id=)([^/?#&\s]{1,80})$")


def place(location: str) -> str | int | None:
    """FEED, the number of a topic, or None for what is neither."""
    if host(web_url(location)) not in _HOSTS:
        return None
    if urlsplit(location).path.rstrip("/") == "/topic":
        return topic_number(location)
    return FEED if urlsplit(location).path.rstrip("/") in _FEEDS else None


def topic_number(link: str) -> int | None:
    """The topic that a link leads to: `…/topic?id=N`, also relative."""
    try:
        parts = urlsplit(link)
        asked = parse_qs(parts.query).get("id", [""])[0]
    except ValueError:
        return None
    ours = not parts.netloc or host(link) in _HOSTS
    fits = ours and parts.path.strip("/") == "topic" and _NUMBER.fullmatch(asked)
    return int(asked) if fits else None


def topic_link(topic: int) -> str:
    """A topic's permalink."""
    return f"{SITE}/topic?id={topic}"


def outside(link: str) -> str | None:
    """The article that a topic links to; None for links into the site."""
    url = web_url(link, SITE)
    return url if url and not f".{host(url)}".endswith(".hada.io") else None


def user(link: str) -> str | None:
    """The name of the account that a link leads to."""
    found = _USER.match(link.strip())
    return one_line(unquote(found[1])) or None if found else None


def shown_name(name: str | None) -> str | None:
    """A name as the site shows it."""
    return HOUSE_NAME if name == HOUSE else name
