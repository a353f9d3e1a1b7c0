"""Which documents a stored outcome shows something of, so that it is found when one of them is deleted."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.memory.rows import outcome_text, readable
from bot.memory.schema import mentions, questions
from bot.memory.writes import insert_new
from bot.talk import Failure, Kept
from bot.types import Reply
from bot.withdrawn import mentioned


async def note(connection: AsyncConnection, kept: Kept) -> None:
    """Note what the outcome of a question mentions, in place of what an earlier one did."""
    await connection.execute(delete(mentions).where(mentions.c.question == kept.id))
    if kept.outcome is not None and not isinstance(kept.outcome, Failure):
        rows = [{"document": d, "question": kept.id} for d in _documents(kept.outcome)]
        await insert_new(connection, mentions, rows)


async def forget(connection: AsyncConnection, which: ColumnElement[bool]) -> None:
    """Forget what the outcomes of questions mention."""
    ids = select(questions.c.id).where(which)
    await connection.execute(delete(mentions).where(mentions.c.question.in_(ids)))


async def page(
    connection: AsyncConnection, documents: Sequence[str], after: str, limit: int
) -> tuple[list[Kept], str | None]:
    """See SqlMemory.mentioning."""
    named = select(mentions.c.question).where(
        mentions.c.document.in_(documents), mentions.c.question > after
    )
    ids = await connection.execute(named.distinct().order_by(mentions.c.question).limit(limit))
    found = list(ids.scalars())
    rows = await connection.execute(select(questions).where(questions.c.id.in_(found)))
    kept = (readable(row) for row in rows)
    last = found[-1] if len(found) == limit else None
    return [k for k in kept if k is not None], last


async def rewrite(connection: AsyncConnection, was: Kept, outcome: Reply) -> bool:
    """Put another outcome in the place of one, unless the question was answered anew meanwhile."""
    same = (
        questions.c.key == was.asked.key,
        questions.c.version == was.version,
        questions.c.answered.is_not_distinct_from(was.answered),
    )
    change: Any = update(questions).where(*same).values(outcome=outcome_text(outcome))
    if not (await connection.execute(change)).rowcount:
        return False
    await note(connection, replace(was, outcome=outcome))
    return True


def _documents(reply: Reply) -> list[str]:
    return sorted(mentioned(reply).documents)
