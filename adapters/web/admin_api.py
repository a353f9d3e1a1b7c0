"""Administration over the local API: sources, runs, indexes, the audit log, cases.

Every call needs the bearer token. Whoever has it runs the bot; `x-asked-by` may say who that is, for the log.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Body, Header, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse

from adapters.web.bearer import Bearer, holder
from adapters.web.failures import Refused
from adapters.web.openapi import answers
from bot import cases, wire
from bot.administration import Act, Admin, Wish
from bot.insight import Case, Insight
from retrieval.types import Generation, Run, RunKind, Source

_MOST_LISTED = 500
_ID = r"^[0-9A-Za-z-]{1,64}$"
_LONGEST = 4096

RunId = Annotated[str, Path(pattern=_ID)]
SourceId = Annotated[str, Path(pattern=_ID)]
Limit = Annotated[int, Query(ge=1, le=_MOST_LISTED)]
Who = Annotated[str, Header(alias="x-asked-by", max_length=100)]


class WantedRun(BaseModel):
    """A run to be queued; see Wish for the options of each kind."""

    model_config = ConfigDict(extra="forbid")

    kind: RunKind
    source_id: str = Field("", max_length=64)
    options: dict[str, Annotated[str, Field(max_length=_LONGEST)]] = Field({}, max_length=8)


class NewSource(BaseModel):
    """A source to be added by its address, or by the path of a file on the server."""

    model_config = ConfigDict(extra="forbid")

    location: str = Field(min_length=1, max_length=_LONGEST)


class Schedule(BaseModel):
    """How often a source is read, in minutes; null: only when asked to."""

    model_config = ConfigDict(extra="forbid")

    minutes: float | None = Field(ge=1, le=60 * 24 * 90, strict=True)


def router(admin: Admin, insight: Insight, bearer: Bearer) -> APIRouter:
    """Routes under /api, all of them for who has the token."""
    api = _AdminApi(admin, insight)
    routes = APIRouter(prefix="/api", route_class=bearer.route())
    for path, handler, word, statuses in (
        ("/runs", api.runs, list[Run], (422,)),
        ("/runs/{run_id}", api.run, Run, (404, 422)),
        ("/sources", api.sources, list[Source], ()),
        ("/generations", api.generations, list[Generation], ()),
        ("/acts", api.acts, list[Act], (422,)),
        ("/cases", api.cases, list[Case], ()),
    ):
        told = answers(word, *statuses, trusted=True)
        routes.add_api_route(path, handler, methods=["GET"], **told)
    for where, act, made in (
        ("/runs", api.start, Run),
        ("/runs/{run_id}/cancel", api.cancel, Run),
        ("/sources", api.add, Run),
        ("/sources/{source_id}/pause", api.pause, Source),
        ("/sources/{source_id}/resume", api.resume, Source),
        ("/sources/{source_id}/schedule", api.schedule, Source),
    ):
        told = answers(made, 422, trusted=True, sent=True)
        routes.add_api_route(where, act, methods=["POST"], **told)
    return routes


@dataclass(frozen=True, slots=True)
class _AdminApi:
    admin: Admin
    insight: Insight

    async def runs(
        self,
        limit: Limit = 20,
        source_id: Annotated[str | None, Query(pattern=_ID)] = None,
        open: bool = False,  # noqa: FBT001, FBT002 - a flag of the address
    ) -> JSONResponse:
        """Runs, newest first; of one source, or only open ones, if that is wanted."""
        return _all(await self.admin.runs(limit=limit, source_id=source_id, is_open=open))

    async def start(self, wanted: WantedRun, x_asked_by: Who = "") -> JSONResponse:
        """Queue a run: the run, or the one that is open for the same source."""
        wish = Wish(kind=wanted.kind, source_id=wanted.source_id, options=wanted.options)
        return _one(await self.admin.start(wish, holder(x_asked_by)))

    async def run(self, run_id: RunId) -> JSONResponse:
        """A run as it is now."""
        run = await self.admin.run(run_id)
        if run is None:
            raise Refused(404, "missing")
        return _one(run)

    async def cancel(self, run_id: RunId, x_asked_by: Who = "") -> JSONResponse:
        """End a run; the run as it is then."""
        return _one(await self.admin.cancel(run_id, holder(x_asked_by)))

    async def sources(self) -> JSONResponse:
        """All sources by name."""
        return _all(await self.admin.sources())

    async def add(self, source: NewSource, x_asked_by: Who = "") -> JSONResponse:
        """Add a source: its first reading, queued."""
        return _one(await self.admin.add(source.location, holder(x_asked_by)))

    async def pause(self, source_id: SourceId, x_asked_by: Who = "") -> JSONResponse:
        """Read a source no more until it is resumed."""
        return _one(await self.admin.pause(source_id, holder(x_asked_by)))

    async def resume(self, source_id: SourceId, x_asked_by: Who = "") -> JSONResponse:
        """Read a source on its schedule again."""
        return _one(await self.admin.resume(source_id, holder(x_asked_by)))

    async def schedule(
        self, source_id: SourceId, schedule: Annotated[Schedule, Body()], x_asked_by: Who = ""
    ) -> JSONResponse:
        """Set how often a source is read."""
        every = None if schedule.minutes is None else timedelta(minutes=schedule.minutes)
        return _one(await self.admin.schedule(source_id, every, holder(x_asked_by)))

    async def generations(self) -> JSONResponse:
        """The generations of the indexes, newest first."""
        return _all(await self.admin.generations())

    async def acts(self, limit: Limit = 100) -> JSONResponse:
        """The audit log, newest first."""
        return _all(await self.admin.acts(limit))

    async def cases(self) -> JSONResponse:
        """The regression cases, oldest first."""
        return JSONResponse([cases.dump(case) for case in await self.insight.cases()])


def _one(value: wire.Word) -> JSONResponse:
    return JSONResponse(wire.dump(value))


def _all(values: Sequence[wire.Word]) -> JSONResponse:
    return JSONResponse([wire.dump(value) for value in values])
