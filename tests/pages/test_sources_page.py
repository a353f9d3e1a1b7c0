"""The page of sources and its forms."""

import asyncio
from dataclasses import replace

import httpx2
import pytest
from fakes_desk import STATUS, FakeDesk
from parsed import parsed

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


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
    """Each run shows who asked, its counts, and its problems or its message."""
    page = parsed(await client.get("/sources"))
    done, failed = (" ".join(run.text_content().split()) for run in page.find_class("run"))
    assert "12 added · 2 changed · 0 gone · 31 unchanged" in done
    assert "entry 7: has no link It was left out." in done
    assert "The host answered 403 (forbidden)." in failed


async def proof(client: httpx2.AsyncClient) -> dict[str, str]:
    """The hidden field of the forms; the cookie stays with the client."""
    page = parsed(await client.get("/sources"))
    return {"form_token": page.xpath("//input[@name='form_token']/@value")[0]}


async def test_source_is_added(client: httpx2.AsyncClient, desk: FakeDesk):
    """The form adds a source and leads back to the list."""
    form = await proof(client)
    response = await client.post("/sources", data={**form, "location": " https://x.example/feed "})
    assert (response.status_code, response.headers["location"]) == (303, "/sources")
    assert desk.ingested == [("https://x.example/feed", "web page")]


async def test_source_is_read_now(client: httpx2.AsyncClient, desk: FakeDesk):
    """The button reads a source, in the language of the page."""
    form = await proof(client)
    response = await client.post("/sources/refresh?lang=ko", data={**form, "source_id": "paper"})
    assert response.headers["location"] == "/sources?lang=ko"
    assert desk.refreshed == [("paper", "web page")]


async def test_refusal_is_explained(client: httpx2.AsyncClient):
    """What cannot be done is explained on the page of sources."""
    form = await proof(client)
    response = await client.post("/sources/refresh", data={**form, "source_id": "nobody"})
    line = parsed(response).find_class("failure")[0].text_content()
    assert (response.status_code, line[:32]) == (400, "There is no source 'nobody'. (re")


@pytest.mark.parametrize("place", ["/etc/passwd", "notes.jsonl", "file:///etc/passwd"])
async def test_no_files_of_the_server(client: httpx2.AsyncClient, desk: FakeDesk, place: str):
    """A visitor cannot have the server read a file of its own."""
    form = await proof(client)
    response = await client.post("/sources", data={**form, "location": place})
    assert (response.status_code, desk.ingested) == (400, [])


async def test_refused_address_stays_in_the_form(client: httpx2.AsyncClient, desk: FakeDesk):
    """An address that cannot be added stays where it was typed."""
    form = await proof(client)
    desk.refused = {"ftp://x"}
    response = await client.post("/sources", data={**form, "location": "ftp://x"})
    assert parsed(response).get_element_by_id("location").get("value") == "ftp://x"


async def test_long_reading_goes_on(client: httpx2.AsyncClient, desk: FakeDesk):
    """A reading that takes long does not hold the page, which shows that something goes on."""
    form = await proof(client)
    desk.gate = asyncio.Event()
    response = await client.post("/sources", data={**form, "location": "https://x.example/"})
    assert response.status_code == 303
    assert "busy" in parsed(await client.get("/sources")).get_element_by_id("progress").get("class")
    desk.gate.set()
    await asyncio.sleep(0.05)
    page = parsed(await client.get("/sources"))
    assert "busy" not in page.get_element_by_id("progress").get("class")


async def test_late_failure_is_logged(
    client: httpx2.AsyncClient, desk: FakeDesk, caplog: pytest.LogCaptureFixture
):
    """A reading that fails after the page has stopped waiting is logged and ends."""
    form = await proof(client)
    desk.gate = asyncio.Event()
    desk.late = ValueError("broken inside")
    await client.post("/sources", data={**form, "location": "https://x.example/"})
    desk.gate.set()
    await asyncio.sleep(0.05)
    assert "broken inside" in caplog.text
    progress = parsed(await client.get("/sources")).get_element_by_id("progress")
    assert progress.get("class") == "panel"


@pytest.mark.parametrize(
    "form", [{}, {"form_token": ""}, {"form_token": "x.y"}, {"form_token": "한글"}]
)
async def test_form_from_elsewhere_is_refused(
    client: httpx2.AsyncClient, desk: FakeDesk, form: dict[str, str]
):
    """Without the value of our own form nothing is added."""
    await client.get("/sources")
    response = await client.post("/sources", data={**form, "location": "https://x.example/"})
    assert (response.status_code, desk.ingested) == (403, [])


async def test_form_without_its_cookie_is_refused(client: httpx2.AsyncClient, desk: FakeDesk):
    """A form sent without our cookie, as from another site, is refused."""
    form = await proof(client)
    client.cookies.clear()
    response = await client.post("/sources", data={**form, "location": "https://x.example/"})
    assert (response.status_code, desk.ingested) == (403, [])


async def test_own_made_proof_is_refused(client: httpx2.AsyncClient, desk: FakeDesk):
    """A cookie that somebody else has set does not help: it is not signed by us."""
    headers = {"cookie": "newsdesk_form=made.up"}
    response = await client.post(
        "/sources", data={"form_token": "made.up", "location": "x"}, headers=headers
    )
    assert (response.status_code, desk.ingested) == (403, [])


async def test_cookie_is_kept_from_scripts_and_strangers(client: httpx2.AsyncClient):
    """The cookie of the forms is HttpOnly and SameSite=Strict."""
    cookie = (await client.get("/sources")).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
