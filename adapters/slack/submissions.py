"""Windows that were filled in and sent."""

import asyncio

from slack_bolt.async_app import AsyncAck

from adapters.slack import clicks, modals, parse
from adapters.slack.clicks import Click
from adapters.slack.kit import Kit
from adapters.slack.names import PLATFORM, Json
from adapters.slack.receipts import refusal
from bot.errors import NotAllowed
from bot.talk import Asked, Feedback, Place, Preferences, Rating, Reason, Via
from bot.wording.chat import chat

_RANK_S = 2.0  # to find out whether somebody is an admin
_NUMBER_MOST = 999


class Submissions:
    """Each stores first and then acknowledges, with what the window is to show next.

    Each may raise StoreUnavailable: the window then stays open, and can be sent again.
    """

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def feedback(self, ack: AsyncAck, body: Json) -> None:
        """What is wrong with an answer."""
        call, view = clicks.submitted(body), body["view"]
        data = parse.unpacked(view.get("private_metadata", ""))
        words = chat(data.get("lang"))
        kept = await self._kit.front.kept(data["id"])
        ours = kept is not None and kept.asked.place.tenant == call.tenant
        done = ours and await self._kit.front.rate(
            _feedback(call, view, data["id"], data["rating"])
        )
        line = words.thanks if done else words.gone
        await _show(ack, words.feedback_title, line, data.get("lang", "en"))

    async def about(self, ack: AsyncAck, body: Json) -> None:
        """A question about a message."""
        call, view = clicks.submitted(body), body["view"]
        data = dict(parse.unpacked(view.get("private_metadata", "")))
        receipt = await self._kit.front.receive(await self._asked(call, view, data))
        line = refusal(receipt)
        if line is None:
            await ack()
            return
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": line}}]
        shown = modals.modal(chat(receipt.lang).about_title, receipt.lang, blocks)
        await ack(response_action="update", view=shown)

    async def settings(self, ack: AsyncAck, body: Json) -> None:
        """What holds in a channel. Whether they may is asked anew."""
        call, view = clicks.submitted(body), body["view"]
        data = parse.unpacked(view.get("private_metadata", ""))
        words = chat(data.get("lang"))
        place = Place(platform=PLATFORM, tenant=call.tenant, channel=data["channel"])
        try:
            await self._kit.front.prefer(
                place, _preferences(view), by=call.user, admin=await self._admin(call)
            )
            line = words.saved
        except NotAllowed:
            line = words.not_allowed
        await _show(ack, words.settings, line, data.get("lang", "en"))

    async def forget(self, ack: AsyncAck, body: Json) -> None:
        """Delete what is kept of a person."""
        call = clicks.submitted(body)
        lang = str(body["view"].get("private_metadata") or "en")
        done = await self._kit.front.forget(PLATFORM, call.tenant, call.user)
        words = chat(lang)
        line = words.forgotten.format(questions=done.questions, ratings=done.ratings)
        await _show(ack, words.forget, line, lang)

    async def _asked(self, call: Click, view: Json, data: dict[str, str]) -> Asked:
        profile = await self._kit.people.profile(call.tenant, call.user)
        place = Place(
            platform=PLATFORM,
            tenant=call.tenant,
            channel=data["channel"],
            thread=data["thread"],
            direct=False,
        )
        preferred = await self._kit.front.preferences(place)
        return Asked(
            key=f"{PLATFORM}/{call.where.team}/view/{call.view}",
            place=place,
            user=call.user,
            text=str(parse.chosen(view, "question") or "").strip(),
            at=self._kit.front.now(),
            via=Via.ABOUT,
            private=preferred.private,
            lang=profile.lang,
            timezone=profile.timezone,
            about=data["about"],
            follows=data["thread"] or None,
            handle={key: data[key] for key in ("url", "until") if key in data},
        )

    async def _admin(self, call: Click) -> bool:
        try:
            async with asyncio.timeout(_RANK_S):
                return await self._kit.admin(call.tenant, call.user)
        except TimeoutError:
            return False


async def _show(ack: AsyncAck, title: str, line: str, lang: str) -> None:
    await ack(response_action="update", view=modals.note(title, line, lang))


def _feedback(call: Click, view: Json, id: str, rating: str) -> Feedback:
    reason = parse.chosen(view, "reason")
    number = str(parse.chosen(view, "citation") or "").strip(" []#")
    return Feedback(
        id=id,
        user=call.user,
        rating=Rating(rating),
        reason=Reason(reason) if reason else None,
        note=str(parse.chosen(view, "note") or "").strip(),
        citation=int(number) if number.isdecimal() and int(number) <= _NUMBER_MOST else None,
    )


def _preferences(view: Json) -> Preferences:
    lang = parse.chosen(view, "lang")
    sources = parse.chosen(view, "sources")
    return Preferences(
        on=parse.chosen(view, "on") != "no",
        sources=frozenset(sources) if sources else None,
        lang=lang if lang in {"en", "ko"} else None,
        private=parse.chosen(view, "private") == "yes",
        direct=parse.chosen(view, "direct") != "no",
    )
