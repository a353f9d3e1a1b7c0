"""Discord's messages and interactions as questions. Pure: reads what the library has parsed."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

import discord

from adapters.discord.handles import Origin
from bot.talk import Asked, Place, Via

NAME: Final = "discord"
NO_TENANT: Final = "-"
_ABOUT = 500  # characters of somebody else's message that are kept with a question about it
_TALK = frozenset({discord.MessageType.default, discord.MessageType.reply})
_THREADABLE = frozenset({discord.ChannelType.text, discord.ChannelType.news})
_USER, _ROLE, _CHANNEL = r"<@!?(\d+)>", r"<@&(\d+)>", r"<#(\d+)>"
_COMMAND, _EMOJI, _GUIDE = r"</([^:>]+):\d+>", r"<a?:(\w+):\d+>", r"<id:(\w+)>"
_TIME = r"<t:(-?\d{1,13})(?::\w)?>"


def lang(locale: discord.Locale | None) -> str:
    """The bot's language for a person's or a server's."""
    return "ko" if locale is discord.Locale.korean else "en"


def is_for_us(message: discord.Message, me: int) -> bool:
    """Whether a person says something to the bot: by a mention, by a reply that pings, or directly."""
    by_person = not message.author.bot and message.webhook_id is None and message.type in _TALK
    direct = isinstance(message.channel, discord.DMChannel)
    return by_person and (direct or any(user.id == me for user in message.mentions))


def of_message(message: discord.Message, me: int) -> Asked:
    """A message as a question; its text is empty where nothing but the mention was said."""
    where = place(message.channel, guild_id(message))
    return Asked(
        key=message_key(message.channel.id, message.id),
        place=where,
        user=str(message.author.id),
        text=said(message, me),
        at=message.created_at,
        via=_via(message, me),
        lang=lang(message.guild.preferred_locale) if message.guild else None,
        follows=_follows(message),
        handle=Origin(
            channel=message.channel.id,
            guild=guild_id(message),
            message=message.id,
            threads=can_thread(message.channel),
        ).handle(),
    )


def of_interaction(
    interaction: discord.Interaction,
    text: str,
    *,
    via: Via = Via.COMMAND,
    private: bool = False,
    about: str | None = None,
    source: str | None = None,
) -> Asked:
    """A command as a question."""
    return Asked(
        key=f"{NAME}/interaction/{interaction.id}",
        place=interaction_place(interaction),
        user=str(interaction.user.id),
        text=text.strip(),
        at=interaction.created_at,
        via=via,
        private=private,
        lang=lang(interaction.locale),
        about=about[:_ABOUT] if about else about,
        source=source,
        handle=interaction_origin(interaction).handle(),
    )


def interaction_origin(interaction: discord.Interaction) -> Origin:
    """How to reply to an interaction."""
    channel = interaction.channel
    return Origin(
        channel=interaction.channel_id or 0,
        guild=interaction.guild_id,
        interaction=interaction.id,
        application=interaction.application_id,
        token=interaction.token,
        threads=channel is not None and can_thread(channel),
    )


def message_key(channel: int, message: int) -> str:
    """The identity of a message."""
    return f"{NAME}/{channel}/{message}"


def place(channel: object, guild: int | None) -> Place:
    """Where people talk; a thread belongs to its channel."""
    id = str(getattr(channel, "id", 0))
    parent = channel.parent_id if isinstance(channel, discord.Thread) else None
    return Place(
        platform=NAME,
        tenant=str(guild) if guild else NO_TENANT,
        channel=str(parent) if parent else id,
        thread=id if parent else None,
        direct=guild is None and not isinstance(channel, discord.GroupChannel),
    )


def interaction_place(interaction: discord.Interaction) -> Place:
    """Where a command was given."""
    return place(interaction.channel, interaction.guild_id)


def guild_id(message: discord.Message) -> int | None:
    """The server, also one that is not known to this process."""
    if message.guild is not None:
        return message.guild.id
    channel = message.channel
    return channel.guild_id if isinstance(channel, discord.PartialMessageable) else None


def can_thread(channel: object) -> bool:
    """Whether a thread can be started from a message there."""
    return getattr(channel, "type", None) in _THREADABLE


def said(message: discord.Message, me: int) -> str:
    """What a message says, without the mention of the bot."""
    users = {str(user.id): f"@{user.display_name}" for user in message.mentions}
    roles = {str(role.id): f"@{role.name}" for role in message.role_mentions}
    channels = {str(channel.id): f"#{channel.name}" for channel in message.channel_mentions}
    return clean(message.content, str(me), users | roles | channels)


def clean(content: str, me: str, names: Mapping[str, str]) -> str:
    """The text as it is read: mentions by name, emoji by theirs, times as dates."""
    text = re.sub(rf"<@!?{me}>", " ", content)
    for pattern in (_USER, _ROLE, _CHANNEL):
        text = re.sub(pattern, lambda found: names.get(found[1], ""), text)
    text = re.sub(_COMMAND, r"/\1", re.sub(_EMOJI, r":\1:", re.sub(_GUIDE, r"\1", text)))
    text = re.sub(_TIME, lambda found: _day(int(found[1])), text)
    return re.sub(r"[^\S\n]+", " ", text).strip()


def _day(seconds: int) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    except (OverflowError, ValueError, OSError):
        return ""


def _via(message: discord.Message, me: int) -> Via:
    if isinstance(message.channel, discord.DMChannel):
        return Via.DIRECT
    return Via.MENTION if _ours(message, me) is None else Via.REPLY


def _ours(message: discord.Message, me: int) -> discord.Message | None:
    """The message of ours that it replies to."""
    answered = message.reference.resolved if message.reference else None
    return answered if isinstance(answered, discord.Message) and answered.author.id == me else None


def _follows(message: discord.Message) -> str | None:
    """The message that it goes on from. A thread that was started at one has the same id."""
    if message.reference is not None and message.reference.message_id is not None:
        return str(message.reference.message_id)
    return str(message.channel.id) if isinstance(message.channel, discord.Thread) else None
