"""INTERACTION_CREATE: what the bot is told when a user does something."""

import uuid

from platforms.discord.interactions import Interaction
from platforms.discord.model import Channel, Json, Message, User
from platforms.discord.payloads import channel_json, member_json, message_json, user_json
from platforms.discord.state import Event, World

_FILE_LIMIT = 10 * 1024 * 1024


def begin(
    world: World, kind: int, user: User, channel: Channel, data: Json, source: Message | None = None
) -> Interaction:
    """A new interaction of a user, not yet told to the bot."""
    interaction = Interaction(
        id=world.new_id(),
        token=f"aW50{uuid.uuid4().hex}",
        kind=kind,
        user=user,
        channel=channel,
        data=data,
        find=world.messages.get,
        source=source,
        locale=user.locale,
    )
    world.interactions[interaction.id] = interaction
    return interaction


def interaction_event(world: World, interaction: Interaction) -> Event:
    """The event that tells of it."""
    channel = interaction.channel
    data: Json = {
        "id": str(interaction.id),
        "application_id": str(world.bot.id),
        "type": interaction.kind,
        "token": interaction.token,
        "version": 1,
        "data": interaction.data,
        "locale": interaction.locale,
        "channel_id": str(channel.id),
        "channel": channel_json(channel) | _may(world, channel, interaction.user),
        "app_permissions": str(int(world.allowed(channel, world.bot))),
        "entitlements": [],
        "entitlement_sku_ids": [],
        "authorizing_integration_owners": {"0": str(channel.guild_id or 0)},
        "context": 1 if channel.guild_id is None else 0,
        "attachment_size_limit": _FILE_LIMIT,
    }
    if interaction.source is not None:
        data["message"] = message_json(world, interaction.source)
    data |= _who(world, interaction)
    return Event("INTERACTION_CREATE", data, channel.guild_id)


def _may(world: World, channel: Channel, user: User) -> Json:
    return {"permissions": str(int(world.allowed(channel, user)))}


def _who(world: World, interaction: Interaction) -> Json:
    channel, user = interaction.channel, interaction.user
    if channel.guild_id is None:
        return {"user": user_json(user)}
    guild = world.guild(channel.guild_id)
    member = member_json(user, guild) | {"user": user_json(user)} | _may(world, channel, user)
    features = ["COMMUNITY"]
    return {
        "member": member,
        "guild_id": str(guild.id),
        "guild_locale": guild.locale,
        "guild": {"id": str(guild.id), "locale": guild.locale, "features": features},
    }
