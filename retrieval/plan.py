"""Decides what a reading changes. Pure: values in, a plan out."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import datetime

from retrieval.ports import Stored
from retrieval.types import Document, Reading

_HELD_SHARE = 0.5
_HELD_LEAST = 10  # a source this small may lose everything at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be written. `held`: so much would go that an admin must confirm; that waits then."""

    added: tuple[Document, ...] = ()
    changed: tuple[Document, ...] = ()
    gone: tuple[str, ...] = ()  # document ids
    unchanged: int = 0
    held: bool = False


def fingerprint(document: Document) -> str:
    """Changes when anything does that the source says and a reader of the document would notice."""
    said = replace(document, edited=None, story=None)
    return hashlib.sha256(repr(astuple(said)).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def text_mark(document: Document) -> str:
    """Changes when its text does."""
    return hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def plan(
    stored: Mapping[str, Stored], reading: Reading, *, now: datetime, confirmed: bool = False
) -> Plan:
    """Compare a reading with what is stored of its source."""
    alive = {id: s for id, s in stored.items() if not s.gone}
    if reading.unchanged:
        return Plan(unchanged=len(alive))
    latest = {d.id: d for d in reading.documents if d.text.strip()}
    added = tuple(d for id, d in latest.items() if id not in alive)
    known = [d for id, d in latest.items() if id in alive]
    changed = tuple(_noticed(d, alive[d.id], now) for d in known if _differs(d, alive[d.id]))
    gone = [*_told(alive, reading), *_absent(alive, latest, reading)]
    held = frozenset[str]() if confirmed else _too_many(alive, gone)
    return Plan(
        added=added,
        changed=changed,
        gone=tuple(id for id in dict.fromkeys(gone) if id not in held),
        unchanged=len(known) - len(changed),
        held=bool(held),
    )


def batches(plan: Plan, size: int) -> Iterator[tuple[Sequence[Document], Sequence[str]]]:
    """The plan in slices of documents to put and ids to entomb; at least one, perhaps empty."""
    documents = (*plan.added, *plan.changed)
    count = max(len(documents), len(plan.gone), 1)
    for start in range(0, count, size):
        yield documents[start : start + size], plan.gone[start : start + size]


def _differs(document: Document, stored: Stored) -> bool:
    if document.lacks and not stored.lacking:
        return False  # a whole text is not given up for a teaser
    return stored.fingerprint != fingerprint(document)


def _noticed(document: Document, stored: Stored, now: datetime) -> Document:
    """With the time when its text was seen to have changed, if it ever has."""
    was_whole = not stored.lacking and stored.text_mark is not None
    edited = was_whole and stored.text_mark != text_mark(document)
    return replace(document, edited=now if edited else stored.edited)


def _told(alive: Mapping[str, Stored], reading: Reading) -> Iterator[str]:
    return (id for id in reading.gone if id in alive)


def _absent(
    alive: Mapping[str, Stored], latest: Mapping[str, Document], reading: Reading
) -> Iterator[str]:
    """What was there and is not, where all was read that there is."""
    for id, s in alive.items():
        if id not in latest and (reading.whole or s.thread in reading.threads):
            yield id


def _too_many(alive: Mapping[str, Stored], gone: Sequence[str]) -> frozenset[str]:
    """Those that would empty their source or their thread."""
    if len(gone) > max(_HELD_LEAST, len(alive) * _HELD_SHARE):
        return frozenset(gone)
    had = Counter(s.thread for s in alive.values() if s.thread)
    lost = Counter(alive[id].thread for id in gone)
    emptied = {t for t, n in lost.items() if t and n > max(_HELD_LEAST, had[t] * _HELD_SHARE)}
    return frozenset(id for id in gone if alive[id].thread in emptied)
