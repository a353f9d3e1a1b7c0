"""From a source to the indexes."""

from pathlib import Path

import pytest
from examples import document
from world import open_world

from bot.errors import BadRequest
from bot.types import Abstention, Answer
from retrieval.errors import SourceUnavailable
from retrieval.types import Problem, Reading, RunState, SourceState

ONE = document("one", text="Apple announced a cheaper phone.")
EDITED = document("one", text="Apple withdrew the tractor.")


async def test_counts_and_bookmark(tmp_path: Path) -> None:
    """A run tells what it did; the bookmark is kept for the next."""
    problem = Problem(where="line 2", what="no text", mend="add one")
    first = Reading(documents=(ONE,), bookmark="b1", problems=(problem,), name="The Paper")
    async with open_world(tmp_path, first, Reading(bookmark="b1", unchanged=True)) as world:
        run = await world.desk.ingest("test:paper", asked_by="me")
        assert (run.state, run.added, run.problems) == (RunState.DONE, 1, (problem,))
        (kept,) = (await world.desk.status()).sources
        assert (kept.name, kept.bookmark, kept.documents) == ("The Paper", "b1", 1)
        again = await world.desk.refresh(kept.id, asked_by="me")
        assert (again.added, again.changed, again.gone) == (0, 0, 0)


async def test_embedded_once(tmp_path: Path) -> None:
    """The same text is embedded once, however often it is read or comes back."""
    readings = [Reading(documents=(ONE,)), Reading(documents=(EDITED,)), Reading(documents=(ONE,))]
    async with open_world(tmp_path, *readings) as world:
        for _ in readings:
            await world.desk.ingest("test:paper", asked_by="me")
        assert len(world.embedder.embedded) == 2


async def test_edit(tmp_path: Path) -> None:
    """After an edit the old sentence is not quoted any more."""
    async with open_world(
        tmp_path, Reading(documents=(ONE,)), Reading(documents=(EDITED,))
    ) as world:
        await world.desk.ingest("test:paper", asked_by="me")
        assert isinstance(await world.ask("Who announced a cheaper phone?"), Answer)
        run = await world.desk.ingest("test:paper", asked_by="me")
        assert run.changed == 1
        reply = await world.ask("Who announced a cheaper phone?")
        shown = [] if isinstance(reply, Abstention) else [s.text for s in reply.statements]
        assert "Apple announced a cheaper phone." not in shown


async def test_failing_source_keeps_its_texts(tmp_path: Path) -> None:
    """A source that cannot be read says why; what is stored of it stays."""
    down = SourceUnavailable("https://paper.example/feed does not answer; it will be tried again")
    async with open_world(tmp_path, Reading(documents=(ONE,)), down) as world:
        await world.desk.ingest("test:paper", asked_by="me")
        run = await world.desk.ingest("test:paper", asked_by="me")
        assert (run.state, run.message) == (RunState.FAILED, str(down))
        status = await world.desk.status()
        assert status.sources[0].state is SourceState.FAILING
        assert status.sources[0].reason == str(down)
        assert status.coverage.documents == 1


async def test_mass_deletion_is_held(tmp_path: Path) -> None:
    """A file that suddenly lacks most of its texts deletes nothing and says so."""
    many = tuple(document(f"d{n}", text=f"Company {n} sold {n} chips.") for n in range(30))
    readings = [Reading(documents=many, whole=True), Reading(documents=many[:2], whole=True)]
    async with open_world(tmp_path, *readings) as world:
        await world.desk.ingest("test:paper", asked_by="me")
        run = await world.desk.ingest("test:paper", asked_by="me")
        assert run.state is RunState.HELD
        assert (await world.desk.status()).coverage.documents == 30


async def test_unknown_places(tmp_path: Path) -> None:
    """What is no source is one clear line, and nothing is added."""
    async with open_world(tmp_path, Reading()) as world:
        with pytest.raises(BadRequest, match="not a source"):
            await world.desk.ingest("gopher://x", asked_by="me")
        with pytest.raises(BadRequest, match="no such source"):
            await world.desk.refresh("nope", asked_by="me")
        assert (await world.desk.status()).sources == ()


async def test_quoted(tmp_path: Path) -> None:
    """A stored text comes with the spans inside it, and none for what is not there."""
    async with open_world(tmp_path, Reading(documents=(ONE,))) as world:
        await world.desk.ingest("test:paper", asked_by="me")
        shown = await world.desk.quoted("one", [(0, 5), (3, 8), (10, 9999)])
        assert shown is not None
        assert shown.spans == ((0, 5),)
        assert await world.desk.quoted("nothing") is None
