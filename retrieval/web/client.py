"""One GET by httpx2 over guarded connections: capped, and its errors in our words."""

import asyncio
import socket
import ssl
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpcore2
import httpx2
import stamina

from retrieval.errors import BadInput, RetrievalError, SourceUnavailable
from retrieval.urls import shown
from retrieval.web.transport import PoolTransport

_TRANSIENT = (httpcore2.NetworkError, httpcore2.RemoteProtocolError, httpcore2.ConnectTimeout)
_ERRORS = (
    OSError,
    UnicodeError,
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    httpcore2.TimeoutException,
    httpcore2.UnsupportedProtocol,
    httpx2.HTTPError,
    httpx2.InvalidURL,
)
_CODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_SUCCESS = frozenset({200, 203})
_PAGES = frozenset({
    "",
    "text/html",
    "text/plain",
    "text/xml",
    "application/xml",
    "application/json",
})


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """What a host may cost us."""

    seconds: float = 15.0  # all hops together, waiting for one's turn left out
    connect_seconds: float = 5.0  # one address
    downloaded: int = 5_000_000  # bytes, as sent
    decompressed: int = 10_000_000
    redirects: int = 5
    attempts: int = 3  # while the connection fails


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a host answered to one GET; the body only where it is wanted and readable."""

    status: int
    headers: httpx2.Headers
    body: bytes = b""
    media_type: str = ""
    charset: str | None = None


class WebClient:
    """Makes single requests. `user_agent` names us and says where to complain."""

    def __init__(
        self,
        *,
        backend: httpcore2.AsyncNetworkBackend,
        user_agent: str,
        limits: FetchLimits | None = None,
    ) -> None:
        self.limits = limits or FetchLimits()
        pool = httpcore2.AsyncConnectionPool(network_backend=backend, keepalive_expiry=5.0)
        self._client = httpx2.AsyncClient(
            transport=PoolTransport(pool),
            headers={"User-Agent": user_agent, "Accept-Encoding": "gzip, deflate"},
            timeout=httpx2.Timeout(self.limits.seconds, connect=self.limits.connect_seconds),
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            trust_env=False,
        )

    async def get(self, url: str, headers: Mapping[str, str], seconds: float) -> Answer:
        """One GET without redirects. Raises SourceUnavailable, Forbidden, BadInput."""
        try:
            async with asyncio.timeout(seconds):
                return await self._retried(url, headers)
        except _ERRORS as e:
            raise _in_our_words(url, e) from e

    async def close(self) -> None:
        """Close all connections. Repeatable."""
        await self._client.aclose()

    async def _retried(self, url: str, headers: Mapping[str, str]) -> Answer:
        """Again, soon and not often, while the connection fails; an answer is never asked for twice."""

        @stamina.retry(
            on=_passes,
            attempts=self.limits.attempts,
            timeout=None,
            wait_initial=0.2,
            wait_jitter=0.2,
        )
        async def attempt() -> Answer:
            async with self._client.stream("GET", url, headers=headers) as response:
                return await self._answer(response)

        return await attempt()

    async def _answer(self, response: httpx2.Response) -> Answer:
        body = b""
        if response.status_code in _SUCCESS:
            _check_kind(response)
            body = await self._body(response)
        return Answer(
            status=response.status_code,
            headers=response.headers,
            body=body,
            media_type=_media_type(response),
            charset=response.charset_encoding,
        )

    async def _body(self, response: httpx2.Response) -> bytes:
        """Decompressed piece by piece, so that a bomb stops early."""
        body = bytearray()
        async with aclosing(response.aiter_bytes()) as pieces:
            async for piece in pieces:
                body += piece
                self._check_size(response, len(body))
        return bytes(body)

    def _check_size(self, response: httpx2.Response, decompressed: int) -> None:
        limits = self.limits
        if response.num_bytes_downloaded > limits.downloaded or decompressed > limits.decompressed:
            size = f"{limits.downloaded / 1e6:g} MB, or {limits.decompressed / 1e6:g} MB unpacked"
            what = f"is larger than the {size} that are read; name a smaller page or feed"
            raise BadInput(f"{shown(str(response.url))} {what}")


def _check_kind(response: httpx2.Response) -> None:
    """Raises BadInput for what is neither page nor feed."""
    url, kind = shown(str(response.url)), _media_type(response)
    if kind not in _PAGES and (kind == "image/svg+xml" or not kind.endswith(("+xml", "+json"))):
        raise BadInput(
            f"{url} is of the kind {kind[:60]!r}, which is not read; name a page or a feed"
        )
    if response.headers.get("content-encoding", "").strip().lower() not in _CODINGS:
        raise BadInput(
            f"{url} is compressed in a way that was not asked for; its host must mend that"
        )


def _media_type(response: httpx2.Response) -> str:
    return str(response.headers.get("content-type", "")).partition(";")[0].strip().lower()


def _passes(error: Exception) -> bool:
    """Whether the same may work in a moment."""
    lasting = isinstance(_reason(error), ssl.SSLError | socket.gaierror)
    return isinstance(error, _TRANSIENT) and not lasting


def _reason(error: Exception) -> Exception | None:
    """What the connection pool keeps of the system's own error; `__cause__` does not outlive the retries."""
    return next((each for each in error.args if isinstance(each, Exception)), None)


def _in_our_words(url: str, error: Exception) -> RetrievalError:
    """The one table of what goes wrong on the way to a host."""
    match error, _reason(error):
        case ((TimeoutError() | httpcore2.TimeoutException()), _):
            what = "did not answer in time; it will be tried again"
        case _, socket.gaierror():
            what = "could not be found: its host name is not known; check the address and the connection"
        case _, ssl.SSLError():
            what = "could not be read: its certificate or encryption is not valid; its host must mend that"
        case ((httpcore2.NetworkError() | OSError()), _):
            what = "could not be reached; check the address, or try again later"
        case httpx2.InvalidURL() | UnicodeError(), _:
            return BadInput(f"{shown(url)} is no web address; check how it is written")
        case _:
            what = "did not answer as a web server does; its host must mend that"
    return SourceUnavailable(f"{shown(url)} {what}")
