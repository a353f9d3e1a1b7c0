"""The ways in which a card can be sent. Each raises what the Platform port's `post` raises."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, TypeVar

from adapters.slack.errors import BLOCKS, Refused
from adapters.slack.names import REPLY_EVENT, Json
from adapters.slack.parse import lang_of
from adapters.slack.people import People
from adapters.slack.render import Drawn, draw
from adapters.slack.waiting import Waiting
from adapters.slack.web import Web
from bot.ports import Sending
from bot.present import Card
from bot.talk import Asked, Handle

_Sent = TypeVar("_Sent")


class Ways:
    """Draws, and sends what was drawn; with plain buttons where Slack does not know its own kind."""

    def __init__(self, web: Web, people: People) -> None:
        self._web = web
        self._people = people
        self.waiting = Waiting(web)
        self._plain: set[str] = set()  # workspaces

    async def message(
        self, asked: Asked, card: Card, sending: Sending | None = None, *, direct: bool = False
    ) -> Handle:
        """For all in the thread or channel; `direct`: to the asker's direct messages instead."""
        where = {"channel": asked.user} if direct else _where(asked)
        answer = await self._drawn(
            asked,
            card,
            lambda drawn: self._web.send(
                asked.place.tenant,
                "chat.postMessage",
                lang=lang_of(asked),
                sending=sending,
                unfurl_links=False,
                unfurl_media=False,
                **where,
                **_content(drawn, card),
            ),
        )
        return {"channel": str(answer["channel"]), "ts": str(answer["ts"])}

    async def ephemeral(self, asked: Asked, card: Card, sending: Sending | None = None) -> None:
        """For the asker's eyes, where it was asked."""
        if asked.place.direct:  # nobody else is there, and a message of one's own is surely seen
            await self.message(asked, card, sending)
            return
        await self._drawn(
            asked,
            card,
            lambda drawn: self._web.send(
                asked.place.tenant,
                "chat.postEphemeral",
                lang=lang_of(asked),
                sending=sending,
                user=asked.user,
                text=drawn.text,
                blocks=drawn.blocks,
                **_seen_at(asked),
            ),
        )

    async def line(self, asked: Asked, text: str) -> None:
        """A line in mrkdwn for the asker's eyes, where it was asked."""
        direct = asked.place.direct
        await self._web.send(
            asked.place.tenant,
            "chat.postMessage" if direct else "chat.postEphemeral",
            lang=lang_of(asked),
            text=text,
            **(_where(asked) if direct else {"user": asked.user, **_seen_at(asked)}),
        )

    async def for_one(self, asked: Asked, card: Card, url: str, *, replacing: bool) -> bool:
        """By a response_url. `replacing` what was clicked: so it may be done twice. False: it is over."""
        await self._before(url, replacing=replacing)
        more = {"response_type": "ephemeral", "replace_original": replacing}
        return await self._drawn(
            asked,
            card,
            lambda drawn: self._web.respond(url, {**_bare(drawn), **more}, repeatable=replacing),
        )

    async def for_all(self, asked: Asked, card: Card, url: str, *, replacing: bool) -> bool:
        """By a response_url, in a channel that the bot is no member of. False: it is over."""
        await self._before(url, replacing=replacing)
        thread = {"thread_ts": asked.place.thread} if asked.place.thread else {}
        more = {"response_type": "in_channel", "replace_original": replacing, **thread}
        return await self._drawn(
            asked,
            card,
            lambda drawn: self._web.respond(url, {**_bare(drawn), **more}, repeatable=replacing),
        )

    async def update(self, asked: Asked, card: Card, posted: Handle) -> None:
        """Change what was posted."""
        await self._drawn(
            asked,
            card,
            lambda drawn: self._web.call(
                asked.place.tenant,
                "chat.update",
                lang=lang_of(asked),
                channel=posted["channel"],
                ts=posted["ts"],
                **_content(drawn, card),
            ),
        )

    async def delete(self, asked: Asked, posted: Handle) -> None:
        """Take back what was posted."""
        await self._web.call(
            asked.place.tenant,
            "chat.delete",
            lang=lang_of(asked),
            channel=posted["channel"],
            ts=posted["ts"],
        )

    async def unhang(self, url: str) -> None:
        """Delete what a response_url shows."""
        await self.waiting.over(url)
        await self._web.respond(url, {"delete_original": True}, repeatable=True)

    async def _before(self, url: str, *, replacing: bool) -> None:
        if replacing:
            await self.waiting.over(url)

    async def _drawn(
        self, asked: Asked, card: Card, send: Callable[[Drawn], Awaitable[_Sent]]
    ) -> _Sent:
        tenant, by = asked.place.tenant, card.shared_by
        if asked.place.direct:  # nobody else is there to share it with
            card = replace(card, private=False)
        name = (await self._people.profile(tenant, by)).name if by else None
        native = tenant not in self._plain
        try:
            return await send(draw(card, name=name, native=native))
        except Refused as e:
            if e.code not in BLOCKS or not native:
                raise
        sent = await send(draw(card, name=name, native=False))
        self._plain.add(tenant)
        return sent


def _where(asked: Asked) -> Json:
    place = asked.place
    thread: dict[str, Any] = {"thread_ts": place.thread} if place.thread else {}
    return {"channel": place.channel, **thread}


def _seen_at(asked: Asked) -> Json:
    """Slack shows what is for one person alone in threads that have replies, and nowhere in others."""
    return _where(asked) if "active" in asked.handle else {"channel": asked.place.channel}


def _content(drawn: Drawn, card: Card) -> Json:
    known = {"event_type": REPLY_EVENT, "event_payload": {"id": card.id}}
    named = {"metadata": known} if card.id else {}
    return {"text": drawn.text, "blocks": drawn.blocks, **named}


def _bare(drawn: Drawn) -> Json:
    return {"text": drawn.text, "blocks": drawn.blocks}
