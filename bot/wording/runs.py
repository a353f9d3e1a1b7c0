"""How a run goes, in words. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.panels import Button, Panel, Press
from bot.wording.dates import count, length
from bot.wording.folding import plain
from bot.wording.phrases import known
from retrieval.types import Run, RunKind, RunState

STALLED_AFTER = timedelta(seconds=60)  # without a sign of life; a run gives one every few seconds
_BAR = 20
_ERRORS = 5  # told; the console and `newsdesk runs ID` have all
_LONGEST = 200  # of one line about an error


@dataclass(frozen=True, slots=True, kw_only=True)
class RunWords:
    """One language's phrases."""

    kinds: dict[RunKind, str]
    states: dict[RunState, str]
    stalled: str
    everything: str
    counts: str
    unchanged: str
    now: str
    asked_by: str
    took: str
    running_for: str
    resumed: tuple[str, str]
    errors: tuple[str, str]
    more: str
    cancel: str
    confirm: tuple[str, str]
    retry: str
    rollback: str


def run_words(lang: str | None) -> RunWords:
    """The phrases of a language; English for one that has none."""
    return _KO if known(lang) == "ko" else _EN


def is_stalled(run: Run, now: datetime) -> bool:
    """Whether a run has begun and gives no sign of life; one that only waits for its turn is queued."""
    if not run.open or run.state is RunState.QUEUED:
        return False
    return now - (run.beat or run.started) > STALLED_AFTER


def state_line(run: Run, now: datetime, lang: str | None) -> str:
    """`running`, `stalled`, `queued`, …"""
    words = run_words(lang)
    return words.stalled if is_stalled(run, now) else words.states[run.state]


def run_title(run: Run, lang: str | None) -> str:
    """`Reindex: The Verge`."""
    words = run_words(lang)
    return f"{words.kinds[run.kind]}: {plain(run.name) or run.source_id or words.everything}"


def bar(run: Run) -> str:
    """`▓▓▓▓░░ 48 %`; empty where nothing is counted."""
    if not run.total:
        return ""
    part = min(1.0, run.done / run.total)
    full = int(part * _BAR)
    return f"{'▓' * full}{'░' * (_BAR - full)} {int(part * 100)} % ({run.done:,} / {run.total:,})"


def panel(run: Run, now: datetime, lang: str | None) -> Panel:
    """A run for a chat."""
    return Panel(
        run_id=run.id,
        lang=known(lang),
        head=f"{run_title(run, lang)} — {state_line(run, now, lang)}",
        bar=bar(run) if run.open or run.state is not RunState.DONE else "",
        lines=tuple(_lines(run, now, lang)),
        buttons=tuple(_buttons(run, run_words(lang))),
        final=not run.open,
    )


def duration(run: Run, now: datetime, lang: str | None) -> str:
    """How long it has worked: `12 s`, `3 minutes`."""
    seconds = max(0.0, ((run.finished or now) - run.started).total_seconds())
    if seconds < 60:  # noqa: PLR2004
        return f"{int(seconds)} s" if known(lang) == "en" else f"{int(seconds)}초"
    return length(timedelta(seconds=seconds), lang)


def counts_line(run: Run, lang: str | None) -> str:
    """`12 added · 3 changed · 0 gone · 40 unchanged`."""
    words = run_words(lang)
    told = words.counts.format(
        added=f"{run.added:,}", changed=f"{run.changed:,}", gone=f"{run.gone:,}"
    )
    return told + (words.unchanged.format(unchanged=f"{run.unchanged:,}") if run.unchanged else "")


def _lines(run: Run, now: datetime, lang: str | None) -> Iterator[str]:
    words = run_words(lang)
    if run.message:
        yield plain(run.message)
    if run.added or run.changed or run.gone or run.unchanged or run.state is RunState.DONE:
        yield counts_line(run, lang)
    if run.open and run.current:
        yield words.now.format(current=plain(run.current)[:_LONGEST])
    if run.state is not RunState.QUEUED:
        took = words.running_for if run.open else words.took
        yield took.format(span=duration(run, now, lang))
    if run.resumed:
        yield count(run.resumed, words.resumed)
    yield words.asked_by.format(who=plain(run.asked_by))
    yield from _errors(run, words)


def _errors(run: Run, words: RunWords) -> Iterator[str]:
    if run.problems:
        yield count(len(run.problems), words.errors)
    for problem in run.problems[:_ERRORS]:
        mend = f"; {problem.mend}" if problem.mend else ""
        yield f"• {plain(problem.where)}: {plain(problem.what)}{plain(mend)}"[:_LONGEST]
    if len(run.problems) > _ERRORS:
        yield words.more.format(n=len(run.problems) - _ERRORS)


def _buttons(run: Run, words: RunWords) -> Iterator[Button]:
    if run.open:
        yield Button(press=Press.CANCEL, label=words.cancel, danger=True)
    elif run.state is RunState.HELD:
        held, mark = int(run.options.get("held", "0")), run.options.get("held_mark", "")
        label = count(held, words.confirm)
        yield Button(press=Press.CONFIRM, label=label, value=mark, danger=True)
    elif run.kind in {RunKind.REFRESH, RunKind.BACKFILL, RunKind.RETRY} and run.problems:
        yield Button(press=Press.RETRY, label=words.retry)
    elif run.kind is RunKind.REINDEX and not run.source_id and run.state is RunState.DONE:
        yield Button(press=Press.ROLLBACK, label=words.rollback)


_EN = RunWords(
    kinds={
        RunKind.REFRESH: "Refresh",
        RunKind.BACKFILL: "Backfill",
        RunKind.RETRY: "Retry of what failed",
        RunKind.REINDEX: "Reindex",
        RunKind.ROLLBACK: "Rollback of the indexes",
        RunKind.REMOVE: "Removal",
        RunKind.BACKUP: "Backup",
        RunKind.RESTORE: "Restore",
    },
    states={
        RunState.QUEUED: "queued",
        RunState.RUNNING: "running",
        RunState.DONE: "done",
        RunState.FAILED: "failed",
        RunState.HELD: "waits for a yes",
        RunState.CANCELLED: "cancelled",
    },
    stalled="stalled: it gives no sign of life",
    everything="everything",
    counts="{added} added · {changed} changed · {gone} gone",
    unchanged=" · {unchanged} unchanged",
    now="Now: {current}",
    asked_by="Asked by {who}",
    took="Took {span}",
    running_for="For {span}",
    resumed=("Resumed {n} time after an interruption", "Resumed {n} times after interruptions"),
    errors=("{n} error:", "{n} errors:"),
    more="… and {n} more: see the console, or `newsdesk runs`",
    cancel="Cancel",
    confirm=("Delete {n} text", "Delete {n} texts"),
    retry="Retry what failed",
    rollback="Go back to the old index",
)

_KO = RunWords(
    kinds={
        RunKind.REFRESH: "새로 읽기",
        RunKind.BACKFILL: "지난 글 읽기",
        RunKind.RETRY: "실패한 글 다시 읽기",
        RunKind.REINDEX: "색인 다시 만들기",
        RunKind.ROLLBACK: "이전 색인으로 되돌리기",
        RunKind.REMOVE: "출처 삭제",
        RunKind.BACKUP: "백업",
        RunKind.RESTORE: "복원",
    },
    states={
        RunState.QUEUED: "대기 중",
        RunState.RUNNING: "진행 중",
        RunState.DONE: "완료",
        RunState.FAILED: "실패",
        RunState.HELD: "승인 대기",
        RunState.CANCELLED: "취소됨",
    },
    stalled="멈춤: 반응이 없습니다",
    everything="전체",
    counts="추가 {added} · 변경 {changed} · 삭제 {gone}",
    unchanged=" · 그대로 {unchanged}",
    now="지금: {current}",
    asked_by="요청: {who}",
    took="걸린 시간: {span}",
    running_for="진행 시간: {span}",
    resumed=("중단 후 {n}번 이어서 진행했습니다",) * 2,
    errors=("오류 {n}건:",) * 2,
    more="… 그 밖에 {n}건: 관리 화면이나 `newsdesk runs`에서 볼 수 있습니다",
    cancel="취소",
    confirm=("글 {n}건 삭제",) * 2,
    retry="실패한 글 다시 읽기",
    rollback="이전 색인으로 되돌리기",
)
