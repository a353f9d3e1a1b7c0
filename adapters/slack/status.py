"""Slack's own sign that somebody is at work; by the newest way that the workspace has, or none."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from enum import IntEnum

from adapters.slack import escape
from adapters.slack.errors import Refused
from adapters.slack.parse import lang_of
from adapters.slack.tasks import Tasks
from adapters.slack.web import Web
from bot.errors import BotError
from bot.talk import Asked, Via
from bot.wording.chat import chat
from retrieval.errors import StoreUnavailable

_RENEW_S = 90.0  # Slack takes the older kind away after two minutes
_TITLE = 200
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
_SILENT = frozenset({Via.COMMAND, Via.ABOUT, Via.SHARED})

_Key = tuple[str, str, str]


class _Way(IntEnum):
    SESSIONS = 0
    THREADS = 1
    NONE = 2


@dataclass(frozen=True, slots=True)
class _Shown:
    task: asyncio.Task[None]
    over: asyncio.Event


class Statuses:
    """Shows and takes away. Never raises; nothing waits for it."""

    def __init__(self, web: Web, tasks: Tasks) -> None:
        self._web = web
        self._tasks = tasks
        self._ways: OrderedDict[str, _Way] = OrderedDict()
        self._shown: dict[_Key, _Shown] = {}

    @asynccontextmanager
    async def working(self, asked: Asked) -> AsyncIterator[None]:
        """For as long as the block runs."""
        key = _key(asked)
        if key is None:
            yield
            return
        over = asyncio.Event()
        task = self._tasks.spawn("showing a status", self._show(asked, key, over))
        self._shown[key] = shown = _Shown(task, over)
        try:
            yield
        finally:
            if self._shown.get(key) is shown:
                del self._shown[key]
            self._tasks.spawn("clearing a status", self._clear(key, shown))

    async def stop(self, tenant: str, channel: str, thread: str) -> None:
        """Somebody pressed Slack's stop button: the sign goes, the reply still comes."""
        shown = self._shown.pop((tenant, channel, thread), None)
        if shown is not None:
            await self._clear((tenant, channel, thread), shown)
        elif (
            self._ways.get(tenant, _Way.SESSIONS) is not _Way.NONE
        ):  # another process, or an earlier one
            with suppress(BotError, StoreUnavailable):
                await self._set(
                    (tenant, channel, thread), self._ways.get(tenant, _Way.SESSIONS), ""
                )

    async def _show(self, asked: Asked, key: _Key, over: asyncio.Event) -> None:
        line = chat(lang_of(asked)).searching
        title = escape.cut(escape.literal(asked.text), _TITLE)
        while not over.is_set():
            way = self._ways.get(key[0], _Way.SESSIONS)
            if way is _Way.NONE or not await self._tried(key, way, line, title):
                return
            stays = self._ways.get(key[0], _Way.SESSIONS) is way
            if stays and way is _Way.SESSIONS:
                return
            if stays:
                with suppress(TimeoutError):
                    await asyncio.wait_for(over.wait(), _RENEW_S)

    async def _tried(self, key: _Key, way: _Way, line: str, title: str) -> bool:
        """False when there is nothing more to try here."""
        tenant = key[0]
        try:
            await self._set(key, way, line, title)
        except Refused as e:
            if e.code not in _NOT_OURS:
                return False
            self._ways[tenant] = _Way(way + 1)
            while len(self._ways) > _TENANTS:
                self._ways.popitem(last=False)
        except (BotError, StoreUnavailable):
            return False
        return True

    def _set(self, key: _Key, way: _Way, line: str, title: str = "") -> Awaitable[object]:
        tenant, channel, thread = key
        if way is _Way.SESSIONS:
            named = {"title": title} if title else {}
            return self._web.call(
                tenant,
                "agents.sessions.setStatus",
                channel_id=channel,
                thread_ts=thread,
                status="processing" if line else "active",
                **named,
            )
        return self._web.call(
            tenant,
            "assistant.threads.setStatus",
            channel_id=channel,
            thread_ts=thread,
            status=line,
        )

    async def _clear(self, key: _Key, shown: _Shown) -> None:
        """Once the sign is there: taken away before, it would come after all."""
        shown.over.set()
        await shown.task
        way = self._ways.get(key[0], _Way.SESSIONS)
        if way is not _Way.NONE and key not in self._shown:
            with suppress(BotError, StoreUnavailable):
                await self._set(key, way, "")


def _key(asked: Asked) -> _Key | None:
    """Only threads have a status, and what is asked in private stays private."""
    place = asked.place
    if place.thread is None or asked.private or asked.via in _SILENT:
        return None
    return place.tenant, place.channel, place.thread
