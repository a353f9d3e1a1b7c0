"""The REST side: every request is written down, checked, limited, answered or made to fail."""

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web
from platforms.discord.calls import Call, Handler, Route
from platforms.discord.errors import ApiError, BadForm, demand
from platforms.discord.faults import Fault, Faults
from platforms.discord.limits import Limits, Quota
from platforms.discord.posting import Sent
from platforms.discord.spec import spec
from platforms.discord.state import World

PREFIX = "/api/v10"
_TOKENLESS = ("/interactions/", "/webhooks/{webhook_id}/{webhook_token}")
_INVALID = {401, 403, 429}


@dataclass
class Request:
    """One request of the bot. `status` is None until it is answered."""

    at: float  # by time.monotonic()
    method: str
    path: str  # after /api/v10
    template: str
    query: Mapping[str, str]
    body: Any
    files: tuple[str, ...] = ()
    status: int | None = None
    answer: Any = None

    @property
    def is_invalid(self) -> bool:
        """Whether it counts towards the 10,000 for which Discord bans an address."""
        return self.status in _INVALID


@dataclass(frozen=True)
class Answer:
    """What goes back."""

    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


def _refusal(error: ApiError) -> Answer:
    wait = error.body.get("retry_after")
    headers = {} if wait is None else {"Retry-After": str(wait)}
    return Answer(error.status, error.body, headers)


def _limited(quota: Quota, *, everywhere: bool) -> Answer:
    body = {"message": "You are being rate limited.", "retry_after": quota.reset_after}
    scope = {"X-RateLimit-Scope": "global" if everywhere else "user"}
    scope |= {"X-RateLimit-Global": "true"} if everywhere else {}
    headers = scope | {"Retry-After": str(quota.reset_after)}
    return Answer(429, body | {"global": everywhere}, headers)


def _ordered(fault: Fault) -> Answer:
    body: dict[str, Any] = {"message": fault.message, "code": fault.code}
    headers = {}
    if fault.status == 429:
        body |= {"retry_after": fault.retry_after, "global": False}
        headers = {"Retry-After": str(fault.retry_after), "X-RateLimit-Scope": "shared"}
    return Answer(fault.status or 500, body, headers)


class Rest:
    """All routes over one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.faults = Faults()
        self.limits = Limits()
        self.requests: list[Request] = []
        self.closing = asyncio.Event()

    def register(self, app: web.Application, routes: list[Route]) -> None:
        for method, template, handler in routes:
            app.router.add_route(method, PREFIX + template, self._serving(template, handler))
        app.router.add_route("*", PREFIX + "/{tail:.*}", self._serving("", _unknown))

    def _serving(self, template: str, handler: Handler) -> Any:
        async def serve(request: web.Request) -> web.StreamResponse:
            call = await _read(request, template)
            log = Request(time.monotonic(), call.method, call.path, template, call.query, call.body)
            log.files = tuple(each.name for each in call.sent)
            self.requests.append(log)
            answer = await self._answer(request, call, handler)
            if answer is None:
                return await self._drop(request)
            log.status, log.answer = answer.status, answer.body
            return _response(answer)

        return serve

    async def _answer(self, request: web.Request, call: Call, handler: Handler) -> Answer | None:
        """The answer, None for a dropped connection."""
        fault = self.faults.take(call.method, call.path)
        if fault is None:
            return self._act(request, call, handler)
        done = self._act(request, call, handler) if fault.after_effect else None
        await self._wait(fault)
        if fault.drop or fault.hang:
            return None
        if fault.status is None:
            return done or self._act(request, call, handler)
        return _ordered(fault)

    async def _wait(self, fault: Fault) -> None:
        if fault.hang:
            await self.closing.wait()
        elif fault.delay:
            await asyncio.sleep(fault.delay)

    async def _drop(self, request: web.Request) -> web.StreamResponse:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    def _act(self, request: web.Request, call: Call, handler: Handler) -> Answer:
        quota = self.limits.take(call.method, call.template, call.params)
        free = call.template.startswith(_TOKENLESS)
        everywhere = None if free else self.limits.take_global()
        over = next((each for each in (everywhere, quota) if each is not None and each.over), None)
        if over is not None and self.limits.enforced:
            answer = _limited(over, everywhere=over is everywhere)
        else:
            answer = self._handled(request, call, handler)
        return Answer(answer.status, answer.body, quota.headers() | answer.headers)

    def _handled(self, request: web.Request, call: Call, handler: Handler) -> Answer:
        try:
            self._authorize(request, call)
            self._check(call)
            body = handler(self.world, call)
        except ApiError as error:
            if isinstance(error, BadForm):
                found = [f"{call.place}: {problem}" for problem in error.problems]
                self.world.violations += found
            return _refusal(error)
        return Answer(204) if body is None else Answer(200, body)

    def _authorize(self, request: web.Request, call: Call) -> None:
        if call.template.startswith(_TOKENLESS):
            return
        if request.headers.get("Authorization") != f"Bot {self.world.token}":
            raise ApiError(0)

    def _check(self, call: Call) -> None:
        document = spec()
        if document is None or not call.template:
            return
        demand(document.check(call.method, call.template, call.params, call.query, call.body))


def _unknown(_world: World, _call: Call) -> None:
    raise BadForm(["path: this server does not know it"])


async def _read(request: web.Request, template: str) -> Call:
    body, sent = await _parts(request)
    return Call(
        method=request.method,
        path=request.path.removeprefix(PREFIX),
        template=template,
        params=dict(request.match_info) if template else {},
        query=dict(request.query),
        body=body,
        sent=sent,
    )


async def _parts(request: web.Request) -> tuple[Any, tuple[Sent, ...]]:
    """The JSON of a request and its files."""
    if not request.content_type.startswith("multipart/"):
        raw = await request.read()
        return (json.loads(raw) if raw else None), ()
    body, sent = None, []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        data = await part.read(decode=False)
        if part.name == "payload_json":
            body = json.loads(data)
        else:
            sent.append(Sent(part.name or "", part.filename or "", bytes(data)))
    return body, tuple(sent)


def _response(answer: Answer) -> web.Response:
    """discord.py reads JSON only where the content type is exactly that, with no charset."""
    headers = {"Via": "1.1 google"} | answer.headers  # without it, discord.py gives up on a 429
    if answer.body is None:
        return web.Response(status=answer.status, headers=headers)
    data = json.dumps(answer.body).encode()
    kind = "application/json"
    return web.Response(status=answer.status, headers=headers, body=data, content_type=kind)
