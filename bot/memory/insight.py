"""The Insight port on SQL."""

import asyncio
import json
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.cases import dump, load
from bot.insight import Case, Day, Ended, Growth, Listed, Measured, Page, Rated
from bot.memory import conversations, tally
from bot.memory.alike import counted
from bot.memory.lines import key
from bot.memory.schema import cases
from bot.memory.writes import upsert
from bot.talk import Kept
from retrieval.stores.sql.engine import reading, writing
from retrieval.stores.sql.inspecting import Inspecting
from retrieval.types import Document, Passage

_LOG = logging.getLogger("newsdesk")
_CASES = select(cases).order_by(cases.c.added, cases.c.id)


class SqlInsight:
    """On tables that `open_library` and `open_memory` have brought up to date, in one database."""

    def __init__(
        self, engine: AsyncEngine, clock: Callable[[], datetime], splitter: str = ""
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._texts = Inspecting(engine, splitter)

    async def measured(self, told: Measured) -> None:
        try:
            async with writing(self._engine) as connection:
                await tally.note(connection, told)
        except Exception as e:  # noqa: BLE001 - who asked must not suffer for it
            _LOG.warning("a question's figures were not noted: %s", type(e).__name__)

    async def days(self, since: datetime) -> Sequence[Day]:
        async with reading(self._engine) as connection:
            return await tally.days(connection, since, self._clock())

    async def growth(self, since: datetime) -> Sequence[Growth]:
        now, net = await self._texts.growth(since)
        return tally.backwards(tally.calendar(since, self._clock()), now, net)

    async def recent(
        self, limit: int, *, ended: Ended | None = None, before: datetime | None = None
    ) -> Sequence[Kept]:
        async with reading(self._engine) as connection:
            return await conversations.recent(connection, limit, ended, before)

    async def kept(self, id: str) -> Kept | None:
        async with reading(self._engine) as connection:
            return await conversations.kept(connection, key(id))

    async def rated(self, limit: int, *, wrong_citation: bool = False) -> Sequence[Rated]:
        async with reading(self._engine) as connection:
            return await conversations.rated(connection, limit, wrong_citation=wrong_citation)

    async def unanswered(self, limit: int) -> Sequence[tuple[str, int]]:
        async with reading(self._engine) as connection:
            rows = await conversations.abstained(connection)
        return await asyncio.to_thread(lambda: counted(conversations.gaps(rows), limit))

    async def documents(self, source_id: str, text: str, *, limit: int, offset: int) -> Page:
        found = await self._texts.listed(key(source_id), text, limit=limit, offset=offset)
        rows, total = found
        return Page(items=[Listed(**row) for row in rows], total=total)

    async def document(self, document_id: str) -> tuple[Document, Sequence[Passage]] | None:
        return await self._texts.document(key(document_id))

    async def cases(self) -> Sequence[Case]:
        async with reading(self._engine) as connection:
            return list(_readable(await connection.execute(_CASES)))

    async def add_case(self, case: Case) -> None:
        value = {"id": case.id, "added": case.added, "value": json.dumps(dump(case))}
        async with writing(self._engine) as connection:
            await upsert(connection, cases, value)

    async def drop_case(self, id: str) -> bool:
        one = delete(cases).where(cases.c.id == key(id))
        async with writing(self._engine) as connection:
            return (await connection.execute(one)).rowcount > 0

    async def expire(self, before: datetime) -> int:
        """Delete figures of questions that are older; how many. Raises StoreUnavailable."""
        async with writing(self._engine) as connection:
            return await tally.expire(connection, before)


def _readable(rows: Any) -> Iterator[Case]:
    """What another version wrote and this one cannot read is left out."""
    for row in rows:
        with suppress(ValueError):
            yield load(json.loads(row.value))
