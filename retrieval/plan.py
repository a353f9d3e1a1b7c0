"""Decides what a reading changes. Pure: values in, a plan out."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass

from retrieval.ports import Stored
from retrieval.types import Document, Reading

_HELD_SHARE = 0.5
_HELD_LEAST = 10  # a source this small may lose everything at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be written. `held`: so much would go that an admin must confirm; then `gone` waits."""

    added: tuple[Document, ...] = ()
    changed: tuple[Document, ...] = ()
    gone: tuple[str, ...] = ()  # document ids
    unchanged: int = 0
    held: bool = False


def fingerprint(document: Document) -> str:
    """Changes when anything does that a reader of the document would notice."""
    return hashlib.sha256(repr(astuple(document)).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def plan(stored: Mapping[str, Stored], reading: Reading, *, confirmed: bool = False) -> Plan:
    """Compare a reading with what is stored of its source."""
    alive = sum(not s.gone for s in stored.values())
    if reading.unchanged:
        return Plan(unchanged=alive)
    latest = {d.id: d for d in reading.documents if d.text.strip()}
    added = tuple(d for d in latest.values() if d.id not in stored or stored[d.id].gone)
    known = [d for d in latest.values() if d.id in stored and not stored[d.id].gone]
    changed = tuple(d for d in known if _differs(d, stored[d.id]))
    gone = tuple(_absent(stored, latest)) if reading.whole else ()
    held = not confirmed and len(gone) > max(_HELD_LEAST, alive * _HELD_SHARE)
    return Plan(
        added=added,
        changed=changed,
        gone=() if held else gone,
        unchanged=len(known) - len(changed),
        held=held,
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


def _absent(stored: Mapping[str, Stored], latest: Mapping[str, Document]) -> Iterator[str]:
    return (id for id, s in stored.items() if not s.gone and id not in latest)
