"""What is sent to the bot, how often, and how long the bot took to acknowledge it."""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from platforms.slack.model import Json, Settings

EVENTS, COMMANDS, INTERACTIVE = "events_api", "slash_commands", "interactive"


@dataclass(frozen=True)
class Attempt:
    """One sending. `outcome`: acknowledged, timeout, closed, no_connection, connection_failed, http_…"""

    at: float
    number: int  # 0, or the number of the retry
    reason: str  # why it was retried
    outcome: str
    after: float | None = None  # seconds until the acknowledgement
    ack_payload: Any = None
    final: bool = False  # the bot asked for no retry

    @property
    def acknowledged(self) -> bool:
        return self.outcome == "acknowledged"


@dataclass(eq=False)
class Delivery:
    """An event, command or interaction on its way to the bot."""

    kind: str
    payload: Json
    attempts: list[Attempt] = field(default_factory=list)
    first_number: int = 0
    late_acks: list[float] = field(default_factory=list)
    lost: bool = False
    done: asyncio.Event = field(default_factory=asyncio.Event)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    on_ack: Callable[[Any], None] | None = None

    @property
    def event_id(self) -> str | None:
        event_id: str | None = self.payload.get("event_id")
        return event_id

    @property
    def event_type(self) -> str | None:
        kind: str | None = self.payload.get("event", {}).get("type")
        return kind

    @property
    def acknowledged(self) -> bool:
        return any(each.acknowledged for each in self.attempts)

    @property
    def acknowledged_after(self) -> float | None:
        """Seconds from the sending that was acknowledged to its acknowledgement."""
        return next((each.after for each in self.attempts if each.acknowledged), None)

    @property
    def ack_payload(self) -> Any:
        return next((each.ack_payload for each in self.attempts if each.acknowledged), None)

    async def settled(self, within: float = 10.0) -> "Delivery":
        """Waits until it is acknowledged or given up."""
        async with asyncio.timeout(within):
            await self.done.wait()
        return self


class Transport(Protocol):
    async def attempt(self, delivery: Delivery, number: int, reason: str) -> Attempt: ...


class Courier:
    """Sends deliveries, each in its own task, and retries events on Slack's schedule."""

    def __init__(self, settings: Settings, changed: Callable[[], None]) -> None:
        self._settings = settings
        self._changed = changed
        self._tasks: set[asyncio.Task[None]] = set()
        self._held: list[Delivery] | None = None
        self.transport: Transport | None = None
        self.sent: list[Delivery] = []
        self.lost: list[Delivery] = []

    def send(self, delivery: Delivery) -> Delivery:
        self.sent.append(delivery)
        if self._held is None:
            delivery.gate.set()
        else:
            self._held.append(delivery)
        task = asyncio.create_task(self._carry(delivery))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return delivery

    def hold(self) -> None:
        """From now on deliveries wait for `release`."""
        self._held = self._held or []

    async def release(self, order: Sequence[Delivery] | None = None) -> list[Delivery]:
        """Lets held deliveries go, each after the first attempt of the one before it."""
        held, self._held = self._held or [], None
        going = [*(order if order is not None else held)]
        for delivery in [*going, *(each for each in held if each not in going)]:
            delivery.gate.set()
            await self._first_attempt(delivery)
        return going

    async def _first_attempt(self, delivery: Delivery) -> None:
        while not delivery.attempts:
            with suppress(TimeoutError):
                await asyncio.wait_for(delivery.done.wait(), 0.01)

    async def _carry(self, delivery: Delivery) -> None:
        await delivery.gate.wait()
        reason = "" if delivery.first_number == 0 else "timeout"
        waits = self._settings.retry_schedule if delivery.kind == EVENTS else ()
        for number, wait in enumerate((0.0, *waits), start=delivery.first_number):
            await asyncio.sleep(wait)
            attempt = await self._attempt(delivery, number, reason)
            if attempt.acknowledged or attempt.final:
                break
            reason = attempt.outcome
        self._finish(delivery)

    async def _attempt(self, delivery: Delivery, number: int, reason: str) -> Attempt:
        if self.transport is None:
            attempt = Attempt(time.monotonic(), number, reason, "no_connection")
        else:
            attempt = await self.transport.attempt(delivery, number, reason)
        delivery.attempts.append(attempt)
        self._changed()
        return attempt

    def _finish(self, delivery: Delivery) -> None:
        if not delivery.acknowledged:
            delivery.lost = True
            self.lost.append(delivery)
        elif delivery.on_ack is not None:
            delivery.on_ack(delivery.ack_payload)
        delivery.done.set()
        self._changed()

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
