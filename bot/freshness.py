"""Which sources of a reply could not be read of late. Pure."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

from bot.types import Statement, Unrefreshed
from retrieval.types import Found, Source, SourceState

_MISSED = 3  # readings on schedule
_LEAST = timedelta(hours=1)


def sources_of(statements: Sequence[Statement], found: Sequence[Found]) -> frozenset[str]:
    """Ids of the sources that statements cite, of what was found for them, near copies included."""
    known = {f.document.id: f.document.source_id for f in _with_twins(found)}
    cited = {c.document_id for s in statements for c in s.citations}
    return frozenset(known[id] for id in cited if id in known)


def unrefreshed(
    cited: Collection[str], sources: Sequence[Source], now: datetime
) -> tuple[Unrefreshed, ...]:
    """Those of the sources (by id) that failed when last read, or were not read well for three times their
    schedule and an hour; by name.
    """
    stale = [s for s in sources if s.id in cited and _is_stale(s, now)]
    names = dict.fromkeys((s.name, _read_well(s)) for s in sorted(stale, key=lambda s: s.name))
    return tuple(Unrefreshed(source=name, since=since) for name, since in names)


def _is_stale(source: Source, now: datetime) -> bool:
    if source.state is SourceState.FAILING:
        return True
    since = _read_well(source)
    if source.every is None or since is None:
        return False  # it is read when somebody asks for it
    return now - since > max(_MISSED * source.every, _LEAST)


def _read_well(source: Source) -> datetime | None:
    """A source that is well was read well when it was last looked at."""
    active = source.state is SourceState.ACTIVE
    return source.read_at or (source.checked_at if active else None)


def _with_twins(found: Sequence[Found]) -> Iterator[Found]:
    for each in found:
        yield each
        yield from _with_twins(each.twins)
