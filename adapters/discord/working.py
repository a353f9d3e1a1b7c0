"""Shows that a question is worked on: by typing, or by a status in place of a command's reply.

A status never takes an answer's place. It has ended before the answer is sent, also where Discord is slow;
and should one have got stuck on the way, it finds a message of components, for which Discord refuses plain
content, or an embed, which content does not replace.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus
from typing import Final

import aiohttp
from discord.http import Route

from adapters.discord import sending
from adapters.discord.base import Bot
from adapters.discord.errors import FAILURES
from adapters.discord.handles import Origin
from adapters.discord.texts import texts
from bot.asked import asked_in
from bot.ports import Tell, quietly
from bot.talk import Asked
from bot.types import Progress
from bot.wording import known, progress_line

EVERY_S: Final = 2.0  # before the first status, and from each to the next
_REQUEST_S = 8.0  # for Discord to take one
_PATIENCE_S = 10.0  # for all that is to end before the answer is sent

Give = Callable[[Progress], Awaitable[bool]]


@asynccontextmanager
async def working(bot: Bot | None, asked: Asked) -> AsyncIterator[Tell]:
    """Show it while the block runs, in the way of where the question came from. Never raises."""
    origin = Origin.of(asked.handle)
    if bot is None or (asked.private and not origin.shows_status):
        yield quietly
    elif origin.shows_status:
        async with statuses(lambda progress: _put(bot, asked, origin, progress)) as tell:
            yield tell
    else:
        async with _during(_typing(bot, origin), wait=0):
            yield quietly


@asynccontextmanager
async def statuses(give: Give, every: float = EVERY_S) -> AsyncIterator[Tell]:
    """Give the newest of what is told, but rarely, and nothing once the block has ended.

    `give` says whether it is worth going on.
    """
    news = _News()
    async with _during(_given(news, give, every), wait=_PATIENCE_S):
        try:
            yield news.tell
        finally:
            news.end()


class _News:
    """What was told last, if it was not told before."""

    def __init__(self) -> None:
        self.newest: Progress | None = None
        self._came = asyncio.Event()
        self._ended = asyncio.Event()

    async def tell(self, progress: Progress) -> None:
        if progress != self.newest:
            self.newest = progress
            self._came.set()

    def end(self) -> None:
        self._ended.set()
        self._came.set()

    async def next(self, after: float) -> Progress | None:
        """The newest that was not yet given, so many seconds from now at the soonest; None: it is over."""
        with suppress(TimeoutError):
            async with asyncio.timeout(after):
                await self._ended.wait()
        await self._came.wait()
        self._came.clear()
        return None if self._ended.is_set() else self.newest


async def _given(news: _News, give: Give, every: float) -> None:
    while (progress := await news.next(every)) is not None:
        if not await give(progress):
            return


@asynccontextmanager
async def _during(work: Awaitable[None], *, wait: float) -> AsyncIterator[None]:
    """Work on the side; after the block it may come to its end for so long. What breaks in it is no matter."""
    task = asyncio.ensure_future(work)
    try:
        yield
    finally:
        try:
            await asyncio.wait({task}, timeout=wait)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def _typing(bot: Bot, origin: Origin) -> None:
    with suppress(*FAILURES):
        async with sending.place(bot, origin).typing():
            await asyncio.Event().wait()


async def _put(bot: Bot, asked: Asked, origin: Origin, progress: Progress) -> bool:
    await bot.acks.done(origin.interaction)
    held = await bot.front.preferences(asked.place)
    lang = known(held.lang or asked_in(asked.text) or asked.lang)
    line = texts(lang).status.format(line=progress_line(progress, lang))
    return await _edited(bot, origin, line)


async def _edited(bot: Bot, origin: Origin, line: str) -> bool:
    """One request, whatever becomes of it: the library would try again. Whether Discord might take more."""
    url = f"{Route.BASE}/webhooks/{origin.application}/{origin.token}/messages/{sending.ORIGINAL}"
    body = {"content": line, "allowed_mentions": {"parse": []}}
    timeout = aiohttp.ClientTimeout(total=_REQUEST_S)
    headers = {"User-Agent": bot.http.user_agent}
    try:
        async with (
            aiohttp.ClientSession(headers=headers, timeout=timeout) as session,
            session.patch(url, json=body) as answer,
        ):
            refused = HTTPStatus.BAD_REQUEST <= answer.status < HTTPStatus.INTERNAL_SERVER_ERROR
            return not refused  # 429 is such an answer, too
    except FAILURES:
        return True
