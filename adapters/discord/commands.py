"""The commands: asking, and what one may want to know before."""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

import discord
from discord import app_commands
from discord.app_commands import Command, ContextMenu, Group
from typing_extensions import override

from adapters.discord import escape, lists, parse, replying
from adapters.discord.about import about
from adapters.discord.choices import complete_source
from adapters.discord.privacy import forget_me
from adapters.discord.replying import Interaction
from adapters.discord.runs import run_commands
from adapters.discord.settings import settings_group
from adapters.discord.sources import sources_group
from adapters.discord.texts import KOREAN, texts
from bot.wording.chat import chat

_QUESTION = 2000
_NAME = 100
EVERYWHERE: Final = app_commands.AppCommandContext(guild=True, dm_channel=True)
IN_SERVERS: Final = app_commands.AppCommandContext(guild=True)
INSTALLED: Final = app_commands.AppInstallationType(guild=True)

AnyCommand = Command[Any, ..., Any] | Group | ContextMenu


class Translator(app_commands.Translator):
    """Names and descriptions in English and Korean."""

    @override
    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        if locale is discord.Locale.american_english:
            return (
                string.message
            )  # else its readers would be shown British English, if there was any
        return KOREAN.get(string.message) if locale is discord.Locale.korean else None


def commands() -> Sequence[AnyCommand]:
    """All commands."""
    ask_about = "Ask about tech news; every sentence of the answer has its source"
    return (
        _command("ask", ask_about, ask),
        _command("privacy", "What Newsdesk keeps, and for how long", privacy),
        _command("forget-me", "Delete what Newsdesk keeps of you", forget_me),
        _command("why", "How your last question here was answered", why),
        _command("help", "How to ask, and how to read an answer", help_me),
        settings_group(IN_SERVERS, INSTALLED),
        sources_group(EVERYWHERE, INSTALLED),
        *run_commands(EVERYWHERE, INSTALLED),
        ContextMenu(
            name="Ask about this message",
            callback=about,
            allowed_contexts=EVERYWHERE,
            allowed_installs=INSTALLED,
        ),
    )


@app_commands.describe(
    question="What would you like to know?",
    private="Only you see the answer",
    source="Search this source alone",
)
@app_commands.autocomplete(source=complete_source)
async def ask(
    interaction: Interaction,
    question: app_commands.Range[str, 1, _QUESTION],
    *,
    private: bool = False,
    source: str | None = None,
) -> None:
    """A question by command."""
    lang = parse.lang(interaction.locale)
    if not question.strip():
        await replying.say(interaction, chat(lang).empty)
        return
    named = await _named(interaction, source) if source else None
    if source and named is None:
        line = texts(lang).no_source.format(name=escape.text(source[:_NAME]))
        await replying.say(interaction, line)
        return
    asked = parse.of_interaction(interaction, question, private=private, source=named)
    await replying.receive(interaction, asked)


async def why(interaction: Interaction) -> None:
    """How the asker's own last answer came about."""
    lang, front = parse.lang(interaction.locale), interaction.client.front
    await interaction.response.defer(ephemeral=True, thinking=True)
    place, user = parse.interaction_place(interaction), str(interaction.user.id)
    kept = await front.latest(place, user)
    told = await front.why(kept, lang) if kept else (chat(lang).why_none,)
    await replying.show(interaction, lists.why(told, interaction.client.mode, lang))


async def privacy(interaction: Interaction) -> None:
    """What is kept."""
    bot = interaction.client
    words = chat(parse.lang(interaction.locale))
    days, forget = bot.settings.keep_days, bot.mention("forget-me")
    await replying.say(interaction, words.privacy.format(days=days, forget=forget))


async def help_me(interaction: Interaction) -> None:
    """How to use it."""
    words = chat(parse.lang(interaction.locale))
    await replying.say(interaction, f"{words.welcome}\n\n{words.help}")


def _command(name: str, description: str, callback: Any) -> Command[Any, ..., Any]:
    return Command(
        name=name,
        description=description,
        callback=callback,
        allowed_contexts=EVERYWHERE,
        allowed_installs=INSTALLED,
    )


async def _named(interaction: Interaction, source: str) -> str | None:
    """The id of a source by id or name; what was typed, where there is no time to look."""
    try:
        async with asyncio.timeout(replying.PATIENCE_S):
            found = await interaction.client.front.sources(parse.interaction_place(interaction))
    except TimeoutError:
        return source
    typed = source.strip().casefold()
    return next((s.id for s in found if typed in {s.id.casefold(), s.name.casefold()}), None)
