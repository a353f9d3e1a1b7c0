"""The pages as HTML, read without JavaScript."""

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
from parsed import parsed

from bot.types import Question, Why
from retrieval.types import Coverage, Voice


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
        "The Paper reports:",
        "jdoe on Hacker News says:",
        "긱뉴스’s summary of an article says:",
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
    assert page.find_class("button")[0].get("href") == "/console/sources"


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


async def test_coverage_is_on_the_front(client: httpx2.AsyncClient):
    """Before anything is asked the page says what answers come from."""
    page = parsed(await client.get("/"))
    line = page.find_class("holding")[0].text_content()
    assert f"{COVERAGE.documents:,} documents in 3 sources" in line


async def test_head_is_answered(client: httpx2.AsyncClient):
    """Checkers of links may ask for the head alone."""
    assert (await client.head("/documents/d0c1")).status_code == 200
