"""What the tests of administration in Discord have in common."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fakes_admin import NOW, FakeAdmin
from platforms.discord.deliveries import begin
from platforms.discord.interactions import COMMAND, COMPONENT, Interaction
from platforms.discord.model import Message, User
from platforms.discord_bot import Scene

from bot.administration import Follower
from bot.errors import PlatformBusy
from bot.wording.runs import panel
from retrieval.types import Run, RunKind, RunState, Source

PAPER = Source(
    id="paper",
    kind="feed",
    location="https://paper.example/feed.xml",
    name="The Paper",
    documents=1024,
)
HOSTILE = Source(
    id="evil",
    kind="feed",
    location="https://evil.example/feed.xml",
    name="**[x](https://evil.example)** @everyone <@1> `\n# big",
    documents=1,
    reason="<@&2> ||said|| @here",
)
HELD = Run(
    id="00000000000000aa",
    source_id="paper",
    asked_by="discord:1 (Bob)",
    state=RunState.HELD,
    started=NOW,
    finished=NOW,
    kind=RunKind.REFRESH,
    name="The Paper",
    message="900 of 1,024 texts are missing",
    options={"held": "900", "held_mark": "ab" * 16},
)


def known(*runs: Run) -> FakeAdmin:
    """An administration of two sources, and of runs."""
    return FakeAdmin(
        known={source.id: source for source in (PAPER, HOSTILE)},
        kept={run.id: run for run in runs},
    )


def outcomes(s: Scene) -> list[tuple[str, str]]:
    """What stands in the audit log, oldest first."""
    return [(act.act, act.outcome) for act in s.admin.log]


async def refused(s: Scene, interaction: Interaction) -> str:
    """What somebody was shown, alone, who may not do that."""
    await interaction.settled()
    shown = interaction.original or None
    told = interaction.followups[-1] if interaction.followups else shown
    assert told is not None
    assert told.ephemeral
    assert s.admin.followers == []
    return told.text()


async def alone(s: Scene, interaction: Interaction) -> str:
    """What is told to the one who acted, once "thinking" is gone from the channel."""

    def found() -> Message | None:
        told = [m for m in (*interaction.followups, interaction.original) if m is not None]
        return next((m for m in told if m.ephemeral and not m.loading), None)

    shown = await s.discord.until(found)
    assert shown is not None
    return shown.text()


async def followed(s: Scene, nth: int = 1) -> tuple[Message, Follower]:
    """The message that shows a run, and what follows it."""
    await s.discord.until(lambda: len(s.admin.followers) >= nth)
    follower = s.admin.followers[nth - 1]
    return s.discord.world.messages[int(follower.handle["message"])], follower


async def goes_on(s: Scene, follower: Follower, **changes: object) -> Run:
    """The run has changed, and its message is told."""
    run = replace(s.admin.kept[follower.run_id], **changes)  # type: ignore[arg-type]
    s.admin.kept[run.id] = run
    await s.platform.report(follower, panel(run, NOW, follower.lang))
    return run


async def told_later(s: Scene, follower: Follower) -> float:
    """After how many seconds Discord may be told again; 0: it was told."""
    try:
        await goes_on(s, follower)
    except PlatformBusy as e:
        return e.after
    return 0.0


async def forged(s: Scene, message: Message, user: User, custom_id: str) -> Interaction:
    """A press of a button with an id that the bot never gave, as if it stood in the message."""
    button: dict[str, Any] = {"type": 2, "style": 2, "label": "x", "custom_id": custom_id, "id": 90}
    row = {"type": 1, "id": 91, "components": [button]}
    shown = replace(message, components=(*message.components, row))
    data = {"component_type": 2, "custom_id": custom_id, "id": 90}
    made = begin(s.discord.world, COMPONENT, user, message.channel, data, shown)
    await s.discord.redeliver(made)
    return made


async def hidden(s: Scene, user: User, name: str, options: Mapping[str, str]) -> Interaction:
    """A command that Discord does not offer to somebody, used all the same."""
    every = s.discord.world.commands[None]
    command = next(each for each in every if each["name"] == name)
    typed = [{"name": key, "type": 3, "value": value} for key, value in options.items()]
    data = {"id": command["id"], "name": name, "type": 1, "options": typed}
    made = begin(s.discord.world, COMMAND, user, s.channel, data)
    await s.discord.redeliver(made)
    return made


async def run_by(s: Scene, **names: tuple[str, ...]) -> None:
    """Start the bot anew with other `admins` or `homes`: their ids are made by the scene."""
    await s.stop()
    settings = s.talk.tools.settings.model_copy(update=names)
    s.talk.tools = replace(s.talk.tools, settings=settings)
    await s.start()
