"""The bot's own lines to askers whose question is not taken in. Pure; markdown, safe already."""

from datetime import datetime
from typing import Final

from adapters.discord import escape
from adapters.discord.texts import texts
from bot.errors import BotError
from bot.talk import Admission, Receipt
from bot.wording import error_line, unexpected_line
from bot.wording.chat import chat
from retrieval.errors import RetrievalError

MANY: Final = 8  # questions before one's own that are worth to be told of


def refusal(receipt: Receipt) -> str | None:
    """Why a question is not taken in; None where it is, or where nothing is to be said."""
    words, until = chat(receipt.lang), _relative(receipt.until, receipt.lang)
    return {
        Admission.ACCEPTED: None,
        Admission.DUPLICATE: None,
        Admission.USER_LIMIT: words.user_limit.format(until=until),
        Admission.CHANNEL_LIMIT: words.channel_limit.format(until=until),
        Admission.BUSY: words.busy,
        Admission.OFF: words.off,
        Admission.NO_DIRECT: words.no_direct,
    }[receipt.admission]


def failure(error: BaseException, reference: str, lang: str) -> str:
    """What went wrong, as far as it is fit for a user, with the reference that finds it in the log."""
    if isinstance(error, BotError | RetrievalError):
        return escape.text(error_line(str(error), reference, lang))
    return escape.text(unexpected_line(reference, lang))


def _relative(until: datetime | None, lang: str) -> str:
    """A time that Discord writes in each reader's own way, such as "in 5 minutes"."""
    return f"<t:{int(until.timestamp()) + 1}:R>" if until else texts(lang).later
