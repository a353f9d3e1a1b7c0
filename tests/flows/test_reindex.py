"""The indexes are filled anew beside the old ones: counted, compared, changed over to, gone back from."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from examples import document, write
from refilling import Refilling, refilling, texts

from bot.types import Answer
from bot.works.verifying import Known
from retrieval.types import Problem, RunKind, RunState

COUNT = 40


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Refilling]:
    async with refilling(tmp_path) as opened:
        await opened.store(*texts(COUNT))
        yield opened


def cited(reply: object) -> set[str]:
    assert isinstance(reply, Answer), reply
    return {c.document_id for s in reply.statements for c in s.citations}


async def test_all_are_filled_anew(office: Refilling) -> None:
    """A reindex fills a new generation, changes over to it, and keeps the old one."""
    done = await office.run()
    assert (done.state, done.added, done.done) == (RunState.DONE, COUNT, done.total)
    assert await office.states() == {done.id: "active", "first": "previous"}
    assert await office.counts() == [COUNT, COUNT]
    assert cited(await office.ask("What did tram number2 cost?")) == {"d002"}


async def test_another_model(office: Refilling) -> None:
    """A change of models is a reindex: afterwards questions are compared by the new one alone."""
    done = await office.run(model="other")
    assert done.state is RunState.DONE
    assert (office.active.model, office.active.spec) == ("other", "other")
    assert cited(await office.ask("What did tram number2 cost?")) == {"d002"}


async def test_another_splitter(office: Refilling) -> None:
    """Other passages are cut beside the old ones; after the next change-over the oldest are gone."""
    long = texts(1)[0].text * 30
    await office.store(document("long", text=long))
    before = (await office.library.coverage()).passages
    done = await office.run(splitter="sentences-300")
    assert done.state is RunState.DONE
    now = (await office.serving.current.library.coverage()).passages
    assert now > before
    assert done.added == now
    assert (await office.library.coverage()).passages == before
    await office.run(RunKind.ROLLBACK)
    assert office.active.splitter == "sentences-700"
    assert cited(await office.ask("What did tram number2 cost?")) == {"d002"}
    await office.run()
    assert await office.library.splitters() == ["sentences-700"]


async def test_what_is_stored_meanwhile(office: Refilling) -> None:
    """What is read while the new index is filled is in it, and in the old one, too."""
    begun = await office.begun(model="slow")
    await asyncio.sleep(0.4)
    await office.store(*texts(COUNT + 5)[COUNT:])
    done = await office.tasks.finish(begun)
    assert (done.state, done.added) == (RunState.DONE, COUNT + 5)
    assert await office.counts() == [COUNT + 5, COUNT + 5]


async def test_answers_go_on(office: Refilling) -> None:
    """Until the change-over answers come from the old index, then from the new one; none fails."""
    begun, seen = await office.begun(model="slow"), []
    while office.tasks._tasks[begun.id].done() is False:
        seen.append((office.active.id, cited(await office.ask("What did tram number2 cost?"))))
        await asyncio.sleep(0.02)
    seen.append((office.active.id, cited(await office.ask("What did tram number2 cost?"))))
    assert {id for id, _ in seen} == {"first", begun.id}
    assert all(cites == {"d002"} for _, cites in seen)


async def test_a_question_keeps_to_one_index(office: Refilling) -> None:
    """A question that was begun before the change-over ends with the index that it began with."""
    asked, first = [], office.serving.current
    search = first.answering.means.search

    async def slow(query: object) -> object:
        await changed.wait()
        asked.append("old")
        return await search(query)

    changed = asyncio.Event()
    object.__setattr__(first.answering.means, "search", slow)
    answering = asyncio.create_task(office.ask("What did tram number2 cost?"))
    await asyncio.sleep(0.05)
    await office.run()
    changed.set()
    assert cited(await answering) == {"d002"}
    assert asked == ["old"]


async def test_rollback(office: Refilling) -> None:
    """A rollback catches up with what was read since, and changes over in one step."""
    done = await office.run(model="other")
    await office.store(*texts(COUNT + 3)[COUNT:])
    back = await office.run(RunKind.ROLLBACK)
    assert (back.state, back.added) == (RunState.DONE, COUNT + 3)
    assert await office.states() == {done.id: "previous", "first": "active"}
    assert await office.counts() == [COUNT + 3, COUNT + 3]


async def test_nothing_to_go_back_to(office: Refilling) -> None:
    """A rollback without an earlier index is one line."""
    back = await office.run(RunKind.ROLLBACK)
    assert back.state is RunState.FAILED
    assert back.message == "rollback: there is no earlier index; it is kept after a reindex only"


async def test_a_model_that_forgets(tmp_path: Path) -> None:
    """An index that does not find what the old one finds is not taken, and is deleted."""
    known = [Known(question="streetcar", documents=frozenset({"d020"}))]
    async with refilling(tmp_path, known=known, titles=0) as office:
        await office.store(*texts(COUNT))
        learned = await office.run(model="learned")
        forgot = await office.run(model="other")
        assert (learned.state, forgot.state) == (RunState.DONE, RunState.FAILED)
        assert [p.what for p in forgot.problems] == ["1 of 1 known texts are not found any more"]
        await office.performing.on_end(forgot)
        assert office.active.id == learned.id


async def test_cases_that_fail(tmp_path: Path) -> None:
    """A case that the new index gets wrong keeps it from being taken; the run tells which."""
    wrong = Problem(where="case 1: Who?", what="it cites none of the documents")
    async with refilling(tmp_path, failing=[wrong]) as office:
        await office.store(*texts(COUNT))
        done = await office.run()
        assert (done.state, done.problems) == (RunState.FAILED, (wrong,))
        assert office.active.id == "first"


async def test_missing_records(office: Refilling) -> None:
    """An index that lost records is not taken, and says how many it has of how many."""
    begun = await office.begun(model="slow")
    await asyncio.sleep(0.3)
    made = next(g for g in await office.serving.generations.all() if g.id == begun.id)
    dense = (await office.serving.opened(made)).indexes[0]
    real = dense.count

    async def fewer() -> int:
        return await real() - 1

    dense.count = fewer  # type: ignore[method-assign]
    done = await office.tasks.finish(begun)
    assert done.state is RunState.FAILED
    assert done.problems[0].what == f"holds {COUNT - 1} of {COUNT}"


async def test_cancelled(office: Refilling) -> None:
    """A reindex that is cancelled ends within two seconds; answers come from where they came from."""
    begun = await office.begun(model="slow")
    await asyncio.sleep(0.4)
    before = time.monotonic()
    cancelled = await office.tasks.cancel(begun)
    done = await office.tasks.finish(begun)
    assert time.monotonic() - before < 2
    assert (cancelled.state, done.state) == (RunState.CANCELLED, RunState.CANCELLED)
    assert office.active.id == "first"
    again = await office.run(model="other")
    assert (again.state, again.added) == (RunState.DONE, COUNT)


async def test_cut_off_and_taken_up(tmp_path: Path) -> None:
    """What was filled before a crash is not filled again: the next process goes on where it was."""
    async with refilling(tmp_path) as office:
        await office.store(*texts(COUNT))
        begun = await office.begun(model="slow")
        while (run := await office.performing.runs.run(begun.id)).done < 20:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    async with refilling(tmp_path) as office:
        known = await office.performing.runs.run(begun.id)
        assert known.open
        made = next(g for g in await office.serving.generations.all() if g.id == begun.id)
        held = await (await office.serving.opened(made)).indexes[0].count()
        assert held >= 8
        done = await office.tasks.finish(await office.tasks.begin(known))
        assert (done.state, done.added, done.resumed) == (RunState.DONE, COUNT, 1)
        embedder = office.serving.current.embedder
        assert len(embedder.embedded) <= COUNT - held
    assert run.total >= COUNT


async def test_one_at_a_time(office: Refilling) -> None:
    """Who asks for a reindex while one is under way is given that one."""
    begun = await office.begun(model="slow")
    again = await office.begun(model="other")
    assert again.id == begun.id
    assert (await office.tasks.finish(begun)).state is RunState.DONE


async def test_one_source_in_place(office: Refilling) -> None:
    """A source's passages are put into the indexes again, which have them all the while."""
    dense, lexical = office.serving.indexes()
    await lexical.apply([])
    done = await office.run(source_id="s1")
    assert (done.state, done.changed) == (RunState.DONE, COUNT)
    assert office.active.id == "first"
    assert [await dense.count(), await lexical.count()] == [COUNT, COUNT]


async def test_another_process_follows(tmp_path: Path) -> None:
    """What one process has changed over to, the others change over to once their words have caught up."""
    async with refilling(tmp_path) as office:
        await office.store(*texts(COUNT))
        done = await office.run()
        async with refilling(tmp_path) as late:
            assert late.active.id == done.id
            await office.run(RunKind.ROLLBACK)
            assert late.active.id == done.id
            await late.serving.follow()
            assert late.active.id == "first"
            assert cited(await late.ask("What did tram number2 cost?")) == {"d002"}


async def test_unknown_splitter(office: Refilling) -> None:
    """A splitter that there is none of ends the run with one line."""
    done = await office.run(splitter="by-magic")
    assert done.state is RunState.FAILED
    assert "not a splitter" in (done.message or "")


async def test_a_reading_that_began_before_the_splitter(office: Refilling) -> None:
    """What a reading stores that was cut before a new splitter came is cut by that one, too."""
    late = write(*texts(COUNT + 1)[COUNT:])
    begun = await office.begun(splitter="sentences-300", model="slow")
    await asyncio.sleep(0.5)
    await office.library.store(late)
    done = await office.tasks.finish(begun)
    assert (done.state, done.added) == (RunState.DONE, COUNT + 1)
    assert cited(await office.ask(f"What did number{COUNT} cost?")) == {f"d{COUNT:03}"}


async def test_an_index_that_is_not_kept(office: Refilling) -> None:
    """What was deleted meanwhile is not changed over to."""
    assert not await office.serving.generations.swap("0" * 16, office.active.created)
    assert office.active.id == "first"
