"""The web application over a scripted desk, served on loopback, and a real browser to read it."""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest
import uvicorn
from console_world import World
from fakes_desk import ARTICLE_TEXT, FakeDesk
from fastapi import FastAPI
from playwright.async_api import Browser, async_playwright
from signing_in import KEY, sign_in
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from adapters.web.app import create_app

TOKEN = "the-token-of-the-data-folder"  # noqa: S105 - of this test only
CHROMIUM_FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@asynccontextmanager
async def served(app: Any) -> AsyncIterator[str]:
    """An application on a free port of the loopback interface; yields its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_config=None, ws="none", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    await task
    listener.close()


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def world() -> World:
    """What the console asks."""
    return World()


@pytest.fixture
def app(desk: FakeDesk, world: World) -> FastAPI:
    return create_app(
        desk,
        clock=world.clock,
        token=TOKEN,
        allowed_hosts=["news.internal"],
        timezone="Asia/Seoul",
        admin=world.admin,
        insight=world.insight,
        audit=world.audit,
        console_key=KEY,
    )


@pytest.fixture
async def site(app: FastAPI) -> AsyncIterator[str]:
    """The address of the running site."""
    async with served(app) as url:
        yield url


@pytest.fixture
async def client(site: str) -> AsyncIterator[httpx2.AsyncClient]:
    """A reader without JavaScript."""
    async with httpx2.AsyncClient(base_url=site) as http:
        yield http


@pytest.fixture
async def stranger(app: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    """Somebody who knows the address of the console, without JavaScript and without a network between."""
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://localhost") as http:
        yield http


@pytest.fixture
async def operator(app: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    """The same, signed in to it."""
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://localhost") as http:
        await sign_in(http)
        yield http


@pytest.fixture
async def publisher() -> AsyncIterator[str]:
    """The address of a long page of somebody else's, on which found words turn red."""
    before, after = ("<p>Filler of the page, nothing to see.</p>" * 300 for _ in range(2))
    story = "".join(f"<p>{paragraph}</p>" for paragraph in ARTICLE_TEXT.split("\n\n"))
    style = "<style>::target-text { background: rgb(255, 0, 0) }</style>"
    page = f"<!doctype html><meta charset=utf-8>{style}<h1>Long</h1>{before}{story}{after}"

    async def show(_: Request) -> HTMLResponse:
        return HTMLResponse(page)

    async with served(Starlette(routes=[Route("/story", show)])) as url:
        yield f"{url}/story"


@pytest.fixture
def trusted() -> dict[str, str]:
    """The headers of a caller that has the token."""
    return {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Chromium, without a window."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield launched
        await launched.close()
