"""Sources, runs and progress as the page shows them. Pure: values in, views out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from adapters.web.catalogue import labels
from adapters.web.labels import Labels
from adapters.web.visitor import Visitor
from bot import wording
from bot.types import IndexState, Status
from bot.wording.admin import admin_words
from bot.wording.runs import state_line
from retrieval.types import Run, RunState, Source, SourceState


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """A source with its state in words."""

    id: str
    name: str
    kind: str
    location: str
    state: str  # key for the style
    state_label: str
    reason: str | None
    checked: str
    documents: str
    held: str | None  # how many texts wait for a yes to be deleted


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """A run with its outcome in words, as far as it is anybody's business."""

    source: str
    state: str
    state_label: str
    when: str
    iso: str
    counts: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexView:
    """How full an index is."""

    name: str
    done: int
    total: int
    passages: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """All that the page of sources shows. `busy`: it changes by itself, so look again soon."""

    busy: bool
    reading: tuple[str, ...]
    indexes: tuple[IndexView, ...]
    sources: tuple[SourceView, ...]
    runs: tuple[RunView, ...]
    holding: str
    model: str


def overview(status: Status, reader: Visitor, now: datetime) -> Overview:
    """A status in words."""
    names = {source.id: source.name for source in status.sources}
    running = [run for run in status.runs if run.state is RunState.RUNNING]
    behind = any(index.behind for index in status.indexes)
    return Overview(
        busy=bool(running or behind),
        reading=tuple(_reading(run, names, reader) for run in running),
        indexes=tuple(_index(index, reader) for index in status.indexes),
        sources=tuple(_source(source, reader, now) for source in status.sources),
        runs=tuple(_run(run, names, reader, now) for run in status.runs),
        holding=wording.holding_line(status.coverage, reader.lang, reader.zone),
        model=status.model,
    )


def _reading(run: Run, names: Mapping[str, str], reader: Visitor) -> str:
    return labels(reader.lang).reading.format(source=names.get(run.source_id, run.source_id))


def _index(index: IndexState, reader: Visitor) -> IndexView:
    words = labels(reader.lang)
    return IndexView(
        name=index.name,
        done=index.passages,
        total=max(1, index.passages + index.behind),
        passages=words.passages.format(n=f"{index.passages:,}"),
        state=words.index_behind.format(n=f"{index.behind:,}")
        if index.behind
        else words.index_ready,
    )


def _source(source: Source, reader: Visitor, now: datetime) -> SourceView:
    words = labels(reader.lang)
    return SourceView(
        id=source.id,
        name=source.name or source.location,
        kind=source.kind,
        location=source.location,
        state=source.state.value,
        state_label=getattr(admin_words(reader.lang), f"state_{source.state.value}"),
        reason=source.reason,
        checked=_checked(source, reader, now),
        documents=words.document[source.documents != 1].format(n=f"{source.documents:,}"),
        held=words.held[source.held != 1].format(n=f"{source.held:,}") if source.held else None,
    )


def _checked(source: Source, reader: Visitor, now: datetime) -> str:
    """When it was last looked at, and read well where that was not the same."""
    words = labels(reader.lang)
    if source.checked_at is None:
        return words.never_checked
    checked = words.checked.format(age=wording.age(source.checked_at, now, reader.lang))
    if source.state is not SourceState.FAILING or source.read_at is None:
        return checked
    well = words.read_well.format(age=wording.age(source.read_at, now, reader.lang))
    return f"{checked} · {well}"


def _run(run: Run, names: Mapping[str, str], reader: Visitor, now: datetime) -> RunView:
    words = labels(reader.lang)
    return RunView(
        source=names.get(run.source_id, run.source_id),
        state=run.state.value,
        state_label=state_line(run, now, reader.lang),
        when=wording.age(run.started, now, reader.lang),
        iso=run.started.isoformat(),
        counts=_counts(run, words),
    )


def _counts(run: Run, words: Labels) -> str | None:
    """What came of a run; nothing to tell of one that failed before it read."""
    seen = run.added, run.changed, run.gone, run.unchanged
    if run.state is RunState.FAILED and not any(seen):
        return None
    return words.run_counts.format(
        added=run.added, changed=run.changed, gone=run.gone, unchanged=run.unchanged
    )
