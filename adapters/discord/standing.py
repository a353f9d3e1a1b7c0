"""Who asks for an act of administration, as Discord itself says with each interaction."""

from typing import Final

from adapters.discord import parse
from adapters.discord.escape import one_line
from adapters.discord.replying import Interaction
from bot.rights import Actor, Standing, runs_bot

_NAME: Final = 80


def actor(interaction: Interaction) -> Actor:
    """The one who acts, with whether they run this bot at this moment."""
    place, settings = parse.interaction_place(interaction), interaction.client.settings
    standing = Standing(
        platform=parse.NAME,
        tenant=place.tenant,
        user=str(interaction.user.id),
        manages=_manages(interaction),
        own=interaction.guild_id is not None and interaction.guild_id == interaction.client.home.id,
    )
    return Actor(
        platform=parse.NAME,
        user=standing.user,
        tenant=place.tenant,
        channel=place.channel,
        name=one_line(interaction.user.display_name)[:_NAME],
        admin=runs_bot(standing, settings.admins, settings.homes),
    )


def may_post(interaction: Interaction) -> bool:
    """Whether the bot may write where the interaction was made, so that it can go on editing there."""
    if interaction.guild_id is None:
        return True
    may = interaction.app_permissions
    in_thread = parse.interaction_place(interaction).thread is not None
    return may.view_channel and (may.send_messages_in_threads if in_thread else may.send_messages)


def _manages(interaction: Interaction) -> bool:
    """What Discord sent with this very interaction. Nobody manages direct messages."""
    may = interaction.permissions
    return interaction.guild_id is not None and (may.manage_guild or may.administrator)
