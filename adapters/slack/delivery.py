"""Decides where a reply goes: its thread or channel, one person's eyes, or a response_url."""

import time
from collections.abc import Callable

from adapters.slack.errors import GONE, Refused
from adapters.slack.parse import lang_of
from adapters.slack.search import posted_since
from adapters.slack.tasks import Tasks
from adapters.slack.threads import Threads
from adapters.slack.ways import Ways
from adapters.slack.web import Web
from bot.errors import PlatformBusy, PlatformRefused, PlatformUnsure
from bot.ports import Sending
from bot.present import Card
from bot.talk import Asked, Handle

NOT_THERE = frozenset({"not_in_channel", "channel_not_found"})
_URL_S = 29 * 60  # a response_url lives for half an hour


def by_url(url: str | None, now: float, *, clicked: bool = False) -> Handle:
    """What is kept of a response_url. Only that of a click can replace: the message that was clicked."""
    more = {"clicked": "yes"} if clicked else {}
    return {"url": url, "until": str(int(now + _URL_S)), **more} if url else {}


class Delivery:
    """The part of the Platform port that posts; see there for what it raises."""

    def __init__(
        self,
        web: Web,
        ways: Ways,
        threads: Threads,
        tasks: Tasks,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._web = web
        self._ways = ways
        self._threads = threads
        self._tasks = tasks
        self._clock = clock

    async def post(self, asked: Asked, card: Card, sending: Sending | None = None) -> Handle:
        """Reply, and remember the thread."""
        if _alone(asked, card):
            return await self._for_one(asked, card, sending)
        try:
            posted = await self._ways.message(asked, card, sending)
        except Refused as e:
            url = self._url(asked.handle)
            if e.code not in NOT_THERE or url is None:
                raise
            return await self._for_all(asked, card, url)  # `sending` was awaited above
        await self._threads.join(asked.place, posted["ts"])
        clicked = self._url(asked.handle) if "clicked" in asked.handle else None
        if clicked:
            self._tasks.spawn("taking a waiting line away", self._unhang(clicked))
        return posted

    async def edit(self, asked: Asked, card: Card, posted: Handle) -> Handle:
        """Replace; where it is gone, or can no longer be reached, post anew."""
        if "ts" in posted:
            return await self._update(asked, card, posted)
        url = self._url(asked.handle) if "clicked" in asked.handle else None
        shared = url is not None and not _alone(asked, card)
        if shared and await self._ways.for_all(asked, card, url or "", replacing=True):
            return posted
        return await self.post(asked, card)

    async def find(self, asked: Asked, id: str) -> Handle | None:
        """A private reply to a click replaces what was clicked, so it may be sent again.

        Anything else that one person alone can see leaves no trace.
        """
        if not asked.private or asked.place.direct:
            return await posted_since(self._web, asked, id)
        if "clicked" in asked.handle and self._url(asked.handle):
            return None
        raise PlatformUnsure("Nobody can tell what was shown to one person")

    async def withdraw(self, asked: Asked, posted: Handle) -> None:
        """Delete; what one person was shown, where that is still possible."""
        url = self._url(posted)
        try:
            if "ts" in posted:
                await self._ways.delete(asked, posted)
            elif url:
                await self._ways.unhang(url)
        except Refused as e:
            if e.code not in GONE:
                raise

    async def tell(self, asked: Asked, card: Card) -> None:
        """For their eyes in the channel, by the response_url, or as a direct message."""
        for way in (self._answered, self._seen, self._written):
            try:
                if await way(asked, card):
                    return
            except PlatformUnsure:
                return  # most likely it arrived, and twice would be worse
            except (PlatformRefused, PlatformBusy):
                continue
        raise PlatformRefused("there is no way to reach this person")

    async def _update(self, asked: Asked, card: Card, posted: Handle) -> Handle:
        try:
            await self._ways.update(asked, card, posted)
        except Refused as e:
            if e.code not in GONE:
                raise
            return await self.post(asked, card)
        return posted

    async def _for_one(self, asked: Asked, card: Card, sending: Sending | None) -> Handle:
        if await self._answered(asked, card, sending):
            return {key: asked.handle[key] for key in ("url", "until")}
        try:
            await self._ways.ephemeral(asked, card, sending)
        except Refused as e:
            if e.code not in NOT_THERE:
                raise
            return await self._ways.message(asked, card, direct=True)
        return {}

    async def _for_all(self, asked: Asked, card: Card, url: str) -> Handle:
        if not await self._ways.for_all(asked, card, url, replacing=False):
            raise Refused("not_in_channel", lang_of(asked))
        return {key: asked.handle[key] for key in ("url", "until")}

    async def _seen(self, asked: Asked, card: Card) -> bool:
        await self._ways.ephemeral(asked, card)
        return True

    async def _answered(self, asked: Asked, card: Card, sending: Sending | None = None) -> bool:
        url, clicked = self._url(asked.handle), "clicked" in asked.handle
        if url is None:
            return False
        if sending and not clicked:
            await sending()
        return await self._ways.for_one(asked, card, url, replacing=clicked)

    async def _written(self, asked: Asked, card: Card) -> bool:
        await self._ways.message(asked, card, direct=True)
        return True

    async def _unhang(self, url: str) -> None:
        try:
            await self._ways.unhang(url)
        except (PlatformBusy, PlatformRefused):
            return  # it only says that an answer is on its way

    def _url(self, handle: Handle) -> str | None:
        """The response_url, while it lives."""
        alive = float(handle.get("until") or 0) > self._clock()
        return handle.get("url") if alive else None


def _alone(asked: Asked, card: Card) -> bool:
    return card.private and not asked.place.direct
