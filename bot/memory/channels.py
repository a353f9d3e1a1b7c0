"""What holds in channels: each channel's own preferences, and what its tenant says for all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.memory.rows import preferences_of, preferences_text
from bot.memory.schema import preferences as table
from bot.memory.writes import upsert
from bot.talk import EVERYWHERE, Place, Preferences

Key = tuple[str, str, str]  # platform, tenant, channel


async def preferences_of_places(
    connection: AsyncConnection, places: Sequence[Place]
) -> dict[Key, Preferences]:
    """Of each place's channel; `direct` is its tenant's."""
    keys = {_key(place) for place in places}
    wanted = keys | {(platform, tenant, EVERYWHERE) for platform, tenant, _ in keys}
    columns = (table.c.platform, table.c.tenant, table.c.channel)
    query = select(*columns, table.c.value).where(tuple_(*columns).in_(list(wanted)))
    rows = await connection.execute(query)
    found = {(p, t, c): preferences_of(value) for p, t, c, value in rows}
    return {key: _joined(key, found) for key in keys}


async def prefer(
    connection: AsyncConnection, place: Place, value: Preferences, by: str, at: datetime
) -> None:
    """Set a channel's preferences, and its tenant's answer to direct messages."""
    for channel, text in (
        (place.channel, preferences_text(value)),
        (EVERYWHERE, preferences_text(Preferences(direct=value.direct))),
    ):
        row = {"platform": place.platform, "tenant": place.tenant, "channel": channel}
        await upsert(connection, table, row | {"value": text, "by": by, "at": at})


def _joined(key: Key, found: dict[Key, Preferences]) -> Preferences:
    platform, tenant, _ = key
    direct = found.get((platform, tenant, EVERYWHERE), Preferences()).direct
    return replace(found.get(key, Preferences()), direct=direct)


def _key(place: Place) -> Key:
    return place.platform, place.tenant, place.channel
