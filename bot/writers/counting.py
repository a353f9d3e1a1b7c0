"""Counts what a model's work takes, whoever asks for it: the answer, its repair, a second opinion."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from typing_extensions import override

from bot.drafts import Prompt, Written
from bot.ports import Writer
from bot.prompt import prompt_tokens


@dataclass(slots=True)
class Meter:
    """So far."""

    calls: int = 0
    read: int = 0  # tokens
    written: int = 0


_METER: ContextVar[Meter | None] = ContextVar("meter", default=None)


@contextmanager
def metered() -> Iterator[Meter]:
    """Counts all calls from within the block, also from tasks that it starts."""
    meter = Meter()
    token = _METER.set(meter)
    try:
        yield meter
    finally:
        _METER.reset(token)


class CountingWriter(Writer):
    """Another writer, counted."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self.model = writer.model

    @override
    async def write(self, prompt: Prompt) -> Written:
        """What breaks off has been read all the same, and may have to be paid for."""
        meter = _METER.get() or Meter()
        guess = prompt_tokens(prompt)
        meter.calls += 1
        meter.read += guess
        written = await self._writer.write(prompt)
        meter.read += written.prompt_tokens - guess
        meter.written += written.completion_tokens
        return written

    @override
    async def close(self) -> None:
        await self._writer.close()
