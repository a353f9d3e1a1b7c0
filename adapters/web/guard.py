"""What every request and every response goes through: host names, sizes, security headers, failures."""

from collections.abc import Awaitable, Callable, Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.web.failures import Refused

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
LARGEST_BODY = 256 * 1024  # bytes
_CONTENT_SECURITY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": _CONTENT_SECURITY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}

OnError = Callable[[Request, Exception], Awaitable[Response]]


class Guard:
    """Middleware: refuses unknown hosts and large bodies, and turns what escapes into a response."""

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str], on_error: OnError) -> None:
        self._app = app
        self._hosts = LOOPBACK | {host.lower() for host in hosts}
        self._on_error = on_error

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await self._guarded(scope, receive, _Sender(scope, send))

    async def _guarded(self, scope: Scope, receive: Receive, send: "_Sender") -> None:
        try:
            _check(Headers(scope=scope), scope["method"], self._hosts)
            await self._app(scope, receive, send)
        except Exception as error:
            response = await self._on_error(Request(scope), error)
            if send.started:
                raise  # half a response cannot be mended; the server cuts the connection
            await response(scope, receive, send)


class _Sender:
    """Sends with our headers, and remembers whether a response has begun."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._send = send
        self._headers = {
            **_HEADERS,
            "referrer-policy": _referring(scope["path"]),
            "cache-control": _caching(scope["path"]),
        }
        self.started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            MutableHeaders(scope=message).update(self._headers)
        await self._send(message)


def host_name(header: str) -> str:
    """The host of a Host header, without the port: `[::1]` of `[::1]:8000`."""
    name, _, port = header.lower().rpartition(":")
    return name if name and port.isdecimal() else header.lower()


def _check(headers: Headers, method: str, hosts: frozenset[str]) -> None:
    """Raises Refused for a foreign host name (DNS rebinding) and for bodies without a fair length."""
    if host_name(headers.get("host", "")) not in hosts:
        raise Refused(400, "host")
    if "transfer-encoding" in headers:  # it goes before a length, and may go on for ever
        raise Refused(411, "length")
    if method in {"GET", "HEAD"}:
        return
    size = headers.get("content-length", "")
    if not size.isdecimal():
        raise Refused(411, "length")
    if int(size) > LARGEST_BODY:
        raise Refused(413, "large")


def _referring(path: str) -> str:
    """Foreign sites never learn where a reader came from. Forms of the console say so to us: `Origin`
    would be `null` otherwise, and could not be told from another site's.
    """
    return "same-origin" if path.startswith("/console") else "no-referrer"


def _caching(path: str) -> str:
    """Pages are never kept; files of ours are asked for again each time."""
    return "no-cache" if path.startswith("/static/") else "no-store"
