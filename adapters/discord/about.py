"""A question about a message, by the menu of that message: its text comes along without any intent."""

from typing import Any

import discord
from discord import ui
from typing_extensions import override

from adapters.discord import parse, replying
from adapters.discord.drawing import VERSION
from adapters.discord.replying import Interaction
from bot.talk import Via
from bot.wording.chat import chat

_QUESTION = 2000
_PLACEHOLDER = 100
_OPEN_S = 15 * 60.0  # a form that was closed without an answer is forgotten then


async def about(interaction: Interaction, message: discord.Message) -> None:
    """A question about a message: opens a form, in which nothing need be written."""
    me = interaction.client.user
    text = parse.said(message, me.id if me else 0) or _in_embeds(message)
    await interaction.response.send_modal(AboutForm(interaction, text))


class AboutForm(ui.Modal):
    """Asks what one would like to know about a message."""

    def __init__(self, interaction: Interaction, about: str) -> None:
        words = chat(parse.lang(interaction.locale))
        super().__init__(
            title=words.about_title,
            timeout=_OPEN_S,
            custom_id=f"nd:{VERSION}:about:{interaction.id}",
        )
        self._about = about
        self._question: ui.TextInput[Any] = ui.TextInput(
            custom_id="question",
            style=discord.TextStyle.paragraph,
            placeholder=words.about_hint[:_PLACEHOLDER] if about else None,
            required=not about,
            max_length=_QUESTION,
        )
        self.add_item(ui.Label(text=words.about_label, component=self._question))

    @override
    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        asked = parse.of_interaction(
            interaction, self._question.value, via=Via.ABOUT, about=self._about or None
        )
        await replying.receive(interaction, asked)

    @override
    async def on_error(  # type: ignore[override]  # a form's has one parameter less than a view's
        self, interaction: discord.Interaction[Any], error: Exception, /
    ) -> None:
        await replying.apologise(interaction, "a question about a message", error)


def _in_embeds(message: discord.Message) -> str:
    """What a message that has no text of its own shows of a page."""
    shown = (part for embed in message.embeds for part in (embed.title, embed.description))
    return "\n".join(part for part in shown if part)
