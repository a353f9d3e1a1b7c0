"""The server whose managers run the bot where no home is set: the first that the bot was in alone."""

import logging
from collections.abc import Sequence
from typing import Final

from adapters.discord import parse
from bot.settings import Settings
from bot.tools import Notes
from retrieval.errors import StoreUnavailable

NOTE: Final = "discord/home"
_NOTED = (
    "Discord: whoever manages server %d, and nobody else's managers, runs this bot from now on;"
    " NEWSDESK_HOMES names other servers"
)
_NONE = (
    "Discord: the bot is in %d servers, and none of them is its home: nobody but those in"
    " NEWSDESK_ADMINS runs it; name a server as NEWSDESK_HOMES=discord:ID"
)


class Home:
    """Noted once, and never moved: a stranger who invites the bot elsewhere, or whose server is the only
    one left, gains nothing. What the settings name comes before the note, which is not looked at then.
    """

    def __init__(self, settings: Settings, notes: Notes, log: logging.Logger) -> None:
        self.id: int | None = None  # None while it is not known, or there is none
        self._set = any(home.startswith(f"{parse.NAME}:") for home in settings.homes)
        self._notes = notes
        self._log = log
        self._is_read = self._told = False

    async def look(self, guilds: Sequence[int]) -> None:
        """Find out, or settle, which it is; `guilds` are all that the bot is in. Raises StoreUnavailable."""
        await self.read()
        if self._set or self.id is not None:
            return
        if len(guilds) == 1:
            await self._settle(guilds[0])
        elif guilds and not self._told:
            self._told = True
            self._log.warning(_NONE, len(guilds))

    async def read(self) -> None:
        """Learn what was noted, if that is not known yet. Raises StoreUnavailable."""
        if not (self._set or self._is_read):
            noted = await self._notes.note(NOTE)
            self.id, self._is_read = int(noted) if noted else None, True

    async def _settle(self, guild: int) -> None:
        """It holds at once, for commands that come while it is noted."""
        self.id = guild
        try:
            await self._notes.set_note(NOTE, str(guild))
        except StoreUnavailable:
            self.id = None
            raise
        self._log.warning(_NOTED, guild)
