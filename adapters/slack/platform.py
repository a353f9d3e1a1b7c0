"""Slack as a platform of the bot: opens its parts, and runs them until told to stop."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass

from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from typing_extensions import override

from adapters.slack.app import build
from adapters.slack.bots import Bots, OneBot
from adapters.slack.config import Config, config
from adapters.slack.delivery import Delivery
from adapters.slack.http import Server, site
from adapters.slack.installs import InstalledBots
from adapters.slack.kit import Kit
from adapters.slack.names import PLATFORM
from adapters.slack.once import Once
from adapters.slack.opening import account_of, install_flow, socket_url
from adapters.slack.people import People
from adapters.slack.reports import Reports
from adapters.slack.sockets import Connection
from adapters.slack.standing import Ranks
from adapters.slack.status import Statuses
from adapters.slack.tasks import Tasks
from adapters.slack.threads import Threads
from adapters.slack.trouble import library_log
from adapters.slack.vault import Vault
from adapters.slack.ways import Ways
from adapters.slack.web import Web, client_of
from bot.administration import Follower
from bot.errors import PlatformBusy
from bot.panels import Panel
from bot.ports import Front, Platform, Sending, Tell, quietly
from bot.present import Card
from bot.talk import Asked, Handle
from bot.tools import PlatformTools

_CLOSE_S = 5.0


def make(tools: PlatformTools) -> Platform | None:
    """None when no token is set. Raises BadRequest naming the setting that is missing."""
    found = config(tools.settings)
    return SlackPlatform(found, tools) if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    kit: Kit
    delivery: Delivery


class SlackPlatform(Platform):
    """See the Platform port. What it is asked before it is open can be tried again."""

    name = PLATFORM

    def __init__(self, config: Config, tools: PlatformTools) -> None:
        self._config = config
        self._tools = tools
        self._library = library_log(tools.log)
        self._opened: _Opened | None = None
        self._server: Server | None = None
        self._connection: Connection | None = None

    @override
    async def run(self, front: Front) -> None:
        bots, oauth = await self._bots()
        tasks = Tasks(self._tools.log)
        kit, delivery = self._parts(front, bots, tasks)
        app = build(self._config, kit, self._library)
        self._opened = _Opened(kit=kit, delivery=delivery)
        try:
            async with self._serving(app, oauth):
                await self._listen(app)
        finally:
            kit.statuses.close()
            await tasks.close(_CLOSE_S)
            await kit.web.close()

    @override
    async def connected(self) -> bool:
        if self._config.socket:
            return self._connection is not None and await self._connection.up()
        return self._server is not None and self._server.up

    @override
    def working(self, asked: Asked) -> AbstractAsyncContextManager[Tell]:
        return self._opened.kit.statuses.working(asked) if self._opened else nullcontext(quietly)

    @override
    async def post(self, asked: Asked, card: Card, sending: Sending) -> Handle:
        return await self._delivery.post(asked, card, sending)

    @override
    async def edit(self, asked: Asked, card: Card, posted: Handle) -> Handle:
        return await self._delivery.edit(asked, card, posted)

    @override
    async def find(self, asked: Asked, id: str) -> Handle | None:
        return await self._delivery.find(asked, id)

    @override
    async def withdraw(self, asked: Asked, posted: Handle) -> None:
        await self._delivery.withdraw(asked, posted)

    @override
    async def tell(self, asked: Asked, card: Card) -> None:
        await self._delivery.tell(asked, card)

    @override
    async def report(self, follower: Follower, panel: Panel) -> None:
        if self._opened is None:
            raise PlatformBusy("Slack is not connected yet")
        await self._opened.kit.reports.report(follower, panel)

    @property
    def address(self) -> tuple[str, int] | None:
        """Where the HTTP mode listens, once it does; a port of 0 is chosen by the machine."""
        return self._server.address if self._server else None

    @property
    def _delivery(self) -> Delivery:
        if self._opened is None:
            raise PlatformBusy("Slack is not connected yet")
        return self._opened.delivery

    async def _bots(self) -> tuple[Bots, AsyncOAuthFlow | None]:
        found, log = self._config, self._tools.log
        client = client_of(found.bot_token or None, found.api_url, self._library)
        if not found.many:
            return OneBot(await account_of(client, log)), None
        vault = await asyncio.to_thread(Vault, found.secret_key)
        many = InstalledBots(found.client_id, self._tools.engine, vault, self._library)
        await many.open()
        return many, install_flow(found, many, client, self._library)

    def _parts(self, front: Front, bots: Bots, tasks: Tasks) -> tuple[Kit, Delivery]:
        log = self._tools.log
        web = Web(bots, self._config.api_url, self._library)
        people = People(web)
        ways, threads = Ways(web, people), Threads(self._tools.notes, log)
        kit = Kit(
            front=front,
            config=self._config,
            bots=bots,
            web=web,
            ways=ways,
            people=people,
            ranks=Ranks(self._config, bots, people),
            once=Once(self._tools.notes, Kit.clock),
            reports=Reports(web),
            threads=threads,
            statuses=Statuses(web, tasks),
            tasks=tasks,
            log=log,
        )
        return kit, Delivery(web, ways, threads, tasks)

    @asynccontextmanager
    async def _serving(self, app: AsyncApp, oauth: AsyncOAuthFlow | None) -> AsyncIterator[None]:
        if not self._config.serves:
            yield
            return
        pages = site(None if self._config.socket else app, oauth, self._tools.log)
        self._server = Server(pages, self._config.host, self._config.port)
        await self._server.open()
        try:
            yield
        finally:
            await self._server.close()

    async def _listen(self, app: AsyncApp) -> None:
        """Until cancelled."""
        if not self._config.socket:
            await asyncio.Event().wait()
        url = await socket_url(app.client, self._config.app_token, self._tools.log)
        self._connection = Connection(app, self._config.app_token, self._tools.log, self._library)
        await self._connection.run(url)
