"""Builds the web application. Whoever serves it gives it a desk, a clock and a token."""

import logging
import secrets
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from adapters.web import api, pages, sources
from adapters.web.background import Background
from adapters.web.failures import Failures
from adapters.web.guard import Guard
from adapters.web.site import HERE, Site, templates
from bot.ports import Desk

PATIENCE = 2.0  # seconds that a form waits for a reading before the page shows its progress


def create_app(  # noqa: PLR0913 - all that varies is an argument, most have a default
    desk: Desk,
    *,
    clock: Callable[[], datetime],
    token: str,
    allowed_hosts: Iterable[str] = (),
    timezone: str = "UTC",
    log: logging.Logger | None = None,
    nonce: Callable[[], str] = secrets.token_hex,
    patience: float = PATIENCE,
) -> FastAPI:
    """The pages and the local API over a desk.

    `clock` gives aware times. `token` opens the calls of the API that change something, and signs forms.
    `allowed_hosts` are names that the server answers to besides localhost and the loopback addresses.
    `timezone` is for readers whose browser does not tell theirs. `nonce` gives unguessable text.
    """
    failures = Failures(log or logging.getLogger(__name__), nonce)
    site = Site(
        desk=desk,
        clock=clock,
        nonce=nonce,
        token=token,
        timezone=timezone,
        failures=failures,
        templates=templates(),
    )
    background = Background(failures.fault)
    app = FastAPI(openapi_url=None, lifespan=_until_closed(background))
    app.include_router(pages.router(site))
    app.include_router(sources.router(site, background, patience))
    app.include_router(api.router(site))
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    _guard(app, site, allowed_hosts)
    return app


def _guard(app: FastAPI, site: Site, hosts: Iterable[str]) -> None:
    for expected in (HTTPException, RequestValidationError):
        app.add_exception_handler(expected, site.failed)
    app.add_middleware(Guard, hosts=tuple(hosts), on_error=site.failed)


def _until_closed(background: Background) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await background.stop()

    return lifespan
