"""The pages in Chromium, as a reader meets them."""

import asyncio
import base64
from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import pairwise
from urllib.parse import quote

import pytest
from fakes_desk import ABSTENTION, ANSWER, RUN, STATUS, FakeDesk, citation, comment, statement
from playwright.async_api import Browser, Page, expect
from voiced import REPLIES

from adapters.web.site import HTMX
from retrieval.types import RunState

KOREAN_QUOTE = ANSWER.statements[2].citations[0].quote
needs_htmx = pytest.mark.skipif(
    not HTMX.is_file(), reason=f"set-up has not put htmx at {HTMX.name} yet"
)
VOICED = tuple(f"/?q={name}" for name in REPLIES)
ALL_PAGES = (
    "/",
    "/?q=x",
    "/?q=none",
    *VOICED,
    "/sources",
    "/documents/d0c1?start=4&end=300",
    "/nowhere",
)
LOW_CONTRAST = """() => {
  const channel = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const colour = rgb(getComputedStyle(e).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const own = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  return [...document.body.querySelectorAll("*")].filter(own).filter((e) => {
    const [a, b] = [light(rgb(getComputedStyle(e).color)), light(ground(e))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5;
  }).map((e) => e.outerHTML.slice(0, 120));
}"""
CLIPPED = """() => [...document.querySelectorAll(".byline > span")].filter((span) => {
  const edge = span.parentElement.getBoundingClientRect().left
    + 1.1 * parseFloat(getComputedStyle(span.parentElement).fontSize);
  const range = document.createRange();
  range.selectNodeContents(span);
  return [...range.getClientRects()].some((line) => line.left < edge - 1);
}).map((span) => span.textContent)"""
RED_PIXELS = """async (png) => {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  const data = pen.getImageData(0, 0, image.width, image.height).data;
  let red = 0;
  for (let i = 0; i < data.length; i += 4)
    red += data[i] > 250 && data[i + 1] < 5 && data[i + 2] < 5;
  return red;
}"""


@pytest.fixture
async def page(browser: Browser, site: str) -> AsyncIterator[Page]:
    """A desktop reader who prefers English. Anything that the console complains of fails the test."""
    context = await browser.new_context(base_url=site, locale="en-GB", timezone_id="Europe/Berlin")
    complaints: list[str] = []
    opened = await context.new_page()
    opened.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    await context.close()
    assert complaints == []


async def ask(page: Page, text: str) -> None:
    await page.goto("/")
    await page.get_by_role("textbox").fill(text)
    await page.keyboard.press("Enter")


@needs_htmx
async def test_answer_appears_in_place(page: Page):
    """Enter asks; the answer appears without the page being loaded anew, and has its own address."""
    await page.goto("/")
    await page.evaluate("window.same = true")
    await page.keyboard.type("What waits?")  # the box has the focus
    await page.keyboard.press("Enter")
    await expect(page.locator("blockquote")).to_have_count(3)
    assert await page.evaluate("window.same")
    assert page.url.endswith("/?q=What%20waits%3F")
    await expect(page).to_have_title("What waits? — Newsdesk")


@needs_htmx
async def test_back_leads_to_the_page_before(page: Page):
    """The back button works across answers."""
    await ask(page, "What waits?")
    await expect(page.locator("blockquote")).to_have_count(3)
    await page.go_back()
    await expect(page.locator(".holding")).to_be_visible()
    await expect(page.locator("blockquote")).to_have_count(0)


@needs_htmx
async def test_sign_of_life_while_asking(page: Page, desk: FakeDesk):
    """While the desk works the page says so, and stops saying so."""
    desk.gate = asyncio.Event()
    await ask(page, "What waits?")
    await expect(page.get_by_text("Searching the sources…")).to_be_visible()
    await expect(page.locator("#answer")).to_have_attribute("aria-busy", "true")
    desk.gate.set()
    await expect(page.get_by_text("Searching the sources…")).to_be_hidden()
    await expect(page.locator("#answer")).to_have_attribute("aria-busy", "false")


@needs_htmx
async def test_chosen_language_stays_while_asking(page: Page, desk: FakeDesk):
    """Who chose Korean is answered in Korean and stays in Korean."""
    await page.goto("/")
    await page.get_by_role("link", name="한국어").click()
    await page.keyboard.type("What waits?")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="답변")).to_be_visible()
    assert desk.questions[0].lang == "ko"


@needs_htmx
async def test_switch_keeps_the_question_asked_in_place(page: Page, desk: FakeDesk):
    """The switch of languages leads to the question that the page shows now."""
    await ask(page, "What waits?")
    await expect(page.locator("blockquote")).to_have_count(3)
    await page.get_by_role("link", name="한국어").click()
    await expect(page.get_by_role("heading", name="답변")).to_be_visible()
    assert [(q.text, q.lang) for q in desk.questions] == [
        ("What waits?", None),
        ("What waits?", "ko"),
    ]


async def test_quote_links(page: Page):
    """Each quote links to its place at the publisher's and to the text as stored."""
    await page.goto("/?q=x")
    links = page.locator("figure").nth(2).get_by_role("link")
    assert [await link.get_attribute("href") for link in await links.all()] == [
        f"https://news.example/topic?id=24842#top:~:text={quote(KOREAN_QUOTE)}",
        "/documents/k0r1?start=104&end=149#quote",
    ]


async def opened_at_quote(page: Page) -> Page:
    """Follows the first link of an answer into its new tab."""
    await page.goto("/?q=x")
    async with page.context.expect_page() as tab:
        await page.get_by_role("link", name="Open at this quote").first.click()
    there = await tab.value
    await there.wait_for_load_state()
    return there


# The area of a letter in the paragraph with these words, whatever fonts there are.
LETTER_PIXELS = """words => {
  const p = [...document.querySelectorAll("p")].find(each => each.textContent.includes(words));
  const range = document.createRange();
  range.selectNodeContents(p);
  const area = [...range.getClientRects()].reduce((sum, r) => sum + r.width * r.height, 0);
  return area / p.textContent.length;
}"""


@pytest.mark.parametrize(
    "words",
    [
        "called a red alert",
        ANSWER.statements[0].citations[0].quote,
        "in a memo to all staff on Monday.\n\nWork on advertising",
    ],
    ids=["short", "long", "over two paragraphs"],
)
async def test_publishers_page_opens_at_the_quote(
    page: Page, desk: FakeDesk, publisher: str, words: str
):
    """A click opens the publisher's long page scrolled to the quote, with its words highlighted."""
    desk.reply = replace(ANSWER, statements=(statement(citation(words, url=publisher)),))
    there = await opened_at_quote(page)
    await there.wait_for_function("scrollY > 3000")
    await expect(there.get_by_text("called a red alert")).to_be_in_viewport()
    shot = base64.b64encode(await there.screenshot()).decode()
    red = await there.evaluate(RED_PIXELS, shot)
    letter = await there.evaluate(LETTER_PIXELS, "called a red alert")
    assert 0.6 < red / len(words) / letter < 1.4


async def test_publisher_learns_nothing(page: Page, desk: FakeDesk, publisher: str):
    """The publisher's page neither sees where the reader came from nor can reach our page."""
    desk.reply = replace(ANSWER, statements=(statement(citation("a red alert", url=publisher)),))
    there = await opened_at_quote(page)
    assert await there.evaluate("[document.referrer, window.opener]") == ["", None]


async def test_stored_page_opens_at_the_mark(page: Page):
    """The link to the stored text opens it at the mark."""
    await page.goto("/?q=x")
    await page.set_viewport_size({"width": 600, "height": 300})
    await page.get_by_role("link", name="As stored").first.click()
    await expect(page.locator("mark#quote")).to_be_in_viewport()


async def test_reading_and_asking_without_script(browser: Browser, site: str):
    """With JavaScript off, typing and Enter still answer."""
    context = await browser.new_context(base_url=site, java_script_enabled=False, locale="en-GB")
    page = await context.new_page()
    await ask(page, "What waits?")
    await expect(page.locator("blockquote")).to_have_count(3)
    await context.close()


@pytest.mark.parametrize("lang", ["en", "ko"])
async def test_phone_needs_no_sideways_scrolling(page: Page, desk: FakeDesk, lang: str):
    """At 360 pixels nothing is wider than the screen, nor cut off, not even a very long word."""
    word = "https://paper.example/" + "long" * 60
    wordy = comment(word, title=word, author=word, source=word)
    desk.reply = replace(ANSWER, statements=(statement(wordy),))
    desk.replies = {"none": ABSTENTION, **REPLIES}
    await page.set_viewport_size({"width": 360, "height": 740})
    for path in ALL_PAGES[:-1]:
        await page.goto(f"{path}{'&' if '?' in path else '?'}lang={lang}")
        assert await page.evaluate("document.documentElement.scrollWidth") == 360, path
        assert await page.evaluate(CLIPPED) == [], path


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_contrast(page: Page, desk: FakeDesk, scheme: str):
    """All text has the contrast that WCAG asks for at level AA, in light and in dark."""
    desk.replies = {"none": ABSTENTION, **REPLIES}
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for path in ALL_PAGES[:-1]:
        await page.goto(path)
        assert await page.evaluate(LOW_CONTRAST) == [], path


async def test_headings_skip_no_level(page: Page, desk: FakeDesk):
    """Each page has one first heading, and none below skips a level."""
    desk.replies = {"none": ABSTENTION, **REPLIES}
    for path in ALL_PAGES[:-1]:
        await page.goto(path)
        headings = page.locator("h1, h2, h3, h4")
        levels = await headings.evaluate_all("all => all.map(h => +h.tagName[1])")
        assert levels[0] == 1, path
        assert levels.count(1) == 1, path
        assert all(b - a <= 1 for a, b in pairwise(levels)), path


async def test_keyboard_can_skip_to_the_content(page: Page):
    """The first stop of the keyboard is a visible link that skips to the content."""
    await page.goto("/sources")
    await page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    await expect(skip).to_be_focused()
    await expect(skip).to_be_in_viewport()
    await page.keyboard.press("Enter")
    await expect(page.locator("main")).to_be_focused()


async def test_korean_reader(browser: Browser, site: str):
    """A Korean browser gets the page in Korean, with Korean dates."""
    context = await browser.new_context(base_url=site, locale="ko-KR", timezone_id="Asia/Seoul")
    page = await context.new_page()
    await page.goto("/sources")
    await expect(page.locator("html")).to_have_attribute("lang", "ko")
    await expect(page.get_by_role("heading", name="출처", exact=True).first).to_be_visible()
    await expect(page.locator(".today")).to_have_text("2025년 12월 5일")
    await context.close()


async def test_zone_of_the_browser_is_told(page: Page, desk: FakeDesk):
    """The page tells the server the time zone of the browser."""
    await page.goto("/")
    await page.goto("/?q=x")
    assert desk.questions[0].timezone == "Europe/Berlin"


@needs_htmx
async def test_progress_updates_itself(page: Page, desk: FakeDesk):
    """While something is read the page follows it, and shows the outcome at the end."""
    running = replace(RUN, id="r2", state=RunState.RUNNING, finished=None, added=0)
    behind = replace(STATUS.indexes[0], passages=100, behind=300)
    desk.current = replace(STATUS, runs=(running,), indexes=(behind,))
    await page.goto("/sources")
    await expect(page.get_by_text("Reading The Paper")).to_be_visible()
    await expect(page.get_by_text("300 changes to apply")).to_be_visible()
    desk.current = replace(desk.current, indexes=(replace(behind, passages=250, behind=150),))
    await expect(page.get_by_text("150 changes to apply")).to_be_visible()
    desk.current = replace(STATUS, runs=(replace(RUN, added=77),))
    await expect(page.get_by_text("Every index is up to date")).to_be_visible()
    await expect(page.get_by_text("77 added")).to_be_visible()


@needs_htmx
async def test_progress_at_rest_is_left_alone(page: Page):
    """With nothing going on the page does not ask again."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto("/sources")
    asked.clear()
    await asyncio.sleep(2.5)
    assert [url for url in asked if "/sources" in url] == []


@needs_htmx
async def test_server_that_is_gone_is_told(browser: Browser, site: str):
    """When the server cannot be reached the page says so in the place of the answer."""
    context = await browser.new_context(base_url=site, locale="en-GB")
    page = await context.new_page()
    await page.goto("/")
    await context.set_offline(offline=True)
    await page.get_by_role("textbox").fill("What waits?")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("The server does not answer.")).to_be_visible()
    await context.close()


@needs_htmx
async def test_failure_appears_in_place(browser: Browser, site: str, desk: FakeDesk):
    """A failure is shown in the place of the answer."""
    context = await browser.new_context(base_url=site, locale="en-GB")
    page = await context.new_page()
    await page.goto("/")
    desk.error = ValueError("secret inside")
    await page.get_by_role("textbox").fill("What waits?")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Something went wrong")).to_be_visible()
    await context.close()
