"""`/reindex`, `/rollback`, `/runs` and `/cancel`: for those who run the bot."""

from collections.abc import Sequence
from typing import Any, Final

import discord
from discord import app_commands
from discord.app_commands import Command, Range

from adapters.discord import acting, panel, parse, run_lines
from adapters.discord.choices import complete_any_source, complete_open_run, complete_run
from adapters.discord.drawing import Drawing
from adapters.discord.lists import listed
from adapters.discord.replying import Interaction
from bot.administration import Admin, Wish
from bot.errors import BadRequest
from bot.rights import Actor
from bot.wording import runs
from bot.wording.admin import admin_words
from retrieval.types import Run, RunKind

_NAMED: Final = 500
_RECENT: Final = 15
_OPEN: Final = 50  # that are listed, however long ago they began

Named = Range[str, 1, _NAMED]


def run_commands(
    contexts: app_commands.AppCommandContext, installs: app_commands.AppInstallationType
) -> Sequence[Command[Any, ..., Any]]:
    """The commands. In servers Discord shows them to who manages it; all are checked again here."""
    made = []
    for name, about, callback in (
        ("reindex", "Fill the index anew, of one source or of all; answers go on", reindex),
        ("rollback", "Go back to the index before the last change", rollback),
        ("runs", "Recent and open runs, or one of them", list_runs),
        ("cancel", "End a run; what it stored stays", cancel),
    ):
        command: Command[Any, ..., Any] = Command(
            name=name,
            description=about,
            callback=callback,
            allowed_contexts=contexts,
            allowed_installs=installs,
        )
        command.default_permissions = discord.Permissions(manage_guild=True)
        made.append(command)
    return made


@app_commands.describe(source="Empty: all")
@app_commands.autocomplete(source=complete_any_source)
async def reindex(interaction: Interaction, source: Named | None = None) -> None:
    """Of one source in place, of all beside the old index."""
    wish = Wish(kind=RunKind.REINDEX)
    begin = acting.about(source, RunKind.REINDEX) if source else acting.wished(wish)
    await acting.start(interaction, RunKind.REINDEX, begin, source or "")


async def rollback(interaction: Interaction) -> None:
    """To the generation before."""
    begin = acting.wished(Wish(kind=RunKind.ROLLBACK))
    await acting.start(interaction, RunKind.ROLLBACK, begin)


@app_commands.describe(run="One of them, with all of its errors")
@app_commands.autocomplete(run=complete_run)
async def list_runs(interaction: Interaction, run: Named | None = None) -> None:
    """What goes on and what went on."""

    async def do(admin: Admin, _by: Actor) -> Drawing:
        if run:
            return _one(interaction, await _found(admin, run))
        return await _listed(interaction, admin)

    await acting.tell(interaction, "runs.list", do, run or "")


@app_commands.describe(run="Which one")
@app_commands.autocomplete(run=complete_open_run)
async def cancel(interaction: Interaction, run: Named) -> None:
    """The same as the button under it."""

    async def do(admin: Admin, by: Actor) -> Drawing:
        before = await _found(admin, run)
        if not before.open:
            words = admin_words(parse.lang(interaction.locale))
            return acting.line(interaction, words.ended_already)
        return _one(interaction, await admin.cancel(before.id, by))

    await acting.tell(interaction, "runs.cancel", do, run)


async def _found(admin: Admin, typed: str) -> Run:
    """Raises BadRequest for what is no run."""
    run = await admin.run(typed.strip())
    if run is None:
        raise BadRequest(f"{typed.strip()}: there is no such run; /runs lists them")
    return run


def _one(interaction: Interaction, run: Run) -> Drawing:
    lang, now = parse.lang(interaction.locale), interaction.client.front.now()
    shown = panel.draw(runs.panel(run, now, lang), interaction.client.mode)
    return run_lines.with_errors(shown, run)


async def _listed(interaction: Interaction, admin: Admin) -> Drawing:
    """Open ones first, then the newest of the others."""
    lang, now = parse.lang(interaction.locale), interaction.client.front.now()
    opened = await admin.runs(limit=_OPEN, is_open=True)
    ended = [run for run in await admin.runs(limit=_RECENT) if not run.open]
    every = [*opened, *ended]
    words = admin_words(lang)
    lines = [run_lines.line(run, now, lang) for run in every] or [words.no_runs]
    file = run_lines.file(every, now, lang)
    blocks = [f"**{words.runs}**", *lines]
    return listed(blocks, interaction.client.mode, lang, file, between="\n")
