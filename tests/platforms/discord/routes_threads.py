"""REST: threads."""

from dataclasses import replace

from platforms.discord.calls import Call, Route
from platforms.discord.errors import ApiError, demand
from platforms.discord.model import HAS_THREAD, Channel, Json, Kind, Message, Permission
from platforms.discord.payloads import channel_json
from platforms.discord.routes_messages import set_thread
from platforms.discord.rules import thread_rules
from platforms.discord.state import World
from platforms.discord.telling import tell_channel, tell_message

_CHANNEL = "/channels/{channel_id}"
_MEMBER = f"{_CHANNEL}/thread-members/@me"
_PARENTS = {Kind.TEXT: Kind.THREAD, Kind.NEWS: Kind.NEWS_THREAD}


def open_thread(world: World, thread: Channel, message: Message | None = None) -> Channel:
    """Keep a new thread, tie it to its message, and tell of both."""
    world.put_channel(thread)
    tell_channel(world, "THREAD_CREATE", thread, newly_created=True)
    if message is not None:
        tied = replace(message, thread_id=thread.id, flags=message.flags | HAS_THREAD)
        tell_message(world, "MESSAGE_UPDATE", world.put_message(tied))
    return thread


def _parent(world: World, call: Call) -> Channel:
    channel = world.channel(call.id("channel_id"))
    world.require(channel, Permission.CREATE_PUBLIC_THREADS)
    if channel.kind not in _PARENTS or channel.guild_id is None:
        raise ApiError(50024)
    demand(thread_rules(call.form))
    return channel


def _new(world: World, parent: Channel, thread_id: int, form: Json) -> Channel:
    guild = world.guild(parent.guild_id or 0)
    if len(list(world.threads(guild.id))) >= guild.thread_limit:
        raise ApiError(160006)
    return Channel(
        id=thread_id,
        name=form["name"],
        kind=_PARENTS[parent.kind],
        guild_id=parent.guild_id,
        parent_id=parent.id,
        owner_id=world.bot.id,
        archive_after=form.get("auto_archive_duration") or 1440,
    )


def from_message(world: World, call: Call) -> Json:
    parent = _parent(world, call)
    message = world.message(parent.id, call.id("message_id"))
    if message.thread_id is not None or message.id in world.channels:
        raise ApiError(160004)
    thread = _new(world, parent, message.id, call.form)
    return channel_json(open_thread(world, thread, message))


def alone(world: World, call: Call) -> Json:
    parent = _parent(world, call)
    return channel_json(open_thread(world, _new(world, parent, world.new_id(), call.form)))


def change(world: World, call: Call) -> Json:
    thread = world.channel(call.id("channel_id"))
    if not thread.is_thread:
        raise ApiError(50013)
    if thread.owner_id != world.bot.id or call.form.get("locked") is not None:
        world.require(thread, Permission.MANAGE_THREADS)
    known = {"name", "archived", "locked"} & call.form.keys()
    return channel_json(set_thread(world, replace(thread, **{k: call.form[k] for k in known})))


def join(world: World, call: Call) -> None:
    thread = world.channel(call.id("channel_id"))
    world.require(thread)
    if thread.archived:
        raise ApiError(50083)


def active(world: World, call: Call) -> Json:
    guild = world.guild(call.id("guild_id"))
    return {"threads": [channel_json(each) for each in world.threads(guild.id)], "members": []}


ROUTES: list[Route] = [
    ("POST", f"{_CHANNEL}/messages/{{message_id}}/threads", from_message),
    ("POST", f"{_CHANNEL}/threads", alone),
    ("PATCH", _CHANNEL, change),
    ("PUT", _MEMBER, join),
    ("DELETE", _MEMBER, join),
    ("GET", "/guilds/{guild_id}/threads/active", active),
]
