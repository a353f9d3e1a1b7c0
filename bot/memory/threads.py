"""Which earlier questions a new one may lean on, and what was asked last. Reads; the choice is pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.memory.rows import asked_of, handle_of, kept_of, readable
from bot.memory.schema import questions
from bot.talk import Asked, Handle, Kept, Place, State

_LOOKED_THROUGH = 200  # the newest of a channel
_GOES_ON = timedelta(minutes=15)  # of one person in a channel, without a thread
_GOES_ON_DIRECTLY = timedelta(minutes=60)
_Q = questions.c
_GONE = (State.WITHDRAWN.value, State.FORGOTTEN.value)
_LIGHT = select(_Q.key, _Q.asked, _Q.posted).order_by(_Q.received.desc(), _Q.key.desc())


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """An earlier question, without its outcome."""

    asked: Asked
    posted: Handle | None

    def is_named(self, id: str) -> bool:
        """Whether it, or the reply to it, is the message with this id."""
        return id in {*self.asked.handle.values(), *(self.posted or {}).values()}

    def is_in(self, thread: str) -> bool:
        """Whether it is in a thread, or the message that it began with."""
        return self.asked.place.thread == thread or self.is_named(thread)


async def earlier(
    connection: AsyncConnection, asked: Asked, since: datetime, most: int
) -> list[Kept]:
    """See the Memory port."""
    query = _of(asked.place).where(_Q.received >= since, _Q.key != asked.key)
    pasts = belonging(await _pasts(connection, query), asked)
    keys = [past.asked.key for past in pasts[-most:]] if most > 0 else []
    rows = await connection.execute(select(questions).where(_Q.key.in_(keys)))
    found = {row.key: readable(row) for row in rows}
    return [kept for key in keys if (kept := found.get(key)) is not None]


async def latest(connection: AsyncConnection, place: Place, user: str) -> Kept | None:
    """See the Memory port. In a thread in which the person asked nothing, it is that of its channel."""
    pasts = await _pasts(connection, _of(place).where(_Q.user == user, _Q.outcome.is_not(None)))
    inside = [past for past in pasts if place.thread and past.is_in(place.thread)]
    for past in inside or pasts:
        row = (await connection.execute(select(questions).where(_Q.key == past.asked.key))).first()
        return kept_of(row) if row else None
    return None


def belonging(pasts: Sequence[Past], asked: Asked) -> list[Past]:
    """Those of its conversation, oldest first.

    A reply to a message in a thread leans on what came before that message, not on what came after it.
    """
    told = [p for p in pasts if _may_be_told(p.asked, asked) and p.asked.at <= asked.at]
    ordered = sorted(told, key=lambda past: past.asked.at)
    begins, follows = _begins_thread(asked), asked.follows
    if begins and follows is None:
        return [past for past in ordered if _goes_on(past.asked, asked)]
    thread = None if begins else asked.place.thread
    linked = [past for past in ordered if _linked(past, thread) or _followed(past, follows)]
    ends = [at for at, past in enumerate(linked, 1) if _followed(past, follows)]
    return linked[: ends[-1]] if ends and follows != thread else linked


def _of(place: Place) -> Select[Any]:
    there = (
        _Q.platform == place.platform,
        _Q.tenant == place.tenant,
        _Q.channel == place.channel,
    )
    return _LIGHT.where(*there, _Q.state.not_in(_GONE)).limit(_LOOKED_THROUGH)


async def _pasts(connection: AsyncConnection, query: Select[Any]) -> list[Past]:
    rows = await connection.execute(query)
    return [Past(asked=asked_of(row.asked), posted=handle_of(row.posted)) for row in rows]


def _may_be_told(past: Asked, asked: Asked) -> bool:
    """What was asked in private comes up before its asker only, and not in front of others."""
    own = past.user == asked.user and (asked.private or asked.place.direct)
    return own or not past.private


def _begins_thread(asked: Asked) -> bool:
    """Slack's messages each begin a thread of their own, with their own id."""
    thread = asked.place.thread
    return not thread or asked.key.endswith(f"/{thread}")


def _linked(past: Past, thread: str | None) -> bool:
    return thread is not None and past.is_in(thread)


def _followed(past: Past, follows: str | None) -> bool:
    return follows is not None and past.is_named(follows)


def _goes_on(past: Asked, asked: Asked) -> bool:
    window = _GOES_ON_DIRECTLY if asked.place.direct else _GOES_ON
    near = past.user == asked.user and _begins_thread(past)
    return near and asked.at - past.at <= window
