"""Reads for those who look after a library: what a source holds, text by text, and how it all grew."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from retrieval.stores.sql.asked import ASKED_RUNS
from retrieval.stores.sql.engine import reading
from retrieval.stores.sql.rows import DOCUMENT_FIELDS, Values, document_of, passage_of
from retrieval.stores.sql.schema import documents, generations, passages, runs, sources
from retrieval.text import one_line
from retrieval.types import Document, GenerationState, Passage, RunKind, Voice

_LONGEST, _MOST_WORDS = 200, 8  # of what is looked for: characters, words
_READINGS = (RunKind.REFRESH, RunKind.BACKFILL, RunKind.RETRY, RunKind.REMOVE)
_D, _P = documents.c, passages.c
_PUBLIC = _D.source_id.not_in(select(sources.c.id).where(sources.c.asked))
_ALL = select(func.count()).select_from(documents).where(~_D.gone, _PUBLIC)
_LOOKED_AT = (_D.title, _D.text)
_ACTIVE = select(generations.c.splitter).where(generations.c.state == GenerationState.ACTIVE.value)
_OF_ANSWERS = or_(
    ~_ACTIVE.exists(), _P.splitter.in_(_ACTIVE)
)  # there is none before the first start
_DAY = func.date(runs.c.finished, type_=Date)
_LISTED = (
    *(_D[n] for n in ("id", "title", "url", "voice", "author", "published", "lang", "lacks")),
    *(_D.held, func.length(_D.text).label("letters")),
)


class Inspecting:
    """Shares the library's engine. `splitter`: whose passages are told; that of the generation that answers
    now, where it is empty.

    Every method may raise StoreUnavailable.
    """

    def __init__(self, engine: AsyncEngine, splitter: str = "") -> None:
        self._engine = engine
        self._own = _P.splitter == splitter if splitter else _OF_ANSWERS

    async def listed(
        self, source_id: str, text: str, *, limit: int, offset: int
    ) -> tuple[Sequence[Values], int]:
        """Documents of a source that are not gone and have all words of `text` in title or text, newest
        first and undated ones last, and how many there are. Each with the columns of a list, `letters` and
        `passages`.
        """
        which = and_(_D.source_id == source_id, ~_D.gone, *map(_has, _words(text)))
        page = select(*_LISTED).where(which).order_by(_D.published.desc().nulls_last(), _D.id)
        async with reading(self._engine) as connection:
            total = await connection.execute(
                select(func.count()).select_from(documents).where(which)
            )
            rows = (await connection.execute(page.limit(limit).offset(offset))).all()
            counts = await self._counts(connection, [row.id for row in rows])
            return [_values(dict(row._mapping), counts) for row in rows], total.scalar_one()

    async def document(self, document_id: str) -> tuple[Document, Sequence[Passage]] | None:
        """A document that is not gone, with its passages in order."""
        one = select(*(_D[name] for name in DOCUMENT_FIELDS)).where(_D.id == document_id, ~_D.gone)
        cut = select(passages).where(_P.document_id == document_id, self._own)
        async with reading(self._engine) as connection:
            row = (await connection.execute(one)).first()
            if row is None:
                return None
            slices = await connection.execute(cut.order_by(_P.start, _P.end, _P.id))
            return document_of(dict(row._mapping)), [passage_of(each) for each in slices]

    async def growth(self, since: datetime) -> tuple[int, Mapping[date, int]]:
        """How many documents there are for all to search, and by how many more or fewer the runs that
        ended on a day left them: for each day on which one ended, from the day of `since` on.
        """
        async with reading(self._engine) as connection:
            count = (await connection.execute(_ALL)).scalar_one()
            net = {row.day: int(row.net) for row in await connection.execute(_net(since))}
            return count, net

    async def _counts(self, connection: AsyncConnection, ids: Sequence[str]) -> Mapping[str, int]:
        query = select(_P.document_id, func.count().label("n")).where(_P.document_id.in_(ids))
        rows = await connection.execute(query.where(self._own).group_by(_P.document_id))
        return {row.document_id: row.n for row in rows}


def _net(since: datetime) -> Select[Any, Any]:
    first = since.replace(hour=0, minute=0, second=0, microsecond=0)
    ended = (runs.c.finished >= first, runs.c.kind.in_([kind.value for kind in _READINGS]))
    net = func.sum(runs.c.added - runs.c.gone).label("net")
    return select(_DAY.label("day"), net).where(*ended, ~ASKED_RUNS).group_by(_DAY)


def _words(text: str) -> list[str]:
    return one_line(text[:_LONGEST]).split()[:_MOST_WORDS]


def _has(word: str) -> ColumnElement[bool]:
    """To the letter but for case: `%` and `_` are what they are."""
    looked = [
        column.icontains(form, autoescape=True) for form in _forms(word) for column in _LOOKED_AT
    ]
    return or_(*looked)


def _forms(word: str) -> Iterator[str]:
    """The ways in which a word is written large and small. Databases fold the case of ASCII alone."""
    if word.isascii() or word.lower() == word.upper():
        return iter((word,))
    return iter(dict.fromkeys((word, word.lower(), word.upper(), word.capitalize())))


def _values(row: Values, counts: Mapping[str, int]) -> Values:
    known = {"voice": Voice(row["voice"]), "passages": counts.get(row["id"], 0)}
    return {**row, **known}
