"""Whose tokens they are, asked before anything else; and the flow that installs in many workspaces."""

import asyncio
from collections.abc import Sequence
from logging import Logger

from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.oauth.async_callback_options import (
    AsyncCallbackOptions,
    AsyncFailureArgs,
    AsyncSuccessArgs,
)
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.bots import Account
from adapters.slack.config import Config
from adapters.slack.errors import BAD_TOKEN, Refused, mapped
from adapters.slack.http import INSTALL_PATH, REDIRECT_PATH
from adapters.slack.installs import InstalledBots
from adapters.slack.names import SCOPES, Json
from adapters.slack.texts import texts
from bot.errors import BadRequest, PlatformBusy, PlatformUnsure

_PAUSES_S = (1.0, 2.0, 5.0, 10.0, 30.0)


async def account_of(client: AsyncWebClient, log: Logger) -> Account:
    """The bot whose token the client has. Raises BadRequest when Slack does not take it."""
    found = await _asked(client, "auth.test", None, "NEWSDESK_SLACK_BOT_TOKEN", log)
    if not found.get("bot_id"):
        raise BadRequest("NEWSDESK_SLACK_BOT_TOKEN is no bot token; it begins with xoxb-.")
    return Account(
        token=client.token or "",
        user=found.get("user_id"),
        bot=str(found.get("bot_id")),
        team=str(found.get("team_id") or ""),
    )


async def socket_url(client: AsyncWebClient, app_token: str, log: Logger) -> str:
    """Where to connect to. Raises BadRequest when Slack does not take the token."""
    found = await _asked(
        client, "apps.connections.open", app_token, "NEWSDESK_SLACK_APP_TOKEN", log
    )
    return str(found["url"])


def install_flow(
    config: Config, bots: InstalledBots, client: AsyncWebClient, library: Logger
) -> AsyncOAuthFlow:
    """Installs with the same scopes as the manifest."""
    settings = AsyncOAuthSettings(
        client_id=config.client_id,
        client_secret=config.client_secret,
        scopes=list(SCOPES),
        user_scopes=[],
        redirect_uri=f"{config.public_url}{REDIRECT_PATH}",
        install_path=INSTALL_PATH,
        redirect_uri_path=REDIRECT_PATH,
        installation_store=bots.store,
        state_store=bots.states,
        callback_options=AsyncCallbackOptions(success=_installed, failure=_failed),
        logger=library,
    )
    return AsyncOAuthFlow(client=client, logger=library, settings=settings)


async def _asked(
    client: AsyncWebClient, method: str, token: str | None, setting: str, log: Logger
) -> Json:
    """Until Slack answers: a network that is down does not stop the server."""
    args = {"token": token} if token else {}
    for tried in range(10**9):
        try:
            with mapped(repeatable=True):
                answer = await client.api_call(method, params=dict(args))
            return answer.data if isinstance(answer.data, dict) else {}
        except Refused as e:
            known = (
                "Slack does not take it; copy it again"
                if e.code in BAD_TOKEN
                else "Slack refuses it"
            )
            raise BadRequest(f"{setting}: {known} ({e.code}).") from e
        except (PlatformBusy, PlatformUnsure) as e:
            pause = max(_PAUSES_S[min(tried, len(_PAUSES_S) - 1)], getattr(e, "after", 0.0))
            log.warning("Slack: %s; trying again in %d seconds", e, pause)
            await asyncio.sleep(pause)
    raise AssertionError


async def _installed(args: AsyncSuccessArgs) -> BoltResponse:
    return _page(args.request, 200, failed=None)


async def _failed(args: AsyncFailureArgs) -> BoltResponse:
    return _page(args.request, args.suggested_status_code, failed=args.reason)


def _page(request: AsyncBoltRequest, status: int, *, failed: str | None) -> BoltResponse:
    """A line of plain text; nothing of the request is repeated in it."""
    accepted = (request.headers.get("accept-language") or [""])[0]
    own = texts(accepted[:2])
    body = own.installed if failed is None else own.not_installed
    headers: dict[str, str | Sequence[str]] = {
        "content-type": "text/plain; charset=utf-8",
        "x-content-type-options": "nosniff",
    }
    return BoltResponse(status=status, body=body, headers=headers)
