"""The pages as HTML, read without JavaScript."""

import asyncio
import logging
from dataclasses import replace

import httpx2
import pytest
from fakes_desk import (
    ABSTENTION,
    ANSWER,
    COVERAGE,
    KOREAN_ANSWER,
    STATUS,
    STORED,
    FakeDesk,
    citation,
    comment,
    statement,
)
from lxml import html
from lxml.html import HtmlElement

from bot.types import Question, Why
from retrieval.errors import StoreUnavailable
from retrieval.types import Coverage, Voice

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def parsed(response: httpx2.Response) -> HtmlElement:
    return html.fromstring(response.text.replace("\N{NO-BREAK SPACE}", " "))


async def test_asking_needs_no_script(client: httpx2.AsyncClient, desk: FakeDesk):
    """The form is a plain GET, and its address gives a whole page with the answer."""
    page = parsed(await client.get("/"))
    form = page.get_element_by_id("ask")
    assert (form.get("action"), form.get("method")) == ("/", "get")
    answered = parsed(await client.get("/", params={"q": "What waits?"}))
    assert len(answered.findall(".//ol[@class='statements']/li")) == len(ANSWER.statements)
    assert desk.questions[0].text == "What waits?"


async def test_quotes_are_verbatim(client: httpx2.AsyncClient):
    """Each quote stands in a block quote, character for character, in its own language."""
    page = parsed(await client.get("/", params={"q": "?"}))
    shown = [(quote.text_content(), quote.get("lang")) for quote in page.iter("blockquote")]
    assert shown == [(c.quote, c.lang) for s in ANSWER.statements for c in s.citations]


async def test_voice_is_named_before_the_quote(client: httpx2.AsyncClient):
    """Who speaks is said before each quote."""
    page = parsed(await client.get("/", params={"q": "?"}))
    assert [lead.text_content() for lead in page.find_class("lead")] == [
        "The article says:",
        "jdoe, a commenter on Hacker News, says:",
        "긱뉴스’s summary says:",
    ]


async def test_quote_opens_at_its_place(client: httpx2.AsyncClient):
    """The first link of a quote opens the publisher's page at the words, in a new tab."""
    page = parsed(await client.get("/", params={"q": "?"}))
    link = page.find_class("links")[0].find("a")
    assert link.get("href") == (
        "https://paper.example/red-alert#:~:text=Work%20on%20advertising%2C%20on%20shopping,"
        "everyday%20questions%20first."
    )
    assert (link.get("target"), link.get("rel")) == ("_blank", "noopener noreferrer nofollow")


async def test_quote_opens_as_stored(client: httpx2.AsyncClient):
    """The second link shows the stored text with exactly the quote marked."""
    page = parsed(await client.get("/", params={"q": "?"}))
    href = page.find_class("links")[0].findall("a")[1].get("href")
    document = parsed(await client.get(href))
    assert document.get_element_by_id("quote").text_content() == (
        ANSWER.statements[0].citations[0].quote
    )


async def test_stored_text_is_whole(client: httpx2.AsyncClient):
    """The page of a document shows its text unchanged around the mark."""
    page = parsed(await client.get("/documents/k0r1?start=2&end=8"))
    assert page.find_class("text")[0].text_content() == STORED["k0r1"].text


async def test_stored_text_says_what_it_lacks(client: httpx2.AsyncClient):
    """A text that is less than the whole says so."""
    page = parsed(await client.get("/documents/k0r1"))
    assert "only the summary is stored" in page.find_class("lacks")[0].text_content()


@pytest.mark.parametrize(
    "query", ["start=x&end=9", "start=5", "start=9&end=2", "start=1&end=99999"]
)
async def test_odd_spans_mark_nothing(client: httpx2.AsyncClient, query: str):
    """A span that is none, or outside of the text, is left out."""
    page = parsed(await client.get(f"/documents/d0c1?{query}"))
    assert list(page.iter("mark")) == []


async def test_unknown_document(client: httpx2.AsyncClient):
    """A document that is not there, or no longer, is a clear 404."""
    response = await client.get("/documents/none?start=1&end=2")
    assert response.status_code == 404
    assert "not stored, or is gone" in parsed(response).find_class("failure")[0].text_content()


async def test_abstention_helps_on(client: httpx2.AsyncClient, desk: FakeDesk):
    """No answer: why, what was searched, what to try, and the nearest items with their links."""
    desk.reply = ABSTENTION
    page = parsed(await client.get("/", params={"q": "?"}))
    text = page.get_element_by_id("answer").text_content()
    assert "hold no answer from the time you asked about" in text
    assert "“in 2024” (1 January 2024 – 31 December 2024)" in text
    assert "1,284 documents from 3 sources" in text
    assert len(page.find_class("tries")[0].findall("li")) == 3
    assert len(page.find_class("nearest")[0].findall("li")) == 2


async def test_text_without_a_web_address_is_not_linked(client: httpx2.AsyncClient, desk: FakeDesk):
    """A text that lives only here is linked to our own page alone."""
    desk.reply = ABSTENTION
    page = parsed(await client.get("/", params={"q": "?"}))
    local = page.find_class("nearest")[0].findall("li")[1]
    assert [a.get("href") for a in local.iter("a")] == ["/documents/r0l1?start=0&end=0#quote"]


async def test_nothing_stored_leads_to_the_sources(client: httpx2.AsyncClient, desk: FakeDesk):
    """With nothing to search, the reply leads to the form that adds a source."""
    desk.reply = replace(ABSTENTION, why=Why.NOTHING_STORED, nearest=())
    page = parsed(await client.get("/", params={"q": "?"}))
    assert page.find_class("button")[0].get("href") == "/sources"


async def test_empty_site_says_how_to_begin(client: httpx2.AsyncClient, desk: FakeDesk):
    """Before the first source the front page leads to adding one."""
    desk.current = replace(STATUS, coverage=Coverage())
    page = parsed(await client.get("/"))
    assert "No source has been read yet" in page.find_class("empty")[0].text_content()


async def test_statement_in_own_words_stands_over_its_quotes(
    client: httpx2.AsyncClient, desk: FakeDesk
):
    """A sentence of the bot is shown as a sentence, and the answer does not claim to be verbatim."""
    worded = statement(citation("a red alert"), text="An alert was called.")
    desk.reply = replace(ANSWER, statements=(worded,))
    page = parsed(await client.get("/", params={"q": "?"}))
    assert page.find_class("sentence")[0].text_content() == "An alert was called."
    assert "word for word" not in page.find_class("notice")[0].text_content()


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


async def test_hostile_source_is_text(client: httpx2.AsyncClient, desk: FakeDesk):
    """The page of sources shows names and reasons as text."""
    bad = replace(STATUS.sources[0], name=HOSTILE, location=HOSTILE, reason=HOSTILE)
    desk.current = replace(STATUS, sources=(bad,))
    page = parsed(await client.get("/sources"))
    assert page.find_class("source")[0].find(".//h3").text_content() == HOSTILE
    assert list(page.iter("img")) == []


async def test_relay_is_never_a_user(client: httpx2.AsyncClient, desk: FakeDesk):
    """A retold comment names the retelling source, not its poster as the speaker."""
    relay = comment("It is late.", voice=Voice.RELAY, author="neo", source="긱뉴스")
    desk.reply = replace(ANSWER, statements=(statement(relay),))
    page = parsed(await client.get("/", params={"q": "?"}))
    assert page.find_class("lead")[0].text_content() == (
        "An unnamed commenter, retold by 긱뉴스, says:"
    )
    assert "neo" not in page.find_class("quote")[0].text_content()


@pytest.mark.parametrize(
    ("accept", "lang"),
    [("ko-KR,ko;q=0.9,en;q=0.8", "ko"), ("de,en;q=0.5,ko;q=0.9", "ko"), ("fr", "en"), ("", "en")],
)
async def test_language_of_the_browser(client: httpx2.AsyncClient, accept: str, lang: str):
    """The page is in the best of the browser's languages."""
    page = parsed(await client.get("/", headers={"accept-language": accept}))
    assert page.get("lang") == lang


async def test_chosen_language_wins(client: httpx2.AsyncClient):
    """`?lang=` wins over the browser, and links and the form keep it."""
    page = parsed(await client.get("/?lang=ko", headers={"accept-language": "en"}))
    assert page.get("lang") == "ko"
    assert page.xpath("//nav[@class='pages']/a/@href") == ["/?lang=ko", "/sources?lang=ko"]
    assert page.xpath("//form[@id='ask']/input[@name='lang']/@value") == ["ko"]


async def test_switch_keeps_the_question(client: httpx2.AsyncClient):
    """The switch leads to the same question in the other language."""
    page = parsed(await client.get("/", params={"q": "a&b", "lang": "en"}))
    hrefs = page.xpath("//nav[@class='languages']/a/@href")
    assert hrefs == ["?q=a%26b&lang=en", "?q=a%26b&lang=ko"]


async def test_reply_follows_the_question(client: httpx2.AsyncClient, desk: FakeDesk):
    """Without a choice the desk decides the reply's language, and the page marks it."""
    desk.reply = KOREAN_ANSWER
    page = parsed(await client.get("/", params={"q": "?"}, headers={"accept-language": "en"}))
    assert desk.questions[0].lang is None
    assert (page.get("lang"), page.find_class("reply")[0].get("lang")) == ("en", "ko")


async def test_choice_is_passed_on(client: httpx2.AsyncClient, desk: FakeDesk):
    """With a choice the desk is asked to reply in it."""
    await client.get("/", params={"q": "?", "lang": "ko"})
    assert desk.questions[0].lang == "ko"


@pytest.mark.parametrize(
    ("cookie", "zone"),
    [
        ("America/New_York", "America/New_York"),
        ("Mars/Base", "Asia/Seoul"),
        ("../etc", "Asia/Seoul"),
        ("America", "Asia/Seoul"),
    ],
)
async def test_time_zone_of_the_browser(
    client: httpx2.AsyncClient, desk: FakeDesk, cookie: str, zone: str
):
    """The zone of the browser is passed on when there is such a zone, else that of the server."""
    await client.get("/", params={"q": "?"}, headers={"cookie": f"tz={cookie}"})
    assert desk.questions[0].timezone == zone


async def test_dates_are_in_the_readers_zone(client: httpx2.AsyncClient):
    """A text of 01:30 UTC is of the day before in New York."""
    page = parsed(await client.get("/?q=x", headers={"cookie": "tz=America/New_York"}))
    assert page.find(".//time").text_content() == "1 December 2025"


async def test_long_question_is_refused_clearly(client: httpx2.AsyncClient, desk: FakeDesk):
    """A question over the limit is not asked; the page says why and keeps its text."""
    response = await client.get("/", params={"q": "x" * 2001})
    page = parsed(response)
    assert (response.status_code, desk.questions) == (400, [])
    assert "longer than 2,000 characters" in page.find_class("failure")[0].text_content()
    assert page.get_element_by_id("q").get("value") == "x" * 2001


async def test_empty_question_reaches_the_desk(client: httpx2.AsyncClient, desk: FakeDesk):
    """What an empty question means is the desk's to say."""
    await client.get("/?q=")
    assert desk.questions[0] == Question(
        text="", now=desk.questions[0].now, timezone="Asia/Seoul", lang=None
    )


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


async def test_answer_for_htmx_is_a_part(client: httpx2.AsyncClient):
    """A page that stands already gets the answer and the new title alone."""
    response = await client.get("/?q=x", headers={"hx-request": "true"})
    assert "<html" not in response.text
    assert response.text.startswith("<title>x — Newsdesk</title>")


async def test_page_works_without_htmx(client: httpx2.AsyncClient):
    """A script that is not there is not asked for."""
    page = parsed(await client.get("/"))
    for src in page.xpath("//script/@src"):
        assert (await client.get(src)).status_code == 200


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


async def test_coverage_is_on_the_front(client: httpx2.AsyncClient):
    """Before anything is asked the page says what answers come from."""
    page = parsed(await client.get("/"))
    line = page.find_class("holding")[0].text_content()
    assert f"{COVERAGE.documents:,} documents in 3 sources" in line


async def test_head_is_answered(client: httpx2.AsyncClient):
    """Checkers of links may ask for the head alone."""
    assert (await client.head("/documents/d0c1")).status_code == 200
