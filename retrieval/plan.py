"""Decides what a reading changes. Pure: values in, a plan out."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import datetime

from retrieval.ports import Stored
from retrieval.types import Document, Reading

_HELD_SHARE = 0.5
_HELD_LEAST = 10  # of a source or thread may go at once, if anything is left of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be written."""

    added: tuple[Document, ...] = ()
    changed: tuple[Document, ...] = ()
    gone: tuple[str, ...] = ()  # document ids
    held: tuple[str, ...] = ()  # ids of all that are missing and kept until an admin confirms
    unchanged: int = 0


def fingerprint(document: Document) -> str:
    """Changes when anything does that the source says and a reader of the document would notice."""
    said = replace(document, edited=None, story=None)
    return hashlib.sha256(repr(astuple(said)).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def text_mark(document: Document) -> str:
    """Changes when the words of its text do; how they are spaced is no matter."""
    words = " ".join(document.text.split())
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def held_mark(ids: Iterable[str]) -> str | None:
    """Names exactly these documents; None for none."""
    given = sorted(ids)
    return hashlib.sha256("\n".join(given).encode()).hexdigest()[:32] if given else None


def plan(
    stored: Mapping[str, Stored], reading: Reading, *, now: datetime, confirmed: str | None = None
) -> Plan:
    """Compare a reading with what is stored of its source.

    `confirmed`: the mark of what somebody has seen and said yes to. If just this is what waits, so much of it
    goes as has not come back. Everything else is judged as ever.
    """
    alive = {id: s for id, s in stored.items() if not s.gone}
    read = Reading() if reading.unchanged else reading
    latest = _brought(read)
    waiting = [id for id, s in alive.items() if s.held]
    agreed = bool(confirmed) and confirmed == held_mark(waiting)
    there = frozenset(read.there)
    missing = [id for id in waiting if id not in latest and id not in there]
    sure = frozenset(missing if agreed else ())
    left = {id: s for id, s in alive.items() if id not in sure}
    known = [d for id, d in latest.items() if id in left]
    changed = tuple(_noticed(d, left[d.id], now) for d in known if _differs(d, left[d.id]))
    told = [id for id in dict.fromkeys(read.gone) if id in left]
    gone = dict.fromkeys([*told, *_absent(left, latest, read)])
    held = _held(left, list(gone), latest, read)
    kept = held | (frozenset(missing) - sure - frozenset(told))
    return Plan(
        added=tuple(d for id, d in latest.items() if id not in alive),
        changed=changed,
        gone=(*(id for id in missing if id in sure), *(id for id in gone if id not in kept)),
        held=tuple(id for id in left if id in kept),
        unchanged=len(left) if reading.unchanged else len(known) - len(changed),
    )


def batches(plan: Plan, size: int) -> Iterator[tuple[Sequence[Document], Sequence[str]]]:
    """The plan in slices of documents to put and ids to entomb; at least one, perhaps empty."""
    documents = (*plan.added, *plan.changed)
    count = max(len(documents), len(plan.gone), 1)
    for start in range(0, count, size):
        yield documents[start : start + size], plan.gone[start : start + size]


def _brought(reading: Reading) -> dict[str, Document]:
    """Its documents by id. What a source gives and calls deleted at once is deleted."""
    told = frozenset(reading.gone)
    return {d.id: d for d in reading.documents if d.text.strip() and d.id not in told}


def _differs(document: Document, stored: Stored) -> bool:
    if document.lacks and not stored.lacking:
        return False  # a whole text is not given up for a teaser
    return stored.fingerprint != fingerprint(document)


def _noticed(document: Document, stored: Stored, now: datetime) -> Document:
    """With the time when its text was seen to have changed, if it ever has."""
    was_whole = not stored.lacking and stored.text_mark is not None
    edited = was_whole and stored.text_mark != text_mark(document)
    return replace(document, edited=now if edited else stored.edited)


def _absent(
    alive: Mapping[str, Stored], latest: Mapping[str, Document], reading: Reading
) -> Iterator[str]:
    """What was there and is not, where all was read that there is."""
    for id, s in alive.items():
        if id not in latest and (reading.whole or s.thread in reading.threads):
            yield id


def _held(
    alive: Mapping[str, Stored],
    gone: Sequence[str],
    latest: Mapping[str, Document],
    reading: Reading,
) -> frozenset[str]:
    """Those that would empty their source or their thread."""
    untold = frozenset(gone) - frozenset(reading.gone)
    lost = _lost(alive, gone, latest)
    if sum(lost.values()) > max(_HELD_LEAST, len(alive) * _HELD_SHARE):
        return frozenset(gone)
    if reading.whole and not latest and len(untold) > 1:
        return untold
    emptied = _emptied(alive, lost) | _vanished(alive, untold, latest)
    return frozenset(id for id in gone if alive[id].thread in emptied)


def _lost(
    alive: Mapping[str, Stored], gone: Sequence[str], latest: Mapping[str, Document]
) -> Counter[str | None]:
    """How many fewer each thread would have. A digest that was written anew is none the less."""
    lost = Counter(alive[id].thread for id in gone)
    lost.subtract(d.thread_url for id, d in latest.items() if id not in alive and d.thread_url)
    return Counter({thread: n for thread, n in lost.items() if n > 0})


def _emptied(alive: Mapping[str, Stored], lost: Mapping[str | None, int]) -> frozenset[str]:
    """Threads that would lose most of what they have."""
    had = Counter(s.thread for s in alive.values() if s.thread)
    most = {t: max(_HELD_LEAST, had[t] * _HELD_SHARE) for t in lost if t}
    return frozenset(t for t, least in most.items() if lost[t] > least)


def _vanished(
    alive: Mapping[str, Stored], untold: frozenset[str], latest: Mapping[str, Document]
) -> frozenset[str]:
    """Threads of which nothing came at all, although the source calls none of it deleted."""
    lost = Counter(alive[id].thread for id in untold)
    had = Counter(s.thread for s in alive.values())
    came = {d.thread_url for d in latest.values()}
    return frozenset(t for t, n in lost.items() if t and n == had[t] > 1 and t not in came)
