"""A source deletes and edits: nothing that it took back is cited again, wherever it was kept."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from chatting import Talk, open_front
from examples import NOW, document, run
from fake_platform import ASKED_AT, FakePlatform, asked
from sqlalchemy import select
from world import World, open_world

from bot.errors import PlatformBusy
from bot.talk import Feedback, Rating
from bot.types import Abstention, Answer, Question, Reply, Searched, Why
from bot.withdrawing import Cleaning, still_standing
from retrieval.passages import split
from retrieval.ports import PassageIndex
from retrieval.stores.sql.schema import vectors
from retrieval.stores.sql.vectors import SqlVectorCache
from retrieval.types import Coverage, Document, Filter, Reading, RunState, Voice

THREAD = "https://forum.example/item?id=1"
ROOT = document(
    "root",
    text="Acme released the Falcon robot on Monday for 900 dollars.",
    title="Acme releases the Falcon robot",
    url=THREAD,
    thread_url=THREAD,
    voice=Voice.POST,
)
FIRE = "My Falcon robot caught fire in the kitchen of my flat."
COMMENT = document(
    "c1", text=FIRE, title="", url=f"{THREAD}#1", thread_url=THREAD, voice=Voice.COMMENT,
    author="jdoe", depth=0,
)  # fmt: skip
(PASSAGE,) = (passage.id for passage in split(COMMENT))
QUESTION = "Where did the Falcon robot catch fire in the kitchen?"


def comments(count: int) -> list[Document]:
    """Others of the thread, about something else."""
    return [
        document(
            f"o{n}", text=f"Number {n} likes the colour of tulips.", title="",
            url=f"{THREAD}#o{n}", thread_url=THREAD, voice=Voice.COMMENT,
        )
        for n in range(count)
    ]  # fmt: skip


def whole(*documents: Document, **given: object) -> Reading:
    """The thread as it is now."""
    return Reading(documents=documents, threads=frozenset({THREAD}), **given)


HERE = whole(ROOT, COMMENT, *comments(5))
GONE = whole(ROOT, *comments(5))
EDITED = whole(ROOT, replace(COMMENT, text="Never mind, it was the toaster."), *comments(5))


@dataclass
class Office:
    """A desk over real stores, and conversations over it."""

    world: World
    talk: Talk
    platform: FakePlatform
    cleaning: Cleaning

    async def read(self) -> str:
        """The next reading; the id of its source."""
        return (await self.world.desk.ingest("test:forum", asked_by="me")).source_id

    async def said(self) -> Reply:
        return await self.world.ask(QUESTION)

    async def stored(self, number: int = 1) -> str:
        """A stored outcome as it lies in the database."""
        async with self.talk.memory._engine.connect() as connection:
            query = "SELECT outcome FROM questions WHERE \"key\" = 'fake/c1/%d'"
            return (await connection.exec_driver_sql(query % number)).scalar_one()

    async def shown(self, **given: object) -> str:
        """Has the question asked in a chat; the name of its outcome."""
        receipt = await self.talk.front.receive(asked(text=QUESTION, **given))
        await self.talk.settled()
        return receipt.id


@asynccontextmanager
async def open_office(folder: Path, *readings: Reading | Exception) -> AsyncIterator[Office]:
    async with open_world(folder, *readings) as world:
        desk, platform = world.desk, FakePlatform()
        async with open_front(folder, desk=desk, clock=lambda: ASKED_AT) as talk:
            talk.serve(platform)
            cache = SqlVectorCache(world.library.engine)
            cleaning = Cleaning(world.library, talk.memory, cache)
            world.office.reading.clean = cleaning
            yield Office(world, talk, platform, cleaning)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """The comment stands, and is deleted by the second reading."""
    async with open_office(tmp_path, HERE, GONE) as opened:
        await opened.read()
        yield opened


def told(reply: Reply) -> str:
    """Everything that a reply holds, as it would be stored."""
    return repr(reply)


async def test_the_comment_is_cited_while_it_stands(office: Office) -> None:
    """What the other tests take away is there."""
    reply = await office.said()
    assert isinstance(reply, Answer)
    assert FIRE in told(reply)


async def test_a_deleted_comment_is_not_found(office: Office) -> None:
    """Neither by the search nor by the indexes, nor to be shown; its address alone is left."""
    await office.said()
    await office.read()
    assert FIRE not in told(await office.said())
    assert await office.world.desk.quoted("c1") is None
    for index in office.world.indexes:
        assert PASSAGE not in await found(index)


async def test_a_deletion_that_the_indexes_have_not_seen(office: Office) -> None:
    """Before the drain the indexes still hold the passage; the search does not show it."""
    source = (await office.world.desk.status()).sources[0]
    await office.world.ingest.read(source, run("r9", source.id))
    dense, lexical = office.world.indexes
    held = await dense.count()
    assert PASSAGE in await found(lexical)
    assert FIRE not in told(await office.said())
    await office.world.ingest.drain()
    assert PASSAGE not in await found(lexical)
    assert await dense.count() == held - 1


async def found(index: PassageIndex) -> set[str]:
    """Passages that an index finds for the words of the deleted text."""
    return {hit.passage_id for hit in await index.search(FIRE, 50, Filter())}


async def test_a_deletion_between_search_and_reply(office: Office) -> None:
    """A reply that was made before is checked right before it is given."""
    reply = await office.said()
    assert await still_standing(office.world.library, reply) == reply
    await office.read()
    assert FIRE in told(reply)
    assert FIRE not in told(await still_standing(office.world.library, reply))


async def test_a_stored_answer_is_rewritten(office: Office) -> None:
    """After the reading nothing of the text lies in the memory, and its readers' views stay."""
    id = await office.shown()
    assert FIRE in await office.stored()
    await office.talk.front.rate(Feedback(id=id, user="u1", rating=Rating.UP))
    await office.read()
    assert FIRE not in await office.stored()
    kept = await office.talk.front.kept(id)
    assert FIRE not in told(kept.outcome)
    async with office.talk.memory._engine.connect() as connection:
        count = await connection.exec_driver_sql("SELECT count(*) FROM ratings")
        assert count.scalar_one() == 1


async def test_what_is_shown_again(office: Office) -> None:
    """Before the memory is rewritten neither a card, nor why, nor a shared answer shows the text."""
    id = await office.shown(private=True)
    before = await office.talk.front.kept(id)
    office.world.office.reading.clean = _later
    await office.read()
    front = office.talk.front
    assert FIRE in repr(before)
    assert FIRE not in repr(await front.card(before))
    assert FIRE not in repr(await front.why(before, "en"))
    await front.share(id, "u1", {})
    await office.talk.settled()
    assert FIRE not in repr(office.platform.cards[-1])


async def test_an_answer_that_waited_to_be_posted(office: Office) -> None:
    """What was answered before the deletion is posted without the text, and stored without it."""
    office.platform.before = [PlatformBusy("down", after=600)]
    await office.talk.front.receive(asked(text=QUESTION))
    await asyncio.gather(*office.talk.works)
    assert FIRE in await office.stored()
    office.world.office.reading.clean = _later
    await office.read()
    await office.talk.settling(asked().key)
    assert len(office.platform.cards) == 1
    assert FIRE not in repr(office.platform.cards)
    assert FIRE not in await office.stored()


async def test_later_questions_do_not_lean_on_it(office: Office) -> None:
    """What came before in a conversation is told without the text."""
    await office.shown()
    office.world.office.reading.clean = _later
    await office.read()
    seen: list[Question] = []

    async def ask(question: Question, _tell: object) -> Reply:
        seen.append(question)
        return Abstention(lang="en", why=Why.NO_EVIDENCE, searched=Searched(coverage=Coverage()))

    office.world.desk._serving = ask
    await office.talk.front.receive(asked(2, text="And why?", at=ASKED_AT + timedelta(minutes=1)))
    await office.talk.settled()
    assert seen[-1].earlier
    assert FIRE not in repr(seen[-1].earlier)


async def _later() -> None:
    """The process died before it came to this."""


async def test_cleaning_after_a_crash(office: Office) -> None:
    """What was deleted before the process died is taken out of the memory by the next one, once."""
    await office.shown()
    office.world.office.reading.clean = _later
    await office.read()
    assert FIRE in await office.stored()
    await office.cleaning()
    assert FIRE not in await office.stored()
    was = await office.stored()
    await office.cleaning()
    assert await office.stored() == was


async def test_an_edit(tmp_path: Path) -> None:
    """Words that were edited away go like deleted ones; the same text read again is no edit."""
    async with open_office(tmp_path, HERE, HERE, EDITED, EDITED) as office:
        await office.read()
        await office.shown()
        await office.read()
        assert (await office.world.library.document("c1")).edited is None
        await office.read()
        assert FIRE not in await office.stored()
        assert FIRE not in told(await office.said())
        await office.read()
        assert (await office.world.library.document("c1")).edited == NOW


async def test_a_tombstone_tells_nothing(office: Office) -> None:
    """Of a deleted text the database keeps where it stood and when, and no word or name."""
    await office.read()
    async with office.world.library.engine.connect() as connection:
        row = (await connection.exec_driver_sql("SELECT * FROM documents WHERE id = 'c1'")).one()
    assert "kitchen" not in repr(row)
    assert "jdoe" not in repr(row)
    assert row.url == COMMENT.url


async def test_vectors_of_deleted_texts(office: Office) -> None:
    """A vector whose text nobody holds any more is deleted; the others stay."""

    async def count() -> int:
        async with office.world.library.engine.connect() as connection:
            return len((await connection.execute(select(vectors.c.key))).all())

    before = await count()
    await office.read()
    assert await count() == before - 1


async def test_back_again(tmp_path: Path) -> None:
    """A text that is there again is cited again, as if it had never been gone."""
    async with open_office(tmp_path, HERE, GONE, HERE) as office:
        for _ in range(3):
            await office.read()
        assert FIRE in told(await office.said())
        assert (await office.world.library.document("c1")).edited is None


async def test_a_held_thread(tmp_path: Path) -> None:
    """What would empty a thread waits for a yes; new things are stored; then it goes, and no title stays."""
    many, new = comments(30), replace(ROOT, text="Acme released the Falcon robot. It flies.")
    rest = whole(new, *many[:4])
    async with open_office(tmp_path, whole(ROOT, *many), rest, rest, rest) as office:
        id = await office.read()
        run = await office.world.desk.refresh(id, asked_by="me")
        assert (run.state, run.gone, run.changed) == (RunState.HELD, 0, 1)
        assert (run.problems[0].where, run.problems[0].what[:10]) == (THREAD, "26 missing")
        assert "tulips" not in repr(run)
        (source,) = await office.world.library.sources()
        assert (source.held, source.documents, source.reason) == (26, 31, run.message)
        assert "26 of 31 texts" in source.reason
        mark = source.held_mark
        done = await office.world.desk.refresh(id, asked_by="me", confirmed=mark)
        assert (done.state, done.gone) == (RunState.DONE, 26)
        (source,) = await office.world.library.sources()
        assert (source.held, source.held_mark, source.reason) == (0, None, None)
        assert not any(r.problems for r in await office.world.library.runs(9))


async def test_confirmed_for_less(tmp_path: Path) -> None:
    """A yes to some deletions is none to others: those are held, and shown, anew."""
    many = comments(30)
    readings = [whole(ROOT, *many), whole(ROOT, *many[:14]), *[whole(ROOT, many[0])] * 2]
    async with open_office(tmp_path, *readings) as office:
        id = await office.read()
        held = await office.world.desk.refresh(id, asked_by="me")
        assert held.state is RunState.HELD
        (source,) = await office.world.library.sources()
        again = await office.world.desk.refresh(id, asked_by="me", confirmed=source.held_mark)
        assert (again.state, again.gone) == (RunState.HELD, 16)
        (left,) = await office.world.library.sources()
        assert (left.held, left.documents) == (13, 15)
        old = await office.world.desk.refresh(id, asked_by="me", confirmed=source.held_mark)
        assert (old.state, old.gone) == (RunState.HELD, 0)
        assert "not the ones that were confirmed" in old.message


async def test_a_hold_that_ends_by_itself(tmp_path: Path) -> None:
    """When what was missing is back, nothing waits any more."""
    full = Reading(documents=tuple(comments(30)), whole=True)
    async with open_office(tmp_path, full, Reading(whole=True), full) as office:
        for _ in range(3):
            await office.read()
        (source,) = await office.world.library.sources()
        assert (source.held, source.reason, source.documents) == (0, None, 30)
