"""What the buttons of those who run the bot do. They work after a restart, and are checked at each press."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Self

import discord
from discord import ui
from typing_extensions import override

from adapters.discord import acting, levers, panel, parse, replying
from adapters.discord.drawing import VERSION, Mode
from adapters.discord.lists import note
from adapters.discord.replying import Interaction
from adapters.discord.standing import actor
from adapters.discord.views import body
from bot import presses
from bot.administration import Admin, Wish
from bot.errors import BadRequest, NotAllowed
from bot.panels import Press
from bot.rights import Actor
from bot.wording import runs
from bot.wording.admin import AdminWords, admin_words
from retrieval.types import Run, RunKind

_ACTS: Final[Mapping[Press, RunKind]] = {
    Press.CONFIRM: RunKind.REFRESH,
    Press.RETRY: RunKind.RETRY,
    Press.ROLLBACK: RunKind.ROLLBACK,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button under a run that somebody pressed."""

    interaction: Interaction
    run: str
    value: str

    @property
    def words(self) -> AdminWords:
        """In the language of the one who pressed."""
        return admin_words(parse.lang(self.interaction.locale))


class RunButton(ui.DynamicItem[ui.Button[Any]], template=levers.RUN):
    """Any button under a run."""

    def __init__(self, button: ui.Button[Any], match: re.Match[str]) -> None:
        super().__init__(button)
        self._press = ACTIONS.get(match["press"]) if int(match["version"]) == VERSION else None
        self._run, self._value = match["run"], match["value"]

    @classmethod
    @override
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        assert isinstance(item, ui.Button)  # noqa: S101 - the ids are given to nothing else
        return cls(item, match)

    @override
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        pressed = Pressed(interaction=interaction, run=self._run, value=self._value)
        try:
            await (self._press or _old)(pressed)
        except Exception as e:  # noqa: BLE001 - whatever breaks, the one who pressed is told
            await replying.apologise(interaction, "a button of a run", e)


class SourceButton(ui.DynamicItem[ui.Button[Any]], template=levers.SOURCE):
    """The answers to the question whether a source is to be removed."""

    def __init__(self, button: ui.Button[Any], match: re.Match[str]) -> None:
        super().__init__(button)
        self._is_old = int(match["version"]) != VERSION
        self._removes, self._source = match["act"] == "remove", match["source"]

    @classmethod
    @override
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        assert isinstance(item, ui.Button)  # noqa: S101 - the ids are given to nothing else
        return cls(item, match)

    @override
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        try:
            await self._answered(interaction)
        except Exception as e:  # noqa: BLE001 - whatever breaks, the one who pressed is told
            await replying.apologise(interaction, "a button of a source", e)

    async def _answered(self, interaction: Interaction) -> None:
        if self._is_old:
            await _expired(interaction)
        elif self._removes:
            await _remove(interaction, self._source)
        else:
            await _keep(interaction, self._source)


async def _cancel(pressed: Pressed) -> None:
    """The run shows at once that it has ended, where it is looked at."""
    interaction, by = pressed.interaction, actor(pressed.interaction)
    if not by.admin:
        await acting.refuse(interaction, "runs.cancel", by, pressed.run)
        return
    await interaction.response.defer()
    admin = interaction.client.front.admin
    try:
        before = await _run(pressed, admin)
        run = await admin.cancel(pressed.run, by) if before.open else None
    except (BadRequest, NotAllowed) as e:
        await acting.not_done(interaction, e)
        return
    if run is None:
        await replying.say(interaction, pressed.words.ended_already)
        return
    shown = runs.panel(run, interaction.client.front.now(), parse.lang(interaction.locale))
    drawn = panel.draw(shown, _mode(interaction))
    await interaction.edit_original_response(**body(drawn))


async def _start(pressed: Pressed, press: Press) -> None:
    """What the run offers now; Discord may show what it offered long ago."""

    async def begin(admin: Admin, by: Actor) -> Run:
        run = await _run(pressed, admin)
        recent = await admin.runs(limit=presses.RECENT, source_id="")
        now = pressed.interaction.client.front.now()
        if not presses.offered(press, pressed.value, run, now, recent):
            raise BadRequest(pressed.words.expired)
        return await admin.start(presses.wished(press, run), by)

    await acting.start(pressed.interaction, _ACTS[press], begin, pressed.run)


async def _remove(interaction: Interaction, source: str) -> None:
    """The question goes, once it is answered."""
    wish = Wish(kind=RunKind.REMOVE, source_id=source)
    run = await acting.start(interaction, RunKind.REMOVE, acting.wished(wish), source)
    if run is not None:
        title = runs.run_title(run, parse.lang(interaction.locale))
        await interaction.edit_original_response(**body(acting.line(interaction, title)))


async def _keep(interaction: Interaction, source: str) -> None:
    """Nothing is done; the question goes, so that it is not answered again by mistake."""
    by, admin = actor(interaction), interaction.client.front.admin
    if not by.admin:
        await acting.refuse(interaction, RunKind.REMOVE, by, source)
        return
    await interaction.response.defer()
    words = admin_words(parse.lang(interaction.locale))
    found = [s for s in await admin.sources() if s.id == source]
    plain = words.kept.format(name=found[0].name) if found else words.expired
    await interaction.edit_original_response(**body(acting.line(interaction, plain)))


async def _old(pressed: Pressed) -> None:
    await _expired(pressed.interaction)


async def _expired(interaction: Interaction) -> None:
    words = admin_words(parse.lang(interaction.locale))
    await replying.show(interaction, note(words.expired, interaction.client.mode))


async def _run(pressed: Pressed, admin: Admin) -> Run:
    """The run that a button belongs to. Raises BadRequest when it is no longer kept."""
    run = await admin.run(pressed.run)
    if run is None:
        raise BadRequest(pressed.words.expired)
    return run


def _mode(interaction: Interaction) -> Mode:
    """The form of the message that the button is on, which it keeps."""
    message = interaction.message
    return Mode.COMPONENTS if message and message.flags.components_v2 else Mode.EMBED


ACTIONS: Final[Mapping[str, Callable[[Pressed], Awaitable[None]]]] = {
    Press.CANCEL: _cancel,
    **{press: partial(_start, press=press) for press in _ACTS},
}
