"""What all pages share: the desk, the clock, templates, and how a page is put together."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from adapters.web.catalogue import labels
from adapters.web.failures import Failures
from adapters.web.render import chosen_link
from adapters.web.visitor import Visitor, visitor
from bot import wording
from bot.administration import Admin
from bot.insight import Insight
from bot.ports import Desk

HERE = Path(__file__).parent
HTMX = HERE / "static" / "vendor" / "htmx.min.js"
_DATE = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}|\d{4}년 \d{1,2}월 \d{1,2}일")
_UNAUTHORIZED = 401
_LANGUAGES = (("en", "English"), ("ko", "한국어"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """A link to the same page in another language."""

    lang: str
    name: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The desk and what else the routes need."""

    desk: Desk
    clock: Callable[[], datetime]
    nonce: Callable[[], str]  # unguessable
    token: str
    timezone: str
    failures: Failures
    templates: Environment
    admin: Admin | None = None
    insight: Insight | None = None
    console: bool = False  # whether there is one

    def reader(self, request: Request) -> Visitor:
        """Who reads this request's answer."""
        return visitor(request, self.timezone)

    def page(
        self, request: Request, template: str, *, status: int = 200, **values: object
    ) -> HTMLResponse:
        """A template filled in for the reader."""
        reader = self.reader(request)
        frame = {
            "t": labels(reader.lang),
            "reader": reader,
            "words": labels,
            "link": lambda path: chosen_link(path, reader),
            "switches": _switches(request, reader),
            "today": wording.day(self.clock(), reader.lang, reader.zone),
            "path": request.url.path,
            "part": partial(request),
            "htmx": HTMX.is_file(),
            "console": self.console,
        }
        html = self.templates.get_template(template).render(frame | values)
        return HTMLResponse(
            html, status_code=status, headers={"vary": "HX-Request, Accept-Language"}
        )

    async def failed(self, request: Request, error: Exception) -> Response:
        """A failure as JSON, as part of a page or as a page."""
        fault = self.failures.fault(error)
        if request.url.path.startswith("/api/"):
            told = {"message": fault.line("en"), "reference": fault.reference}
            headers = {"www-authenticate": "Bearer"} if fault.status == _UNAUTHORIZED else {}
            headers |= {"allow": fault.allow} if fault.allow else {}
            return JSONResponse({"error": told}, status_code=fault.status, headers=headers)
        template = "_failed.html" if partial(request) else "failed.html"
        line = fault.line(self.reader(request).lang)
        return self.page(request, template, status=fault.status, line=line)


def templates() -> Environment:
    """Our templates. Everything filled in is escaped, and a missing value is an error."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["kept"] = dates_kept
    return made


def dates_kept(line: str) -> str:
    """A line that does not break inside a date."""
    return _DATE.sub(lambda date: date.group().replace(" ", "\N{NO-BREAK SPACE}"), line)


def partial(request: Request) -> bool:
    """Whether htmx asks for a part of a page only."""
    headers = request.headers
    return "hx-request" in headers and "hx-history-restore-request" not in headers


def _switches(request: Request, reader: Visitor) -> tuple[Switch, ...]:
    kept = [(key, value) for key, value in request.query_params.multi_items() if key != "lang"]
    return tuple(
        Switch(
            lang=lang,
            name=name,
            href=f"?{urlencode([*kept, ('lang', lang)])}",
            current=lang == reader.lang,
        )
        for lang, name in _LANGUAGES
    )
