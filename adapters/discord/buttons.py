"""What the buttons under a reply do. They work after a restart: all they need is in their ids."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, Final, Self

import discord
from discord import ui
from typing_extensions import override

from adapters.discord import errors, lists, parse, replying
from adapters.discord.drawing import VERSION, Act, Drawing, Mode
from adapters.discord.escape import one_line
from adapters.discord.feedback import FeedbackForm
from adapters.discord.replying import Interaction, Pressed
from adapters.discord.texts import texts
from bot.present import Card
from bot.talk import Feedback, Kept, Rating, State
from bot.wording.chat import chat

_NAME = 80  # characters of a question that name a thread


class AnswerButton(
    ui.DynamicItem[ui.Button[Any]],
    template=r"nd:(?P<version>\d+):(?P<act>[a-z]+):(?P<id>[0-9a-f]{16})",
):
    """Any button under a reply."""

    def __init__(self, button: ui.Button[Any], version: int, act: str, id: str) -> None:
        super().__init__(button)
        self._act = ACTIONS.get(act) if version == VERSION else None
        self._answer = id

    @classmethod
    @override
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        assert isinstance(item, ui.Button)  # noqa: S101 - the ids are given to nothing else
        return cls(item, int(match["version"]), match["act"], match["id"])

    @override
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        pressed = Pressed(interaction=interaction, id=self._answer)
        try:
            await (self._act or _old)(pressed)
        except Exception as e:  # noqa: BLE001 - whatever breaks, the one who pressed is told
            await replying.apologise(interaction, "a button", e)


async def _up(pressed: Pressed) -> None:
    await _wait(pressed)
    given = Feedback(id=pressed.id, user=pressed.user, rating=Rating.UP)
    words = chat(pressed.lang)
    kept = await pressed.bot.front.rate(given)
    await replying.say(pressed.interaction, words.thanks if kept else words.gone)


async def _down(pressed: Pressed) -> None:
    """The form has to be the first response: nothing may be said before it."""
    card = await _card(pressed)
    if card is None:
        await replying.say(pressed.interaction, chat(pressed.lang).gone)
        return
    await pressed.interaction.response.send_modal(FeedbackForm(pressed, len(card.cited)))


async def _quotes(pressed: Pressed) -> None:
    await _opened(pressed, lists.quotes)


async def _rest(pressed: Pressed) -> None:
    await _opened(pressed, lists.rest)


async def _share(pressed: Pressed) -> None:
    """Only where whoever presses may write themselves."""
    await _wait(pressed)
    may = pressed.interaction.permissions
    in_thread = isinstance(pressed.interaction.channel, discord.Thread)
    if not (may.send_messages_in_threads if in_thread else may.send_messages):
        await replying.say(pressed.interaction, texts(pressed.lang).not_here)
        return
    origin = replace(parse.interaction_origin(pressed.interaction), token="", application=0)
    receipt = await pressed.bot.front.share(pressed.id, pressed.user, origin.handle())
    words = chat(pressed.lang)
    line = words.shared if receipt else await _why_not(pressed)
    await replying.say(pressed.interaction, line)


async def _again(pressed: Pressed) -> None:
    """A failure that was posted is replaced; else the reply to this press becomes the answer."""
    kept = await pressed.bot.front.kept(pressed.id)
    if kept is None or kept.asked.user != pressed.user:
        await replying.say(pressed.interaction, await _why_not(pressed))
        return
    interaction, stands = pressed.interaction, _stands(kept)
    with pressed.bot.acks.pending(interaction.id):
        if stands:
            await interaction.response.defer()
        else:
            await interaction.response.defer(thinking=True, ephemeral=kept.asked.private)
        handle = replace(parse.interaction_origin(interaction), stands=stands).handle()
        receipt = await pressed.bot.front.again(pressed.id, pressed.user, handle)
    if receipt is None:
        await replying.say(interaction, chat(pressed.lang).gone)


def _stands(kept: Kept) -> bool:
    """Whether the failure was posted, be it so lately that this is not noted; else its asker was told alone."""
    return bool(kept.posted) or kept.state is not State.FAILED


async def _why(pressed: Pressed) -> None:
    """Whoever sees the answer sees how it came about; nobody else's private one."""
    await _wait(pressed)
    kept = await pressed.bot.front.kept(pressed.id)
    if kept is None or kept.outcome is None:
        await replying.say(pressed.interaction, chat(pressed.lang).gone)
    elif kept.asked.private and kept.asked.user != pressed.user:
        await replying.say(pressed.interaction, chat(pressed.lang).not_yours)
    else:
        told = await pressed.bot.front.why(kept, pressed.lang)
        mode = _mode(pressed.interaction)
        await replying.show(pressed.interaction, lists.why(told, mode, pressed.lang))


async def _thread(pressed: Pressed) -> None:
    await _wait(pressed)
    kept = await pressed.bot.front.kept(pressed.id)
    await replying.say(pressed.interaction, await _started(pressed, kept))


async def _old(pressed: Pressed) -> None:
    await replying.say(pressed.interaction, texts(pressed.lang).too_old)


async def _wait(pressed: Pressed) -> None:
    await pressed.interaction.response.defer(ephemeral=True, thinking=True)


async def _opened(pressed: Pressed, drawn: Callable[[Card, Mode], Drawing]) -> None:
    await _wait(pressed)
    card = await _card(pressed)
    if card is None:
        await replying.say(pressed.interaction, chat(pressed.lang).gone)
        return
    await replying.show(pressed.interaction, drawn(card, _mode(pressed.interaction)))


async def _card(pressed: Pressed) -> Card | None:
    front = pressed.bot.front
    kept = await front.kept(pressed.id)
    return await front.card(kept) if kept else None


def _mode(interaction: Interaction) -> Mode:
    """The form of the message that the button is on: what is shown there depends on it."""
    message = interaction.message
    return Mode.COMPONENTS if message and message.flags.components_v2 else Mode.EMBED


async def _why_not(pressed: Pressed) -> str:
    kept = await pressed.bot.front.kept(pressed.id)
    theirs = kept is None or kept.asked.user == pressed.user
    return chat(pressed.lang).gone if theirs else chat(pressed.lang).not_yours


async def _started(pressed: Pressed, kept: Kept | None) -> str:
    """What became of the wish for a thread."""
    message, words = pressed.interaction.message, texts(pressed.lang)
    if kept is None or message is None:
        return chat(pressed.lang).gone
    if message.guild is None or not parse.can_thread(pressed.interaction.channel):
        return words.thread_no
    if not pressed.interaction.permissions.create_public_threads:
        return words.not_here
    name = one_line(kept.asked.text or kept.asked.about or "")[:_NAME].strip()
    try:
        await message.create_thread(name=name or "Newsdesk")
    except discord.HTTPException as e:
        return _no_thread(e, message.id, pressed.lang)
    return words.thread_made.format(thread=f"<#{message.id}>")


def _no_thread(error: discord.HTTPException, message: int, lang: str) -> str:
    words = texts(lang)
    lines = {
        errors.THREAD_EXISTS: words.thread_there.format(thread=f"<#{message}>"),
        errors.THREADS_FULL: words.thread_full,
        errors.ARCHIVED: words.thread_archived,
    }
    if error.code not in lines and not isinstance(error, discord.Forbidden):
        raise error
    return lines.get(error.code, words.thread_no)


ACTIONS: Final[Mapping[str, Callable[[Pressed], Awaitable[None]]]] = {
    Act.UP: _up,
    Act.DOWN: _down,
    Act.QUOTES: _quotes,
    Act.REST: _rest,
    Act.SHARE: _share,
    Act.THREAD: _thread,
    Act.AGAIN: _again,
    Act.WHY: _why,
}
