"""Messages that show how a run goes, edited in place where the bot may write."""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from aiolimiter import AsyncLimiter

from adapters.slack import panels
from adapters.slack.clicks import Click
from adapters.slack.delivery import NOT_THERE, by_url
from adapters.slack.errors import Refused
from adapters.slack.names import PLATFORM, Json
from adapters.slack.render import Drawn
from adapters.slack.texts import texts
from adapters.slack.web import Web
from bot.administration import Follower
from bot.errors import PlatformBusy, PlatformUnsure
from bot.panels import Panel
from bot.talk import Handle

_A_MINUTE = 30  # edits in a workspace; Slack allows fifty, and replies are edited, too
_AFTER_S = 2.0
_TENANTS = 1_000


class Reports:
    """The part of the Platform port that shows runs."""

    def __init__(self, web: Web, clock: Callable[[], float] = time.time) -> None:
        self._web = web
        self._clock = clock
        self._paces: OrderedDict[str, AsyncLimiter] = OrderedDict()

    async def begin(self, call: Click, panel: Panel) -> Follower:
        """Show a run where it was asked for. Raises what `Platform.post` does.

        Where the bot is no member, a response_url shows the beginning, and later the end.
        """
        thread: Json = {"thread_ts": call.thread} if call.thread else {}
        try:
            where = await self._posted(
                call.tenant, call.channel, panels.draw(panel), panel, **thread
            )
        except Refused as e:
            handle = by_url(call.url, self._clock())
            if e.code not in NOT_THERE or not handle:
                raise
            where = {**handle, "user": call.user}
            drawn = panels.draw(panel, "" if panel.final else texts(panel.lang).no_member)
            if not await self._answered(handle["url"], drawn):
                raise
        handle = {"tenant": call.tenant, **where}
        return Follower(run_id=panel.run_id, platform=PLATFORM, handle=handle, lang=panel.lang)

    async def report(self, follower: Follower, panel: Panel) -> None:
        """See the Platform port."""
        handle = follower.handle
        if "ts" in handle:
            await self._edit(handle, panel)
        elif panel.final:
            await self._end(handle, panel)

    async def _edit(self, handle: Handle, panel: Panel) -> None:
        pace = self._pace(handle["tenant"])
        if not panel.final:
            if not pace.has_capacity():
                raise PlatformBusy("Too many messages are edited", after=_AFTER_S)
            await pace.acquire()
        drawn = panels.draw(panel)
        await self._web.attempt(
            handle["tenant"],
            "chat.update",
            lang=panel.lang,
            channel=handle["channel"],
            ts=handle["ts"],
            text=drawn.text,
            blocks=drawn.blocks,
        )

    async def _end(self, handle: Handle, panel: Panel) -> None:
        """By the response_url while it lives, else in a direct message to whoever asked for it."""
        drawn = panels.draw(panel)
        alive = float(handle.get("until") or 0) > self._clock()
        try:
            if alive and await self._answered(handle["url"], drawn):
                return
        except PlatformUnsure:
            return  # most likely it arrived, and twice would be worse
        await self._posted(handle["tenant"], handle["user"], drawn, panel)

    async def _posted(
        self, tenant: str, channel: str, drawn: Drawn, panel: Panel, **more: Any
    ) -> Handle:
        answer = await self._web.send(
            tenant,
            "chat.postMessage",
            lang=panel.lang,
            channel=channel,
            text=drawn.text,
            blocks=drawn.blocks,
            unfurl_links=False,
            unfurl_media=False,
            **more,
        )
        return {"channel": str(answer["channel"]), "ts": str(answer["ts"])}

    async def _answered(self, url: str, drawn: Drawn) -> bool:
        body = {"text": drawn.text, "blocks": drawn.blocks, "response_type": "in_channel"}
        return await self._web.respond(url, {**body, "replace_original": False}, repeatable=False)

    def _pace(self, tenant: str) -> AsyncLimiter:
        pace = self._paces.pop(tenant, None) or AsyncLimiter(_A_MINUTE)
        self._paces[tenant] = pace
        while len(self._paces) > _TENANTS:
            self._paces.popitem(last=False)
        return pace
