"""What people do in the loopback Discord: they write, press, choose, submit and look."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from platforms.discord.commands import NotOffered, Typed, command_data, find_command
from platforms.discord.deliveries import begin, interaction_event
from platforms.discord.gateway import Gateway
from platforms.discord.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, Interaction
from platforms.discord.model import THREADS, Channel, Choice, Json, Kind, Message, User
from platforms.discord.payloads import message_json, user_json
from platforms.discord.posting import users_in
from platforms.discord.routes_messages import remove, set_thread
from platforms.discord.routes_threads import open_thread
from platforms.discord.rules_commands import ON_MESSAGE
from platforms.discord.state import Event, World
from platforms.discord.telling import message_event, tell_message
from platforms.discord.waiting import until
from platforms.discord.widgets import Filled, chosen, pressed, submitted

T = TypeVar("T")
_REPLY = 19


@dataclass
class People:
    """Their actions and what they see. Everything is told to the bot through the gateway."""

    world: World
    gateway: Gateway

    async def until(self, predicate: Callable[[], T], within: float = 15.0) -> T:
        """Wait until `predicate()` is true and return what it gave."""
        return await until(predicate, within)

    # What they see

    def messages(self, channel: Channel) -> list[Message]:
        """The messages of a channel as everyone sees them now, oldest first."""
        return sorted(self.world.said_in(channel.id), key=lambda each: each.id)

    def answers(self, channel: Channel) -> list[Message]:
        """Those of `messages` that the bot wrote."""
        return [each for each in self.messages(channel) if each.author.id == self.world.bot.id]

    def current(self, message: Message) -> Message:
        """A message as it is now; KeyError once it is deleted."""
        return self.world.messages[message.id]

    def thread_of(self, message: Message) -> Channel | None:
        """The thread that was started at a message."""
        found = self.current(message).thread_id
        return None if found is None else self.world.channels[found]

    # What they write

    async def say(
        self,
        channel: Channel,
        user: User,
        text: str,
        *,
        reply_to: Message | None = None,
        ping: bool = True,
    ) -> Message:
        """A message. A reply pings the author of a regular message unless `ping` is False."""
        mentions = dict.fromkeys(users_in(self.world, text))
        if reply_to is not None and ping and reply_to.webhook_id is None:
            mentions[reply_to.author] = None
        message = Message(
            id=self.world.new_id(),
            channel=self.world.channels[channel.id],
            author=user,
            content=text,
            mentions=tuple(mentions),
            mentions_everyone="@everyone" in text or "@here" in text,
            reference=None if reply_to is None else _reference(reply_to),
            kind=0 if reply_to is None else _REPLY,
        )
        tell_message(self.world, "MESSAGE_CREATE", self.world.put_message(message))
        return message

    async def edit(self, message: Message, text: str) -> Message:
        """The author changes a message."""
        users = users_in(self.world, text)
        old = self.current(message)
        new = replace(old, content=text, mentions=users, edits=(*old.edits, time.time()))
        tell_message(self.world, "MESSAGE_UPDATE", self.world.put_message(new))
        return new

    async def delete(self, message: Message) -> None:
        """Somebody deletes a message."""
        remove(self.world, self.current(message))

    def open_dm(self, user: User) -> Channel:
        """The direct conversation of a user with the bot."""
        return self.world.dm_with(user)

    async def start_thread(
        self, channel: Channel, message: Message | None, name: str, user: User
    ) -> Channel:
        """A thread, at a message or on its own."""
        kind = Kind.NEWS_THREAD if channel.kind is Kind.NEWS else Kind.THREAD
        thread_id = self.world.new_id() if message is None else message.id
        start = None if message is None else self.current(message)
        thread = Channel(thread_id, name, kind, channel.guild_id, channel.id, user.id)
        return open_thread(self.world, thread, start)

    async def forum_post(
        self, forum: Channel, user: User, title: str, text: str
    ) -> tuple[Channel, Message]:
        """A post in a forum: a thread, and its first message with the same id."""
        thread = await self.start_thread(forum, None, title, user)
        users = users_in(self.world, text)
        message = Message(thread.id, thread, user, text, mentions=users)
        tell_message(self.world, "MESSAGE_CREATE", self.world.put_message(message))
        return thread, message

    async def archive(self, thread: Channel, *, locked: bool = False) -> Channel:
        """Somebody closes a thread."""
        if thread.kind not in THREADS:
            raise NotOffered("only threads are archived")
        new = replace(self.world.channels[thread.id], archived=True, locked=locked)
        return set_thread(self.world, new)

    # What they use

    async def slash(
        self,
        channel: Channel,
        user: User,
        command: str,
        /,
        *,
        locale: str | None = None,
        late: float = 0.0,
        **options: Any,
    ) -> Interaction:
        """A slash command, "ask" or "sources list", with its options.

        `late` holds the delivery back for so many seconds after the interaction was made.
        """
        path = command.split()
        found = find_command(self.world, channel, user, path[0])
        data = command_data(self.world, channel, found, Typed(path, options))
        interaction = begin(self.world, COMMAND, user, channel, data)
        interaction.locale = locale or user.locale
        return await self._deliver(interaction, late)

    async def context_menu(self, message: Message, user: User, command: str) -> Interaction:
        """A command of a message's menu."""
        shown = self.current(message)
        found = find_command(self.world, shown.channel, user, command, ON_MESSAGE)
        target = str(shown.id)
        data: Json = {"id": found["id"], "name": command, "type": ON_MESSAGE, "target_id": target}
        data["resolved"] = {"messages": {target: message_json(self.world, shown)}}
        return await self._deliver(begin(self.world, COMMAND, user, shown.channel, data))

    async def press(
        self,
        message: Message,
        user: User,
        label: str | None = None,
        *,
        custom_id: str | None = None,
        late: float = 0.0,
    ) -> Interaction:
        """A press of a button of the message as it is now."""
        shown = self.current(message)
        data = pressed(shown, label, custom_id)
        return await self._use(shown, user, data, late)

    async def choose(
        self, message: Message, user: User, values: Sequence[str], *, custom_id: str | None = None
    ) -> Interaction:
        """A choice in a select, by labels or values; the first select without `custom_id`."""
        shown = self.current(message)
        return await self._use(shown, user, chosen(shown, values, custom_id))

    async def submit(self, opened: Interaction, user: User, filled: Filled) -> Interaction:
        """The modal that the bot opened, filled in by label or custom_id."""
        if opened.modal is None:
            raise NotOffered("no modal was opened")
        data = submitted(opened.modal, filled)
        return await self._deliver(
            begin(self.world, MODAL, user, opened.channel, data, opened.source)
        )

    async def autocomplete(
        self, channel: Channel, user: User, command: str, /, *, option: str, typed: str
    ) -> list[Choice]:
        """The suggestions for what was typed so far."""
        path = command.split()
        found = find_command(self.world, channel, user, path[0])
        typing = Typed(path, {option: typed}, focused=option)
        data = command_data(self.world, channel, found, typing)
        interaction = begin(self.world, AUTOCOMPLETE, user, channel, data)
        await self._deliver(interaction)
        await self.until(lambda: interaction.choices is not None)
        return interaction.choices or []

    async def _use(self, shown: Message, user: User, data: Json, late: float = 0.0) -> Interaction:
        if data["component_type"] in {5, 7}:
            users = [self.world.users[int(each)] for each in data["values"]]
            data["resolved"] = {"users": {str(each.id): user_json(each) for each in users}}
        interaction = begin(self.world, COMPONENT, user, shown.channel, data, shown)
        return await self._deliver(interaction, late)

    async def _deliver(self, interaction: Interaction, late: float = 0.0) -> Interaction:
        if late:
            await asyncio.sleep(late)
        self.gateway.publish(interaction_event(self.world, interaction))
        return interaction

    # What goes wrong on the way

    async def redeliver(self, what: Message | Interaction) -> None:
        """The same event once more, with the same id."""
        self.gateway.publish(self._event(what))

    async def out_of_order(self, events: Sequence[Event | Message], gap: float = 0.0) -> None:
        """Deliver events in the order given, `gap` seconds apart."""
        for each in events:
            self.gateway.publish(each if isinstance(each, Event) else self._event(each))
            await asyncio.sleep(gap)

    def _event(self, what: Message | Interaction) -> Event:
        if isinstance(what, Interaction):
            return interaction_event(self.world, what)
        return message_event(self.world, "MESSAGE_CREATE", what)


def _reference(target: Message) -> Json:
    place = {"channel_id": str(target.channel.id), "message_id": str(target.id)}
    guild_id = target.channel.guild_id
    return place if guild_id is None else place | {"guild_id": str(guild_id)}
