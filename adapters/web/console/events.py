"""How a run goes, as it goes: server-sent events for its page."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import StreamingResponse

from adapters.web.console.door import session_id
from adapters.web.console.frame import Console
from adapters.web.console.runs import view_of
from adapters.web.console.runs_view import RunPage, run_page
from adapters.web.failures import Refused
from retrieval.errors import RetrievalError
from retrieval.types import Run

EACH = 1.0  # seconds between two looks
MOST = 16  # streams at once
LOOKS = 60  # of a stream; the browser then opens another
_AGAIN = b"retry: 1000\n\n"
_ALIVE = b": still there\n\n"
_OVER = b"event: over\ndata:\n\n"


@dataclass
class Streams:
    """The streams that are open. `each`: seconds between two looks at a run."""

    console: Console
    each: float = EACH
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    open: set[object] = field(default_factory=set)

    def router(self) -> APIRouter:
        """The route of a run's events."""
        routes = APIRouter()
        routes.add_api_route("/runs/{run_id}/events", self.events, methods=["GET"])
        return routes

    async def events(self, request: Request, run_id: str) -> StreamingResponse:
        """`state` with the run's part of the page whenever that changes, `end` when it has ended,
        `over` when the session has.
        """
        run = await self.console.ports.admin.run(run_id)
        if run is None:
            raise Refused(404, "missing")
        if len(self.open) >= MOST:
            raise Refused(429, "streams")
        return StreamingResponse(
            self._counted(request, run),
            media_type="text/event-stream",
            headers={"x-accel-buffering": "no"},
        )

    async def _counted(self, request: Request, run: Run) -> AsyncIterator[bytes]:
        me = object()
        self.open.add(me)
        try:
            yield _AGAIN
            async for event in self._told(request, run):
                yield event
        finally:
            self.open.discard(me)

    async def _told(self, request: Request, run: Run) -> AsyncIterator[bytes]:
        told, now = b"", run
        for _ in range(LOOKS):
            shown = await self._event(request, now)
            yield _ALIVE if shown == told else shown
            told = shown
            if not now.open:
                return
            await self.sleep(self.each)
            if self.console.sessions.look(session_id(request)) is None:
                yield _OVER
                return
            now = await self._next(now)

    async def _next(self, run: Run) -> Run:
        """The run as it is now; as it was, where that cannot be told for the moment."""
        try:
            return await self.console.ports.admin.run(run.id) or run
        except RetrievalError:
            return run

    async def _view(self, request: Request, run: Run) -> RunPage:
        """Without a way back, where it cannot be told for the moment whether there is one."""
        try:
            return await view_of(self.console, request, run)
        except RetrievalError:
            return run_page(run, self.console.told(request))

    async def _event(self, request: Request, run: Run) -> bytes:
        view = await self._view(request, run)
        html = self.console.page(request, "_run.html", run=view).body
        lines = b"".join(b"data: " + line + b"\n" for line in bytes(html).splitlines())
        return b"event: " + (b"state" if run.open else b"end") + b"\n" + lines + b"\n"
