"""A loopback Slack: the Web API, Socket Mode and signed HTTP requests, on 127.0.0.1."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Literal

from aiohttp import web
from platforms.slack.core import Core, Request
from platforms.slack.deliveries import Delivery
from platforms.slack.faults import Fault
from platforms.slack.http_mode import HttpMode, Posted
from platforms.slack.interacting import Interacting
from platforms.slack.model import Settings, Team
from platforms.slack.payloads import APP_ID, VERIFICATION
from platforms.slack.reading import Link, Ping
from platforms.slack.response_urls import ResponseUrls
from platforms.slack.socket_mode import Connection, SocketMode
from platforms.slack.talking import Talking
from platforms.slack.web_api import WebApi

Mode = Literal["socket", "http"]


class SlackPlatform(Talking, Interacting):
    """What a test drives. Everything that the bot does comes in through sockets."""

    app_id = APP_ID
    app_token = "xapp-1-A0LOOPBACK1-1-loopback"  # noqa: S105 - of nothing
    signing_secret = "loopback-signing-secret"  # noqa: S105 - of nothing
    client_id = "1.1"
    client_secret = "loopback-client-secret"  # noqa: S105 - of nothing

    def __init__(self, mode: Mode, settings: Settings, http_target: str | None) -> None:
        self.mode = mode
        self.settings = settings
        self.core = Core(settings)
        self.sockets = SocketMode(settings, APP_ID)
        self.http = HttpMode(settings, self.signing_secret, http_target)
        self.team = self.add_team("T0LOOPBACK1")
        self.core.courier.transport = self.sockets if mode == "socket" else self.http
        self._urls = ResponseUrls(self.core)
        sockets = self.sockets if mode == "socket" else None
        self._api = WebApi(self.core, self.app_token, sockets)
        self._runner: web.AppRunner | None = None

    async def open(self) -> None:
        app = web.Application(client_max_size=4_000_000)
        app.add_routes(self._api.routes(self._urls))
        app.add_routes([web.get("/link", self.sockets.serve)])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.core.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def close(self) -> None:
        self.core.closing.set()
        await self.core.courier.close()
        await self.sockets.close()
        await self.http.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        return f"{self.core.url}/api/"

    @property
    def http_target(self) -> str | None:
        """Where signed requests go; a test may set it once the bot listens."""
        return self.http.target

    @http_target.setter
    def http_target(self, url: str | None) -> None:
        self.http.target = url

    @property
    def bot_token(self) -> str:
        return self.team.bot_token

    @property
    def bot_user_id(self) -> str:
        return self.team.bot_user_id

    @property
    def bot_id(self) -> str:
        return self.team.bot_id

    @property
    def requests(self) -> list[Request]:
        return self.core.requests

    def calls(self, method: str) -> list[Request]:
        """The calls of one method, oldest first."""
        return [each for each in self.core.requests if each.method == method]

    @property
    def violations(self) -> list[str]:
        return self.core.violations

    @property
    def pings(self) -> list[Ping]:
        return self.core.pings

    @property
    def links(self) -> list[Link]:
        return self.core.links

    @property
    def rate_limited(self) -> list[str]:
        """The methods that were answered 429 for their rate."""
        return self.core.limits.hits

    @property
    def deliveries(self) -> list[Delivery]:
        """Everything that was sent to the bot."""
        return self.core.courier.sent

    @property
    def lost(self) -> list[Delivery]:
        """What the bot never acknowledged, after the last retry."""
        return self.core.courier.lost

    @property
    def connections(self) -> list[Connection]:
        return self.sockets.connections

    async def connected(self, count: int = 1, within: float = 10.0) -> None:
        """Waits until the bot has so many sockets open."""
        await self.until(lambda: len(self.sockets.connections) >= count, within)

    def scopes(self, *scopes: str, team: Team | None = None) -> None:
        """The scopes that the app is installed with, from now on."""
        (team or self.team).scopes = set(scopes)

    def fault(self, api_method: str, **how: Any) -> Fault:
        """The next calls of a method go wrong; see `Fault` for how. `response_url` is one, too."""
        return self.core.faults.order(Fault(api_method, **how))

    async def disconnect_sockets(self, reason: str = "refresh_requested") -> int:
        """`close` closes at once; `warning`, `refresh_requested` and others are announced."""
        return await self.sockets.disconnect(reason)

    def refuse_connections(self, times: int) -> None:
        """The next WebSocket handshakes fail. For apps.connections.open use `fault`."""
        self.sockets.refusals = times

    async def url_verification(self) -> Posted:
        """What Slack sends when someone enters the bot's URL."""
        body = f'{{"type": "url_verification", "token": "{VERIFICATION}", "challenge": "abc"}}'
        return await self.http.post(body)

    async def post_with_wrong_signature(self, body: str = '{"type": "event_callback"}') -> int:
        return (await self.http.post(body, secret="of someone else")).status  # noqa: S106

    async def post_with_stale_timestamp(
        self, body: str = '{"type": "event_callback"}', age: float = 400.0
    ) -> int:
        return (await self.http.post(body, age=age)).status


@asynccontextmanager
async def slack_platform(
    mode: Mode = "socket", *, http_target: str | None = None, **settings: Any
) -> AsyncIterator[SlackPlatform]:
    """A Slack of one workspace. `settings` are those of `Settings`."""
    platform = SlackPlatform(mode, Settings(**settings), http_target)
    await platform.open()
    try:
        yield platform
    finally:
        await platform.close()
