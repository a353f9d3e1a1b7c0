"""Discord's JSON for the values of the model, as the gateway and REST send them."""

from dataclasses import replace

from platforms.discord.model import (
    EVERYONE,
    Channel,
    Guild,
    Json,
    Kind,
    Message,
    Permission,
    User,
    made_at,
    stamp,
)
from platforms.discord.state import World


def user_json(user: User) -> Json:
    return {
        "id": str(user.id),
        "username": user.name.lower().replace(" ", "_"),
        "global_name": None if user.bot else user.name,
        "discriminator": "0000" if user.bot else "0",
        "avatar": None,
        "bot": user.bot,
        "public_flags": 0,
        "flags": 0,
    }


def own_json(world: World) -> Json:
    more = {"verified": True, "mfa_enabled": True, "email": None, "locale": "en-US"}
    return user_json(world.bot) | more


def member_json(user: User, guild: Guild) -> Json:
    roles = [str(user.id + 1)] if user.permissions else []
    return {
        "roles": roles,
        "joined_at": made_at(guild.id),
        "nick": None,
        "avatar": None,
        "premium_since": None,
        "communication_disabled_until": None,
        "pending": False,
        "deaf": False,
        "mute": False,
        "flags": 0,
    }


def role_json(role_id: int, name: str, permissions: Permission, bot_id: int | None = None) -> Json:
    role: Json = {
        "id": str(role_id),
        "name": name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": 0 if name == "@everyone" else 1,
        "permissions": str(int(permissions)),
        "managed": bot_id is not None,
        "mentionable": False,
        "flags": 0,
        "icon": None,
        "unicode_emoji": None,
    }
    return role if bot_id is None else role | {"tags": {"bot_id": str(bot_id)}}


def own_role_json(user: User) -> Json:
    """The role through which a user has permissions of their own."""
    return role_json(user.id + 1, user.name, user.permissions, user.id if user.bot else None)


def _roles(world: World, guild: Guild) -> list[Json]:
    own = [own_role_json(each) for each in world.users.values() if each.permissions]
    return [role_json(guild.id, "@everyone", EVERYONE), *own]


def _guild_facts(guild: Guild) -> Json:
    empty = ("icon", "splash", "discovery_splash", "description", "afk_channel_id", "banner")
    more = ("application_id", "system_channel_id", "rules_channel_id", "vanity_url_code")
    return {
        **dict.fromkeys((*empty, *more, "public_updates_channel_id", "incidents_data")),
        "id": str(guild.id),
        "name": guild.name,
        "owner_id": str(guild.owner_id),
        "preferred_locale": guild.locale,
        "features": ["COMMUNITY"],
        "region": "deprecated",
        "afk_timeout": 300,
        "verification_level": 1,
        "default_message_notifications": 1,
        "explicit_content_filter": 2,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "system_channel_flags": 0,
    }


def guild_json(world: World, guild: Guild) -> Json:
    """A guild as GET tells it."""
    lists: Json = {"roles": _roles(world, guild), "emojis": [], "stickers": []}
    return _guild_facts(guild) | lists


def guild_create_json(world: World, guild: Guild) -> Json:
    """A guild as GUILD_CREATE tells it: with the bot as its one known member."""
    inside = [each for each in world.channels.values() if each.guild_id == guild.id]
    bot = member_json(world.bot, guild) | {"user": user_json(world.bot)}
    return guild_json(world, guild) | {
        "joined_at": made_at(guild.id),
        "large": False,
        "unavailable": False,
        "member_count": len(world.users),
        "members": [bot],
        "channels": [_lately(world, each) for each in inside if not each.is_thread],
        "threads": [_lately(world, each) for each in world.threads(guild.id)],
        **{key: [] for key in ("voice_states", "presences", "stage_instances")},
        **{key: [] for key in ("guild_scheduled_events", "soundboard_sounds")},
    }


def _lately(world: World, channel: Channel) -> Json:
    """A channel with its newest message, by which a bot knows whether it has missed something."""
    newest = max((each.id for each in world.said_in(channel.id)), default=None)
    return channel_json(channel) | {"last_message_id": newest and str(newest)}


def channel_json(channel: Channel) -> Json:
    """A channel, thread or direct conversation."""
    base: Json = {"id": str(channel.id), "type": int(channel.kind), "flags": 0}
    if channel.recipient is not None:
        return base | {"recipients": [user_json(channel.recipient)], "last_message_id": None}
    base |= {"name": channel.name, "guild_id": str(channel.guild_id), "last_message_id": None}
    base |= {"parent_id": None if channel.parent_id is None else str(channel.parent_id)}
    base |= {"rate_limit_per_user": 0, "nsfw": False}
    return base | (_thread_facts(channel) if channel.is_thread else _channel_facts(channel))


def _channel_facts(channel: Channel) -> Json:
    facts: Json = {"position": 0, "topic": None, "permission_overwrites": _overwrites(channel)}
    if channel.kind in {Kind.VOICE, Kind.STAGE}:
        facts |= {"bitrate": 64000, "user_limit": 0, "rtc_region": None}
    if channel.kind is Kind.FORUM:
        facts |= {"available_tags": [], "default_reaction_emoji": None, "default_sort_order": None}
    return facts


def _overwrites(channel: Channel) -> list[Json]:
    return [
        {
            "id": str(each.user_id),
            "type": 1,
            "allow": str(int(each.allow)),
            "deny": str(int(each.deny)),
        }
        for each in channel.overwrites
    ]


def _thread_facts(thread: Channel) -> Json:
    return {
        "owner_id": str(thread.owner_id),
        "message_count": 0,
        "total_message_sent": 0,
        "member_count": 1,
        "thread_metadata": {
            "archived": thread.archived,
            "locked": thread.locked,
            "auto_archive_duration": thread.archive_after,
            "archive_timestamp": made_at(thread.id),
            "create_timestamp": made_at(thread.id),
        },
    }


def attachments_json(message: Message) -> list[Json]:
    return [
        {
            "id": str(each.id),
            "filename": each.name,
            "size": len(each.data),
            "url": f"https://cdn.discordapp.com/attachments/{message.channel.id}/{each.id}/{each.name}",
            "proxy_url": f"https://media.discordapp.net/attachments/{each.id}/{each.name}",
            "content_type": "application/octet-stream",
            **({} if each.description is None else {"description": each.description}),
        }
        for each in message.files
    ]


def message_json(world: World, message: Message, *, nested: bool = False) -> Json:
    """A message in full, whoever may read it."""
    data = _said(message) | _about(message)
    guild_id = message.channel.guild_id
    if guild_id is not None and not nested:
        data["guild_id"] = str(guild_id)
        if message.webhook_id is None:
            data["member"] = member_json(message.author, world.guild(guild_id))
    if message.reference is not None:
        data["message_reference"] = {"type": 0} | message.reference
        if not nested:
            target = world.messages.get(message.replies_to or 0)
            data["referenced_message"] = target and message_json(world, target, nested=True)
    if message.thread_id is not None:
        data["thread"] = channel_json(world.channel(message.thread_id))
    return data


def _said(message: Message) -> Json:
    return {
        "id": str(message.id),
        "channel_id": str(message.channel.id),
        "author": user_json(message.author),
        "content": message.content,
        "embeds": [{"type": "rich"} | each for each in message.embeds],
        "components": list(message.components),
        "attachments": attachments_json(message),
    }


def _about(message: Message) -> Json:
    data: Json = {
        "type": message.kind,
        "flags": message.flags,
        "timestamp": made_at(message.id),
        "edited_timestamp": stamp(message.edits[-1]) if message.edits else None,
        "tts": False,
        "pinned": False,
        "mention_everyone": message.mentions_everyone,
        "mentions": [user_json(each) for each in message.mentions],
        "mention_roles": [],
    }
    if message.nonce is not None:
        data["nonce"] = message.nonce
    if message.webhook_id is not None:
        data |= {"webhook_id": str(message.webhook_id), "application_id": str(message.webhook_id)}
        data["interaction_metadata"] = message.metadata
    return data


def readable(world: World, message: Message) -> bool:
    """Whether an application without the privileged intent gets what the message says."""
    own = message.author.id == world.bot.id
    mentioned = any(each.id == world.bot.id for each in message.mentions)
    return own or mentioned or message.channel.kind is Kind.DM


def seen_json(world: World, message: Message) -> Json:
    """A message as an application without the privileged intent gets it."""
    hidden = replace(message, content="", embeds=(), components=(), files=())
    data = message_json(world, message if readable(world, message) else hidden)
    target = world.messages.get(message.replies_to or 0)
    if target is not None and not readable(world, target):
        blank = {"content": "", "embeds": [], "components": [], "attachments": []}
        data["referenced_message"] |= blank
    return data
