"""One websocket of the gateway: frames out in order, plain or as one zlib stream."""

import asyncio
import json
import zlib
from contextlib import suppress

from aiohttp import web
from platforms.discord.model import Json

_FULL_SECONDS, _SENDS = 60.0, 120  # Discord closes a connection that sends more


class Link:
    """Frames and the closing go out in the order in which they were asked for."""

    def __init__(self, request: web.Request) -> None:
        self.socket = web.WebSocketResponse(compress=False, autoping=True, timeout=0.5)
        self._request = request
        self._zlib = zlib.compressobj() if request.query.get("compress") else None
        self._frames: asyncio.Queue[Json | int | None] = asyncio.Queue()
        self._sent: list[float] = []

    def send(self, frame: Json) -> None:
        self._frames.put_nowait(frame)

    def close(self, code: int | None) -> None:
        """Close with `code` after what is already on its way; None drops the connection."""
        self._frames.put_nowait(code)

    async def open(self) -> None:
        await self.socket.prepare(self._request)

    async def write(self) -> None:
        """Send frames until the connection closes."""
        with suppress(ConnectionError, RuntimeError):
            while True:
                frame = await self._frames.get()
                if not isinstance(frame, dict):
                    await self._end(frame)
                    return
                await self._put(json.dumps(frame))

    async def _put(self, text: str) -> None:
        if self._zlib is None:
            await self.socket.send_str(text)
            return
        data = self._zlib.compress(text.encode()) + self._zlib.flush(zlib.Z_SYNC_FLUSH)
        await self.socket.send_bytes(data)

    async def _end(self, code: int | None) -> None:
        if code is None:
            if self._request.transport is not None:
                self._request.transport.abort()
            return
        await self.socket.close(code=code)

    def overdoes(self, now: float) -> bool:
        """Count one received frame; whether the client sends more than it may."""
        self._sent = [each for each in self._sent if now - each < _FULL_SECONDS] + [now]
        return len(self._sent) > _SENDS
