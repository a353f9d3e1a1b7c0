"""`/forget-me`: deletes what is kept of a person, after asking once more."""

import re
from typing import Any, Self

import discord
from discord import ui
from typing_extensions import override

from adapters.discord import parse, replying
from adapters.discord.drawing import VERSION
from adapters.discord.replying import Interaction
from bot.talk import Forgotten
from bot.wording.chat import chat

_ID = f"nd:{VERSION}:forget"


class ForgetButton(ui.DynamicItem[ui.Button[Any]], template=_ID):
    """Deletes what is kept of the one who presses it."""

    @classmethod
    @override
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        assert isinstance(item, ui.Button)  # noqa: S101 - the id is given to nothing else
        return cls(item)

    @override
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        try:
            await interaction.response.defer(ephemeral=True, thinking=True)
            await replying.say(interaction, await _forgotten(interaction))
        except Exception as e:  # noqa: BLE001 - whatever breaks, the one who pressed is told
            await replying.apologise(interaction, "forgetting", e)


async def forget_me(interaction: Interaction) -> None:
    """Asks whether they mean it."""
    words = chat(parse.lang(interaction.locale))
    view = ui.View(timeout=None)
    danger = discord.ButtonStyle.danger
    view.add_item(ui.Button(label=words.forget, custom_id=_ID, style=danger))
    view.stop()
    await interaction.response.send_message(words.forget_confirm, view=view, ephemeral=True)


async def _forgotten(interaction: Interaction) -> str:
    """What was deleted here and in direct messages, which belong to no server."""
    user, here = str(interaction.user.id), parse.interaction_place(interaction).tenant
    total = Forgotten(questions=0, ratings=0)
    for tenant in sorted({here, parse.NO_TENANT}):
        gone = await interaction.client.front.forget(parse.NAME, tenant, user)
        total = Forgotten(
            questions=total.questions + gone.questions, ratings=total.ratings + gone.ratings
        )
    words = chat(parse.lang(interaction.locale))
    return words.forgotten.format(questions=total.questions, ratings=total.ratings)
