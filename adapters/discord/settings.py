"""`/settings`: what holds in a channel, shown and changed by who manages the server."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import discord
from discord import app_commands
from discord.app_commands import Choice, Command, Group

from adapters.discord import escape, parse, replying
from adapters.discord.replying import Interaction
from adapters.discord.texts import texts
from bot.errors import NotAllowed
from bot.talk import EVERYWHERE, Preferences
from bot.wording.chat import Chat, chat
from retrieval.types import Source

_CHOICES = 25
_NAME = 100
_ALL = "all"


def settings_group(
    contexts: app_commands.AppCommandContext, installs: app_commands.AppInstallationType
) -> Group:
    """The commands. Discord hides them from others; whoever sees them all the same is checked again."""
    group = Group(
        name="settings",
        description="How Newsdesk behaves in this channel",
        default_permissions=discord.Permissions(manage_guild=True),
        allowed_contexts=contexts,
        allowed_installs=installs,
    )
    show_about, set_about = "Show what holds in this channel", "Change what holds in this channel"
    group.add_command(Command(name="show", description=show_about, callback=show))
    group.add_command(Command(name="set", description=set_about, callback=change))
    return group


async def complete_sources(interaction: Interaction, typed: str) -> list[Choice[str]]:
    """The names typed so far, with each source that the last one may become."""
    *before, last = (part.strip() for part in typed.split(","))
    every = await _every(interaction)
    fitting = [s.name for s in every if last.casefold() in s.name.casefold()]
    offered = [", ".join((*before, name)) for name in fitting if name not in before]
    offered = offered if before or last else [_ALL, *offered]
    return [Choice(name=o, value=o) for o in offered if o and len(o) <= _NAME][:_CHOICES]


async def show(interaction: Interaction) -> None:
    """What holds here."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    preferences = await interaction.client.front.preferences(parse.interaction_place(interaction))
    await replying.say(interaction, await _told(interaction, preferences))


@app_commands.describe(
    on="Answer in this channel",
    sources="Sources that may be searched, separated by commas; “all” for all",
    lang="Language of replies",
    private="Replies to commands are for the asker alone",
)
@app_commands.choices(
    lang=[
        Choice(name="that of the question", value="auto"),
        Choice(name="English", value="en"),
        Choice(name="한국어", value="ko"),
    ]
)
@app_commands.autocomplete(sources=complete_sources)
async def change(
    interaction: Interaction,
    *,
    on: bool | None = None,
    sources: str | None = None,
    lang: str | None = None,
    private: bool | None = None,
) -> None:
    """Sets what was named, and leaves the rest."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    words = chat(parse.lang(interaction.locale))
    front, place = interaction.client.front, parse.interaction_place(interaction)
    held = await front.preferences(place)
    chosen = await _chosen(interaction, sources) if sources else held.sources
    if isinstance(chosen, str):
        await replying.say(interaction, chosen)
        return
    wanted = replace(
        held,
        on=held.on if on is None else on,
        sources=chosen,
        lang=held.lang if lang is None else _lang(lang),
        private=held.private if private is None else private,
    )
    user, admin = str(interaction.user.id), is_admin(interaction)
    try:
        saved = await front.prefer(place, wanted, by=user, admin=admin)
    except NotAllowed:
        await replying.say(interaction, words.not_allowed)
        return
    await replying.say(interaction, f"{words.saved}\n\n{await _told(interaction, saved)}")


def is_admin(interaction: Interaction) -> bool:
    """Whether somebody may change settings there."""
    may = interaction.permissions
    named = f"{parse.NAME}:{interaction.user.id}" in interaction.client.settings.admins
    return named or may.manage_guild or may.administrator


async def _told(interaction: Interaction, held: Preferences) -> str:
    words = chat(parse.lang(interaction.locale))
    sources = words.all_sources
    if held.sources is not None:
        names = [escape.text(s.name) for s in await _every(interaction) if s.id in held.sources]
        sources = ", ".join(names) or "–"
    lang = {"en": "English", "ko": "한국어"}.get(held.lang or "", words.lang_auto)
    lines = (
        f"**{words.settings}**",
        words.settings_here,
        f"- {words.setting_on}: {_yes(words, held.on)}",
        f"- {words.setting_sources}: {sources}",
        f"- {words.setting_lang}: {lang}",
        f"- {words.setting_private}: {_yes(words, held.private)}",
    )
    hint = texts(parse.lang(interaction.locale)).settings_hint
    command = interaction.client.mention("settings set")
    return "\n".join((*lines, f"-# {hint.format(command=command)}"))


def _yes(words: Chat, value: bool) -> str:  # noqa: FBT001
    return words.yes if value else words.no


def _lang(chosen: str) -> Literal["en", "ko"] | None:
    return "en" if chosen == "en" else "ko" if chosen == "ko" else None


async def _every(interaction: Interaction) -> Sequence[Source]:
    """All sources, also those that may not be searched in this channel."""
    anywhere = replace(parse.interaction_place(interaction), channel=EVERYWHERE, thread=None)
    return await interaction.client.front.sources(anywhere)


async def _chosen(interaction: Interaction, typed: str) -> frozenset[str] | str | None:
    """The ids of the sources that were named; None for all; else a line about one that is unknown."""
    if typed.strip().casefold() in {_ALL, chat("ko").all_sources}:
        return None
    known = {name.casefold(): s.id for s in await _every(interaction) for name in (s.id, s.name)}
    names = [name.strip() for name in typed.split(",") if name.strip()]
    for name in names:
        if name.casefold() not in known:
            words = texts(parse.lang(interaction.locale))
            return words.no_source.format(name=escape.text(name[:_NAME]))
    return frozenset(known[name.casefold()] for name in names) or None
