"""Opens the database: connection settings, migrations, and the one place that maps its errors."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from retrieval.errors import StoreUnavailable

_MIGRATIONS = Path(__file__).parent / "migrations"
_BUSY_S = 10
_MIGRATING = 20251202  # any number of our own: one process at a time brings a schema up to date


@contextmanager
def mapped() -> Iterator[None]:
    """Database errors in our words."""
    try:
        yield
    except (SQLAlchemyError, OSError) as e:
        raise StoreUnavailable(_line(e)) from e


def open_engine(url: str) -> AsyncEngine:
    """An engine for `sqlite+aiosqlite` or `postgresql+psycopg`; connects when first used."""
    with mapped():
        parsed = make_url(url)
        engine = create_async_engine(parsed, hide_parameters=True, **_options(parsed))
    if parsed.get_backend_name() == "sqlite":
        event.listen(engine.sync_engine, "connect", _set_up_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


async def migrate(engine: AsyncEngine, scripts: Path = _MIGRATIONS) -> None:
    """Bring a schema up to date. Repeatable, and safe for several processes at once."""
    with mapped():
        async with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATING})")
            await connection.run_sync(_upgrade, scripts)


@asynccontextmanager
async def reading(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection to read by."""
    with mapped():
        async with engine.connect() as connection:
            yield connection


@asynccontextmanager
async def writing(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """One transaction, committed at the end; it holds the write lock from its beginning."""
    with mapped():
        async with engine.connect() as connection:
            await connection.execution_options(immediate=True)
            async with connection.begin():
                yield connection


def _options(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        waits = {} if "timeout" in url.query else {"timeout": _BUSY_S}
        return {"connect_args": waits, "pool_size": 8}
    return {"pool_pre_ping": True}


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we begin transactions ourselves
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _upgrade(connection: Connection, scripts: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(scripts))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _line(error: Exception) -> str:
    cause = str(getattr(error, "orig", None) or error).splitlines()[0]
    if "locked" in cause:
        mend = "another program holds it; close that and try again, nothing was lost"
    elif "full" in cause or "No space" in cause:
        mend = "free some disk space and try again, nothing already stored was lost"
    else:
        mend = "check NEWSDESK_DATABASE_URL and the data folder's permissions"
    return f"database: {cause}; {mend}"


async def dispose(engine: AsyncEngine) -> None:
    """Close every connection; aiosqlite's threads would keep the process alive."""
    await asyncio.shield(engine.dispose())
