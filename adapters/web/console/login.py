"""Signing in to the console with its key, and out again."""

import hmac
import re
from dataclasses import dataclass
from datetime import timedelta

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from adapters.web import csrf
from adapters.web.console.door import (
    COOKIE,
    LOGIN,
    PATH,
    Door,
    fields,
    is_foreign,
    session_id,
    stranger,
)
from adapters.web.console.frame import Console
from adapters.web.console.sessions import LONGEST
from adapters.web.console.slowing import Bucket
from adapters.web.failures import Refused

TRIES = 10  # at once
EVERY = timedelta(seconds=2)  # one more
_INSIDE = re.compile(r"/console(/[\w./~:%-]*)?(\?[\w=&%.~+:-]*)?", re.ASCII)


def router(console: Console, door: Door, key: str) -> APIRouter:
    """Routes that need no session."""
    tries = Bucket(console.site.clock, most=TRIES, every=EVERY)
    login = _Login(console=console, door=door, key=key, tries=tries)
    routes = APIRouter()
    routes.add_api_route(LOGIN, login.show, methods=["GET", "HEAD"])
    routes.add_api_route(LOGIN, login.sign_in, methods=["POST"])
    return routes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Login:
    console: Console
    door: Door
    key: str
    tries: Bucket

    async def show(self, request: Request) -> HTMLResponse:
        """The form; a script of ours fills it in from the link that `newsdesk serve` prints."""
        return self._page(request, inside(request.query_params.get("next", "")))

    async def sign_in(self, request: Request) -> Response:
        """Begin a new session, whatever session or cookie was there before.

        Wrong keys alone are slowed down: whoever guesses locks nobody out, and 256 bits are not guessed.
        """
        sent = await fields(request)
        wanted = inside(sent.get("next", ""))
        if is_foreign(request):
            raise await self.door.refusal(request, Refused(403, "origin"), "sent from another site")
        if not self._ours(request, sent):
            raise await self.door.refusal(request, Refused(403, "form"), "a form that is not ours")
        if _same(sent.get("key", "").strip(), self.key):
            return await self._welcome(request, wanted)
        if not self.tries.take():
            return self._slow(request, wanted)
        return await self._wrong(request, wanted)

    async def _welcome(self, request: Request, wanted: str) -> Response:
        await self.console.note(request, "console.login")
        sessions = self.console.sessions
        sessions.close(session_id(request))
        response = self.console.back(request, wanted)
        response.set_cookie(
            COOKIE,
            sessions.open(),
            max_age=int(LONGEST.total_seconds()),
            path=PATH,
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
        response.delete_cookie(csrf.COOKIE, path=PATH)
        return response

    async def _wrong(self, request: Request, wanted: str) -> Response:
        await self.console.ports.admin.refused("console.login", stranger(request), "a wrong key")
        line = self.console.told(request).words.login_wrong
        return self._page(request, wanted, status=403, problem=line)

    def _slow(self, request: Request, wanted: str) -> Response:
        line = self.console.told(request).words.login_slow
        page = self._page(request, wanted, status=429, problem=line)
        page.headers["retry-after"] = str(int(EVERY.total_seconds()))
        return page

    def _ours(self, request: Request, sent: dict[str, str]) -> bool:
        cookie = request.cookies.get(csrf.COOKIE, "")
        return csrf.allowed(self.console.site.token, cookie, sent.get(csrf.FIELD, ""))

    def _page(
        self, request: Request, wanted: str, *, status: int = 200, problem: str = ""
    ) -> HTMLResponse:
        site = self.console.site
        known = request.cookies.get(csrf.COOKIE, "")
        proof = known if csrf.genuine(site.token, known) else csrf.issue(site.token, site.nonce())
        values = {"proof": proof, "next": wanted, "problem": problem}
        page = self.console.page(request, "login.html", status=status, **values)
        secure = request.url.scheme == "https"
        page.set_cookie(
            csrf.COOKIE, proof, path=PATH, httponly=True, samesite="strict", secure=secure
        )
        return page


def leaving(console: Console) -> APIRouter:
    """The route that signs out, for who is signed in."""

    async def sign_out(request: Request) -> Response:
        console.sessions.close(session_id(request))
        await console.note(request, "console.logout")
        response = console.back(request, LOGIN)
        response.delete_cookie(COOKIE, path=PATH)
        return response

    routes = APIRouter()
    routes.add_api_route("/logout", sign_out, methods=["POST"])
    return routes


def inside(path: str) -> str:
    """A page of the console to go to; its first one in place of anything else."""
    return path if _INSIDE.fullmatch(path) and not path.startswith(LOGIN) else PATH


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())
