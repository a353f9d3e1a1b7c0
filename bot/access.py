"""A desk for a command: in this process, or behind the server that holds the data folder."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.app import Say, open_app
from bot.client import RemoteDesk
from bot.lock import holder
from bot.ports import Desk
from bot.settings import Settings


@asynccontextmanager
async def open_desk(settings: Settings, command: str, say: Say) -> AsyncIterator[Desk]:
    """Open the data folder, or speak to the server that has it open.

    Raises AlreadyRunning when another command holds it, ServerUnreachable, and what opening raises.
    """
    held = holder(settings.data_dir)
    if held is not None and held.url:
        remote = RemoteDesk(held)
        try:
            yield remote
        finally:
            await remote.close()
        return
    async with open_app(settings, command, say) as app:
        await app.ingest.drain()
        yield app.desk(app.direct)
