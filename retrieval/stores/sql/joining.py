"""Stories in SQL: the keys that documents share, and which story each belongs to.

What a source holds that was only asked about changes nothing for others: anybody can have a page read, and
write on it what they like. It is of the story that its address has already, or of one of its own.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from retrieval import stories
from retrieval.stores.sql.log import chunks
from retrieval.stores.sql.rows import DOCUMENT_FIELDS, document_of
from retrieval.stores.sql.schema import documents, sources, story_keys
from retrieval.stories import Member
from retrieval.types import Document, Voice

_TELLING = [
    voice.value for voice in (Voice.ARTICLE, Voice.SUMMARY, Voice.POST, Voice.RELAY)
]  # what a story may be joined by
_ASKED = select(sources.c.id).where(sources.c.asked)


async def join(connection: AsyncConnection, given: Sequence[Document]) -> Mapping[str, str]:
    """The story of each document, by id; stories that they bring together become one."""
    members = [stories.member(d) for d in given]
    known = await _known(connection, [k for m in members for k in m.keys])
    held = await _held(connection, _doubtful(members, known))
    retold = [m.discussion.key for ms in held.values() for m in ms if m.discussion and m.retells]
    known |= await _known(connection, retold)
    decided = stories.joined(members, known, held)
    await rename(connection, decided.renamed)
    if decided.keys:
        rows = [{"key": key, "story": story} for key, story in decided.keys.items()]
        await connection.execute(insert(story_keys), rows)
    return decided.stories


async def join_asked(
    connection: AsyncConnection, source_id: str, given: Sequence[Document]
) -> Mapping[str, str]:
    """The story of each document of a source that was only asked about, by id: one for all of them.

    No key is remembered and no other story is changed.
    """
    members = [stories.member(d) for d in given if stories.is_root(d)]
    keys = list(dict.fromkeys(k for m in members for k in m.keys))
    known = await _known(connection, keys)
    own = documents.c.source_id == source_id
    had = select(documents.c.story).where(own, ~documents.c.gone, documents.c.story.is_not(None))
    story = next((known[k] for k in keys if k in known), None)
    story = story or (await connection.execute(had.limit(1))).scalar() or stories.alone(source_id)
    await connection.execute(update(documents).where(own).values(story=story))
    return dict.fromkeys((d.id for d in given), story)


async def publish(connection: AsyncConnection, source_id: str) -> None:
    """Join what a source holds like any other, once it is no longer only asked about."""
    own = documents.c.source_id == source_id
    await connection.execute(update(documents).where(own).values(story=None))
    rows = await connection.execute(_HEADS.where(own, ~documents.c.gone).order_by(documents.c.id))
    decided = await join(connection, [document_of(dict(row._mapping)) for row in rows])
    ids = defaultdict[str, list[str]](list)
    for id, story in decided.items():
        ids[story].append(id)
    for story, all_of_it in ids.items():
        for some in chunks(all_of_it):
            await connection.execute(
                update(documents).where(documents.c.id.in_(some)).values(story=story)
            )


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
    """What stories may be joined by, of all that they hold and that is not gone."""
    held: dict[str, list[Member]] = {story: [] for story in found}
    telling = _HEADS.where(
        documents.c.voice.in_(_TELLING), ~documents.c.gone, documents.c.source_id.not_in(_ASKED)
    )
    for some in chunks(found):
        for row in await connection.execute(telling.where(documents.c.story.in_(some))):
            each = document_of(dict(row._mapping))
            held[each.story or ""].append(stories.member(each))
    return held


def _pages(members: Sequence[Member]) -> set[str]:
    return {page for m in members for page in m.pages}


_HEADS: Select[Any] = select(
    literal("").label("text"), *(documents.c[name] for name in DOCUMENT_FIELDS if name != "text")
)
