"""What the parts of the loopback Slack share."""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from platforms.slack import payloads, rules
from platforms.slack.checking import Problem
from platforms.slack.deliveries import EVENTS, Courier, Delivery
from platforms.slack.faults import Faults, RateLimits
from platforms.slack.model import Channel, Json, Settings, SlackError, Team, View
from platforms.slack.reading import Link, Ping
from platforms.slack.state import Message, World


@dataclass(eq=False)
class Request:
    """One call of the Web API, or of a response_url. `status` is 0 while it is unanswered."""

    at: float
    method: str
    args: Json
    token: str | None
    status: int = 0
    result: Json = field(default_factory=dict)
    ended: float | None = None

    @property
    def ok(self) -> bool:
        return self.status == 200 and self.result.get("ok") is True

    @property
    def error(self) -> str | None:
        return self.result.get("error")


@dataclass
class Trigger:
    """The right to open one view, for three seconds."""

    team_id: str
    user: str
    expires: float
    view_id: str | None = None  # the modal in which the person acted
    used: bool = False


class Core:
    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.world = World()
        self.faults = Faults()
        self.limits = RateLimits(settings)
        self.courier = Courier(settings, self.changed)
        self.requests: list[Request] = []
        self.violations: list[str] = []
        self.pings: list[Ping] = []
        self.links: list[Link] = []
        self.triggers: dict[str, Trigger] = {}
        self.codes: dict[str, str] = {}  # OAuth codes: team ids
        self.url = ""
        self.closing = asyncio.Event()
        self._pulse = asyncio.Event()

    def changed(self) -> None:
        """Wakes those who wait for something to happen."""
        self._pulse.set()
        self._pulse = asyncio.Event()

    async def change(self, within: float) -> None:
        """Waits until something happens, or for so long."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._pulse.wait(), within)

    async def change_or_close(self, delay: float) -> None:
        """Waits, but not for longer than the server lives."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.closing.wait(), delay)

    def judge(self, method: str, args: Json, problems: list[Problem]) -> None:
        """Writes down what is wrong or live; raises Slack's error for the first that has one."""
        pings, links = rules.live_in(method, args)
        self.pings += pings
        self.links += links
        self.violations += [f"{method}: {each.text}" for each in problems]
        errors = [each for each in problems if each.error]
        if errors:
            texts = [f"[ERROR] {each.text}" for each in errors]
            raise SlackError(str(errors[0].error), response_metadata={"messages": texts})

    def flag(self, method: str, what: str, error: str | None = None) -> None:
        self.judge(method, {}, [Problem(error, what)])

    def trigger(self, team: Team, user: str, view_id: str | None = None) -> str:
        made = f"{self.world.ids.number()}.{team.id}.{self.world.ids.id('X')}"
        expires = time.monotonic() + self.settings.trigger_ttl
        self.triggers[made] = Trigger(team.id, user, expires, view_id)
        return made

    def emit(self, team: Team, event: Json, message: Message | None = None) -> Delivery:
        """Sends an event to the bot."""
        event_id = self.world.ids.id("Ev")
        delivery = Delivery(EVENTS, payloads.event_callback(team, event, event_id))
        if message is not None:
            message.deliveries.append(delivery)
        return self.courier.send(delivery)

    def hears(self, team: Team, channel: Channel) -> bool:
        """Whether the bot gets message events of this channel."""
        if team.barred or team.bot_user_id not in channel.members:
            return False
        if channel.kind == "im":
            return "im:history" in team.scopes
        return self.settings.subscribe_message_channels

    def echo(self, message: Message, before: Json | None = None, *, deleted: bool = False) -> None:
        """Tells the bot of what it did itself, as Slack does."""
        team, channel = self.world.teams[message.team_id], self.world.channels[message.channel]
        if not self.settings.echo_own_messages or not self.hears(team, channel):
            return
        if deleted and before is not None:
            event = payloads.deleted_event(before, channel, self.world.ids.ts())
        elif before is not None:
            event = payloads.changed_event(before, message, channel, self.world.ids.ts())
        else:
            event = payloads.message_event(message, channel)
        self.emit(team, event, message)

    def post(self, message: Message) -> Message:
        """The bot says something."""
        self.world.post(message)
        if message.ephemeral_to is None:
            self.echo(message)
        self.changed()
        return message

    def rewrite(self, message: Message, **changes: Any) -> Message:
        """The bot changes what it said."""
        before = payloads.message_json(message)
        message.remember()
        for name, value in changes.items():
            setattr(message, name, value)
        message.blocks = self.world.with_block_ids(message.blocks)
        if message.ephemeral_to is None:
            self.echo(message, before)
        self.changed()
        return message

    def remove(self, message: Message) -> None:
        before = payloads.message_json(message)
        message.deleted = True
        if message.ephemeral_to is None:
            self.echo(message, before, deleted=True)
        self.changed()

    def stream_over(self, message: Message) -> bool:
        return time.monotonic() - message.started > self.settings.stream_ttl

    def new_view(self, team: Team, user: str, body: Json, previous: View | None = None) -> View:
        """Adds a view; `previous` is the one that it covers."""
        made = View(self.world.ids.id("V"), team.id, user, self.view_body(body))
        made.hash = self.new_hash()
        made.root_id = previous.root_id if previous else made.id
        made.previous_id = previous.id if previous else None
        self.world.views[made.id] = made
        self.changed()
        return made

    def view_body(self, body: Json) -> Json:
        return {**body, "blocks": self.world.with_block_ids(body["blocks"])}

    def new_hash(self) -> str:
        return f"{int(time.time())}.h{self.world.ids.number():x}"

    def bot_message(self, team: Team, channel: str, **more: Any) -> Message:
        """A message of the bot, not yet posted."""
        return Message(
            ts=self.world.ids.ts(),
            channel=channel,
            team_id=team.id,
            user=team.bot_user_id,
            bot_id=team.bot_id,
            **more,
        )
