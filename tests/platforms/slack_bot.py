"""Our Slack adapter, at a loopback Slack, over a real front with a scripted desk."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from chatting import Talk, open_front
from fakes_desk import FakeDesk
from platforms.slack.model import DEFAULT_SCOPES, Channel, User
from platforms.slack.server import Mode, SlackPlatform, slack_platform
from platforms.slack.state import Message

from adapters.slack.platform import SlackPlatform as Adapter
from adapters.slack.platform import make

ALL_SCOPES = frozenset({*DEFAULT_SCOPES, "users:read"})
READING = frozenset({*ALL_SCOPES, "channels:history", "groups:history"})


@dataclass
class Bot:
    """A workspace with the bot in it, a channel, and Ada."""

    slack: SlackPlatform
    talk: Talk
    desk: FakeDesk
    adapter: Adapter
    task: asyncio.Task[None]
    ada: User
    news: Channel

    @property
    def name(self) -> str:
        """How one mentions it."""
        return f"<@{self.slack.bot_user_id}>"

    async def ask(self, text: str = "What is new?", thread: str | None = None) -> Message:
        """Ada mentions it in the channel."""
        return await self.slack.say(self.news, self.ada, f"{self.name} {text}", thread)

    async def reply(self, to: Message, count: int = 1) -> Message:
        """Waits for replies in the thread of a message; the last one."""
        channel = self.slack.core.world.channels[to.channel]
        root = to.thread_ts or to.ts
        posts = await self.slack.until(
            lambda: (found := self.slack.posts(channel, root)) and len(found) >= count and found
        )
        return posts[-1]

    async def quiet(self) -> None:
        """Until nothing is under way, for as long as a wrong message would take to come."""
        await self.talk.settled()
        await asyncio.sleep(0.3)

    async def stop(self) -> None:
        """As when the server is told to stop."""
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


@asynccontextmanager
async def slack_bot(
    folder: Path,
    mode: Mode = "socket",
    *,
    desk: FakeDesk | None = None,
    scopes: frozenset[str] = ALL_SCOPES,
    world: dict[str, object] | None = None,
    named: bool = False,
    **given: object,
) -> AsyncIterator[Bot]:
    """`world` are settings of the loopback Slack; `given` those of `open_front`.

    `named`: Ada is in NEWSDESK_ADMINS.
    """
    desk = desk or FakeDesk()
    async with slack_platform(mode, **(world or {})) as slack:
        slack.scopes(*scopes)
        ada, news = slack.add_user("ada"), slack.add_channel("news")
        settings = settings_for(slack) | given
        settings |= {"admins": (f"slack:{ada.id}",)} if named else {}
        async with open_front(folder, desk=desk, **settings) as talk:
            adapter = make(talk.tools)
            assert isinstance(adapter, Adapter)
            task = talk.serve(adapter)
            await connected(slack, adapter, task)
            yield Bot(slack, talk, desk, adapter, task, ada, news)
            await adapter_closed(task)
        assert slack.violations == []
        assert slack.pings == []
        assert talk.failures == []


def settings_for(slack: SlackPlatform) -> dict[str, object]:
    """NEWSDESK_* of a bot of this workspace."""
    return {
        "slack_bot_token": slack.bot_token,
        "slack_app_token": slack.app_token,
        "slack_signing_secret": slack.signing_secret,
        "slack_mode": slack.mode,
        "slack_api_url": slack.api_url,
        "slack_port": 0,
    }


async def connected(slack: SlackPlatform, adapter: Adapter, task: asyncio.Task[None]) -> None:
    """Waits until events can arrive."""
    async with asyncio.timeout(10):
        while not await adapter.connected():
            if task.done():
                task.result()
            await asyncio.sleep(0.01)
    if slack.mode == "http" and adapter.address is not None:
        host, port = adapter.address
        slack.http_target = f"http://{host}:{port}/slack/events"


async def adapter_closed(task: asyncio.Task[None]) -> None:
    """Stops it, and sees that it stops."""
    task.cancel()
    async with asyncio.timeout(10):
        await asyncio.gather(task, return_exceptions=True)
