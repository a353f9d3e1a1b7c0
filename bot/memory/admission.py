"""Reads the situations of several questions at once, and keeps them true while questions are let in."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.memory.channels import preferences_of_places
from bot.memory.rows import Values, kept_of, question_values
from bot.memory.schema import questions
from bot.talk import Asked, Kept, Situation, State, Windows

Owner = tuple[str, str, str]  # platform, tenant, and a user or a channel

_Q = questions.c
WAITS = _Q.state == State.WAITING.value
_WAITING_COUNT = select(func.count()).select_from(questions).where(WAITS)


class Situations:
    """Of a batch; `let_in` keeps count of those of the batch itself."""

    def __init__(self) -> None:
        self._known: dict[str, Kept] = {}
        self._users: dict[Owner, list[datetime]] = {}
        self._channels: dict[Owner, list[datetime]] = {}
        self._preferences: dict[Owner, Any] = {}
        self._waiting = 0
        self.added: list[Values] = []  # rows to be stored

    async def read(
        self, connection: AsyncConnection, batch: Sequence[Asked], times: Windows
    ) -> None:
        """Five queries, however many questions there are."""
        keys = select(questions).where(_Q.key.in_([asked.key for asked in batch]))
        self._known = {row.key: kept_of(row) for row in await connection.execute(keys)}
        users, channels = {_user(a) for a in batch}, {_channel(a) for a in batch}
        self._users = await _times(connection, _Q.user, users, times.user)
        self._channels = await _times(connection, _Q.channel, channels, times.channel)
        self._preferences = await preferences_of_places(connection, [a.place for a in batch])
        self._waiting = (await connection.execute(_WAITING_COUNT)).scalar_one()

    def of(self, asked: Asked) -> Situation:
        """As it is now."""
        return Situation(
            known=self._known.get(asked.key),
            preferences=self._preferences[_channel(asked)],
            by_user=tuple(self._users[_user(asked)]),
            in_channel=tuple(self._channels[_channel(asked)]),
            waiting=self._waiting,
        )

    def let_in(self, kept: Kept) -> None:
        """Count a question that is stored with this batch."""
        asked = kept.asked
        self.added.append(question_values(kept))
        self._known[asked.key] = kept
        self._users[_user(asked)].append(kept.received)
        self._channels[_channel(asked)].append(kept.received)
        self._waiting += 1


async def _times(
    connection: AsyncConnection, column: ColumnElement[Any], owners: set[Owner], since: datetime
) -> dict[Owner, list[datetime]]:
    found: dict[Owner, list[datetime]] = defaultdict(list)
    owner = tuple_(_Q.platform, _Q.tenant, column)
    query = select(_Q.platform, _Q.tenant, column, _Q.received).where(
        owner.in_(list(owners)), _Q.received >= since
    )
    for platform, tenant, who, received in await connection.execute(query.order_by(_Q.received)):
        found[platform, tenant, who].append(received)
    return found


def _user(asked: Asked) -> Owner:
    return asked.place.platform, asked.place.tenant, asked.user


def _channel(asked: Asked) -> Owner:
    return asked.place.platform, asked.place.tenant, asked.place.channel
