"""What those who watch over the server are told, over HTTP."""

import asyncio
import logging
import time
from dataclasses import dataclass, replace

import httpx2
import pytest
from fakes_desk import ANSWER, NOW, STATUS, FakeDesk
from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from adapters.web import health
from adapters.web.app import create_app
from bot.metrics import Metrics
from bot.probes import Probes, Watched
from bot.traces import traces
from bot.types import Status
from retrieval.errors import StoreUnavailable
from retrieval.types import Generation, GenerationState

TOKEN = "the token of the figures"  # noqa: S105 - of this test only
FIRST = Generation(
    id="first",
    spec="",
    model="m",
    splitter="s",
    state=GenerationState.ACTIVE,
    created=NOW,
    changed=NOW,
)


@dataclass
class FakePlatform:
    """One that is connected or not, or does not say."""

    name: str
    good: bool = True
    hangs: bool = False

    async def connected(self) -> bool:
        if self.hangs:
            await asyncio.Event().wait()
        return self.good


class Standing(FakeDesk):
    """A desk with an active generation, unless it has failed."""

    async def status(self) -> Status:
        if self.error:
            raise self.error
        return replace(STATUS, generations=(FIRST,))


@pytest.fixture
def desk() -> Standing:
    return Standing()


@pytest.fixture
def platforms() -> dict[str, FakePlatform]:
    return {}


@pytest.fixture
def watched(desk: Standing, platforms: dict[str, FakePlatform]) -> Watched:
    figures = Metrics(CollectorRegistry()).text
    return Watched(version="1.2.3", checks=Probes(desk, platforms), figures=figures)


@pytest.fixture
def app(desk: Standing, watched: Watched) -> FastAPI:
    return create_app(desk, clock=lambda: NOW, token=TOKEN, watched=watched)


async def test_alive_without_a_store(client: httpx2.AsyncClient, desk: Standing) -> None:
    """Being alive needs nothing else to be."""
    desk.error = StoreUnavailable("down")
    response = await client.get("/livez")
    assert (response.status_code, response.json()["status"]) == (200, "ok")


async def test_slow_loop_is_not_alive(
    client: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A loop that something keeps busy is late, and that is told."""
    monkeypatch.setattr(health, "is_alive", lambda lag: lag < 0.1)
    asking = asyncio.create_task(client.get("/livez"))
    while not asking.done():
        await asyncio.sleep(0.005)
        time.sleep(0.25)  # noqa: ASYNC251 - this is the fault
    assert (await asking).status_code == 503


async def test_ready(client: httpx2.AsyncClient) -> None:
    """Ready is who has a store, indexes, and a generation of them; no platform need be set up."""
    response = await client.get("/readyz")
    assert (response.status_code, response.json()["status"]) == (200, "ok")
    assert response.json()["checks"]["generation"] == {"ok": True, "told": "first"}


async def test_store_down(client: httpx2.AsyncClient, desk: Standing) -> None:
    """A store that fails is told without its address and its password."""
    desk.error = StoreUnavailable("postgresql://news:secret@db.internal is away")
    response = await client.get("/readyz")
    assert (response.status_code, response.json()["status"]) == (503, "unready")
    assert response.json()["checks"]["database"] == {"ok": False, "told": "does not answer"}
    assert "secret" not in response.text
    assert "internal" not in response.text


@pytest.mark.parametrize("how", [{"good": False}, {"hangs": True}])
async def test_platform_that_is_away(
    client: httpx2.AsyncClient,
    platforms: dict[str, FakePlatform],
    monkeypatch: pytest.MonkeyPatch,
    how: dict[str, bool],
) -> None:
    """One that is set up and not connected makes the whole unready, also when it does not say."""
    monkeypatch.setattr("bot.probes._PATIENCE_S", 0.2)
    platforms |= {"slack": FakePlatform("slack"), "discord": FakePlatform("discord", **how)}
    response = await client.get("/readyz")
    assert response.status_code == 503
    told = {name: check["ok"] for name, check in response.json()["checks"].items()}
    assert (told["discord"], told["slack"]) == (False, True)


async def test_version(client: httpx2.AsyncClient) -> None:
    """Of the program, and of nothing else."""
    assert (await client.get("/version")).json() == {"newsdesk": "1.2.3"}


async def test_figures(client: httpx2.AsyncClient) -> None:
    """In the text format, without a login."""
    response = await client.get("/metrics")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert "# HELP newsdesk_questions_total Questions that ended." in response.text


@pytest.mark.parametrize("app_of", ["off", "token"])
async def test_figures_may_be_kept(desk: Standing, watched: Watched, app_of: str) -> None:
    """They can be switched off, or be told to those alone who have the token."""
    kept = {"off": {"figures": None}, "token": {"figures_token": TOKEN}}[app_of]
    app = create_app(desk, clock=lambda: NOW, token=TOKEN, watched=replace(watched, **kept))
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1") as http:
        without = (await http.get("/metrics")).status_code
        wrong = await http.get("/metrics", headers={"authorization": f"Bearer {TOKEN}x"})
        right = await http.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    expected = (404, 404, 404) if app_of == "off" else (401, 401, 200)
    assert (without, wrong.status_code, right.status_code) == expected


async def test_foreign_hosts_learn_nothing(client: httpx2.AsyncClient) -> None:
    """A page that makes a browser ask under another name is refused here, too."""
    response = await client.get("/metrics", headers={"host": "evil.example"})
    assert (response.status_code, "newsdesk_" in response.text) == (400, False)


async def test_requests_have_ids(client: httpx2.AsyncClient) -> None:
    """Each its own, also one that is refused; what a caller calls it does not count."""
    sent = {"x-request-id": "forged"}
    first = (await client.get("/livez", headers=sent)).headers["x-request-id"]
    other = (await client.get("/nowhere")).headers["x-request-id"]
    refused = (await client.get("/", headers={"host": "evil.example"})).headers["x-request-id"]
    assert len({first, other, refused, "forged"}) == 4
    assert len(first) == 16


async def test_ids_are_in_the_log(client: httpx2.AsyncClient, desk: Standing) -> None:
    """What is done for a request knows its id."""
    seen: list[str] = []

    class Noting(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            seen.append(traces().get("request", ""))

    noting = Noting()
    log = logging.getLogger("adapters.web.app")
    log.addHandler(noting)
    desk.error = ValueError("broken")
    response = await client.post("/api/ask", json={"text": "?"})
    log.removeHandler(noting)
    assert seen == [response.headers["x-request-id"]]
    desk.error, desk.reply = None, ANSWER
