"""The AuditLog port on SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.administration import Act
from bot.memory.lines import SHORT, line
from bot.memory.rows import Values
from bot.memory.schema import acts
from bot.rights import Actor
from retrieval.stores.sql.engine import reading, writing

REFUSED = "refused"
_NEWEST = select(acts).order_by(acts.c.at.desc(), acts.c.id.desc())


class SqlAuditLog:
    """On tables that `open_memory` has brought up to date. Long and broken texts are mended, not refused."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def note(self, act: Act) -> None:
        async with writing(self._engine) as connection:
            await connection.execute(insert(acts).values(_values(act)))

    async def acts(self, limit: int) -> Sequence[Act]:
        async with reading(self._engine) as connection:
            return [_act(row) for row in await connection.execute(_NEWEST.limit(limit))]

    async def expire(self, before: datetime) -> int:
        async with writing(self._engine) as connection:
            return (await connection.execute(delete(acts).where(acts.c.at < before))).rowcount


async def nameless(connection: AsyncConnection, which: ColumnElement[bool]) -> None:
    """Delete the display names in some lines. Ids stay: who did what must be known for a year."""
    await connection.execute(update(acts).where(which, acts.c.name != "").values(name=""))


def _values(act: Act) -> Values:
    """Strangers who were refused are no more than their ids."""
    by = act.by
    return {
        "at": act.at,
        "platform": line(by.platform, SHORT),
        "user": line(by.user),
        "tenant": line(by.tenant),
        "channel": line(by.channel),
        "name": "" if act.outcome == REFUSED else line(by.name),
        "admin": by.admin,
        "act": line(act.act),
        "about": line(act.about),
        "outcome": line(act.outcome, SHORT),
        "detail": line(act.detail),
    }


def _act(row: Row[Any]) -> Act:
    by = Actor(
        platform=row.platform,
        user=row.user,
        tenant=row.tenant,
        channel=row.channel,
        name=row.name,
        admin=row.admin,
    )
    return Act(
        at=row.at,
        by=by,
        act=row.act,
        about=row.about,
        outcome=row.outcome,
        detail=row.detail,
    )
