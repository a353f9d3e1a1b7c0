"""What is offered while a command is typed, to those who may use it."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Final

from discord.app_commands import Choice

from adapters.discord import parse
from adapters.discord.escape import one_line
from adapters.discord.replying import Interaction
from adapters.discord.standing import actor
from bot.errors import BotError
from bot.wording.runs import run_title, state_line
from retrieval.errors import RetrievalError
from retrieval.types import Run, Source

_CHOICES: Final = 25
_NAME: Final = 100
_LOOKED_AT: Final = 100  # runs


def of_sources(sources: Iterable[Source], typed: str) -> list[Choice[str]]:
    """Sources whose name has what was typed."""
    fitting = [s for s in sources if typed.casefold() in s.name.casefold()]
    return [Choice(name=s.name[:_NAME] or s.id, value=s.id[:_NAME]) for s in fitting[:_CHOICES]]


async def complete_source(interaction: Interaction, typed: str) -> list[Choice[str]]:
    """Sources that may be searched there."""
    found = await interaction.client.front.sources(parse.interaction_place(interaction))
    return of_sources(found, typed)


async def complete_any_source(interaction: Interaction, typed: str) -> list[Choice[str]]:
    """All sources, for who runs the bot."""
    if not actor(interaction).admin:
        return []
    with suppress(RetrievalError, BotError):  # it can be typed all the same
        every = await interaction.client.front.admin.sources()
        return of_sources((s for s in every if not s.asked), typed)
    return []


async def complete_run(interaction: Interaction, typed: str) -> list[Choice[str]]:
    """The newest runs."""
    return await _runs(interaction, typed, is_open=False)


async def complete_open_run(interaction: Interaction, typed: str) -> list[Choice[str]]:
    """Runs that have not ended."""
    return await _runs(interaction, typed, is_open=True)


async def _runs(interaction: Interaction, typed: str, *, is_open: bool) -> list[Choice[str]]:
    if not actor(interaction).admin:
        return []
    front = interaction.client.front
    found: Sequence[Run] = ()
    with suppress(RetrievalError, BotError):
        found = await front.admin.runs(limit=_LOOKED_AT, is_open=is_open)
    lang, now = parse.lang(interaction.locale), front.now()
    named = [(_named(run_title(r, lang), state_line(r, now, lang)), r) for r in found]
    fitting = [(name, r) for name, r in named if typed.casefold() in f"{name} {r.id}".casefold()]
    return [Choice(name=name, value=r.id) for name, r in fitting[:_CHOICES]]


def _named(title: str, state: str) -> str:
    """The state stays to be seen, however long the title is."""
    end = f" — {state}"
    return one_line(title)[: _NAME - len(end)] + end
