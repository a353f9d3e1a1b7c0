"""Sources in the console: what is shown of them, and what is done about them."""

from dataclasses import replace
from datetime import timedelta

import httpx2
import pytest
from console_world import KNOWN, MARK, MISSING, World
from parsed import parsed
from signing_in import proof, send

from retrieval.types import RunKind, SourceState

PAPER = "/console/sources/paper"
HELD = f"{PAPER}/deletions"


async def told(http: httpx2.AsyncClient, path: str) -> str:
    """The text of a page, on one line."""
    return " ".join(parsed(await http.get(path)).find(".//main").text_content().split())


def problem(response: httpx2.Response) -> str:
    return parsed(response).find_class("failure")[0].text_content()


async def test_sources_are_listed(operator: httpx2.AsyncClient) -> None:
    """Each with state, kind, size, schedule, age, its last error, and what is held back."""
    text = await told(operator, "/console/sources")
    for part in ("failing", "403 (forbidden)", "1,024 documents", "every 30 minutes", "26 texts"):
        assert part in text
    assert "checked 12 minutes ago" in text
    assert "never checked" in text


async def test_a_source_is_added(operator: httpx2.AsyncClient, world: World) -> None:
    """The form adds a source and leads to its first run; the audit log knows by whom and from where."""
    response = await send(operator, "/console/sources", location=" https://x.example/feed ")
    run = list(world.admin.kept.values())[-1]
    assert (response.status_code, response.headers["location"]) == (
        303,
        f"/console/runs/{run.id}",
    )
    assert [s.location for s in world.admin.known.values()][-1] == "https://x.example/feed"
    assert world.admin.log[-1].by.platform == "console"


@pytest.mark.parametrize(
    "place", ["/etc/passwd", "notes.jsonl", "file:///etc/passwd", "", "https://" + "x" * 5000]
)
async def test_no_files_of_the_server(
    operator: httpx2.AsyncClient, world: World, place: str
) -> None:
    """Who has the key of the console still cannot have the server read a file of its own."""
    response = await send(operator, "/console/sources", location=place)
    assert (response.status_code, len(world.admin.known)) == (400, 3)
    assert "not a web address" in problem(response)
    kept = parsed(response).get_element_by_id("location").get("value")
    assert kept == place[:4096]


async def test_a_source_by_itself(operator: httpx2.AsyncClient) -> None:
    """Its page has address, state, schedule, times, its newest runs and what may be done."""
    text = await told(operator, PAPER)
    for part in ("https://paper.example/feed.xml", "every 30 minutes", "Last checked", "never"):
        assert part in text
    page = parsed(await operator.get(PAPER))
    labels = [b.text_content() for b in page.find(".//main").iter("button")]
    assert labels == ["Read now", "Retry what failed", "Reindex", "Pause", "Save", "Read them"]


async def test_an_unknown_source(operator: httpx2.AsyncClient) -> None:
    """There is no such page; not even for one that is named by its address."""
    assert (await operator.get("/console/sources/nobody")).status_code == 404
    assert (await operator.get("/console/sources/The%20Paper")).status_code == 404


async def test_pause_and_resume(operator: httpx2.AsyncClient, world: World) -> None:
    """The button pauses a source; the one in its place resumes it."""
    response = await send(operator, f"{PAPER}/pause")
    assert response.headers["location"] == PAPER
    assert world.admin.known["paper"].state is SourceState.PAUSED
    assert "Resume" in await told(operator, PAPER)
    await send(operator, f"{PAPER}/resume")
    assert world.admin.known["paper"].state is SourceState.ACTIVE


@pytest.mark.parametrize(("minutes", "every"), [("60", timedelta(hours=1)), ("", None)])
async def test_schedule(
    operator: httpx2.AsyncClient, world: World, minutes: str, every: timedelta | None
) -> None:
    """How often it is read, or that it is read only when asked for."""
    await send(operator, f"{PAPER}/schedule", minutes=minutes)
    assert world.admin.known["paper"].every == every


@pytest.mark.parametrize("minutes", ["0", "-5", "soon", "9" * 400, "²", "1.5"])
async def test_no_such_schedule(operator: httpx2.AsyncClient, world: World, minutes: str) -> None:
    """What is no number of minutes is told, and changes nothing."""
    response = await send(operator, f"{PAPER}/schedule", minutes=minutes)
    assert (response.status_code, world.admin.known["paper"].every) == (
        400,
        KNOWN["paper"].every,
    )
    assert "minutes must be a number from 1 to" in problem(response)


async def test_the_schedule_that_holds_can_be_kept(
    operator: httpx2.AsyncClient, world: World
) -> None:
    """Also one that is not among the usual ones."""
    world.admin.known["paper"] = replace(KNOWN["paper"], every=timedelta(minutes=47))
    page = parsed(await operator.get(PAPER))
    (option,) = page.xpath("//option[@selected]")
    assert (option.get("value"), option.text) == ("47", "every 47 minutes")


@pytest.mark.parametrize("kind", [RunKind.REFRESH, RunKind.RETRY, RunKind.REINDEX])
async def test_a_run_is_queued(operator: httpx2.AsyncClient, world: World, kind: RunKind) -> None:
    """Reading, retrying and reindexing are runs of that source."""
    world.admin.kept.clear()
    response = await send(operator, f"{PAPER}/run?lang=ko", kind=kind.value)
    ((wish, by),) = world.admin.wishes
    assert (wish.kind, wish.source_id, dict(wish.options)) == (kind, "paper", {})
    assert (by.platform, by.admin) == ("console", True)
    assert response.headers["location"] == "/console/runs/0000000000000000?lang=ko"


async def test_backfill(operator: httpx2.AsyncClient, world: World) -> None:
    """With the number of days."""
    await send(operator, f"{PAPER}/run", kind="backfill", days=" 90 ")
    assert world.admin.wishes[0][0].options == {"days": "90"}


@pytest.mark.parametrize("days", ["", "many", "0", "99999"])
async def test_no_such_backfill(operator: httpx2.AsyncClient, world: World, days: str) -> None:
    """What is no number of days is told, and stays where it was typed."""
    response = await send(operator, f"{PAPER}/run", kind="backfill", days=days)
    assert (response.status_code, world.admin.wishes) == (400, [])
    assert "days must be a number from 1 to 3,650" in problem(response)
    assert parsed(response).get_element_by_id("days").get("value") == days


@pytest.mark.parametrize("kind", ["remove", "restore", "rollback", "nonsense", ""])
async def test_no_other_runs(operator: httpx2.AsyncClient, world: World, kind: str) -> None:
    """A form that was changed starts nothing that the page does not offer there."""
    response = await send(operator, f"{PAPER}/run", kind=kind)
    assert (response.status_code, world.admin.wishes) == (403, [])


async def test_removal_is_asked_about(operator: httpx2.AsyncClient, world: World) -> None:
    """To look at the question removes nothing; it says what goes."""
    text = await told(operator, f"{PAPER}/remove")
    assert "Remove The Paper (1,024 documents)?" in text
    assert "cannot be undone" in text
    assert world.admin.wishes == []


async def test_removal(operator: httpx2.AsyncClient, world: World) -> None:
    """The yes removes it."""
    await send(operator, f"{PAPER}/remove")
    assert [(w.kind, w.source_id) for w, _ in world.admin.wishes] == [(RunKind.REMOVE, "paper")]


async def test_a_source_that_is_leaving(operator: httpx2.AsyncClient, world: World) -> None:
    """Nothing more can be asked of it."""
    world.admin.known["paper"] = replace(KNOWN["paper"], state=SourceState.LEAVING)
    page = parsed(await operator.get(PAPER))
    assert list(page.find(".//main").iter("button")) == []


async def test_what_would_go_is_shown(operator: httpx2.AsyncClient, world: World) -> None:
    """How many, of which discussions, with a few titles, as text; and nothing is deleted by looking."""
    page = parsed(await operator.get(HELD))
    assert page.find_class("missing")[0].text_content().strip().endswith(MISSING.what)
    assert page.find(".//main//button").text_content() == "Delete 26 texts"
    assert world.admin.wishes == []


async def test_confirming(operator: httpx2.AsyncClient, world: World) -> None:
    """The button reads the source with just what was shown confirmed."""
    page = parsed(await operator.get(HELD))
    sent = {i.get("name"): i.get("value") for i in page.xpath("//main//input")}
    response = await operator.post(HELD, data=sent)
    ((wish, _),) = world.admin.wishes
    assert (response.status_code, wish.kind) == (303, RunKind.REFRESH)
    assert wish.options == {"confirmed": MARK}


@pytest.mark.parametrize("mark", ["", "-1", "²", "26", MARK.upper(), "9" * 5000])
async def test_confirming_something_else(
    operator: httpx2.AsyncClient, world: World, mark: str
) -> None:
    """A form that was changed deletes nothing."""
    response = await send(operator, HELD, confirmed=mark)
    assert (response.status_code, world.admin.wishes) == (403, [])


async def test_nothing_to_confirm(operator: httpx2.AsyncClient) -> None:
    """Where nothing waits, the page says so."""
    assert problem(await operator.get("/console/sources/geek/deletions")).startswith(
        "No deletions wait"
    )


async def test_the_list_of_documents(operator: httpx2.AsyncClient, world: World) -> None:
    """Words are looked for, and pages can be turned with them."""
    page = parsed(await operator.get(f"{PAPER}/documents?q=red+alert&page=2"))
    assert world.insight.asked == [("paper", "red alert", 50, 50)]
    assert page.get_element_by_id("q").get("value") == "red alert"
    links = page.xpath("//main//nav/a/@href")
    assert links[:2] == [f"{PAPER}/documents?q=red+alert&page={n}" for n in (1, 3)]
    assert "120 documents" in page.find(".//main").text_content()


@pytest.mark.parametrize("page", ["0", "-1", "x", "²", "9" * 400])
async def test_no_such_page(operator: httpx2.AsyncClient, world: World, page: str) -> None:
    """What is no page is the first one."""
    response = await operator.get(f"{PAPER}/documents?page={page}")
    assert (response.status_code, world.insight.asked[0][3]) == (200, 0)


async def test_a_document(operator: httpx2.AsyncClient) -> None:
    """With its passages in order, and where each stands in it."""
    page = parsed(await operator.get("/console/documents/d0c1"))
    passages = [p.text_content() for p in page.find_class("passage")]
    assert passages[0].startswith("The chief executive")
    assert len(passages) == 3
    assert f"characters 0 to {len(passages[0])}" in page.find(".//main").text_content()


async def test_an_unknown_document(operator: httpx2.AsyncClient) -> None:
    """It is not stored, or gone."""
    assert (await operator.get("/console/documents/nothing")).status_code == 404


async def test_who_may_not(operator: httpx2.AsyncClient, world: World) -> None:
    """What administration refuses is told on the page."""
    token = await proof(operator)
    del world.admin.known["geek"]
    world.admin.known["geek "] = KNOWN["geek"]
    response = await operator.post(
        "/console/sources/geek/run", data={"form_token": token, "kind": "refresh"}
    )
    assert response.status_code == 400
    assert "geek: no such source" in problem(response)
