"""A web server on 127.0.0.1 whose answers a test writes down, and remembers who asked for what."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import pytest

from retrieval.errors import RetrievalError
from retrieval.web.client import FetchLimits, WebClient
from retrieval.web.fetch import GuardedFetcher, Walker
from retrieval.web.guard import GuardedBackend, Opening, opening, resolve
from retrieval.web.politeness import Politeness
from retrieval.web.robots import Robots


@dataclass(frozen=True)
class Asked:
    """One request: its target and its headers in lower case."""

    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Says:
    """One answer. `drip` seconds pass between its pieces."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str | None = "text/html; charset=utf-8"
    drip: float = 0.0
    cut: bool = False  # hang up in the middle of the head


_HANDSHAKE = b"\x16"  # of TLS, which this server has not

Answering = Says | Callable[[Asked], Says]


class Loopback:
    """`site.pages["/x"] = Says(...)`; anything else is 404. `site.asked` lists the requests."""

    def __init__(self) -> None:
        self.pages: dict[str, Answering] = {}
        self.asked: list[Asked] = []
        self.at_once = 0
        self.most_at_once = 0
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        return [each.path for each in self.asked]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            first = await reader.readexactly(1)
            if first == _HANDSHAKE:
                writer.write(b"HTTP/1.1 400 Said\r\n\r\n")
            else:
                head = first + await reader.readuntil(b"\r\n\r\n")
                await self._answer(_parsed(head), writer)
        self.at_once -= 1
        writer.close()

    async def _answer(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        self.asked.append(asked)
        page = self.pages.get(asked.path, Says(status=404))
        says = page(asked) if callable(page) else page
        writer.write(_head(says))
        if says.cut:
            return
        step = 1 if says.drip else max(1, len(says.body))
        for start in range(0, len(says.body), step):
            await asyncio.sleep(says.drip)
            writer.write(says.body[start : start + step])
            await writer.drain()


def _parsed(head: bytes) -> Asked:
    first, *lines = head.decode("latin-1").strip().split("\r\n")
    named = (line.partition(":") for line in lines)
    return Asked(first.split(" ")[1], {name.lower(): value.strip() for name, _, value in named})


def _head(says: Says) -> bytes:
    if says.cut:
        return b"HTTP/1.1 200"
    headers = {"content-length": str(len(says.body)), "connection": "close", **says.headers}
    if says.kind is not None:
        headers["content-type"] = says.kind
    lines = [
        f"HTTP/1.1 {says.status} Said",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


@asynccontextmanager
async def loopback() -> AsyncIterator[Loopback]:
    """A running server, gone with the block."""
    site = Loopback()
    server = await asyncio.start_server(site.serve, "127.0.0.1", 0)
    site.port = server.sockets[0].getsockname()[1]
    async with server:
        yield site


class HandClock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@dataclass
class Web:
    """Everything between a URL and a page, wired as the app wires it but for the openings and the clock."""

    fetcher: GuardedFetcher
    pages: GuardedFetcher
    client: WebClient
    clock: HandClock


@asynccontextmanager
async def web(
    *,
    openings: tuple[Opening, ...] = (opening("127.0.0.1"),),
    limits: FetchLimits | None = None,
    gap: float = 0.0,
    resolver: Callable[..., object] = resolve,
) -> AsyncIterator[Web]:
    """Fetchers that may reach loopback, closed with the block."""
    clock = HandClock()
    backend = GuardedBackend(openings=openings, resolver=resolver)  # type: ignore[arg-type]
    client = WebClient(
        backend=backend, user_agent="newsdesk-test (+http://127.0.0.1)", limits=limits
    )
    politeness = Politeness(clock=clock, sleep=clock.sleep, gap=gap)
    walker = Walker(client=client, politeness=politeness, clock=clock, openings=openings)
    robots = Robots(walker=walker, agent="newsdesk-test", clock=clock)
    try:
        yield Web(GuardedFetcher(walker), GuardedFetcher(walker, robots.permit), client, clock)
    finally:
        await client.close()


QUICK = FetchLimits(seconds=1.0, attempts=1)


async def failure(url: str, limits: FetchLimits = QUICK, **wiring: object) -> RetrievalError:
    """The error of a fetch that has to fail, checked to be one line."""
    async with web(limits=limits, **wiring) as given:  # type: ignore[arg-type]
        with pytest.raises(RetrievalError) as raised:
            await given.fetcher.fetch(url)
    assert "\n" not in str(raised.value)
    return raised.value
