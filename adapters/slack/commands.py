"""/news, and the message shortcut."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from slack_bolt.async_app import AsyncAck

from adapters.slack import clicks, escape, modals, orders, pages, parse, words
from adapters.slack.administration import Administration
from adapters.slack.clicks import Click
from adapters.slack.delivery import by_url
from adapters.slack.errors import Refused
from adapters.slack.home import privacy, usage
from adapters.slack.kit import UNAVAILABLE, Kit
from adapters.slack.listing import source_line
from adapters.slack.names import PLATFORM, Json
from adapters.slack.receipts import refusal
from adapters.slack.texts import asked_line, texts
from adapters.slack.words import Wish, Word
from bot.asked import asked_in
from bot.talk import EVERYWHERE, Admission, Asked, Place, Receipt, Via
from bot.wording.chat import chat
from retrieval.types import Source

_STORE_S = 2.0  # of the three seconds in which Slack wants its acknowledgement
_LIST_MOST = 3_500
_LINE_MOST = 600  # before escaping, which makes at most five characters of one


class Commands:
    """Each may raise StoreUnavailable, before it has acknowledged."""

    def __init__(self, kit: Kit, administration: Administration) -> None:
        self._kit = kit
        self._administration = administration

    async def news(self, ack: AsyncAck, body: Json) -> None:
        """A question, or a word of command."""
        call = clicks.command(body)
        order = orders.order(call.value)
        if order and await self._administration.takes(ack, call, order):
            return
        wish = words.wish(call.value)
        if wish.word in {Word.ASK, Word.PRIVATE}:
            await self._ask(ack, call, wish)
            return
        lang = await self._kit.lang(call.tenant, call.user)
        if wish.word is Word.HELP:
            line = chat(lang).help
            await ack(text=escape.mrkdwn(line), blocks=[_section(line), usage(lang)])
        elif wish.word is Word.PRIVACY:
            await ack(text=escape.mrkdwn(privacy(lang, self._kit.config.keep_days)))
        elif wish.word is Word.SOURCES:
            await ack()
            self._kit.tasks.spawn("listing sources", self._listed(call, lang))
        elif wish.word is Word.WHY:
            await ack()
            self._kit.tasks.spawn("explaining an answer", self._explained(call, lang))
        else:
            await ack()
            self._kit.tasks.spawn("opening a window", self._open(call, wish.word, lang))

    async def shortcut(self, ack: AsyncAck, body: Json) -> None:
        """A window for a question about a message."""
        call = clicks.shortcut(body)
        await ack()
        self._kit.tasks.spawn("opening a window", self._about(call))

    async def _ask(self, ack: AsyncAck, call: Click, wish: Wish) -> None:
        """Stored before it is acknowledged, unless that takes so long that Slack would give up."""
        storing = asyncio.create_task(self._stored(call, wish))
        await asyncio.wait({storing}, timeout=_STORE_S)
        if not storing.done():
            await ack(text=escape.mrkdwn(asked_line(asked_in(wish.text) or "en", wish.text)))
            self._kit.tasks.spawn("storing a question late", self._late(storing, call))
            return
        receipt = storing.result()
        line = refusal(receipt)
        if line is None and receipt.admission is Admission.ACCEPTED:
            line = escape.mrkdwn(asked_line(receipt.lang, wish.text, receipt.ahead))
        await (ack(text=line) if line else ack())

    async def _stored(self, call: Click, wish: Wish) -> Receipt:
        profile = await self._kit.people.profile(call.tenant, call.user)
        place = _place(call)
        preferred = await self._kit.front.preferences(place)
        asked = Asked(
            key=f"{PLATFORM}/{call.where.team}/command/{call.trigger}",
            place=place,
            user=call.user,
            text=parse.readable(wish.text, None),
            at=self._kit.front.now(),
            via=Via.COMMAND,
            private=preferred.private or wish.word is Word.PRIVATE,
            lang=profile.lang,
            timezone=profile.timezone,
            handle=by_url(call.url, self._kit.clock()),
        )
        return await self._kit.front.receive(asked)

    async def _late(self, storing: asyncio.Task[Receipt], call: Click) -> None:
        try:
            line = refusal(await storing)
        except Exception as e:  # noqa: BLE001 - it was acknowledged, so the asker must hear of it
            await self._kit.failed("storing a question late", e, call.url, None)
            return
        if line:
            await self._kit.replace(call.url, line)

    async def _listed(self, call: Click, lang: str) -> None:
        try:
            await self._kit.say(call.url, await self._sources(call, lang))
        except UNAVAILABLE as e:
            await self._kit.failed("listing sources", e, call.url, lang)

    async def _explained(self, call: Click, lang: str) -> None:
        try:
            found = await self._kit.front.latest(_place(call), call.user)
            card = await self._kit.front.card(found) if found else None
            if found is None or card is None:
                await self._kit.say(call.url, escape.mrkdwn(chat(lang).why_none))
                return
            why = await self._kit.front.why(found, card.lang)
        except UNAVAILABLE as e:
            await self._kit.failed("explaining an answer", e, call.url, lang)
            return
        text = _fitted([escape.mrkdwn(escape.cut(line, _LINE_MOST)) for line in why])
        blocks = modals.leaf("why", card.id, pages.why(why, card.lang), 0, card.lang)
        await self._kit.say(call.url, text or chat(card.lang).why, blocks=blocks)

    async def _sources(self, call: Click, lang: str) -> str:
        found = await self._told(call, await self._kit.front.sources(_place(call)))
        if not found:
            return escape.mrkdwn(chat(lang).no_sources)
        now = self._kit.front.now()
        lines = [chat(lang).sources, *(f"• {source_line(s, now, lang)}" for s in found)]
        return _fitted([escape.mrkdwn(line) for line in lines])

    async def _told(self, call: Click, found: Sequence[Source]) -> Sequence[Source]:
        """What went wrong may tell of the server's disk: only who runs the bot is told."""
        if not any(s.reason for s in found) or (await self._kit.ranks.of(call)).actor.admin:
            return found
        return [replace(s, reason=None) for s in found]

    async def _open(self, call: Click, word: Word, lang: str) -> None:
        try:
            if word is Word.FORGET:
                await self._kit.open(call.tenant, call.trigger, modals.forget(lang))
            elif await self._kit.admin(call.tenant, call.user):
                await self._settings(call, lang)
            else:
                await self._kit.say(call.url, escape.mrkdwn(chat(lang).not_allowed))
        except UNAVAILABLE as e:
            await self._unopened(e, call, lang)

    async def _settings(self, call: Click, lang: str) -> None:
        front = self._kit.front
        now = await front.preferences(_place(call))
        every = await front.sources(
            Place(platform=PLATFORM, tenant=call.tenant, channel=EVERYWHERE)
        )
        view = modals.settings(now, every, call.channel, lang)
        await self._kit.open(call.tenant, call.trigger, view)

    async def _about(self, call: Click) -> None:
        lang = await self._kit.lang(call.tenant, call.user)
        data = {
            "channel": call.channel,
            "thread": call.thread or "",
            "about": parse.readable(call.value, None),
            **by_url(call.url, self._kit.clock()),
        }
        try:
            await self._kit.open(call.tenant, call.trigger, modals.about(data, lang))
        except UNAVAILABLE as e:
            await self._unopened(e, call, lang)

    async def _unopened(self, error: Exception, call: Click, lang: str) -> None:
        """Slack lets a window be opened for three seconds only."""
        late = isinstance(error, Refused) and "trigger" in error.code
        if late:
            await self._kit.say(call.url, escape.mrkdwn(texts(lang).expired))
        else:
            await self._kit.failed("opening a window", error, call.url, lang)


def _place(call: Click) -> Place:
    return Place(platform=PLATFORM, tenant=call.tenant, channel=call.channel)


def _section(line: str) -> Json:
    text = {"type": "mrkdwn", "text": escape.mrkdwn(line), "verbatim": True}
    return {"type": "section", "text": text}


def _fitted(lines: list[str]) -> str:
    taken: list[str] = []
    room = _LIST_MOST
    for line in lines:
        room -= escape.units(line) + 1
        if room < 0:
            return "\n".join([*taken, f"… (+{len(lines) - len(taken)})"])
        taken.append(line)
    return "\n".join(taken)
