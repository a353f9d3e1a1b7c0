"""What readers think and what they asked in vain, and the cases that were made of it."""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from adapters.web.console.answers_view import answer_link
from adapters.web.console.frame import Console, Told
from adapters.web.console.views import Link, Part, Row, line, since, title
from adapters.web.failures import Refused
from bot.insight import Case, Rated
from bot.wording.chat import chat
from bot.wording.dates import count

_SHOWN = 100
_READ = ["GET", "HEAD"]


def router(console: Console) -> APIRouter:
    """Routes of feedback, unanswered questions and cases."""
    readers = _Readers(console)
    routes = APIRouter()
    routes.add_api_route("/feedback", readers.feedback, methods=_READ)
    routes.add_api_route("/unanswered", readers.unanswered, methods=_READ)
    routes.add_api_route("/cases", readers.cases, methods=_READ)
    routes.add_api_route("/cases/{id}/delete", readers.drop, methods=["POST"])
    return routes


@dataclass(frozen=True, slots=True)
class _Readers:
    console: Console

    async def feedback(self, request: Request) -> HTMLResponse:
        """Readers' views, newest first; with `?wrong=1` reports of wrong citations alone."""
        told, wrong = self.console.told(request), "wrong" in request.query_params
        rated = await self.console.ports.insight.rated(_SHOWN, wrong_citation=wrong)
        every, only = told.link("/console/feedback"), told.link("/console/feedback?wrong=1")
        return self.console.page(
            request,
            "feedback.html",
            rows=[_rated(each, told) for each in rated],
            filters=(
                Link(href=every, label=told.words.all, current=not wrong),
                Link(href=only, label=told.words.rating_wrong_citation, current=wrong),
            ),
        )

    async def unanswered(self, request: Request) -> HTMLResponse:
        """The most frequent first."""
        told = self.console.told(request)
        asked = await self.console.ports.insight.unanswered(_SHOWN)
        rows = [
            Row(
                title=title(text) or told.words.untitled,
                parts=(Part(text=count(n, told.words.asked_times)),),
            )
            for text, n in asked
        ]
        return self.console.page(request, "unanswered.html", rows=rows)

    async def cases(self, request: Request) -> HTMLResponse:
        """All of them, newest first."""
        told = self.console.told(request)
        cases = await self.console.ports.insight.cases()
        rows = [_case(each, told) for each in reversed(cases)]
        return self.console.page(request, "cases.html", rows=rows)

    async def drop(self, request: Request, id: str) -> Response:
        """Delete a case."""
        if not await self.console.ports.insight.drop_case(id):
            raise Refused(404, "missing")
        await self.console.note(request, "cases.delete", id)
        return self.console.back(request, "/console/cases")


def _rated(rated: Rated, told: Told) -> Row:
    words, told_of = told.words, rated.feedback
    number = told_of.citation
    reason = (chat(told.lang).reasons[told_of.reason],) if told_of.reason else ()
    cited = (words.citation.format(n=number),) if number is not None else ()
    kept = rated.kept
    return Row(
        title=title(kept.asked.text) if kept else words.not_kept,
        href=answer_link(kept, told) if kept else "",
        state=told_of.rating.value,
        state_label=getattr(words, f"rating_{told_of.rating.value}"),
        parts=(since(rated.at, told), *(Part(text=t) for t in (*reason, *cited))),
        lines=line(told_of.note),
    )


def _case(case: Case, told: Told) -> Row:
    words = told.words
    documents = count(len(case.documents), words.must_cite) if case.documents else ""
    never = count(len(case.never), words.must_not) if case.never else ""
    return Row(
        id=case.id,
        title=title(case.question),
        state=case.ended.value,
        state_label=getattr(words, f"case_{case.ended.value}"),
        parts=(
            since(case.added, told),
            *(Part(text=t) for t in (documents, never, title(case.added_by)) if t),
        ),
        lines=line(case.note),
    )
