"""Answers in the console: recent ones, and one with how it came about and a form that makes it a case."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from adapters.web.console.answers_view import kept_row, why_page
from adapters.web.console.case_form import Typed, case_id, case_of, case_page, typed, untouched
from adapters.web.console.door import holder
from adapters.web.console.frame import Console, Told
from adapters.web.console.views import Link
from adapters.web.failures import Fault, Refused
from adapters.web.render import reply_view
from bot.errors import BadRequest
from bot.insight import Ended
from bot.talk import Kept
from bot.types import Abstention, Answer

PAGE = 50  # answers
_READ = ["GET", "HEAD"]


def router(console: Console) -> APIRouter:
    """Routes of answers."""
    answers = _Answers(console)
    routes = APIRouter(prefix="/answers")
    routes.add_api_route("", answers.all, methods=_READ)
    routes.add_api_route("/{id}", answers.one, methods=_READ)
    routes.add_api_route("/{id}/case", answers.keep, methods=["POST"])
    return routes


@dataclass(frozen=True, slots=True)
class _Answers:
    console: Console

    async def all(self, request: Request) -> HTMLResponse:
        """Newest first; `?ended=` those that ended so, `?before=` older ones."""
        told, ended = self.console.told(request), _ended(request)
        kept = await self.console.ports.insight.recent(PAGE, ended=ended, before=_before(request))
        return self.console.page(
            request,
            "answers.html",
            rows=[kept_row(each, told) for each in kept],
            filters=_filters(ended, told),
            older=_older(kept[-1], ended, told) if len(kept) == PAGE else "",
        )

    async def one(self, request: Request, id: str) -> HTMLResponse:
        """A question with all that is known of its outcome."""
        kept = await self._known(id)
        return await self._page(request, kept, untouched(kept))

    async def keep(self, request: Request, id: str) -> Response:
        """Make it a regression case."""
        kept, sent = await self._known(id), await typed(request)
        done = await self.console.tried(self._kept(request, kept, sent))
        if isinstance(done, Fault):
            return await self._page(request, kept, sent, fault=done)
        return done

    async def _kept(self, request: Request, kept: Kept, sent: Typed) -> Response:
        for document in sent.named:
            if await self.console.ports.insight.document(document) is None:
                raise BadRequest(f"{document[:60]}: no stored document has this id")
        site = self.console.site
        case = case_of(kept, sent, site.clock(), holder(request).label, site.timezone)
        await self.console.ports.insight.add_case(case)
        await self.console.note(request, "cases.add", case.id)
        return self.console.back(request, "/console/cases")

    async def _known(self, id: str) -> Kept:
        kept = await self.console.ports.insight.kept(id)
        if kept is None:
            raise Refused(404, "missing")
        return kept

    async def _page(
        self, request: Request, kept: Kept, sent: Typed, *, fault: Fault | None = None
    ) -> HTMLResponse:
        told = self.console.told(request)
        reply = kept.outcome if isinstance(kept.outcome, Answer | Abstention) else None
        cases = await self.console.ports.insight.cases()
        return self.console.page(
            request,
            "answer.html",
            status=fault.status if fault else 200,
            problem=fault.line(told.lang) if fault else "",
            why=why_page(kept, told),
            view=reply and reply_view(reply, told.reader, told.now),
            case=case_page(kept, sent, told),
            known=case_id(kept, told.now, self.console.site.timezone) in {c.id for c in cases},
        )


def _ended(request: Request) -> Ended | None:
    wanted = request.query_params.get("ended", "")
    return next((each for each in Ended if each.value == wanted), None)


def _before(request: Request) -> datetime | None:
    """An aware time; None for anything else."""
    try:
        when = datetime.fromisoformat(request.query_params.get("before", ""))
    except ValueError:
        return None
    return when if when.tzinfo else None


def _filters(ended: Ended | None, told: Told) -> tuple[Link, ...]:
    base = "/console/answers"
    each = tuple(
        Link(
            href=told.link(f"{base}?ended={one.value}"),
            label=getattr(told.words, f"ended_{one.value}"),
            current=one is ended,
        )
        for one in Ended
    )
    return (Link(href=told.link(base), label=told.words.all, current=ended is None), *each)


def _older(last: Kept, ended: Ended | None, told: Told) -> str:
    query = {"ended": ended.value} if ended else {}
    before = {"before": last.received.isoformat()}
    return told.link(f"/console/answers?{urlencode(query | before)}")
