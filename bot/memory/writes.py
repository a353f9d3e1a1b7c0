"""Inserts that look first, in the dialect of the database."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Values = dict[str, Any]


async def insert_new(connection: AsyncConnection, table: Table, rows: Sequence[Values]) -> int:
    """Insert rows unless their primary key is there; how many were inserted."""
    if not rows:
        return 0
    statement = _insert(connection, table).values(list(rows)).on_conflict_do_nothing()
    returned = await connection.execute(statement.returning(*table.primary_key))
    return len(returned.all())


async def upsert(connection: AsyncConnection, table: Table, values: Values) -> None:
    """Insert a row, or replace the one that has its primary key."""
    keys = [column.name for column in table.primary_key]
    rest = {name: value for name, value in values.items() if name not in keys}
    statement = _insert(connection, table).values(values)
    await connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=rest))


def _insert(connection: AsyncConnection, table: Table) -> Any:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table)
