"""The page of sources, to be read: what is read, and how it goes. What is done about it is in the console."""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse

from adapters.web.overview import Overview, overview
from adapters.web.site import Site
from bot.public import redacted


def router(site: Site) -> APIRouter:
    """Routes of the page of sources."""
    sources = _Sources(site)
    routes = APIRouter(prefix="/sources")
    routes.add_api_route("", sources.show, methods=["GET", "HEAD"])
    routes.add_api_route("/progress", sources.progress, methods=["GET"])
    return routes


@dataclass(frozen=True, slots=True)
class _Sources:
    site: Site

    async def show(self, request: Request) -> HTMLResponse:
        """All sources and readings, as strangers may see them."""
        view = await self._overview(request)
        return self.site.page(request, "sources.html", view=view, polled=False)

    async def progress(self, request: Request) -> HTMLResponse:
        """The part that changes by itself; with the lists once it is at rest."""
        view = await self._overview(request)
        return self.site.page(request, "_progress.html", view=view, polled=True)

    async def _overview(self, request: Request) -> Overview:
        status = await self.site.desk.status()
        return overview(redacted(status), self.site.reader(request), self.site.clock())
