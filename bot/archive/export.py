"""Writes a backup: everything of one moment, while others go on writing."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, inspect, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncResult

from bot.archive.contents import Contents, Kept
from bot.archive.files import Writer, placed
from bot.archive.lines import Head
from bot.archive.pace import Pace, Tell, in_thread, whole
from retrieval.stores.sql.engine import reading

_ROWS = 200  # in memory at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """When and by which version of the program a backup is made."""

    now: datetime  # aware
    newsdesk: str


async def export(
    engine: AsyncEngine,
    contents: Contents,
    path: Path,
    tell: Tell,
    *,
    stamp: Stamp,
    replace: bool = False,
) -> Mapping[str, int]:
    """Write a backup to a file; how many rows of each table it holds.

    Memory does not grow with the library. May be cancelled: then, and after any failure, no file is left,
    and one that was to be replaced is as it was. Raises BadRequest for a path that cannot be written, or
    is taken and not to be replaced; StoreUnavailable.
    """
    with placed(path, replace=replace) as file:
        async with _snapshot(engine) as connection:
            kept = await _there(connection, contents)
            head = Head(
                newsdesk=stamp.newsdesk,
                made=stamp.now,
                revisions=await revisions(connection, contents),
                tables={table.name: table.columns for table in kept},
            )
            writer = await in_thread(Writer, file, head)
            await _write(connection, kept, writer, Pace(tell))
        return (await in_thread(writer.end)).counts


async def revisions(connection: AsyncConnection, contents: Contents) -> Mapping[str, str]:
    """How far the migrations of each schema are here."""
    found = {}
    for schema, table in contents.versions:
        query = select(text("version_num")).select_from(text(table))
        found[schema] = str((await connection.execute(query)).scalar_one())
    return found


@asynccontextmanager
async def _snapshot(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection that sees the database as it is at the first read, until it is closed."""
    async with reading(engine) as connection:
        if engine.dialect.name == "postgresql":  # SQLite's transactions are so anyway
            await connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        yield connection


async def _there(connection: AsyncConnection, contents: Contents) -> list[Kept]:
    """The tables that this database has."""

    def has(sync: Connection, table: Table) -> bool:
        return inspect(sync).has_table(table.name)

    absent = [t.name for t in contents.optional if not await connection.run_sync(has, t)]
    return [kept for name, kept in contents.kept.items() if name not in absent]


async def _write(connection: AsyncConnection, kept: list[Kept], writer: Writer, pace: Pace) -> None:
    total = 0
    for one in kept:
        count = select(func.count()).select_from(one.table)
        total += (await connection.execute(count)).scalar_one()
    done = 0
    for one in kept:
        async with _rows(connection, one) as rows:
            while some := await whole(rows.fetchmany(_ROWS)):
                await in_thread(writer.rows, one, some)
                done += len(some)
                await pace(done, total, one.name)


@asynccontextmanager
async def _rows(connection: AsyncConnection, kept: Kept) -> AsyncIterator[AsyncResult[Any]]:
    """A table's rows as they come; closed also when the block fails, as SQLAlchemy's own does not."""
    query = select(kept.table).execution_options(yield_per=_ROWS)
    rows = await whole(connection.stream(query))
    try:
        yield rows
    finally:
        await rows.close()
