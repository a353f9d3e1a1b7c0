"""The Admin port over a running server's local HTTP API, for commands."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bot import cases, wire
from bot.administration import Act, Follower, Wish
from bot.client import Server, accepted
from bot.errors import BadRequest, BotError
from bot.insight import Case
from bot.named import named
from bot.rights import Actor
from retrieval.types import Generation, Run, Source

_GONE = 404


class RemoteAdmin:
    """The server knows who has its token; the actor's name is only for its log."""

    def __init__(self, server: Server) -> None:
        self._server = server

    async def add(self, location: str, by: Actor) -> Run:
        return wire.load_run(await self._posted(by, "/api/sources", {"location": location}))

    async def start(self, wish: Wish, by: Actor) -> Run:
        body = {"kind": wish.kind.value, "source_id": wish.source_id, "options": dict(wish.options)}
        return wire.load_run(await self._posted(by, "/api/runs", body))

    async def cancel(self, run_id: str, by: Actor) -> Run:
        return wire.load_run(await self._posted(by, f"/api/runs/{_id(run_id)}/cancel"))

    async def pause(self, source_id: str, by: Actor) -> Source:
        return wire.load_source(await self._posted(by, f"/api/sources/{_id(source_id)}/pause"))

    async def resume(self, source_id: str, by: Actor) -> Source:
        return wire.load_source(await self._posted(by, f"/api/sources/{_id(source_id)}/resume"))

    async def schedule(self, source_id: str, every: timedelta | None, by: Actor) -> Source:
        body = {"minutes": every.total_seconds() / 60 if every else None}
        path = f"/api/sources/{_id(source_id)}/schedule"
        return wire.load_source(await self._posted(by, path, body))

    async def run(self, run_id: str) -> Run | None:
        response = await self._server.sent("GET", f"/api/runs/{_id(run_id)}")
        return None if response.status_code == _GONE else wire.load_run(accepted(response))

    async def runs(
        self, *, limit: int = 20, source_id: str | None = None, is_open: bool = False
    ) -> Sequence[Run]:
        of = {"source_id": source_id} if source_id else {}
        found = await self._server.call("GET", "/api/runs", limit=limit, open=is_open, **of)
        return [wire.load_run(each) for each in found]

    async def source(self, name: str) -> Source:
        return named(name, await self.sources())

    async def sources(self) -> Sequence[Source]:
        return [wire.load_source(each) for each in await self._server.call("GET", "/api/sources")]

    async def generations(self) -> Sequence[Generation]:
        found = await self._server.call("GET", "/api/generations")
        return [wire.load_generation(each) for each in found]

    async def acts(self, limit: int = 100) -> Sequence[Act]:
        found = await self._server.call("GET", "/api/acts", limit=limit)
        return [wire.load_act(each) for each in found]

    async def refused(self, act: str, by: Actor, detail: str = "") -> None:
        """A command is refused nothing before it comes to the server."""

    async def follow(self, follower: Follower) -> None:
        """A command shows a run itself."""

    async def _posted(self, by: Actor, path: str, body: Any = None) -> Any:
        asked = {"x-asked-by": by.label}
        return accepted(await self._server.sent("POST", path, body or {}, headers=asked))


async def remote_cases(server: Server) -> Sequence[Case]:
    """The regression cases that a server keeps. Raises BotError for what are none."""
    try:
        return [cases.load(each) for each in await server.call("GET", "/api/cases")]
    except (TypeError, ValueError) as e:
        raise BotError("the server's cases cannot be read; is it of this version?") from e


def _id(given: str) -> str:
    """Fit for a path. Raises BadRequest."""
    if not given.isascii() or not given.replace("-", "").isalnum():
        raise BadRequest(f"{given[:100]}: not an id")
    return given
