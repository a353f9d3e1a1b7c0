"""A library that an earlier version filled is brought up to date with all that is in it."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from retrieval.stores.sql import engine as sql
from retrieval.stores.sql.library import open_library

SCRIPTS = Path(sql.__file__).parent / "migrations"
FIRST = (
    "INSERT INTO sources (id, kind, location, name, state) VALUES ('s1', 'feed', 'https://ex.com/f', 'Ex', 'active')",
    (
        "INSERT INTO documents (id, source_id, url, title, text, voice, fingerprint, gone)"
        " VALUES ('d1', 's1', 'https://ex.com/1', 'T', 'Acme sells a phone.', 'article', 'f', :no),"
        " ('d2', 's1', 'https://ex.com/2', '', '', 'article', 'f', :yes)"
    ),
    (
        'INSERT INTO passages (id, document_id, "key", start, "end", text)'
        " VALUES ('p1', 'd1', 'k', 0, 19, 'Acme sells a phone.')"
    ),
)


def _first(connection: Connection) -> None:
    """The schema and some rows of the first version."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    command.upgrade(config, "0001")
    for statement in FIRST:
        given = {"no": False, "yes": True} if ":no" in statement else {}
        connection.execute(text(statement), given)


async def test_a_filled_library_is_brought_up_to_date(database: str) -> None:
    """Sources, documents and passages of the first version are there afterwards, tombstones too."""
    engine = sql.open_engine(database)
    async with engine.begin() as connection:
        await connection.run_sync(_first)
    await sql.dispose(engine)
    library = await open_library(database)
    (source,) = await library.sources()
    assert (source.name, source.documents, source.asked, source.held) == ("Ex", 1, False, 0)
    (passage, document, _) = (await library.found(["p1"]))["p1"]
    assert (passage.text, document.depth, document.standing) == (document.text, 0, "shown")
    assert (await library.stored("s1"))["d2"].gone
    await library.save_source(source)
    await library.close()
