"""What platforms and commands ask of the desk: sources by address, their schedule, texts to show."""

from datetime import timedelta
from pathlib import Path

import pytest
from examples import NOW, document, source
from world import open_world

from bot.catalogue import new_source
from bot.desk import due
from bot.errors import BadRequest
from retrieval.errors import SourceUnavailable
from retrieval.types import Document, Reading, RunState, Source, SourceState

HALF_HOUR = timedelta(minutes=30)
TEXT = "Apple announced a phone. It costs 900 dollars. It is red."


def ago(minutes: int, **given: object) -> Source:
    return source(checked_at=NOW - timedelta(minutes=minutes), every=HALF_HOUR, **given)


async def test_known_by_address(tmp_path: Path) -> None:
    """An address given twice, with white space around it, is one source, read twice."""
    async with open_world(tmp_path, Reading(documents=(document(),))) as world:
        first = await world.desk.ingest("test:paper", asked_by="me")
        second = await world.desk.ingest(" test:paper\n", asked_by="you")
        assert first.source_id == second.source_id
        status = await world.desk.status()
    assert len(status.sources) == 1
    assert {run.asked_by for run in status.runs} == {"me", "you"}


@pytest.mark.parametrize("place", ["", " ", "gopher://ex.com", "test:\ud800", "test:a\x00b"])
async def test_no_place(tmp_path: Path, place: str) -> None:
    """What is no place to read from is refused in one line, and no source is made of it."""
    async with open_world(tmp_path, Reading()) as world:
        with pytest.raises(BadRequest, match="not a source") as refused:
            await world.desk.ingest(place, asked_by="me")
        assert (await world.desk.status()).sources == ()
    assert "kinds: fake" in str(refused.value)
    assert "\n" not in str(refused.value)


async def test_first_reading_fails(tmp_path: Path) -> None:
    """A source that cannot be read the first time is kept, and can be read later by its id."""
    readings = (SourceUnavailable("it is down"), Reading(documents=(document(),)))
    async with open_world(tmp_path, *readings) as world:
        failed = await world.desk.ingest("test:paper", asked_by="me")
        done = await world.desk.refresh(failed.source_id, asked_by="me")
        (kept,) = (await world.desk.status()).sources
    assert (failed.state, done.state) == (RunState.FAILED, RunState.DONE)
    assert (kept.state, kept.reason) == (SourceState.ACTIVE, None)


async def test_status(tmp_path: Path) -> None:
    """The status tells what there is, how far each index is, and which model reads."""
    async with open_world(tmp_path, Reading()) as world:
        await world.store(document("a"), document("b", text="Another text."))
        status = await world.desk.status()
    assert (status.coverage.documents, status.coverage.passages, status.model) == (2, 2, "fake")
    assert [(i.name, i.passages, i.behind) for i in status.indexes] == [
        ("dense", 2, 0),
        ("lexical", 2, 0),
    ]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ([], ()),
        ([(25, 47), (0, 24)], ((0, 24), (25, 47))),
        ([(0, 24), (10, 47)], ((0, 24),)),
        ([(-1, 5), (5, 5), (7, 3), (0, 9999)], ()),
        ([(0, len(TEXT))], ((0, len(TEXT)),)),
    ],
)
async def test_spans(
    tmp_path: Path, asked: list[tuple[int, int]], shown: tuple[tuple[int, int], ...]
) -> None:
    """Spans come in order and apart; those that overlap or lie outside are left out."""
    async with open_world(tmp_path, Reading()) as world:
        await world.store(document(text=TEXT))
        quoted = await world.desk.quoted("d1", asked)
    assert quoted is not None
    assert (quoted.text, quoted.spans, quoted.source) == (TEXT, shown, "S1")


async def test_gone_is_not_shown(tmp_path: Path) -> None:
    """A text that is gone at its source is not shown any more."""
    readings: list[Reading] = [
        Reading(documents=given, whole=True)
        for given in ((document(), document("d2")), (document("d2"),))
    ]
    async with open_world(tmp_path, *readings) as world:
        for _ in readings:
            await world.desk.ingest("test:paper", asked_by="me")
        assert await world.desk.quoted("d1") is None
        assert isinstance(await world.library.document("d2"), Document)


@pytest.mark.parametrize(
    ("given", "is_due"),
    [
        (source(), True),
        (source(state=SourceState.PAUSED), False),
        (source(checked_at=NOW), False),
        (ago(29), False),
        (ago(30), True),
        (ago(99, state=SourceState.FAILING), True),
        (ago(99, state=SourceState.PAUSED), False),
    ],
)
def test_due(given: Source, *, is_due: bool) -> None:
    """Due is what was never read or whose time has come; a file is read again on request only."""
    assert due([given], NOW) == ([given] if is_due else [])


@pytest.mark.parametrize(
    ("location", "name", "every"),
    [
        ("https://news.example.com/feed?x=1", "news.example.com", HALF_HOUR),
        ("/tmp/texts.jsonl", "texts.jsonl", None),  # noqa: S108
        ("texts.jsonl", "texts.jsonl", None),
    ],
)
def test_new_source(location: str, name: str, every: timedelta | None) -> None:
    """A new source is named by its host or file; only what is on the web has a schedule."""
    made = new_source("feed", location, every=HALF_HOUR)
    assert (made.name, made.every, made.checked_at) == (name, every, None)
    assert made.id == new_source("feed", location, every=HALF_HOUR).id
