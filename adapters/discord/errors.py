"""What Discord and its library raise, in the bot's words. The one place where they are told apart."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from traceback import extract_tb
from typing import Final

import aiohttp
import discord

from adapters.discord.texts import texts
from bot.errors import BotError, PlatformBusy, PlatformRefused, PlatformUnsure

FAILURES: Final = (discord.DiscordException, aiohttp.ClientError, TimeoutError, OSError)

_LONGEST_S: Final = 75.0  # the library itself waits out limits of a minute
NO_HISTORY: Final = 160002  # a reply needs the permission to read what was said before
THREAD_EXISTS: Final = 160004
THREADS_FULL: Final = 160006
ARCHIVED: Final = 50083
_NO_PERMISSION: Final = 50013
ACKNOWLEDGED: Final = 40060  # by an earlier delivery of the same interaction
_UNKNOWN_MESSAGE: Final = 10008
_EXPIRED: Final = frozenset({10015, 10062, 50027})  # unknown webhook or interaction, invalid token
_NO_DM: Final = frozenset({50007, 50278})
_LATER: Final = frozenset({
    20028,
    30046,
})  # write limit of a channel, too many edits of an old message


def code(error: BaseException) -> int:
    """Discord's own number of an error; 0 for others."""
    return error.code if isinstance(error, discord.HTTPException) else 0


def is_expired(error: BaseException) -> bool:
    """Whether an interaction can no longer be replied to."""
    return code(error) in _EXPIRED


def is_gone(error: BaseException) -> bool:
    """Whether the message itself, and not its channel, is no longer there."""
    return code(error) == _UNKNOWN_MESSAGE


def is_form(error: BaseException) -> bool:
    """Whether Discord did not understand or accept what the message is made of."""
    return isinstance(error, discord.HTTPException) and error.status == HTTPStatus.BAD_REQUEST


def is_unanswerable(error: BaseException) -> bool:
    """Whether the message to be replied to is no longer there."""
    return is_form(error) and "message_reference" in str(error)


def is_permission(error: BaseException) -> bool:
    """Whether a permission is missing: perhaps only the one to attach files."""
    return code(error) == _NO_PERMISSION


@asynccontextmanager
async def mapped(lang: str, *, repeatable: bool) -> AsyncIterator[None]:
    """Raise PlatformBusy, PlatformUnsure or PlatformRefused for what goes wrong inside or hangs.

    `repeatable`: doing it twice does no harm, even much later, so that it may be tried again when
    nobody knows. What Discord itself answered with an error may be tried again in any case: the same
    nonce is not posted twice within minutes.
    """
    try:
        async with asyncio.timeout(_LONGEST_S):
            yield
    except FAILURES as e:
        # An error of the connection may quote an address, and with it the token of an interaction.
        raise ours(e, lang, repeatable=repeatable) from (
            e if isinstance(e, discord.DiscordException) else None
        )


def ours(error: Exception, lang: str, *, repeatable: bool) -> BotError:
    """The bot's error for one of Discord's."""
    if isinstance(error, discord.RateLimited):
        return PlatformBusy("Discord asks to wait", after=error.retry_after)
    if isinstance(error, discord.HTTPException):
        return _of_answer(error, lang)
    if isinstance(error, aiohttp.ClientConnectorError):
        return PlatformBusy("Discord cannot be reached", after=5)
    what = type(error).__name__
    return PlatformBusy(what, after=3) if repeatable else PlatformUnsure(what)


def _of_answer(error: discord.HTTPException, lang: str) -> BotError:
    if error.status == HTTPStatus.TOO_MANY_REQUESTS or error.code in _LATER:
        return PlatformBusy("Discord asks to wait", after=10)
    if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return PlatformBusy(f"Discord answered {error.status}", after=3)
    return PlatformRefused(_reason(error, lang))


def _reason(error: discord.HTTPException, lang: str) -> str:
    words = texts(lang)
    if error.code in _NO_DM:
        return words.no_dm
    if error.code in _EXPIRED:
        return words.expired
    if error.code == ARCHIVED:
        return words.closed_thread
    if error.status == HTTPStatus.FORBIDDEN or error.code == NO_HISTORY:
        return words.no_permission
    return words.gone_channel if error.status == HTTPStatus.NOT_FOUND else words.not_taken


def log_failure(log: logging.Logger, what: str, error: BaseException, reference: str) -> None:
    """One line that finds the place, without texts: messages of exceptions may hold questions or tokens."""
    steps = extract_tb(error.__traceback__)[-4:]
    path = " < ".join(f"{Path(s.filename).name}:{s.lineno}" for s in reversed(steps))
    number = f" {code(error)}" if code(error) else ""
    log.error(
        "Discord: %s failed [%s] %s%s at %s", what, reference, type(error).__name__, number, path
    )
