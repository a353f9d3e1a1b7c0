"""Which passages a question finds, and when they were published."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from examples import NOW, document
from world import World, open_world

from retrieval.search import Query
from retrieval.types import Document

TEXT = "Samsung showed a memory chip made for servers."
SEOUL = ZoneInfo("Asia/Seoul")


def chip(id: str, days: float | None, text: str = TEXT) -> Document:
    published = None if days is None else NOW - timedelta(days=days)
    return document(id, text=f"{text} Report number {id}.", published=published)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path) as opened:
        yield opened


async def found(world: World, text: str) -> list[str]:
    results = await world.search(Query(text=text, now=NOW, zone=SEOUL))
    return [f.document.id for f in results.found]


async def test_relative(world: World) -> None:
    """Last week is last week: neither older, nor newer, nor undated."""
    await world.store(chip("today", 0), chip("week", 6), chip("old", 60), chip("undated", None))
    assert await found(world, "What chip did Samsung show last week?") == ["week"]
    assert await found(world, "지난주 Samsung memory chip 소식은?") == ["week"]


async def test_undated_when_nothing_else(world: World) -> None:
    """Where nothing is known to be of that time, what bears no date is looked at."""
    await world.store(chip("undated", None), chip("old", 60))
    assert await found(world, "What chip did Samsung show yesterday?") == ["undated"]


async def test_calendar(world: World) -> None:
    """A month lets through what was published in it, or says it, or bears no date."""
    saying = chip("saying", 10, "In September Samsung showed a memory chip made for servers.")
    september = document("inside", text=TEXT, published=NOW.replace(month=9, day=12))
    await world.store(saying, september, chip("other", 2), chip("undated", None))
    wanted = {"saying", "inside", "undated"}
    assert set(await found(world, "What memory chip did Samsung show in September?")) == wanted
    assert set(await found(world, "Samsung은 9월에 어떤 memory chip을 공개했나?")) >= {"inside"}


async def test_latest(world: World) -> None:
    """Asked for the latest, the newest of equals is first."""
    await world.store(chip("older", 50), chip("newer", 1))
    assert (await found(world, "latest Samsung memory chip"))[0] == "newer"


async def test_one_of_copies(world: World) -> None:
    """Near copies are one hit, which names the others."""
    long = "Samsung showed a memory chip made for servers in Seoul on Monday morning to investors."
    await world.store(document("a", text=long), document("b", text=long))
    results = await world.search(Query(text="Samsung memory chip", now=NOW, zone=SEOUL))
    (only,) = results.found
    assert len(only.twins) == 1
