"""Discord as a platform: connects, stays connected, and replies."""

import asyncio
import logging
from contextlib import AbstractAsyncContextManager
from http import HTTPStatus
from typing import Final

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from typing_extensions import override

from adapters.discord import parse
from adapters.discord.base import Acks, is_ready
from adapters.discord.client import Client
from adapters.discord.delivery import Delivery, freely
from adapters.discord.errors import FAILURES
from adapters.discord.following import Reports
from adapters.discord.handles import Posted
from adapters.discord.home import Home
from adapters.discord.working import working
from bot.administration import Follower
from bot.errors import BadRequest, PlatformBusy
from bot.panels import Panel
from bot.ports import Front, Platform, Sending, Tell
from bot.present import Card
from bot.talk import Asked, Handle
from bot.tools import PlatformTools

_FIRST_S, _LONGEST_S = 1.0, 60.0  # between attempts to connect
_AUTHENTICATION, _INTENTS = 4004, 4013  # reasons why the gateway hangs up
_TOKEN: Final = "NEWSDESK_DISCORD_TOKEN"  # noqa: S105 - a name
_WRONG_TOKEN = f"{_TOKEN}: Discord refuses it; copy it anew from the Bot page of the application"
_WRONG_INTENTS = f"{_TOKEN}: Discord refuses the intents of this application; they are none of the privileged ones"


def make(tools: PlatformTools) -> Platform | None:
    """The platform; None when no token is set."""
    return Discord(tools) if tools.settings.discord_token.get_secret_value() else None


class Discord(Platform):
    """One bot of one application."""

    name = parse.NAME

    def __init__(self, tools: PlatformTools) -> None:
        self._tools = tools
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # it does not speak
        self._acks = Acks()
        self._home = Home(tools.settings, tools.notes, tools.log)
        self._reports = Reports()
        self._client: Client | None = None
        # At debug the library logs addresses, and those of interactions hold their tokens.
        for chatty in ("discord.http", "discord.webhook.async_", "discord.gateway"):
            logging.getLogger(chatty).setLevel(logging.INFO)

    @override
    async def run(self, front: Front) -> None:
        pause = _FIRST_S
        while True:
            started = asyncio.get_running_loop().time()
            reason = await self._connected_once(front)
            lasted = asyncio.get_running_loop().time() - started
            pause = _FIRST_S if lasted > _LONGEST_S else min(pause * 2, _LONGEST_S)
            self._tools.log.warning("Discord: not connected (%s); again in %.0f s", reason, pause)
            await asyncio.sleep(pause)

    @override
    async def connected(self) -> bool:
        return self._client is not None and is_ready(self._client)

    @override
    def working(self, asked: Asked) -> AbstractAsyncContextManager[Tell]:
        return working(self._client, asked)

    @override
    async def post(self, asked: Asked, card: Card, sending: Sending) -> Handle:
        return (await self._delivery(sending).post(asked, card)).handle()

    @override
    async def edit(self, asked: Asked, card: Card, posted: Handle) -> Handle:
        return (await self._delivery().edit(asked, card, Posted.of(posted))).handle()

    @override
    async def find(self, asked: Asked, id: str) -> Handle | None:
        found = await self._delivery().find(asked, id)
        return found.handle() if found else None

    @override
    async def withdraw(self, asked: Asked, posted: Handle) -> None:
        if posted:
            await self._delivery().withdraw(asked, Posted.of(posted))

    @override
    async def tell(self, asked: Asked, card: Card) -> None:
        await self._delivery().tell(asked, card)

    @override
    async def report(self, follower: Follower, panel: Panel) -> None:
        await self._reports.report(self._bot(), follower, panel)

    async def _connected_once(self, front: Front) -> str:
        """Connect, and stay so; why that ended. Raises BadRequest for what a retry cannot mend."""
        token = self._tools.settings.discord_token.get_secret_value()
        try:
            await _point_at(self._tools.settings.discord_api_url, token)
            async with Client(front, self._tools, self._acks, self._home) as client:
                self._client = client
                await client.start(token)
        except discord.LoginFailure as e:
            raise BadRequest(_WRONG_TOKEN) from e
        except discord.PrivilegedIntentsRequired as e:
            raise BadRequest(_WRONG_INTENTS) from e
        except discord.ConnectionClosed as e:
            if e.code == _AUTHENTICATION:
                raise BadRequest(_WRONG_TOKEN) from e
            if e.code == _INTENTS:
                raise BadRequest(_WRONG_INTENTS) from e
            return f"closed with {e.code}"
        except FAILURES as e:
            return type(e).__name__
        finally:
            self._client = None
        return "closed"

    def _delivery(self, sending: Sending = freely) -> Delivery:
        return Delivery(self._bot(), sending)

    def _bot(self) -> Client:
        """Raises PlatformBusy while there is no connection to reply by."""
        client = self._client
        if client is None or client.is_closed() or client.user is None:
            raise PlatformBusy("Discord is not connected", after=2)
        return client


async def _point_at(base: str, token: str) -> None:
    """Talk to another server than Discord's own, where one is set."""
    if not base:
        return
    Route.BASE = base.rstrip("/")
    headers = {"Authorization": f"Bot {token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.get(f"{Route.BASE}/gateway") as answer,
    ):
        if answer.status == HTTPStatus.UNAUTHORIZED:
            raise BadRequest(_WRONG_TOKEN)
        answer.raise_for_status()
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL((await answer.json())["url"])
