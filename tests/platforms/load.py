"""A burst of 500 questions over 50 channels, and ten minutes of steady load: `make load`.

The bot runs in a process of its own with a scripted desk (20 to 300 ms a reply), so that what is measured
is taking in, queueing and posting. Prints how soon the platform knew that each question had arrived, what
was lost or answered twice, what the platform limited, and the process's memory and open files.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from platforms.processes import BotProcess
from platforms.worlds import WORLDS, World, open_world

_BURST = 500
_BURST_S = 900  # longest wait for the last reply
_SOAK_EVERY_S = 1.0  # between questions
_TOLD_EVERY = 60  # questions


async def burst(world: World, bot: BotProcess, over_s: float) -> None:
    """All questions within so many seconds."""
    before, began = _usage(bot), time.monotonic()
    asked = []
    for n in range(_BURST):
        asked.append(await world.command(n % 50, n, f"What is new? {n}"))
        await asyncio.sleep(max(0.0, began + over_s * n / _BURST - time.monotonic()))
    await _until_replied(world, asked, _BURST_S)
    print(f"  all replied after {time.monotonic() - began:.1f} s; {before} -> {_usage(bot)}")
    _told(world, asked)


async def soak(world: World, bot: BotProcess, minutes: float) -> None:
    """One question after the other."""
    asked, ends = [], time.monotonic() + minutes * 60
    while time.monotonic() < ends:
        n = len(asked)
        if n % _TOLD_EVERY == 0:
            print(f"  {n} questions: {_usage(bot)}", flush=True)
        asked.append(await world.command(n % 50, 1000 + n, f"What is new? {n}"))
        await asyncio.sleep(_SOAK_EVERY_S)
    await _until_replied(world, asked, 60)
    print(f"  {len(asked)} questions: {_usage(bot)}")
    _told(world, asked)


async def _until_replied(world: World, asked: Sequence[Any], seconds: float) -> None:
    async with asyncio.timeout(seconds):
        for message in asked:
            while not world.replies(message):  # noqa: ASYNC110
                await asyncio.sleep(0.25)
    await asyncio.sleep(1)


def _told(world: World, asked: Sequence[Any]) -> None:
    after = sorted(s for m in asked if (s := world.acknowledged_after(m)) is not None)
    counts = [world.replies(m) for m in asked]
    p50, p99 = after[len(after) // 2], after[int(len(after) * 0.99) - 1]
    print(
        f"  {len(asked)} asked, {len(after)} acknowledged: p50 {p50 * 1e3:.0f} ms,"
        f" p99 {p99 * 1e3:.0f} ms, longest {after[-1] * 1e3:.0f} ms;"
        f" replied once {counts.count(1)}, never {counts.count(0)},"
        f" more often {sum(c > 1 for c in counts)};"
        f" limited by the platform {world.limited()} times; against its rules: {world.faults()}"
    )


def _usage(bot: BotProcess) -> str:
    assert bot.process is not None
    here = Path(f"/proc/{bot.process.pid}")
    lines = (here / "status").read_text("utf-8").splitlines()
    resident = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
    return f"{resident // 1024} MB, {len(list((here / 'fd').iterdir()))} files"


async def loaded(which: str, folder: Path, minutes: float) -> None:
    """A platform with its bot: a burst over half a minute, one at once, and steady load."""
    async with open_world(which) as world:
        bot = BotProcess(folder, world.settings)
        await bot.start()
        for over_s in (30.0, 0.0):
            print(f"{which}, {_BURST} questions within {over_s:.0f} s", flush=True)
            await burst(world, bot, over_s)
        print(f"{which}, steady load for {minutes:.0f} minutes", flush=True)
        await soak(world, bot, minutes)
        await bot.stop()


async def main(minutes: float, *only: str) -> None:
    """Each platform in turn."""
    for which in only or WORLDS:
        with tempfile.TemporaryDirectory() as folder:
            await loaded(which, Path(folder), minutes)


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]), *sys.argv[2:]))
