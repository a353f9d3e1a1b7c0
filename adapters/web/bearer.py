"""The bearer token of the data folder, which opens the calls of the API that change or tell something."""

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from typing_extensions import override

from adapters.web.failures import Refused
from bot.administration import Admin
from bot.rights import Actor
from retrieval.errors import StoreUnavailable

_LOG = logging.getLogger("newsdesk")
_PAUSE_S = 61.0  # Admin leaves out what comes within a minute
_STRANGER = Actor(platform="api", user="-")

Note = Callable[[str], Awaitable[None]]
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Attempts:
    """Notes calls that were refused: the first at once, then about one line a minute with how many there were.

    A flood fills neither the audit log nor the memory. `note` takes a line and may raise StoreUnavailable.
    """

    def __init__(self, note: Note, pause_s: float = _PAUSE_S) -> None:
        self._note = note
        self._pause_s = pause_s
        self._count = 0
        self._last = ""
        self._telling: asyncio.Task[None] | None = None

    def __call__(self, what: str) -> None:
        """Count one more. Waits for nothing."""
        self._count += 1
        self._last = what
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell())

    async def _tell(self) -> None:
        while self._count:
            count, self._count = self._count, 0
            times = "a call" if count == 1 else f"{count:,} calls, the last of them"
            try:
                await self._note(f"{times} {self._last}")
            except StoreUnavailable as e:
                _LOG.warning("refused calls could not be noted: %s", e)
            await asyncio.sleep(self._pause_s)


class Bearer:
    """Checks the token before anything else of a request is read."""

    def __init__(self, token: str, attempts: Attempts) -> None:
        self._token = token.encode()
        self._attempts = attempts

    def check(self, request: Request) -> None:
        """Raises Refused without the token. It counts in the header alone: addresses are written to logs."""
        if self.opens(request):
            return
        given = request.headers.get("authorization")
        how = "with a wrong token" if given else "without a token"
        self._attempts(f"{how}: {request.method} {request.scope['route'].path}")
        raise Refused(401, "token")

    def opens(self, request: Request) -> bool:
        """Whether a request has the token."""
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        same = hmac.compare_digest(given.strip().encode(), self._token)
        return scheme.lower() == "bearer" and same

    def route(self) -> type[APIRoute]:
        """A kind of route that only who has the token gets to."""
        check = self.check

        class Trusted(APIRoute):
            @override
            def get_route_handler(self) -> Handler:
                handle = super().get_route_handler()

                async def checked(request: Request) -> Response:
                    check(request)
                    return await handle(request)

                return checked

        return Trusted


def holder(name: str) -> Actor:
    """Whoever has the token runs the bot; the name that they give themselves is for the log."""
    shown = "".join(letter for letter in name if letter.isprintable())
    return Actor(platform="api", user="token", name=shown, admin=True)


def noting(admin: Admin | None) -> Note:
    """Into the audit log, where there is one."""

    async def note(line: str) -> None:
        if admin is not None:
            await admin.refused("api", _STRANGER, line)

    return note
