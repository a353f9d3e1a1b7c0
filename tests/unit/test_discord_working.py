"""When a status is shown in place of a reply: rarely, the newest, and never once the work has ended."""

import asyncio
import time

from adapters.discord.working import statuses
from bot.types import Phase, Progress

EVERY_S = 0.05
SEARCHING = Progress(phase=Phase.SEARCHING)
READING = Progress(phase=Phase.READING, count=6)
CHECKING = Progress(phase=Phase.CHECKING, count=2)


class Shown:
    """Takes so long for each, and says whether it is worth going on."""

    def __init__(self, seconds: float = 0.0, *, go_on: bool = True) -> None:
        self.given: list[tuple[float, Progress]] = []
        self.ended: list[float] = []
        self._seconds = seconds
        self._go_on = go_on

    async def __call__(self, progress: Progress) -> bool:
        self.given.append((time.monotonic(), progress))
        await asyncio.sleep(self._seconds)
        self.ended.append(time.monotonic())
        return self._go_on

    @property
    def progress(self) -> list[Progress]:
        return [progress for _, progress in self.given]


async def until_given(shown: Shown, count: int) -> None:
    async with asyncio.timeout(5):
        while len(shown.given) < count:  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def test_the_last_told_wins() -> None:
    """What was told before it is passed over."""
    shown = Shown()
    async with statuses(shown, EVERY_S) as tell:
        for progress in (SEARCHING, READING, CHECKING):
            await tell(progress)
        await until_given(shown, 1)
    assert shown.progress == [CHECKING]


async def test_work_that_ends_soon_shows_nothing() -> None:
    """It would only flicker."""
    shown = Shown()
    async with statuses(shown, EVERY_S) as tell:
        await tell(READING)
    await asyncio.sleep(3 * EVERY_S)
    assert shown.given == []


async def test_one_is_not_soon_after_another() -> None:
    """Discord limits edits."""
    shown = Shown()
    began = time.monotonic()
    async with statuses(shown, EVERY_S) as tell:
        await tell(SEARCHING)
        await until_given(shown, 1)
        await tell(READING)
        await until_given(shown, 2)
    first, second = (at for at, _ in shown.given)
    assert first - began >= EVERY_S
    assert second - first >= EVERY_S


async def test_the_same_is_not_shown_twice() -> None:
    """Told again, such as when a search is tried again."""
    shown = Shown()
    async with statuses(shown, EVERY_S) as tell:
        await tell(READING)
        await until_given(shown, 1)
        await tell(READING)
        await asyncio.sleep(3 * EVERY_S)
    assert shown.progress == [READING]


async def test_the_block_ends_after_what_is_on_its_way() -> None:
    """So that nothing can come after what is sent next."""
    shown = Shown(seconds=0.3)
    async with statuses(shown, EVERY_S) as tell:
        await tell(READING)
        await until_given(shown, 1)
        await tell(CHECKING)
    assert len(shown.ended) == 1
    assert shown.ended[0] <= time.monotonic()
    await asyncio.sleep(3 * EVERY_S)
    assert shown.progress == [READING]


async def test_what_is_refused_is_the_last() -> None:
    """Such as by a limit of requests."""
    shown = Shown(go_on=False)
    async with statuses(shown, EVERY_S) as tell:
        await tell(SEARCHING)
        await until_given(shown, 1)
        await tell(READING)
        await asyncio.sleep(3 * EVERY_S)
    assert shown.progress == [SEARCHING]


async def test_what_breaks_is_no_matter() -> None:
    """The work goes on, and may go on telling."""
    tried = asyncio.Event()

    async def broken(_progress: Progress) -> bool:
        tried.set()
        raise ValueError

    async with statuses(broken, EVERY_S) as tell:
        await tell(SEARCHING)
        await tried.wait()
        await asyncio.sleep(EVERY_S)
        await tell(READING)


async def test_telling_takes_no_time() -> None:
    """However slow Discord is."""
    shown = Shown(seconds=0.5)
    async with statuses(shown, EVERY_S) as tell:
        await tell(SEARCHING)
        await until_given(shown, 1)
        began = time.monotonic()
        await tell(READING)
        assert time.monotonic() - began < 0.3
