"""What people do in a workspace: they join, write, change, delete, open the Home tab, uninstall."""

import time
from collections.abc import Sequence
from uuid import uuid4

from platforms.slack import payloads
from platforms.slack.core import Core
from platforms.slack.deliveries import EVENTS, Delivery
from platforms.slack.methods.auth import removed
from platforms.slack.model import Channel, Json, Status, Team, User, View
from platforms.slack.state import Message

STATUS_SHOWN = 120.0


class Talking:
    """The part of the driver that is about people, channels and messages."""

    core: Core
    team: Team

    def add_team(
        self, team_id: str, *, enterprise_id: str | None = None, installed: bool = True
    ) -> Team:
        """Another workspace. One that is not installed gets its token with an OAuth code."""
        ids = self.core.world.ids
        bot = User(ids.id("U"), "newsdesk", team_id, is_bot=True)
        team = Team(
            team_id,
            f"Team {team_id}",
            team_id.lower(),
            f"xoxb-{ids.number()}-{team_id}-{uuid4().hex}",
            bot.id,
            ids.id("B"),
            enterprise_id,
            barred=None if installed else "invalid_auth",
        )
        self.core.world.users[bot.id] = bot
        self.core.world.teams[team.id] = team
        return team

    def oauth_code(self, team: Team) -> str:
        """What the installer's browser brings back to the bot."""
        code = uuid4().hex
        self.core.codes[code] = team.id
        return code

    def add_user(
        self, name: str, *, locale: str = "en-US", admin: bool = False, team: Team | None = None
    ) -> User:
        team = team or self.team
        user = User(self.core.world.ids.id("U"), name, team.id, locale, admin)
        self.core.world.users[user.id] = user
        for channel in self.core.world.channels.values():
            if channel.kind == "channel" and channel.team_id == team.id:
                channel.members.add(user.id)
        return user

    def add_channel(
        self,
        name: str,
        *,
        private: bool = False,
        bot_is_member: bool = True,
        team: Team | None = None,
    ) -> Channel:
        """A channel with everyone of the workspace in it."""
        team, ids = team or self.team, self.core.world.ids
        people = self.core.world.users.values()
        members = {each.id for each in people if each.team_id == team.id and not each.is_bot}
        kind = "group" if private else "channel"
        channel = Channel(ids.id("C"), name, team.id, kind, members)
        if bot_is_member:
            channel.members.add(team.bot_user_id)
        self.core.world.channels[channel.id] = channel
        return channel

    def open_dm(self, user: User) -> Channel:
        return self.core.world.direct(self.core.world.teams[user.team_id], user.id)

    async def say(
        self, channel: Channel, user: User, text: str, thread_ts: str | None = None
    ) -> Message:
        """Someone writes; `text` as Slack gives it to apps, so `<@U…>` is a mention, `&amp;` an &.

        `message.deliveries` are the events that told the bot, if any.
        """
        ids = self.core.world.ids
        message = Message(
            ts=ids.ts(),
            channel=channel.id,
            team_id=user.team_id,
            user=user.id,
            text=text,
            blocks=payloads.written(text, f"b{ids.number():x}"),
            thread_ts=thread_ts,
            client_msg_id=str(uuid4()),
        )
        self.core.world.post(message)
        team = self.core.world.teams[channel.team_id]
        if self._mentions(team, channel, text):
            self.core.emit(team, payloads.mention_event(message, message.ts), message)
        if self.core.hears(team, channel):
            self.core.emit(team, payloads.message_event(message, channel), message)
        self.core.changed()
        return message

    def _mentions(self, team: Team, channel: Channel, text: str) -> bool:
        here = channel.kind != "im" and team.bot_user_id in channel.members
        allowed = "app_mentions:read" in team.scopes and not team.barred
        return here and allowed and f"<@{team.bot_user_id}>" in text

    async def edit(
        self, message: Message, text: str, *, mention_again: bool | None = None
    ) -> list[Delivery]:
        """Someone changes their message. An edit that adds a mention is a new app_mention."""
        team, channel = self._home_of(message)
        before, had = payloads.message_json(message), self._mentions(team, channel, message.text)
        message.remember()
        message.text, message.edited_ts = text, self.core.world.ids.ts()
        message.blocks = payloads.written(text, message.blocks[0]["block_id"])
        again = mention_again if mention_again is not None else not had
        events: list[Json] = []
        if again and self._mentions(team, channel, text):
            events.append(payloads.mention_event(message, message.edited_ts))
        if self.core.hears(team, channel):
            ts = self.core.world.ids.ts()
            events.append(payloads.changed_event(before, message, channel, ts))
        self.core.changed()
        return [self.core.emit(team, event, message) for event in events]

    async def delete(self, message: Message) -> list[Delivery]:
        """Someone deletes a message. With replies it leaves a tombstone."""
        team, channel = self._home_of(message)
        before = payloads.message_json(message)
        message.deleted = True
        self.core.changed()
        if not self.core.hears(team, channel):
            return []
        event = payloads.deleted_event(before, channel, self.core.world.ids.ts())
        return [self.core.emit(team, event, message)]

    def _home_of(self, message: Message) -> tuple[Team, Channel]:
        return self.core.world.teams[message.team_id], self.core.world.channels[message.channel]

    async def redeliver(self, message: Message, *, same_event_id: bool = True) -> list[Delivery]:
        """Slack sends the events of a message again: as retry 1, or as other events."""
        again: list[Delivery] = []
        for delivery in [each for each in message.deliveries if each.first_number == 0]:
            payload = delivery.payload
            if not same_event_id:
                payload = {**payload, "event_id": self.core.world.ids.id("Ev")}
            made = Delivery(EVENTS, payload, first_number=1 if same_event_id else 0)
            again.append(self.core.courier.send(made))
        return again

    def hold(self) -> None:
        """From now on nothing reaches the bot until `release`."""
        self.core.courier.hold()

    async def release(self, order: Sequence[Delivery] | None = None) -> list[Delivery]:
        """Lets through what was held, in this order."""
        return await self.core.courier.release(order)

    async def open_home(self, user: User, tab: str = "home") -> Delivery:
        team = self.core.world.teams[user.team_id]
        event: Json = {
            "type": "app_home_opened",
            "user": user.id,
            "channel": self.open_dm(user).id,
            "tab": tab,
            "event_ts": self.core.world.ids.ts(),
        }
        view = self.home(user)
        if view is not None and tab == "home":
            event["view"] = payloads.view_json(view, team)
        return self.core.emit(team, event)

    def home(self, user: User) -> View | None:
        """The Home tab that the bot published for someone."""
        return self.core.world.homes.get(user.id)

    async def stop_session(self, channel: Channel, user: User, thread_ts: str) -> Delivery:
        """Someone presses stop while the bot works."""
        team = self.core.world.teams[channel.team_id]
        event = {
            "type": "agent_session_stopped",
            "channel": channel.id,
            "user": user.id,
            "thread_ts": thread_ts,
            "event_ts": self.core.world.ids.ts(),
        }
        return self.core.emit(team, event)

    async def uninstall(self, team: Team | None = None) -> list[Delivery]:
        """The app is removed: tokens_revoked and app_uninstalled, and the token is dead."""
        before = len(self.core.courier.sent)
        removed(self.core, team or self.team)
        return self.core.courier.sent[before:]

    async def join(self, channel: Channel, *, leave: bool = False) -> None:
        """The bot is invited to a channel, or removed from it."""
        bot = self.core.world.teams[channel.team_id].bot_user_id
        channel.members = channel.members - {bot} if leave else channel.members | {bot}

    def messages(self, channel: Channel, thread_ts: str | None = None) -> list[Message]:
        """What everyone sees now: a channel's messages, or a thread with its root."""
        inside = self.core.world.messages
        if thread_ts is not None:
            inside = self.core.world.thread(channel.id, thread_ts)
        return [
            each
            for each in inside
            if each.channel == channel.id and each.ephemeral_to is None and not each.deleted
        ]

    def posts(self, channel: Channel, thread_ts: str | None = None) -> list[Message]:
        """Those of them that are the bot's."""
        return [each for each in self.messages(channel, thread_ts) if each.bot_id]

    def ephemerals(self, channel: Channel, user: User) -> list[Message]:
        """What only this person sees."""
        return [
            each
            for each in self.core.world.messages
            if each.channel == channel.id and each.ephemeral_to == user.id and not each.deleted
        ]

    def statuses(self, channel: Channel, thread_ts: str | None = None) -> list[Status]:
        """Every status that was set here, oldest first."""
        return [
            each
            for each in self.core.world.statuses
            if each.channel == channel.id and thread_ts in {None, each.thread_ts}
        ]

    def status(self, channel: Channel, thread_ts: str) -> str:
        """The status that shows now: the last that was set, for two minutes or until a reply."""
        told = self.statuses(channel, thread_ts)
        if not told or told[-1].at < time.monotonic() - STATUS_SHOWN:
            return ""
        answered = any(each.started > told[-1].at for each in self.posts(channel, thread_ts))
        return "" if answered else told[-1].status

    def prompts(self, channel: Channel) -> Json | None:
        return self.core.world.prompts.get(channel.id)
