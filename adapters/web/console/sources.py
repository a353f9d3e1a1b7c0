"""Sources in the console: the list, one of them, and what may be done about it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from adapters.web.console.door import fields, holder
from adapters.web.console.frame import Console
from adapters.web.console.runs import MARK, begun
from adapters.web.console.sources_view import (
    documents,
    held_page,
    name,
    place,
    source_page,
    source_row,
)
from adapters.web.failures import Fault, Refused
from bot import links
from bot.administration import Wish
from bot.errors import BadRequest
from retrieval.types import Run, RunKind, Source

LONGEST_ADDRESS = 4096  # characters
MOST_DAYS = 3650
MOST_MINUTES = 60 * 24 * 365
_RUNS = 5
_READ = ["GET", "HEAD"]
_ONE = "/{source_id}"


def router(console: Console) -> APIRouter:
    """Routes of sources."""
    sources = Sources(console)
    routes = APIRouter(prefix="/sources")
    routes.add_api_route("", sources.all, methods=_READ)
    routes.add_api_route("", sources.add, methods=["POST"])
    routes.add_api_route(_ONE, sources.one, methods=_READ)
    routes.add_api_route(f"{_ONE}/remove", sources.removal, methods=_READ)
    routes.add_api_route(f"{_ONE}/deletions", sources.deletions, methods=_READ)
    for act in ("pause", "resume", "schedule", "run", "remove", "deletions"):
        done = getattr(sources, f"do_{act}")
        routes.add_api_route(f"{_ONE}/{act}", done, methods=["POST"])
    return routes


@dataclass(frozen=True, slots=True)
class Sources:
    """Handlers. Those that begin with `do_` change something."""

    console: Console

    async def all(self, request: Request) -> HTMLResponse:
        """All sources, and the form to add one."""
        return await self._list(request)

    async def add(self, request: Request) -> Response:
        """Add a source; its first reading is queued."""
        location = (await fields(request)).get("location", "").strip()
        done = await self.console.tried(
            begun(self.console, request, self._added(request, location))
        )
        if isinstance(done, Fault):
            return await self._list(request, done, location=location[:LONGEST_ADDRESS])
        return done

    async def one(self, request: Request, source_id: str) -> HTMLResponse:
        """A source by itself."""
        return await self._page(request, await self._known(source_id))

    async def removal(self, request: Request, source_id: str) -> HTMLResponse:
        """Asks whether a source is to be removed with its texts."""
        source = await self._known(source_id)
        told = self.console.told(request)
        n = documents(source, told.lang)
        line = told.words.remove_question.format(name=name(source), documents=n)
        back = told.link(place(source))
        return self.console.page(request, "remove.html", line=line, back=back)

    async def deletions(self, request: Request, source_id: str) -> HTMLResponse:
        """What a source held back, to be looked at before it is deleted."""
        source, told = await self._known(source_id), self.console.told(request)
        runs = await self.console.ports.admin.runs(limit=20, source_id=source.id)
        held = held_page(source, runs, told)
        if held is None:
            return await self._page(request, source, problem=told.words.held_over)
        back = told.link(place(source))
        return self.console.page(request, "held.html", held=held, name=name(source), back=back)

    async def do_pause(self, request: Request, source_id: str) -> Response:
        """Read it no more for now."""
        return await self._changed(request, source_id, self.console.ports.admin.pause)

    async def do_resume(self, request: Request, source_id: str) -> Response:
        """Read it again."""
        return await self._changed(request, source_id, self.console.ports.admin.resume)

    async def do_schedule(self, request: Request, source_id: str) -> Response:
        """Set how often it is read."""
        source, sent = await self._known(source_id), (await fields(request)).get("minutes", "")

        async def work() -> Response:
            minutes = whole(sent, "minutes", MOST_MINUTES) if sent else None
            every = timedelta(minutes=minutes) if minutes else None
            await self.console.ports.admin.schedule(source.id, every, holder(request))
            return self.console.back(request, place(source))

        return await self._or_page(request, source, work())

    async def do_run(self, request: Request, source_id: str) -> Response:
        """Queue a reading of it, or fill the indexes with it anew."""
        source, sent = await self._known(source_id), await fields(request)

        async def work() -> Run:
            wish = _wish(source, sent.get("kind", ""), sent.get("days", "").strip())
            return await self.console.ports.admin.start(wish, holder(request))

        typed = {"days": sent.get("days", "")[:20]}
        return await self._or_page(request, source, begun(self.console, request, work()), typed)

    async def do_remove(self, request: Request, source_id: str) -> Response:
        """Remove it with its texts."""
        return await self._wished(request, source_id, RunKind.REMOVE, {})

    async def do_deletions(self, request: Request, source_id: str) -> Response:
        """Read it and delete what was shown to be missing, if it still is."""
        shown = (await fields(request)).get("confirmed", "")
        if not MARK.fullmatch(shown):
            raise Refused(403, "form")
        return await self._wished(request, source_id, RunKind.REFRESH, {"confirmed": shown})

    async def _wished(
        self, request: Request, source_id: str, kind: RunKind, options: dict[str, str]
    ) -> Response:
        source = await self._known(source_id)
        wish = Wish(kind=kind, source_id=source.id, options=options)
        run = self.console.ports.admin.start(wish, holder(request))
        return await self._or_page(request, source, begun(self.console, request, run))

    async def _changed(
        self, request: Request, source_id: str, act: Callable[..., Awaitable[Source]]
    ) -> Response:
        source = await self._known(source_id)

        async def work() -> Response:
            await act(source.id, holder(request))
            return self.console.back(request, place(source))

        return await self._or_page(request, source, work())

    async def _or_page(
        self,
        request: Request,
        source: Source,
        work: Awaitable[Response],
        typed: dict[str, str] | None = None,
    ) -> Response:
        """What came of it, or the page of the source with the line that says why nothing did."""
        done = await self.console.tried(work)
        if not isinstance(done, Fault):
            return done
        line = done.line(self.console.told(request).lang)
        return await self._page(request, source, status=done.status, problem=line, typed=typed)

    async def _added(self, request: Request, location: str) -> Run:
        """What is on the web may be named here, not the server's files."""
        if links.web(location) is None or len(location) > LONGEST_ADDRESS:
            raise BadRequest(
                f"{location[:100] or '(nothing)'}: not a web address; a file is added on the server,"
                " with `newsdesk ingest PATH`"
            )
        return await self.console.ports.admin.add(location, holder(request))

    async def _known(self, source_id: str) -> Source:
        for source in await self.console.ports.admin.sources():
            if source.id == source_id:
                return source
        raise Refused(404, "missing")

    async def _list(
        self, request: Request, fault: Fault | None = None, *, location: str = ""
    ) -> HTMLResponse:
        told = self.console.told(request)
        rows = [source_row(s, told) for s in await self.console.ports.admin.sources()]
        return self.console.page(
            request,
            "sources.html",
            status=fault.status if fault else 200,
            problem=fault.line(told.lang) if fault else "",
            rows=rows,
            location=location,
        )

    async def _page(
        self,
        request: Request,
        source: Source,
        *,
        status: int = 200,
        problem: str = "",
        typed: dict[str, str] | None = None,
    ) -> HTMLResponse:
        runs = await self.console.ports.admin.runs(limit=_RUNS, source_id=source.id)
        view = source_page(source, runs, self.console.told(request))
        return self.console.page(
            request,
            "source.html",
            status=status,
            problem=problem,
            source=view,
            at=place(source),
            days=(typed or {}).get("days", "30"),
        )


def whole(text: str, what: str, most: int) -> int:
    """A number from 1 to `most`. Raises BadRequest."""
    fits = text.isascii() and text.isdecimal() and len(text) <= len(str(most))
    if not fits or not 1 <= int(text) <= most:
        raise BadRequest(f"{text[:20] or '(nothing)'}: {what} must be a number from 1 to {most:,}")
    return int(text)


def _wish(source: Source, kind: str, days: str) -> Wish:
    if kind not in {RunKind.REFRESH, RunKind.BACKFILL, RunKind.RETRY, RunKind.REINDEX}:
        raise Refused(403, "form")
    back = kind == RunKind.BACKFILL
    options = {"days": str(whole(days, "days", MOST_DAYS))} if back else {}
    return Wish(kind=RunKind(kind), source_id=source.id, options=options)
