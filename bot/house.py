"""The server's parts over one opened data folder: the desk, administration, conversations, and what follows runs."""

import asyncio
import logging
import time
from dataclasses import dataclass, field

from bot.admin import LocalAdmin
from bot.app import App, now
from bot.chats import Chats, Staff, open_chats
from bot.jobs import Jobs
from bot.keeping import Keeping
from bot.measuring import Measuring, Meter
from bot.memory.store import SqlMemory
from bot.watching import Watching, open_watching


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Make it with `open_house`."""

    app: App
    jobs: Jobs
    admin: LocalAdmin
    chats: Chats
    watching: Watching
    memory: SqlMemory
    measuring: list[Measuring] = field(default_factory=list)
    keeping: list[Keeping] = field(default_factory=list)

    def desk(self, platform: str) -> Keeping:
        """The desk for questions that no chat platform brings: `web` or `api`."""
        counted = measured(self.app, self.jobs, self.watching, platform)
        self.measuring.append(counted)
        kept = self.memory if self.app.settings.keep_page_questions else None
        keeping = Keeping(counted, kept, platform, now)
        self.keeping.append(keeping)
        return keeping

    async def settled(self) -> None:
        """Wait for what is being noted of questions that were answered."""
        await asyncio.gather(*(each.settled() for each in self.measuring))
        await asyncio.gather(*(each.settled() for each in self.keeping))


async def open_house(app: App, jobs: Jobs) -> House:
    """Raises BadRequest, StoreUnavailable."""
    admin = app.admin(jobs)
    watching = open_watching(app.desk(jobs), admin, now, logging.getLogger("newsdesk"))
    admin.acted, app.upkeep.performing.on_change = watching.acted, watching.ran
    desk = measured(app, jobs, watching, "chat")
    staff = Staff(desk=desk, admin=admin, jobs=jobs)
    chats = await open_chats(app.settings, app.library.engine, staff)
    return House(
        app=app,
        jobs=jobs,
        admin=admin,
        chats=chats,
        watching=watching,
        memory=SqlMemory(app.library.engine),
        measuring=[desk],
    )


def measured(app: App, jobs: Jobs, watching: Watching, platform: str) -> Measuring:
    """The desk, its questions counted and timed."""
    meter = Meter(
        insight=app.upkeep.insight,
        clock=now,
        timer=time.monotonic,
        platform=platform,
        generation=lambda: app.serving.current.generation.id,
        answered=watching.answered,
    )
    return Measuring(app.desk(jobs), meter)
