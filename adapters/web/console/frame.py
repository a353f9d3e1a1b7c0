"""What all pages of the console share: ports, words, forms and how a page is put together."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from adapters.web.console.catalogue import console_words
from adapters.web.console.door import holder
from adapters.web.console.labels import ConsoleWords
from adapters.web.console.sessions import Sessions
from adapters.web.failures import Fault
from adapters.web.render import chosen_link
from adapters.web.site import Site
from adapters.web.visitor import Visitor
from bot.administration import Act, Admin
from bot.errors import BotError
from bot.health import Checks
from bot.insight import AuditLog, Insight
from retrieval.errors import RetrievalError

TABS = (
    ("/console", "overview"),
    ("/console/sources", "sources"),
    ("/console/runs", "runs"),
    ("/console/index", "index"),
    ("/console/answers", "answers"),
    ("/console/unanswered", "unanswered"),
    ("/console/feedback", "feedback"),
    ("/console/cases", "cases"),
    ("/console/figures", "figures"),
    ("/console/audit", "audit"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """What the console asks. `checks`: of the server's health, where somebody looks at it."""

    admin: Admin
    insight: Insight
    audit: AuditLog
    checks: Callable[[], Awaitable[Checks]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """A link to a part of the console."""

    href: str
    name: str
    current: str  # of aria-current; empty elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The reader, the words and the time that views are made for."""

    reader: Visitor
    words: ConsoleWords
    now: datetime

    @property
    def lang(self) -> str:
        """Of the page."""
        return self.reader.lang

    def link(self, path: str) -> str:
        """A path of ours in the language that was chosen."""
        return chosen_link(path, self.reader)


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """The site with what else the pages of the console need."""

    site: Site
    ports: Ports
    sessions: Sessions

    def told(self, request: Request) -> Told:
        """For whom, and when."""
        reader = self.site.reader(request)
        return Told(reader=reader, words=console_words(reader.lang), now=self.site.clock())

    def page(
        self, request: Request, template: str, *, status: int = 200, **values: object
    ) -> HTMLResponse:
        """A template of the console, filled in. `problem`: one line above all else."""
        told = self.told(request)
        session = getattr(request.state, "session", None)
        frame: dict[str, Any] = {
            "c": told.words,
            "proof": session.proof if session else "",
            "tabs": _tabs(request.url.path, told) if session else (),
            "problem": "",
        }
        return self.site.page(request, f"console/{template}", status=status, **(frame | values))

    def back(self, request: Request, path: str) -> RedirectResponse:
        """To a page, after a form has acted."""
        return RedirectResponse(chosen_link(path, self.site.reader(request)), status_code=303)

    async def tried(self, work: Awaitable[Response]) -> Response | Fault:
        """What came of an act: a response, or what to tell on the page that it was asked on."""
        try:
            return await work
        except (BotError, RetrievalError) as error:
            return self.site.failures.fault(error)

    async def note(self, request: Request, act: str, about: str = "") -> None:
        """Add an act that no other port notes to the audit log."""
        by = holder(request)
        await self.ports.audit.note(Act(at=self.site.clock(), by=by, act=act, about=about))


def _tabs(path: str, told: Told) -> tuple[Tab, ...]:
    return tuple(
        Tab(
            href=told.link(href), name=getattr(told.words, f"tab_{name}"), current=_here(path, href)
        )
        for href, name in TABS
    )


def _here(path: str, href: str) -> str:
    if path == href:
        return "page"
    within = href != "/console" and path.startswith(f"{href}/")
    return "true" if within else ""
