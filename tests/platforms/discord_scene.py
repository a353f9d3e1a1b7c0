"""What the tests of the Discord adapter have in common."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from platforms.discord.model import Message
from platforms.discord_bot import Scene, scene

from bot.talk import Place, Preferences

QUOTE = "Work on advertising"


@asynccontextmanager
async def playing(folder: Path, **how: Any) -> AsyncIterator[Scene]:
    """A scene that ends with nothing broken behind anybody's back."""
    async with scene(folder, **how) as given:
        yield given
        assert given.talk.failures == []


def place(s: Scene) -> Place:
    guild, channel = str(s.guild.id), str(s.channel.id)
    return Place(platform="discord", tenant=guild, channel=channel)


async def prefer(s: Scene, preferences: Preferences) -> None:
    await s.talk.front.prefer(place(s), preferences, by="1", admin=True)


def labels(message: Message) -> list[str]:
    return [button.label for button in message.buttons()]


def custom(message: Message, act: str) -> str:
    """The id in a button of a message."""
    ids = [b.custom_id for b in message.buttons() if b.custom_id]
    return next(i.rsplit(":", 1)[1] for i in ids if f":{act}:" in i)


async def told(interaction: Any) -> str:
    """What the one who acted was shown, alone."""
    shown = await interaction.settled()
    found = interaction.followups[-1] if interaction.followups else shown
    assert found is not None
    assert found.ephemeral
    return str(found.text())


async def ratings(s: Scene) -> list[dict[str, Any]]:
    """What was kept."""
    from sqlalchemy import text  # noqa: PLC0415

    async with s.talk.tools.engine.connect() as connection:
        rows = await connection.execute(text("select * from ratings"))
        return [dict(row) for row in rows.mappings()]


def event(name: str, data: dict[str, Any]) -> Any:
    from platforms.discord.state import Event  # noqa: PLC0415

    return Event(name, data)


def guild(s: Scene) -> dict[str, Any]:
    from platforms.discord.payloads import guild_create_json  # noqa: PLC0415

    return guild_create_json(s.discord.world, s.guild)
