"""A desk and administration for a command: in this process, or behind the server that holds the data folder."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.administration import Admin
from bot.app import Say, open_app
from bot.client import RemoteDesk, Server
from bot.insight import Case
from bot.lock import holder
from bot.ports import Desk
from bot.remote_admin import RemoteAdmin, remote_cases
from bot.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What a command may use. `remote`: a server does the work and goes on with it when the command has ended."""

    desk: Desk
    admin: Admin
    cases: Callable[[], Awaitable[Sequence[Case]]]  # the regression cases, oldest first
    remote: bool


@asynccontextmanager
async def open_access(settings: Settings, command: str, say: Say) -> AsyncIterator[Access]:
    """Open the data folder, or speak to the server that has it open.

    Raises AlreadyRunning when another command holds it, ServerUnreachable, and what opening raises.
    """
    held = holder(settings.data_dir)
    if held is not None and held.url:
        server = Server(held)
        try:
            yield Access(
                desk=RemoteDesk(server),
                admin=RemoteAdmin(server),
                cases=lambda: remote_cases(server),
                remote=True,
            )
        finally:
            await server.close()
        return
    async with open_app(settings, command, say) as app:
        await app.ingest.drain()
        yield Access(
            desk=app.desk(), admin=app.admin(), cases=app.upkeep.insight.cases, remote=False
        )


@asynccontextmanager
async def open_desk(settings: Settings, command: str, say: Say) -> AsyncIterator[Desk]:
    """The same, for who only asks and reads."""
    async with open_access(settings, command, say) as access:
        yield access.desk
