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
from durable import READING, ended, open_jobs
from examples import NOW, run, source
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
    begun = await jobs.start("s1", "me")
    done = await jobs.finish(begun)
    assert (begun.state, done.id, done.state, done.added) == (
        RunState.RUNNING,
        begun.id,
        RunState.DONE,
        1,
    )
    assert [s.behind for s in (await world.desk.status()).indexes] == [0, 0]


async def test_old_records_are_deleted(jobs: Jobs) -> None:
    """What DBOS keeps of ended work does not grow for ever; what ended lately stays."""
    done = await jobs.finish(await jobs.start("s1", "me"))
    today = datetime.fromtimestamp(time.time(), UTC)  # DBOS has the machine's clock

    def recorded() -> list[str]:
        return [w.workflow_id for w in DBOS.list_workflows(name="refresh")]

    await asyncio.to_thread(_tidy, today)
    assert await asyncio.to_thread(recorded) == [done.id]
    await asyncio.to_thread(_tidy, today + timedelta(days=2))
    assert await asyncio.to_thread(recorded) == []


async def test_same_id_once(world: World, jobs: Jobs) -> None:
    """A second reading under the same id is the same reading."""
    for _ in range(3):
        await asyncio.to_thread(jobs._enqueue, "the-same", "s1", "me")
    await jobs.finish(await jobs.start("s1", "me"))
    assert sorted(r.id for r in await ended(world, 2)) == ["run0", "the-same"]


async def test_failing_source(world: World, jobs: Jobs) -> None:
    """A source that fails is an outcome of the run."""
    world.reader.readings[:] = [SourceUnavailable("it is down")]
    done = await jobs.finish(await jobs.start("s1", "me"))
    assert (done.state, done.message) == (RunState.FAILED, "it is down")


async def test_failing_store(world: World, jobs: Jobs) -> None:
    """A store that fails is told to who waits, in one line, and the run has ended."""
    world.reader.readings[:] = [StoreUnavailable("database: it is full")]
    with pytest.raises(StoreUnavailable, match="it is full"):
        await jobs.finish(await jobs.start("s1", "me"))
    (failed,) = await ended(world)
    assert (failed.state, failed.message) == (RunState.FAILED, "database: it is full")


async def test_sweep(world: World, jobs: Jobs) -> None:
    """What is due is read, once a minute at most; what is not due is not."""
    later = source("s2", checked_at=NOW, every=timedelta(minutes=30))
    await world.library.save_source(later)
    await asyncio.gather(jobs.sweep(), jobs.sweep())
    (done,) = await ended(world)
    assert (done.source_id, done.asked_by) == ("s1", "start")
    assert await world.library.source("s2") == later


@pytest.mark.parametrize(("minutes", "read"), [(5, {"s2"}), (600, {"s1", "s2"})])
async def test_open_run(world: World, jobs: Jobs, minutes: int, read: set[str]) -> None:
    """A source that is being read is not read again, unless that run cannot be alive any more."""
    await world.library.save_source(source("s2"))
    await world.library.save_run(replace(run(), started=NOW - timedelta(minutes=minutes)))
    await jobs.sweep()
    assert {r.source_id for r in await ended(world, len(read))} == read


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

    jobs.forget = forget
    await jobs._clean()
    assert forgotten.is_set()
