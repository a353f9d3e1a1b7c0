"""The bot as a process of its own, to be killed: `bot_process.py FOLDER SETTINGS-AS-JSON`.

All of it is real but the desk, whose replies are scripted and take a while. Prints `ready` when its
platforms are connected.
"""

import asyncio
import json
import random
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from fakes_admin import FakeAdmin
from fakes_desk import FakeDesk
from running import new_runs, performing
from typing_extensions import override

from bot.chats import Chats, Staff, open_chats
from bot.jobs import Jobs
from bot.ports import Tell, quietly
from bot.settings import Settings
from bot.types import Question, Reply
from retrieval.ingest import Ingest
from retrieval.stores.sql.library import open_library


class SlowDesk(FakeDesk):
    """Takes as long as a real one, more or less."""

    @override
    async def ask(self, question: Question, tell: Tell = quietly) -> Reply:
        await asyncio.sleep(random.uniform(0.02, 0.3))  # noqa: S311
        return await super().ask(question)


def _now() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)


async def main(folder: Path, given: dict[str, object]) -> None:
    """Serve until SIGTERM."""
    settings = Settings(_env_file=None, data_dir=folder, **given)
    library = await open_library(settings.sql_url)
    work, _ = performing(library, Ingest(library, {}, [], _now), _now)
    jobs = Jobs(settings.jobs_url, library, work, new_runs(_now))
    staff = Staff(desk=SlowDesk(), admin=FakeAdmin(), jobs=jobs)
    chats = await open_chats(settings, library.engine, staff)
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    await jobs.launch()
    chats.start()
    telling = asyncio.create_task(_tell(chats))
    await stopped.wait()
    telling.cancel()
    await chats.stop()
    await jobs.close()
    await library.close()


async def _tell(chats: Chats) -> None:
    for platform in chats.platforms.values():
        while not await platform.connected():  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    print("ready", flush=True)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), json.loads(sys.argv[2])))
