"""The door of the console: nothing behind it is shown, and no form of it acts, without a session.

Of those who are turned away with a form in their hands the audit log has a line; not of each page that is
asked for without a session, so that strangers cannot fill it.
"""

import hmac
from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from adapters.web import csrf
from adapters.web.console.sessions import Session, Sessions
from adapters.web.console.slowing import Bucket
from adapters.web.failures import Refused
from adapters.web.render import chosen_link
from adapters.web.site import Site
from bot.administration import Admin
from bot.rights import Actor
from bot.wording import plain

COOKIE = "newsdesk_console"
PATH = "/console"
LOGIN = "/console/login"
MOST_FIELDS = 200
_LONGEST = 200  # characters of a path in the audit log


class NoSession(Exception):
    """A page of the console is asked for by somebody who is not signed in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Checks what comes in. `notes` limits how many refusals go to the audit log."""

    site: Site
    admin: Admin
    sessions: Sessions
    notes: Bucket

    async def enter(self, request: Request) -> None:
        """Let a request in; raises NoSession for a page, Refused for all else."""
        session = self.sessions.find(session_id(request))
        if request.method in {"GET", "HEAD"}:
            if session is None:
                raise NoSession
        else:
            await self._act(request, session)
        request.state.session = session

    async def watch(self, request: Request) -> None:
        """Let in what a page asks for by itself, again and again: nobody uses their session by that."""
        session = self.sessions.look(session_id(request))
        if session is None:
            raise NoSession
        request.state.session = session

    async def _act(self, request: Request, session: Session | None) -> None:
        if is_foreign(request):
            raise await self.refusal(request, Refused(403, "origin"), "sent from another site")
        if session is None:
            raise await self.refusal(request, Refused(401, "session"), "not signed in")
        sent = (await fields(request)).get(csrf.FIELD, "")
        if not hmac.compare_digest(sent.encode("utf-8", "replace"), session.proof.encode()):
            raise await self.refusal(request, Refused(403, "form"), "a form that is not ours")

    async def refusal(self, request: Request, error: Refused, why: str) -> Refused:
        """The same error, when it has been noted."""
        if self.notes.take():
            detail = f"{request.method} {plain(request.url.path)[:_LONGEST]}: {why}"
            await self.admin.refused("console.request", stranger(request), detail)
        return error

    async def away(self, request: Request, _error: Exception) -> Response:
        """To the login, and from there back to the page that was asked for."""
        url = request.url.remove_query_params("lang")
        wanted = f"{url.path}?{url.query}" if url.query else url.path
        asked = f"{LOGIN}?next={quote(wanted, safe='')}"
        return RedirectResponse(chosen_link(asked, self.site.reader(request)), status_code=303)


def session_id(request: Request) -> str:
    """What the cookie says."""
    return request.cookies.get(COOKIE, "")


async def fields(request: Request) -> dict[str, str]:
    """The texts of a form; of several with one name the last."""
    form = await request.form(max_files=0, max_fields=MOST_FIELDS)
    return {key: value for key, value in form.items() if isinstance(value, str)}


async def chosen(request: Request, name: str) -> tuple[str, ...]:
    """All texts with one name, each once."""
    form = await request.form(max_files=0, max_fields=MOST_FIELDS)
    return tuple(dict.fromkeys(v for v in form.getlist(name) if isinstance(v, str)))


def is_foreign(request: Request) -> bool:
    """Whether a browser says that another site sends this. Other programs say nothing of it."""
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return True
    origin = request.headers.get("origin")
    if origin is None:
        return False
    return origin.partition("://")[2].lower() != request.headers.get("host", "").lower()


def stranger(request: Request) -> Actor:
    """Somebody who is not signed in."""
    return Actor(platform="console", user="nobody", tenant=_address(request))


def holder(request: Request) -> Actor:
    """Whoever has the key: there is one for all of them."""
    return Actor(platform="console", user="key", tenant=_address(request), admin=True)


def _address(request: Request) -> str:
    return request.client.host if request.client else "-"
