"""The server of the HTTP mode, and of installs: a few paths, and nothing else."""

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from logging import Logger
from urllib.parse import parse_qsl

import uvicorn
from slack_bolt.adapter.starlette.async_handler import (
    to_async_bolt_request,
    to_starlette_response,
)
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.request.async_internals import build_async_context
from slack_bolt.response import BoltResponse
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from typing_extensions import override

from adapters.slack.trouble import reference
from bot import wording
from bot.errors import BadRequest

EVENTS_PATH = "/slack/events"
INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
_BODY_MOST = 1_000_000  # bytes
_BODY_S = 10
_STOP_S = 5
_FAILED = 500
_UNSIGNED = 401
_QUIET_S = 10.0


class Server:
    """Serves from `open` to `close`."""

    def __init__(self, app: Starlette, host: str, port: int) -> None:
        self._config = uvicorn.Config(
            app,
            lifespan="off",
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_STOP_S,
        )
        self._server = _Quiet(self._config)
        self._host, self._port = host, port
        self._task: asyncio.Task[None] | None = None
        self._address: tuple[str, int] | None = None

    async def open(self) -> None:
        """Raises BadRequest when the address cannot be used."""
        listening = self._listen()
        self._address = listening.getsockname()[:2]
        self._task = asyncio.create_task(self._server.serve(sockets=[listening]))

    @property
    def address(self) -> tuple[str, int] | None:
        """Where it listens; None before it does."""
        return self._address

    @property
    def up(self) -> bool:
        """Whether requests are taken."""
        running = self._task is not None and not self._task.done()
        return running and self._server.started and not self._server.should_exit

    async def close(self) -> None:
        """Take no more requests, and answer those that came."""
        self._server.should_exit = True
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)

    def _listen(self) -> socket.socket:
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        made = socket.socket(family)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind((self._host, self._port))
        except OSError as e:
            made.close()
            raise BadRequest(
                f"NEWSDESK_SLACK_HOST and NEWSDESK_SLACK_PORT: {self._host}:{self._port}"
                " cannot be listened on; is another process there?"
            ) from e
        return made


class _Quiet(uvicorn.Server):
    """Leaves the signals to the program that it is part of."""

    @override
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def site(app: AsyncApp | None, oauth: AsyncOAuthFlow | None, log: Logger) -> Starlette:
    """`app` takes events; None in Socket Mode. `oauth` installs; None for one workspace."""
    routes = [Route("/livez", _alive, methods=["GET"])]
    if app is not None:
        routes.append(Route(EVENTS_PATH, _events(app, _Refusals(log)), methods=["POST"]))
    if oauth is not None:
        began, ended = oauth.handle_installation, oauth.handle_callback
        routes.append(Route(INSTALL_PATH, _page(began, log), methods=["GET"]))
        routes.append(Route(REDIRECT_PATH, _page(ended, log), methods=["GET"]))
    return Starlette(routes=routes)


async def _alive(_request: Request) -> Response:
    return PlainTextResponse("ok")


class _Refusals:
    """Logs requests that Slack did not sign; not each of them, since anybody can send them."""

    def __init__(self, log: Logger) -> None:
        self._log = log
        self._since_line = 0
        self._quiet_until = 0.0

    def note(self) -> None:
        """One more."""
        self._since_line += 1
        if time.monotonic() < self._quiet_until:
            return
        what = "a wrong signature, or one older than five minutes"
        self._log.warning("Slack: requests refused: %d (%s)", self._since_line, what)
        self._since_line, self._quiet_until = 0, time.monotonic() + _QUIET_S


def _events(app: AsyncApp, refusals: _Refusals):  # type: ignore[no-untyped-def] # Starlette's own type is private
    async def events(request: Request) -> Response:
        try:
            async with asyncio.timeout(_BODY_S):
                body = await _body(request)
        except TimeoutError:
            return PlainTextResponse("too slow", 408)
        if body is None:
            return PlainTextResponse("too large", 413)
        try:
            asked = _understood(to_async_bolt_request(request, body))
        except (ValueError, TypeError, AttributeError, KeyError):  # nothing that Slack sends
            return PlainTextResponse("unreadable", 400)
        answer = await app.async_dispatch(asked)
        if answer.status == _UNSIGNED:
            refusals.note()
        return to_starlette_response(answer)

    return events


def _understood(asked: AsyncBoltRequest) -> AsyncBoltRequest:
    """The library takes every form in which the word "payload" stands for one of clicks, and finds none."""
    if not asked.body and "payload" in asked.raw_body:
        asked.body = dict(parse_qsl(asked.raw_body, keep_blank_values=True))
        asked.context = build_async_context(asked.context, asked.body)
    return asked


def _page(handle: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]], log: Logger):  # type: ignore[no-untyped-def] # as above
    async def page(request: Request) -> Response:
        try:
            return to_starlette_response(await handle(to_async_bolt_request(request, b"")))
        except Exception as e:  # noqa: BLE001 - a browser shows it
            made = reference(log, "installing", e)
            return PlainTextResponse(wording.unexpected_line(made, None), _FAILED)

    return page


async def _body(request: Request) -> bytes | None:
    """None when it is too large; then the rest is not read."""
    taken = bytearray()
    async for chunk in request.stream():
        taken += chunk
        if len(taken) > _BODY_MOST:
            return None
    return bytes(taken)
