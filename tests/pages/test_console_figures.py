"""The figures of the console: charts that the server draws, and tables of the same."""

from datetime import date, timedelta

import httpx2
import pytest
from console_world import World, days, growth
from fakes_desk import NOW
from lxml.html import HtmlElement
from parsed import parsed

from adapters.web.console.charts import NARROW, WIDE, Figure, Series, draw, ticks
from bot.insight import Day

CHARTS = ["questions", "refusals", "latency", "documents"]


async def figures(http: httpx2.AsyncClient, query: str = "") -> HtmlElement:
    return parsed(await http.get(f"/console/figures{query}"))


async def test_each_chart_is_named(operator: httpx2.AsyncClient) -> None:
    """A chart has a title, a description, a unit, and labels at both axes, at both sizes."""
    page = await figures(operator)
    drawings = page.find_class("drawing")
    assert len(drawings) == 8
    for drawing in drawings:
        title, about = drawing.get("aria-labelledby").split()
        assert page.get_element_by_id(title).text
        assert page.get_element_by_id(about).text
        assert len(drawing.findall(".//text")) >= 4
    assert [page.get_element_by_id(f"{c}-unit").text_content() for c in CHARTS][2] == "seconds"


async def test_ids_are_unique(operator: httpx2.AsyncClient) -> None:
    """No id stands twice in the page."""
    ids = (await figures(operator)).xpath("//@id")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("n", [7, 30, 90])
async def test_tables_say_the_same(operator: httpx2.AsyncClient, n: int) -> None:
    """Each chart has a table with a row for each day, newest first."""
    tables = (await figures(operator, f"?days={n}")).findall(".//table")
    assert [len(t.findall(".//tbody/tr")) for t in tables] == [n] * 4
    newest = [cell.text for cell in tables[0].find(".//tbody/tr")]
    today = days(90)[-1]
    assert newest == [
        "2025-12-05",
        *map(str, (today.answers, today.abstentions, int(today.failures))),
    ]


@pytest.mark.parametrize("query", ["?days=1000000", "?days=x", "?days=", ""])
async def test_other_spans_are_thirty_days(operator: httpx2.AsyncClient, query: str) -> None:
    """Nobody can ask for more than is meant."""
    (current,) = (await figures(operator, query)).xpath("//main//nav/a[@aria-current]")
    assert current.text == "30 days"


async def test_kinds_differ_by_more_than_colour(operator: httpx2.AsyncClient) -> None:
    """Bars have patterns, and the legend shows them with words."""
    page = await figures(operator)
    fills = {box.get("fill") for box in page.find_class("box")}
    assert fills == {"url(#mark-one)", "url(#mark-two)", "url(#mark-three)"}
    legend = page.find_class("legend")[0]
    assert [" ".join(li.text_content().split()) for li in legend] == [
        "answered",
        "not answered",
        "failed",
    ]


async def test_no_data(operator: httpx2.AsyncClient, world: World) -> None:
    """Nothing is drawn of nothing, and the page says so."""
    world.insight.daily, world.insight.grown = [], []
    page = await figures(operator)
    assert page.find_class("drawing") == []
    assert page.find(".//main").text_content().count("There is nothing to draw yet.") == 4


async def test_quiet_days(operator: httpx2.AsyncClient, world: World) -> None:
    """Days without a question are no charts either."""
    world.insight.daily = [Day(day=NOW.date() - timedelta(days=n)) for n in range(9, -1, -1)]
    assert len((await figures(operator)).find_class("drawing")) == 2


async def test_one_day(operator: httpx2.AsyncClient, world: World) -> None:
    """A single day is a bar and dots, not a line."""
    world.insight.daily, world.insight.grown = days(1), growth(1)
    page = await figures(operator)
    assert [
        c
        for c in page.find_class("curve")
        if "M" in (c.get("d") or "") and c.getparent().get("role")
    ] == []
    assert page.find_class("dot")


def test_the_figures_of_a_drawing_stay_inside() -> None:
    """Whatever the values are, everything drawn lies within the drawing."""
    start = date(2025, 1, 1)
    for n in (1, 2, 13, 90, 400):
        named = tuple(start + timedelta(days=d) for d in range(n))
        values = tuple(None if d % 5 == 3 else float(d * d) for d in range(n))
        for stacked in (True, False):
            one = Figure(
                days=named, series=(Series(label="x", values=values),), stacked=stacked, whole=True
            )
            for size in (NARROW, WIDE):
                d = draw(one, size, str, str)
                dots = [p for c in d.curves for p in c.dots]
                xs = [t.at for t in d.across] + [b.x for b in d.boxes] + [x for x, _ in dots]
                ys = [t.at for t in d.up] + [b.y for b in d.boxes] + [y for _, y in dots]
                assert all(0 <= x <= d.width for x in xs)
                assert all(0 <= y <= d.height for y in ys)


@pytest.mark.parametrize(
    ("highest", "whole", "steps"),
    [
        (0, True, (0, 1)),
        (1, True, (0, 1)),
        (7, True, (0, 2, 4, 6, 8)),
        (45, True, (0, 10, 20, 30, 40, 50)),
        (0.3, False, (0, 0.1, 0.2, 0.3)),
        (100, False, (0, 20, 40, 60, 80, 100)),
        (123_456, True, (0, 50_000, 100_000, 150_000)),
    ],
)
def test_ticks(highest: float, whole: bool, steps: tuple[float, ...]) -> None:  # noqa: FBT001 - a case
    """Round values, few of them, the last at least as high as the highest."""
    assert ticks(highest, whole=whole) == steps


def test_gaps_are_gaps() -> None:
    """A line is not drawn over a day without a value; a lone day is a dot."""
    named = tuple(date(2025, 1, d) for d in range(1, 6))
    series = (Series(label="x", values=(1.0, 2.0, None, 3.0, None)),)
    (curve,) = draw(
        Figure(days=named, series=series, stacked=False, whole=True), WIDE, str, str
    ).curves
    assert curve.path.count("M") == 1
    assert curve.path.count("L") == 1
    assert len(curve.dots) == 3
