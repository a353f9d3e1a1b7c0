"""What becomes of a source's documents, its state and its run, reading after reading."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from examples import NOW, document, run, source
from fakes import FakeReader
from world import World, open_world

from retrieval.errors import Forbidden, SourceUnavailable, StoreUnavailable
from retrieval.ingest import Ingest
from retrieval.search import Query
from retrieval.stores.sql.library import SqlLibrary
from retrieval.types import Document, Reading, Run, RunState, Source, SourceState

OLD = "The harbour bridge was closed on Monday for repairs."
NEW = "The museum of trams opened its doors to visitors."
DOWN = SourceUnavailable("it is down")


def whole(*documents: Document, **given: object) -> Reading:
    return Reading(documents=documents, whole=True, **given)  # type: ignore[arg-type]


def many(count: int) -> list[Document]:
    return [document(f"d{n}", text=f"Report {n} of the harbour.") for n in range(count)]


async def read(world: World, *readings: Reading | Exception, confirmed: str | None = None) -> Run:
    """Readings of source s1 one after the other; the last one's run."""
    for reading in readings:
        world.reader.readings[:] = [reading]
        done = await world.ingest.read(await kept(world), run(), confirmed=confirmed)
        await world.ingest.drain()
    return done


async def kept(world: World) -> Source:
    return await world.library.source("s1") or source()


async def texts(world: World, text: str) -> Sequence[str]:
    results = await world.search(Query(text=text, now=NOW, zone=ZoneInfo("UTC")))
    return [f.passage.text for f in results.found]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path, Reading()) as opened:
        yield opened


async def test_edit_replaces_passages(world: World) -> None:
    """After an edit the old passages are neither found nor citable."""
    await read(world, whole(document(text=OLD)))
    (before,) = [c.entry.passage_id for c in await world.library.changes(0, 9)]
    await read(world, whole(document(text=NEW)))
    assert await world.library.found([before]) == {}
    assert await texts(world, "harbour bridge closed") == [NEW]


async def test_deletion_and_return(world: World) -> None:
    """What is gone is not found; when it comes back it is, and it is not embedded again."""
    both = whole(document("a", text=OLD), document("b", text=NEW))
    gone = await read(world, both, whole(document("b", text=NEW)))
    assert (gone.gone, gone.unchanged) == (1, 1)
    assert await world.library.document("a") is None
    assert OLD not in await texts(world, "harbour bridge closed")
    back = await read(world, both)
    assert (back.added, back.gone) == (1, 0)
    assert (await texts(world, "harbour bridge closed"))[0] == OLD
    assert len(world.embedder.embedded) == 2


async def test_copies_are_embedded_once(world: World) -> None:
    """The same text under the same title and date in another document has the same vector."""
    await read(world, whole(document("a", text=OLD, title="T"), document("b", text=OLD, title="T")))
    assert len(world.embedder.embedded) == 1
    assert (await world.library.coverage()).passages == 2


async def test_only_what_changed_is_embedded(world: World) -> None:
    """An edit at the end of a long text embeds no more than that end."""
    paragraphs = [f"Paragraph {n} tells of harbour number {n}. " * 12 for n in range(9)]
    await read(world, whole(document(text="\n\n".join(paragraphs))))
    first = len(world.embedder.embedded)
    paragraphs[-1] = "And then it was sold. " * 12
    await read(world, whole(document(text="\n\n".join(paragraphs))))
    assert first >= 9
    assert len(world.embedder.embedded) == first + 1


@pytest.mark.parametrize("error", [DOWN, Forbidden("it is private")])
async def test_failure_keeps_the_bookmark(world: World, error: Exception) -> None:
    """A failed run has ended and says why, and the next one begins from the same bookmark."""
    done = await read(world, whole(document(text=OLD), bookmark="b1"), error)
    assert (done.state, done.message, done.finished) == (RunState.FAILED, str(error), NOW)
    failing = await kept(world)
    assert (failing.state, failing.reason, failing.bookmark) == (
        SourceState.FAILING,
        str(error),
        "b1",
    )


async def test_recovery(world: World) -> None:
    """A source that can be read again is active, without a reason, also when nothing is new."""
    await read(world, whole(document(text=OLD)), DOWN, Reading(unchanged=True))
    assert ((await kept(world)).state, (await kept(world)).reason) == (SourceState.ACTIVE, None)


@pytest.mark.parametrize("reading", [DOWN, whole(document(text=OLD))])
async def test_paused_stays_paused(world: World, reading: Reading | Exception) -> None:
    """A paused source that is read on request stays paused, whether it can be read or not."""
    await world.library.save_source(source(state=SourceState.PAUSED))
    await read(world, reading)
    assert (await kept(world)).state is SourceState.PAUSED


async def test_unchanged_counts_what_is_there(world: World) -> None:
    """A source that says nothing is new keeps everything; what was gone is not counted."""
    await read(world, whole(document("a"), document("b")), whole(document("b"), bookmark="b1"))
    done = await read(world, Reading(unchanged=True, whole=True))
    assert (done.state, done.unchanged, done.gone) == (RunState.DONE, 1, 0)
    assert (await kept(world)).bookmark == "b1"


async def test_confirmed_deletion(world: World) -> None:
    """What is held waits while its source is read on, also when nothing is new; confirmed, it is carried out."""
    rest = whole(*many(30)[:4], document("new", text=NEW), bookmark="b2")
    held = await read(world, whole(*many(30), bookmark="b1"), rest)
    assert (held.state, held.gone, held.added) == (RunState.HELD, 0, 1)
    waiting = await kept(world)
    assert (waiting.documents, waiting.bookmark, waiting.reason) == (31, "b2", held.message)
    mark, nothing_new = waiting.held_mark, Reading(unchanged=True)
    still = await read(world, nothing_new)
    assert (still.state, (await kept(world)).held_mark) == (RunState.HELD, mark)
    done = await read(world, nothing_new, confirmed=mark)
    assert (done.state, done.gone) == (RunState.DONE, 26)
    assert ((await kept(world)).documents, (await kept(world)).bookmark) == (5, "b2")


async def test_small_source_may_lose_all(world: World) -> None:
    """A handful of texts may go at once."""
    assert (await read(world, whole(*many(5)), whole(document("new")))).gone == 5


async def test_many_transactions(world: World) -> None:
    """A large source is stored in parts and found whole."""
    done = await read(world, whole(*many(250), bookmark="b1"))
    assert (done.added, (await kept(world)).documents) == (250, 250)
    assert (await kept(world)).bookmark == "b1"


async def test_bookmark_moves_last(world: World) -> None:
    """When storing breaks off, what was stored stays and the source is read again from the old bookmark."""

    class Breaking(SqlLibrary):
        writes = 0

        async def store(self, write: object) -> None:
            self.writes += 1
            if self.writes > 1:
                raise StoreUnavailable("database: disk I/O error")
            await super().store(write)  # type: ignore[arg-type]

    reader = FakeReader(whole(*many(250), bookmark="b2"))
    work = Ingest(Breaking(world.library.engine), {"jsonl": reader}, [], lambda: NOW)
    with pytest.raises(StoreUnavailable):
        await work.read(source(bookmark="b1"), run())
    stored = await kept(world)
    assert (stored.documents, stored.bookmark) == (100, "b1")


async def test_moved(world: World) -> None:
    """A source that has moved for good is read at its new place from then on."""
    await read(world, whole(document(), location="test:new", name="Its name"))
    assert ((await kept(world)).location, (await kept(world)).name) == ("test:new", "Its name")


async def test_moved_to_where_another_is(world: World) -> None:
    """A source that has moved to where another one is already keeps its own address."""
    await world.library.save_source(source("s2"))
    done = await read(world, whole(document(), location=source("s2").location))
    assert (done.state, done.added) == (RunState.DONE, 1)
    assert (await kept(world)).location == source().location


class Full(SqlLibrary):
    """Cannot store documents."""

    async def store(self, write: object) -> None:
        raise StoreUnavailable("database: it is full; free some space")


@pytest.mark.parametrize(
    ("reading", "message"),
    [
        (whole(document()), "database: it is full; free some space"),
        (RuntimeError("a bug"), "RuntimeError"),
    ],
)
async def test_no_run_stays_open(world: World, reading: Reading | Exception, message: str) -> None:
    """Whatever breaks a reading off, its run ends: a source with an open run is not read again."""
    work = Ingest(Full(world.library.engine), {"jsonl": FakeReader(reading)}, [], lambda: NOW)
    with pytest.raises((StoreUnavailable, RuntimeError)):
        await work.read(source(), run())
    assert await world.library.runs(5) == [
        replace(run(), state=RunState.FAILED, finished=NOW, message=message)
    ]


async def test_read_twice_at_once(world: World) -> None:
    """Two readings of one source at once, by schedule and by hand, double nothing."""
    world.reader.readings[:] = [whole(*many(150), bookmark="b1")]
    await world.library.save_source(source())
    runs = [world.ingest.read(source(), run(id)) for id in ("by-hand", "by-schedule")]
    assert {done.state for done in await asyncio.gather(*runs)} == {RunState.DONE}
    await asyncio.gather(world.ingest.drain(), world.ingest.drain())
    assert [(s.passages, s.behind) for s in (await world.desk.status()).indexes] == [(150, 0)] * 2
    assert (await world.library.coverage()).passages == 150


async def test_drained_once(world: World) -> None:
    """A second drain has nothing to do."""
    await read(world, whole(*many(3)))
    states = (await world.desk.status()).indexes
    await world.ingest.drain()
    assert [(s.passages, s.behind) for s in states] == [(3, 0), (3, 0)]
    assert (await world.desk.status()).indexes == states
    assert len(world.embedder.embedded) == 3
