"""The first page of the console, the generations of the indexes, and the audit log."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from platform import python_version

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from adapters.web.console.door import fields, holder
from adapters.web.console.frame import Console, Told
from adapters.web.console.records_view import act_row, generation_row, health_facts, index_views
from adapters.web.console.runs import begun
from adapters.web.console.runs_view import run_row
from adapters.web.console.sources_view import source_row
from adapters.web.console.views import Fact
from adapters.web.failures import Fault
from bot import wording
from bot.administration import Wish
from bot.errors import BadRequest
from retrieval.types import GenerationState, RunKind, SourceState

_ACTS = 200
_LONGEST = 200  # characters of a model's or a splitter's name
_READ = ["GET", "HEAD"]
_PACKAGES = ("newsdesk", "chromadb", "tantivy", "sqlalchemy", "dbos")


def router(console: Console) -> APIRouter:
    """Routes of the first page, the indexes and the audit log."""
    records = _Records(console)
    routes = APIRouter()
    routes.add_api_route("", records.overview, methods=_READ)
    routes.add_api_route("/index", records.index, methods=_READ)
    routes.add_api_route("/index/reindex", records.reindex, methods=["POST"])
    routes.add_api_route("/index/rollback", records.rollback, methods=["POST"])
    routes.add_api_route("/audit", records.audit, methods=_READ)
    return routes


@dataclass(frozen=True, slots=True)
class _Records:
    console: Console

    async def overview(self, request: Request) -> HTMLResponse:
        """Whether all is well."""
        told, admin = self.console.told(request), self.console.ports.admin
        status, generations = await self.console.site.desk.status(), await admin.generations()
        runs = await admin.runs(limit=20, is_open=True)
        wanting = [s for s in status.sources if s.state is SourceState.FAILING or s.held]
        return self.console.page(
            request,
            "overview.html",
            holding=wording.holding_line(status.coverage, told.lang, told.reader.zone),
            health=await self._health(told),
            indexes=index_views(status.indexes, generations, told),
            runs=[run_row(run, told) for run in runs],
            sources=[source_row(source, told) for source in wanting],
            facts=_versions(status.model, told),
        )

    async def _health(self, told: Told) -> tuple[Fact, ...]:
        checks = self.console.ports.checks
        return health_facts(await checks(), told) if checks else ()

    async def index(self, request: Request) -> HTMLResponse:
        """The generations that there are, and the form that makes another."""
        return await self._index(request)

    async def reindex(self, request: Request) -> Response:
        """Fill new indexes beside those that answer."""
        sent = await fields(request)
        typed = {name: sent.get(name, "").strip() for name in ("model", "splitter")}
        options = {name: text for name, text in typed.items() if text}
        wish = Wish(kind=RunKind.REINDEX, options=options)
        return await self._wished(request, wish, typed)

    async def rollback(self, request: Request) -> Response:
        """Go back to the indexes before."""
        return await self._wished(request, Wish(kind=RunKind.ROLLBACK), {})

    async def audit(self, request: Request) -> HTMLResponse:
        """Who did what, newest first."""
        told = self.console.told(request)
        rows = [act_row(act, told) for act in await self.console.ports.admin.acts(_ACTS)]
        return self.console.page(request, "audit.html", rows=rows)

    async def _wished(self, request: Request, wish: Wish, typed: Mapping[str, str]) -> Response:
        async def work() -> Response:
            for name, text in typed.items():
                if len(text) > _LONGEST:
                    raise BadRequest(f"{name}: name it in {_LONGEST} characters at most")
            run = self.console.ports.admin.start(wish, holder(request))
            return await begun(self.console, request, run)

        done = await self.console.tried(work())
        return await self._index(request, done, typed) if isinstance(done, Fault) else done

    async def _index(
        self,
        request: Request,
        fault: Fault | None = None,
        typed: Mapping[str, str] | None = None,
    ) -> HTMLResponse:
        told = self.console.told(request)
        generations = await self.console.ports.admin.generations()
        before = any(g.state is GenerationState.PREVIOUS for g in generations)
        return self.console.page(
            request,
            "index.html",
            status=fault.status if fault else 200,
            problem=fault.line(told.lang) if fault else "",
            rows=[generation_row(g, told) for g in generations],
            rollback=before,
            model=(typed or {}).get("model", ""),
            splitter=(typed or {}).get("splitter", ""),
            longest=_LONGEST,
        )


def _versions(model: str, told: Told) -> tuple[Fact, ...]:
    each = ((name, _version(name)) for name in _PACKAGES)
    known = tuple(Fact(label=name, value=text) for name, text in each if text)
    named = (Fact(label=told.words.embedding, value=model),) if model else ()
    return (*named, *known, Fact(label="Python", value=python_version()))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
