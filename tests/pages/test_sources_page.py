"""The page of sources and its forms."""

from dataclasses import replace

import httpx2
import pytest
from console_world import RUNS
from fakes_desk import NOW, STATUS, FakeDesk
from parsed import parsed

from retrieval.types import RunKind, RunState, SourceState

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
REASON = str(STATUS.sources[1].reason)  # told of the source, where it is public


async def test_hostile_source_is_text(client: httpx2.AsyncClient, desk: FakeDesk):
    """The page of sources shows names and reasons as text."""
    bad = replace(STATUS.sources[0], name=HOSTILE, location=HOSTILE, reason=HOSTILE)
    desk.current = replace(STATUS, sources=(bad,))
    page = parsed(await client.get("/sources"))
    assert page.find_class("source")[0].find(".//h3").text_content() == HOSTILE
    assert list(page.iter("img")) == []


async def test_sources_are_listed(client: httpx2.AsyncClient):
    """Each source shows its state, its reason, when it was checked and how much it holds."""
    page = parsed(await client.get("/sources"))
    text = [" ".join(item.text_content().split()) for item in page.find_class("source")]
    assert "The Paper" in text[0]
    assert "active" in text[0]
    assert "1,024 documents" in text[0]
    assert "checked 12 minutes ago" in text[0]
    assert "failing" in text[1]
    assert "403 (forbidden)" in text[1]
    assert "never checked" in text[2]
    assert "1 document" in text[2]


async def test_runs_are_listed(client: httpx2.AsyncClient):
    """Each run shows what it read, how it ended, and its counts."""
    page = parsed(await client.get("/sources"))
    done, failed = (" ".join(run.text_content().split()) for run in page.find_class("run"))
    assert "12 added · 2 changed · 0 gone · 31 unchanged" in done
    assert "The Paper" in done
    assert "failed" in failed


@pytest.mark.parametrize("path", ["/sources", "/sources/progress"])
async def test_strangers_learn_no_more(
    client: httpx2.AsyncClient, desk: FakeDesk, path: str
) -> None:
    """Not who asked, what went wrong with which text, where files lie, nor what is no reading."""
    backup = replace(RUNS[0], source_id="", kind=RunKind.BACKUP, current="/backups/new.gz")
    ended = tuple(replace(run, state=RunState.DONE, finished=NOW) for run in (*RUNS, backup))
    desk.current = replace(STATUS, runs=ended)
    response = await client.get(path)
    for part in ("8035", "Ada", "topic?id", "missing", "403", "that=goes", "/data/", "backups"):
        assert part not in response.text.replace(REASON, "")
    assert len(parsed(response).find_class("run")) == 5


async def test_since_when_a_source_fails(client: httpx2.AsyncClient, desk: FakeDesk) -> None:
    """A failing source tells when it was last read well."""
    geek = replace(STATUS.sources[1], read_at=STATUS.sources[0].checked_at)
    desk.current = replace(STATUS, sources=(geek,))
    page = parsed(await client.get("/sources"))
    assert "last read well 12 minutes ago" in page.find_class("source")[0].text_content()


async def test_what_is_missing_is_told(client: httpx2.AsyncClient, desk: FakeDesk) -> None:
    """A source with something held back says how much, in the language of the page."""
    paper = replace(STATUS.sources[0], held=26, held_mark="0123456789abcdef" * 2)
    desk.current = replace(STATUS, sources=(paper,))
    page = parsed(await client.get("/sources?lang=ko"))
    assert "26건" in page.find_class("waiting")[0].text_content()


@pytest.mark.parametrize("state", list(SourceState))
async def test_each_state_of_a_source_is_told(
    client: httpx2.AsyncClient, desk: FakeDesk, state: SourceState
) -> None:
    """Also one that is being removed."""
    desk.current = replace(STATUS, sources=(replace(STATUS.sources[0], state=state),))
    page = parsed(await client.get("/sources"))
    assert page.find_class("source")[0].find_class("state")[0].text_content()


@pytest.mark.parametrize("state", list(RunState))
async def test_each_state_of_a_run_is_told(
    client: httpx2.AsyncClient, desk: FakeDesk, state: RunState
) -> None:
    """Also of one that is queued or was cancelled."""
    desk.current = replace(STATUS, runs=(replace(STATUS.runs[0], state=state),))
    page = parsed(await client.get("/sources"))
    assert page.find_class("run")[0].find_class("state")[0].text_content()


async def test_nothing_is_done_here(client: httpx2.AsyncClient) -> None:
    """The page is to be read: it has no form, and leads to the console."""
    page = parsed(await client.get("/sources?lang=ko"))
    assert list(page.iter("form", "button", "input")) == []
    assert page.find_class("manage")[0].find("a").get("href") == "/console/sources?lang=ko"


@pytest.mark.parametrize(
    ("path", "status"),
    [("/sources", 405), ("/sources/refresh", 404), ("/sources/deletions", 404)],
)
async def test_nothing_can_be_sent_here(
    client: httpx2.AsyncClient, desk: FakeDesk, path: str, status: int
) -> None:
    """What used to act does not any more, whoever asks."""
    response = await client.post(
        path, data={"location": "https://x.example/", "source_id": "paper"}
    )
    assert (response.status_code, desk.ingested, desk.refreshed) == (status, [], [])
