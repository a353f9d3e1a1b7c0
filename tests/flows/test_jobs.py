"""Readings as durable work, on real DBOS over SQLite."""

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from dbos import DBOS
from durable import READING, EndlessReader, ended, open_jobs, started
from examples import NOW, run, source
from fakes import FakeReader
from running import queued
from world import World, open_world

from bot.jobs import Jobs, _tidy
from retrieval.errors import SourceUnavailable, StoreUnavailable
from retrieval.types import RunState

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path, READING) as opened:
        await opened.library.save_source(source())
        yield opened


@pytest.fixture
async def jobs(world: World, tmp_path: Path) -> AsyncIterator[Jobs]:
    launched = open_jobs(tmp_path, world)
    await launched.launch()
    yield launched
    await launched.close()


async def test_carried_out(world: World, jobs: Jobs) -> None:
    """A queued reading is carried out under its run's id, and what it brought is indexed."""
    begun = await started(jobs)
    done = await jobs.finish(begun)
    assert (begun.state, done.id, done.state, done.added) == (
        RunState.QUEUED,
        begun.id,
        RunState.DONE,
        1,
    )
    assert [s.behind for s in (await world.desk.status()).indexes] == [0, 0]


async def test_old_records_are_deleted(jobs: Jobs) -> None:
    """What DBOS keeps of ended work does not grow for ever; what ended lately stays."""
    done = await jobs.finish(await started(jobs))
    today = datetime.fromtimestamp(time.time(), UTC)  # DBOS has the machine's clock

    def recorded() -> list[str]:
        return [w.workflow_id for w in DBOS.list_workflows(name="run")]

    await asyncio.to_thread(_tidy, today)
    assert await asyncio.to_thread(recorded) == [done.id]
    await asyncio.to_thread(_tidy, today + timedelta(days=2))
    assert await asyncio.to_thread(recorded) == []


async def test_one_run_a_source(world: World, jobs: Jobs) -> None:
    """Who asks for a source that is being read is given that run; afterwards there is a new one."""
    world.ingest._readers["jsonl"] = endless = EndlessReader(READING)
    runs = [await started(jobs) for _ in range(3)]
    assert {run.id for run in runs} == {"run0"}
    await jobs.cancel(runs[0])
    world.ingest._readers["jsonl"] = FakeReader(*endless.readings)
    await jobs.finish(await started(jobs))
    assert sorted((r.id, r.state) for r in await ended(world, 2)) == [
        ("run0", RunState.CANCELLED),
        ("run3", RunState.DONE),
    ]


async def test_cancelled(world: World, jobs: Jobs) -> None:
    """A run that is cancelled has ended within two seconds, and what it worked on is free again."""
    world.ingest._readers["jsonl"] = EndlessReader(READING)
    begun = await started(jobs)
    while (await jobs._performing.runs.run(begun.id)).state is RunState.QUEUED:  # noqa: ASYNC110
        await asyncio.sleep(0.02)
    before = time.monotonic()
    cancelled = await jobs.cancel(begun)
    done = await jobs.finish(begun)
    assert (cancelled.state, done.state) == (RunState.CANCELLED, RunState.CANCELLED)
    assert time.monotonic() - before < 2
    assert not jobs._performing._tasks


async def test_cancelled_before_its_turn(world: World, jobs: Jobs) -> None:
    """A run that has not begun is never begun once it is cancelled."""
    run = queued("s1", of=jobs._new_run)
    await jobs._performing.runs.open(run)
    await jobs._performing.runs.cancel(run.id, NOW)
    await jobs.begin(replace(run, id="other"))
    await asyncio.to_thread(jobs._enqueue, run.id)
    done = await ended(world, 2)
    assert {r.id: r.state for r in done} == {
        run.id: RunState.CANCELLED,
        "other": RunState.DONE,
    }


async def test_failing_source(world: World, jobs: Jobs) -> None:
    """A source that fails is an outcome of the run."""
    world.reader.readings[:] = [SourceUnavailable("it is down")]
    done = await jobs.finish(await started(jobs))
    assert (done.state, done.message) == (RunState.FAILED, "it is down")


async def test_failing_store(world: World, jobs: Jobs) -> None:
    """A store that fails is told to who waits, in one line, and the run has ended."""
    world.reader.readings[:] = [StoreUnavailable("database: it is full")]
    done = await jobs.finish(await started(jobs))
    (failed,) = await ended(world)
    assert done == failed
    assert (failed.state, failed.message) == (RunState.FAILED, "database: it is full")


async def test_sweep(world: World, jobs: Jobs) -> None:
    """What is due is read, once a minute at most; what is not due is not."""
    later = source("s2", checked_at=NOW, every=timedelta(minutes=30))
    await world.library.save_source(later)
    await asyncio.gather(jobs.sweep(), jobs.sweep())
    (done,) = await ended(world)
    assert (done.source_id, done.asked_by) == ("s1", "start")
    assert await world.library.source("s2") == later


@pytest.mark.parametrize(("seconds", "read"), [(5, {"s2"}), (600, {"s1", "s2"})])
async def test_open_run(world: World, jobs: Jobs, seconds: int, read: set[str]) -> None:
    """A source that is being read is not read again; a run without a sign of life is taken up."""
    await world.library.save_source(source("s2"))
    await world.library.save_run(replace(run(), beat=NOW - timedelta(seconds=seconds)))
    await jobs.sweep()
    await jobs._take_up()
    done = await ended(world, len(read))
    assert {r.source_id for r in done} == read
    assert {r.id: r.resumed for r in done if r.source_id == "s1"} in ({}, {"r1": 1})


async def test_unusable_database(world: World, tmp_path: Path) -> None:
    """A database that cannot be opened is one line."""
    (tmp_path / "jobs.sqlite").mkdir()
    broken = open_jobs(tmp_path, world)
    with pytest.raises(StoreUnavailable, match="jobs database") as failure:
        await broken.launch()
    assert "\n" not in str(failure.value)
    await broken.close()


def start(folder: Path, what: str) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603
        [sys.executable, str(ROOT / "tests" / "durable.py"), str(folder), what],
        stdout=subprocess.PIPE,
        text=True,
    )


def test_resumed_after_kill(tmp_path: Path) -> None:
    """A reading that was under way when its process was killed is carried out by the next one."""
    with start(tmp_path, "begin") as begun:
        assert begun.stdout is not None
        assert begun.stdout.readline() == "reading s1\n"
        begun.send_signal(signal.SIGKILL)
    with start(tmp_path, "resume") as resumed:
        told, _ = resumed.communicate()
    assert told == "run0 me done 1\n"


async def test_sweep_forgets(jobs: Jobs) -> None:
    """The sweep also carries out what is to be forgotten."""
    forgotten = asyncio.Event()

    async def forget() -> None:
        forgotten.set()

    jobs.clean = forget
    await jobs._clean()
    assert forgotten.is_set()


async def test_stopped_in_the_middle(world: World, tmp_path: Path) -> None:
    """A server that is stopped breaks its runs off; the next start goes on with them, at once."""
    world.ingest._readers["jsonl"] = EndlessReader(READING)
    first = open_jobs(tmp_path, world)
    await first.launch()
    begun = await started(first)
    while not first._performing.is_at(begun.id):  # noqa: ASYNC110
        await asyncio.sleep(0.02)
    await first.close()
    assert (await world.office.performing.runs.run(begun.id)).state is RunState.RUNNING
    second = open_jobs(tmp_path, world, jsonl=FakeReader(READING))
    await second.launch()
    done = await second.finish(begun)
    assert (done.state, done.added, done.resumed) == (RunState.DONE, 1, 1)
    await second.close()


async def test_a_store_that_fails_before_the_first_slice(world: World, jobs: Jobs) -> None:
    """A run whose workflow broke before it had begun is begun later: its source is not blocked for ever."""
    run = queued("s1", of=jobs._new_run)
    await jobs._performing.runs.open(replace(run, queued=NOW - timedelta(minutes=5)))
    await asyncio.to_thread(jobs._resume, run.id, waits=True)
    (done,) = await ended(world)
    assert (done.id, done.state) == (run.id, RunState.DONE)


async def test_nothing_opens_an_ended_run_again(jobs: Jobs) -> None:
    """Whoever was believed dead and goes on with a run changes nothing of its end."""
    done = await jobs.finish(await started(jobs))
    late = replace(done, state=RunState.RUNNING, finished=None, added=99)
    assert await jobs._performing.runs.save(late) == done
    assert await jobs._performing.runs.run(done.id) == done
