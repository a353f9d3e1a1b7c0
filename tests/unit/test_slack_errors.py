"""Slack's failures in the bot's words, and settings that are half filled in."""

import logging
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from adapters.slack.config import config
from adapters.slack.errors import Refused, mapped
from adapters.slack.platform import make
from adapters.slack.trouble import library_log, reference
from adapters.slack.vault import Vault
from bot.errors import BadRequest, PlatformBusy, PlatformUnsure
from bot.settings import Settings
from bot.tools import PlatformTools


class Answer:
    """An answer of the Web API."""

    def __init__(
        self, status: int, data: Any = None, headers: dict[str, str] | None = None
    ) -> None:
        self.status_code = status
        self.data = data
        self.headers = headers or {}


def refusal(code: str) -> SlackApiError:
    return SlackApiError("no", Answer(200, {"ok": False, "error": code}))


def result(error: Exception, *, repeatable: bool, lang: str = "en") -> Exception:
    with pytest.raises(Exception) as caught, mapped(repeatable=repeatable, lang=lang):  # noqa: PT011
        raise error
    return caught.value


@pytest.mark.parametrize(
    "error",
    [
        SlackApiError("no", Answer(500, "oops")),
        SlackApiError("no", Answer(503)),
        refusal("internal_error"),
        aiohttp.ServerDisconnectedError(),
        TimeoutError(),
        ConnectionResetError(),
    ],
)
def test_what_nobody_knows(error: Exception) -> None:
    """A lost answer to a post may mean that it is there; to a change it is merely tried again."""
    assert isinstance(result(error, repeatable=False), PlatformUnsure)
    assert isinstance(result(error, repeatable=True), PlatformBusy)


def test_what_was_certainly_not_done() -> None:
    """Refused for its rate, or never sent."""
    limited = result(SlackApiError("no", Answer(429, {}, {"Retry-After": "7"})), repeatable=False)
    assert isinstance(limited, PlatformBusy)
    assert limited.after == 7
    key: Any = aiohttp.client_reqrep.ConnectionKey("h", 1, *[None] * 5)
    unsent = aiohttp.ClientConnectorError(key, OSError("no route"))
    assert isinstance(result(unsent, repeatable=False), PlatformBusy)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("not_in_channel", "not a member"),
        ("channel_not_found", "it is gone"),
        ("is_archived", "archived"),
        ("restricted_action", "does not let me"),
        ("something_new", "something_new"),
    ],
)
def test_refusals(code: str, said: str) -> None:
    """In words for people, with Slack's own where there are none."""
    refused = result(refusal(code), repeatable=False)
    assert isinstance(refused, Refused)
    assert (refused.code, said in str(refused)) == (code, True)
    assert str(result(refusal(code), repeatable=False, lang="ko")) != str(refused)


def settings(**given: str) -> Settings:
    return Settings(_env_file=None, **given)


BOT, APP = {"slack_bot_token": "xoxb-1"}, {"slack_app_token": "xapp-1"}
MANY = {"slack_client_id": "1.2", "slack_client_secret": "s", "slack_public_url": "https://x"}


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        (BOT, "SLACK_APP_TOKEN"),
        (APP, "SLACK_BOT_TOKEN"),
        (BOT | {"slack_mode": "http"}, "SLACK_SIGNING_SECRET"),
        (BOT | APP | MANY, "not both"),
        (APP | MANY, "SECRET_KEY"),
        (APP | {"slack_client_id": "1.2"}, "SLACK_CLIENT_SECRET"),
    ],
)
def test_half_a_setup(given: dict[str, str], missing: str) -> None:
    """The setting that is missing is named."""
    with pytest.raises(BadRequest, match=missing):
        config(settings(**given))


def test_no_setup() -> None:
    """Without tokens there is no Slack."""
    tools = PlatformTools(settings=settings(), engine=None, notes=None, log=logging.getLogger("t"))  # type: ignore[arg-type]
    assert make(tools) is None


def test_a_config_keeps_its_secrets() -> None:
    """They are in no traceback or log that shows it."""
    found = config(settings(**BOT, **APP, admins="slack:U1, discord:2"))
    assert found is not None
    assert "xoxb" not in repr(found)
    assert "xapp" not in repr(found)
    assert found.admins == {"U1"}


def test_vault() -> None:
    """What is sealed opens with the same passphrase alone, and is sealed once."""
    vault = Vault("one")
    sealed = vault.seal("xoxb-secret")
    assert sealed is not None
    assert "secret" not in sealed
    assert vault.seal(sealed) == sealed
    assert (vault.open(sealed), Vault("two").open(sealed)) == ("xoxb-secret", None)
    assert Vault("two,one").open(sealed) == "xoxb-secret"


def test_the_log_is_discreet(caplog: pytest.LogCaptureFixture) -> None:
    """References find a failure; messages that might quote people or tokens stay out."""
    log = logging.getLogger("newsdesk.discreet")
    said = "xoxb-1-hidden what Ada asked"
    try:
        raise RuntimeError(said)  # noqa: TRY301
    except RuntimeError as e:
        made = reference(log, "posting", e)
    library_log(log).warning("at wss://x?ticket=abc xoxb-1-hidden https://h/commands/T/1/x\nmore")
    shown = "\n".join(record.getMessage() for record in caplog.records)
    assert made in shown
    assert "RuntimeError" in shown
    assert not [word for word in ("hidden", "Ada", "abc", "/T/1", "more") if word in shown]
