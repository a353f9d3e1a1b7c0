"""What a person is told when a question is not taken. Pure."""

from datetime import datetime

from adapters.slack import escape
from bot import wording
from bot.talk import Admission, Receipt
from bot.wording.chat import chat

_WAITS = {Admission.USER_LIMIT: "user_limit", Admission.CHANNEL_LIMIT: "channel_limit"}
_PLAIN = {Admission.BUSY: "busy", Admission.OFF: "off", Admission.NO_DIRECT: "no_direct"}


def refusal(receipt: Receipt) -> str | None:
    """A line in mrkdwn; None for a question that was taken, now or before."""
    words = chat(receipt.lang)
    waits = _WAITS.get(receipt.admission)
    if waits:
        line = escape.mrkdwn(getattr(words, waits))
        return line.replace("{until}", _until(receipt.until, receipt.lang)).strip()
    plain = _PLAIN.get(receipt.admission)
    return escape.mrkdwn(getattr(words, plain)) if plain else None


def _until(until: datetime | None, lang: str) -> str:
    return escape.moment(until, wording.moment(until, lang)) if until else ""
