"""Figures for Prometheus. They hold no texts, and no names of people, channels or sources."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from bot.administration import Act
from bot.insight import Measured
from bot.types import IndexState, Status
from retrieval.types import Run, RunState, Source, SourceState

_State = TypeVar("_State", SourceState, RunState)

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
FRESH_S = 5.0  # how long what is stored is not looked up again
_PATIENCE_S = 5.0  # how long the store may take to tell
_QUESTION_S = (0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 90)
_RUN_S = (1, 5, 15, 60, 300, 900, 3600, 14_400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """What is stored and under way at a moment."""

    sources: Mapping[SourceState, int]
    oldest: float | None  # seconds since the source that waits for longest was last read
    indexes: Sequence[IndexState]
    documents: int
    passages: int
    runs: Mapping[RunState, int]  # that have not ended


Look = Callable[[], Awaitable[Standings]]
"""Looks up what is stored. May raise anything: then the figures of it are left out."""


def standings(status: Status, runs: Iterable[Run], now: datetime) -> Standings:
    """Of a status and the runs that are open."""
    read = [s.read_at for s in status.sources if _is_due(s) and s.read_at is not None]
    return Standings(
        sources=_counted(SourceState, (s.state for s in status.sources)),
        oldest=max(((now - at).total_seconds() for at in read), default=None),
        indexes=status.indexes,
        documents=status.coverage.documents,
        passages=status.coverage.passages,
        runs=_counted((RunState.QUEUED, RunState.RUNNING), (r.state for r in runs if r.open)),
    )


class Metrics:
    """Counts what happens, and looks up what is stored when it is asked for."""

    def __init__(self, registry: CollectorRegistry, look: Look | None = None) -> None:
        self._registry = registry
        self._look = look
        self._looked = -FRESH_S
        self._one = asyncio.Lock()
        self._happened = _Happened(registry)
        self._stored = _Stored(registry)
        ProcessCollector(registry=registry)

    def answered(self, told: Measured) -> None:
        """Count a question that ended."""
        of = self._happened
        of.questions.labels(told.platform, told.ended.value).inc()
        of.question_seconds.labels(told.platform).observe(told.seconds)
        of.tokens.inc(told.tokens)

    def ran(self, run: Run) -> None:
        """Count a run that ended. Call it once a run."""
        self._happened.runs.labels(run.kind.value, run.state.value).inc()
        if run.finished is not None:
            seconds = (run.finished - run.started).total_seconds()
            self._happened.run_seconds.labels(run.kind.value).observe(max(0.0, seconds))

    def acted(self, act: Act) -> None:
        """Count an act of administration that was refused; others are not counted."""
        if act.outcome == "refused":
            self._happened.refused.inc()

    async def text(self) -> bytes:
        """All figures, as Prometheus reads them (CONTENT_TYPE)."""
        async with self._one:
            clock = asyncio.get_running_loop().time
            if self._look is not None and clock() - self._looked >= FRESH_S:
                await self._refresh(self._look)
                self._looked = clock()
        return generate_latest(self._registry)

    async def _refresh(self, look: Look) -> None:
        try:
            async with asyncio.timeout(_PATIENCE_S):
                self._stored.set(await look())
        except Exception:  # noqa: BLE001 - figures of what happened are told also when the store is down
            self._stored.clear()


class _Happened:
    def __init__(self, registry: CollectorRegistry) -> None:
        def counter(name: str, told: str, *labels: str) -> Counter:
            return Counter(f"newsdesk_{name}", told, labels, registry=registry)

        self.questions = counter("questions", "Questions that ended.", "platform", "ended")
        self.question_seconds = Histogram(
            "newsdesk_question_seconds",
            "Time from taking up a question to its reply.",
            ("platform",),
            buckets=_QUESTION_S,
            registry=registry,
        )
        self.runs = counter("runs", "Runs that ended.", "kind", "state")
        self.run_seconds = Histogram(
            "newsdesk_run_seconds",
            "Time that runs took.",
            ("kind",),
            buckets=_RUN_S,
            registry=registry,
        )
        self.refused = counter("refused_acts", "Acts of administration that were refused.")
        self.tokens = counter("writer_tokens", "Tokens that the language model read and wrote.")


class _Stored:
    def __init__(self, registry: CollectorRegistry) -> None:
        def gauge(name: str, told: str, *labels: str) -> Gauge:
            return Gauge(f"newsdesk_{name}", told, labels, registry=registry)

        self.up = gauge("store_up", "Whether the database and the indexes answered: 1 or 0.")
        self.sources = gauge("sources", "Sources by state.", "state")
        self.oldest = gauge(
            "source_age_seconds", "Time since the source that waits for longest was last read."
        )
        self.behind = gauge("index_behind", "Changes that an index has still to apply.", "index")
        self.indexed = gauge("index_passages", "Passages that an index holds.", "index")
        self.documents = gauge("documents", "Documents that are stored and not gone.")
        self.passages = gauge("passages", "Passages that can be cited.")
        self.runs = gauge("runs_open", "Runs that have not ended.", "state")

    def set(self, now: Standings) -> None:
        self.up.set(1)
        self.oldest.set(float("nan") if now.oldest is None else now.oldest)
        self.documents.set(now.documents)
        self.passages.set(now.passages)
        for source, count in now.sources.items():
            self.sources.labels(source.value).set(count)
        for run, count in now.runs.items():
            self.runs.labels(run.value).set(count)
        for index in now.indexes:
            self.behind.labels(index.name).set(index.behind)
            self.indexed.labels(index.name).set(index.passages)

    def clear(self) -> None:
        """No old figures for new ones."""
        self.up.set(0)
        for one in (self.oldest, self.documents, self.passages):
            one.set(float("nan"))
        for several in (self.sources, self.runs, self.behind, self.indexed):
            several.clear()


def _is_due(source: Source) -> bool:
    """Whether a source is read on a schedule."""
    resting = {SourceState.PAUSED, SourceState.LEAVING}
    return source.every is not None and source.state not in resting and not source.asked


def _counted(states: Iterable[_State], found: Iterable[_State]) -> Mapping[_State, int]:
    counts = dict.fromkeys(states, 0)
    for state in found:
        counts[state] = counts.get(state, 0) + 1
    return counts
