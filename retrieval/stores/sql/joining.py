"""Stories in SQL: the keys that documents share, and which story each belongs to."""

from collections.abc import Mapping, Sequence

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from retrieval import stories
from retrieval.stores.sql.log import chunks
from retrieval.stores.sql.schema import documents, story_keys
from retrieval.types import Document


async def join(connection: AsyncConnection, given: Sequence[Document]) -> Mapping[str, str]:
    """The story of each document, by id; stories that they bring together become one."""
    keys = {d.id: stories.keys(d) for d in given}
    decided = stories.joined(
        keys, await _known(connection, [k for ks in keys.values() for k in ks])
    )
    await rename(connection, decided.renamed)
    if decided.keys:
        rows = [{"key": key, "story": story} for key, story in decided.keys.items()]
        await connection.execute(insert(story_keys), rows)
    return decided.stories


async def rename(connection: AsyncConnection, renamed: Mapping[str, str]) -> None:
    """Let stories become others, with all that belongs to them."""
    for old, new in renamed.items():
        for table in (story_keys, documents):
            await connection.execute(update(table).where(table.c.story == old).values(story=new))


async def _known(connection: AsyncConnection, keys: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for some in chunks(dict.fromkeys(keys)):
        query = select(story_keys).where(story_keys.c.key.in_(some))
        found.update((row.key, row.story) for row in await connection.execute(query))
    return found
