"""What the reader of GeekNews remembers between two readings, and whose turn it is. Pure."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from retrieval.sources.geeknews.places import topic_link
from retrieval.types import Failed

AGES = tuple(
    timedelta(hours=hours) for hours in (1, 6, 24, 72, 168)
)  # at which a page is read again
_TRIES = 3  # of a page that cannot be had or understood, before it waits for its next age
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A topic that the feed has named. `mark` changes with what the feed says of it."""

    begun: datetime  # when it was published, or first seen
    mark: str = ""
    read: datetime | None = None  # when its page was last read, or given up on
    failed: int = 0  # tries since
    stale: bool = False  # the feed says something new of it

    def due(self, now: datetime) -> bool:
        """Whether its page is to be read: never read, edited, or past another of the ages."""
        if self.read is None or self.stale:
            return True
        return any(self.read < self.begun + age <= now for age in AGES)

    def tried(self, now: datetime) -> "Followed":
        """After a try that brought nothing."""
        if self.failed + 1 < _TRIES:
            return replace(self, failed=self.failed + 1)
        return replace(self, failed=0, read=now, stale=False)

    def done(self, now: datetime) -> "Followed":
        """After its page was read."""
        return replace(self, failed=0, read=now, stale=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """The feed's validators, the topics that are followed, and when pages were asked for in the last hour."""

    etag: str | None = None
    last_modified: str | None = None
    topics: Mapping[int, Followed] = field(default_factory=dict)
    asked: tuple[datetime, ...] = ()
    since: datetime | None = None  # topics of before are not followed; None: all are

    def within_the_hour(self, now: datetime) -> tuple[datetime, ...]:
        """The requests of the last hour."""
        return tuple(when for when in self.asked if now - HOUR < when <= now)


def turns(topics: Mapping[int, Followed], now: datetime) -> Sequence[int]:
    """The topics whose pages are due: those never read first, the newest first; what failed waits behind all."""
    due = [number for number, topic in topics.items() if topic.due(now)]
    return sorted(due, key=lambda n: (topics[n].failed, topics[n].read is not None, -n))


def looked_at_again(
    topics: Mapping[int, Followed], threads: Collection[str]
) -> Mapping[int, Followed]:
    """With those of these permalinks due: what is missing from them may be back."""
    held = {number for number in topics if topic_link(number) in threads}
    return {n: replace(topic, stale=topic.stale or n in held) for n, topic in topics.items()}


def kept(
    topics: Mapping[int, Followed], listed: Iterable[int], now: datetime
) -> Mapping[int, Followed]:
    """Without those that are old, read, and not in the feed any more."""
    named = frozenset(listed)
    return {
        number: topic
        for number, topic in topics.items()
        if number in named or topic.due(now) or now - topic.begun <= AGES[-1]
    }


def again(text: str | None, failed: Failed) -> str | None:
    """With the topics that are named there due now."""
    before = loaded(text)
    named = {f"topic {number}": number for number in before.topics}
    wanted = {named[place] for place in failed.places if place in named}
    due = {n: replace(before.topics[n], stale=True, failed=0) for n in wanted}
    return dumped(replace(before, topics={**before.topics, **due})) if wanted else text


def further(text: str | None, since: datetime, _now: datetime) -> str | None:
    """With topics of before followed, too, as far as the site still lists them."""
    before = loaded(text)
    if text is None or before.since is None:
        return text
    earlier = replace(before, since=min(before.since, since), etag=None, last_modified=None)
    return dumped(earlier)


def dumped(bookmark: Bookmark) -> str:
    """One line of JSON."""
    topics = {
        str(number): [_stamp(t.begun), t.mark, t.read and _stamp(t.read), t.failed, t.stale]
        for number, t in bookmark.topics.items()
    }
    raw = {
        "etag": bookmark.etag,
        "last_modified": bookmark.last_modified,
        "topics": topics,
        "asked": [_stamp(when) for when in bookmark.asked],
        "since": bookmark.since and _stamp(bookmark.since),
    }
    return json.dumps(raw, separators=(",", ":"))


def loaded(text: str | None) -> Bookmark:
    """An empty bookmark for none and for what is not ours."""
    try:
        raw = json.loads(text or "{}")
        return Bookmark(
            etag=_string(raw.get("etag")),
            last_modified=_string(raw.get("last_modified")),
            topics={int(number): _followed(each) for number, each in raw.get("topics", {}).items()},
            asked=tuple(_when(stamp) for stamp in raw.get("asked", [])),
            since=_when(raw["since"]) if raw.get("since") else None,
        )
    except (ValueError, TypeError, AttributeError, IndexError, OverflowError, RecursionError):
        return Bookmark()


def _followed(raw: Any) -> Followed:
    return Followed(
        begun=_when(raw[0]),
        mark=str(raw[1]),
        read=None if raw[2] is None else _when(raw[2]),
        failed=int(raw[3]),
        stale=bool(raw[4]),
    )


def _stamp(when: datetime) -> int:
    return int(when.timestamp())


def _when(stamp: Any) -> datetime:
    return datetime.fromtimestamp(int(stamp), UTC)


def _string(raw: object) -> str | None:
    return raw if isinstance(raw, str) else None
