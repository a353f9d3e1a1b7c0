"""The form behind "Not helpful"."""

from typing import Any

import discord
from discord import ui
from typing_extensions import override

from adapters.discord import parse, replying
from adapters.discord.drawing import VERSION
from adapters.discord.replying import Pressed
from bot.talk import Feedback, Rating, Reason
from bot.wording.chat import chat

_OPEN_S = 15 * 60.0  # a form that was closed without an answer is forgotten then
_NOTE = 1000


class FeedbackForm(ui.Modal):
    """Asks why, which citation, and for a few words."""

    def __init__(self, pressed: Pressed, citations: int) -> None:
        words = chat(pressed.lang)
        about = pressed.interaction.id  # one form for each press: several readers may have one open
        super().__init__(
            title=words.feedback_title, timeout=_OPEN_S, custom_id=f"nd:{VERSION}:feedback:{about}"
        )
        self._id = pressed.id
        self._citations = citations
        self._reason: ui.RadioGroup[Any] = ui.RadioGroup(
            custom_id="reason",
            options=[
                discord.RadioGroupOption(label=label, value=reason.value)
                for reason, label in words.reasons.items()
                if citations or reason is not Reason.CITATION
            ],
        )
        self._citation = _field("citation", 3)
        self._note = _field("note", _NOTE, discord.TextStyle.paragraph)
        self.add_item(ui.Label(text=words.feedback_reason, component=self._reason))
        if citations:
            self.add_item(ui.Label(text=words.feedback_citation, component=self._citation))
        self.add_item(ui.Label(text=words.feedback_note, component=self._note))

    @override
    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        kept = await interaction.client.front.rate(self._feedback(str(interaction.user.id)))
        words = chat(parse.lang(interaction.locale))
        await replying.say(interaction, words.thanks if kept else words.gone)

    @override
    async def on_error(  # type: ignore[override]  # a form's has one parameter less than a view's
        self, interaction: discord.Interaction[Any], error: Exception, /
    ) -> None:
        await replying.apologise(interaction, "feedback", error)

    def _feedback(self, user: str) -> Feedback:
        reason = Reason(self._reason.value) if self._reason.value else None
        number = _number(self._citation.value, self._citations)
        wrong = reason is Reason.CITATION
        return Feedback(
            id=self._id,
            user=user,
            rating=Rating.WRONG_CITATION if wrong else Rating.DOWN,
            reason=reason,
            note=self._note.value.strip(),
            citation=number if wrong else None,
        )


def _field(name: str, most: int, style: discord.TextStyle = discord.TextStyle.short) -> Any:
    return ui.TextInput(custom_id=name, style=style, required=False, max_length=most)


def _number(typed: str, most: int) -> int | None:
    """The number of a citation, however it is written: `2`, `[2]`."""
    digits = typed.strip().strip("[]").strip()
    fits = digits.isascii() and digits.isdecimal() and 1 <= int(digits) <= most
    return int(digits) if fits else None
