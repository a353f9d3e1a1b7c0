"""Slack's calls for a status: by the newest way that the workspace has, or by none."""

from collections import OrderedDict
from contextlib import suppress
from enum import IntEnum

from adapters.slack.errors import Refused
from adapters.slack.web import Web
from bot.errors import BotError
from retrieval.errors import StoreUnavailable

_TENANTS = 5_000
_NOT_OURS = frozenset({  # refusals that say that the workspace or the app does not have this way
    *("unknown_method", "missing_scope", "not_allowed_token_type", "access_denied", "not_allowed"),
    *(
        "feature_not_enabled",
        "method_not_supported_for_app",
        "no_permission",
        "deprecated_endpoint",
    ),
    *("not_an_agent", "agent_not_enabled", "team_not_eligible", "method_deprecated"),
})

Key = tuple[str, str, str]  # tenant, channel, thread


class Way(IntEnum):
    """Newest first. Sessions have one of a few states, and a title; threads have a line of text."""

    SESSIONS = 0
    THREADS = 1
    NONE = 2


class StatusCalls:
    """Sets and takes away. Never raises; remembers which way each workspace has."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._ways: OrderedDict[str, Way] = OrderedDict()

    async def show(self, key: Key, line: str, title: str) -> Way:
        """The way in which it is shown now, or may be shown later; NONE: there is no use in trying."""
        tenant = key[0]
        while (way := self._way(tenant)) is not Way.NONE:
            try:
                await self._set(key, way, line, title)
            except Refused as e:
                if e.code not in _NOT_OURS:
                    return Way.NONE
                self._remember(tenant, Way(way + 1))
            except (BotError, StoreUnavailable):
                return way
            else:
                return way
        return Way.NONE

    async def clear(self, key: Key) -> None:
        """Take it away, also what another process shows."""
        way = self._way(key[0])
        if way is not Way.NONE:
            with suppress(BotError, StoreUnavailable):
                await self._set(key, way, "", "")

    def _way(self, tenant: str) -> Way:
        return self._ways.get(tenant, Way.SESSIONS)

    def _remember(self, tenant: str, way: Way) -> None:
        self._ways[tenant] = way
        while len(self._ways) > _TENANTS:
            self._ways.popitem(last=False)

    async def _set(self, key: Key, way: Way, line: str, title: str) -> None:
        tenant, channel, thread = key
        where = {"channel_id": channel, "thread_ts": thread}
        if way is Way.THREADS:
            await self._web.call(tenant, "assistant.threads.setStatus", **where, status=line)
            return
        named = {"title": title} if title else {}
        state = "processing" if line else "active"
        await self._web.call(tenant, "agents.sessions.setStatus", **where, status=state, **named)
