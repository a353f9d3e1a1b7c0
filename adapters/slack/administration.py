"""/news for those who run the bot: sources, reindexing, runs."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from slack_bolt.async_app import AsyncAck

from adapters.slack import escape, panels
from adapters.slack.acting import Acting, Outcome, drawn
from adapters.slack.clicks import Click
from adapters.slack.kit import Kit
from adapters.slack.names import COMMAND
from adapters.slack.orders import Do, Order
from bot.administration import Wish
from bot.rights import Actor
from bot.wording.admin import admin_words
from bot.wording.dates import length
from retrieval.types import RunKind, Source

_KINDS: Mapping[Do, RunKind] = {
    Do.REFRESH: RunKind.REFRESH,
    Do.BACKFILL: RunKind.BACKFILL,
    Do.RETRY: RunKind.RETRY,
    Do.REINDEX: RunKind.REINDEX,
    Do.ROLLBACK: RunKind.ROLLBACK,
}
_RUNS = 10

_Way = Callable[[Order, Actor, str], Awaitable[Outcome]]


class Administration:
    """Each may raise StoreUnavailable, before it has acknowledged."""

    def __init__(self, kit: Kit, acting: Acting) -> None:
        self._kit = kit
        self._acting = acting
        self._ways: Mapping[Do, _Way] = {
            Do.ADD: self._added,
            Do.PAUSE: self._paused,
            Do.RESUME: self._resumed,
            Do.SCHEDULE: self._scheduled,
            Do.REMOVE: self._asked,
            Do.RUNS: self._listed,
            Do.CANCEL: self._cancelled,
        }

    async def takes(self, ack: AsyncAck, call: Click, order: Order) -> bool:
        """Do what is ordered. False when it is a question after all: then nothing was done."""
        if not order.whole:
            usage = admin_words(await self._acting.lang(call)).usage
            await ack(text=usage.replace("{c}", COMMAND))
            return True
        if order.named and not await self._meant(call, order):
            return False
        await self._acting(ack, call, order.do.value, lambda by, lang: self._done(order, by, lang))
        return True

    async def _meant(self, call: Click, order: Order) -> bool:
        """Whether words name a source. One who runs the bot may have misspelt a single word."""
        wanted = order.what.casefold()
        for source in await self._known():
            if wanted in {n.casefold() for n in (source.name, source.id, source.location)}:
                return True
        return order.sure and (await self._kit.ranks.of(call)).actor.admin

    async def _done(self, order: Order, by: Actor, lang: str) -> Outcome:
        kind = _KINDS.get(order.do)
        if kind is None:
            return await self._ways[order.do](order, by, lang)
        source = await self._source(order) if order.what else None
        options = {"days": str(order.days)} if kind is RunKind.BACKFILL else {}
        wish = Wish(kind=kind, source_id=source.id if source else "", options=options)
        return Outcome(run=await self._kit.front.admin.start(wish, by))

    async def _added(self, order: Order, by: Actor, _lang: str) -> Outcome:
        return Outcome(run=await self._kit.front.admin.add(order.what, by))

    async def _paused(self, order: Order, by: Actor, lang: str) -> Outcome:
        source = await self._source(order)
        return _said(admin_words(lang).paused, await self._kit.front.admin.pause(source.id, by))

    async def _resumed(self, order: Order, by: Actor, lang: str) -> Outcome:
        source = await self._source(order)
        return _said(admin_words(lang).resumed, await self._kit.front.admin.resume(source.id, by))

    async def _scheduled(self, order: Order, by: Actor, lang: str) -> Outcome:
        source = await self._source(order)
        changed = await self._kit.front.admin.schedule(source.id, order.every, by)
        return _said(_rhythm(order.every, lang), changed)

    async def _asked(self, order: Order, _by: Actor, lang: str) -> Outcome:
        return drawn(panels.removal(await self._source(order), lang))

    async def _listed(self, _order: Order, _by: Actor, lang: str) -> Outcome:
        front = self._kit.front
        return drawn(panels.runs(await front.admin.runs(limit=_RUNS), front.now(), lang))

    async def _cancelled(self, order: Order, by: Actor, lang: str) -> Outcome:
        front = self._kit.front
        before = await front.admin.run(order.what)
        if before and not before.open:
            return Outcome(line=escape.mrkdwn(admin_words(lang).ended_already))
        run = await front.admin.cancel(order.what, by)
        return Outcome(line=panels.line(run, front.now(), lang))

    async def _source(self, order: Order) -> Source:
        """Raises BadRequest where it is none."""
        wanted = order.what.casefold()
        alike = [s for s in await self._known() if s.name.casefold() == wanted]
        named = alike[0].id if len(alike) == 1 else order.what
        return await self._kit.front.admin.source(named)

    async def _known(self) -> list[Source]:
        """Those that were added; not what a question named."""
        return [s for s in await self._kit.front.admin.sources() if not s.asked]


def _rhythm(every: timedelta | None, lang: str) -> str:
    words = admin_words(lang)
    return words.scheduled.replace("{span}", length(every, lang)) if every else words.unscheduled


def _said(line: str, source: Source) -> Outcome:
    return Outcome(line=escape.mrkdwn(panels.name_in(line, source)))
