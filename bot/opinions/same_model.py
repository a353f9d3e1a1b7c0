"""Asks a language model, statement by statement, for the words that support it."""

import secrets
from collections.abc import Callable, Sequence

from bot.draft import read_opinion
from bot.grounding import is_verbatim
from bot.ports import Writer
from bot.prompt import opinion_prompt
from bot.types import Statement

_UNSUPPORTED = "second opinion: its quotes do not say that"
_UNREADABLE = "second opinion: it could not be read"
_INVENTED = "second opinion: the words it rests on are not in the quotes"


class SameModel:
    """The writer that wrote a statement is shown nothing but that and its quotes. Or another one."""

    def __init__(self, writer: Writer, fence: Callable[[], str] | None = None) -> None:
        """`fence` draws hex digits that nobody can guess."""
        self._writer = writer
        self._fence = fence or (lambda: secrets.token_hex(8))

    async def against(self, statements: Sequence[Statement]) -> Sequence[str | None]:
        """One after the other: waiting for a turn counts against the writer's deadline."""
        return [await self._against(statement) for statement in statements]

    async def close(self) -> None:
        """The writer is closed by whoever opened it."""

    async def _against(self, statement: Statement) -> str | None:
        if statement.quoted:
            return None  # nothing is said but the quote
        quotes = tuple(dict.fromkeys(c.quote for c in statement.citations))
        prompt = opinion_prompt(statement.text, quotes, fence=self._fence())
        written = await self._writer.write(prompt)
        opinion = read_opinion(written.text) if written.whole else None
        return _reason(opinion, quotes)


def _reason(opinion: tuple[bool, str] | None, quotes: Sequence[str]) -> str | None:
    if opinion is None:
        return _UNREADABLE
    supported, words = opinion
    if not supported:
        return _UNSUPPORTED
    return None if any(is_verbatim(words, quote) for quote in quotes) else _INVENTED
