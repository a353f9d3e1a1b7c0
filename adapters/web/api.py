"""The local JSON API, for the command line and other programs on this machine.

Values are written by `bot.wire`; failures are `{"error": {"message", "reference"}}`. Calls that change
something need `Authorization: Bearer` with the token of the data folder.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Path, Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse

from adapters.web.bearer import Bearer
from adapters.web.failures import Refused
from adapters.web.openapi import answers
from adapters.web.pages import LONGEST
from adapters.web.reading import Reading
from adapters.web.site import Site
from adapters.web.visitor import timezone
from bot import wire
from bot.errors import BadRequest
from bot.public import redacted
from bot.types import Abstention, Answer, Question, Quoted, Status
from bot.wording import too_long_line
from retrieval.types import Run

_WHO = "local API"
EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)
AHEAD = timedelta(days=2)
_DIGITS = 10**9  # of a place in a text

DocumentId = Annotated[str, Path(min_length=1, max_length=200)]
Places = Annotated[
    list[Annotated[int, Field(ge=0, lt=_DIGITS)]], Query(default_factory=list, max_length=100)
]
Location = Annotated[str, Body(min_length=1, max_length=4096)]
Name = Annotated[str, Body(max_length=200)]


def _moment(text: str) -> str:
    """A time, and no number that could be one."""
    try:
        datetime.fromisoformat(text)
    except ValueError as e:
        raise ValueError("give a time such as 2025-12-02T09:00:00+09:00") from e
    return text


Moment = Annotated[str, AfterValidator(_moment), Field(json_schema_extra={"format": "date-time"})]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(Answer):
    """An answer as it is sent."""

    kind: Literal["answer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstained(Abstention):
    """An abstention as it is sent."""

    kind: Literal["abstention"]


class Alive(BaseModel):
    """That the server lives."""

    status: Literal["ok"]


class EarlierTurn(BaseModel):
    """See bot.types.Turn."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(max_length=20_000)
    reply: str = Field(max_length=20_000)


class AskedQuestion(BaseModel):
    """See bot.types.Question. One without `now` is asked now; `spender` is not looked at."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(json_schema_extra={"maxLength": LONGEST})
    now: Moment | None = Field(None, max_length=40)
    timezone: str = Field("UTC", max_length=100)
    lang: str | None = Field(None, max_length=35)
    sources: list[Annotated[str, Field(max_length=200)]] | None = Field(None, max_length=1000)
    earlier: list[EarlierTurn] = Field([], json_schema_extra={"maxItems": wire.MOST_TURNS})
    spender: Any = None


def routers(site: Site, bearer: Bearer) -> Sequence[APIRouter]:
    """Routes under /api: those for everybody, and those for who has the token."""
    api = _Api(site, bearer)
    open_, trusted = APIRouter(prefix="/api"), APIRouter(prefix="/api", route_class=bearer.route())
    for path, handler, told in (
        ("/health", api.health, answers(Alive)),
        ("/status", api.status, answers(Status)),
        ("/documents/{document_id:path}", api.document, answers(Quoted, 404, 422)),
    ):
        open_.add_api_route(path, handler, methods=["GET"], **told)
    asked = answers(Answered | Abstained, 422, sent=True)
    open_.add_api_route("/ask", api.ask, methods=["POST"], **asked)
    read = answers(Run, 422, trusted=True, sent=True)
    trusted.add_api_route("/ingest", api.ingest, methods=["POST"], **read)
    trusted.add_api_route("/refresh", api.refresh, methods=["POST"], **read)
    return open_, trusted


@dataclass(frozen=True, slots=True)
class _Api:
    site: Site
    bearer: Bearer

    async def health(self) -> JSONResponse:
        """Alive. Touches nothing that could be down."""
        return JSONResponse({"status": "ok"})

    async def status(self, request: Request) -> JSONResponse:
        """What there is and what is going on; all of it for who has the token."""
        status = await self.site.desk.status()
        told = status if self.bearer.opens(request) else redacted(status)
        return JSONResponse(wire.dump(told))

    async def document(self, document_id: DocumentId, start: Places, end: Places) -> JSONResponse:
        """A stored text, with the spans of `?start=..&end=..`, in pairs."""
        spans = sorted((a, b) for a, b in zip(start, end, strict=False) if a < b)
        known = document_id.isprintable()
        doc = await self.site.desk.quoted(document_id, spans) if known else None
        if doc is None:
            raise Refused(404, "gone")
        return JSONResponse(wire.dump(doc))

    async def ask(self, question: AskedQuestion) -> JSONResponse:
        """The reply to a question."""
        reply = await self.site.desk.ask(self._question(question))
        return JSONResponse(wire.dump(reply))

    async def ingest(self, location: Location, asked_by: Name = _WHO) -> JSONResponse:
        """The run that added and read a source, when it is over."""
        admin, desk = self.site.admin, self.site.desk
        by_admin = Reading(admin=admin).ingest(location, asked_by) if admin else None
        done = await (by_admin or desk.ingest(location, asked_by=asked_by))
        return JSONResponse(wire.dump(done))

    async def refresh(
        self,
        source_id: Name,
        asked_by: Name = _WHO,
        confirmed: Annotated[str | None, Body(max_length=200)] = None,
    ) -> JSONResponse:
        """The run that read a known source, when it is over. `confirmed`: see Desk.refresh."""
        admin, desk = self.site.admin, self.site.desk
        by_admin = Reading(admin=admin).refresh(source_id, asked_by, confirmed) if admin else None
        done = await (by_admin or desk.refresh(source_id, asked_by=asked_by, confirmed=confirmed))
        return JSONResponse(wire.dump(done))

    def _question(self, asked: AskedQuestion) -> Question:
        """Raises BadRequest for what is no question, Refused for an unknown time zone."""
        given = asked.model_dump(exclude={"spender"})  # who has no token spends for nobody else
        kept = {name: value for name, value in given.items() if value is not None}
        try:
            question = wire.load_question(kept, now=self.site.clock())
        except ValueError as error:
            raise BadRequest(f"This is not a question: {_first_line(error)}") from error
        if not EARLIEST <= question.now <= self.site.clock() + AHEAD:
            raise BadRequest(
                f"now: {question.now.isoformat()}: give a time from {EARLIEST:%Y-%m-%d} to two days"
                " from now, or leave it out"
            )
        if timezone(question.timezone) is None:
            raise Refused(400, "timezone")
        if len(question.text) > LONGEST:
            raise BadRequest(too_long_line(LONGEST, "en"))
        return question


def _first_line(error: ValueError) -> str:
    return " ".join(str(error).splitlines()[:3])
