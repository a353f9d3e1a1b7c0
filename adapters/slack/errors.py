"""Slack's refusals and failures in the bot's words: one table."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from aiohttp import ClientConnectorError, ClientError
from slack_sdk.errors import SlackApiError

from adapters.slack.texts import Texts, texts
from bot.errors import PlatformBusy, PlatformRefused, PlatformUnsure

FAILURES = (SlackApiError, ClientError, TimeoutError, OSError)
_TOO_MANY = 429
_OF_SERVER = 500

BAD_TOKEN = frozenset({
    *("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"),
    *("not_allowed_token_type", "org_login_required", "team_access_not_granted"),
})
GONE = frozenset({"message_not_found", "thread_not_found", "cant_update_message"})
LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
ITS_FAULT = frozenset({  # something may have been done before it failed
    *("fatal_error", "internal_error", "service_unavailable", "request_timeout"),
})
BLOCKS = frozenset({"invalid_blocks", "invalid_blocks_format", "invalid_arguments"})
_REASONS: Mapping[str, str] = {
    **dict.fromkeys(("not_in_channel", "user_not_in_channel"), "not_in_channel"),
    **dict.fromkeys(("channel_not_found", "user_not_found", "team_not_found"), "no_channel"),
    **dict.fromkeys(("is_archived", "is_inactive"), "archived"),
    **dict.fromkeys(
        (
            *("restricted_action", "restricted_action_read_only_channel", "no_permission"),
            *("restricted_action_thread_only_channel", "restricted_action_non_threadable_channel"),
            *("restricted_action_thread_locked", "ekm_access_denied", "missing_scope"),
            *("access_denied", "messages_tab_disabled", "cannot_dm_bot"),
        ),
        "restricted",
    ),
    **dict.fromkeys(("thread_not_found", "message_not_found"), "no_thread"),
    **dict.fromkeys(BAD_TOKEN, "no_access"),
    **dict.fromkeys(("msg_too_long", "msg_blocks_too_long", *BLOCKS), "too_large"),
}


class Refused(PlatformRefused):
    """Slack said no; `code` is its own word for why."""

    def __init__(self, code: str, lang: str | None) -> None:
        super().__init__(reason(code, texts(lang)))
        self.code = code


def reason(code: str, own: Texts) -> str:
    """Why, for people."""
    known = _REASONS.get(code)
    return str(getattr(own, known)) if known else own.other.format(code=code)


@contextmanager
def mapped(*, repeatable: bool, lang: str | None = None) -> Iterator[None]:
    """Raises PlatformBusy, PlatformUnsure or Refused instead of what the library raises.

    `repeatable`: doing it twice does no harm, so that a lost answer is only a reason to try again.
    """
    try:
        yield
    except SlackApiError as e:
        raise _answered(e, repeatable=repeatable, lang=lang) from e
    except ClientConnectorError as e:  # no connection was made, so nothing was sent
        raise PlatformBusy("Slack cannot be reached") from e
    except (ClientError, TimeoutError, OSError) as e:
        raise lost("Slack did not answer", repeatable=repeatable) from e


def lost(message: str, *, repeatable: bool) -> PlatformBusy | PlatformUnsure:
    """The failure of a call that may have been carried out."""
    return PlatformBusy(message) if repeatable else PlatformUnsure(message)


def code_of(error: SlackApiError) -> str:
    """Slack's word for what is wrong; empty when there is none."""
    data = getattr(error.response, "data", None)
    return str(data.get("error", "")) if isinstance(data, dict) else ""


def _answered(
    error: SlackApiError, *, repeatable: bool, lang: str | None
) -> PlatformBusy | PlatformUnsure | Refused:
    code, status = code_of(error), _status(error.response)
    if status == _TOO_MANY or code in LIMITED:
        return PlatformBusy("Slack takes no more at the moment", after=_after(error.response))
    if status >= _OF_SERVER or code in ITS_FAULT or not code:
        return lost("Slack failed", repeatable=repeatable)
    return Refused(code, lang)


def _status(response: Any) -> int:
    return int(getattr(response, "status_code", None) or getattr(response, "status", None) or 0)


def _after(response: Any) -> float:
    headers: Mapping[str, str] = getattr(response, "headers", None) or {}
    found = next((v for k, v in headers.items() if k.lower() == "retry-after"), "1")
    try:
        return max(0.5, float(found))
    except ValueError:
        return 1.0
