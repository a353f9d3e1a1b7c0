"""kill -9 at random moments between a question and its reply: `make crashes`.

Questions are asked; within the time that a reply takes, the bot's process is killed; it is started again.
In the end each question must have exactly one reply, or one line that tells its asker what happened.
"""

import asyncio
import random
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from platforms.processes import BotProcess
from platforms.worlds import HISTORY, WORLDS, World, open_world

_REPLY_S = 0.9  # about the time from a question to its reply
_ANSWERED_S = 60  # after the last start
_QUIET_S = 1.5  # in which a second reply would come


@dataclass(frozen=True, kw_only=True)
class Report:
    """What became of the questions."""

    kills: int
    questions: int
    replied: int  # with exactly one reply
    told: int  # without a reply, their asker was told
    silent: int
    twice: int
    faults: tuple[str, ...]


async def crash(which: str, kills: int, folder: Path, chance: random.Random) -> Report:
    """Kill the bot so often; how many questions ended how."""
    async with open_world(which, **_rules(which)) as world:
        bot = BotProcess(folder, world.settings)
        asked: list[Any] = []
        for n in range(kills):
            await bot.start()
            asked += [await world.ask((n + k) % 50, n, f"What is new? {n}.{k}") for k in range(2)]
            await asyncio.sleep(chance.uniform(0, _REPLY_S))
            await bot.kill()
        await bot.start()
        await _until_answered(world, asked)
        await bot.stop()
        return _report(world, asked, kills)


async def _until_answered(world: World, asked: list[Any]) -> None:
    for _ in range(_ANSWERED_S * 10):
        if all(world.replies(m) or world.told(m) for m in asked):
            break
        await asyncio.sleep(0.1)
    await asyncio.sleep(_QUIET_S)


def _report(world: World, asked: list[Any], kills: int) -> Report:
    counts = [(world.replies(m), world.told(m)) for m in asked]
    return Report(
        kills=kills,
        questions=len(asked),
        replied=sum(replies == 1 for replies, _ in counts),
        told=sum(not replies and told > 0 for replies, told in counts),
        silent=sum(not replies and not told for replies, told in counts),
        twice=sum(replies > 1 for replies, _ in counts),
        faults=tuple(world.faults()),
    )


def _rules(which: str) -> dict[str, Any]:
    """Slack sends an event again after a second instead of a minute."""
    again = (0.0, 0.5, *(1.0,) * 60)
    return {"retry_schedule": again} if which.startswith("slack") else {}


async def main(kills: int) -> None:
    """Each platform in turn; the seed is printed first."""
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    for which in (*WORLDS, HISTORY):
        with tempfile.TemporaryDirectory() as folder:
            report = await crash(which, kills, Path(folder), random.Random(seed))  # noqa: S311
            print(f"{which}: {report}", flush=True)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
