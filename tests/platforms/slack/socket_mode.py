"""Socket Mode: WebSockets that the bot opens, and envelopes that go to one of them."""

import asyncio
import itertools
import json
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from aiohttp import WSMsgType, web
from platforms.slack.deliveries import EVENTS, Attempt, Delivery
from platforms.slack.model import Json, Settings

_REASONS = {"no_connection": "connection_failed", "closed": "timeout"}


@dataclass(eq=False)
class Connection:
    """One open WebSocket."""

    number: int
    socket: web.WebSocketResponse
    opened: float = field(default_factory=time.monotonic)
    envelopes: list[str] = field(default_factory=list)
    pinger: asyncio.Task[None] | None = None
    leaving: bool = False  # a disconnect was announced: no more envelopes


@dataclass(frozen=True)
class _Waiting:
    """An envelope whose acknowledgement is awaited, or comes too late."""

    connection: Connection
    delivery: Delivery
    sent: float
    answer: asyncio.Future[Any]


class SocketMode:
    def __init__(self, settings: Settings, app_id: str) -> None:
        self._settings = settings
        self._app_id = app_id
        self._tickets: dict[str, float] = {}
        self._waiting: dict[str, _Waiting] = {}
        self._turns = itertools.count()
        self._numbers = itertools.count(1)
        self.connections: list[Connection] = []
        self.refusals = 0
        self.opened = 0  # connections ever made
        self.pings = 0
        self.strays: list[str] = []  # what came that is no acknowledgement of anything

    def ticket(self) -> str:
        ticket = str(uuid4())
        self._tickets[ticket] = time.monotonic() + self._settings.ticket_ttl
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """The endpoint. A ticket opens one socket."""
        ticket = request.query.get("ticket", "")
        if self.refusals > 0:
            self.refusals -= 1
            return web.Response(status=503, text="refused")
        if self._tickets.pop(ticket, 0.0) < time.monotonic():
            return web.Response(status=408, text="no such ticket")
        socket = web.WebSocketResponse(timeout=0.2)
        await socket.prepare(request)
        if len(self.connections) >= self._settings.max_connections:
            await self._send(socket, {"type": "disconnect", "reason": "too_many_websockets"})
        else:
            await self._serve(Connection(next(self._numbers), socket))
        await socket.close()
        return socket

    async def _serve(self, connection: Connection) -> None:
        self.connections.append(connection)
        self.opened += 1
        connection.pinger = asyncio.create_task(self._ping(connection))
        try:
            await self._send(connection.socket, self._hello())
            await self._receive(connection)
        finally:
            self._drop(connection)
            await asyncio.gather(connection.pinger, return_exceptions=True)

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {
                "host": "loopback",
                "build_number": 1,
                "approximate_connection_time": 18060,
            },
            "connection_info": {"app_id": self._app_id},
        }

    async def _ping(self, connection: Connection) -> None:
        while True:
            await asyncio.sleep(self._settings.ping_interval)
            with suppress(ConnectionError):
                await connection.socket.ping(b"Ping from loopback")
                self.pings += 1

    async def _receive(self, connection: Connection) -> None:
        async for message in connection.socket:
            if message.type == WSMsgType.TEXT:
                self._acknowledge(message.data)

    def _acknowledge(self, data: str) -> None:
        answer = json.loads(data)
        waiting = self._waiting.get(answer.get("envelope_id", ""))
        if waiting is None:
            self.strays.append(data)
        elif waiting.answer.done():
            waiting.delivery.late_acks.append(time.monotonic() - waiting.sent)
        else:
            waiting.answer.set_result(answer.get("payload"))

    def _drop(self, connection: Connection) -> None:
        self.connections.remove(connection)
        if connection.pinger is not None:
            connection.pinger.cancel()
        for waiting in self._waiting.values():
            if waiting.connection is connection and not waiting.answer.done():
                waiting.answer.set_exception(ConnectionResetError())

    async def attempt(self, delivery: Delivery, number: int, reason: str) -> Attempt:
        at = time.monotonic()
        ready = [each for each in self.connections if not each.leaving]
        if not ready:
            return Attempt(at, number, reason, "no_connection")
        connection = ready[next(self._turns) % len(ready)]
        envelope_id = str(uuid4())
        connection.envelopes.append(envelope_id)
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = _Waiting(connection, delivery, at, answer)
        envelope = self._envelope(envelope_id, delivery, number, reason)
        return await self._answered(connection, envelope, answer, Attempt(at, number, reason, ""))

    async def _answered(
        self, connection: Connection, envelope: Json, answer: asyncio.Future[Any], tried: Attempt
    ) -> Attempt:
        outcome, payload = "acknowledged", None
        try:
            async with asyncio.timeout(self._settings.ack_timeout):
                await connection.socket.send_json(envelope)
                payload = await answer
        except TimeoutError:
            outcome = "timeout"
        except ConnectionError:
            outcome = "closed"
        after = time.monotonic() - tried.at if outcome == "acknowledged" else None
        return Attempt(tried.at, tried.number, tried.reason, outcome, after, payload)

    def _envelope(self, envelope_id: str, delivery: Delivery, number: int, reason: str) -> Json:
        envelope: Json = {
            "envelope_id": envelope_id,
            "type": delivery.kind,
            "payload": delivery.payload,
            "accepts_response_payload": delivery.kind != EVENTS,
        }
        if delivery.kind == EVENTS:
            envelope["retry_attempt"] = number
            envelope["retry_reason"] = _REASONS.get(reason, reason)
        return envelope

    async def disconnect(self, reason: str) -> int:
        """`close` just closes; any other reason is announced first, as Slack does."""
        leaving = [*self.connections]
        for connection in leaving:
            if reason == "close":
                await connection.socket.close(code=1001)
            else:
                connection.leaving = reason != "warning"
                await self._send(connection.socket, self._goodbye(reason))
        return len(leaving)

    def _goodbye(self, reason: str) -> Json:
        return {"type": "disconnect", "reason": reason, "debug_info": {"host": "loopback"}}

    async def _send(self, socket: web.WebSocketResponse, message: Json) -> None:
        with suppress(ConnectionError):
            await socket.send_json(message)

    async def close(self) -> None:
        for connection in [*self.connections]:
            await connection.socket.close(code=1001)
