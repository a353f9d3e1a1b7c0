"""Socket Mode: one connection, kept up."""

import asyncio
import time
from logging import Logger

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

_DOWN_S = 45.0  # the library reconnects by itself; when it has not for so long, all is made anew
_LOOK_S = 1.0
_PAUSES_S = (1.0, 2.0, 5.0, 10.0, 30.0)


class Connection:
    """Runs until cancelled."""

    def __init__(self, app: AsyncApp, app_token: str, log: Logger, library: Logger) -> None:
        self._app = app
        self._token = app_token
        self._log = log
        self._library = library
        self._handler: AsyncSocketModeHandler | None = None

    async def run(self, url: str | None = None) -> None:
        """Connect, at first to this address, and connect again whenever that ends."""
        failures = 0
        while True:
            began = time.monotonic()
            await self._once(url)
            url = None
            lasted = time.monotonic() - began > 2 * _DOWN_S
            failures = 0 if lasted else failures + 1
            pause = _PAUSES_S[min(failures, len(_PAUSES_S) - 1)]
            self._log.warning("Slack: no connection; trying again in %d seconds", pause)
            await asyncio.sleep(pause)

    async def up(self) -> bool:
        """Whether events arrive."""
        return self._handler is not None and bool(await self._handler.client.is_connected())

    async def _once(self, url: str | None) -> None:
        """Until the connection is down for too long: the library may ask for ever with an old address."""
        handler = AsyncSocketModeHandler(self._app, self._token, logger=self._library)
        handler.client.wss_uri = url
        self._handler = handler
        connecting = asyncio.create_task(handler.client.connect())  # type: ignore[no-untyped-call] # the library's
        try:
            seen = time.monotonic()
            while time.monotonic() - seen < _DOWN_S:
                await asyncio.sleep(_LOOK_S)
                if await self.up():
                    seen = time.monotonic()
        finally:
            self._handler = None
            connecting.cancel()
            await asyncio.gather(connecting, return_exceptions=True)
            await handler.client.close()  # type: ignore[no-untyped-call] # the library's
