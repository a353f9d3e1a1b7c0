"""Deletions that were held back are looked at, and confirmed, on the page."""

from dataclasses import replace

import httpx2
import pytest
from fakes_desk import RUN, STATUS, FakeDesk
from parsed import parsed

from retrieval.types import Problem, RunState

PLACE = "/sources/deletions?source_id=paper"
MARK = "0123456789abcdef" * 2
MISSING = Problem(where="https://paper.example/1", what="26 missing: A red alert, <b>Robots</b>, …")


@pytest.fixture
def held(desk: FakeDesk) -> FakeDesk:
    """The Paper lacks 26 texts."""
    paper = replace(STATUS.sources[0], held=26, held_mark=MARK)
    run = replace(RUN, state=RunState.HELD, problems=(MISSING,))
    desk.current = replace(STATUS, sources=(paper, *STATUS.sources[1:]), runs=(run,))
    return desk


@pytest.mark.usefixtures("held")
async def test_the_list_leads_there(client: httpx2.AsyncClient) -> None:
    """A source with something held back says how much, and where to look at it."""
    page = parsed(await client.get("/sources?lang=ko"))
    (line,) = page.find_class("waiting")
    assert "26건" in line.text_content()
    assert line.find(".//a").get("href") == f"{PLACE}&lang=ko"


async def test_what_would_go_is_shown(client: httpx2.AsyncClient, held: FakeDesk) -> None:
    """How many, of which discussions, with a few titles, as text; and nothing is deleted by looking."""
    page = parsed(await client.get(PLACE))
    assert page.find_class("missing")[0].text_content().strip().endswith(MISSING.what)
    assert page.find(".//main//button").text_content() == "Delete 26 texts"
    assert held.refreshed == []


async def form(client: httpx2.AsyncClient) -> dict[str, str]:
    """The hidden fields of the form; the cookie stays with the client."""
    page = parsed(await client.get(PLACE))
    return {i.get("name"): i.get("value") for i in page.iter("input")}


async def test_confirming(client: httpx2.AsyncClient, held: FakeDesk) -> None:
    """The button reads the source with just what was shown confirmed."""
    response = await client.post("/sources/deletions", data=await form(client))
    assert (response.status_code, response.headers["location"]) == (303, "/sources")
    assert (held.refreshed, held.confirmed) == ([("paper", "web page")], [MARK])


@pytest.mark.parametrize(
    "changed",
    [
        {"form_token": "made.up"},
        {"confirmed": ""},
        {"confirmed": "-1"},
        {"confirmed": "²"},
        {"confirmed": "26"},
        {"confirmed": MARK.upper()},
        {"confirmed": "9" * 5000},
    ],
)
async def test_forms_of_others(
    client: httpx2.AsyncClient, held: FakeDesk, changed: dict[str, str]
) -> None:
    """A form that is not ours, or was changed, deletes nothing."""
    response = await client.post("/sources/deletions", data=await form(client) | changed)
    assert (response.status_code, held.refreshed) == (403, [])


async def test_a_form_without_its_cookie(client: httpx2.AsyncClient, held: FakeDesk) -> None:
    """As from another site."""
    fields = await form(client)
    client.cookies.clear()
    response = await client.post("/sources/deletions", data=fields)
    assert (response.status_code, held.refreshed) == (403, [])


@pytest.mark.parametrize("place", ["/sources/deletions", f"{PLACE}x"])
async def test_nothing_to_confirm(client: httpx2.AsyncClient, place: str) -> None:
    """Where nothing waits, the page says so."""
    page = parsed(await client.get(place))
    assert page.find_class("failure")[0].text_content().startswith("No deletions wait")


async def test_since_when_a_source_fails(client: httpx2.AsyncClient, desk: FakeDesk) -> None:
    """A failing source tells when it was last read well."""
    geek = replace(STATUS.sources[1], read_at=STATUS.sources[0].checked_at)
    desk.current = replace(STATUS, sources=(geek,))
    page = parsed(await client.get("/sources"))
    assert "last read well 12 minutes ago" in page.find_class("source")[0].text_content()
