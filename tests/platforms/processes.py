"""The bot in a process of its own, which may be killed and started again."""

import asyncio
import json
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_TESTS = Path(__file__).parents[1]
_START_S = 60


@dataclass
class BotProcess:
    """Runs `bot_process.py` on a folder; what it logs goes to `bot.log` there."""

    folder: Path
    settings: Mapping[str, object]
    process: Process | None = None
    starts: int = 0
    codes: list[int] = field(default_factory=list)  # exit codes of SIGTERM

    async def start(self) -> None:
        """Returns when its platforms are connected."""
        log = (self.folder / "bot.log").open("ab")
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            str(_TESTS / "platforms" / "bot_process.py"),
            str(self.folder),
            json.dumps(dict(self.settings)),
            stdout=PIPE,
            stderr=log,
            cwd=_TESTS.parent,
            env={"PYTHONPATH": f"{_TESTS}:{_TESTS.parent}", "PATH": "/usr/bin:/bin"},
        )
        log.close()
        self.starts += 1
        assert self.process.stdout is not None
        line = await asyncio.wait_for(self.process.stdout.readline(), _START_S)
        assert line == b"ready\n", (self.folder / "bot.log").read_text()

    async def kill(self) -> None:
        """Send SIGKILL; returns when it is gone."""
        assert self.process is not None
        self.process.kill()
        await self.process.communicate()

    async def stop(self) -> None:
        """SIGTERM; returns when it has ended by itself."""
        assert self.process is not None
        self.process.terminate()
        await asyncio.wait_for(self.process.communicate(), _START_S)
        self.codes.append(self.process.returncode or 0)


def free_port() -> int:
    """A port of the loopback interface that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
