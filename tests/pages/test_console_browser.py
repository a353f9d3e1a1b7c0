"""The console in Chromium, as an operator meets it: every page at three widths, light and dark, in both languages."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Literal

import axe
import pytest
from console_world import (
    ANSWERED,
    BROKEN,
    HELD,
    QUEUED,
    REFUSED,
    REINDEXED,
    RUNNING,
    STALLED,
    World,
)
from fakes_desk import NOW
from playwright.async_api import Browser, ConsoleMessage, Page, expect
from signing_in import KEY

from retrieval.types import RunState

PAGES = (
    "/console",
    "/console/sources",
    "/console/sources/paper",
    "/console/sources/geek",
    "/console/sources/paper/remove",
    "/console/sources/paper/deletions",
    "/console/sources/paper/documents",
    "/console/documents/d0c1",
    "/console/runs",
    *(f"/console/runs/{run}" for run in (RUNNING, QUEUED, STALLED, HELD, REINDEXED)),
    "/console/index",
    "/console/answers",
    *(f"/console/answers/{id}" for id in (ANSWERED, REFUSED, BROKEN)),
    "/console/unanswered",
    "/console/feedback",
    "/console/cases",
    "/console/figures",
    "/console/audit",
    "/console/login",
)
COLOURS = ["color-contrast"]
LOOKS: tuple[tuple[int, Literal["light", "dark"], list[str] | None], ...] = (
    (1280, "light", None),
    (1280, "dark", COLOURS),
    (360, "dark", COLOURS),
    (360, "light", COLOURS),
    (320, "light", COLOURS),
    (320, "dark", None),
)
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def is_complaint(message: ConsoleMessage) -> bool:
    """An error; that a form was refused is told to the reader, too."""
    return message.type == "error" and "status of 403" not in message.text


@pytest.fixture
async def page(browser: Browser, site: str) -> AsyncIterator[Page]:
    """Somebody at the login. Anything that the browser complains of fails the test."""
    context = await browser.new_context(base_url=site, locale="en-GB", timezone_id="Europe/Berlin")
    complaints: list[str] = []
    opened = await context.new_page()
    opened.on("console", lambda m: complaints.append(m.text) if is_complaint(m) else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    await context.close()
    assert complaints == []


@pytest.fixture
async def operator(page: Page) -> Page:
    """Somebody who came by the link that the server prints."""
    await page.goto(f"/console/login#key={KEY}")
    await expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    return page


@pytest.fixture(scope="session")
def axe_core(request: pytest.FixtureRequest) -> str:
    """The script that finds faults of accessibility."""
    cache = request.config.cache.mkdir("axe")
    try:
        return axe.script(cache)
    except axe.AxeMissing as missing:
        pytest.skip(str(missing))


@pytest.mark.parametrize("lang", ["en", "ko"])
async def test_every_page(operator: Page, axe_core: str, lang: str) -> None:
    """At no width is anything wider than the screen, and axe-core finds no serious or critical fault,
    in light and in dark.
    """
    faults = []
    for path in PAGES:
        await operator.goto(f"{path}?lang={lang}", wait_until="domcontentloaded")
        await operator.evaluate(axe_core)
        await operator.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        faults += [f async for f in faults_of(operator, path)]
    assert faults == []


async def faults_of(page: Page, path: str) -> AsyncIterator[str]:
    """At three widths. Where the layout is as before, only what a colour scheme changes is looked at."""
    for width, scheme, rules in LOOKS:
        await page.set_viewport_size({"width": width, "height": 740})
        await page.emulate_media(color_scheme=scheme)
        if await page.evaluate(TOO_WIDE) > 0:
            yield f"{path} is wider than {width}"
        for fault in await page.evaluate(axe.RUN, rules):
            yield f"{path} at {width} in {scheme}: {fault}"


async def test_hostile_texts_fit(operator: Page, world: World) -> None:
    """Neither a very long word nor one that turns the writing round breaks the layout on a phone."""
    bad = "<script>alert(1)</script>\u202eevil\u2066" + "W" * 10_000
    admin, insight = world.admin, world.insight
    admin.known = {
        k: replace(s, name=bad, location=bad, reason=bad) for k, s in admin.known.items()
    }
    admin.kept = {k: replace(r, name=bad, message=bad, current=bad) for k, r in admin.kept.items()}
    admin.log = [replace(a, about=bad, detail=bad) for a in admin.log]
    insight.questions = [
        replace(q, asked=replace(q.asked, text=bad, user=bad)) for q in insight.questions
    ]
    insight.in_vain = [(bad, 3)]
    article, passages = insight.stored["d0c1"]
    insight.stored["d0c1"] = (replace(article, title=bad), [replace(passages[0], text=bad)])
    await operator.set_viewport_size({"width": 320, "height": 740})
    wide = []
    for path in PAGES:
        await operator.goto(path, wait_until="domcontentloaded")
        wide += [path] if await operator.evaluate(TOO_WIDE) > 0 else []
    assert wide == []


async def test_the_link_signs_in(operator: Page) -> None:
    """The key is taken out of the address before anything else happens."""
    assert operator.url.endswith("/console")
    assert KEY not in operator.url
    assert KEY not in await operator.content()


async def test_a_wrong_link(page: Page) -> None:
    """A link with another key says so, once."""
    await page.goto("/console/login")
    await page.get_by_label("Key").fill("wrong")
    async with page.expect_response("**/console/login") as answered:
        await page.keyboard.press("Enter")
    assert (await answered.value).status == 403
    await expect(page.get_by_role("alert")).to_contain_text("This is not the key")


async def test_keyboard_alone(operator: Page, world: World) -> None:
    """A source is paused without a mouse."""
    await operator.goto("/console/sources/paper")
    for _ in range(60):
        await operator.keyboard.press("Tab")
        if await operator.evaluate("document.activeElement.textContent") == "Pause":
            break
    await operator.keyboard.press("Enter")
    await expect(operator.get_by_role("button", name="Resume")).to_be_visible()
    assert world.admin.known["paper"].state.value == "paused"


async def test_a_run_as_it_goes(operator: Page, world: World) -> None:
    """Its page follows a run without being loaded anew, keeps the focus, and ends with it."""
    await operator.goto(f"/console/runs/{RUNNING}")
    await operator.evaluate("window.same = true")
    await operator.get_by_role("button", name="Cancel this run").focus()
    await expect(operator.get_by_text("480 of 1,000 (48 %)")).to_be_visible()
    run = world.admin.kept[RUNNING]
    world.admin.kept[RUNNING] = replace(run, done=910, current="<b>bold</b>")
    await expect(operator.get_by_text("910 of 1,000 (91 %)")).to_be_visible()
    await expect(operator.get_by_text("<b>bold</b>")).to_be_visible()
    await expect(operator.get_by_role("button", name="Cancel this run")).to_be_focused()
    world.admin.kept[RUNNING] = replace(run, state=RunState.DONE, finished=NOW, done=1000)
    await expect(operator.locator("#run-state")).to_have_text("done")
    await expect(operator.get_by_role("button", name="Cancel this run")).to_have_count(0)
    assert await operator.evaluate("window.same")


async def test_progress_ends_with_the_session(operator: Page, world: World) -> None:
    """When the session is over the page says that it follows no more."""
    await operator.goto(f"/console/runs/{RUNNING}")
    await expect(operator.locator("#run-told")).to_have_text("running")
    world.clock.pass_by(hours=13)
    await expect(operator.get_by_text("Live progress has stopped")).to_be_visible(timeout=15_000)


async def test_without_script(browser: Browser, site: str, world: World) -> None:
    """With JavaScript off one signs in, adds a source and sees its run."""
    context = await browser.new_context(base_url=site, java_script_enabled=False, locale="en-GB")
    page = await context.new_page()
    await page.goto("/console/sources")
    await page.get_by_label("Key").fill(KEY)
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_label("Address of a feed").fill("https://x.example/feed")
    await page.get_by_role("button", name="Add and read").click()
    await expect(page.locator("#run-state")).to_have_text("queued")
    await expect(page.get_by_text("Reload the page to see how it goes.")).to_be_visible()
    assert [s.location for s in world.admin.known.values()][-1] == "https://x.example/feed"
    await context.close()
