"""The description of the local API in OpenAPI's words, at /api/openapi.json: for programs, and for tests that attack it."""

from collections.abc import Iterable, Sequence
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

PATH = "/api/openapi.json"

_SCHEME = "bearer"
_TRUSTED: dict[str, Any] = {"security": [{_SCHEME: []}]}
_WHY = {
    400: "It cannot be done as it was asked for, or the host name is not ours.",
    401: "The token is missing or wrong.",
    404: "There is no such thing.",
    411: "The body does not say how long it is.",
    413: "The body is too large.",
    422: "The request is not as described here.",
    503: "A store, a model or a source does not work now.",
}


class Told(BaseModel):
    """One line for people, which ends with the reference that the log has."""

    message: str
    reference: str


class Refusal(BaseModel):
    """What every failure looks like."""

    error: Told


def answers(word: Any, *statuses: int, trusted: bool = False, sent: bool = False) -> dict[str, Any]:
    """How a route answers, as arguments of `add_api_route`: with a `word`, or with refusals.

    `trusted`: it needs the token; `sent`: a body may come with it.
    """
    told = {400, 503, *statuses, *((401,) if trusted else ()), *((411, 413) if sent else ())}
    return {
        "response_model": word,
        "responses": {s: {"model": Refusal, "description": _WHY[s]} for s in sorted(told)},
        "openapi_extra": _TRUSTED if trusted else None,
    }


def add(app: FastAPI, routers: Iterable[APIRouter]) -> None:
    """The route that describes those routers. The description is made once."""
    described = _described(routers)

    async def openapi() -> JSONResponse:
        return JSONResponse(described)

    app.add_api_route(PATH, openapi, methods=["GET"], include_in_schema=False)
    for path, methods in described["paths"].items():
        if len(methods) > 1:
            app.router.routes.append(Route(path, _Only(sorted(m.upper() for m in methods))))


class _Only:
    """Refuses methods that an address does not take, and names all that it does: routing names the first."""

    def __init__(self, methods: Sequence[str]) -> None:
        self._allow = ", ".join(methods)

    async def __call__(self, _scope: Scope, _receive: Receive, _send: Send) -> None:
        raise HTTPException(405, headers={"Allow": self._allow})


def _described(routers: Iterable[APIRouter]) -> dict[str, Any]:
    routes = [route for router in routers for route in router.routes]
    made = get_openapi(
        title="Newsdesk",
        version="1",
        description="The local API of a running server. docs/api.md has examples.",
        routes=routes,
    )
    schemes = {_SCHEME: {"type": "http", "scheme": "bearer"}}
    made.setdefault("components", {})["securitySchemes"] = schemes
    return made
