"""`/sources`: listed for everybody, added, read and removed by those who run the bot."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from discord import app_commands
from discord.app_commands import Choice, Command, Group, Range

from adapters.discord import acting, escape, levers, parse, replying, source_lines
from adapters.discord.budget import cut
from adapters.discord.choices import complete_any_source
from adapters.discord.drawing import Drawing
from adapters.discord.lists import listed, note
from adapters.discord.replying import Interaction
from adapters.discord.standing import actor
from bot.administration import Admin
from bot.rights import Actor
from bot.wording.admin import AdminWords, admin_words
from bot.wording.chat import chat
from bot.wording.dates import length
from retrieval.types import Run, RunKind, Source

_ADDRESS: Final = 2000
_NAMED: Final = 500
_SHOWN: Final = 300  # units of a name in a question
_DAYS: Final = 3650
_ONLY_WHEN_ASKED: Final = "0"
_EVERY: Final = {
    "15 minutes": 15,
    "30 minutes": 30,
    "1 hour": 60,
    "3 hours": 180,
    "6 hours": 360,
    "12 hours": 720,
    "1 day": 1440,
    "7 days": 10080,
}

Named = Range[str, 1, _NAMED]


def sources_group(
    contexts: app_commands.AppCommandContext, installs: app_commands.AppInstallationType
) -> Group:
    """The commands. All see them, since `list` is for all and Discord hides only whole groups."""
    group = Group(
        name="sources",
        description="What is searched, and for those who run the bot: what is read",
        allowed_contexts=contexts,
        allowed_installs=installs,
    )
    for name, about, callback in (
        ("list", "The sources that are searched, and how fresh they are", list_sources),
        ("add", "Add a source by its address, and read it", add),
        ("pause", "Read a source no more until it is resumed", pause),
        ("resume", "Read a source on its schedule again", resume),
        ("schedule", "Set how often a source is read", schedule),
        ("remove", "Remove a source with all of its texts", remove),
        ("refresh", "Read a source now", refresh),
        ("backfill", "Read what a source published before it was added", backfill),
        ("retry", "Read again what could not be read from a source", retry),
    ):
        group.add_command(Command(name=name, description=about, callback=callback))
    return group


async def list_sources(interaction: Interaction) -> None:
    """What is searched there; all that there is, for who runs the bot."""
    lang, front = parse.lang(interaction.locale), interaction.client.front
    await interaction.response.defer(ephemeral=True, thinking=True)
    found, none = await _listed(interaction)
    lines = source_lines.blocks(found, front.now(), lang) or [none]
    file = source_lines.file(found, front.now(), lang)
    drawn = listed(lines, interaction.client.mode, lang, file, between="\n")
    await replying.show(interaction, drawn)


@app_commands.describe(address="Address of a feed, a page with one, or a site")
async def add(interaction: Interaction, address: Range[str, 1, _ADDRESS]) -> None:
    """A new source."""

    async def begin(admin: Admin, by: Actor) -> Run:
        return await admin.add(address.strip(), by)

    await acting.start(interaction, "sources.add", begin, address)


@app_commands.describe(source="Which one")
@app_commands.autocomplete(source=complete_any_source)
async def pause(interaction: Interaction, source: Named) -> None:
    """No more readings for now."""

    async def do(admin: Admin, by: Actor) -> Drawing:
        done = await admin.pause((await admin.source(source)).id, by)
        return acting.line(interaction, _words(interaction).paused.format(name=done.name))

    await acting.tell(interaction, "sources.pause", do, source)


@app_commands.describe(source="Which one")
@app_commands.autocomplete(source=complete_any_source)
async def resume(interaction: Interaction, source: Named) -> None:
    """Readings again."""

    async def do(admin: Admin, by: Actor) -> Drawing:
        done = await admin.resume((await admin.source(source)).id, by)
        return acting.line(interaction, _words(interaction).resumed.format(name=done.name))

    await acting.tell(interaction, "sources.resume", do, source)


@app_commands.describe(source="Which one", every="How often")
@app_commands.choices(
    every=[
        *(Choice(name=name, value=str(minutes)) for name, minutes in _EVERY.items()),
        Choice(name="only when asked", value=_ONLY_WHEN_ASKED),
    ]
)
@app_commands.autocomplete(source=complete_any_source)
async def schedule(interaction: Interaction, source: Named, every: str) -> None:
    """How often it is read."""
    wanted = timedelta(minutes=int(every)) if every != _ONLY_WHEN_ASKED else None

    async def do(admin: Admin, by: Actor) -> Drawing:
        done = await admin.schedule((await admin.source(source)).id, wanted, by)
        return acting.line(interaction, _scheduled(interaction, done))

    await acting.tell(interaction, "sources.schedule", do, source)


@app_commands.describe(source="Which one")
@app_commands.autocomplete(source=complete_any_source)
async def remove(interaction: Interaction, source: Named) -> None:
    """Asks whether it is meant; the button does it."""

    async def do(admin: Admin, _by: Actor) -> Drawing:
        return _question(interaction, await admin.source(source))

    await acting.tell(interaction, RunKind.REMOVE, do, source)


@app_commands.describe(source="Which one")
@app_commands.autocomplete(source=complete_any_source)
async def refresh(interaction: Interaction, source: Named) -> None:
    """Reads it from where it was read last."""
    begin = acting.about(source, RunKind.REFRESH)
    await acting.start(interaction, RunKind.REFRESH, begin, source)


@app_commands.describe(source="Which one", days="How many days back")
@app_commands.autocomplete(source=complete_any_source)
async def backfill(interaction: Interaction, source: Named, days: Range[int, 1, _DAYS]) -> None:
    """Reads it further back."""
    begin = acting.about(source, RunKind.BACKFILL, days=str(days))
    await acting.start(interaction, RunKind.BACKFILL, begin, source)


@app_commands.describe(source="Which one")
@app_commands.autocomplete(source=complete_any_source)
async def retry(interaction: Interaction, source: Named) -> None:
    """Reads what failed, whenever that was."""
    begin = acting.about(source, RunKind.RETRY)
    await acting.start(interaction, RunKind.RETRY, begin, source)


async def _listed(interaction: Interaction) -> tuple[Sequence[Source], str]:
    """The sources, and what is said where there are none."""
    bot = interaction.client
    if not actor(interaction).admin:
        found = await bot.front.sources(parse.interaction_place(interaction))
        bare = [replace(s, reason=None) for s in found]  # it may tell of the server's disk
        return bare, chat(parse.lang(interaction.locale)).no_sources
    none = _words(interaction).no_sources.replace("`{command}`", bot.mention("sources add"))
    return [s for s in await bot.front.admin.sources() if not s.asked], none


def _question(interaction: Interaction, source: Source) -> Drawing:
    words, n = _words(interaction), source.documents
    name = cut(source.name or source.id, _SHOWN, escape.text)
    asked = words.remove_question[n != 1].format(name=name, n=f"{n:,}")
    drawn = note(asked, interaction.client.mode)
    return replace(drawn, buttons=levers.of_removal(source.id, words))


def _scheduled(interaction: Interaction, source: Source) -> str:
    words = _words(interaction)
    if source.every is None:
        return words.unscheduled.format(name=source.name)
    span = length(source.every, parse.lang(interaction.locale))
    return words.scheduled.format(name=source.name, span=span)


def _words(interaction: Interaction) -> AdminWords:
    return admin_words(parse.lang(interaction.locale))
