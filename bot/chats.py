"""Conversations in this process: opens the chat platforms whose tokens are set and keeps them running."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.administration import Admin
from bot.app import local_zone, new_id, now
from bot.converse.following import Following
from bot.converse.front import House, Reception
from bot.converse.settle import Settling
from bot.converse.worker import Worker
from bot.errors import BotError
from bot.jobs import Jobs
from bot.limits import Limits
from bot.memory.followers import SqlFollowers
from bot.memory.store import open_memory
from bot.ports import Front, Newsroom, Platform
from bot.settings import Settings
from bot.tools import PlatformTools
from retrieval.errors import RetrievalError

_LOG = logging.getLogger("newsdesk")
_DRAIN_S = 20.0


class Chats:
    """The platforms, what they call, and who works on their questions. Make it with `open_chats`."""

    def __init__(
        self,
        front: Front,
        settling: Settling,
        following: Following,
        platforms: Mapping[str, Platform],
    ) -> None:
        self.front = front
        self.platforms = platforms
        self._settling = settling
        self._following = following
        self._running: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Let every platform connect."""
        self._running = [asyncio.create_task(self._run(p)) for p in self.platforms.values()]
        self._running.append(asyncio.create_task(self._following.run()))

    async def stop(self) -> None:
        """Finish what was begun, then disconnect. What is left goes on after the next start."""
        await self._settling.drain(_DRAIN_S)
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _run(self, platform: Platform) -> None:
        """One platform that cannot run stops neither the page nor the others."""
        try:
            await platform.run(self.front)
        except (BotError, RetrievalError) as e:
            _LOG.error("%s: %s", platform.name, e)
        except Exception:  # noqa: BLE001 - it is logged, and the rest goes on
            _LOG.exception("%s stopped", platform.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Who does the work behind conversations."""

    desk: Newsroom
    admin: Admin
    jobs: Jobs


async def open_chats(settings: Settings, engine: AsyncEngine, staff: Staff) -> Chats:
    """Conversations over a desk. Raises BadRequest, StoreUnavailable."""
    desk, jobs, admin = staff.desk, staff.jobs, staff.admin
    memory, worker = await open_memory(engine), _worker(settings)
    settling = Settling(desk, memory, worker)
    following = Following(admin, SqlFollowers(engine), worker)
    front = Reception(desk, memory, _house(settings), jobs.answer, admin)
    tools = PlatformTools(settings=settings, engine=engine, notes=memory, log=_LOG)
    platforms = {p.name: p for p in _platforms(tools)}
    settling.platforms = following.platforms = platforms
    jobs.questions, jobs.at_once = settling, settings.answers_at_once
    jobs.worker = "local" if settings.alone else new_id()
    return Chats(front, settling, following, platforms)


def _platforms(tools: PlatformTools) -> list[Platform]:
    """Every adapter that has a module `platform`, if it has its tokens."""
    package = import_module("adapters")
    names = [f"adapters.{m.name}.platform" for m in iter_modules(package.__path__)]
    modules = [import_module(name) for name in names if find_spec(name)]
    made = [module.make(tools) for module in modules]
    return [platform for platform in made if platform is not None]


def _worker(settings: Settings) -> Worker:
    return Worker(
        name=new_id(),
        alone=settings.alone,
        timezone=local_zone(settings),
        answer_within=timedelta(seconds=settings.answer_seconds),
        keep=timedelta(days=settings.keep_days),
        clock=now,
        new_id=new_id,
        log=_LOG,
    )


def _house(settings: Settings) -> House:
    limits = Limits(
        user_per_minute=settings.user_per_minute,
        user_per_day=settings.user_per_day,
        channel_per_minute=settings.channel_per_minute,
        waiting=settings.most_waiting,
    )
    return House(
        limits=limits,
        timezone=local_zone(settings),
        direct=settings.direct_messages,
        keep=timedelta(days=settings.keep_days),
        clock=now,
    )
