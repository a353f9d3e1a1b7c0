"""The local JSON API."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import httpx2
import pytest
from console_world import GENERATIONS, RUNS, World
from fakes_desk import ABSTENTION, ANSWER, NOW, RUN, STATUS, STORED, FakeDesk

from adapters.web.app import create_app
from adapters.web.reading import Reading
from bot import wire
from bot.errors import AlreadyRunning, BadRequest
from bot.public import redacted
from bot.types import Answer, Question, Reply
from retrieval.errors import StoreUnavailable
from retrieval.types import RunKind, RunState

T = TypeVar("T")
TOKEN = "the-token-of-the-data-folder"  # noqa: S105 - of these tests only
QUESTION = Question(
    text="무엇이 미뤄졌나요?",
    now=datetime(2025, 12, 3, 9, tzinfo=UTC),
    timezone="Europe/Berlin",
    lang=None,
    sources=frozenset({"paper"}),
)


def message(response: httpx2.Response) -> str:
    return str(response.json()["error"]["message"])


@pytest.mark.parametrize("reply", [ANSWER, ABSTENTION])
async def test_reply_comes_through(client: httpx2.AsyncClient, desk: FakeDesk, reply: Reply):
    """The caller gets the very reply of the desk, of its kind."""
    desk.reply = reply
    response = await client.post("/api/ask", json=wire.dump(QUESTION))
    assert wire.load_reply(response.json()) == reply
    assert response.json()["kind"] == ("answer" if isinstance(reply, Answer) else "abstention")


async def test_question_comes_through(client: httpx2.AsyncClient, desk: FakeDesk):
    """The desk gets the very question of the caller, with its time."""
    await client.post("/api/ask", json=wire.dump(QUESTION))
    assert desk.questions == [QUESTION]


async def test_question_needs_only_its_text(client: httpx2.AsyncClient, desk: FakeDesk):
    """A question without a time is asked now."""
    await client.post("/api/ask", json={"text": "?"})
    assert desk.questions == [Question(text="?", now=NOW)]


@pytest.mark.parametrize("now", [datetime(1970, 1, 2, tzinfo=UTC), NOW + timedelta(days=2)])
async def test_times_that_can_be_asked_at(
    client: httpx2.AsyncClient, desk: FakeDesk, now: datetime
):
    """From the first full day of the clocks of computers to where it is two days later than here."""
    response = await client.post("/api/ask", json={"text": "?", "now": now.isoformat()})
    assert (response.status_code, [q.now for q in desk.questions]) == (200, [now])


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"text": 3}, 422, "text"),
        ({}, 422, "text"),
        ({"text": "?", "now": "2025-12-02T09:00:00"}, 400, "offset"),
        ({"text": "?", "now": "1970-01-01T23:59:59+00:00"}, 400, "a time from 1970-01-02"),
        ({"text": "?", "now": "0001-01-01T00:00:00+14:00"}, 400, "a time from 1970-01-02"),
        ({"text": "?", "now": "2025-12-07T09:00:01+00:00"}, 400, "two days from now"),
        ({"text": "?", "now": "9999-12-31T23:59:59-14:00"}, 400, "two days from now"),
        ({"text": "?", "timezone": "Mars/Base"}, 400, "time zone"),
        ({"text": "x" * 2001}, 400, "longer than 2,000 characters"),
        (["text"], 422, "body"),
    ],
)
async def test_bad_question_is_explained(
    client: httpx2.AsyncClient, desk: FakeDesk, body: wire.Json, status: int, words: str
):
    """What is no question is refused with the reason, and never asked."""
    response = await client.post("/api/ask", json=body)
    assert (response.status_code, desk.questions) == (status, [])
    assert words in message(response)


async def test_question_must_be_json(client: httpx2.AsyncClient, desk: FakeDesk):
    """A body that a foreign page could send without asking first is refused."""
    plain = {"content-type": "text/plain"}
    response = await client.post("/api/ask", content='{"text": "?"}', headers=plain)
    assert (response.status_code, desk.questions) == (422, [])


async def test_status(client: httpx2.AsyncClient, trusted: dict[str, str]):
    """The caller gets the very status of the desk."""
    told = await client.get("/api/status", headers=trusted)
    assert wire.load_status(told.json()) == STATUS


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer wrong"}])
async def test_status_for_strangers(
    client: httpx2.AsyncClient, desk: FakeDesk, headers: dict[str, str]
):
    """Who has no token learns what was read, and nothing of runs and places that is not public."""
    desk.current = replace(STATUS, runs=RUNS, generations=GENERATIONS)
    response = await client.get("/api/status", headers=headers)
    assert wire.load_status(response.json()) == redacted(desk.current)
    for part in ("8035", "discord", "topic?id", "that=goes", "/data/", "red alert", "missing"):
        assert part not in response.text


async def test_document(client: httpx2.AsyncClient):
    """A stored document comes with the spans that were asked for."""
    response = await client.get("/api/documents/d0c1?start=4&end=9&start=10&end=12")
    assert wire.load_quoted(response.json()) == replace(STORED["d0c1"], spans=((4, 9), (10, 12)))


async def test_unknown_document(client: httpx2.AsyncClient):
    """A document that is not there is a 404 that says so."""
    response = await client.get("/api/documents/none")
    assert (response.status_code, "not stored" in message(response)) == (404, True)


async def ended(world: World, asking: Coroutine[Any, Any, T]) -> T:
    """What is answered once the run that it waits for has ended."""
    world.admin.kept.clear()
    waiting = asyncio.create_task(asking)
    async with asyncio.timeout(5):
        while not world.admin.kept:  # noqa: ASYNC110 - the fake has no event for it
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.3)
        assert not waiting.done()
        (run,) = world.admin.kept.values()
        world.admin.kept[run.id] = replace(run, state=RunState.DONE, finished=NOW, added=7)
        return await waiting


async def test_ingest(
    client: httpx2.AsyncClient, desk: FakeDesk, world: World, trusted: dict[str, str]
):
    """A source is added by administration, in the name of who asked, and its run comes back when it has ended."""
    body = {"location": "https://new.example/feed", "asked_by": "cli"}
    response = await ended(world, client.post("/api/ingest", json=body, headers=trusted))
    run, noted = wire.load_run(response.json()), world.admin.log[-1]
    assert (run.state, run.added, run.asked_by) == (RunState.DONE, 7, "api:token (cli)")
    assert (noted.act, noted.about) == ("sources.add", body["location"])
    assert (noted.by.label, desk.ingested) == ("api:token (cli)", [])


@pytest.mark.parametrize("asked", [{}, {"asked_by": "cli\n", "confirmed": "0123abcd"}])
async def test_refresh(
    client: httpx2.AsyncClient,
    desk: FakeDesk,
    world: World,
    trusted: dict[str, str],
    asked: dict[str, str],
):
    """A known source is read by administration, which notes it; who does not say who asks is the local API."""
    body = {"source_id": "geek", **asked}
    name = asked.get("asked_by", "local API").strip()
    options = {k: v for k, v in asked.items() if k == "confirmed"}
    response = await ended(world, client.post("/api/refresh", json=body, headers=trusted))
    ((wish, by),) = world.admin.wishes
    assert wire.load_run(response.json()).source_id == "geek"
    assert (wish.kind, wish.source_id, wish.options) == (RunKind.REFRESH, "geek", options)
    assert (by.label, by.admin) == (f"api:token ({name})", True)
    assert (world.admin.log[-1].act, desk.refreshed) == ("refresh", [])


async def test_refresh_of_what_is_unknown(client: httpx2.AsyncClient, trusted: dict[str, str]):
    """What administration refuses is told."""
    response = await client.post("/api/refresh", json={"source_id": "no"}, headers=trusted)
    assert (response.status_code, "no such source" in message(response)) == (400, True)


async def test_waiting_has_an_end(world: World):
    """Whoever waits for a reading that goes on and on gets the run as it is."""
    reading = Reading(admin=world.admin, each=0.01, longest=0.05)
    async with asyncio.timeout(5):
        run = await reading.ingest("https://new.example/feed", "cli")
    assert run.state is RunState.QUEUED


async def test_without_administration(desk: FakeDesk, trusted: dict[str, str]):
    """Where there is none the desk reads."""
    app = create_app(desk, clock=lambda: NOW, token=TOKEN)
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(
        transport=transport, base_url="http://localhost", headers=trusted
    ) as http:
        added = await http.post("/api/ingest", json={"location": "a.jsonl", "asked_by": "cli"})
        read = await http.post("/api/refresh", json={"source_id": "geek", "confirmed": "0123abcd"})
    assert wire.load_run(added.json()) == replace(RUN, asked_by="cli")
    assert wire.load_run(read.json()).source_id == "geek"
    assert (desk.ingested, desk.refreshed) == ([("a.jsonl", "cli")], [("geek", "local API")])
    assert desk.confirmed == ["0123abcd"]


@pytest.mark.parametrize("path", ["/api/ingest", "/api/refresh"])
@pytest.mark.parametrize(
    "authorization", [None, "", "Bearer", "Bearer wrong", "Basic the-token-of-the-data-folder"]
)
async def test_changes_need_the_token(
    client: httpx2.AsyncClient, desk: FakeDesk, path: str, authorization: str | None
):
    """Without the bearer token nothing is added or read."""
    headers = {} if authorization is None else {"authorization": authorization}
    response = await client.post(
        path, json={"location": "x", "source_id": "paper"}, headers=headers
    )
    assert (response.status_code, desk.ingested, desk.refreshed) == (401, [], [])
    assert response.headers["www-authenticate"] == "Bearer"


async def test_health_needs_no_store(client: httpx2.AsyncClient, desk: FakeDesk):
    """Being alive is told even while the store is down."""
    desk.error = StoreUnavailable("down")
    response = await client.get("/api/health")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        (BadRequest("No such kind of source."), 400, "No such kind of source."),
        (AlreadyRunning("Another process is at it."), 409, "Another process is at it."),
        (StoreUnavailable("The disk is full."), 503, "The disk is full."),
        (ValueError("secret inside"), 500, "Something went wrong"),
    ],
)
async def test_failures_are_told(
    client: httpx2.AsyncClient, desk: FakeDesk, error: Exception, status: int, told: str
):
    """Each failure has its status, one line and a reference; what was not meant stays inside."""
    desk.error = error
    response = await client.get("/api/status")
    assert response.status_code == status
    assert message(response).startswith(told)
    assert response.json()["error"]["reference"] in message(response)
    assert "secret" not in response.text


async def test_unknown_path_is_json(client: httpx2.AsyncClient):
    """Under /api even a wrong address is answered in JSON."""
    response = await client.get("/api/nowhere")
    assert (response.status_code, message(response)[:26]) == (404, "There is no such page. (re")


async def test_wrong_method_is_json(client: httpx2.AsyncClient):
    """So is a wrong method."""
    assert (await client.get("/api/ask")).status_code == 405


async def test_large_body_is_refused(client: httpx2.AsyncClient, desk: FakeDesk):
    """A body over the limit is not read."""
    response = await client.post("/api/ask", json={"text": "x" * 300_000})
    assert (response.status_code, desk.questions) == (413, [])


async def test_body_of_unknown_length_is_refused(client: httpx2.AsyncClient, desk: FakeDesk):
    """A body that does not say how long it is could go on for ever."""

    async def parts():
        yield b'{"text": "?"}'

    headers = {"content-type": "application/json"}
    response = await client.post("/api/ask", content=parts(), headers=headers)
    assert (response.status_code, desk.questions) == (411, [])


@pytest.mark.parametrize("how", ["POST", "GET", "HEAD"])
@pytest.mark.parametrize("coding", ["chunked", "gzip, chunked", "identity", ""])
async def test_body_in_parts_is_refused(
    stranger: httpx2.AsyncClient, desk: FakeDesk, how: str, coding: str
):
    """So could one in parts that says a length as well, whatever the method."""
    headers = {"transfer-encoding": coding, "content-length": "13"}
    headers |= {"content-type": "application/json"}
    path = "/api/ask" if how == "POST" else "/sources"
    response = await stranger.request(how, path, content=b'{"text": "?"}', headers=headers)
    assert (response.status_code, desk.questions) == (411, [])


async def test_description(client: httpx2.AsyncClient):
    """The API describes itself to anybody: its own routes alone, and which of them need the token."""
    told = (await client.get("/api/openapi.json")).json()
    calls = {(how, path): call for path, of in told["paths"].items() for how, call in of.items()}
    open_ = {path for (_, path), call in calls.items() if not call.get("security")}
    assert all(path.startswith("/api/") for path in told["paths"])
    assert open_ == {"/api/health", "/api/status", "/api/ask", "/api/documents/{document_id}"}
    assert len(calls) == 18
    assert told["components"]["securitySchemes"] == {"bearer": {"type": "http", "scheme": "bearer"}}
    assert all("401" in call["responses"] for call in calls.values() if call.get("security"))


async def test_every_route_is_documented(client: httpx2.AsyncClient):
    """docs/api.md names each route with its method."""
    page = (Path(__file__).parents[2] / "docs" / "api.md").read_text("utf-8")
    told = (await client.get("/api/openapi.json")).json()["paths"]
    routes = [f"{how.upper()} {path}" for path, of in told.items() for how in of]
    assert [route for route in routes if f"`{route}`" not in page] == []


@pytest.mark.parametrize(("path", "allowed"), [("/api/runs", "GET, POST"), ("/api/acts", "GET")])
async def test_allowed_methods(client: httpx2.AsyncClient, path: str, allowed: str):
    """A wrong method is answered with the right ones."""
    response = await client.put(path, json={})
    assert (response.status_code, response.headers["allow"]) == (405, allowed)
