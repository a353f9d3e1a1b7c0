"""Runs in the console: the list, one of them, and what may be done about it."""

import re
from collections.abc import Awaitable
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from adapters.web.console.door import fields, holder
from adapters.web.console.frame import Console
from adapters.web.console.runs_view import RunPage, changed_over, run_page, run_row
from adapters.web.console.views import Link
from adapters.web.failures import Fault, Refused
from bot.administration import Wish
from bot.presses import RECENT, last_change
from retrieval.types import Run, RunKind

MARK = re.compile(r"[0-9a-f]{32}", re.ASCII)  # of what was shown and may be deleted
_SHOWN = 100
_READ = ["GET", "HEAD"]


def router(console: Console) -> APIRouter:
    """Routes of runs."""
    runs = _Runs(console)
    routes = APIRouter(prefix="/runs")
    routes.add_api_route("", runs.all, methods=_READ)
    routes.add_api_route("/{run_id}", runs.one, methods=_READ)
    routes.add_api_route("/{run_id}/cancel", runs.cancel, methods=["POST"])
    routes.add_api_route("/{run_id}/retry", runs.retry, methods=["POST"])
    routes.add_api_route("/{run_id}/confirm", runs.confirm, methods=["POST"])
    return routes


@dataclass(frozen=True, slots=True)
class _Runs:
    console: Console

    async def all(self, request: Request) -> HTMLResponse:
        """The newest runs; with `?open=1` those that have not ended."""
        is_open, told = "open" in request.query_params, self.console.told(request)
        runs = await self.console.ports.admin.runs(limit=_SHOWN, is_open=is_open)
        every, only = told.link("/console/runs"), told.link("/console/runs?open=1")
        return self.console.page(
            request,
            "runs.html",
            rows=[run_row(run, told) for run in runs],
            filters=(
                Link(href=every, label=told.words.all, current=not is_open),
                Link(href=only, label=told.words.runs_open, current=is_open),
            ),
        )

    async def one(self, request: Request, run_id: str) -> HTMLResponse:
        """A run as it is now; a script of ours keeps it so."""
        return await self._page(request, run_id)

    async def cancel(self, request: Request, run_id: str) -> Response:
        """End it."""
        run = await self._known(run_id)
        return await self._acted(
            request, run, self.console.ports.admin.cancel(run.id, holder(request))
        )

    async def retry(self, request: Request, run_id: str) -> Response:
        """Read again what failed in it."""
        run = await self._known(run_id)
        wish = Wish(kind=RunKind.RETRY, source_id=run.source_id, options={"run": run.id})
        return await self._acted(
            request, run, self.console.ports.admin.start(wish, holder(request))
        )

    async def confirm(self, request: Request, run_id: str) -> Response:
        """Delete just what it showed to be missing."""
        run, mark = await self._known(run_id), (await fields(request)).get("confirmed", "")
        if not MARK.fullmatch(mark):
            raise Refused(403, "form")
        wish = Wish(kind=RunKind.REFRESH, source_id=run.source_id, options={"confirmed": mark})
        return await self._acted(
            request, run, self.console.ports.admin.start(wish, holder(request))
        )

    async def _known(self, run_id: str) -> Run:
        run = await self.console.ports.admin.run(run_id)
        if run is None:
            raise Refused(404, "missing")
        return run

    async def _acted(self, request: Request, run: Run, work: Awaitable[Run]) -> Response:
        done = await self.console.tried(begun(self.console, request, work))
        if isinstance(done, Fault):
            line = done.line(self.console.told(request).lang)
            return await self._page(request, run.id, status=done.status, problem=line)
        return done

    async def _page(
        self, request: Request, run_id: str, *, status: int = 200, problem: str = ""
    ) -> HTMLResponse:
        run = await self._known(run_id)
        view = await view_of(self.console, request, run)
        return self.console.page(request, "run.html", status=status, run=view, problem=problem)


async def view_of(console: Console, request: Request, run: Run) -> RunPage:
    """A run with what may be done about it now: only the last change-over can be gone back from."""
    last = None
    if changed_over(run):
        last = last_change(await console.ports.admin.runs(limit=RECENT, source_id=""))
    return run_page(run, console.told(request), last_change=last)


async def begun(console: Console, request: Request, work: Awaitable[Run]) -> Response:
    """To the page of the run that an act began."""
    return console.back(request, f"/console/runs/{quote((await work).id, safe='')}")
