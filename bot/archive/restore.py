"""Puts a backup in the place of what is stored, all of it or nothing."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Column, Table, delete, func, insert, select, update
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.archive import files, lines, oblivion
from bot.archive.contents import Contents, Row
from bot.archive.export import revisions
from bot.archive.files import Batch
from bot.archive.lines import Head
from bot.archive.pace import Pace, Tell, in_thread, whole
from bot.memory.schema import acts
from bot.withdrawing import CLEANED
from retrieval.stores.sql.engine import reading, writing
from retrieval.stores.sql.schema import cursors, documents, log_head, runs
from retrieval.types import RunState

Relog = Callable[[AsyncConnection], Awaitable[None]]
"""Brings the bookkeeping of the indexes up to what is stored now, in the same transaction."""

_INTERRUPTED = "was under way when the backup was made; start it again for the rest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a backup brought. `mended`: rows with a character that this database does not take
    (U+0000), for which U+FFFD stands now.
    """

    made: datetime
    newsdesk: str
    counts: Mapping[str, int]
    mended: int


async def restore(
    engine: AsyncEngine, contents: Contents, path: Path, tell: Tell, *, relog: Relog
) -> Restored:
    """Replace all that is stored by what a backup holds; tables that it does not hold stay as they are.

    Only the audit log loses nothing: a backup adds to it. What people and sources took back since stays
    taken back, as far as that is known here (`oblivion`). The whole file is checked first, and what is written is checked again before it counts. May be
    cancelled: then, and after any failure, everything is as it was. Nobody else can write meanwhile.
    Raises BadRequest for a file that cannot be used, StoreUnavailable.
    """
    pace = Pace(tell)
    with files.opened(path) as file:
        head = await in_thread(files.head_of, file)
        async with reading(engine) as connection:
            lines.check(head, contents, await revisions(connection, contents))
        counts = await _checked(file, contents, head, pace)
        async with writing(engine) as connection:
            await _alone(connection, contents, head)
            audit, over = await _acts(connection), await oblivion.known(connection)
            await _emptied(connection, contents, head)
            with _fitting():
                mended = await _filled(connection, _batches(file, contents, head), counts, pace)
            await _settled(connection, contents, head)
            await oblivion.kept(connection, over)
            await _kept(connection, audit)
            await relog(connection)
    return Restored(made=head.made, newsdesk=head.newsdesk, counts=counts, mended=mended)


async def _checked(file: BinaryIO, contents: Contents, head: Head, pace: Pace) -> Mapping[str, int]:
    """Read all of a file, and change nothing; the rows of each table."""
    counts = dict.fromkeys(head.tables, 0)
    size = files.size(file)
    async for batch in _batches(file, contents, head):
        counts[batch.kept.name] += len(batch.rows)
        await pace(batch.read, size, "checking the file")
    return counts


async def _batches(file: BinaryIO, contents: Contents, head: Head) -> AsyncIterator[Batch]:
    some = files.batches(file, contents, head)
    while (batch := await in_thread(next, some, None)) is not None:
        yield batch


async def _alone(connection: AsyncConnection, contents: Contents, head: Head) -> None:
    """Make the tables of the backup ready, and keep others from writing to them."""
    tables = [contents.kept[name].table for name in head.tables]
    for table in tables:
        await connection.run_sync(table.create, checkfirst=True)
    if connection.dialect.name == "postgresql":
        quote = connection.dialect.identifier_preparer.format_table
        names = ", ".join(quote(table) for table in tables)
        await connection.exec_driver_sql(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")


async def _emptied(connection: AsyncConnection, contents: Contents, head: Head) -> None:
    for table in reversed([t for t in contents.tables if t.name in head.tables]):
        await connection.execute(delete(table))


async def _filled(
    connection: AsyncConnection,
    batches: AsyncIterator[Batch],
    counts: Mapping[str, int],
    pace: Pace,
) -> int:
    """Store all rows; how many had to be mended."""
    done, mended, total = 0, 0, sum(counts.values())
    replaces = connection.dialect.name == "postgresql"
    async for batch in batches:
        rows = _mended(batch.rows) if replaces else batch.rows
        mended += sum(new is not old for new, old in zip(rows, batch.rows, strict=True))
        await whole(connection.execute(insert(batch.kept.table), rows))
        done += len(rows)
        await pace(done, total, batch.kept.name)
    return mended


def _mended(rows: Sequence[Row]) -> list[Row]:
    """PostgreSQL has no U+0000. What replaces it is as long, so that places in texts stay right."""
    return [_without_nul(row) if any(map(_has_nul, row.values())) else row for row in rows]


def _without_nul(row: Row) -> Row:
    return {k: v.replace("\0", "\ufffd") if isinstance(v, str) else v for k, v in row.items()}


def _has_nul(value: object) -> bool:
    return isinstance(value, str) and "\0" in value


async def _settled(connection: AsyncConnection, contents: Contents, head: Head) -> None:
    """End runs that nobody works on here, and let new numbers begin after the old."""
    ended: dict[str, Any] = {
        "state": RunState.FAILED.value,
        "finished": head.made,
        "message": _INTERRUPTED,
        "slot": None,
    }
    await connection.execute(update(runs).where(runs.c.finished.is_(None)).values(ended))
    last = func.coalesce(select(func.max(documents.c.revised)).scalar_subquery(), 0)
    behind = update(log_head).where(log_head.c.seq < last)
    await connection.execute(behind.values(seq=last))
    await connection.execute(delete(cursors).where(cursors.c.index == CLEANED))
    if connection.dialect.name == "postgresql":
        for name in head.tables:
            await _renumbered(connection, contents.kept[name].table)


async def _renumbered(connection: AsyncConnection, table: Table) -> None:
    """PostgreSQL counts on by itself only what it has numbered itself."""
    column: Column[int] | None = table.autoincrement_column
    if column is not None:
        last = select(func.max(column)).scalar_subquery()
        sequence = func.pg_get_serial_sequence(table.name, column.name)
        await connection.execute(select(func.setval(sequence, func.coalesce(last, 1))))


async def _acts(connection: AsyncConnection) -> list[Row]:
    """The audit log, without the numbers of its lines."""
    lines = select(*(column for column in acts.columns if not column.primary_key))
    return [dict(row) for row in (await connection.execute(lines)).mappings()]


async def _kept(connection: AsyncConnection, audit: Sequence[Row]) -> None:
    """Lines of the audit log that the backup does not have: also who restored it is one of them."""
    there = {tuple(row.values()) for row in await _acts(connection)}
    later = [row for row in audit if tuple(row.values()) not in there]
    if later:
        await connection.execute(insert(acts), later)


@contextmanager
def _fitting() -> Iterator[None]:
    """Rows that contradict each other, or that this database cannot hold."""
    try:
        yield
    except (IntegrityError, DataError) as e:
        what = next(iter(str(e.orig).splitlines()), "")
        raise ValueError(f"its rows do not fit this database ({what[:200]})") from e
