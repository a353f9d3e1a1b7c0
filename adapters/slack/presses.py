"""Buttons of those who run the bot. What may be done is decided anew by each press."""

import re
from collections.abc import Mapping

from slack_bolt.async_app import AsyncAck

from adapters.slack import escape, panels
from adapters.slack.acting import Acting, Outcome
from adapters.slack.clicks import Click
from adapters.slack.kit import Kit
from adapters.slack.names import KEEP, PRESSES, REMOVE
from bot import presses
from bot.administration import Wish
from bot.errors import BadRequest
from bot.panels import Press
from bot.rights import Actor
from bot.wording.admin import admin_words
from retrieval.types import Run, RunKind

_VALUE = re.compile(r"([0-9a-f]{16}):([0-9a-f]{0,32})")
_ACTIONS = {action: press for press, action in PRESSES.items()}
_ACTS: Mapping[str, str] = {  # as the audit log calls them
    PRESSES[Press.CANCEL]: "runs.cancel",
    PRESSES[Press.CONFIRM]: "refresh",
    PRESSES[Press.RETRY]: "retry",
    PRESSES[Press.ROLLBACK]: "rollback",
    REMOVE: "remove",
    KEEP: "remove",
}
ACTIONS = frozenset(_ACTS)


class Presses:
    """Each may raise StoreUnavailable, before it has acknowledged."""

    def __init__(self, kit: Kit, acting: Acting) -> None:
        self._kit = kit
        self._acting = acting

    async def pressed(self, ack: AsyncAck, call: Click) -> None:
        """One of `ACTIONS`."""
        act = _ACTS[call.action]
        await self._acting(ack, call, act, lambda by, lang: self._done(call, by, lang))

    async def _done(self, call: Click, by: Actor, lang: str) -> Outcome:
        press = _ACTIONS.get(call.action)
        if press is None:
            return await self._removed(call, by, lang)
        run = await self._run(call, by)
        if run is None:
            return _line(admin_words(lang).expired)
        if press is Press.CANCEL and not run.open:
            return _line(admin_words(lang).ended_already)
        if not await self._offered(press, call.value.partition(":")[2], run):
            return _line(admin_words(lang).expired)
        return await self._carried_out(press, run, by, lang)

    async def _run(self, call: Click, by: Actor) -> Run | None:
        """The run that a button names. A value that is none of ours is noted."""
        admin = self._kit.front.admin
        found = _VALUE.fullmatch(call.value)
        if found is None:
            await admin.refused(_ACTS[call.action], by, "a value that no button of ours has")
            return None
        return await admin.run(found[1])

    async def _offered(self, press: Press, value: str, run: Run) -> bool:
        front = self._kit.front
        recent = await front.admin.runs(limit=presses.RECENT, source_id="")
        return presses.offered(press, value, run, front.now(), recent)

    async def _carried_out(self, press: Press, run: Run, by: Actor, lang: str) -> Outcome:
        front = self._kit.front
        if press is Press.CANCEL:
            ended = await front.admin.cancel(run.id, by)
            return Outcome(line=panels.line(ended, front.now(), lang))
        return Outcome(run=await front.admin.start(presses.wished(press, run), by))

    async def _removed(self, call: Click, by: Actor, lang: str) -> Outcome:
        """After the question whether a source is to be removed."""
        admin, words = self._kit.front.admin, admin_words(lang)
        try:
            source = await admin.source(call.value)
        except BadRequest:
            return _line(words.expired)
        if call.action == KEEP:
            return _line(panels.name_in(words.kept, source))
        wish = Wish(kind=RunKind.REMOVE, source_id=source.id)
        run = await admin.start(wish, by)
        shown = panels.line(run, self._kit.front.now(), lang)
        return Outcome(run=run, line=shown, instead=True)


def _line(line: str) -> Outcome:
    return Outcome(line=escape.mrkdwn(line), instead=True)
