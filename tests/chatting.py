"""Conversations over a real memory and a scripted desk, and whoever works on them."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from fakes_admin import FakeAdmin
from fakes_desk import FakeDesk

from bot.administration import Admin
from bot.converse.front import House, Reception
from bot.converse.settle import Settling
from bot.converse.worker import Worker
from bot.limits import Limits
from bot.memory.store import SqlMemory, open_memory
from bot.ports import Newsroom, Platform
from bot.settings import Settings
from bot.tools import PlatformTools
from retrieval.stores.sql.engine import dispose, open_engine

ROOMY = Limits(user_per_minute=1000, user_per_day=10_000, channel_per_minute=1000)


@dataclass
class Talk:
    """An opened front. `serve` runs a platform on it until `close`, which `open_front` calls."""

    front: Reception
    memory: SqlMemory
    settling: Settling
    tools: PlatformTools
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    works: set[asyncio.Task[None]] = field(default_factory=set)
    failures: list[BaseException] = field(default_factory=list)

    def serve(self, platform: Platform) -> asyncio.Task[None]:
        """Have a platform answered; its `run` goes on in a task."""
        self.settling.platforms = {**self.settling.platforms, platform.name: platform}
        return self.spawn(platform.run(self.front))

    def spawn(self, work) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def work(self, key: str) -> None:
        """Have a question worked on now."""
        task = self.spawn(self.settling(key))
        self.works.add(task)
        task.add_done_callback(self.works.discard)

    async def settled(self, seconds: float = 10) -> None:
        """Until nothing is worked on."""
        async with asyncio.timeout(seconds):
            while self.works or await self.memory.waiting(_FAR):  # noqa: ASYNC110
                await asyncio.sleep(0.02)

    async def close(self) -> None:
        for task in list(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self.failures.append(error)


_FAR = datetime(2100, 1, 1, tzinfo=UTC)


def _now() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)


@asynccontextmanager
async def open_front(  # noqa: PLR0913 - all but the folder have defaults
    folder: Path,
    *,
    desk: Newsroom | None = None,
    admin: Admin | None = None,
    limits: Limits = ROOMY,
    direct: bool = True,
    clock: Callable[[], datetime] = _now,
    answer_within: float = 20,
    **settings: object,
) -> AsyncIterator[Talk]:
    """Conversations in a folder; each question is worked on in a task of its own, without delay.

    `settings` are those of NEWSDESK_*, in lower case, for `PlatformTools`.
    """
    engine = open_engine(f"sqlite+aiosqlite:///{folder}/n.sqlite")
    memory = await open_memory(engine)
    log = logging.getLogger("newsdesk.test")
    worker = Worker(
        name=uuid4().hex,
        alone=True,
        timezone="UTC",
        answer_within=timedelta(seconds=answer_within),
        keep=timedelta(days=30),
        clock=clock,
        new_id=lambda: uuid4().hex[:16],
        log=log,
    )
    desk = desk or FakeDesk()
    settling = Settling(desk, memory, worker)
    house = House(
        limits=limits, timezone="UTC", direct=direct, keep=timedelta(days=30), clock=clock
    )
    admin = admin or FakeAdmin()
    front = Reception(desk, memory, house, lambda key, _version: talk.work(key), admin)
    given = Settings(_env_file=None, data_dir=folder, **settings)
    tools = PlatformTools(settings=given, engine=engine, notes=memory, log=log)
    talk = Talk(front, memory, settling, tools)
    try:
        yield talk
    finally:
        await talk.close()
        await dispose(engine)
