"""Cases are asked again: of a desk in this process, and of the server that holds the data folder."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web
from examples import document, write
from fake_platform import ASKED_AT, asked
from fakes_desk import ANSWER, FakeDesk
from world import World, open_world

from bot import wire
from bot.access import open_desk
from bot.app import model_folder, read_settings
from bot.cases import Making, case_from, dump, named
from bot.converse.steps import new_id
from bot.errors import BotError, ServerUnreachable
from bot.evals.cases import Kept as KeptCases
from bot.evals.cases import lines, report, run
from bot.insight import Case, Ended
from bot.lock import DataFolder, Holder
from bot.memory.insight import SqlInsight
from bot.regression import failing
from bot.talk import Kept, State
from bot.types import Question, Reply
from retrieval.embedding.prepare import is_prepared
from retrieval.errors import StoreUnavailable
from retrieval.stores.sql.engine import dispose, open_engine

NOW = datetime(2025, 12, 6, tzinfo=UTC)
TOKEN = "t0k3n"  # noqa: S105 - of a server that lives as long as a test
CASE = named(
    Case(
        id="",
        question="What was announced?",
        lang="en",
        timezone="UTC",
        asked_at=ASKED_AT,
        ended=Ended.ANSWER,
        documents=("k0r1",),
        added=NOW,
        added_by="console:token",
    )
)
REFUSED = named(replace(CASE, question="And then?", ended=Ended.ABSTENTION, documents=()))

needs_model = pytest.mark.skipif(
    not is_prepared(model_folder(read_settings())),
    reason="the packaged model is not prepared; `newsdesk prepare` makes it",
)


@dataclass
class Server:
    """The server that holds a data folder, with a fake desk behind it."""

    cases: object
    desk: FakeDesk = field(default_factory=lambda: FakeDesk(reply=ANSWER))

    async def told(self, request: web.Request) -> web.Response:
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return web.json_response({"error": {"message": "wrong token"}}, status=401)
        return web.json_response(self.cases)

    async def ask(self, request: web.Request) -> web.Response:
        question = wire.load_question(await request.json(), now=NOW)
        return web.json_response(wire.dump(await self.desk.ask(question)))


@asynccontextmanager
async def serving(server: Server, folder: Path) -> AsyncIterator[None]:
    """Running, with the data folder in its hands."""
    app = web.Application()
    app.router.add_get("/api/cases", server.told)
    app.router.add_post("/api/ask", server.ask)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    held = DataFolder(folder, "newsdesk serve")
    held.announce(Holder(pid=1, command="newsdesk serve", url=url, token=TOKEN))
    try:
        yield
    finally:
        held.close()
        await runner.cleanup()


async def evaluated(
    server: Server, folder: Path, out: Path | None = None
) -> tuple[list[str], bool]:
    settings = read_settings(data_dir=folder, feeds="", samples=False)
    async with serving(server, folder):
        return await run(settings, out, lambda _: None)


async def test_cases_of_a_running_server(tmp_path: Path) -> None:
    """It is asked each question at its time; the lines say which failed and why, and the file holds it all."""
    server, out = (
        Server(cases=[dump(CASE), dump(replace(REFUSED, note="a rumour"))]),
        tmp_path / "r",
    )
    told, good = await evaluated(server, tmp_path / "data", out)
    assert told == [
        f"passed {CASE.id} What was announced?",
        f"FAILED {REFUSED.id} And then?",
        "  no answer is wanted, it answered",
        "  kept because: a rumour",
        "1 of 2 cases passed",
    ]
    assert not good
    assert {q.now for q in server.desk.questions} == {ASKED_AT}
    written = json.loads(out.read_text("utf-8"))
    assert (written["cases"], written["passed"], written["failed"]) == (2, 1, 1)
    assert [result["passed"] for result in written["results"]] == [True, False]


@needs_model
async def test_cases_of_a_closed_data_folder(tmp_path: Path) -> None:
    """Nobody has it open: it is opened, and the real models answer."""
    file = tmp_path / "texts.jsonl"
    text = "The harbour bridge in Busan was closed on Monday for urgent repairs."
    file.write_text(json.dumps({"url": "https://ex.com/1", "title": "Bridge", "text": text}))
    settings = read_settings(data_dir=tmp_path / "data", feeds="", samples=False)
    async with open_desk(settings, "test", lambda _: None) as desk:
        await desk.ingest(str(file), asked_by="test")
    engine = open_engine(settings.sql_url)
    asks = replace(CASE, question="Why was the harbour bridge in Busan closed?", documents=())
    await SqlInsight(engine, lambda: NOW).add_case(asks)
    await dispose(engine)
    told, good = await run(settings, None, lambda _: None)
    assert good
    assert told[-1] == "1 of 1 cases passed"


async def test_no_cases(tmp_path: Path) -> None:
    """It is said where they come from, and that is no failure."""
    told, good = await evaluated(Server(cases=[]), tmp_path)
    assert good
    assert "no cases are kept" in told[0]


@pytest.mark.parametrize("bad", [None, 7, ["x"], [{"id": "1"}]])
async def test_a_server_that_tells_no_cases(tmp_path: Path, bad: object) -> None:
    """One line, whatever it is that it tells."""
    with pytest.raises(BotError, match="the server's cases cannot be read"):
        await evaluated(Server(cases=bad), tmp_path)


async def test_hostile_texts_in_lines(tmp_path: Path) -> None:
    """Nothing in a question or a note steers the terminal, or fills it."""
    odd = replace(REFUSED, question="a\x1b[2J\nb\u202e" + "x" * 9_000, note="\x00<b>\r\nFAILED")
    told, _ = await evaluated(Server(cases=[dump(odd)]), tmp_path)
    assert told[1] == told[1].strip("\n")
    assert all(line.isprintable() and len(line) < 150 for line in told)
    assert told[-2] == "  kept because: <b> FAILED"


async def test_failing_cases_are_told_with_why() -> None:
    """In their order. One that cannot be answered fails, and the others are asked all the same."""
    desk = FakeDesk(reply=ANSWER)

    async def ask(question: Question) -> Reply:
        if question.text == "Down?":
            raise StoreUnavailable("database: no\nspace \x1b[31m")
        return await desk.ask(question)

    down = replace(CASE, question="Down?")
    assert await failing([REFUSED, CASE, down], ask) == [
        (REFUSED, "no answer is wanted, it answered"),
        (down, "it failed: database: no space [31m"),
    ]


async def test_a_server_that_is_gone_fails_no_case() -> None:
    """It says nothing about the replies."""

    async def gone(_question: Question) -> Reply:
        raise ServerUnreachable("process 1 does not answer")

    with pytest.raises(ServerUnreachable):
        await failing([CASE], gone)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path) as opened:
        await opened.store(document("d1", "Apple announced a cheaper phone on Monday."))
        yield opened


async def test_from_answer_to_case_to_failure(world: World) -> None:
    """An answer's case passes while its document is there, and fails when it is deleted."""
    text = "Who announced a cheaper phone?"
    of = asked(text=text)
    reply = await world.ask(text)
    kept = Kept(
        id=new_id(of.key),
        asked=of,
        received=of.at,
        version=1,
        state=State.POSTED,
        outcome=reply,
        answered=1,
    )
    case = case_from(kept, Making(by="discord:1 (Ada)", at=NOW, timezone="UTC"))
    assert (case.ended, case.documents) == (Ended.ANSWER, ("d1",))
    cases = KeptCases(cases=[case], ask=world.desk.ask)
    assert (await report(cases))["passed"] == 1
    await world.library.store(write(gone=("d1",)))
    await world.ingest.drain()
    told = await report(cases)
    assert told["failed"] == 1
    assert "an answer is wanted" in told["results"][0]["reasons"][0]
    assert lines(told)[-1] == "0 of 1 cases passed"
