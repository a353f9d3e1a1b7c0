"""The Web API over HTTP: arguments, tokens, scopes, limits, faults, and the record of it all."""

import base64
import json
import time
import traceback
from typing import Any

from aiohttp import web
from platforms.slack.core import Core, Request
from platforms.slack.faults import Fault
from platforms.slack.methods import agents, auth, chat, conversations, streams, views
from platforms.slack.methods.call import Call, Method, require
from platforms.slack.model import Json, SlackError, Team
from platforms.slack.response_urls import ResponseUrls
from platforms.slack.socket_mode import SocketMode

METHODS: dict[str, Method] = {
    **chat.METHODS,
    **streams.METHODS,
    **conversations.METHODS,
    **agents.METHODS,
    **views.METHODS,
    **auth.METHODS,
}
_JSON_ARGUMENTS = {
    *("blocks", "attachments", "metadata", "view", "prompts", "chunks", "loading_messages"),
}
_SECRETS = {"token", "client_secret"}


class WebApi:
    def __init__(self, core: Core, app_token: str, sockets: SocketMode | None) -> None:
        self._core = core
        self._app_token = app_token
        self._sockets = sockets
        self._urls: ResponseUrls | None = None

    def routes(self, urls: ResponseUrls) -> list[web.RouteDef]:
        self._urls = urls
        return [
            web.route("*", "/api/{method}", self.serve),
            web.post("/respond/{key}", self.respond),
        ]

    async def serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        args = await _arguments(request)
        token = _token(request, args)
        record = Request(time.monotonic(), method, _shown(args), token)
        self._core.requests.append(record)
        self._core.changed()
        fault = self._core.faults.take(method)
        await self._perform(request, record, args, fault)
        return self._respond(record, fault)

    async def _perform(
        self, request: web.Request, record: Request, args: Json, fault: Fault | None
    ) -> None:
        """The method's work before, after or instead of the fault."""
        if fault is None:
            self._answer(record, args)
        elif fault.after_effect:
            self._answer(record, args)
            await self._late(request, fault)
        else:
            await self._late(request, fault)
            if not fault.prevents:
                self._answer(record, args)

    async def respond(self, request: web.Request) -> web.StreamResponse:
        """A response_url."""
        assert self._urls is not None
        body, (record, fault) = await request.text(), self._urls.asked()
        if fault is not None and not fault.after_effect:
            await self._late(request, fault)
        self._urls.serve(record, request.match_info["key"], body, fault)
        if fault is not None and fault.after_effect:
            await self._late(request, fault)
        return self._respond(record, fault)

    async def _late(self, request: web.Request, fault: Fault) -> None:
        """The waiting, hanging or cutting that a fault asks for."""
        if fault.delay:
            await self._core.change_or_close(fault.delay)
        if fault.hang:
            await self._core.closing.wait()
        if (fault.drop or fault.hang) and request.transport is not None:
            request.transport.abort()

    def _answer(self, record: Request, args: Json) -> None:
        try:
            record.result = {"ok": True, **self._result(record, args)}
            record.status = 200
        except SlackError as error:
            record.result = {"ok": False, "error": error.error, **error.extra}
            record.status = 429 if error.error == "ratelimited" else 200
        except Exception:  # noqa: BLE001 - a malformed payload must not pass in silence
            trouble = traceback.format_exc(limit=-2)
            self._core.violations.append(f"{record.method}: not understood: {trouble}")
            record.result, record.status = {"ok": False, "error": "fatal_error"}, 200

    def _result(self, record: Request, args: Json) -> Json:
        if record.method == "oauth.v2.access":
            return auth.oauth_access(self._core, args)
        if record.method == "apps.connections.open":
            return self._connection(record)
        method = METHODS.get(record.method)
        if method is None:
            raise SlackError("unknown_method", req_method=record.method)
        if not record.token:
            raise SlackError("not_authed")
        team = self._core.world.team_of(record.token)
        self._limited(team, record, method.tier)
        require(team, method.scopes)
        return method.run(Call(self._core, team, record.method, args))

    def _connection(self, record: Request) -> Json:
        if record.token != self._app_token:
            bot = (record.token or "").startswith("xoxb-")
            raise SlackError("not_allowed_token_type" if bot else "invalid_auth")
        if self._sockets is None:
            raise SlackError("forbidden_error")
        where = self._core.url.replace("http", "ws", 1)
        return {"url": f"{where}/link?ticket={self._sockets.ticket()}&app_id=loopback"}

    def _limited(self, team: Team, record: Request, tier: int) -> None:
        channel = str(record.args.get("channel", ""))
        wait = self._core.limits.wait(record.method, tier, team.id, channel)
        if wait is not None:
            raise SlackError("ratelimited", retry_after=wait)

    def _respond(self, record: Request, fault: Fault | None) -> web.Response:
        headers = self._headers(record)
        if fault is not None and fault.answers:
            error = fault.error or ("ratelimited" if fault.status == 429 else "internal_error")
            record.status, record.result = fault.status, {"ok": False, "error": error}
        wait = fault.retry_after if fault is not None else None
        wait = wait if wait is not None else record.result.pop("retry_after", None)
        if wait is not None:
            headers["Retry-After"] = str(wait)
        record.ended = time.monotonic()
        self._core.changed()
        return web.json_response(record.result, status=record.status, headers=headers)

    def _headers(self, record: Request) -> dict[str, str]:
        for team in self._core.world.teams.values():
            if record.token == team.bot_token:
                return {"x-oauth-scopes": ",".join(sorted(team.scopes))}
        return {}


async def _arguments(request: web.Request) -> Json:
    args: Json = {key: _value(key, value) for key, value in request.query.items()}
    if request.content_type == "application/json":
        args |= await request.json()
    else:
        form = await request.post()
        args |= {key: _value(key, value) for key, value in form.items()}
    return args | _basic(request)


def _value(key: str, value: Any) -> Any:
    """Forms carry some arguments as JSON."""
    return json.loads(value) if key in _JSON_ARGUMENTS and isinstance(value, str) else value


def _basic(request: web.Request) -> Json:
    """The client id and secret of Basic authentication."""
    kind, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if kind != "Basic":
        return {}
    name, _, secret = base64.b64decode(encoded).decode().partition(":")
    return {"client_id": name, "client_secret": secret}


def _token(request: web.Request, args: Json) -> str | None:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if kind == "Bearer" else args.get("token")


def _shown(args: Json) -> Json:
    return {key: value for key, value in args.items() if key not in _SECRETS}
