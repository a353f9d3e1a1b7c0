"""What the reader of Hacker News remembers between two readings. Pure.

The ids of comments are most of it: they are needed to ask about one that is not there any more. They are kept as steps
from one to the next, and the whole is packed: two to four bytes a comment.
"""

import base64
import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import accumulate, pairwise
from typing import Any

from retrieval.types import Failed

Ids = tuple[int, ...]  # ascending


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """A story that is followed. Times are in seconds since 1970."""

    id: int
    created: int
    read: int = 0  # when its thread was last read
    seen: int | None = None  # comments that the list counted then; None: it is to be read again
    mark: str = ""  # of its title and text in the list then; empty: it was in no list
    link: str = ""  # of the address whose article is settled or being tried
    tries: int | None = None  # failed ones for this article; None: it is settled
    hidden: bool = False  # deleted or dead when last asked about
    comments: Ids = ()
    doubts: Ids = ()  # of these, absent from the thread and still to be asked about
    dead: Ids = ()  # hidden by the site and kept all the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """Followed stories by id, and the span of time that a new source still has to go back over."""

    stories: Mapping[int, Tracked] = field(default_factory=dict)
    back: tuple[int, int] | None = None  # since, until; seconds
    root: int | None = None  # of a thread that was named by one of its comments


def again(text: str | None, failed: Failed) -> str | None:
    """With the articles at these addresses as if nothing had been tried for them yet."""
    before, marks = loaded(text), {address_mark(place) for place in failed.places}
    if before is None:
        return text
    fresh = {s.id: replace(s, tries=0) for s in before.stories.values() if s.link in marks}
    return dumped(replace(before, stories={**before.stories, **fresh})) if fresh else text


def further(text: str | None, since: datetime, now: datetime) -> str | None:
    """With a span of time that it has to go back over."""
    before = loaded(text)
    if before is None or before.root:
        return text
    return dumped(replace(before, back=(int(since.timestamp()), int(now.timestamp()))))


def address_mark(address: str) -> str:
    """Names the address of an article, in few letters."""
    return hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def dumped(bookmark: Bookmark) -> str:
    """One line."""
    rows = [_row(each) for each in bookmark.stories.values()]
    raw = {"stories": rows, "back": bookmark.back, "root": bookmark.root}
    packed = zlib.compress(json.dumps(raw, separators=(",", ":")).encode(), 9)
    return base64.b85encode(packed).decode()


def loaded(text: str | None) -> Bookmark | None:
    """None for none and for what is not ours."""
    try:
        raw = json.loads(zlib.decompress(base64.b85decode(text or "")))
        stories = [_tracked(row) for row in raw["stories"]]
        back = (int(raw["back"][0]), int(raw["back"][1])) if raw["back"] else None
        root = int(raw["root"]) if raw["root"] else None
        return Bookmark(stories={each.id: each for each in stories}, back=back, root=root)
    except (ValueError, TypeError, KeyError, IndexError, zlib.error):
        return None


def _row(story: Tracked) -> list[object]:
    head = [story.id, story.created, story.read, story.seen, story.mark, story.link, story.tries]
    return [*head, int(story.hidden), *map(_steps, (story.comments, story.doubts, story.dead))]


def _tracked(row: list[Any]) -> Tracked:
    id, created, read, seen, mark, link, tries, hidden, comments, doubts, dead = row
    return Tracked(
        id=int(id),
        created=int(created),
        read=int(read),
        seen=None if seen is None else int(seen),
        mark=str(mark),
        link=str(link),
        tries=None if tries is None else int(tries),
        hidden=bool(hidden),
        comments=tuple(accumulate(comments)),
        doubts=tuple(accumulate(doubts)),
        dead=tuple(accumulate(dead)),
    )


def ids(given: Iterable[int]) -> Ids:
    """Ascending, each once."""
    return tuple(sorted(set(given)))


def _steps(given: Ids) -> list[int]:
    return [b - a for a, b in pairwise((0, *given))]
