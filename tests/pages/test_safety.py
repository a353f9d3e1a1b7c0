"""Hostile texts, foreign hosts and failures."""

import logging
from dataclasses import replace

import httpx2
import pytest
from fakes_desk import (
    ANSWER,
    FakeDesk,
    comment,
    statement,
)
from lxml.html import HtmlElement
from parsed import parsed

from bot.types import Judged, Trail, Verdict
from retrieval.errors import StoreUnavailable

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


async def test_hostile_text_is_text(client: httpx2.AsyncClient, desk: FakeDesk):
    """Markup in questions, quotes, titles, names and notes is shown, not obeyed."""
    bad = comment(
        HOSTILE, title=HOSTILE, author=HOSTILE, source=HOSTILE, lacks=HOSTILE, lang=HOSTILE
    )
    desk.reply = replace(ANSWER, statements=(statement(bad),))
    page = parsed(await client.get("/", params={"q": HOSTILE}))
    assert [s.get("src") for s in page.iter("script")] == ["/static/newsdesk.js", *htmx(page)]
    assert list(page.iter("img")) == []
    assert next(page.iter("blockquote")).text_content() == HOSTILE


def htmx(page: HtmlElement) -> list[str]:
    scripts = (script.get("src") for script in page.iter("script"))
    return [src for src in scripts if src.endswith("htmx.min.js")]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example/"])
async def test_hostile_address_is_not_linked(client: httpx2.AsyncClient, desk: FakeDesk, url: str):
    """Only http(s) addresses become links."""
    desk.reply = replace(ANSWER, statements=(statement(comment("Hi.", url=url)),))
    page = parsed(await client.get("/", params={"q": "?"}))
    assert [a.get("href") for a in page.find_class("links")[0].iter("a")] == [
        "/documents/c0m1?start=0&end=3#quote"
    ]


async def test_known_failure_is_told(client: httpx2.AsyncClient, desk: FakeDesk):
    """A failure that was meant for people is one line with a reference."""
    desk.error = StoreUnavailable("The disk is full: free some space on it.")
    response = await client.get("/", params={"q": "?"})
    line = parsed(response).find_class("failure")[0].text_content()
    assert response.status_code == 503
    assert line.startswith("The disk is full: free some space on it. (reference ")


async def test_unexpected_failure_is_not_shown(
    client: httpx2.AsyncClient, desk: FakeDesk, caplog: pytest.LogCaptureFixture
):
    """Other failures show a reference only, under which the log has the cause."""
    desk.error = ValueError("secret inside")
    with caplog.at_level(logging.ERROR):
        response = await client.get("/", params={"q": "?"})
    line = parsed(response).find_class("failure")[0].text_content()
    reference = line.partition("(reference ")[2].rstrip(")")
    assert (response.status_code, "secret" in response.text) == (500, False)
    assert reference in caplog.text
    assert "secret inside" in caplog.text


async def test_failure_of_a_part_is_a_part(client: httpx2.AsyncClient, desk: FakeDesk):
    """Within a page that stands already, a failure is a line and not a second page."""
    desk.error = StoreUnavailable("The disk is full.")
    response = await client.get("/?q=x", headers={"hx-request": "true"})
    assert "<html" not in response.text
    assert "The disk is full." in response.text


@pytest.mark.parametrize(
    "path", ["/", "/sources", "/documents/d0c1", "/nowhere", "/static/style.css"]
)
async def test_security_headers(client: httpx2.AsyncClient, path: str):
    """Every response forbids foreign scripts, styles, frames, guesses and referrers."""
    headers = (await client.get(path)).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


async def test_no_inline_script_or_style(client: httpx2.AsyncClient):
    """Nothing on the page needs what the policy forbids."""
    for path in ("/", "/?q=x", "/sources", "/documents/d0c1?start=1&end=5"):
        page = parsed(await client.get(path))
        assert page.xpath("//style | //*[@style] | //script[not(@src)] | //*[@onclick]") == []


async def test_page_names_no_foreign_resource(client: httpx2.AsyncClient):
    """All that a page loads is ours."""
    page = parsed(await client.get("/?q=x"))
    loaded = page.xpath("//script/@src | //link/@href | //img/@src")
    assert all(address.startswith("/static/") for address in loaded)


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "localhost@evil.example"]
)
async def test_foreign_host_name_is_refused(client: httpx2.AsyncClient, host: str):
    """A name that is not ours is not answered under: DNS rebinding."""
    response = await client.get("/?q=x", headers={"host": host})
    assert response.status_code == 400
    assert "<blockquote" not in response.text


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "[::1]:9000", "news.internal:8443"])
async def test_own_host_name_is_answered(client: httpx2.AsyncClient, host: str):
    """Loopback names and configured ones are ours, on any port."""
    assert (await client.get("/", headers={"host": host})).status_code == 200


@pytest.mark.parametrize("origin", ["cross-site", "same-site"])
async def test_other_sites_ask_nothing(
    client: httpx2.AsyncClient, desk: FakeDesk, origin: str
) -> None:
    """Answers may cost money: another site's question stands in the box, to be sent or not."""
    got = await client.get(
        "/", params={"q": "What about the memo?"}, headers={"sec-fetch-site": origin}
    )
    assert desk.questions == []
    assert "What about the memo?" in got.text


async def test_dropped_sentences_are_not_in_the_page(
    client: httpx2.AsyncClient, desk: FakeDesk
) -> None:
    """What did not stand up to the checks is shown to nobody who has not asked for it."""
    bad = Judged(
        text="Nova is bankrupt.", quotes=(), verdict=Verdict(passed=False, reasons=("no",))
    )
    desk.reply = replace(ANSWER, trail=Trail(question="q", judged=(bad,)))
    assert "bankrupt" not in (await client.get("/", params={"q": "What about the memo?"})).text
