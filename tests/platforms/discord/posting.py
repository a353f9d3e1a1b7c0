"""How a message of the bot comes to be, and how it changes."""

import copy
import itertools
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace

from platforms.discord.errors import ApiError, BadForm, demand
from platforms.discord.model import LOADING, V2, Channel, Json, Message, Upload, User, walk
from platforms.discord.rules import mention_rules, message_rules, pinging_text, pings_of
from platforms.discord.state import World
from platforms.discord.telling import tell_message

_USER = re.compile(r"<@!?(\d+)>")
_MEDIA = ("media", "file")


@dataclass(frozen=True)
class Sent:
    """One file of a request: `field` is "files[0]" and so on."""

    field: str
    name: str
    data: bytes


@dataclass(frozen=True)
class Origin:
    """Where a message comes from, when not from a plain POST to a channel."""

    kind: int = 0
    webhook_id: int | None = None
    metadata: Json | None = None
    flags: int = 0
    reference: Json | None = None


PLAIN = Origin()


def users_in(world: World, text: str) -> tuple[User, ...]:
    """The users that a text mentions, each once."""
    found = dict.fromkeys(int(each) for each in _USER.findall(text))
    return tuple(world.users[each] for each in found if each in world.users)


def watch_mentions(world: World, place: str, body: Json) -> None:
    """Write down what could ping; Discord itself would let it through."""
    world.violations += [f"{place}: {problem}" for problem in mention_rules(body)]
    world.pings += [f"{place}: {ping}" for ping in pings_of(body)]


def stored(components: Iterable[Json], channel: Channel) -> tuple[Json, ...]:
    """Components as Discord gives them back: numbered, and with their media found."""
    kept = copy.deepcopy(list(components))
    every = list(walk(kept))
    taken = {each["id"] for each in every if each.get("id")}
    free = (number for number in itertools.count(1) if number not in taken)
    for each in every:
        each["id"] = each.get("id") or next(free)
        for media in [*(each.get("items") or []), each]:
            _find_media(media, channel)
    return tuple(kept)


def _find_media(holder: Json, channel: Channel) -> None:
    for key in _MEDIA:
        if isinstance(holder.get(key), dict):
            url = str(holder[key]["url"])
            name = url.removeprefix("attachment://")
            if name != url:
                url = f"https://cdn.discordapp.com/attachments/{channel.id}/{name}"
                holder |= {"name": name, "size": 1}
            holder[key] = {"url": url, "proxy_url": url, "loading_state": 2, "placeholder": ""}


def kept_files(
    world: World, old: tuple[Upload, ...], body: Json, sent: Iterable[Sent]
) -> tuple[Upload, ...]:
    """The files of a message after a request: those that it names and those that it brings."""
    told = body.get("attachments")
    notes = {str(each.get("id")): each.get("description") for each in told or []}
    stay = old if told is None else [each for each in old if str(each.id) in notes]
    new = [
        Upload(world.new_id(), each.name, each.data, notes.get(each.field[6:-1])) for each in sent
    ]
    return (*stay, *new)


def post(
    world: World, channel: Channel, body: Json, sent: Iterable[Sent] = (), origin: Origin = PLAIN
) -> Message:
    """A new message of the bot, told to the gateway unless it is ephemeral."""
    flags = (body.get("flags") or 0) | origin.flags
    demand(message_rules(body, v2=bool(flags & V2)))
    message = Message(
        id=world.new_id(),
        channel=channel,
        author=world.bot,
        content=(body.get("content") or "").strip(),
        embeds=tuple(body.get("embeds") or ()),
        components=stored(body.get("components") or (), channel),
        files=kept_files(world, (), body, sent),
        flags=flags,
        mentions=users_in(world, pinging_text(body)),
        reference=origin.reference,
        kind=origin.kind,
        nonce=None if body.get("nonce") is None else str(body["nonce"]),
        webhook_id=origin.webhook_id,
        metadata=origin.metadata,
    )
    _refuse_empty(message)
    world.put_message(message)
    tell_message(world, "MESSAGE_CREATE", message)
    return message


def _refuse_empty(message: Message) -> None:
    said = message.content or message.embeds or message.components or message.files
    if not said and not message.loading:
        raise ApiError(50006)


def revise(world: World, old: Message, body: Json, sent: Iterable[Sent] = ()) -> Message:
    """The same message after an edit by the bot; what is not in `body` stays."""
    if old.author.id != world.bot.id:
        raise ApiError(50005)
    v2 = old.v2 or bool((body.get("flags") or 0) & V2)
    demand(message_rules(body | {"flags": 0}, v2=v2))
    _demand_conversion(old, body, v2=v2)
    content = (body["content"] or "").strip() if "content" in body else old.content
    message = replace(
        old,
        content=content,
        embeds=tuple(body["embeds"] or ()) if "embeds" in body else old.embeds,
        components=_new_components(old, body),
        files=kept_files(world, old.files, body, sent),
        flags=(old.flags & ~LOADING) | (V2 if v2 else 0) | ((body.get("flags") or 0) & 4),
        mentions=users_in(world, pinging_text(body)) if pinging_text(body) else old.mentions,
        edits=(*old.edits, time.time()),
    )
    _refuse_empty(message)
    world.put_message(message)
    tell_message(world, "MESSAGE_UPDATE", message)
    return message


def _new_components(old: Message, body: Json) -> tuple[Json, ...]:
    if "components" not in body:
        return old.components
    return stored(body["components"] or (), old.channel)


def _demand_conversion(old: Message, body: Json, *, v2: bool) -> None:
    if old.v2 and body.get("flags") and not body["flags"] & V2:
        raise BadForm(["flags: a message of Components V2 stays one"])
    if v2 and not old.v2 and (body.get("content", old.content) or body.get("embeds", old.embeds)):
        raise BadForm(["content: set content and embeds to null to turn to Components V2"])
