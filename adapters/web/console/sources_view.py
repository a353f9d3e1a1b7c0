"""Sources as the console shows them. Pure: values in, views out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

from adapters.web.console.frame import Told
from adapters.web.console.runs_view import run_row
from adapters.web.console.views import Choice, Fact, Part, Row, line, moment, title
from bot import links, wording
from bot.wording import plain
from bot.wording.admin import admin_words
from bot.wording.dates import count
from retrieval.types import Problem, Run, RunState, Source, SourceState

MINUTES = (5, 15, 30, 60, 180, 360, 720, 1440, 10080)  # that can be chosen between two readings


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage:
    """A source with what may be done about it."""

    id: str
    name: str
    location: str
    href: str  # of its location; empty where that is no web address
    state: str
    state_label: str
    reason: str
    paused: bool
    leaving: bool
    held: str  # how many texts wait for a yes; empty: none
    facts: tuple[Fact, ...]
    schedules: tuple[Choice, ...]
    runs: tuple[Row, ...]
    documents: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPage:
    """Deletions that wait for a yes."""

    mark: str
    line: str
    yes: str
    examples: tuple[Problem, ...]


def place(source: Source, then: str = "") -> str:
    """The path of a source's page, or of one below it."""
    return f"/console/sources/{quote(source.id, safe='')}{then}"


def name(source: Source) -> str:
    """What it is called."""
    return title(source.name or source.location)


def source_row(source: Source, told: Told) -> Row:
    """A source in a list."""
    words, held = told.words, _held(source, told)
    checked = _checked(source, told)
    return Row(
        title=name(source),
        href=told.link(place(source)),
        state=source.state.value,
        state_label=state_label(source, told.lang),
        parts=(
            Part(text=source.kind),
            Part(text=documents(source, told.lang)),
            Part(text=every(source.every, told.lang)),
            Part(text=checked),
        ),
        lines=(*line(source.reason), *((words.held_line.format(held=held),) if held else ())),
    )


def source_page(source: Source, runs: Sequence[Run], told: Told) -> SourcePage:
    """A source by itself, with its newest runs."""
    return SourcePage(
        id=source.id,
        name=name(source),
        location=plain(source.location),
        href=links.web(source.location) or "",
        state=source.state.value,
        state_label=state_label(source, told.lang),
        reason=plain(source.reason or ""),
        paused=source.state is SourceState.PAUSED,
        leaving=source.state is SourceState.LEAVING,
        held=_held(source, told),
        facts=tuple(_facts(source, told)),
        schedules=tuple(_schedules(source, told)),
        runs=tuple(run_row(run, told) for run in runs),
        documents=documents(source, told.lang),
    )


def held_page(source: Source, runs: Sequence[Run], told: Told) -> HeldPage | None:
    """What waits for a yes in a source; None when nothing does."""
    if not source.held:
        return None
    last = next((r for r in runs if r.state is RunState.HELD), None)
    return HeldPage(
        mark=source.held_mark or "",
        line=_held(source, told),
        yes=count(source.held, told.words.held_yes),
        examples=last.problems if last else (),
    )


def state_label(source: Source, lang: str) -> str:
    """`active`, `paused`, …"""
    label: str = getattr(admin_words(lang), f"state_{source.state.value}")
    return label


def every(span: timedelta | None, lang: str) -> str:
    """`every 30 minutes`, or that it is read only when asked for."""
    words = admin_words(lang)
    if span is None:
        return words.only_when_asked
    return words.every.format(span=wording.length(span, lang))


def documents(source: Source, lang: str) -> str:
    """How many it holds."""
    return count(source.documents, admin_words(lang).documents)


def _held(source: Source, told: Told) -> str:
    return count(source.held, told.words.held) if source.held else ""


def _checked(source: Source, told: Told) -> str:
    words = told.words
    if source.checked_at is None:
        return words.never_checked
    return words.checked.format(age=wording.age(source.checked_at, told.now, told.lang))


def _facts(source: Source, told: Told) -> Iterator[Fact]:
    words = told.words
    yield Fact(label=words.source_kind, value=source.kind)
    yield Fact(label=words.schedule, value=every(source.every, told.lang))
    times = (
        (words.source_checked, source.checked_at),
        (words.source_read, source.read_at),
        (words.source_changed, source.changed_at),
    )
    for label, at in times:
        yield moment(label, at, told) if at else Fact(label=label, value=words.never)
    yield Fact(label=words.source_id, value=source.id)


def _schedules(source: Source, told: Told) -> Iterator[Choice]:
    """How often it can be read; also what holds now, if that is none of these."""
    now = source.every and max(1, int(source.every.total_seconds() // 60))
    yield Choice(value="", label=every(None, told.lang), chosen=now is None)
    for minutes in sorted({*MINUTES, *((now,) if now else ())}):
        label = every(timedelta(minutes=minutes), told.lang)
        yield Choice(value=str(minutes), label=label, chosen=minutes == now)
