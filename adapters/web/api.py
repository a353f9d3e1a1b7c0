"""The local JSON API, for the command line and other programs on this machine.

Values are written by `bot.wire`; failures are `{"error": {"message", "reference"}}`. Calls that change
something need `Authorization: Bearer` with the token of the data folder.
"""

from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends
from starlette.requests import Request
from starlette.responses import JSONResponse

from adapters.web.bearer import Bearer
from adapters.web.failures import Refused
from adapters.web.pages import LONGEST, spans
from adapters.web.site import Site
from adapters.web.visitor import timezone
from bot import wire
from bot.errors import BadRequest
from bot.types import Question
from bot.wording import too_long_line

_WHO = "local API"


def router(site: Site) -> APIRouter:
    """Routes under /api."""
    api = _Api(site)
    routes = APIRouter(prefix="/api")
    trusted = [Depends(Bearer(site.token))]
    routes.add_api_route("/health", api.health, methods=["GET"])
    routes.add_api_route("/status", api.status, methods=["GET"])
    routes.add_api_route("/documents/{document_id:path}", api.document, methods=["GET"])
    routes.add_api_route("/ask", api.ask, methods=["POST"])
    routes.add_api_route("/ingest", api.ingest, methods=["POST"], dependencies=trusted)
    routes.add_api_route("/refresh", api.refresh, methods=["POST"], dependencies=trusted)
    return routes


@dataclass(frozen=True, slots=True)
class _Api:
    site: Site

    async def health(self) -> JSONResponse:
        """Alive. Touches nothing that could be down."""
        return JSONResponse({"status": "ok"})

    async def status(self) -> JSONResponse:
        """What there is and what is going on."""
        return JSONResponse(wire.dump(await self.site.desk.status()))

    async def document(self, request: Request, document_id: str) -> JSONResponse:
        """A stored text, with the spans of `?start=..&end=..`."""
        doc = await self.site.desk.quoted(document_id, spans(request))
        if doc is None:
            raise Refused(404, "gone")
        return JSONResponse(wire.dump(doc))

    async def ask(self, question: Annotated[dict[str, Any], Body()]) -> JSONResponse:
        """The reply to a question."""
        reply = await self.site.desk.ask(self._question(question))
        return JSONResponse(wire.dump(reply))

    async def ingest(
        self,
        location: Annotated[str, Body(max_length=4096)],
        asked_by: Annotated[str, Body(max_length=200)] = _WHO,
    ) -> JSONResponse:
        """The run that added and read a source, when it is over."""
        return JSONResponse(wire.dump(await self.site.desk.ingest(location, asked_by=asked_by)))

    async def refresh(
        self,
        source_id: Annotated[str, Body(max_length=200)],
        asked_by: Annotated[str, Body(max_length=200)] = _WHO,
        confirmed: Annotated[str | None, Body(max_length=200)] = None,
    ) -> JSONResponse:
        """The run that read a known source, when it is over. `confirmed`: see Desk.refresh."""
        done = await self.site.desk.refresh(source_id, asked_by=asked_by, confirmed=confirmed)
        return JSONResponse(wire.dump(done))

    def _question(self, data: dict[str, Any]) -> Question:
        """Raises BadRequest for what is no question, Refused for an unknown time zone."""
        try:
            question = wire.load_question(data, now=self.site.clock())
        except ValueError as error:
            raise BadRequest(f"This is not a question: {_first_line(error)}") from error
        if timezone(question.timezone) is None:
            raise Refused(400, "timezone")
        if len(question.text) > LONGEST:
            raise BadRequest(too_long_line(LONGEST, "en"))
        return replace(question, spender=None)  # who has no token spends for nobody else


def _first_line(error: ValueError) -> str:
    return " ".join(str(error).splitlines()[:3])
