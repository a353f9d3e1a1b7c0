"""The line that stands in place of what was clicked until an answer does."""

import asyncio
from collections import OrderedDict

from adapters.slack.web import Web

_REMEMBERED = 1_000


class Waiting:
    """Each request makes its own connection, and Slack acts on whichever it gets last: these keep order."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._under_way: dict[str, asyncio.Event] = {}
        self._over: OrderedDict[str, None] = OrderedDict()

    async def show(self, url: str, line: str) -> None:
        """Unless the answer is there already. Raises what `Web.respond` does."""
        if url in self._over:
            return
        self._under_way[url] = done = asyncio.Event()
        try:
            body = {"text": line, "replace_original": True}
            await self._web.respond(url, body, repeatable=True)
        finally:
            done.set()
            del self._under_way[url]

    async def over(self, url: str) -> None:
        """To be awaited before the answer is sent."""
        self._over[url] = None
        while len(self._over) > _REMEMBERED:
            self._over.popitem(last=False)
        if url in self._under_way:
            await self._under_way[url].wait()
