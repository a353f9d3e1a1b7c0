"""Reads of questions that were asked, for those who run the bot. What its asker took back is not read."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.insight import Ended, Rated
from bot.memory.rows import asked_of, readable
from bot.memory.schema import questions, ratings
from bot.talk import Asked, Feedback, Kept, Rating, Reason, State, Via
from bot.types import Why

_Q, _R = questions.c, ratings.c
_GONE = (State.WITHDRAWN.value, State.FORGOTTEN.value)
_THERE = _Q.state.not_in(_GONE)
_ANSWERED = and_(_THERE, _Q.outcome.is_not(None), _Q.answered == _Q.version)
_NEWEST = (_Q.received.desc(), _Q.key.desc())
_COUNTED = 5_000  # of the newest that were abstained from
_NO_GAPS = frozenset({Why.NO_QUESTION.value, Why.TOO_LONG.value, Why.WITHDRAWN.value})
_WRONG = or_(_R.rating == Rating.WRONG_CITATION.value, _R.reason == Reason.CITATION.value)


async def recent(
    connection: AsyncConnection, limit: int, ended: Ended | None, before: datetime | None
) -> Sequence[Kept]:
    """See Insight. Of a question that was edited and is answered anew, nothing is told meanwhile."""
    query = select(questions).where(_ANSWERED)
    if ended is not None:
        query = query.where(_as(ended))
    if before is not None:
        query = query.where(_Q.received < before)
    rows = await connection.execute(query.order_by(*_NEWEST).limit(limit))
    return [kept for row in rows if (kept := readable(row)) is not None]


async def kept(connection: AsyncConnection, id: str) -> Kept | None:
    """See Insight."""
    query = select(questions).where(_Q.id == id, _ANSWERED)
    row = (await connection.execute(query)).first()
    return readable(row) if row else None


async def rated(
    connection: AsyncConnection, limit: int, *, wrong_citation: bool
) -> Sequence[Rated]:
    """See Insight."""
    query = select(ratings).order_by(_R.at.desc(), _R.question, _R.user).limit(limit)
    rows = (await connection.execute(query.where(_WRONG) if wrong_citation else query)).all()
    about = select(questions).where(_Q.id.in_({row.question for row in rows}), _ANSWERED)
    found = {row.id: readable(row) for row in await connection.execute(about)}
    return [Rated(feedback=_feedback(r), at=r.at, kept=found.get(r.question)) for r in rows]


async def abstained(connection: AsyncConnection) -> Sequence[Any]:
    """The newest questions that were abstained from, as rows for `gaps`."""
    query = select(_Q.asked, _Q.outcome).where(_ANSWERED, _as(Ended.ABSTENTION))
    return (await connection.execute(query.order_by(*_NEWEST).limit(_COUNTED))).all()


def gaps(rows: Iterable[Any]) -> list[str]:
    """What was asked there, as it was understood. What is no question, or was answered once, is no gap.

    Pure, and with thousands of rows the work of half a second.
    """
    found: list[str] = []
    for row in rows:
        outcome, asked = json.loads(row.outcome), asked_of(row.asked)
        if asked.via is not Via.SHARED and outcome["why"] not in _NO_GAPS:
            found.append(outcome.get("reworded") or _words(asked))
    return found


def _words(asked: Asked) -> str:
    return asked.text.strip() or (asked.about or "").strip()


def _as(ended: Ended) -> ColumnElement[bool]:
    """By how a stored outcome begins: see `outcome_text`."""
    begins = json.dumps({"kind": ended.value}).removesuffix("}")
    return func.substr(_Q.outcome, 1, len(begins)) == begins


def _feedback(row: Row[Any]) -> Feedback:
    return Feedback(
        id=row.question,
        user=row.user,
        rating=Rating(row.rating),
        reason=Reason(row.reason) if row.reason else None,
        note=row.note,
        citation=row.citation,
    )
