"""Language, time zone, name and rank of people. Needs users:read; without it nothing is known."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from zoneinfo import ZoneInfo

from aiolimiter import AsyncLimiter

from adapters.slack.names import Json
from adapters.slack.parse import Profile
from adapters.slack.web import Web
from bot import wording
from bot.errors import BotError
from retrieval.errors import StoreUnavailable

_UNKNOWN = Profile()
_MOST = 10_000
_A_MINUTE = 80  # requests in a workspace; Slack allows somewhat over a hundred
_FRESH_S = 3_600.0
_FAILED_S = 300.0  # until it is asked again after a failure
_WAIT_S = 0.3  # of the three seconds in which Slack wants its acknowledgement


class People:
    """Asks Slack once an hour for each person."""

    def __init__(self, web: Web, clock: Callable[[], float] = time.monotonic) -> None:
        self._web = web
        self._clock = clock
        self._paces: OrderedDict[str, AsyncLimiter] = OrderedDict()
        self._known: OrderedDict[tuple[str, str], tuple[float, Profile]] = OrderedDict()

    async def profile(self, tenant: str, user: str) -> Profile:
        """Within a second; what is not known by then is left open. Never raises."""
        key = (tenant, user)
        until, known = self._known.get(key, (0.0, _UNKNOWN))
        if self._clock() < until:
            return known
        if not self._pace(tenant).has_capacity():
            return known  # in a crowd, questions are not kept waiting for it
        found, lasts = _UNKNOWN, _FAILED_S
        with suppress(BotError, StoreUnavailable, TimeoutError):
            async with asyncio.timeout(_WAIT_S):
                found, lasts = await self._asked(tenant, user), _FRESH_S
        self._known[key] = (self._clock() + lasts, found)
        while len(self._known) > _MOST:
            self._known.popitem(last=False)
        return found

    def _pace(self, tenant: str) -> AsyncLimiter:
        pace = self._paces.pop(tenant, None) or AsyncLimiter(_A_MINUTE)
        self._paces[tenant] = pace
        while len(self._paces) > _MOST:
            self._paces.popitem(last=False)
        return pace

    async def admin(self, tenant: str, user: str) -> bool:
        """Whether this person may manage the workspace, asked anew. False when nobody can tell."""
        try:
            return (await self._asked(tenant, user)).admin
        except (BotError, StoreUnavailable):
            return False

    async def manages(self, tenant: str, user: str, team: str) -> bool:
        """Whether this person manages just that workspace, asked anew. Raises what `Web.look` does."""
        return managing(await self._told(tenant, user), team)

    async def _asked(self, tenant: str, user: str) -> Profile:
        return profile_of(await self._told(tenant, user))

    async def _told(self, tenant: str, user: str) -> Json:
        await self._pace(tenant).acquire()
        answer = await self._web.look(tenant, "users.info", user=user, include_locale="true")
        return answer.get("user") or {}


def profile_of(user: Json) -> Profile:
    """Of a user as Slack tells it."""
    shown = user.get("profile") or {}
    locale = user.get("locale")
    return Profile(
        lang=wording.known(locale) if locale else None,
        timezone=_zone(user.get("tz")),
        name=shown.get("display_name") or user.get("real_name") or user.get("name"),
        admin=_ranked(user),
    )


def managing(user: Json, team: str) -> bool:
    """Whether a user as Slack tells it manages a workspace: as one of its own, not as a guest of a channel."""
    organisation = user.get("enterprise_user") or {}
    inside = team in {user.get("team_id"), *(organisation.get("teams") or ())}
    outside = any(user.get(key) for key in ("deleted", "is_bot", "is_stranger", "is_restricted"))
    return inside and not outside and _ranked(user)


def _ranked(user: Json) -> bool:
    return any(user.get(key) for key in ("is_admin", "is_owner", "is_primary_owner"))


def _zone(name: object) -> str | None:
    """The name when this machine knows the zone."""
    try:
        return ZoneInfo(str(name)).key if name else None
    except (ValueError, OSError):
        return None
