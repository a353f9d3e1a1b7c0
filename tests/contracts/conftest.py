"""The two kinds of database that every store is held to its contract on."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from postgres import emptied, programs, server

from bot.memory.store import SqlMemory, open_memory
from retrieval.stores.sql.engine import dispose, open_engine


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a server of our own."""
    if programs() is None:
        pytest.skip("PostgreSQL's programs are not installed")
    with server(tmp_path_factory.mktemp("postgres")) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/n.sqlite"
    url: str = request.getfixturevalue("postgres")
    await emptied(url)
    return url


@pytest.fixture
async def memory(database: str) -> AsyncIterator[SqlMemory]:
    """Conversations in it."""
    engine = open_engine(database)
    yield await open_memory(engine)
    await dispose(engine)
