"""What storing and durable work add to a question: `make bench-questions`.

No network and no search: a platform and a desk that answer at once, so that only taking in, queueing,
storing and posting are measured. Prints times of storing (which a platform waits for before it is told
that its event arrived), and from then to the post, one by one and for 500 at once.
"""

import asyncio
import logging
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from chatting import ROOMY, open_front
from fake_platform import CHANNEL, FakePlatform, asked
from running import new_runs, performing
from typing_extensions import override

from bot.jobs import Jobs
from bot.ports import Sending
from bot.present import Card
from bot.talk import Asked, Handle
from retrieval.ingest import Ingest
from retrieval.stores.sql.library import open_library

_MANY = 500


class Clocked(FakePlatform):
    """Notes when it posts."""

    def __init__(self) -> None:
        super().__init__()
        self.at: dict[str, float] = {}

    @override
    async def post(self, asked: Asked, card: Card, sending: Sending) -> Handle:
        self.at[asked.key] = time.perf_counter()
        return await super().post(asked, card, sending)


def _now() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)


def _told(what: str, seconds: list[float]) -> None:
    ordered = sorted(seconds)
    p99 = ordered[int(len(ordered) * 0.99) - 1]
    print(
        f"{what}: p50 {statistics.median(ordered) * 1e3:.0f} ms, p99 {p99 * 1e3:.0f} ms,"
        f" n {len(ordered)}"
    )


def _question(n: int) -> Asked:
    place = {"platform": "fake", "tenant": "t", "channel": f"c{n % 50}"}
    return asked(n, user=f"u{n}", at=_now(), place=type(CHANNEL)(**place))


async def _one_by_one(talk, platform: Clocked, what: str) -> None:
    stored, posted = [], []
    for _ in range(60):
        n = len(platform.at)
        began = time.perf_counter()
        key = (await _received(talk, n)).key
        stored.append(time.perf_counter() - began)
        while key not in platform.at:  # noqa: ASYNC110
            await asyncio.sleep(0.001)
        posted.append(platform.at[key] - began - stored[-1])
    _told(f"{what}, one by one: stored after", stored)
    _told(f"{what}, one by one: from stored to posted", posted)


async def _received(talk, n: int) -> Asked:
    question = _question(n)
    await talk.front.receive(question)
    return question


async def _at_once(talk, platform: Clocked, what: str) -> None:
    before, first, stored = len(platform.at), time.perf_counter(), []
    cpu = time.process_time()

    async def one(n: int) -> None:
        await _received(talk, n)
        stored.append(time.perf_counter() - first)

    await asyncio.gather(*(one(10_000 + n) for n in range(_MANY)))
    while len(platform.at) < before + _MANY:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    _told(f"{what}, {_MANY} at once: stored after", stored)
    last = max(platform.at.values()) - first
    spent = time.process_time() - cpu
    print(f"{what}, {_MANY} at once: last posted after {last:.1f} s, {spent:.1f} CPU s")


async def main() -> None:
    """Tasks of the process alone, then durable workflows."""
    logging.disable(logging.WARNING)
    for what in ("tasks", "workflows"):
        with tempfile.TemporaryDirectory() as folder:
            await _measured(Path(folder), what)


async def _measured(folder: Path, what: str) -> None:
    platform = Clocked()
    async with open_front(folder, limits=ROOMY) as talk:
        talk.serve(platform)
        library = await open_library(f"sqlite+aiosqlite:///{folder}/n.sqlite")
        work, _ = performing(library, Ingest(library, {}, [], _now), _now)
        jobs = Jobs(f"sqlite:///{folder}/jobs.sqlite", library, work, new_runs(_now))
        if what == "workflows":
            jobs.questions = talk.settling
            talk.front._enqueue = jobs.answer
            await jobs.launch()
        await _one_by_one(talk, platform, what)
        await _at_once(talk, platform, what)
        await jobs.close()
        await library.close()


if __name__ == "__main__":
    asyncio.run(main())
