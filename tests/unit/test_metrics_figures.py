"""Figures for Prometheus: what is counted, what is looked up, and what is never told."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from bot import metrics
from bot.administration import Act
from bot.insight import Ended, Measured
from bot.metrics import Metrics, Standings, standings
from bot.rights import Actor
from bot.types import IndexState, Status
from retrieval.errors import StoreUnavailable
from retrieval.types import Coverage, Run, RunKind, RunState, Source, SourceState

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ANSWERED = Measured(
    at=NOW, platform="slack", lang="ko", ended=Ended.ANSWER, why=None, seconds=0.4, tokens=700
)
RUN = Run(
    id="0" * 16,
    source_id="paper",
    asked_by="discord:1 (Ada)",
    state=RunState.DONE,
    kind=RunKind.REINDEX,
    started=NOW,
    finished=NOW + timedelta(seconds=61),
    name="Secret Paper",
)
STORED = Standings(
    sources={SourceState.ACTIVE: 2, SourceState.FAILING: 0},
    oldest=90.5,
    indexes=(IndexState(name="dense", passages=30, behind=4),),
    documents=10,
    passages=30,
    runs={RunState.QUEUED: 1, RunState.RUNNING: 0},
)


async def figures(of: Metrics) -> dict[str, float]:
    """Samples as `name{label="value"}`."""
    found = text_string_to_metric_families((await of.text()).decode())
    return {
        s.name + "".join(f"|{k}={v}" for k, v in sorted(s.labels.items())): s.value
        for family in found
        for s in family.samples
    }


async def test_questions() -> None:
    """Questions are counted by platform and end, timed, and their tokens summed up."""
    own = Metrics(CollectorRegistry())
    own.answered(ANSWERED)
    own.answered(replace(ANSWERED, ended=Ended.FAILURE, seconds=20.0, tokens=0))
    now = await figures(own)
    assert now["newsdesk_questions_total|ended=answer|platform=slack"] == 1
    assert now["newsdesk_questions_total|ended=failure|platform=slack"] == 1
    assert now["newsdesk_question_seconds_count|platform=slack"] == 2
    assert now["newsdesk_question_seconds_bucket|le=0.5|platform=slack"] == 1
    assert now["newsdesk_writer_tokens_total"] == 700


async def test_runs() -> None:
    """Runs that ended are counted by kind and state, and timed."""
    own = Metrics(CollectorRegistry())
    own.ran(RUN)
    now = await figures(own)
    assert now["newsdesk_runs_total|kind=reindex|state=done"] == 1
    assert now["newsdesk_run_seconds_sum|kind=reindex"] == 61


async def test_refused_acts() -> None:
    """Only what was refused."""
    own = Metrics(CollectorRegistry())
    act = Act(at=NOW, by=Actor(platform="discord", user="1"), act="reindex")
    own.acted(act)
    own.acted(replace(act, outcome="refused"))
    assert (await figures(own))["newsdesk_refused_acts_total"] == 1


async def stored() -> Standings:
    return STORED


async def test_what_is_stored() -> None:
    """States are looked up when they are asked for."""
    now = await figures(Metrics(CollectorRegistry(), stored))
    told = {k: v for k, v in now.items() if not k.startswith(("python", "process"))}
    assert told == {
        "newsdesk_store_up": 1,
        "newsdesk_sources|state=active": 2,
        "newsdesk_sources|state=failing": 0,
        "newsdesk_source_age_seconds": 90.5,
        "newsdesk_index_behind|index=dense": 4,
        "newsdesk_index_passages|index=dense": 30,
        "newsdesk_documents": 10,
        "newsdesk_passages": 30,
        "newsdesk_runs_open|state=queued": 1,
        "newsdesk_runs_open|state=running": 0,
        "newsdesk_refused_acts_total": 0,
        "newsdesk_refused_acts_created": told["newsdesk_refused_acts_created"],
        "newsdesk_writer_tokens_total": 0,
        "newsdesk_writer_tokens_created": told["newsdesk_writer_tokens_created"],
    }
    assert now["process_resident_memory_bytes"] > 0


async def test_many_who_ask_are_one_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """The store is looked at once in a while, however often and by how many figures are read."""
    looks = 0

    async def look() -> Standings:
        nonlocal looks
        looks += 1
        await asyncio.sleep(0.01)
        return STORED

    own = Metrics(CollectorRegistry(), look)
    await asyncio.gather(*(own.text() for _ in range(50)))
    assert looks == 1
    monkeypatch.setattr(metrics, "FRESH_S", 0.0)
    await own.text()
    assert looks == 2


async def test_store_that_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """What happened is told all the same, and no old figure is taken for a new one."""
    monkeypatch.setattr(metrics, "FRESH_S", 0.0)
    broken = False

    async def look() -> Standings:
        if broken:
            raise StoreUnavailable("postgresql://news:secret@db is away")
        return STORED

    own = Metrics(CollectorRegistry(), look)
    own.answered(ANSWERED)
    await own.text()
    broken = True
    now = await figures(own)
    assert now["newsdesk_store_up"] == 0
    assert now["newsdesk_questions_total|ended=answer|platform=slack"] == 1
    assert "newsdesk_sources|state=active" not in now
    assert now["newsdesk_documents"] != now["newsdesk_documents"]
    assert b"secret" not in await own.text()


async def test_store_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks is not kept waiting for it."""
    monkeypatch.setattr(metrics, "_PATIENCE_S", 0.05)
    own = Metrics(CollectorRegistry(), asyncio.Event().wait)
    async with asyncio.timeout(2):
        assert (await figures(own))["newsdesk_store_up"] == 0


def test_standings() -> None:
    """Open runs, sources by state, and the age of the scheduled one that waits for longest."""
    hour = timedelta(hours=1)
    base = Source(id="a", kind="feed", location="l", name="n", every=hour, read_at=NOW - hour)
    of = (
        base,
        replace(base, id="b", state=SourceState.PAUSED, read_at=NOW - 9 * hour),
        replace(base, id="c", every=None, read_at=NOW - 9 * hour),
        replace(base, id="d", state=SourceState.FAILING, read_at=NOW - 2 * hour),
        replace(base, id="e", read_at=None),
    )
    runs = (RUN, replace(RUN, state=RunState.RUNNING, finished=None))
    now = standings(Status(coverage=Coverage(documents=7), sources=of), runs, NOW)
    assert (now.oldest, now.documents) == (7200, 7)
    assert now.runs == {RunState.QUEUED: 0, RunState.RUNNING: 1}
    assert now.sources == {"active": 3, "paused": 1, "failing": 1, "leaving": 0}


async def test_nobody_is_named() -> None:
    """Neither who asked, nor what a source is called, nor where."""
    own = Metrics(CollectorRegistry(), stored)
    own.ran(RUN)
    own.acted(
        Act(
            at=NOW,
            by=Actor(platform="discord", user="8035", name="Ada"),
            act="x",
            outcome="refused",
        )
    )
    text = (await own.text()).decode()
    assert not [word for word in ("Ada", "8035", "paper", "Paper", RUN.id) if word in text]


async def test_every_figure_is_documented() -> None:
    """docs/operations.md names each."""
    page = (Path(__file__).parents[2] / "docs/operations.md").read_text("utf-8")
    own = Metrics(CollectorRegistry(), stored)
    found = text_string_to_metric_families((await own.text()).decode())
    ours = {f.name.removesuffix("_created") for f in found if f.name.startswith("newsdesk_")}
    assert [name for name in ours if name not in page] == []


async def test_names_follow_the_conventions() -> None:
    """Every figure of ours has our prefix, a unit where it has one, and a help text."""
    own = Metrics(CollectorRegistry(), stored)
    found = text_string_to_metric_families((await own.text()).decode())
    ours = [f for f in found if not f.name.startswith(("process_", "python_"))]
    assert all(f.name.startswith("newsdesk_") for f in ours)
    assert all(f.documentation.endswith((".", "0.")) for f in ours if "_created" not in f.name)
