"""How an act is done: who may, once, noted before Slack is told, and then shown."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from slack_bolt.async_app import AsyncAck

from adapters.slack import escape
from adapters.slack.clicks import Click
from adapters.slack.kit import Kit
from adapters.slack.names import Json
from adapters.slack.render import Drawn
from adapters.slack.texts import texts
from bot.asked import asked_in
from bot.errors import BadRequest, NotAllowed, PlatformBusy, PlatformRefused, PlatformUnsure
from bot.rights import Actor
from bot.shades import with_bare_addresses
from bot.wording import known
from bot.wording.admin import admin_words
from bot.wording.runs import panel
from retrieval.types import Run

_STORE_S = 2.0  # of the three seconds in which Slack wants its acknowledgement
_ABOUT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What is shown: a run to the channel, a line in mrkdwn with blocks to one person, or neither."""

    run: Run | None = None
    line: str = ""
    blocks: Sequence[Json] = ()
    instead: bool = False  # of what was clicked, where one person alone sees that


Act = Callable[[Actor, str], Awaitable[Outcome]]  # by whom, and the language of our words to them


class Acting:
    """Acts of those who run the bot."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def __call__(self, ack: AsyncAck, call: Click, act: str, work: Act) -> None:
        """Acknowledged when it is stored, unless that takes so long that Slack would give up.

        Raises StoreUnavailable before that.
        """
        lang = await self.lang(call)
        doing = asyncio.create_task(self._allowed(call, act, work, lang))
        await asyncio.wait({doing}, timeout=_STORE_S)
        if doing.done():
            doing.result()
        await ack()
        self._kit.tasks.spawn(act, self._shown(doing, call, act, lang))

    async def lang(self, call: Click) -> str:
        """Of our words to who did this: theirs, else that of what they wrote."""
        profile = await self._kit.people.profile(call.tenant, call.user)
        return known(profile.lang or asked_in(call.value))

    async def _allowed(self, call: Click, act: str, work: Act, lang: str) -> Outcome:
        rank = await self._kit.ranks.of(call)
        by, admin = rank.actor, self._kit.front.admin
        if not by.admin:
            await admin.refused(act, by, _about(call))
            line = admin_words(lang).not_admin if rank.known else texts(lang).rank_unknown
            return Outcome(line=escape.mrkdwn(line))
        if not await self._kit.once.first(call.trigger):
            await admin.refused(act, by, "the same request came again")
            return Outcome()
        try:
            return await work(by, lang)
        except (BadRequest, NotAllowed) as e:
            return Outcome(line=escape.mrkdwn(str(e)))

    async def _shown(self, doing: asyncio.Task[Outcome], call: Click, act: str, lang: str) -> None:
        try:
            outcome = await doing
            if outcome.run:
                await self._followed(outcome.run, call, lang)
            if outcome.line:
                await self._said(outcome, call)
        except Exception as e:  # noqa: BLE001 - it was acknowledged, so they must hear of it
            await self._kit.failed(act, e, call.url, lang)

    async def _followed(self, run: Run, call: Click, lang: str) -> None:
        front = self._kit.front
        try:
            follower = await self._kit.reports.begin(call, panel(run, front.now(), lang))
        except (PlatformRefused, PlatformBusy, PlatformUnsure) as e:
            self._kit.log.info("Slack: a run is not shown: %s", e)
            await self._kit.say(call.url, escape.mrkdwn(texts(lang).unfollowed))
            return
        await front.admin.follow(follower)

    async def _said(self, outcome: Outcome, call: Click) -> None:
        if outcome.instead and call.ephemeral:
            await self._kit.replace(call.url, outcome.line)
        else:
            thread = call.thread
            await self._kit.say(call.url, outcome.line, thread=thread, blocks=outcome.blocks)


def drawn(of: Drawn) -> Outcome:
    """For one person to see."""
    return Outcome(line=of.text, blocks=of.blocks)


def _about(call: Click) -> str:
    """What somebody wrote or pressed, for the audit log: one line, without passwords in addresses."""
    return escape.cut(with_bare_addresses(" ".join(call.value.split())), _ABOUT)
