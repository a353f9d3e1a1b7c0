"""The pages to read: the question with its answer, and stored documents."""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse

from adapters.web.failures import Refused
from adapters.web.render import document_view, reply_view
from adapters.web.site import Site, partial
from bot import wording
from bot.types import Question

LONGEST = 2000  # characters of a question
_DIGITS = 9  # of a place in a text
_READ = ["GET", "HEAD"]


def router(site: Site) -> APIRouter:
    """Routes of the pages to read."""
    pages = _Pages(site)
    routes = APIRouter()
    routes.add_api_route("/", pages.home, methods=_READ)
    routes.add_api_route("/documents/{document_id:path}", pages.document, methods=_READ)
    return routes


@dataclass(frozen=True, slots=True)
class _Pages:
    site: Site

    async def home(self, request: Request) -> HTMLResponse:
        """The ask box, and the answer when something was asked."""
        text = request.query_params.get("q")
        if text is None or _is_foreign(request):
            return await self._front(request, text or "")
        if len(text) > LONGEST:
            line = wording.too_long_line(LONGEST, self.site.reader(request).lang)
            return self._answered(request, 400, q=text, problem=line, view=None)
        return await self._ask(request, text)

    async def document(self, request: Request, document_id: str) -> HTMLResponse:
        """A stored text with the quote marked."""
        doc = await self.site.desk.quoted(document_id, spans(request))
        if doc is None:
            raise Refused(404, "gone")
        reader = self.site.reader(request)
        view = document_view(document_id, doc, reader, self.site.clock())
        return self.site.page(request, "document.html", doc=view)

    async def _front(self, request: Request, text: str) -> HTMLResponse:
        reader = self.site.reader(request)
        status = await self.site.desk.status()
        holding = wording.holding_line(status.coverage, reader.lang, reader.zone)
        empty = status.coverage.documents == 0
        return self.site.page(request, "front.html", q=text[:LONGEST], holding=holding, empty=empty)

    async def _ask(self, request: Request, text: str) -> HTMLResponse:
        reader, now = self.site.reader(request), self.site.clock()
        reply = await self.site.desk.ask(
            Question(text=text, now=now, timezone=reader.timezone, lang=reader.chosen)
        )
        view = reply_view(reply, reader, now)
        return self._answered(request, 200, q=text, problem=None, view=view)

    def _answered(self, request: Request, status: int, **values: object) -> HTMLResponse:
        template = "_answer.html" if partial(request) else "answer.html"
        return self.site.page(request, template, status=status, **values)


def _is_foreign(request: Request) -> bool:
    """Whether another site asks: answers may cost money. Its question stands there to be sent."""
    return request.headers.get("sec-fetch-site") in {"cross-site", "same-site"}


def spans(request: Request) -> list[tuple[int, int]]:
    """The spans named by `?start=..&end=..`, in pairs; what is no number is left out."""
    starts, ends = (request.query_params.getlist(name) for name in ("start", "end"))
    pairs = [(_number(start), _number(end)) for start, end in zip(starts, ends, strict=False)]
    return sorted((start, end) for start, end in pairs if 0 <= start < end)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else -1
