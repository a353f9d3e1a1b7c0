"""The Library port on SQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from retrieval.passages import SPLITTER
from retrieval.ports import Stored, Write
from retrieval.stores.sql import asked, generations, held, likening, log, shelves, storing
from retrieval.stores.sql.engine import dispose, migrate, open_engine, reading, writing
from retrieval.stores.sql.rows import (
    DOCUMENT_FIELDS,
    document_of,
    passage_of,
    run_of,
    source_of,
    source_values,
    stored_of,
)
from retrieval.stores.sql.runs import save_run
from retrieval.stores.sql.schema import documents, passages, runs, sources
from retrieval.types import (
    Change,
    Coverage,
    Document,
    Filter,
    Passage,
    Run,
    Shelved,
    Source,
    TimeRange,
)

_DOCUMENT = [documents.c[name].label(f"doc_{name}") for name in DOCUMENT_FIELDS]


class SqlLibrary:
    """SQLite or PostgreSQL behind one engine. Make it with `open_library`.

    It gives the passages of one splitter. Ids of passages are taken whatever splitter cut them.
    """

    def __init__(self, engine: AsyncEngine, splitter: str = SPLITTER) -> None:
        self.engine = engine
        self.splitter = splitter

    def of(self, splitter: str) -> "SqlLibrary":
        """The same library with the passages of another splitter."""
        return SqlLibrary(self.engine, splitter)

    async def splitters(self) -> Sequence[str]:
        async with reading(self.engine) as connection:
            return await generations.splitters(connection)

    async def sources(self) -> Sequence[Source]:
        async with reading(self.engine) as connection:
            rows = await connection.execute(_SOURCES.where(~sources.c.asked))
            return [_counted(row) for row in rows]

    async def source(self, source_id: str) -> Source | None:
        async with reading(self.engine) as connection:
            row = (await connection.execute(_SOURCES.where(sources.c.id == source_id))).first()
            return None if row is None else _counted(row)

    async def source_at(self, location: str) -> Source | None:
        async with reading(self.engine) as connection:
            row = (await connection.execute(_SOURCES.where(sources.c.location == location))).first()
            return None if row is None else _counted(row)

    async def forget_asked(self, before: datetime, limit: int) -> int:
        return await asked.forget(self.engine, before, limit)

    async def forget_source(self, source_id: str) -> None:
        """Delete a source with what is left of its documents, none of which may be public. Its runs stay."""
        await asked.forget_source(self.engine, source_id)

    async def save_source(self, source: Source) -> None:
        async with writing(self.engine) as connection:
            await storing.save_source(connection, source_values(source))

    async def settle(self, source_id: str, **what: Any) -> None:
        """Set some columns of a source: `state`, `every`, `checked_at`; the others are left to its readings."""
        if "every" in what:
            every = what.pop("every")
            what["every_s"] = None if every is None else every.total_seconds()
        async with writing(self.engine) as connection:
            own = update(sources).where(sources.c.id == source_id)
            await connection.execute(own.values(what))

    async def stored(self, source_id: str) -> Mapping[str, Stored]:
        return await self._stored(documents.c.source_id == source_id)

    async def thread(self, source_id: str, thread_url: str) -> Mapping[str, Stored]:
        own = and_(documents.c.source_id == source_id, ~documents.c.gone)
        return await self._stored(and_(own, documents.c.thread_url == thread_url))

    async def held_threads(self, source_id: str) -> frozenset[str]:
        return await held.threads(self.engine, source_id)

    async def store(self, write: Write) -> None:
        async with writing(self.engine) as connection:
            await storing.apply(connection, write)

    async def found(self, hits: Sequence[str]) -> Mapping[str, tuple[Passage, Document, str]]:
        found: dict[str, tuple[Passage, Document, str]] = {}
        async with reading(self.engine) as connection:
            for ids in log.chunks(hits):
                rows = await connection.execute(_FOUND.where(passages.c.id.in_(ids)))
                found.update((row.id, _passage_in_document(row)) for row in rows)
        return found

    async def document(self, document_id: str) -> Document | None:
        query = select(*_DOCUMENT).where(documents.c.id == document_id, ~documents.c.gone)
        async with reading(self.engine) as connection:
            row = (await connection.execute(query)).first()
            return None if row is None else _document(row)

    async def documents(self, document_ids: Sequence[str]) -> Mapping[str, Document]:
        return await shelves.alive(self.engine, document_ids)

    async def roots_gone(self, urls: Sequence[str]) -> frozenset[str]:
        return await shelves.roots_gone(self.engine, urls)

    async def revised(self, after: int, limit: int) -> Sequence[tuple[int, str]]:
        return await shelves.revised(self.engine, after, limit)

    async def passage(self, passage_id: str) -> tuple[Passage, Document, str] | None:
        return (await self.found([passage_id])).get(passage_id)

    async def at_urls(self, urls: Sequence[str], filter: Filter) -> Sequence[Document]:
        return await shelves.at_urls(self.engine, urls, filter)

    async def shelf(self, stories: Sequence[str], filter: Filter, limit: int) -> Sequence[Shelved]:
        return await shelves.shelf(self.engine, stories, filter, limit, self.splitter)

    async def roots(self, stories: Sequence[str], filter: Filter) -> Sequence[Document]:
        return await shelves.roots(self.engine, stories, filter)

    async def unlikened(self, limit: int) -> Mapping[str, datetime | None]:
        return await likening.unlikened(self.engine, limit)

    async def openings(self, range: TimeRange, limit: int) -> Sequence[Shelved]:
        return await likening.openings(self.engine, range, limit, self.splitter)

    async def liken(self, compared: Sequence[str], pairs: Sequence[tuple[str, str]]) -> int:
        return await likening.liken(self.engine, compared, pairs)

    async def standing(self, passage_ids: Sequence[str]) -> frozenset[str]:
        return await shelves.standing(self.engine, passage_ids)

    async def coverage(self) -> Coverage:
        async with reading(self.engine) as connection:
            row = (await connection.execute(_COVERAGE, {"splitter": self.splitter})).one()
            return Coverage(**row._mapping)

    async def changes(self, after: int, limit: int) -> Sequence[Change]:
        async with reading(self.engine) as connection:
            return await log.read(connection, after, limit, self.splitter)

    async def changes_after(self, seq: int) -> int:
        async with reading(self.engine) as connection:
            return await log.count_after(connection, seq, self.splitter)

    async def cursor(self, index: str) -> int:
        async with reading(self.engine) as connection:
            return await log.cursor(connection, index)

    async def move_cursor(self, index: str, seq: int) -> None:
        async with writing(self.engine) as connection:
            await log.move_cursor(connection, index, seq)

    async def keys_within(self, filter: Filter, limit: int) -> Sequence[str] | None:
        # Not DISTINCT: SQLite would walk all passages by key rather than the few of the range.
        query = select(passages.c.key).join(documents).where(self._own, *_conditions(filter))
        async with reading(self.engine) as connection:
            keys = (await connection.execute(query.limit(limit + 1))).scalars().all()
            return None if len(keys) > limit else list(dict.fromkeys(keys))

    async def keys_among(self, keys: Sequence[str], filter: Filter) -> Sequence[str]:
        let_through: list[str] = []
        async with reading(self.engine) as connection:
            for some in log.chunks(keys):
                query = select(passages.c.key).join(documents).where(passages.c.key.in_(some))
                query = query.where(self._own, *_conditions(filter))
                rows = await connection.execute(query.distinct())
                let_through.extend(rows.scalars())
        return let_through

    async def holders(self, keys: Sequence[str]) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = {}
        async with reading(self.engine) as connection:
            for some in log.chunks(keys):
                query = select(passages.c.key, passages.c.id).join(documents).where(_PUBLIC)
                query = query.where(self._own, passages.c.key.in_(some))
                for row in await connection.execute(query.order_by(passages.c.id)):
                    found.setdefault(row.key, []).append(row.id)
        return found

    async def save_run(self, run: Run) -> None:
        async with writing(self.engine) as connection:
            await save_run(connection, run)

    async def runs(self, limit: int) -> Sequence[Run]:
        query = select(runs).where(~asked.ASKED_RUNS)
        query = query.order_by(runs.c.started.desc(), runs.c.id).limit(limit)
        async with reading(self.engine) as connection:
            return [run_of(row) for row in await connection.execute(query)]

    async def forget_titles(self, source_id: str) -> None:
        await held.forget_titles(self.engine, source_id)

    async def close(self) -> None:
        await dispose(self.engine)

    @property
    def _own(self) -> ColumnElement[bool]:
        return passages.c.splitter == self.splitter

    async def _stored(self, which: ColumnElement[bool]) -> Mapping[str, Stored]:
        async with reading(self.engine) as connection:
            return {
                row.id: stored_of(row) for row in await connection.execute(_STORED.where(which))
            }


async def open_library(url: str) -> SqlLibrary:
    """Connect and migrate. Raises StoreUnavailable."""
    engine = open_engine(url)
    try:
        await migrate(engine)
    except BaseException:
        await dispose(engine)
        raise
    return SqlLibrary(engine)


_STORED: Select[Any] = select(
    *(
        documents.c[name]
        for name in (
            "id",
            "fingerprint",
            "gone",
            "lacks",
            "thread_url",
            "text_mark",
            "edited",
            "url",
            "held",
        )
    )
)

_SOURCES: Select[Any] = (
    select(sources, func.count(documents.c.id).label("documents"))
    .outerjoin(documents, and_(documents.c.source_id == sources.c.id, ~documents.c.gone))
    .group_by(sources.c.id)
    .order_by(sources.c.name, sources.c.id)
)

_FOUND: Select[Any] = (
    select(passages, sources.c.name.label("source_name"), *_DOCUMENT)
    .join(documents, documents.c.id == passages.c.document_id)
    .join(sources, sources.c.id == documents.c.source_id)
)

_PUBLIC = documents.c.source_id.not_in(select(sources.c.id).where(sources.c.asked))
_FOR_ALL = and_(~documents.c.gone, _PUBLIC)
_CUT = passages.c.splitter == bindparam("splitter")
_PASSAGES = select(func.count()).select_from(passages).where(_CUT)
_UNSEEN = select(func.count()).select_from(passages.join(documents)).where(_CUT, ~_PUBLIC)  # few

_COVERAGE = select(
    *(
        select(value).where(_FOR_ALL).scalar_subquery().label(name)
        for name, value in {
            "documents": func.count(documents.c.id),
            "sources": func.count(documents.c.source_id.distinct()),
            "first": func.min(documents.c.published),
            "last": func.max(documents.c.published),
        }.items()
    ),
    (_PASSAGES.scalar_subquery() - _UNSEEN.scalar_subquery()).label("passages"),
)


def _counted(row: Row[Any]) -> Source:
    values = row._mapping
    own = {column.name: values[column.name] for column in sources.c}
    return source_of(own, values["documents"])


def _document(row: Row[Any]) -> Document:
    return document_of({name: row._mapping[f"doc_{name}"] for name in DOCUMENT_FIELDS})


def _passage_in_document(row: Row[Any]) -> tuple[Passage, Document, str]:
    return passage_of(row), _document(row), row.source_name


def _conditions(filter: Filter) -> list[Any]:
    conditions: list[Any] = [_PUBLIC]
    if filter.sources is not None:
        conditions.append(documents.c.source_id.in_(filter.sources))
    if filter.published is not None:
        conditions.append(documents.c.published.is_not(None))
        if filter.published.since is not None:
            conditions.append(documents.c.published >= filter.published.since)
        if filter.published.until is not None:
            conditions.append(documents.c.published < filter.published.until)
    return conditions
