"""Acts of administration: who asks is found out for each, acknowledged, and only then is it done.

Discord takes one acknowledgement for an interaction. What is delivered twice is therefore done once.
"""

from collections.abc import Awaitable, Callable

import discord
from discord import InteractionResponseType

from adapters.discord import escape, following, parse, replying
from adapters.discord.budget import cut
from adapters.discord.drawing import Drawing
from adapters.discord.lists import note
from adapters.discord.replying import Interaction
from adapters.discord.standing import actor, may_post
from adapters.discord.views import body
from bot.administration import Admin, Wish
from bot.errors import BadRequest, NotAllowed
from bot.rights import Actor
from bot.shades import with_bare_addresses
from bot.wording import known
from bot.wording.admin import admin_words
from retrieval.types import Run, RunKind

Begin = Callable[[Admin, Actor], Awaitable[Run]]
Tell = Callable[[Admin, Actor], Awaitable[Drawing]]

_LINE = 1500  # units of an error
_DETAIL = 200


async def start(interaction: Interaction, act: str, begin: Begin, what: str = "") -> Run | None:
    """Begin a run, and show to the channel how it goes; None where that was refused. Presses and commands."""
    by = actor(interaction)
    if not by.admin:
        await refuse(interaction, act, by, what)
        return None
    alone = not may_post(interaction)
    await _acknowledge(interaction, alone=alone)
    lang = await _lang(interaction, alone=alone)
    try:
        run = await begin(interaction.client.front.admin, by)
    except (BadRequest, NotAllowed) as e:
        await not_done(interaction, e)
        return None
    await following.show(interaction, run, lang, alone=alone)
    return run


async def tell(interaction: Interaction, act: str, do: Tell, what: str = "") -> None:
    """Do something, or look something up, and say so to the one who acts."""
    by = actor(interaction)
    if not by.admin:
        await refuse(interaction, act, by, what)
        return
    await interaction.response.defer(ephemeral=True, thinking=True)
    try:
        drawn = await do(interaction.client.front.admin, by)
    except (BadRequest, NotAllowed) as e:
        drawn = _reason(interaction, e)
    await replying.show(interaction, drawn)


async def refuse(interaction: Interaction, act: str, by: Actor, what: str = "") -> None:
    """Tell somebody that they may not, and note it."""
    await replying.say(interaction, escape.text(admin_words(_own(interaction)).not_admin))
    detail = escape.one_line(with_bare_addresses(what))[:_DETAIL]
    await interaction.client.front.admin.refused(act, by, detail)


def wished(wish: Wish) -> Begin:
    """A run that is fully known before anything was looked up."""

    async def begin(admin: Admin, by: Actor) -> Run:
        return await admin.start(wish, by)

    return begin


def about(source: str, kind: RunKind, **options: str) -> Begin:
    """A run about a source as somebody typed it."""

    async def begin(admin: Admin, by: Actor) -> Run:
        named = await admin.source(source.strip())
        return await admin.start(Wish(kind=kind, source_id=named.id, options=options), by)

    return begin


def line(interaction: Interaction, plain: str) -> Drawing:
    """One line of plain text."""
    return note(cut(plain, _LINE, escape.text), interaction.client.mode)


async def _acknowledge(interaction: Interaction, *, alone: bool) -> None:
    """Raises what Discord answers to all but the first: nothing may be done then."""
    if interaction.type is discord.InteractionType.component:
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=alone, thinking=True)


async def not_done(interaction: Interaction, error: BadRequest | NotAllowed) -> None:
    """Say why to the one who acted, alone: the channel need not see what was mistyped."""
    if interaction.response.type is InteractionResponseType.deferred_channel_message:
        await interaction.delete_original_response()
    await interaction.followup.send(**body(_reason(interaction, error)), ephemeral=True)


def _reason(interaction: Interaction, error: BadRequest | NotAllowed) -> Drawing:
    words = admin_words(_own(interaction))
    return line(interaction, words.not_admin if isinstance(error, NotAllowed) else str(error))


async def _lang(interaction: Interaction, *, alone: bool) -> str:
    """Of a panel: the channel's, if one is set and the channel sees it, else that of the one who acts."""
    if alone:
        return _own(interaction)
    held = await interaction.client.front.preferences(parse.interaction_place(interaction))
    return known(held.lang or _own(interaction))


def _own(interaction: Interaction) -> str:
    return parse.lang(interaction.locale)
