"""Buttons under replies, in windows and on the Home tab."""

from collections.abc import Sequence

from slack_bolt.async_app import AsyncAck

from adapters.slack import clicks, escape, modals, names, pages, presses
from adapters.slack.clicks import Click
from adapters.slack.delivery import by_url
from adapters.slack.errors import Refused
from adapters.slack.kit import UNAVAILABLE, Kit
from adapters.slack.names import PLATFORM, Json
from adapters.slack.presses import Presses
from adapters.slack.texts import texts, working_line
from bot.present import Card
from bot.talk import Admission, Feedback, Kept, Rating
from bot.wording.chat import chat

_WINDOWS = {names.QUOTES: "quotes", names.REST: "rest", names.WHY: "why"}
_RATED = frozenset({names.FEEDBACK, names.UP, names.DOWN})
_TURNED = frozenset({names.PAGE_BACK, names.PAGE_ON})


class Actions:
    """Each may raise StoreUnavailable, before it has acknowledged."""

    def __init__(self, kit: Kit, presses: Presses) -> None:
        self._kit = kit
        self._presses = presses

    async def pressed(self, ack: AsyncAck, body: Json) -> None:
        """Something was pressed. What changes anything is stored before it is acknowledged."""
        call = clicks.click(body)
        if call.action in _RATED:
            await self._rated(ack, call)
        elif call.action == names.SHARE:
            await self._shared(ack, call)
        elif call.action == names.AGAIN:
            await self._again(ack, call)
        elif call.action in presses.ACTIONS:
            await self._presses.pressed(ack, call)
        elif call.action == names.FORGET:
            await self._forgotten(ack, call)
        else:
            await ack()
            self._kit.tasks.spawn("opening a window", self._window(call))

    async def _rated(self, ack: AsyncAck, call: Click) -> None:
        which, _, id = call.value.partition(":")
        rating = Rating.UP if which == "up" else Rating.DOWN
        kept = await self._kept(call, id)
        if kept:
            await self._kit.front.rate(Feedback(id=id, user=call.user, rating=rating))
        await ack()
        self._kit.tasks.spawn("asking what is wrong", self._after_rating(call, rating, kept))

    async def _after_rating(self, call: Click, rating: Rating, kept: Kept | None) -> None:
        lang = await self._kit.lang(call.tenant, call.user)
        if kept is None:
            await self._say(call, chat(lang).gone)
        elif rating is Rating.UP:
            await self._say(call, chat(lang).thanks)
        else:
            await self._opened(call, modals.feedback(kept.id, rating, lang), lang)

    async def _shared(self, ack: AsyncAck, call: Click) -> None:
        handle = by_url(call.url, self._kit.clock())
        kept = await self._kept(call, call.value)
        receipt = await self._kit.front.share(call.value, call.user, handle) if kept else None
        await ack()
        words = chat(await self._kit.lang(call.tenant, call.user))
        refused = words.not_yours if kept else words.gone
        line = words.shared if receipt else refused
        self._kit.tasks.spawn("telling somebody", self._say(call, line))

    async def _again(self, ack: AsyncAck, call: Click) -> None:
        handle = by_url(call.url, self._kit.clock(), clicked=True)
        kept = await self._kept(call, call.value)
        receipt = await self._kit.front.again(call.value, call.user, handle) if kept else None
        await ack()
        lang = await self._kit.lang(call.tenant, call.user)
        if receipt is None:
            line = chat(lang).not_yours if kept else chat(lang).gone
            self._kit.tasks.spawn("telling somebody", self._say(call, line))
        elif receipt.admission is Admission.ACCEPTED and call.ephemeral:
            line = escape.mrkdwn(working_line(receipt.lang))
            self._kit.tasks.spawn("showing work", self._kit.replace(call.url, line))

    async def _forgotten(self, ack: AsyncAck, call: Click) -> None:
        done = await self._kit.front.forget(PLATFORM, call.tenant, call.user)
        await ack()
        lang = await self._kit.lang(call.tenant, call.user)
        line = chat(lang).forgotten.format(questions=done.questions, ratings=done.ratings)
        view = modals.note(chat(lang).forget, line, lang)
        self._kit.tasks.spawn("opening a window", self._opened(call, view, lang))

    async def _window(self, call: Click) -> None:
        """Quotes, the rest, why, another page of these, or what is wrong with a citation."""
        try:
            await self._shown(call, *_wanted(call))
        except UNAVAILABLE as e:
            await self._kit.failed("opening a window", e, call.url, None)

    async def _shown(self, call: Click, kind: str, id: str, number: int) -> None:
        kept = await self._kept(call, id)
        card = await self._kit.front.card(kept) if kept else None
        if kept is None or card is None:
            lang = await self._kit.lang(call.tenant, call.user)
            await self._say(call, chat(lang).gone)
        elif call.action == names.WRONG:
            view = modals.feedback(id, Rating.WRONG_CITATION, card.lang)
            await self._opened(call, view, card.lang)
        elif kind == "why" and kept.asked.private and kept.asked.user != call.user:
            await self._say(call, chat(card.lang).not_yours)
        else:
            await self._read(call, card, kind, await self._pages(kept, card, kind), number)

    async def _pages(self, kept: Kept, card: Card, kind: str) -> Sequence[list[Json]]:
        if kind == "why":
            return pages.why(await self._kit.front.why(kept, card.lang), card.lang)
        return pages.quotes(card) if kind == "quotes" else pages.rest(card)

    async def _read(
        self, call: Click, card: Card, kind: str, found: Sequence[list[Json]], number: int
    ) -> None:
        if not found:
            await self._say(call, chat(card.lang).gone)
            return
        at = max(0, min(number, len(found) - 1))
        view = modals.reading(kind, card.id, found, at, card.lang)
        await self._opened(call, view, card.lang)

    async def _opened(self, call: Click, view: Json, lang: str) -> None:
        """Open it, or put it in place of the window in which the button was."""
        try:
            if call.view and call.action in _TURNED:
                web = self._kit.web
                await web.call(call.tenant, "views.update", view_id=call.view, view=view)
            else:
                await self._kit.open(call.tenant, call.trigger, view)
        except Refused as e:
            if "trigger" not in e.code:
                await self._kit.failed("opening a window", e, call.url, lang)
                return
            await self._say(call, texts(lang).expired)
        except UNAVAILABLE as e:
            await self._kit.failed("opening a window", e, call.url, lang)

    async def _kept(self, call: Click, id: str) -> Kept | None:
        """The question that a button names, when it is of this workspace."""
        kept = await self._kit.front.kept(id)
        return kept if kept and kept.asked.place.tenant == call.tenant else None

    async def _say(self, call: Click, line: str) -> None:
        await self._kit.say(call.url, escape.mrkdwn(line), thread=call.thread)


def _wanted(call: Click) -> tuple[str, str, int]:
    """Kind of window, id of the answer, number of the page."""
    if call.action not in _TURNED:
        return _WINDOWS.get(call.action, ""), call.value, 0
    kind, _, rest = call.value.partition(":")
    id, _, number = rest.partition(":")
    return kind, id, int(number) if number.isdecimal() else 0
