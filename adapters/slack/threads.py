"""The threads that the bot has answered in, where one may go on without naming it."""

from logging import Logger

from adapters.slack.trouble import reference
from bot.talk import Place
from bot.tools import Notes
from retrieval.errors import StoreUnavailable

_KEPT = 100  # the latest threads of a channel


class Threads:
    """Kept in one note a channel: numbers of messages, no texts."""

    def __init__(self, notes: Notes, log: Logger) -> None:
        self._notes = notes
        self._log = log

    async def joined(self, place: Place, ts: str) -> bool:
        """Whether the bot had answered there before this message. Raises StoreUnavailable.

        What people wrote before was not meant for it, also when they change it afterwards.
        """
        since = (await self._latest(place)).get(place.thread or "")
        return since is not None and float(ts) > float(since)

    async def join(self, place: Place, ts: str) -> None:
        """It has, with this message. What cannot be noted is only logged: the reply is posted."""
        if place.thread is None or place.direct:
            return
        try:
            latest = await self._latest(place)
            if place.thread not in latest:
                kept = [*latest.items(), (place.thread, ts)][-_KEPT:]
                note = " ".join(f"{thread}/{since}" for thread, since in kept)
                await self._notes.set_note(_name(place), note)
        except StoreUnavailable as e:
            reference(self._log, "noting a thread", e)

    async def forget(self, tenant: str) -> None:
        """Nothing of a workspace that removed the app is kept. Raises StoreUnavailable."""
        await self._notes.forget_notes(f"slack/threads/{tenant}/")

    async def _latest(self, place: Place) -> dict[str, str]:
        """When the bot first answered, by thread."""
        note = await self._notes.note(_name(place)) or ""
        pairs = (entry.partition("/") for entry in note.split())
        return {thread: since for thread, _, since in pairs}


def _name(place: Place) -> str:
    return f"slack/threads/{place.tenant}/{place.channel}"
