"""What people and sources took back before a restore stays taken back, as far as it is still known here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.archive.contents import Row
from bot.memory.budgets import nameless
from bot.memory.schema import acts, mentions, questions, ratings, spending
from bot.talk import State
from retrieval.ports import Write
from retrieval.stores.sql import storing
from retrieval.stores.sql.log import chunks
from retrieval.stores.sql.rows import source_of
from retrieval.stores.sql.schema import documents, sources

_Q, _R, _S = questions.c, ratings.c, spending.c
_OVER = (State.FORGOTTEN.value, State.WITHDRAWN.value)
_WHO = ("platform", "tenant", "user")

Person = tuple[str, str, str]  # platform, tenant, user


@dataclass(frozen=True, slots=True, kw_only=True)
class Oblivion:
    """What is known to be taken back. Read it with `known`, before anything is replaced."""

    over: Mapping[
        str, Row
    ]  # forgotten and withdrawn questions as they are here, by key: blank already
    people: frozenset[Person]  # who wanted to be forgotten
    theirs: frozenset[str]  # keys of what these have asked since
    rated: frozenset[tuple[str, str]]  # question and user of what they rate since
    gone: frozenset[str]  # ids of documents that were deleted
    bare: Sequence[Row]  # lines of the audit log without a display name


async def known(connection: AsyncConnection) -> Oblivion:
    """As the database is now."""
    rows = await connection.execute(select(questions).where(_Q.state.in_(_OVER)))
    over = {row["key"]: dict(row) for row in rows.mappings()}
    people = frozenset(
        (row["platform"], row["tenant"], row["user"])
        for row in over.values()
        if row["state"] == State.FORGOTTEN.value
    )
    gone = await connection.execute(select(documents.c.id).where(documents.c.gone))
    bare = await connection.execute(select(acts).where(acts.c.name == ""))
    return Oblivion(
        over=over,
        people=people,
        theirs=frozenset(await _asked(connection, people)),
        rated=frozenset(await _rated(connection, people)),
        gone=frozenset(gone.scalars()),
        bare=[dict(row) for row in bare.mappings()],
    )


async def kept(connection: AsyncConnection, oblivion: Oblivion) -> None:
    """Take back what a backup has brought again. Its numbers in the log must have been settled."""
    await _drop(connection, oblivion.over)
    for keys in chunks(oblivion.over):
        await connection.execute(insert(questions), [oblivion.over[key] for key in keys])
    for person in oblivion.people:
        await _forget(connection, person, oblivion)
    await _entomb(connection, oblivion.gone)
    await _unname(connection, oblivion.bare)


async def _drop(connection: AsyncConnection, keys: Iterable[str]) -> None:
    """Questions with what readers thought of their replies, and with what these mention."""
    for some in chunks(keys):
        ids = select(_Q.id).where(_Q.key.in_(some))
        await connection.execute(delete(ratings).where(_R.question.in_(ids)))
        await connection.execute(delete(mentions).where(mentions.c.question.in_(ids)))
        await connection.execute(delete(questions).where(_Q.key.in_(some)))


async def _forget(connection: AsyncConnection, person: Person, oblivion: Oblivion) -> None:
    """What somebody asked and thought before they wanted to be forgotten; what they did since stays."""
    asked = await _asked(connection, [person])
    await _drop(
        connection, [key for key in asked if key not in oblivion.theirs | oblivion.over.keys()]
    )
    for question, user in await _rated(connection, [person]) - oblivion.rated:
        await connection.execute(delete(ratings).where(_R.question == question, _R.user == user))
    spent = update(spending).where(*_is(spending, person))
    await connection.execute(spent.values(user=nameless(*person)))


async def _asked(connection: AsyncConnection, people: Iterable[Person]) -> set[str]:
    """Keys of their questions that were not taken back."""
    found: set[str] = set()
    for person in people:
        query = select(_Q.key).where(*_is(questions, person), _Q.state.not_in(_OVER))
        found.update((await connection.execute(query)).scalars())
    return found


async def _rated(connection: AsyncConnection, people: Iterable[Person]) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for person in people:
        rows = await connection.execute(select(_R.question, _R.user).where(*_is(ratings, person)))
        found.update((row.question, row.user) for row in rows)
    return found


def _is(table: Table, person: Person) -> Iterable[ColumnElement[bool]]:
    return [table.c[name] == value for name, value in zip(_WHO, person, strict=True)]


async def _entomb(connection: AsyncConnection, gone: Iterable[str]) -> None:
    """Delete the texts again, as a reading does: stored replies are cleaned of them by their numbers."""
    again: defaultdict[str, list[str]] = defaultdict(list)
    for ids in chunks(sorted(gone)):
        query = select(documents.c.id, documents.c.source_id)
        for row in await connection.execute(
            query.where(documents.c.id.in_(ids), ~documents.c.gone)
        ):
            again[row.source_id].append(row.id)
    for source_id, ids in again.items():
        row = (await connection.execute(select(sources).where(sources.c.id == source_id))).one()
        for some in chunks(ids):
            write = Write(source=source_of(dict(row._mapping), 0), gone=tuple(some))
            await storing.apply(connection, write)


async def _unname(connection: AsyncConnection, bare: Iterable[Row]) -> None:
    """Of lines of the audit log that are here without a name, the name that the backup has."""
    nobody = {_line(row) for row in bare}
    rows = (await connection.execute(select(acts).where(acts.c.name != ""))).mappings()
    named = [row["id"] for row in rows if _line(dict(row)) in nobody]
    for ids in chunks(named):
        await connection.execute(update(acts).where(acts.c.id.in_(ids)).values(name=""))


def _line(act: Row) -> tuple[Any, ...]:
    return tuple(value for name, value in act.items() if name not in {"id", "name"})
