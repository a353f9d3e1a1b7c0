"""The events that the gateway tells of a change in the world."""

from platforms.discord.gateway import DIRECT_MESSAGES, GUILD_MESSAGES, GUILDS
from platforms.discord.model import Channel, Guild, Json, Kind, Message, User
from platforms.discord.payloads import (
    channel_json,
    guild_create_json,
    message_json,
    own_role_json,
    readable,
    seen_json,
)
from platforms.discord.state import Event, World


def _about(name: str, message: Message, data: Json, full: Json | None = None) -> Event:
    dm = message.channel.kind is Kind.DM
    intent = DIRECT_MESSAGES if dm else GUILD_MESSAGES
    return Event(name, data, message.channel.guild_id, intent, full)


def message_event(world: World, name: str, message: Message) -> Event:
    """MESSAGE_CREATE or MESSAGE_UPDATE, without what an unprivileged bot may not read."""
    full = None if readable(world, message) else message_json(world, message)
    return _about(name, message, seen_json(world, message), full)


def tell_message(world: World, name: str, message: Message) -> None:
    """Tell of a message, unless only one user sees it."""
    if not message.ephemeral:
        world.emit(message_event(world, name, message))


def tell_deleted(world: World, message: Message) -> None:
    data: Json = {"id": str(message.id), "channel_id": str(message.channel.id)}
    if message.channel.guild_id is not None:
        data["guild_id"] = str(message.channel.guild_id)
    if not message.ephemeral:
        world.emit(_about("MESSAGE_DELETE", message, data))


def tell_channel(world: World, name: str, channel: Channel, **more: object) -> None:
    """CHANNEL_CREATE, THREAD_UPDATE and the like."""
    world.emit(Event(name, channel_json(channel) | more, channel.guild_id, GUILDS))


def tell_role(world: World, user: User) -> None:
    """Tell every guild of the role of a new user."""
    for guild in world.guilds.values():
        data = {"guild_id": str(guild.id), "role": own_role_json(user)}
        world.emit(Event("GUILD_ROLE_CREATE", data, guild.id, GUILDS))


def tell_guild(world: World, guild: Guild) -> None:
    world.emit(Event("GUILD_CREATE", guild_create_json(world, guild), guild.id, GUILDS))
