"""Connections to public addresses only: every connection is made to an address that was checked, no name is asked twice."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from urllib.parse import urlsplit

import httpcore2
from typing_extensions import override

from retrieval.errors import BadInput, Forbidden, OutOfBounds
from retrieval.urls import shown

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolver = Callable[[str, int], Awaitable[Sequence[str]]]

WEB_PORTS = frozenset({80, 443})
# IANA's special-purpose registries; Python's is_global lets some of them through
_CLOSED_V4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT, and a cloud's metadata
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's metadata
        "169.254.0.0/16",  # link-local, and most clouds' metadata
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",  # multicast and reserved
    )
)
_OPEN_V6 = IPv6Network(
    "2000::/3"
)  # so neither ::1, ::ffff:a.b.c.d, 64:ff9b::/96, 64:ff9b:1::/48, fc00::/7, fe80::/10
_CLOSED_V6 = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # Teredo and other tunnels
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "3fff::/20",
    )
)


@dataclass(frozen=True, slots=True)
class Opening:
    """An exception an administrator makes: addresses that may be reached though they are not public."""

    network: Network
    port: int | None = None  # None: any

    def admits(self, address: Address, port: int) -> bool:
        return address in self.network and self.port in {None, port}


def opening(text: str) -> Opening:
    """From `10.0.0.0/8`, `127.0.0.1:8080` or `[::1]:8080`. Raises BadInput."""
    address, port = _parted(text.strip())
    try:
        return Opening(ip_network(address, strict=False), int(port) if port else None)
    except ValueError as e:
        what = "is no address; write it like 127.0.0.1:8080 or 10.0.0.0/8"
        raise BadInput(f"{shown(text)} {what}") from e


def _parted(text: str) -> tuple[str, str]:
    if text.startswith("["):
        address, _, port = text[1:].partition("]")
        return address, port.removeprefix(":")
    if text.count(":") == 1:
        address, _, port = text.partition(":")
        return address, port
    return text, ""


def is_public(address: Address) -> bool:
    """Whether anybody on the internet may be found there."""
    if isinstance(address, IPv4Address):
        return not any(address in block for block in _CLOSED_V4)
    return address in _OPEN_V6 and not any(address in block for block in _CLOSED_V6)


def check_url(url: str, openings: Iterable[Opening] = ()) -> None:
    """Whether an address may be asked for at all. Raises BadInput, Forbidden."""
    try:
        parts = urlsplit(url)
        name, port = parts.hostname, parts.port
    except ValueError as e:
        raise BadInput(f"{shown(url)} is no web address; check how it is written") from e
    if parts.scheme not in {"http", "https"} or not name:
        raise BadInput(f"{shown(url)} is no web address; it must begin with http:// or https://")
    if "@" in parts.netloc:
        raise BadInput(f"{shown(url)} has a user name or password in it; leave them out")
    ports = WEB_PORTS | {each.port for each in openings}
    if not (port is None or port in ports or None in ports):
        raise OutOfBounds(
            f"{shown(url)} is not on port 80 or 443; an administrator can open it in the settings"
        )


async def resolve(host: str, port: int) -> Sequence[str]:
    """The system's addresses of a host. Raises OSError."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Resolves, checks every address, and connects to one of the very addresses it checked."""

    def __init__(
        self,
        *,
        openings: Iterable[Opening] = (),
        resolver: Resolver = resolve,
        inner: httpcore2.AsyncNetworkBackend | None = None,
    ) -> None:
        self._openings = tuple(openings)
        self._resolver = resolver
        self._inner = inner or httpcore2.AnyIOBackend()

    @override
    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        failure: Exception = httpcore2.ConnectError(f"{host} has no address")
        for address in await self._checked(host, port):
            try:
                return await self._inner.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as e:
                failure = e
        raise failure

    async def _checked(self, host: str, port: int) -> list[str]:
        """All addresses of the host. Raises Forbidden when one of them may not be reached."""
        try:
            addresses = [ip_address(each) for each in await self._resolver(host, port)]
        except (OSError, UnicodeError, ValueError) as e:
            raise httpcore2.ConnectError(e) from e
        if not all(self._admits(address, port) for address in addresses):
            what = "leads to an address that is not public; an administrator can open it in the settings"
            raise OutOfBounds(f"{host}:{port} {what}")
        return [str(address) for address in addresses]

    def _admits(self, address: Address, port: int) -> bool:
        if any(each.admits(address, port) for each in self._openings):
            return True
        return is_public(address) and port in WEB_PORTS

    @override
    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        raise Forbidden("Sockets of this machine are not read; name a web address")

    @override
    async def sleep(self, seconds: float) -> None:
        await self._inner.sleep(seconds)
