"""Progress of long work: a live display on a terminal, plain lines elsewhere. Writes to stderr."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from rich.console import Console
from rich.status import Status as Spinner
from rich.text import Text

from bot.plain import plain

_EVERY_S = 1.0
_PLAIN_EVERY = 10  # looks between two plain lines

Look = Callable[[], Awaitable[str]]


class Progress:
    """Says what is going on."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(stderr=True)

    def say(self, line: str) -> None:
        """One line that stays."""
        self._console.print(plain(line), highlight=False, markup=False, soft_wrap=True)

    @asynccontextmanager
    async def watching(self, what: str, look: Look) -> AsyncIterator[None]:
        """Show `what` with the state that `look` reports, until the work in the block is done."""
        task = asyncio.create_task(self._watch(what, look))
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _watch(self, what: str, look: Look) -> None:
        if self._console.is_terminal:
            with self._console.status(Text(plain(what))) as spinner:
                await self._live(what, look, spinner)
        else:
            await self._plain(what, look)

    async def _live(self, what: str, look: Look, spinner: Spinner) -> None:
        while True:
            await asyncio.sleep(_EVERY_S)
            spinner.update(Text(plain(f"{what}: {await look()}")))

    async def _plain(self, what: str, look: Look) -> None:
        self.say(what)
        while True:
            await asyncio.sleep(_EVERY_S * _PLAIN_EVERY)
            self.say(f"{what}: {await look()}")
