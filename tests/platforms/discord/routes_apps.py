"""REST: the bot itself, its gateway address, its guilds, its commands."""

import time

from platforms.discord.calls import Call, Route
from platforms.discord.errors import ApiError, demand
from platforms.discord.model import Json
from platforms.discord.payloads import channel_json, guild_json, member_json, own_json, user_json
from platforms.discord.rules_commands import command_rules, kind_of
from platforms.discord.state import Sync, World

_APP = "/applications/{application_id}"


def _me(world: World, _call: Call) -> Json:
    return own_json(world)


def _application(world: World, _call: Call) -> Json:
    return {
        "id": str(world.bot.id),
        "name": world.bot.name,
        "icon": None,
        "description": "",
        "summary": "",
        "type": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "owner": user_json(world.bot),
        "team": None,
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
    }


def _guild(world: World, call: Call) -> Json:
    guild = guild_json(world, world.guild(call.id("guild_id")))
    counts = {"approximate_member_count": len(world.users), "approximate_presence_count": 1}
    return guild | (counts if call.flag("with_counts") else {})


def _guilds(world: World, _call: Call) -> list[Json]:
    keys = ("id", "name", "icon", "banner", "features")
    full = [guild_json(world, each) for each in world.guilds.values()]
    more = {"owner": False, "permissions": str(int(world.bot.permissions))}
    return [{key: each[key] for key in keys} | more for each in full]


def _channels(world: World, call: Call) -> list[Json]:
    guild = world.guild(call.id("guild_id"))
    inside = [each for each in world.channels.values() if each.guild_id == guild.id]
    return [channel_json(each) for each in inside if not each.is_thread]


def _member(world: World, call: Call) -> Json:
    guild = world.guild(call.id("guild_id"))
    user = world.users.get(call.id("user_id"))
    if user is None:
        raise ApiError(10013)
    return member_json(user, guild) | {"user": user_json(user)}


def _user(world: World, call: Call) -> Json:
    user = world.users.get(call.id("user_id"))
    if user is None:
        raise ApiError(10013)
    return user_json(user)


def _scope(world: World, call: Call) -> int | None:
    if call.id("application_id") != world.bot.id:
        raise ApiError(50001)
    return world.guild(call.id("guild_id")).id if "guild_id" in call.params else None


def _commands(world: World, call: Call) -> list[Json]:
    return world.commands.get(_scope(world, call), [])


def _overwrite(world: World, call: Call) -> list[Json]:
    scope = _scope(world, call)
    wanted: list[Json] = call.body or []
    demand(command_rules(wanted))
    known = {(each["type"], each["name"]): each["id"] for each in world.commands.get(scope, [])}
    kept = [_kept(world, each, scope, known) for each in wanted]
    world.commands[scope] = kept
    world.syncs.append(Sync(scope, tuple(kept), time.monotonic()))
    return kept


def _kept(
    world: World, command: Json, scope: int | None, known: dict[tuple[int, str], str]
) -> Json:
    kind = kind_of(command)
    default = command.get("default_member_permissions")
    usual: Json = {"options": [], "nsfw": False, "contexts": None, "integration_types": [0]}
    kept = usual | {key: value for key, value in command.items() if value is not None}
    return kept | {
        "id": known.get((kind, command["name"]), str(world.new_id())),
        "application_id": str(world.bot.id),
        "version": str(world.new_id()),
        "type": kind,
        "description": command.get("description") or "",
        "default_member_permissions": None if default is None else str(default),
        "dm_permission": command.get("dm_permission"),
        **({} if scope is None else {"guild_id": str(scope)}),
    }


def _no_emojis(_world: World, _call: Call) -> Json:
    return {"items": []}


def _gateway(world: World, _call: Call) -> Json:
    return {"url": world.gateway_url}


def _gateway_for_bot(world: World, _call: Call) -> Json:
    limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
    shards = world.settings.shards
    return {"url": world.gateway_url, "shards": shards, "session_start_limit": limit}


ROUTES: list[Route] = [
    ("GET", "/gateway", _gateway),
    ("GET", "/gateway/bot", _gateway_for_bot),
    ("GET", "/users/@me", _me),
    ("GET", "/users/@me/guilds", _guilds),
    ("GET", "/users/{user_id}", _user),
    ("GET", "/applications/@me", _application),
    ("GET", "/oauth2/applications/@me", _application),
    ("GET", "/guilds/{guild_id}", _guild),
    ("GET", "/guilds/{guild_id}/channels", _channels),
    ("GET", "/guilds/{guild_id}/members/{user_id}", _member),
    ("GET", f"{_APP}/commands", _commands),
    ("PUT", f"{_APP}/commands", _overwrite),
    ("GET", f"{_APP}/guilds/{{guild_id}}/commands", _commands),
    ("PUT", f"{_APP}/guilds/{{guild_id}}/commands", _overwrite),
    ("GET", f"{_APP}/emojis", _no_emojis),
]
