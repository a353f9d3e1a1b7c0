"""Whether somebody runs the bot, as Slack says at that moment."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace

from adapters.slack import escape
from adapters.slack.bots import Bots
from adapters.slack.clicks import Click
from adapters.slack.config import Config
from adapters.slack.names import PLATFORM
from adapters.slack.people import People
from bot.errors import BotError
from bot.rights import Actor, Standing, runs_bot
from retrieval.errors import StoreUnavailable

_ASK_S = 10.0
_STRANGER_S = 5.0  # for which a no is remembered, so that nobody uses up what may be asked of Slack
_STRANGERS = 10_000
_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """Who did something. `known` is False where Slack did not tell; then they are no admin."""

    actor: Actor
    known: bool = True


class Ranks:
    """Asks Slack for each act. A yes is never remembered."""

    def __init__(
        self,
        config: Config,
        bots: Bots,
        people: People,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._admins = frozenset(f"{PLATFORM}:{id}" for id in config.admins)
        self._homes = frozenset(f"{PLATFORM}:{id}" for id in config.homes)
        self._own = not config.many
        self._bots = bots
        self._people = people
        self._clock = clock
        self._strangers: OrderedDict[tuple[str, str], float] = OrderedDict()

    async def of(self, call: Click) -> Rank:
        """Of whoever sent a request that Slack vouches for. Raises StoreUnavailable.

        They must be of the workspace itself: people of others are in channels that are shared.
        """
        account = await self._bots.account(call.where)
        team = (account and account.team) or call.where.team
        named = (await self._people.profile(call.tenant, call.user)).name or ""
        actor = Actor(
            platform=PLATFORM,
            user=call.user,
            tenant=team,
            channel=call.channel or "-",
            name=escape.cut(named, _NAME),
        )
        if self._runs(actor, manages=False):
            return Rank(actor=replace(actor, admin=True))
        if not self._runs(actor, manages=True):
            return Rank(actor=actor)
        manages = await self._manages(call, team)
        return Rank(actor=replace(actor, admin=bool(manages)), known=manages is not None)

    def _runs(self, actor: Actor, *, manages: bool) -> bool:
        standing = Standing(
            platform=PLATFORM,
            tenant=actor.tenant,
            user=actor.user,
            manages=manages,
            own=self._own,
        )
        return runs_bot(standing, self._admins, self._homes)

    async def _manages(self, call: Click, team: str) -> bool | None:
        key = (team, call.user)
        if self._clock() < self._strangers.get(key, 0.0):
            return False
        try:
            async with asyncio.timeout(_ASK_S):
                found = await self._people.manages(call.tenant, call.user, team)
        except (BotError, StoreUnavailable, TimeoutError):
            return None
        if not found:
            self._remember(key)
        return found

    def _remember(self, key: tuple[str, str]) -> None:
        self._strangers.pop(key, None)
        self._strangers[key] = self._clock() + _STRANGER_S
        while len(self._strangers) > _STRANGERS:
            self._strangers.popitem(last=False)
