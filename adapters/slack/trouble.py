"""What went wrong, for the log: with a reference, and without anybody's words or tokens."""

import logging
import re
import traceback
from secrets import token_hex

from slack_sdk.errors import SlackApiError
from typing_extensions import override

from adapters.slack.errors import code_of

_SECRET = re.compile(r"xox[a-z.]*-[\w-]+|xapp-[\w-]+|(?<=[?&])(ticket|app_id)=[^&\s'\"]+")
_HOOK = re.compile(r"https?://\S+/(commands|actions|app)/\S+")


def reference(log: logging.Logger, what: str, error: BaseException) -> str:
    """Log an unexpected failure; its reference is for the user. The message may quote, so it is left out."""
    made = token_hex(4)
    kind = type(error).__name__
    code = f" {code_of(error)}" if isinstance(error, SlackApiError) else ""
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("Slack: %s failed (reference %s): %s%s\n%s", what, made, kind, code, where)
    return made


def library_log(log: logging.Logger) -> logging.Logger:
    """For Slack's libraries: warnings and errors, one line each, without secrets.

    Its own level is set, since the libraries compare that one before they write whole requests.
    """
    made = log.getChild("slack")
    made.setLevel(max(logging.WARNING, log.level))
    if not any(isinstance(f, _Discreet) for f in made.filters):
        made.addFilter(_Discreet())
    return made


class _Discreet(logging.Filter):
    @override
    def filter(self, record: logging.LogRecord) -> bool:
        text = _HOOK.sub("(url)", _SECRET.sub("(secret)", record.getMessage()))
        record.msg, record.args = text.splitlines()[0] if text else "", ()
        record.exc_info = record.exc_text = None
        return True
