"""httpx2 over a connection pool of our own: its own transport takes no network backend, the pool below it does."""

from collections.abc import AsyncIterable, AsyncIterator

import httpcore2
import httpx2
from typing_extensions import override


class _Body(httpx2.AsyncByteStream):
    """The body of a pooled connection, as httpx2 wants it."""

    def __init__(self, stream: AsyncIterable[bytes]) -> None:
        self._stream = stream

    @override
    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._stream:
            yield part

    @override
    async def aclose(self) -> None:
        if hasattr(self._stream, "aclose"):
            await self._stream.aclose()


class PoolTransport(httpx2.AsyncBaseTransport):
    """Sends each request to the pool. Errors stay the pool's."""

    def __init__(self, pool: httpcore2.AsyncConnectionPool) -> None:
        self._pool = pool

    @override
    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        target = httpcore2.URL(
            scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
        )
        answer = await self._pool.handle_async_request(
            httpcore2.Request(
                request.method, target, headers=request.headers.raw, extensions=request.extensions
            )
        )
        if not isinstance(answer.stream, AsyncIterable):
            raise TypeError("the pool gave no asynchronous body")
        return httpx2.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer.stream),
            extensions=answer.extensions,
        )

    @override
    async def aclose(self) -> None:
        await self._pool.aclose()
