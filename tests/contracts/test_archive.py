"""What a backup promises, on SQLite, on PostgreSQL, and from one to the other."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from archiving import (
    STAMP,
    backed_up,
    filled,
    lines,
    noted,
    opened,
    put_back,
    question,
    quietly,
    relogged,
    rows,
)
from examples import NOW, document, run, write
from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.slack.tables import kept as slack_tables
from bot.administration import Act
from bot.archive import pace
from bot.archive.contents import contents
from bot.archive.restore import restore
from bot.memory.audit import SqlAuditLog
from bot.memory.schema import measured, questions
from bot.memory.store import SqlMemory
from bot.rights import Actor
from bot.talk import Feedback, Kept, Rating, State
from bot.withdrawing import CLEANED
from retrieval.stores.sql.library import SqlLibrary
from retrieval.stores.sql.schema import changes, documents, passages, vectors
from retrieval.types import Put, RunState


@pytest.fixture
async def library(database: str) -> AsyncIterator[SqlLibrary]:
    library = await opened(database)
    yield library
    await library.close()


@pytest.fixture
async def other(tmp_path: Path) -> AsyncIterator[SqlLibrary]:
    """An empty one on SQLite, whatever the first is on."""
    library = await opened(f"sqlite+aiosqlite:///{tmp_path}/other.sqlite")
    yield library
    await library.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.backup"


async def test_all_comes_back(library: SqlLibrary, path: Path) -> None:
    """What was changed after a backup is as it was before, in every table."""
    await filled(library)
    before = await rows(library)
    await backed_up(library, path)
    await library.store(write(document("d9"), document("d1", text="Other words.")))
    await noted(library, "x")
    restored = await put_back(library.engine, path)
    assert await rows(library) == before
    assert (restored.made, restored.newsdesk, restored.mended) == (NOW, STAMP.newsdesk, 0)
    assert restored.counts["documents"] == 3


async def test_from_one_database_to_another(
    library: SqlLibrary, other: SqlLibrary, path: Path
) -> None:
    """A library moves to another kind of database and back, and is the same."""
    await filled(library)
    before = await rows(library)
    await backed_up(library, path)
    await put_back(other.engine, path)
    assert await rows(other) == before
    await backed_up(other, path.with_suffix(".2"))
    await noted(library, "x")
    await put_back(library.engine, path.with_suffix(".2"))
    assert await rows(library) == before


async def test_the_log_has_every_passage(library: SqlLibrary, path: Path) -> None:
    """Indexes that read the log from its beginning are given all passages, and no others."""
    await filled(library)
    await backed_up(library, path)
    await library.store(write(document("d9")))
    await put_back(library.engine, path)
    told = await library.changes(0, 1000)
    async with library.engine.connect() as connection:
        there = set((await connection.execute(select(passages.c.id))).scalars())
    assert {c.entry.passage_id for c in told if isinstance(c, Put)} == there


async def test_numbers_of_the_log_go_on(library: SqlLibrary, other: SqlLibrary, path: Path) -> None:
    """What is deleted after a restore comes after all that was deleted before, and is looked at."""
    await filled(library)
    for i in range(50):
        await library.store(write(document("d1", text=f"Text number {i}.")))
    ((last, _), *_) = sorted(await library.revised(0, 100), reverse=True)
    await backed_up(library, path)
    await other.move_cursor(CLEANED, 10**6)
    await restore(other.engine, contents(), path, quietly, relog=nothing)
    assert await other.cursor(CLEANED) == 0
    await other.store(write(gone=("d2",)))
    assert [id for _, id in await other.revised(last, 100)] == ["d2"]


async def nothing(_connection: AsyncConnection) -> None:
    """Logs nothing, so that numbers stay low."""


async def test_open_runs_have_ended(library: SqlLibrary, path: Path) -> None:
    """A run that was under way when the backup was made is a failed one that says why."""
    await library.save_run(replace(run("r2"), started=NOW - timedelta(minutes=1)))
    await backed_up(library, path)
    await put_back(library.engine, path)
    (ended,) = await library.runs(10)
    assert (ended.state, ended.finished) == (RunState.FAILED, NOW)
    assert "under way when the backup was made" in (ended.message or "")


async def test_the_audit_log_loses_nothing(library: SqlLibrary, path: Path) -> None:
    """What was done since the backup is still in it, after what was done before, and nothing twice."""
    log = SqlAuditLog(library.engine)
    by = Actor(platform="cli", user="me", admin=True)
    await log.note(Act(at=NOW, by=by, act="backup"))
    await backed_up(library, path)
    await log.note(Act(at=NOW + timedelta(hours=1), by=by, act="restore"))
    await put_back(library.engine, path)
    assert [act.act for act in await log.acts(9)] == ["restore", "backup"]
    await log.note(Act(at=NOW + timedelta(hours=2), by=by, act="reindex"))
    assert [act.act for act in await log.acts(9)] == ["reindex", "restore", "backup"]


def by(user: str, number: int, state: State = State.POSTED) -> Kept:
    """A question of somebody that was answered."""
    kept = question(number)
    return replace(kept, asked=replace(kept.asked, user=user), state=state)


async def test_what_was_forgotten_stays_so(library: SqlLibrary, path: Path) -> None:
    """Questions, ratings and names of who wanted that since; not what they do after it, nor others' things."""
    memory, log = SqlMemory(library.engine), SqlAuditLog(library.engine)
    for kept in (by("ann", 1), by("ann", 2), by("bob", 3)):
        await memory.add(kept)
    for user in ("ann", "bob"):
        await memory.rate(Feedback(id=by("bob", 3).id, user=user, rating=Rating.UP), NOW)
        who = Actor(platform="fake", user=user, name=user.title(), admin=True)
        await log.note(Act(at=NOW, by=who, act="reindex"))
    await backed_up(library, path)
    place = question().asked.place
    await memory.forget(place.platform, place.tenant, "ann")
    async with library.engine.begin() as connection:  # as old ones soon do
        await connection.execute(delete(questions).where(questions.c.key == by("ann", 2).asked.key))
    await memory.add(by("ann", 4))
    before = await rows(library)
    await put_back(library.engine, path)
    after = await rows(library)
    (forgotten,) = [k for k in before["questions"] if k[1] == by("ann", 1).id]
    assert [k for k in after["questions"] if k[5] == "ann"] == [forgotten]
    assert [k[5] for k in after["questions"]].count("bob") == 1
    assert (after["ratings"], after["mentions"]) == (before["ratings"], before["mentions"])
    assert [act.by.name for act in await log.acts(9)] == ["Bob", ""]


async def test_what_was_withdrawn_stays_so(library: SqlLibrary, path: Path) -> None:
    """Its words and its reply are gone, and so is what readers thought of it."""
    memory = SqlMemory(library.engine)
    await memory.add(by("ann", 1))
    await memory.rate(Feedback(id=by("ann", 1).id, user="bob", rating=Rating.DOWN), NOW)
    await backed_up(library, path)
    was = by("ann", 1, State.WITHDRAWN)
    blank = replace(was, asked=replace(was.asked, text=""), version=2)
    assert await memory.save(blank, expected=1)
    await put_back(library.engine, path)
    assert await memory.load(was.asked.key) == blank
    assert (await rows(library))["ratings"] == []


async def test_what_was_deleted_stays_so(library: SqlLibrary, path: Path) -> None:
    """A text that its source took back does not return; stored replies are cleaned of it anew."""
    await filled(library)
    await backed_up(library, path)
    await library.store(write(gone=("d1",)))
    await put_back(library.engine, path)
    assert await library.documents(["d1"]) == {}
    assert "d1" in [id for _, id in await library.revised(0, 100)]
    told = await library.changes(0, 1000)
    there = {row[0] for row in (await rows(library))["passages"]}
    assert {c.entry.passage_id for c in told if isinstance(c, Put)} == there
    async with library.engine.connect() as connection:
        row = (await connection.execute(select(documents).where(documents.c.id == "d1"))).one()
    assert (row.gone, row.text, row.title, row.author) == (True, "", "", None)


async def test_what_is_not_known_any_more_comes_back(
    library: SqlLibrary, other: SqlLibrary, path: Path
) -> None:
    """Elsewhere nobody knows of what was taken back: that is said in operations.md."""
    await filled(library)
    await SqlMemory(library.engine).add(by("ann", 9))
    await backed_up(library, path)
    await SqlMemory(library.engine).forget("fake", by("ann", 9).asked.place.tenant, "ann")
    await put_back(other.engine, path)
    assert await SqlMemory(other.engine).load(by("ann", 9).asked.key) == by("ann", 9)


async def test_vectors_may_stay_out(library: SqlLibrary, path: Path) -> None:
    """Without vectors the file is smaller; those that are there when it is restored stay."""
    await filled(library)
    assert "vectors" not in await backed_up(library, path, vectors=False)
    await put_back(library.engine, path)
    async with library.engine.connect() as connection:
        count = await connection.execute(select(func.count()).select_from(vectors))
        assert count.scalar_one() == 2


async def test_installations_of_slack(library: SqlLibrary, other: SqlLibrary, path: Path) -> None:
    """They are kept where there are any, and made room for where there was none."""
    table, _bots = slack_tables()
    row = {"client_id": "c", "app_id": "a", "user_id": "u", "bot_token": "sealed", "id": 7}
    async with library.engine.begin() as connection:
        await connection.run_sync(table.create)
        await connection.execute(insert(table).values(row))
    await backed_up(library, path)
    await put_back(other.engine, path)
    async with other.engine.connect() as connection:
        (found,) = await connection.execute(select(table))
    assert (found.id, found.bot_token, found.installed_at.tzinfo) == (7, "sealed", None)


async def test_a_character_that_postgresql_has_not(
    library: SqlLibrary, other: SqlLibrary, path: Path
) -> None:
    """U+0000 comes back where it can be stored; elsewhere another character keeps its place."""
    kept = "a\0b" if library.engine.dialect.name == "sqlite" else "a\ufffdb"
    await SqlMemory(other.engine).set_note("one", "a\0b")
    await SqlMemory(other.engine).set_note("two", "ab")
    await backed_up(other, path)
    restored = await put_back(library.engine, path)
    assert await SqlMemory(library.engine).note("one") == kept
    assert restored.mended == (kept != "a\0b")


async def test_numbers_go_on(library: SqlLibrary, path: Path) -> None:
    """Rows that the database numbers itself get new numbers after a restore."""
    row = {"at": NOW, "platform": "web", "lang": "en", "ended": "answer", "seconds": 0.1}
    row |= {"tokens": 0, "cost": 0.0, "generation": ""}
    async with library.engine.begin() as connection:
        await connection.execute(insert(measured), [row, row])
    await backed_up(library, path)
    await put_back(library.engine, path)
    async with library.engine.begin() as connection:
        await connection.execute(insert(measured), [row])
        ids = await connection.execute(select(measured.c.id))
    assert sorted(ids.scalars()) == [1, 2, 3]


async def test_no_bookkeeping_of_indexes(library: SqlLibrary, path: Path) -> None:
    """The log, cursors and generations are made anew, so they are not in the file."""
    await filled(library)
    await backed_up(library, path)
    head = lines(path)[0]["tables"]
    assert not {"changes", "cursors", "log_head", "generations"} & set(head)
    assert {"documents", "questions", "runs"} <= set(head)


async def test_under_writes(library: SqlLibrary, other: SqlLibrary, path: Path) -> None:
    """What is stored while a backup is made is in it whole or not at all."""
    memory = SqlMemory(library.engine)
    written = 0
    await _many(library, 4_999)

    async def go_on() -> None:
        nonlocal written
        while True:
            await library.store(write(document(f"new{written}", text="One. " * 200)))
            await memory.add(question(written))
            written += 1

    writer = asyncio.create_task(go_on())
    await asyncio.sleep(0.3)
    begun = written
    counts = await backed_up(library, path)
    ended = written
    writer.cancel()
    await asyncio.gather(writer, return_exceptions=True)
    await put_back(other.engine, path)
    assert begun < ended
    assert 0 < begun <= counts["documents"] - 5_000 <= ended + 1
    assert counts["documents"] - 5_000 - counts["questions"] in {0, 1}
    assert await _cut(other) == counts["documents"]


async def _cut(library: SqlLibrary) -> int:
    """How many documents have their passages."""
    of = select(func.count(func.distinct(passages.c.document_id)))
    async with library.engine.connect() as connection:
        return int((await connection.execute(of)).scalar_one())


async def test_cancelled_export(library: SqlLibrary, path: Path) -> None:
    """One that is cancelled ends at once, and leaves no file."""
    await _many(library, 5_000)
    task = asyncio.create_task(backed_up(library, path))
    await asyncio.sleep(0.1)
    assert await _cancelled(task) < 1
    assert list(path.parent.glob("*backup*")) == []


async def test_cancelled_restore(
    library: SqlLibrary, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that is cancelled ends at once, and everything is as it was; it can be done after that."""
    await _many(library, 5_000)
    await backed_up(library, path)
    await noted(library, "x")
    before = await rows(library)
    monkeypatch.setattr(pace, "_EVERY_S", 0.0)
    storing = asyncio.Event()

    async def tell(_done: int, _total: int, what: str) -> None:
        if what == "passages":
            storing.set()

    work = restore(library.engine, contents(), path, tell, relog=relogged)
    task = asyncio.create_task(work)
    await storing.wait()
    assert await _cancelled(task) < 1
    assert await rows(library) == before
    await put_back(library.engine, path)
    assert await rows(library) != before


async def _cancelled(task: asyncio.Task[object]) -> float:
    """How many seconds a task took to end."""
    clock = asyncio.get_running_loop().time
    at = clock()
    task.cancel()
    (ended,) = await asyncio.gather(task, return_exceptions=True)
    assert isinstance(ended, asyncio.CancelledError)
    return clock() - at


async def _many(library: SqlLibrary, count: int) -> None:
    """Rows of documents, quickly."""
    await library.store(write(document("d1")))
    async with library.engine.begin() as connection:
        first = (await connection.execute(select(documents))).mappings().one()
        some = (await connection.execute(select(passages))).mappings().first()
        ids = [f"x{i}" for i in range(count)]
        await connection.execute(insert(documents), [{**first, "id": i} for i in ids])
        cut = [{**(some or {}), "id": f"p{i}", "document_id": i} for i in ids]
        await connection.execute(insert(passages), cut)


async def test_a_relog_that_fails(library: SqlLibrary, path: Path) -> None:
    """What goes wrong at the very end changes nothing either."""
    await filled(library)
    await backed_up(library, path)
    await noted(library, "x")
    before = await rows(library)

    async def fail(_connection: AsyncConnection) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await restore(library.engine, contents(), path, quietly, relog=fail)
    assert await rows(library) == before


async def test_empty(library: SqlLibrary, path: Path) -> None:
    """An empty library can be backed up, and takes the place of a full one."""
    await backed_up(library, path)
    await filled(library)
    await put_back(library.engine, path)
    assert all(not some for name, some in (await rows(library)).items() if name != "changes")
    async with library.engine.connect() as connection:
        assert (await connection.execute(select(changes))).all() == []
