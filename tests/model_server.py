"""A language model's server on 127.0.0.1 whose answers a test writes down. Strict about what it is asked.

It knows the documented fields of a chat completion and refuses all others.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import jsonschema
from aiohttp import web

_CHUNK = 64 * 1024
_FORMATS = [
    {"type": "object", "properties": {"type": {"const": "json_object"}}, "additionalProperties": False},
    {
        "type": "object",
        "properties": {
            "type": {"const": "json_schema"},
            "json_schema": {
                "type": "object",
                "properties": {
                    "name": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"},
                    "schema": {"$ref": "https://json-schema.org/draft/2020-12/schema"},
                    "strict": {"type": "boolean"},
                },
                "required": ["name", "schema"],
                "additionalProperties": False,
            },
        },
        "required": ["type", "json_schema"],
        "additionalProperties": False,
    },
]  # fmt: skip
_MESSAGE = {
    "type": "object",
    "properties": {
        "role": {"enum": ["system", "user", "assistant"]},
        "content": {"type": "string", "minLength": 1},
    },
    "required": ["role", "content"],
    "additionalProperties": False,
}
_REQUEST = {
    "type": "object",
    "properties": {
        "model": {"type": "string", "minLength": 1},
        "messages": {"type": "array", "minItems": 1, "items": _MESSAGE},
        "max_tokens": {"type": "integer", "minimum": 1},
        "max_completion_tokens": {"type": "integer", "minimum": 1},
        "temperature": {"type": "number", "minimum": 0, "maximum": 2},
        "seed": {"type": "integer"},
        "response_format": {"oneOf": _FORMATS},
    },
    "required": ["model", "messages"],
    "additionalProperties": False,
    "not": {"required": ["max_tokens", "max_completion_tokens"]},
}
_VALID = jsonschema.Draft202012Validator(_REQUEST)


@dataclass(frozen=True, kw_only=True)
class Says:
    """One answer. `body` stands in place of a completion with `text`."""

    text: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    kind: str = "application/json"
    finish: str = "stop"
    usage: Mapping[str, Any] | None = field(
        default_factory=lambda: {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
    )
    fault: Literal["", "hang", "trickle", "die"] = ""


def refusal(status: int, message: str = "no", **more: Any) -> Says:
    """An error as the API words it."""
    error = {"message": message, "type": "invalid_request_error", "param": None, "code": None}
    return Says(status=status, body=json.dumps({"error": {**error, **more}}).encode())


Answering = Says | Callable[[dict[str, Any]], Says]


@dataclass(frozen=True)
class Request:
    """One request: its body and its headers in small letters."""

    body: dict[str, Any]
    headers: Mapping[str, str]


class ModelServer:
    """Answers with `says` in turn, the last one for ever. `requests` is what it was asked."""

    def __init__(self, *says: Answering) -> None:
        self.says = list(says) or [Says(text="{}")]
        self.requests: list[Request] = []
        self.invalid: list[str] = []
        self.asked = asyncio.Event()
        self.left = asyncio.Event()  # a client went away before it had its answer
        self.at_once = 0
        self.most_at_once = 0
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def bodies(self) -> Sequence[dict[str, Any]]:
        return [request.body for request in self.requests]

    async def complete(self, request: web.Request) -> web.StreamResponse:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            return await self._answer(request)
        except (asyncio.CancelledError, ConnectionError):
            self.left.set()
            raise
        finally:
            self.at_once -= 1

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        asked = await request.json()
        self.invalid += [error.message for error in _VALID.iter_errors(asked)]
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.requests.append(Request(asked, headers))
        self.asked.set()
        says = self.says.pop(0) if len(self.says) > 1 else self.says[0]
        return await _send(request, says(asked) if callable(says) else says)


async def _send(request: web.Request, says: Says) -> web.StreamResponse:
    if says.fault == "hang":
        await asyncio.Event().wait()
    body = _completion(says) if says.body is None else says.body
    headers = {"content-length": str(len(body)), "content-type": says.kind, **says.headers}
    response = web.StreamResponse(status=says.status, headers=headers)
    await response.prepare(request)
    if says.fault == "trickle":
        await _trickle(response)
    if says.fault == "die":
        await response.write(body[: len(body) // 2])
        assert request.transport is not None
        request.transport.abort()
        return response
    for start in range(0, len(body), _CHUNK):
        await response.write(body[start : start + _CHUNK])
    return response


async def _trickle(response: web.StreamResponse) -> None:
    """White space is how JSON may begin: for ever."""
    while True:
        await response.write(b" ")
        await asyncio.sleep(0.01)


def _completion(says: Says) -> bytes:
    message = {"role": "assistant", "content": says.text}
    choice = {"index": 0, "message": message, "finish_reason": says.finish}
    answer = {
        "id": "x",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [choice],
    }
    return json.dumps({**answer, **({"usage": says.usage} if says.usage else {})}).encode()


@asynccontextmanager
async def model_server(*says: Answering) -> AsyncIterator[ModelServer]:
    """A running server, gone with the block, which must not have been asked anything undocumented."""
    server = ModelServer(*says)
    app = web.Application()
    app.router.add_post("/v1/chat/completions", server.complete)
    runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.port = runner.addresses[0][1]
    try:
        yield server
    finally:
        await runner.cleanup()
    assert server.invalid == []
