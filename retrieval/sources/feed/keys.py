"""What tells the entries of a feed apart: the first field that each has and no two share. Pure."""

import hashlib
from collections.abc import Callable, Mapping, Sequence

from retrieval.sources.feed.entries import ParsedEntry

_FIELDS: Mapping[str, Callable[[ParsedEntry], str]] = {
    "id": lambda entry: entry.id,
    "link": lambda entry: entry.link or "",
    "title": lambda entry: f"{entry.title}\n{entry.written}" if entry.title else "",
}
_ALL = "all"


def keyed(
    entries: Sequence[ParsedEntry], before: str | None = None
) -> tuple[str, dict[str, ParsedEntry]]:
    """The field and the entries by it. `before` is the field of the last reading, kept while it still serves."""
    single = list({_sameness(entry): entry for entry in reversed(entries)}.values())[::-1]
    for field in (before or "", *_FIELDS):
        found = _by(field, single)
        if found is not None:
            return field, found
    return _ALL, {f"{each.id}\n{each.link}\n{each.title}\n{each.written}": each for each in single}


def fingerprint(entry: ParsedEntry) -> str:
    """Changes when the feed's own data of the entry change."""
    said = (entry.title, entry.link or "", entry.text, entry.author or "", entry.edited)
    return hashlib.sha256("\0".join(said).encode("utf-8", "replace")).hexdigest()[:12]


def _sameness(entry: ParsedEntry) -> tuple[str, ...]:
    """Equal for entries that are one, said twice; the first is kept."""
    if entry.id:
        return (entry.id, entry.link or "")
    return ("", entry.link or "", entry.title, entry.written)


def _by(field: str, entries: Sequence[ParsedEntry]) -> dict[str, ParsedEntry] | None:
    value = _FIELDS.get(field)
    if value is None:
        return None
    found = {value(entry): entry for entry in entries}
    return found if len(found) == len(entries) and "" not in found else None
