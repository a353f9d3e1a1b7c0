"""Reads a source as durable work: `durable.py FOLDER begin` never ends, `durable.py FOLDER resume` does."""

import asyncio
import sys
from pathlib import Path

from examples import NOW, document, source
from fakes import FakeReader
from running import new_runs, performing, queued
from typing_extensions import override
from world import World, open_world

from bot.jobs import Jobs
from retrieval.types import Reading, Run, Source

READING = Reading(documents=(document(),), bookmark="b1")


class EndlessReader(FakeReader):
    """Says that it reads, and never comes back."""

    @override
    async def read(self, source: Source) -> Reading:
        sys.stdout.write(f"reading {source.id}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()
        return await super().read(source)


def open_jobs(folder: Path, world: World, **readers: FakeReader) -> Jobs:
    """Jobs over a world's stores, the clock standing still."""
    world.ingest._readers = {**world.ingest._readers, **readers}
    work, reading = performing(world.library, world.ingest, lambda: NOW)
    reading.liken = world.office.reading.liken
    url = f"sqlite:///{folder}/jobs.sqlite"
    return Jobs(url, world.library, work, new_runs(lambda: NOW))


async def started(jobs: Jobs, source_id: str = "s1", by: str = "me") -> Run:
    """A reading that was queued."""
    return await jobs.begin(queued(source_id, by, of=jobs._new_run))


async def ended(world: World, count: int = 1) -> list[Run]:
    """The runs, once so many have ended."""
    while True:
        runs = [run for run in await world.library.runs(100) if run.finished]
        if len(runs) >= count:
            return runs
        await asyncio.sleep(0.05)


async def begin(folder: Path) -> None:
    """Queue a reading that does not end."""
    async with open_world(folder, READING) as world:
        await world.library.save_source(source())
        jobs = open_jobs(folder, world, jsonl=EndlessReader(READING))
        await jobs.launch()
        await jobs.finish(await started(jobs))


async def resume(folder: Path) -> None:
    """Only launch, and tell the runs when one has ended."""
    async with open_world(folder, READING) as world:
        jobs = open_jobs(folder, world)
        await jobs.launch()
        for run in await ended(world):
            sys.stdout.write(f"{run.id} {run.asked_by} {run.state.value} {run.added}\n")
        await jobs.close()


if __name__ == "__main__":
    asyncio.run({"begin": begin, "resume": resume}[sys.argv[2]](Path(sys.argv[1])))
