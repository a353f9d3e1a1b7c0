"""`newsdesk serve` in a process of its own, to be asked, killed and started again."""

import asyncio
import json
import sqlite3
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx2

_START_S = 120
_LOOK_S = 0.3
_NEWEST = "SELECT * FROM runs WHERE kind IN ('reindex', 'rollback') ORDER BY started DESC LIMIT 1"
_ENDED_S = 3600


class Server:
    """What it logs goes to `server.log` beside the data folder."""

    def __init__(self, data: Path, settings: Mapping[str, object]) -> None:
        self.data = data
        self.up = False
        self.status: dict[str, Any] = {}
        self._settings = settings
        self._process: Process | None = None
        self.http = httpx2.AsyncClient(
            base_url=f"http://127.0.0.1:{settings['port']}", timeout=60, trust_env=False
        )

    @property
    def database(self) -> Path:
        """SQLite's file."""
        return self.data / "newsdesk.sqlite"

    async def start(self) -> None:
        """Returns when it answers."""
        given = {f"NEWSDESK_{k.upper()}": str(v) for k, v in self._settings.items()}
        with (self.data.parent / "server.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", "from bot.cli import main; main()"),
                *("serve", "--data-dir", str(self.data)),
                stdin=DEVNULL,
                stdout=log,
                stderr=log,
                env={"PATH": "/usr/bin:/bin", "HOME": str(Path.home()), **given},
            )
        async with asyncio.timeout(_START_S):
            while not await self._answers():  # noqa: ASYNC110
                await asyncio.sleep(_LOOK_S)
        self.up = True

    async def kill(self) -> None:
        """SIGKILL."""
        assert self._process is not None
        self.up = False
        self._process.kill()
        await self._process.wait()

    async def stop(self) -> None:
        """SIGTERM."""
        assert self._process is not None
        self.up = False
        if self._process.returncode is None:
            self._process.terminate()
            await asyncio.wait_for(self._process.wait(), 60)
        await self.http.aclose()

    async def run(self) -> dict[str, Any]:
        """The newest run that is no reading, as it stands in the database: the server is not asked."""
        with closing(sqlite3.connect(self.database)) as database:
            database.row_factory = sqlite3.Row
            row = database.execute(_NEWEST).fetchone()
            return dict(row) if row else {"state": "", "done": 0, "total": 0, "finished": None}

    async def now(self) -> dict[str, Any]:
        """What the server says of itself."""
        self.status = (await self.http.get("/api/status")).json()
        return self.status

    async def until(self, is_so: Callable[[dict[str, Any]], Any], within: float = _ENDED_S) -> Any:
        """The newest run, once it is so."""
        async with asyncio.timeout(within):
            while not is_so(run := await self.run()):  # noqa: ASYNC110
                await asyncio.sleep(_LOOK_S)
        return run

    async def ended(self) -> dict[str, Any]:
        """The newest run, once it has ended."""
        run: dict[str, Any] = await self.until(lambda run: run.get("finished"))
        return run

    async def post(self, path: str, body: object) -> Any:
        """With the token of the data folder."""
        return (await self.http.post(path, json=body, headers=self._token)).json()

    async def get(self, path: str) -> Any:
        """The same."""
        return (await self.http.get(path, headers=self._token)).json()

    @property
    def _token(self) -> dict[str, str]:
        note = json.loads((self.data / "newsdesk.holder.json").read_text("utf-8"))
        return {"Authorization": f"Bearer {note['token']}"}

    async def _answers(self) -> bool:
        try:
            return (await self.http.get("/api/status")).status_code == 200
        except httpx2.TransportError:
            return False
