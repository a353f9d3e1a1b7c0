"""Two processes of the bot on one PostgreSQL database, both connected to one platform."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from platforms.processes import BotProcess, free_port
from platforms.worlds import open_world
from postgres import programs, server


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if programs() is None:
        pytest.skip("PostgreSQL's programs are not installed")
    with server(tmp_path_factory.mktemp("postgres")) as url:
        yield url


@pytest.mark.parametrize("which", ["slack-socket", "discord"])
async def test_one_reply_of_two_processes(which: str, postgres: str, tmp_path: Path) -> None:
    """Discord tells both of every message, Slack one of them at random: each gets one reply."""
    async with open_world(which) as world:
        bots = []
        for n in range(2):
            (tmp_path / str(n)).mkdir()
            given = {**world.settings, "database_url": postgres, "slack_port": free_port()}
            bots.append(BotProcess(tmp_path / str(n), given))
        await asyncio.gather(*(bot.start() for bot in bots))
        asked = [await world.ask(n, n, f"What is new? {n}") for n in range(12)]
        async with asyncio.timeout(40):
            while not all(world.replies(m) for m in asked):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        await asyncio.sleep(1.5)
        assert [world.replies(m) for m in asked] == [1] * 12
        assert world.faults() == []
        await asyncio.gather(*(bot.stop() for bot in bots))
        assert [bot.codes for bot in bots] == [[0], [0]]
