"""Sends, edits and finds messages. Raises what the library raises."""

import hashlib
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Final

import discord

from adapters.discord.drawing import Drawing, Layout, Mode
from adapters.discord.errors import NO_HISTORY, code, is_form, is_permission, is_unanswerable
from adapters.discord.handles import Origin, Posted
from adapters.discord.render import draw
from adapters.discord.views import body, files
from bot.present import Card

# The library's parameter is an int, and its address the same with the name that Discord gives to the
# first response of an interaction; that one is known without having seen it.
ORIGINAL: Final[Any] = "@original"
_SEARCHED = 50  # messages after a question that are looked through for its reply


def nonce(key: str) -> str:
    """Discord does not take the same one twice within minutes: a repeated post gives the first."""
    return hashlib.sha256(key.encode()).hexdigest()[:24]


def place(client: discord.Client, where: Origin | Posted) -> discord.PartialMessageable:
    """The channel; it need not be known to this process."""
    return client.get_partial_messageable(where.channel, guild_id=where.guild)


def drawings(card: Card, first: Mode, *, threads: bool) -> Iterator[tuple[Mode, Drawing]]:
    """What to try, in order: what is refused as components is sent as an embed, or without its file."""
    for mode in (first,) if first is Mode.EMBED else (first, Mode.EMBED):
        drawing = draw(card, mode, threads=threads)
        yield mode, drawing
        if drawing.attached:
            yield mode, draw(card, mode, threads=threads, attach=False)


async def first_taken(
    tries: Iterator[tuple[Mode, Drawing]], give: Callable[[Drawing], Awaitable[discord.Message]]
) -> tuple[Mode, discord.Message]:
    """Give one after the other, until Discord takes one. Raises its last refusal."""
    refusal: discord.HTTPException | None = None
    for mode, drawing in tries:
        try:
            return mode, await give(drawing)
        except discord.HTTPException as e:
            refusal = e
            if not (_is_refused_form(e) or (drawing.attached and is_permission(e))):
                raise
    assert refusal is not None  # noqa: S101 - there is always one try
    raise refusal


async def send(
    channel: discord.abc.Messageable, drawing: Drawing, key: str, under: Origin | None = None
) -> discord.Message:
    """A new message, once within minutes for a key; `under` a question if that can be done."""
    quiet = {"suppress_embeds": True} if isinstance(drawing, Layout) else {}
    options: dict[str, Any] = {"nonce": nonce(key), "mention_author": False, **quiet}
    if under is not None and under.message is not None:
        options["reference"] = discord.MessageReference(
            message_id=under.message,
            channel_id=under.channel,
            guild_id=under.guild,
            fail_if_not_exists=True,
        )
    return await channel.send(**body(drawing), files=files(drawing), **options)


async def send_card(
    channel: discord.abc.Messageable, card: Card, key: str, under: Origin, first: Mode
) -> Posted:
    """A card as a new message, in the first form that Discord takes."""
    mode, sent = await first_taken(
        drawings(card, first, threads=under.threads),
        lambda drawing: send(channel, drawing, key, under),
    )
    return Posted(channel=sent.channel.id, message=sent.id, guild=under.guild, mode=mode)


async def edit(client: discord.Client, card: Card, posted: Posted, *, threads: bool) -> None:
    """Make a message show the card. It keeps its form: components cannot be taken from a message."""
    message = place(client, posted).get_partial_message(posted.message)
    tries = drawings(card, posted.mode, threads=threads)
    await first_taken(
        ((mode, drawing) for mode, drawing in tries if mode is posted.mode),
        lambda drawing: message.edit(**body(drawing), attachments=files(drawing)),
    )


def hook(client: discord.Client, origin: Origin) -> discord.Webhook:
    """What the reply of an interaction is reached by, in any process."""
    return discord.Webhook.partial(origin.application, origin.token, client=client)


async def edit_original(client: discord.Client, origin: Origin, card: Card, first: Mode) -> Posted:
    """Make the card the reply of an interaction, in place of a status; doing it twice does no harm."""
    mode, sent = await first_taken(
        drawings(card, first, threads=origin.threads),
        lambda drawing: hook(client, origin).edit_message(
            ORIGINAL, content=None, **body(drawing), attachments=files(drawing)
        ),
    )
    there = origin.channel
    return Posted(channel=there, message=sent.id, guild=origin.guild, mode=mode, original=True)


async def over(status: discord.Message, card: Card, origin: Origin, first: Mode) -> Posted:
    """Make the card what a status of ours becomes."""
    mode, sent = await first_taken(
        drawings(card, first, threads=origin.threads),
        lambda drawing: status.edit(content=None, **body(drawing), attachments=files(drawing)),
    )
    return Posted(channel=origin.channel, message=sent.id, guild=origin.guild, mode=mode)


async def original(client: discord.Client, origin: Origin, id: str) -> Posted | None:
    """The reply of an interaction, if it is already the one to the question."""
    found = await hook(client, origin).fetch_message(ORIGINAL)
    return _posted(found, origin, original=True) if _names(found, id) else None


async def status(client: discord.Client, origin: Origin) -> discord.Message | None:
    """What was last shown in place of the reply of an interaction, where that can be looked up."""
    after = discord.Object(origin.since)
    channel = place(client, origin)
    async for message in channel.history(limit=_SEARCHED, after=after, oldest_first=True):
        made = message.interaction_metadata
        if made and made.id == origin.interaction and not message.flags.loading:
            return message
    return None


async def search(client: discord.Client, origin: Origin, id: str) -> Posted | None:
    """A reply to a question among the messages that came after it."""
    after = discord.Object(origin.since)
    channel = place(client, origin)
    async for message in channel.history(limit=_SEARCHED, after=after, oldest_first=True):
        if client.user and message.author.id == client.user.id and _names(message, id):
            return _posted(message, origin)
    return None


def _is_refused_form(error: discord.HTTPException) -> bool:
    return is_form(error) and code(error) != NO_HISTORY and not is_unanswerable(error)


def _posted(message: discord.Message, origin: Origin, *, original: bool = False) -> Posted:
    return Posted(
        channel=origin.channel,
        message=message.id,
        guild=origin.guild,
        mode=Mode.COMPONENTS if message.flags.components_v2 else Mode.EMBED,
        original=original,
    )


def _names(message: discord.Message, id: str) -> bool:
    """Whether one of its buttons has the id of the question."""
    return any(_has(component.to_dict(), f":{id}") for component in message.components)


def _has(component: object, end: str) -> bool:
    if isinstance(component, dict):
        return str(component.get("custom_id", "")).endswith(end) or any(
            _has(each, end) for each in component.values()
        )
    return isinstance(component, list) and any(_has(each, end) for each in component)
