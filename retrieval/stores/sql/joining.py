"""Stories in SQL: the keys that documents share, and which story each belongs to."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from retrieval import stories
from retrieval.stores.sql.log import chunks
from retrieval.stores.sql.rows import DOCUMENT_FIELDS, document_of
from retrieval.stores.sql.schema import documents, story_keys
from retrieval.stories import Member
from retrieval.types import Document, Voice

_ROOTS = [voice.value for voice in (Voice.ARTICLE, Voice.SUMMARY, Voice.POST)]


async def join(connection: AsyncConnection, given: Sequence[Document]) -> Mapping[str, str]:
    """The story of each document, by id; stories that they bring together become one."""
    members = [stories.member(d) for d in given]
    known = await _known(connection, [k for m in members for k in m.keys])
    held = await _held(connection, _doubtful(members, known))
    decided = stories.joined(members, known, held)
    await rename(connection, decided.renamed)
    if decided.keys:
        rows = [{"key": key, "story": story} for key, story in decided.keys.items()]
        await connection.execute(insert(story_keys), rows)
    return decided.stories


async def join_alike(connection: AsyncConnection, pairs: Sequence[tuple[str, str]]) -> int:
    """Make one story of the stories of two documents each, where they may be one; how many became others.

    What is gone joins nothing.
    """
    joined = 0
    for pair in pairs:
        query = select(documents.c.story).where(documents.c.id.in_(pair), ~documents.c.gone)
        found = sorted({s for s in (await connection.execute(query)).scalars() if s})
        held = await _held(connection, found)
        if len(found) == len(pair) and stories.may_join(*(_pages(held[s]) for s in found)):
            await rename(connection, {found[1]: found[0]})
            joined += 1
    return joined


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


def _doubtful(members: Sequence[Member], known: Mapping[str, str]) -> set[str]:
    """Stories whose contents decide: an article comes to them, or a document that has keys of several."""
    doubtful: set[str] = set()
    for member in members:
        found = {known[k] for k in member.keys if k in known}
        if member.article or len({*found, *(set(member.keys) - known.keys())}) > 1:
            doubtful |= found
    return doubtful


async def _held(connection: AsyncConnection, found: Collection[str]) -> dict[str, list[Member]]:
    """The roots of stories that are not gone."""
    held: dict[str, list[Member]] = {story: [] for story in found}
    columns = [documents.c[name] for name in DOCUMENT_FIELDS if name != "text"]
    for some in chunks(found):
        query = select(literal("").label("text"), *columns).where(
            documents.c.story.in_(some), documents.c.voice.in_(_ROOTS)
        )
        for row in await connection.execute(query.where(~documents.c.gone)):
            root = document_of(dict(row._mapping))
            held[root.story or ""].append(stories.member(root))
    return held


def _pages(members: Sequence[Member]) -> set[str]:
    return {page for m in members for page in m.pages}
