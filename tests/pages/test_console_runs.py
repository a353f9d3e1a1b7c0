"""Runs in the console, and the indexes that they fill."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import httpx2
import pytest
from console_world import (
    FAILED,
    HELD,
    MARK,
    QUEUED,
    REINDEXED,
    RUNNING,
    RUNS,
    STALLED,
    World,
)
from fakes_desk import NOW, STATUS, FakeDesk
from parsed import parsed
from signing_in import KEY, send, sign_in

from adapters.web.app import create_app
from adapters.web.console import events
from bot.errors import BadRequest
from bot.health import Checks
from bot.probes import Watched
from retrieval.types import Problem, RunKind, RunState


def main(response: httpx2.Response) -> str:
    """The text of a page, on one line."""
    return " ".join(parsed(response).find(".//main").text_content().split())


async def page_of(http: httpx2.AsyncClient, run: str) -> str:
    return main(await http.get(f"/console/runs/{run}"))


def buttons(response: httpx2.Response) -> list[str]:
    return [b.text_content() for b in parsed(response).find(".//main").iter("button")]


async def test_runs_are_listed(operator: httpx2.AsyncClient) -> None:
    """Newest first, with what they are about, their state, counts and who asked."""
    text = main(await operator.get("/console/runs"))
    for part in ("Refresh: The Paper", "running", "480 of 1,000 (48 %)", "412 added", "(Ada)"):
        assert part in text


async def test_open_ones_alone(operator: httpx2.AsyncClient) -> None:
    """The filter leaves those that have ended away."""
    page = parsed(await operator.get("/console/runs?open=1"))
    assert len(page.find_class("row-item")) == 3


async def test_queued_is_not_stalled(operator: httpx2.AsyncClient) -> None:
    """One that waits for its turn is told from one that gives no sign of life."""
    assert "stalled: it gives no sign of life" in await page_of(operator, STALLED)
    assert "stalled" not in await page_of(operator, QUEUED)
    assert "queued" in await page_of(operator, QUEUED)


async def test_a_run_that_goes_on(operator: httpx2.AsyncClient) -> None:
    """Its page has who asked where, how far it is, what it is at, how long, and how often resumed."""
    text = await page_of(operator, RUNNING)
    for part in ("discord:8035 (Ada)", "discord/12/34", "480 of 1,000 (48 %)", "2 minutes"):
        assert part in text
    assert "Working on A red alert" in text
    assert "Resumed 1 time Id" in text


async def test_errors_of_each_document(operator: httpx2.AsyncClient) -> None:
    """Every one of them, with where, what and how to mend it."""
    text = await page_of(operator, FAILED)
    assert "12 errors" in text
    assert "https://news.example/topic?id=11: 403 (forbidden) Wait." in text


async def test_very_many_errors(operator: httpx2.AsyncClient, world: World) -> None:
    """The page stays one that can be read, and says how many more there are."""
    problems = tuple(Problem(where=f"d{n}", what="x" * 9000) for n in range(700))
    world.admin.kept[FAILED] = replace(world.admin.kept[FAILED], problems=problems)
    response = await operator.get(f"/console/runs/{FAILED}")
    assert len(response.text) < 400_000
    assert "… and 200 more" in main(response)


@pytest.mark.parametrize(
    ("run", "labels"),
    [
        (RUNNING, ["Cancel this run"]),
        (QUEUED, ["Cancel this run"]),
        (HELD, ["Delete 26 texts", "Retry what failed"]),
        (FAILED, ["Retry what failed"]),
        (REINDEXED, ["Go back to the index before"]),
    ],
)
async def test_what_may_be_done(operator: httpx2.AsyncClient, run: str, labels: list[str]) -> None:
    """Just what makes sense for a run in its state."""
    assert buttons(await operator.get(f"/console/runs/{run}")) == labels


@pytest.mark.parametrize("kind", [RunKind.REINDEX, RunKind.ROLLBACK, RunKind.RESTORE])
async def test_an_old_change_over(
    operator: httpx2.AsyncClient, world: World, kind: RunKind
) -> None:
    """After a later one its page does not offer to go back: that would undo the later one."""
    before = world.admin.kept[REINDEXED]
    later = replace(before, id="f" * 16, kind=kind, started=before.started + timedelta(hours=1))
    world.admin.kept[later.id] = later
    assert buttons(await operator.get(f"/console/runs/{REINDEXED}")) == []
    assert len(buttons(await operator.get(f"/console/runs/{later.id}"))) == (
        kind is RunKind.REINDEX
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"state": RunState.FAILED},
        {"state": RunState.RUNNING, "finished": None},
        {"source_id": "paper"},
        {"kind": RunKind.BACKUP},
    ],
)
async def test_what_is_no_change_over(
    operator: httpx2.AsyncClient, world: World, changes: dict[str, object]
) -> None:
    """One that failed, goes on, is of one source, or is a backup leaves the way back open."""
    before = world.admin.kept[REINDEXED]
    later = replace(before, id="f" * 16, started=before.started + timedelta(hours=1), **changes)
    world.admin.kept[later.id] = later
    shown = buttons(await operator.get(f"/console/runs/{REINDEXED}"))
    assert shown == ["Go back to the index before"]


async def test_cancelling(operator: httpx2.AsyncClient, world: World) -> None:
    """The button ends a run, and shows it."""
    response = await send(operator, f"/console/runs/{RUNNING}/cancel")
    assert response.headers["location"] == f"/console/runs/{RUNNING}"
    assert world.admin.kept[RUNNING].state is RunState.CANCELLED
    assert "cancelled" in await page_of(operator, RUNNING)


async def test_retrying(operator: httpx2.AsyncClient, world: World) -> None:
    """Just what failed in that run."""
    await send(operator, f"/console/runs/{FAILED}/retry")
    ((wish, _),) = world.admin.wishes
    assert (wish.kind, wish.source_id, wish.options) == (RunKind.RETRY, "geek", {"run": FAILED})


async def test_confirming(operator: httpx2.AsyncClient, world: World) -> None:
    """Just what that run showed to be missing."""
    page = parsed(await operator.get(f"/console/runs/{HELD}"))
    sent = {
        i.get("name"): i.get("value")
        for i in page.xpath("//form[contains(@action, 'confirm')]//input")
    }
    await operator.post(f"/console/runs/{HELD}/confirm", data=sent)
    ((wish, _),) = world.admin.wishes
    assert (wish.kind, wish.options) == (RunKind.REFRESH, {"confirmed": MARK})


async def test_confirming_something_else(operator: httpx2.AsyncClient, world: World) -> None:
    """A mark that is none confirms nothing."""
    response = await send(operator, f"/console/runs/{HELD}/confirm", confirmed="26")
    assert (response.status_code, world.admin.wishes) == (403, [])


@pytest.mark.parametrize("run", ["nothing", "..", "%2e%2e%2f", "x" * 3000])
async def test_an_unknown_run(operator: httpx2.AsyncClient, run: str) -> None:
    """There is no such page."""
    assert (await operator.get(f"/console/runs/{run}/events")).status_code == 404


async def test_generations(operator: httpx2.AsyncClient) -> None:
    """Which of them answers, which is kept, by which model and splitter."""
    text = main(await operator.get("/console/index"))
    assert "generation g2 answers" in text
    assert "multilingual-e5-small-int8r" in text
    assert "generation first kept to go back to" in text


async def test_reindexing_everything(operator: httpx2.AsyncClient, world: World) -> None:
    """With the model and the splitter that were named; what was left empty is left to the settings."""
    await send(operator, "/console/index/reindex", model=" some/model ", splitter="")
    ((wish, _),) = world.admin.wishes
    assert (wish.kind, wish.source_id, wish.options) == (
        RunKind.REINDEX,
        "",
        {"model": "some/model"},
    )


async def test_what_cannot_be_reindexed(operator: httpx2.AsyncClient, world: World) -> None:
    """A refusal is one line, and what was typed stays."""

    async def refuse(*_: object) -> None:
        raise BadRequest("no-such: not a splitter; name one such as sentences-700")

    world.admin.start = refuse
    response = await send(operator, "/console/index/reindex", model="m", splitter="no-such")
    assert response.status_code == 400
    assert "not a splitter" in parsed(response).find_class("failure")[0].text_content()
    assert parsed(response).get_element_by_id("splitter").get("value") == "no-such"


async def test_too_long_a_name(operator: httpx2.AsyncClient, world: World) -> None:
    """A model's name has its limits."""
    response = await send(operator, "/console/index/reindex", model="m" * 201, splitter="")
    assert (response.status_code, world.admin.wishes) == (400, [])


async def test_rollback(operator: httpx2.AsyncClient, world: World) -> None:
    """The button goes back."""
    await send(operator, "/console/index/rollback")
    assert [w.kind for w, _ in world.admin.wishes] == [RunKind.ROLLBACK]


async def test_nothing_to_go_back_to(operator: httpx2.AsyncClient, world: World) -> None:
    """Then there is no button."""
    world.admin.built = world.admin.built[:1]
    assert buttons(await operator.get("/console/index")) == ["Reindex everything"]


async def streamed(http: httpx2.AsyncClient, run: str) -> list[str]:
    """All events of a run until the stream ends."""
    async with asyncio.timeout(20), http.stream("GET", f"/console/runs/{run}/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        text = "".join([part async for part in stream.aiter_text()])
    return [event for event in text.split("\n\n") if event]


async def test_progress_of_one_that_has_ended(client: httpx2.AsyncClient) -> None:
    """The stream of a run that has ended says so, and ends."""
    await sign_in(client)
    retry, end = await streamed(client, FAILED)
    assert retry == "retry: 1000"
    assert end.startswith("event: end\ndata: ")
    assert all(line.startswith("data: ") for line in end.splitlines()[1:])


async def test_progress(client: httpx2.AsyncClient, world: World) -> None:
    """Whatever changes is told, until the run has ended."""
    await sign_in(client)
    watching = asyncio.create_task(streamed(client, RUNNING))
    await asyncio.sleep(1.5)
    world.admin.kept[RUNNING] = replace(RUNS[0], done=700, current="<script>alert(1)</script>")
    await asyncio.sleep(1.5)
    world.admin.kept[RUNNING] = replace(RUNS[0], state=RunState.DONE, finished=NOW)
    told = await watching
    assert [e.split("\n")[0] for e in told if e.startswith("event")][-1] == "event: end"
    assert any("700 of 1,000" in e for e in told)
    assert not any("<script>alert" in e for e in told)


async def test_progress_ends_with_the_session(client: httpx2.AsyncClient, world: World) -> None:
    """To watch is no use of a session: when it is over the stream says so and ends."""
    await sign_in(client)
    watching = asyncio.create_task(streamed(client, RUNNING))
    await asyncio.sleep(1.5)
    world.clock.pass_by(hours=13)
    assert (await watching)[-1].startswith("event: over")


async def test_streams_are_bounded(
    operator: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond a number of them one is refused."""
    monkeypatch.setattr(events, "MOST", 0)
    assert (await operator.get(f"/console/runs/{RUNNING}/events")).status_code == 429


async def test_a_stream_does_not_go_on_for_ever(
    client: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The browser opens another, so that a server can stop without waiting for it."""
    monkeypatch.setattr(events, "LOOKS", 2)
    await sign_in(client)
    told = await streamed(client, RUNNING)
    assert told[-1] == ": still there"


async def test_overview(operator: httpx2.AsyncClient) -> None:
    """Indexes with their generation, open runs, sources that need a look, versions."""
    text = main(await operator.get("/console"))
    for part in ("5,210 passages · up to date · generation g2", "Refresh: The Paper", "긱뉴스"):
        assert part in text
    assert "multilingual-e5-small" in text
    assert "Python 3." in text


async def test_health(world: World, desk: FakeDesk) -> None:
    """What is looked at for those who watch over the server is told here, too."""

    async def checks() -> Checks:
        behind = {"chroma": 0, "tantivy": 9_000}
        return Checks(database=True, generation=None, indexes=behind, platforms={"slack": False})

    watched = Watched(version="1", checks=checks)
    ports = {"admin": world.admin, "insight": world.insight, "audit": world.audit}
    app = create_app(desk, clock=world.clock, token=KEY, console_key=KEY, watched=watched, **ports)
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://localhost") as http:
        await sign_in(http)
        text = main(await http.get("/console"))
    assert (
        "Database well Active generation of the indexes not well chroma well tantivy not well"
        " slack not well"
    ) in text


async def test_nothing_to_do(operator: httpx2.AsyncClient, world: World, desk: FakeDesk) -> None:
    """Where all is well the overview says so."""
    world.admin.kept.clear()
    desk.current = replace(STATUS, sources=STATUS.sources[:1])
    text = main(await operator.get("/console"))
    assert "Nothing is running or waiting." in text
    assert "All sources are read without errors." in text
