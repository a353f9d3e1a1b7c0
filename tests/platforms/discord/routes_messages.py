"""REST: messages, direct conversations, typing."""

import time
from dataclasses import replace

from platforms.discord.calls import Call, Route
from platforms.discord.errors import ApiError
from platforms.discord.model import EPHEMERAL, SPEAKABLE, Channel, Json, Message, Permission
from platforms.discord.payloads import channel_json, message_json, seen_json
from platforms.discord.posting import Origin, post, revise, watch_mentions
from platforms.discord.state import World
from platforms.discord.telling import tell_channel, tell_deleted

_CHANNEL = "/channels/{channel_id}"
_MESSAGES = f"{_CHANNEL}/messages"
_ONE = f"{_MESSAGES}/{{message_id}}"
_REPLY = 19


def _speak_in(world: World, channel: Channel, body: Json, *, files: bool) -> None:
    """Refuse what the bot may not say there."""
    if channel.kind not in SPEAKABLE:
        raise ApiError(50024)
    if channel.recipient is not None and not world.users[channel.recipient.id].takes_dms:
        raise ApiError(50007)
    thread = channel.is_thread
    may = Permission.SEND_MESSAGES_IN_THREADS if thread else Permission.SEND_MESSAGES
    more = [Permission.EMBED_LINKS] if body.get("embeds") else []
    world.require(channel, may, *more, *([Permission.ATTACH_FILES] if files else []))
    if channel.archived and channel.locked:
        raise ApiError(50083)


def _reference(world: World, channel: Channel, body: Json) -> Json | None:
    told = body.get("message_reference")
    if told is None:
        return None
    world.require(channel)
    if not world.allowed(channel, world.bot) & Permission.READ_MESSAGE_HISTORY:
        raise ApiError(160002)
    target = world.messages.get(int(told["message_id"]))
    if target is None or target.channel.id != channel.id or target.ephemeral:
        if told.get("fail_if_not_exists", True):
            unknown = {
                "_errors": [{"code": "REPLIES_UNKNOWN_MESSAGE", "message": "Unknown message"}]
            }
            raise ApiError(50035, errors={"message_reference": unknown})
        return None
    place = {"channel_id": str(channel.id), "message_id": str(target.id)}
    return place if channel.guild_id is None else place | {"guild_id": str(channel.guild_id)}


def _same_before(world: World, body: Json) -> Message | None:
    """The message that was already sent with this nonce."""
    at, message_id = world.nonces.get(str(body.get("nonce")), (0.0, 0))
    recent = time.monotonic() - at < world.settings.nonce_window
    return world.messages.get(message_id) if body.get("enforce_nonce") and recent else None


def create(world: World, call: Call) -> Json:
    channel = world.channel(call.id("channel_id"))
    watch_mentions(world, call.place, call.form)
    _speak_in(world, channel, call.form, files=bool(call.sent))
    before = _same_before(world, call.form)
    if before is not None:
        return message_json(world, before)
    reference = _reference(world, channel, call.form)
    if channel.archived:
        channel = set_thread(world, replace(channel, archived=False))
    body = call.form | {"flags": (call.form.get("flags") or 0) & ~EPHEMERAL}
    origin = Origin(kind=0 if reference is None else _REPLY, reference=reference)
    message = post(world, channel, body, call.sent, origin)
    if message.nonce is not None:
        world.nonces[message.nonce] = (time.monotonic(), message.id)
    return message_json(world, message)


def set_thread(world: World, thread: Channel) -> Channel:
    """Keep a thread's new form and tell of it."""
    world.put_channel(thread)
    world.refresh(thread)
    tell_channel(world, "THREAD_UPDATE", thread)
    return thread


def _found(world: World, call: Call, *needed: Permission) -> Message:
    channel = world.channel(call.id("channel_id"))
    world.require(channel, *needed)
    return world.message(channel.id, call.id("message_id"))


def edit(world: World, call: Call) -> Json:
    message = _found(world, call)
    watch_mentions(world, call.place, call.form)
    if message.channel.archived:
        raise ApiError(50083)
    left = world.settings.edits_left
    if message.id in left:
        if left[message.id] <= 0:
            wait = world.settings.edit_retry_after
            raise ApiError(30046, retry_after=wait, **{"global": False})
        left[message.id] -= 1
    return message_json(world, revise(world, message, call.form, call.sent))


def delete(world: World, call: Call) -> None:
    message = _found(world, call)
    if message.channel.archived:
        raise ApiError(50083)
    if message.author.id != world.bot.id:
        world.require(message.channel, Permission.MANAGE_MESSAGES)
    remove(world, message)


def remove(world: World, message: Message) -> None:
    """Delete a message and tell of it."""
    del world.messages[message.id]
    tell_deleted(world, message)


def read(world: World, call: Call) -> Json:
    return seen_json(world, _found(world, call, Permission.READ_MESSAGE_HISTORY))


def history(world: World, call: Call) -> list[Json]:
    channel = world.channel(call.id("channel_id"))
    world.require(channel)
    if not world.allowed(channel, world.bot) & Permission.READ_MESSAGE_HISTORY:
        return []
    found = sorted(world.said_in(channel.id), key=lambda each: each.id)
    chosen = _page(found, call, int(call.query.get("limit", "50")))
    return [seen_json(world, each) for each in reversed(chosen)]


def _page(found: list[Message], call: Call, limit: int) -> list[Message]:
    """Oldest first: the last `limit` before a message, or the first after it."""
    if "after" in call.query:
        return [each for each in found if each.id > int(call.query["after"])][:limit]
    if "around" in call.query:
        middle = int(call.query["around"])
        near = sorted(found, key=lambda each: abs(each.id - middle))[:limit]
        return sorted(near, key=lambda each: each.id)
    before = int(call.query.get("before", 1 << 63))
    return [each for each in found if each.id < before][-limit:]


def typing(world: World, call: Call) -> None:
    channel = world.channel(call.id("channel_id"))
    _speak_in(world, channel, {}, files=False)
    world.typings.append((time.monotonic(), channel.id))


def open_dm(world: World, call: Call) -> Json:
    user = world.users.get(int(call.form["recipient_id"]))
    if user is None:
        raise ApiError(10013)
    if user.bot:
        raise ApiError(50007)
    return channel_json(world.dm_with(user))


def read_channel(world: World, call: Call) -> Json:
    channel = world.channel(call.id("channel_id"))
    world.require(channel)
    return channel_json(channel)


ROUTES: list[Route] = [
    ("GET", _CHANNEL, read_channel),
    ("GET", _MESSAGES, history),
    ("POST", _MESSAGES, create),
    ("GET", _ONE, read),
    ("PATCH", _ONE, edit),
    ("DELETE", _ONE, delete),
    ("POST", f"{_CHANNEL}/typing", typing),
    ("POST", "/users/@me/channels", open_dm),
]
