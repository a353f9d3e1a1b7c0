"""Bolt: which event, command or button goes where."""

import re
from collections.abc import Awaitable, Callable
from logging import Logger

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from typing_extensions import override

from adapters.slack import names
from adapters.slack.acting import Acting
from adapters.slack.actions import Actions
from adapters.slack.administration import Administration
from adapters.slack.bots import Bots
from adapters.slack.commands import Commands
from adapters.slack.config import Config
from adapters.slack.events import Events
from adapters.slack.kit import Kit
from adapters.slack.names import Json
from adapters.slack.parse import Origin
from adapters.slack.presses import Presses
from adapters.slack.submissions import Submissions
from adapters.slack.trouble import reference
from retrieval.errors import StoreUnavailable

_Event = Callable[[Json, str | None], Awaitable[None]]
_Interaction = Callable[[AsyncAck, Json], Awaitable[None]]

_NOT_SURE = 500  # Slack sends it again


def build(config: Config, kit: Kit, library: Logger) -> AsyncApp:
    """An app that answers Slack only when a listener is done: what it stores is then stored."""
    app = AsyncApp(
        name="newsdesk",
        logger=library,
        client=kit.web.client(),
        authorize=Known(kit.bots),  # type: ignore[arg-type] # its own class allows for None
        signing_secret=config.signing_secret or "none",
        request_verification_enabled=not config.socket,
        process_before_response=True,
        attaching_conversation_kwargs_enabled=False,
    )
    app.error(_failing(kit))
    _events(app, kit, Events(kit))
    acting = Acting(kit)
    actions = Actions(kit, Presses(kit, acting))
    _commands(app, kit, Commands(kit, Administration(kit, acting)))
    app.action(re.compile("^newsdesk_"))(_answered(kit, "a button", actions.pressed))
    _views(app, kit, Submissions(kit))
    return app


class Known(AsyncAuthorize):
    """Who the bot is, out of the store, without asking Slack: an event must not wait for that."""

    def __init__(self, bots: Bots) -> None:
        self._bots = bots

    @override
    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
    ) -> AuthorizeResult | None:
        where = Origin(enterprise=enterprise_id, team=team_id or "")
        account = await self._bots.account(where)
        if account is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=account.user,
            bot_id=account.bot,
            bot_token=account.token,
        )


def _events(app: AsyncApp, kit: Kit, events: Events) -> None:
    for name, handle in (
        ("app_mention", events.mention),
        ("message", events.message),
        ("app_home_opened", events.home_opened),
        ("agent_session_stopped", events.stopped),
        ("app_uninstalled", events.uninstalled),
        ("tokens_revoked", events.uninstalled),
    ):
        app.event(name)(_told(kit, handle))


def _commands(app: AsyncApp, kit: Kit, commands: Commands) -> None:
    app.command(names.COMMAND)(_answered(kit, "a command", commands.news))
    app.shortcut(names.SHORTCUT)(_answered(kit, "a shortcut", commands.shortcut))


def _views(app: AsyncApp, kit: Kit, views: Submissions) -> None:
    for name, handle in (
        (names.FEEDBACK_VIEW, views.feedback),
        (names.ABOUT_VIEW, views.about),
        (names.SETTINGS_VIEW, views.settings),
        (names.FORGET_VIEW, views.forget),
    ):
        app.view(name)(_answered(kit, "a window", handle))


def _told(kit: Kit, handle: _Event) -> Callable[..., Awaitable[None]]:
    """Bolt acknowledges an event when this has come to its end."""

    async def listener(body: Json, context: AsyncBoltContext) -> None:
        with kit.tasks.under_way():
            await handle(body, context.bot_user_id)

    return listener


def _answered(kit: Kit, what: str, handle: _Interaction) -> Callable[..., Awaitable[None]]:
    """What fails for a reason of ours is acknowledged, and whoever pressed is told."""

    async def listener(ack: AsyncAck, body: Json) -> None:
        try:
            with kit.tasks.under_way():
                await handle(ack, body)
        except StoreUnavailable:
            raise
        except Exception as e:  # noqa: BLE001 - Slack would only say that the app is broken
            if ack.response is None:
                await ack()
            await kit.failed(what, e, body.get("response_url"), None)

    return listener


def _failing(kit: Kit) -> Callable[..., Awaitable[BoltResponse]]:
    async def failing(error: Exception) -> BoltResponse:
        reference(kit.log, "an event", error)
        return BoltResponse(status=_NOT_SURE, body="")

    return failing
