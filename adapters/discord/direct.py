"""The direct conversations that were used last: Discord has no list of them."""

import json
from collections.abc import Sequence

from bot.tools import Notes

_NOTE = "discord/direct"
_MOST = 50


class Direct:
    """Kept in the notes: ids of channels, the newest last."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._known: list[int] | None = None

    async def channels(self) -> Sequence[int]:
        """At most fifty. Raises StoreUnavailable."""
        if self._known is None:
            self._known = list(json.loads(await self._notes.note(_NOTE) or "[]"))
        return self._known

    async def used(self, channel: int) -> None:
        """A question came by it. Raises StoreUnavailable."""
        known = list(await self.channels())
        if channel in known[-_MOST // 2 :]:
            return  # near enough to the end
        self._known = [*(id for id in known if id != channel), channel][-_MOST:]
        await self._notes.set_note(_NOTE, json.dumps(self._known))
