"""Puts the console on the server of the page: the login open to all, everything else behind the door."""

from datetime import timedelta

from fastapi import APIRouter, Depends, FastAPI

from adapters.web.console import (
    answers,
    documents,
    figures,
    login,
    readers,
    records,
    runs,
    sources,
)
from adapters.web.console.door import PATH, Door, NoSession
from adapters.web.console.events import Streams
from adapters.web.console.frame import Console, Ports
from adapters.web.console.sessions import Sessions
from adapters.web.console.slowing import Bucket
from adapters.web.site import Site

NOTES = 100  # refusals noted at once
EVERY = timedelta(minutes=1)  # one more


def add(app: FastAPI, site: Site, ports: Ports, key: str) -> None:
    """Add the routes of the console, which whoever gives `key` may use."""
    sessions = Sessions(site.clock, site.nonce)
    notes = Bucket(site.clock, most=NOTES, every=EVERY)
    door = Door(site=site, admin=ports.admin, sessions=sessions, notes=notes)
    console = Console(site=site, ports=ports, sessions=sessions)
    app.add_exception_handler(NoSession, door.away)
    app.include_router(login.router(console, door, key))
    app.include_router(Streams(console).router(), prefix=PATH, dependencies=[Depends(door.watch)])
    app.include_router(_within(console, door))


def _within(console: Console, door: Door) -> APIRouter:
    routes = APIRouter(dependencies=[Depends(door.enter)])
    routes.include_router(login.leaving(console), prefix=PATH)
    for part in (records, sources, documents, runs, answers, readers, figures):
        routes.include_router(part.router(console), prefix=PATH)
    return routes
