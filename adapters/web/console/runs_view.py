"""Runs as the console shows them. Pure: values in, views out."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from adapters.web.console.frame import Told
from adapters.web.console.views import Fact, Row, line, moment, part, since, title
from bot import wording
from bot.wording import plain
from bot.wording.dates import count
from bot.wording.folding import shortened
from bot.wording.runs import (
    counts_line,
    duration,
    is_stalled,
    run_title,
    run_words,
    state_line,
)
from retrieval.types import Problem, Run, RunKind, RunState

_SHOWN = 500  # errors of a run
_AGAIN = frozenset({RunKind.REFRESH, RunKind.BACKFILL, RunKind.RETRY})


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPage:
    """A run with all that is known of it."""

    id: str
    title: str
    state: str
    state_label: str
    open: bool
    done: int
    total: int
    progress: str  # `480 of 1,000 (48 %)`; empty where nothing is counted
    message: str
    facts: tuple[Fact, ...]
    problems: tuple[Problem, ...]
    problems_label: str
    more: str
    source_id: str
    confirm: str  # label of the button; empty where nothing is to confirm
    mark: str
    again: bool  # whether what failed can be tried again
    rollback: bool


def run_row(run: Run, told: Told) -> Row:
    """A run in a list."""
    words, lang = told.words, told.lang
    span = (words.running_for if run.open else words.took).format(
        span=duration(run, told.now, lang)
    )
    return Row(
        title=title(run_title(run, lang)),
        href=told.link(f"/console/runs/{quote(run.id, safe='')}"),
        state=_state(run, told),
        state_label=state_line(run, told.now, lang),
        parts=(
            since(run.queued or run.started, told),
            *(() if run.state is RunState.QUEUED else part(span)),
            *part(_progress(run, told)),
            *part(run.asked_by),
        ),
        lines=tuple(_lines(run, told)),
    )


def changed_over(run: Run) -> bool:
    """Whether answers came from other indexes after it."""
    return run.kind is RunKind.REINDEX and not run.source_id and run.state is RunState.DONE


def run_page(run: Run, told: Told, *, last_change: str | None = None) -> RunPage:
    """A run by itself. `last_change`: id of the last change-over, the one that can be gone back from."""
    lang = told.lang
    held = int(run.options.get("held", "0") or "0") if run.state is RunState.HELD else 0
    return RunPage(
        id=run.id,
        title=title(run_title(run, lang)),
        state=_state(run, told),
        state_label=state_line(run, told.now, lang),
        open=run.open,
        done=min(run.done, run.total),
        total=run.total,
        progress=_progress(run, told),
        message=plain(run.message or ""),
        facts=tuple(_facts(run, told)),
        problems=tuple(map(_folded, run.problems[:_SHOWN])),
        problems_label=count(len(run.problems), run_words(lang).errors).rstrip(":"),
        more=_more(run, told),
        source_id=run.source_id,
        confirm=count(held, run_words(lang).confirm) if held else "",
        mark=run.options.get("held_mark", ""),
        again=not run.open and run.kind in _AGAIN and bool(run.problems),
        rollback=changed_over(run) and run.id == last_change,
    )


def _state(run: Run, told: Told) -> str:
    return "stalled" if is_stalled(run, told.now) else run.state.value


def _progress(run: Run, told: Told) -> str:
    if not run.total or not run.open:
        return ""
    part = min(100, 100 * run.done // run.total)
    return told.words.progress_of.format(done=f"{run.done:,}", total=f"{run.total:,}", part=part)


def _lines(run: Run, told: Told) -> Iterator[str]:
    if run.added or run.changed or run.gone or run.unchanged:
        yield counts_line(run, told.lang)
    yield from line(run.message)
    if run.problems:
        yield count(len(run.problems), run_words(told.lang).errors).rstrip(":")


def _facts(run: Run, told: Told) -> Iterator[Fact]:
    words, lang = told.words, told.lang
    if run.current and run.open:
        yield Fact(label=words.run_at, value=shortened(run.current, 200))
    if run.state is not RunState.QUEUED:
        yield Fact(label=words.run_counts, value=counts_line(run, lang))
    yield Fact(label=words.run_by, value=plain(run.asked_by))
    if run.asked_in:
        yield Fact(label=words.run_in, value=plain(run.asked_in))
    if run.queued is not None or run.state is RunState.QUEUED:
        yield moment(words.run_queued, run.queued or run.started, told)
    if run.state is not RunState.QUEUED:
        yield moment(words.run_began, run.started, told)
    yield from _ending(run, told)
    yield from _options(run, told)


def _ending(run: Run, told: Told) -> Iterator[Fact]:
    words = told.words
    if run.finished is not None:
        yield moment(words.run_ended, run.finished, told)
    if run.state is not RunState.QUEUED:
        yield Fact(label=words.run_span, value=duration(run, told.now, told.lang))
    if run.open and run.beat is not None:
        yield Fact(label=words.run_beat, value=wording.age(run.beat, told.now, told.lang))
    if run.resumed:
        yield Fact(label=words.run_resumed, value=count(run.resumed, words.times))


def _options(run: Run, told: Told) -> Iterator[Fact]:
    """What was wished for, as far as it is for people."""
    names = {"days": told.words.days, "model": told.words.model, "splitter": told.words.splitter}
    for key, label in names.items():
        if run.options.get(key):
            yield Fact(label=label, value=plain(run.options[key]))
    yield Fact(label=told.words.run_id, value=run.id)


def _folded(problem: Problem) -> Problem:
    return Problem(
        where=shortened(problem.where, 300),
        what=shortened(problem.what, 300),
        mend=shortened(problem.mend, 300),
    )


def _more(run: Run, told: Told) -> str:
    left = len(run.problems) - _SHOWN
    return told.words.more_errors.format(n=f"{left:,}") if left > 0 else ""
