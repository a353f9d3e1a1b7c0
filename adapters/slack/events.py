"""Events: questions are stored before Slack is told that they arrived; all else goes on behind."""

import time
from collections import OrderedDict

from adapters.slack import escape, parse
from adapters.slack.home import home
from adapters.slack.kit import UNAVAILABLE, Kit
from adapters.slack.names import Json
from adapters.slack.parse import Origin, Written
from adapters.slack.receipts import refusal
from adapters.slack.texts import texts
from adapters.slack.trouble import reference
from bot import wording
from bot.talk import Admission, Asked, Receipt, Via
from bot.wording.chat import chat
from retrieval.errors import StoreUnavailable

_DAY_S = 86_400.0
_PROMPTED = 10_000


class Events:
    """One method for each kind of event. Each may raise StoreUnavailable: then Slack sends it again."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._prompted: OrderedDict[tuple[str, str], float] = OrderedDict()

    async def mention(self, body: Json, bot: str | None) -> None:
        """Somebody named the bot in a channel or a thread."""
        message = parse.written(body["event"], bot)
        if message is not None:
            await self._ask(message, Via.MENTION, parse.origin(body), bot)

    async def message(self, body: Json, bot: str | None) -> None:
        """Something was written, changed or deleted in direct messages, or in channels we may read."""
        event, where = body["event"], parse.origin(body)
        gone = parse.deleted(event, bot)
        if gone is not None:
            if await self._via(gone, where, bot):
                await self._kit.front.deleted(parse.message_key(where, gone.channel, gone.ts))
            return
        message = parse.written(event, bot)
        via = await self._via(message, where, bot) if message else None
        if message and via:
            await self._ask(message, via, where, bot)

    async def home_opened(self, body: Json, _bot: str | None) -> None:
        """Somebody looks at the app."""
        event, where = body["event"], parse.origin(body)
        user, channel = str(event["user"]), str(event.get("channel") or "")
        if event.get("tab") == "home":
            self._kit.tasks.spawn("drawing the Home tab", self.draw_home(where.tenant, user))
        elif event.get("tab") == "messages" and self._due(where.tenant, user):
            self._kit.tasks.spawn("suggesting", self._suggest(where.tenant, user, channel))

    async def stopped(self, body: Json, _bot: str | None) -> None:
        """Somebody pressed Slack's stop button."""
        event, where = body["event"], parse.origin(body)
        channel = str(event.get("channel_id") or event.get("channel") or "")
        thread = str(event.get("thread_ts") or "")
        stop = self._kit.statuses.stop(where.tenant, channel, thread)
        self._kit.tasks.spawn("taking a status away", stop)

    async def uninstalled(self, body: Json, _bot: str | None) -> None:
        """The app was removed: nothing of the workspace is kept, and no token."""
        event, where = body["event"], parse.origin(body)
        revoked = event.get("tokens") or {}
        if event.get("type") == "tokens_revoked" and not revoked.get("bot"):
            return
        await self._kit.front.left("slack", where.tenant)
        await self._kit.threads.forget(where.tenant)
        await self._kit.bots.forget(where)

    async def draw_home(self, tenant: str, user: str) -> None:
        """Publish the Home tab of one person."""
        lang = await self._kit.lang(tenant, user)
        view = home(lang, self._kit.config.keep_days)
        await self._kit.web.call(tenant, "views.publish", user_id=user, view=view)

    async def _via(self, message: Written, where: Origin, bot: str | None) -> Via | None:
        """How a message is a question to the bot; None when it is none."""
        if message.direct:
            return Via.DIRECT
        if parse.mentions(message.text, bot) or parse.mentions(message.before or "", bot):
            return Via.MENTION
        reply = message.thread != message.ts and not parse.to_another(message.text, bot)
        asked = parse.question(message, Via.THREAD, where, bot, parse.Profile())
        joined = reply and await self._kit.threads.joined(asked.place, message.ts)
        return Via.THREAD if joined else None

    async def _ask(self, message: Written, via: Via, where: Origin, bot: str | None) -> None:
        profile = await self._kit.people.profile(where.tenant, message.user)
        asked = parse.question(message, via, where, bot, profile)
        if not asked.text:
            self._tell(asked, escape.mrkdwn(chat(asked.lang).empty))
            return
        try:
            await self._receive(asked, edited=message.edited)
        except StoreUnavailable:
            raise
        except Exception as e:  # noqa: BLE001 - the asker is told; sending it again would not help
            made = reference(self._kit.log, "receiving a question", e)
            self._tell(asked, _unexpected(made, parse.lang_of(asked)))

    async def _receive(self, asked: Asked, *, edited: bool) -> None:
        front = self._kit.front
        receipt = await (front.edited(asked) if edited else front.receive(asked))
        line = _refused(receipt)
        if line:
            self._tell(asked, line)

    def _tell(self, asked: Asked, line: str) -> None:
        self._kit.tasks.spawn("telling somebody", self._told(asked, line))

    async def _told(self, asked: Asked, line: str) -> None:
        try:
            await self._kit.ways.line(asked, line)
        except UNAVAILABLE as e:
            self._kit.log.info("Slack: a line for one person was not shown: %s", e)

    def _due(self, tenant: str, user: str) -> bool:
        """Once a day for each person is enough."""
        now, key = time.monotonic(), (tenant, user)
        before = self._prompted.get(key)
        if before is not None and now - before < _DAY_S:
            return False
        self._prompted[key] = now
        while len(self._prompted) > _PROMPTED:
            self._prompted.popitem(last=False)
        return True

    async def _suggest(self, tenant: str, user: str, channel: str) -> None:
        own = texts(await self._kit.lang(tenant, user))
        try:
            await self._kit.web.call(
                tenant,
                "assistant.threads.setSuggestedPrompts",
                channel_id=channel,
                title=own.prompts_title,
                prompts=[{"title": title, "message": text} for title, text in own.prompts],
            )
        except UNAVAILABLE as e:
            self._kit.log.info("Slack: no prompts were suggested: %s", e)


def _refused(receipt: Receipt | None) -> str | None:
    """What to tell whoever asked; channels in which it is switched off stay silent."""
    if receipt is None or receipt.admission is Admission.OFF:
        return None
    return refusal(receipt)


def _unexpected(made: str, lang: str | None) -> str:
    return escape.mrkdwn(wording.unexpected_line(made, lang))
