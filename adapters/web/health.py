"""For those who watch over the server: whether it lives, whether it is ready, its version, its figures."""

import asyncio
import hmac
from collections.abc import Callable
from dataclasses import dataclass

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.web.failures import Refused
from bot.health import is_alive, readiness
from bot.metrics import CONTENT_TYPE
from bot.probes import Watched
from bot.traces import traced

_MOMENT_S = 0.02
_ID = 16  # characters of a request's id


def add(app: FastAPI, watched: Watched) -> None:
    """The routes /livez, /readyz, /version and /metrics."""
    routes = _Routes(watched)
    app.add_api_route("/livez", routes.livez, methods=["GET"])
    app.add_api_route("/readyz", routes.readyz, methods=["GET"])
    app.add_api_route("/version", routes.version, methods=["GET"])
    if watched.figures is not None:
        app.add_api_route("/metrics", routes.metrics, methods=["GET"])


class Traced:
    """Middleware: gives each request an id, which its log records have, and its response as `x-request-id`."""

    def __init__(self, app: ASGIApp, *, nonce: Callable[[], str]) -> None:
        self._app = app
        self._nonce = nonce

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        id = self._nonce()[:_ID]

        async def named(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["x-request-id"] = id
            await send(message)

        with traced("request", id):
            await self._app(scope, receive, named)


@dataclass(frozen=True, slots=True)
class _Routes:
    watched: Watched

    async def livez(self) -> JSONResponse:
        """Alive, and the event loop comes round in time. Touches nothing that could be down."""
        lag = await _lag()
        good = is_alive(lag)
        told = {"status": "ok" if good else "slow", "lag_seconds": round(lag, 3)}
        return JSONResponse(told, status_code=200 if good else 503)

    async def readyz(self) -> JSONResponse:
        """Whether questions can be answered, and what is not well if not."""
        checks = readiness(await self.watched.checks())
        good = all(check.good for check in checks)
        told = {
            "status": "ok" if good else "unready",
            "checks": {check.name: {"ok": check.good, "told": check.told} for check in checks},
        }
        return JSONResponse(told, status_code=200 if good else 503)

    async def version(self) -> JSONResponse:
        """Of the program."""
        return JSONResponse({"newsdesk": self.watched.version})

    async def metrics(self, request: Request) -> Response:
        """Figures for Prometheus."""
        if self.watched.figures is None:
            raise Refused(404, "missing")
        _trust(request, self.watched.figures_token)
        return Response(await self.watched.figures(), headers={"content-type": CONTENT_TYPE})


def _trust(request: Request, token: str | None) -> None:
    """Raises Refused without the bearer token, where one is wanted."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    same = token is not None and hmac.compare_digest(given.strip().encode(), token.encode())
    if token is not None and not (same and scheme.lower() == "bearer"):
        raise Refused(401, "token")


async def _lag() -> float:
    """By how many seconds the event loop is late now."""
    clock = asyncio.get_running_loop().time
    due = clock() + _MOMENT_S
    await asyncio.sleep(_MOMENT_S)
    return max(0.0, clock() - due)
