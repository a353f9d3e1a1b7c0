"""Documents in the console: those of a source, searched and paged, and one with its passages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse

from adapters.web.console.frame import Console, Told
from adapters.web.console.sources_view import name, place
from adapters.web.console.views import Fact, Link, Part, Row, line, moment, part, since, title
from adapters.web.failures import Refused
from bot import links, wording
from bot.insight import Listed, Page
from bot.wording.dates import count
from retrieval.types import Document, Passage

PAGE = 50  # documents
_LAST = 20_000  # page
_QUERY = 200  # characters
_READ = ["GET", "HEAD"]


def router(console: Console) -> APIRouter:
    """Routes of documents."""
    documents = _Documents(console)
    routes = APIRouter()
    routes.add_api_route("/sources/{source_id}/documents", documents.all, methods=_READ)
    routes.add_api_route("/documents/{document_id:path}", documents.one, methods=_READ)
    return routes


@dataclass(frozen=True, slots=True)
class _Documents:
    console: Console

    async def all(self, request: Request, source_id: str) -> HTMLResponse:
        """Those of a source, newest first; with `?q=` those with these words."""
        sources = await self.console.ports.admin.sources()
        source = next((s for s in sources if s.id == source_id), None)
        if source is None:
            raise Refused(404, "missing")
        told, text = self.console.told(request), request.query_params.get("q", "")[:_QUERY].strip()
        number = page_number(request)
        found = await self.console.ports.insight.documents(
            source.id, text, limit=PAGE, offset=(number - 1) * PAGE
        )
        return self.console.page(
            request,
            "documents.html",
            q=text,
            name=name(source),
            back=told.link(place(source)),
            at=place(source, "/documents"),
            rows=[_row(each, told) for each in found.items],
            found=count(found.total, told.words.found),
            pages=_pages(place(source, "/documents"), text, number, found, told),
        )

    async def one(self, request: Request, document_id: str) -> HTMLResponse:
        """A document with its passages, in order."""
        found = await self.console.ports.insight.document(document_id)
        if found is None:
            raise Refused(404, "gone")
        document, passages = found
        told = self.console.told(request)
        return self.console.page(
            request,
            "document.html",
            title=title(document.title) or told.words.untitled,
            doc=document,
            href=links.web(document.url) or "",
            stored=told.link(f"/documents/{quote(document.id, safe='')}"),
            facts=tuple(_facts(document, passages, told)),
            passages=passages,
        )


def page_number(request: Request) -> int:
    """Of `?page=`; the first for what is none."""
    text = request.query_params.get("page", "")
    fits = text.isascii() and text.isdecimal() and len(text) <= len(str(_LAST))
    return min(max(1, int(text)), _LAST) if fits else 1


def document_link(document_id: str, told: Told) -> str:
    """To a document in the console."""
    return told.link(f"/console/documents/{quote(document_id, safe='')}")


def _row(of: Listed, told: Told) -> Row:
    words = told.words
    sizes = words.sizes.format(letters=f"{of.letters:,}", passages=f"{of.passages:,}")
    dated = since(of.published, told) if of.published else Part(text=words.undated)
    return Row(
        title=title(of.title) or words.untitled,
        href=document_link(of.id, told),
        state="held" if of.held else "",
        state_label=words.document_held if of.held else "",
        parts=(
            Part(text=wording.voice_name(of.voice, told.lang)),
            *part(of.author),
            dated,
            *part(of.lang),
            Part(text=sizes),
        ),
        lines=line(of.lacks),
    )


def _facts(document: Document, passages: Sequence[Passage], told: Told) -> Iterator[Fact]:
    words = told.words
    yield Fact(label=words.voice, value=wording.voice_name(document.voice, told.lang))
    texts = (
        (words.author, document.author),
        (words.publisher, document.publisher),
        (words.language, document.lang),
        (words.lacks, document.lacks),
    )
    yield from (Fact(label=label, value=title(text)) for label, text in texts if text)
    times = (
        (words.published, document.published),
        (words.updated, document.updated),
        (words.edited, document.edited),
    )
    yield from (moment(label, at, told) for label, at in times if at)
    sizes = words.sizes.format(letters=f"{len(document.text):,}", passages=f"{len(passages):,}")
    yield Fact(label=words.size, value=sizes)
    yield Fact(label=words.address, value=title(document.url))
    yield Fact(label=words.document_id, value=document.id)


def _pages(path: str, text: str, number: int, found: Page, told: Told) -> tuple[Link, ...]:
    """To the pages before and after."""
    last = max(1, -(-found.total // PAGE))
    around = ((number - 1, told.words.newer), (number + 1, told.words.older))
    query = {"q": text} if text else {}
    return tuple(
        Link(href=told.link(f"{path}?{urlencode(query | {'page': to})}"), label=label)
        for to, label in around
        if 1 <= to <= last
    )
