"""Which pages of Hacker News are read, and what each stands for. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from retrieval.errors import BadInput
from retrieval.urls import host, shown, web_url

_HOST = "news.ycombinator.com"
_ID = re.compile(r"[1-9]\d{0,11}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list of stories. It is had from a search (`endpoint`, `tags`), or by `ids` alone, best first."""

    name: str
    endpoint: str = ""
    tags: str = ""
    ids: str = ""
    back_tags: str = "story"  # of what is searched for when a new source goes back
    back_points: int = 50  # of points a story of the past must have more than that
    follow: timedelta = timedelta(days=14)  # for which a story is read again; comments close then


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A list, or the thread that an item stands in."""

    listing: Listing | None = None
    item: int | None = None


_FRONT = Listing(name="Hacker News", endpoint="search", tags="front_page")
LISTINGS: Mapping[str, Listing] = {
    "": _FRONT,
    "/": _FRONT,
    "/news": _FRONT,
    "/newest": Listing(
        name="Hacker News: newest",
        endpoint="search_by_date",
        tags="story",
        follow=timedelta(days=3),
    ),
    "/best": Listing(name="Hacker News: best", ids="beststories", back_points=200),
    "/ask": Listing(
        name="Hacker News: ask", ids="askstories", back_tags="story,ask_hn", back_points=5
    ),
    "/show": Listing(
        name="Hacker News: show", ids="showstories", back_tags="story,show_hn", back_points=5
    ),
}


def recognises(location: str) -> bool:
    """Whether a location is a list of stories or a thread on Hacker News."""
    return _place(location) is not None


def place(location: str) -> Place:
    """What a location stands for. Raises BadInput for any other."""
    found = _place(location)
    if found is None:
        what = "is no page of Hacker News that is read; name its front page, /newest, /best, /ask, /show or /item?id=…"
        raise BadInput(f"{shown(location)} {what}")
    return found


def permalink(item: int) -> str:
    """Where a story or a comment is to be seen."""
    return f"https://{_HOST}/item?id={item}"


def item_at(url: str) -> int | None:
    """The story or comment whose permalink this is; None for any other address."""
    found = _place(url)
    return found.item if found else None


def _place(location: str) -> Place | None:
    url = web_url(location)
    if url is None or host(url) != _HOST or urlsplit(url).netloc.lower() != _HOST:
        return None
    parts = urlsplit(url)
    if parts.path == "/item":
        named = parse_qs(parts.query).get("id", [])
        return Place(item=int(named[0])) if named[1:] == [] and _is_id(named) else None
    listing = LISTINGS.get(parts.path)
    return Place(listing=listing) if listing and not parts.query else None


def _is_id(named: list[str]) -> bool:
    return bool(named and _ID.fullmatch(named[0]))
