"""A user's use of a synced command, as the payload of an interaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from platforms.discord.model import Channel, Json, Permission, User
from platforms.discord.payloads import channel_json, member_json, user_json
from platforms.discord.rules_commands import CHAT, GROUP, SUBCOMMAND, kind_of
from platforms.discord.state import World

_STRING, _INTEGER, _BOOLEAN, _USER, _CHANNEL, _NUMBER = 3, 4, 5, 6, 7, 10
_TYPES: dict[int, tuple[type, ...]] = {
    _STRING: (str,),
    _INTEGER: (int,),
    _BOOLEAN: (bool,),
    _USER: (User,),
    _CHANNEL: (Channel,),
    _NUMBER: (int, float),
}


class NotOffered(LookupError):
    """The user's client would not offer this: no such command, option, button or choice."""


def find_command(world: World, channel: Channel, user: User, name: str, kind: int = CHAT) -> Json:
    """A synced command that the user can see in a channel."""
    scopes = [channel.guild_id, None] if channel.guild_id else [None]
    every = [each for scope in scopes for each in world.commands.get(scope, [])]
    for each in every:
        if each["name"] == name and kind_of(each) == kind:
            _refuse_hidden(world, each, channel, user)
            return each
    known = sorted(each["name"] for each in every)
    raise NotOffered(f"no command {name!r}; synced are {known}")


def _refuse_hidden(world: World, command: Json, channel: Channel, user: User) -> None:
    context = 1 if channel.guild_id is None else 0
    if command.get("contexts") is not None and context not in command["contexts"]:
        raise NotOffered(f"{command['name']!r} is not offered in context {context}")
    needed = command.get("default_member_permissions")
    may = world.allowed(channel, user)
    if context == 0 and needed is not None:
        wanted = Permission(int(needed))
        if (not wanted and not may & Permission.ADMINISTRATOR) or wanted & ~may:
            raise NotOffered(f"{user.name} may not use {command['name']!r}")


@dataclass
class Typed:
    """What a user typed: the innermost command's options, and what they refer to."""

    path: Sequence[str]
    values: Mapping[str, Any]
    focused: str | None = None
    resolved: dict[str, Json] = field(default_factory=dict)


def command_data(world: World, channel: Channel, command: Json, typed: Typed) -> Json:
    """The `data` of a slash command's interaction."""
    options = _options(world, channel, command, typed, list(typed.path[1:]))
    data: Json = {"id": command["id"], "name": command["name"], "type": CHAT, "options": options}
    if typed.resolved:
        data["resolved"] = typed.resolved
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    return data


def _options(
    world: World, channel: Channel, node: Json, typed: Typed, path: list[str]
) -> list[Json]:
    if path:
        for each in node["options"]:
            if each["name"] == path[0] and each["type"] in {SUBCOMMAND, GROUP}:
                inside = _options(world, channel, each, typed, path[1:])
                return [{"name": each["name"], "type": each["type"], "options": inside}]
        raise NotOffered(f"{node['name']!r} has no subcommand {path[0]!r}")
    if any(each["type"] in {SUBCOMMAND, GROUP} for each in node.get("options") or []):
        raise NotOffered(f"{node['name']!r} needs a subcommand")
    return _values(world, channel, node, typed)


def _values(world: World, channel: Channel, node: Json, typed: Typed) -> list[Json]:
    known = {each["name"]: each for each in node.get("options") or []}
    unknown = typed.values.keys() - known.keys()
    if unknown:
        raise NotOffered(f"{node['name']!r} has no option {sorted(unknown)}, only {sorted(known)}")
    missing = [name for name, each in known.items() if each.get("required")]
    if typed.focused is None and not typed.values.keys() >= set(missing):
        raise NotOffered(f"{node['name']!r} needs {missing}")
    return [
        _value(world, channel, known[name], value, typed) for name, value in typed.values.items()
    ]


def _value(world: World, channel: Channel, option: Json, value: Any, typed: Typed) -> Json:
    told: Json = {"name": option["name"], "type": option["type"], "value": value}
    if typed.focused is not None:
        return told | ({"focused": True} if option["name"] == typed.focused else {})
    if not isinstance(value, _TYPES[option["type"]]):
        raise NotOffered(f"{option['name']!r} cannot be {value!r}")
    _refuse_out_of_bounds(option, value)
    if isinstance(value, User | Channel):
        told["value"] = str(value.id)
        _resolve(world, channel, value, typed.resolved)
    return told


def _refuse_out_of_bounds(option: Json, value: Any) -> None:
    choices = [each["value"] for each in option.get("choices") or []]
    if choices and value not in choices:
        raise NotOffered(f"{option['name']!r} offers {choices}, not {value!r}")
    if isinstance(value, str):
        low, high, size = option.get("min_length"), option.get("max_length"), float(len(value))
    elif isinstance(value, int | float):
        low, high, size = option.get("min_value"), option.get("max_value"), float(value)
    else:
        return
    if (low is not None and size < low) or size > (6000 if high is None else high):
        raise NotOffered(f"{option['name']!r} takes {low} to {high}, not {size}")


def _resolve(
    world: World, channel: Channel, value: User | Channel, resolved: dict[str, Json]
) -> None:
    if isinstance(value, Channel):
        more = {"permissions": str(int(world.allowed(value, world.bot)))}
        resolved.setdefault("channels", {})[str(value.id)] = channel_json(value) | more
        return
    resolved.setdefault("users", {})[str(value.id)] = user_json(value)
    if channel.guild_id is not None:
        member = member_json(value, world.guild(channel.guild_id))
        more = {"permissions": str(int(world.allowed(channel, value)))}
        resolved.setdefault("members", {})[str(value.id)] = member | more
