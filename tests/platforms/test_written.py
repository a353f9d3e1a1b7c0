"""A question in Discord and in Slack, from the event to an answer that a model wrote and the bot checked.

Real stores, a scripted model. Most of it is tested piece by piece elsewhere; here the pieces meet.
"""

from pathlib import Path

from examples import document
from fakes_desk import FakeDesk
from platforms.discord_scene import playing, told
from platforms.slack.reading import readable
from platforms.slack_bot import slack_bot
from scripted_writer import ScriptedWriter, says
from world import open_world

from bot.errors import WriterBusy
from bot.wording.chat import chat

SOLD = "Nova sold 3 million phones in October."
NOVA, KITE = "In October, Nova sold 3 million phones.", "In October, Kite sold 2 million phones."
NEWS = document("news", text=f"{SOLD} Kite sold 2 million phones in October.")
QUESTION = "How many phones did Nova sell in October?"
FOLLOW_UP = '{"question": "How many phones did Kite sell in October?"}'
FALSE = "In October, Nova sold 8 million phones."


async def test_discord(tmp_path: Path) -> None:
    """A written answer, how it came about, and a follow-up that says how it was understood."""
    kite = says(("Kite sold 2 million phones in October.", KITE))
    writer = ScriptedWriter([says((SOLD, FALSE), (SOLD, NOVA)), FOLLOW_UP, kite])
    async with open_world(tmp_path, threshold=0.0, writer=writer) as world:
        await world.store(NEWS)
        async with playing(_chat(tmp_path), desk=_as_fake(world.desk)) as s:
            reply = await s.replied(QUESTION)
            assert NOVA in reply.text()
            assert "8 million" not in reply.text()
            why = await told(await s.discord.press(reply, s.bob, chat("en").why))
            assert "8 million" in why
            await s.ask("And Kite?")
            again = await s.answer(nth=2)
            assert KITE in again.text()
            assert "Understood as: How many phones did Kite sell in October?" in again.text()


async def test_slack(tmp_path: Path) -> None:
    """A model that fails leaves quotes and the reason; the next question is answered by it."""
    writer = ScriptedWriter([WriterBusy("busy"), says((SOLD, NOVA))])
    async with open_world(tmp_path, threshold=0.0, writer=writer) as world:
        await world.store(NEWS)
        async with slack_bot(_chat(tmp_path), desk=_as_fake(world.desk)) as bot:
            first = "\n".join(readable((await bot.reply(await bot.ask(QUESTION))).blocks))
            assert SOLD in first
            assert "takes no more requests for now" in first
            then = await bot.reply(await bot.ask(QUESTION))
            assert NOVA in "\n".join(readable(then.blocks))


def _chat(folder: Path) -> Path:
    """Conversations in a folder of their own."""
    there = folder / "chat"
    there.mkdir()
    return there


def _as_fake(desk: object) -> FakeDesk:
    """The scenes take any desk, whatever they say."""
    assert not isinstance(desk, FakeDesk)
    return desk  # type: ignore[return-value]
