"""Slack's own sign that somebody is at work, and at what."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.slack import escape
from adapters.slack.parse import lang_of
from adapters.slack.sign import Sign
from adapters.slack.status_calls import Key, StatusCalls
from adapters.slack.tasks import Tasks
from adapters.slack.web import Web
from bot.ports import Tell, quietly
from bot.talk import Asked, Via
from bot.types import Phase, Progress
from bot.wording import progress_line

_TITLE = 200
_SILENT = frozenset({Via.COMMAND, Via.ABOUT, Via.SHARED})


class Statuses:
    """Shows and takes away. Never raises; a reply waits for it a second at most."""

    def __init__(self, web: Web, tasks: Tasks) -> None:
        self._calls = StatusCalls(web)
        self._tasks = tasks
        self._signs: dict[Key, tuple[Sign, asyncio.Task[None]]] = {}

    @asynccontextmanager
    async def working(self, asked: Asked) -> AsyncIterator[Tell]:
        """For as long as the block runs; what the block tells is shown."""
        key = _key(asked)
        if key is None:
            yield quietly
            return
        lang, sign = lang_of(asked), self._sign(key)

        async def tell(progress: Progress) -> None:
            sign.tell(progress_line(progress, lang))

        first = Progress(phase=Phase.SEARCHING)
        sign.join(progress_line(first, lang), escape.cut(escape.literal(asked.text), _TITLE))
        try:
            yield tell
        finally:
            sign.leave()
        await sign.still()

    async def stop(self, tenant: str, channel: str, thread: str) -> None:
        """Somebody pressed Slack's stop button: the sign goes, the reply still comes."""
        key = (tenant, channel, thread)
        found = self._signs.get(key)
        if found is None:  # another process, or an earlier one
            await self._calls.clear(key)
        else:
            found[0].end()

    def close(self) -> None:
        """Take all of them away."""
        for sign, _ in self._signs.values():
            sign.end()

    def _sign(self, key: Key) -> Sign:
        """The thread's own; a new one where that is being taken away, which comes first."""
        sign, before = self._signs.get(key, (None, None))
        if sign is not None and not sign.over:
            return sign
        made = Sign(self._calls, key)
        task = self._tasks.spawn("showing a status", self._run(key, made, before))
        self._signs[key] = made, task
        return made

    async def _run(self, key: Key, sign: Sign, before: asyncio.Task[None] | None) -> None:
        try:
            await sign.run(before)
        finally:
            if self._signs.get(key, (None,))[0] is sign:
                del self._signs[key]


def _key(asked: Asked) -> Key | None:
    """Only threads have a status, and what is asked in private stays private."""
    place = asked.place
    if place.thread is None or asked.private or asked.via in _SILENT:
        return None
    return place.tenant, place.channel, place.thread
