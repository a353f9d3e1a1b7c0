"""The page of sources: what is read, how it went, and forms to add and to read."""

import re
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from adapters.web import csrf
from adapters.web.background import Background
from adapters.web.catalogue import labels
from adapters.web.failures import Refused
from adapters.web.overview import Overview, held_view, overview
from adapters.web.render import chosen_link
from adapters.web.site import Site
from bot import links
from bot.errors import BadRequest, BotError
from retrieval.errors import RetrievalError
from retrieval.types import Run

_WHO = "web page"
_MARK = re.compile(r"[0-9a-f]{32}", re.ASCII)  # of what was shown


def router(site: Site, background: Background, patience: float) -> APIRouter:
    """Routes of the page of sources. `patience`: seconds that a form waits for a reading."""
    sources = _Sources(site, background, patience)
    routes = APIRouter(prefix="/sources")
    routes.add_api_route("", sources.show, methods=["GET", "HEAD"])
    routes.add_api_route("/progress", sources.progress, methods=["GET"])
    routes.add_api_route("", sources.add, methods=["POST"])
    routes.add_api_route("/refresh", sources.refresh, methods=["POST"])
    routes.add_api_route("/deletions", sources.deletions, methods=["GET", "HEAD"])
    routes.add_api_route("/deletions", sources.delete, methods=["POST"])
    return routes


@dataclass(frozen=True, slots=True)
class _Sources:
    site: Site
    background: Background
    patience: float

    async def show(self, request: Request) -> HTMLResponse:
        """All sources, runs and forms."""
        return await self._page(request)

    async def progress(self, request: Request) -> HTMLResponse:
        """The part that changes by itself; with the lists once it is at rest."""
        view = await self._overview(request)
        proof = self._proof(request)
        return self.site.page(request, "_progress.html", view=view, proof=proof, polled=True)

    async def add(self, request: Request) -> Response:
        """Adds a source and reads it."""
        location = (await self._form(request)).get("location", "").strip()
        return await self._begin(request, self._ingest(location), location)

    async def refresh(self, request: Request) -> Response:
        """Reads a known source."""
        source_id = (await self._form(request)).get("source_id", "")
        return await self._begin(request, self.site.desk.refresh(source_id, asked_by=_WHO))

    async def deletions(self, request: Request) -> Response:
        """What a source held back, to be looked at before it is deleted."""
        source_id, reader = request.query_params.get("source_id", ""), self.site.reader(request)
        held = held_view(await self.site.desk.status(), source_id, reader)
        if held is None:
            return await self._page(request, problem=labels(reader.lang).held_over)
        proof = self._proof(request)
        page = self.site.page(request, "deletions.html", held=held, proof=proof)
        return self._with_cookie(request, page, proof)

    async def delete(self, request: Request) -> Response:
        """Reads a source and deletes what was shown to be missing, if it still is."""
        form = await self._form(request)
        shown = form.get("confirmed", "")
        if not _MARK.fullmatch(shown):
            raise Refused(403, "form")
        source_id = form.get("source_id", "")
        work = self.site.desk.refresh(source_id, asked_by=_WHO, confirmed=shown)
        return await self._begin(request, work)

    async def _ingest(self, location: str) -> Run:
        """Visitors of a page may name what is on the web, not the server's files."""
        if links.web(location) is None:
            raise BadRequest(
                f"{location or '(nothing)'}: not a web address; a file is added on the server,"
                " with `newsdesk ingest PATH`"
            )
        return await self.site.desk.ingest(location, asked_by=_WHO)

    async def _begin(
        self, request: Request, work: Coroutine[Any, Any, Run], location: str = ""
    ) -> Response:
        try:
            await self.background.begin(work, self.patience)
        except (BotError, RetrievalError) as error:
            fault = self.site.failures.fault(error)
            line = fault.line(self.site.reader(request).lang)
            return await self._page(request, fault.status, problem=line, location=location)
        back = chosen_link("/sources", self.site.reader(request))
        return RedirectResponse(back, status_code=303)

    async def _page(
        self, request: Request, status: int = 200, *, problem: str = "", location: str = ""
    ) -> HTMLResponse:
        proof = self._proof(request)
        values = {"view": await self._overview(request), "proof": proof, "polled": False}
        page = self.site.page(
            request, "sources.html", status=status, problem=problem, location=location, **values
        )
        return self._with_cookie(request, page, proof)

    def _with_cookie(self, request: Request, page: HTMLResponse, proof: str) -> HTMLResponse:
        secure = request.url.scheme == "https"
        page.set_cookie(csrf.COOKIE, proof, httponly=True, samesite="strict", secure=secure)
        return page

    async def _overview(self, request: Request) -> Overview:
        status = await self.site.desk.status()
        reader, now = self.site.reader(request), self.site.clock()
        return overview(status, reader, now, pending=self.background.busy)

    def _proof(self, request: Request) -> str:
        """The signed value of the cookie, or a new one."""
        known = request.cookies.get(csrf.COOKIE, "")
        ours = csrf.genuine(self.site.token, known)
        return known if ours else csrf.issue(self.site.token, self.site.nonce())

    async def _form(self, request: Request) -> dict[str, str]:
        """The fields of a form of ours. Raises Refused for one sent from elsewhere."""
        form = await request.form(max_files=0, max_fields=8)
        fields = {key: value for key, value in form.items() if isinstance(value, str)}
        cookie = request.cookies.get(csrf.COOKIE, "")
        if not csrf.allowed(self.site.token, cookie, fields.get(csrf.FIELD, "")):
            raise Refused(403, "form")
        return fields
