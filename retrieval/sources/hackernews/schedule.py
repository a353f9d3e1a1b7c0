"""When a story is read again. Pure.

A thread is read when its list counts other comments than before, or its title or text changed, or one of its comments
was named as changed. Edits and deletions show in none of these for sure, so it is also read at certain ages: authors
may edit for two hours, and the last look is when comments have closed.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from retrieval.sources.hackernews.bookmark import Tracked, address_mark
from retrieval.sources.hackernews.items import Item

AGES = tuple(timedelta(hours=hours).total_seconds() for hours in (2.1, 12, 48, 5 * 24, 14 * 24))
_ASKED_ABOUT = timedelta(days=2).total_seconds()
_LAST_LOOK = timedelta(days=1).total_seconds()  # kept beyond its time, so that the last look is had


def mark(item: Item) -> str:
    """Changes when a story's title, link or text does."""
    return _digest(f"{item.title}\0{item.url}\0{item.html}")


def link_mark(item: Item) -> str:
    """Changes when what it links to does; empty for no link."""
    return address_mark(item.url) if item.url else ""


def due(story: Tracked | None, listed: Item | None, *, named: bool, asked: bool, now: int) -> bool:
    """Whether a story is to be read. `asked`: it was looked for, so `listed` None says that it is not there."""
    if story is None or story.seen is None or story.doubts or _looks(story, now):
        return True
    if listed is None:
        return named or (asked and bool(story.mark))
    changed = story.mark != mark(listed) if story.mark else story.hidden  # it is back
    return named or changed or story.seen != listed.comments


def to_ask_about(stories: Iterable[Tracked], now: int) -> Iterator[int]:
    """Stories that may have changed without being in the list, the latest first."""
    for each in sorted(stories, key=lambda s: -s.created):
        if now - each.created < _ASKED_ABOUT or each.seen is None or _looks(each, now):
            yield each.id


def followed(stories: Mapping[int, Tracked], follow: timedelta, now: int) -> dict[int, Tracked]:
    """Without those that are too old."""
    longest = follow.total_seconds() + _LAST_LOOK
    return {id: story for id, story in stories.items() if now - story.created < longest}


def _looks(story: Tracked, now: int) -> bool:
    """Whether it has reached an age since it was read."""
    return any(story.read < story.created + age <= now for age in AGES)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
