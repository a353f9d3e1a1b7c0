"""A client whose answers are short: every body is read in pieces, up to a size, errors' bodies too."""

from typing import Any

import httpx2
from typing_extensions import override

from bot.errors import WriterUnavailable

LARGEST = 256 * 1024  # bytes of an answer
_CONNECT_SECONDS = 10.0


class ShortAnswers(httpx2.AsyncClient):
    """Follows no redirect: a key is for one host. Asks for plain bytes: what is packed is not read."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            timeout=httpx2.Timeout(seconds, connect=min(seconds, _CONNECT_SECONDS)),
            headers={"Accept-Encoding": "identity"},
            follow_redirects=False,
        )

    @override
    async def send(
        self, request: httpx2.Request, *, stream: bool = False, **options: Any
    ) -> httpx2.Response:
        """Raises WriterUnavailable for an answer that is too long or packed, and what httpx2 raises."""
        response = await super().send(request, stream=True, **options)
        try:
            body = await _read(response)
        finally:
            await response.aclose()
        return httpx2.Response(
            response.status_code, headers=response.headers, content=body, request=request
        )


async def _read(response: httpx2.Response) -> bytes:
    if response.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise WriterUnavailable("its answer is packed, which was not asked for")
    body = bytearray()
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > LARGEST:
            raise WriterUnavailable(f"its answer is longer than {LARGEST // 1024} KB")
    return bytes(body)
