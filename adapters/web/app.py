"""Builds the web application. Whoever serves it gives it a desk, a clock and a token."""

import logging
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from adapters.web import admin_api, api, console, health, openapi, pages, sources
from adapters.web.bearer import Attempts, Bearer, noting
from adapters.web.failures import Failures
from adapters.web.guard import Guard
from adapters.web.health import Traced
from adapters.web.site import HERE, Site, templates
from bot.administration import Admin
from bot.insight import AuditLog, Insight
from bot.ports import Desk
from bot.probes import Watched


def create_app(  # noqa: PLR0913 - all that varies is an argument, most have a default
    desk: Desk,
    *,
    clock: Callable[[], datetime],
    token: str,
    allowed_hosts: Iterable[str] = (),
    timezone: str = "UTC",
    log: logging.Logger | None = None,
    nonce: Callable[[], str] = secrets.token_hex,
    admin: Admin | None = None,
    insight: Insight | None = None,
    audit: AuditLog | None = None,
    console_key: str = "",
    watched: Watched | None = None,
) -> FastAPI:
    """The pages and the local API over a desk.

    `clock` gives aware times. `token` opens the calls of the API that change something, and signs forms.
    `allowed_hosts` are names that the server answers to besides localhost and the loopback addresses.
    `timezone` is for readers whose browser does not tell theirs. `nonce` gives 256 unguessable bits as text.
    `console_key` opens the console; there is one where it, `admin`, `insight` and `audit` are given.
    `watched` is told to those who watch over the server.
    """
    ports = None
    if console_key and admin and insight and audit:
        checks = watched.checks if watched else None
        ports = console.Ports(admin=admin, insight=insight, audit=audit, checks=checks)
    site = Site(
        desk=desk,
        clock=clock,
        nonce=nonce,
        token=token,
        timezone=timezone,
        failures=Failures(log or logging.getLogger(__name__), nonce),
        templates=templates(),
        admin=admin,
        insight=insight,
        console=ports is not None,
    )
    app = FastAPI(openapi_url=None)
    _add_pages(app, site)
    if ports:
        console.add(app, site, ports, console_key)
    _add_api(app, site)
    if watched:
        health.add(app, watched)
    _guard(app, site, allowed_hosts)
    return app


def _add_pages(app: FastAPI, site: Site) -> None:
    app.include_router(pages.router(site))
    app.include_router(sources.router(site))
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")


def _add_api(app: FastAPI, site: Site) -> None:
    bearer = Bearer(site.token, Attempts(noting(site.admin)))
    routers = [*api.routers(site, bearer)]
    if site.admin and site.insight:
        routers.append(admin_api.router(site.admin, site.insight, bearer))
    for router in routers:
        app.include_router(router)
    openapi.add(app, routers)


def _guard(app: FastAPI, site: Site, hosts: Iterable[str]) -> None:
    for expected in (HTTPException, RequestValidationError):
        app.add_exception_handler(expected, site.failed)
    app.add_middleware(Guard, hosts=tuple(hosts), on_error=site.failed)
    app.add_middleware(Traced, nonce=site.nonce)
