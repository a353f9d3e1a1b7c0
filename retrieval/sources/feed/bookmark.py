"""What the reader of feeds remembers between two readings. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from retrieval.types import Failed


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An entry as it was. `tries` for its full text have failed; None: it is settled."""

    fingerprint: str
    tries: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """The feed's validators, the field that keys its entries, and its entries by document id."""

    etag: str | None = None
    last_modified: str | None = None
    key: str | None = None
    seen: Mapping[str, Seen] = field(default_factory=dict)

    @property
    def pending(self) -> bool:
        """Whether an entry still waits for its full text."""
        return any(each.tries is not None for each in self.seen.values())


def again(text: str | None, failed: Failed) -> str | None:
    """With the entries that are less than the whole as if nothing had been tried for them yet."""
    before = loaded(text)
    wanted = failed.documents & before.seen.keys()
    fresh = {id: replace(before.seen[id], tries=0) for id in wanted}
    return dumped(replace(before, seen={**before.seen, **fresh})) if wanted else text


def dumped(bookmark: Bookmark) -> str:
    """One line of JSON."""
    seen = {
        key: [each.fingerprint] if each.tries is None else [each.fingerprint, each.tries]
        for key, each in bookmark.seen.items()
    }
    fields = {"etag": bookmark.etag, "last_modified": bookmark.last_modified, "key": bookmark.key}
    return json.dumps({**fields, "seen": seen}, separators=(",", ":"))


def loaded(text: str | None) -> Bookmark:
    """An empty bookmark for none and for what is not ours."""
    try:
        raw = json.loads(text or "{}")
        seen = {str(key): _seen(each) for key, each in raw.get("seen", {}).items()}
        return Bookmark(
            etag=_string(raw.get("etag")),
            last_modified=_string(raw.get("last_modified")),
            key=_string(raw.get("key")),
            seen=seen,
        )
    except (ValueError, TypeError, AttributeError, IndexError):
        return Bookmark()


def _seen(raw: Any) -> Seen:
    return Seen(fingerprint=str(raw[0]), tries=int(raw[1]) if len(raw) > 1 else None)


def _string(raw: object) -> str | None:
    return raw if isinstance(raw, str) else None
