"""A running server's local HTTP API, for commands, and the Desk port over it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import httpx2

from bot import wire
from bot.errors import BadRequest, BotError, ServerUnreachable
from bot.lock import Holder
from bot.ports import Tell, quietly
from bot.types import Question, Quoted, Reply, Status
from retrieval.types import Run

_SECONDS = 660.0  # longer than a server waits for the end of a reading, which takes minutes
_CLIENT_ERROR, _GONE, _SERVER_ERROR = 400, 404, 500


class Server:
    """The server that holds the data folder."""

    def __init__(self, holder: Holder, transport: httpx2.AsyncBaseTransport | None = None) -> None:
        self._holder = holder
        self._http = httpx2.AsyncClient(
            base_url=holder.url or "",
            headers={"Authorization": f"Bearer {holder.token}"},
            timeout=_SECONDS,
            trust_env=False,
            transport=transport,
        )

    async def call(self, method: str, path: str, body: object = None, **params: object) -> Any:
        """What it answers, as JSON. Raises BadRequest, BotError, ServerUnreachable."""
        return accepted(await self.sent(method, path, body, params))

    async def sent(
        self,
        method: str,
        path: str,
        body: object = None,
        params: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx2.Response:
        """Its answer, whatever that is. Raises ServerUnreachable."""
        try:
            return await self._http.request(method, path, json=body, params=params, headers=headers)
        except (httpx2.TransportError, httpx2.InvalidURL) as e:
            raise ServerUnreachable(
                f"process {self._holder.pid} holds the data folder but does not answer at"
                f" {self._holder.url or 'any address'} ({type(e).__name__}); stop it or wait"
            ) from e

    async def close(self) -> None:
        """Release the connection. Repeatable."""
        await self._http.aclose()


class RemoteDesk:
    """The Desk port over it."""

    def __init__(self, server: Server) -> None:
        self._server = server

    async def ask(self, question: Question, tell: Tell = quietly) -> Reply:
        del tell  # the server does not say how far it is
        return wire.load_reply(await self._server.call("POST", "/api/ask", wire.dump(question)))

    async def status(self) -> Status:
        return wire.load_status(await self._server.call("GET", "/api/status"))

    async def ingest(self, location: str, *, asked_by: str) -> Run:
        body = {"location": location, "asked_by": asked_by}
        return wire.load_run(await self._server.call("POST", "/api/ingest", body))

    async def refresh(self, source_id: str, *, asked_by: str, confirmed: str | None = None) -> Run:
        body = {"source_id": source_id, "asked_by": asked_by, "confirmed": confirmed}
        return wire.load_run(await self._server.call("POST", "/api/refresh", body))

    async def quoted(
        self, document_id: str, spans: Sequence[tuple[int, int]] = ()
    ) -> Quoted | None:
        path = f"/api/documents/{quote(document_id, safe='')}"
        where = {"start": [a for a, _ in spans], "end": [b for _, b in spans]}
        response = await self._server.sent("GET", path, params=where)
        return None if response.status_code == _GONE else wire.load_quoted(accepted(response))


def accepted(response: httpx2.Response) -> Any:
    """The JSON of an answer. Raises BadRequest and BotError for what is none."""
    if response.status_code >= _CLIENT_ERROR:
        raise _refused(response)
    return response.json()


def _refused(response: httpx2.Response) -> BotError:
    try:
        message = str(response.json()["error"]["message"])
    except (ValueError, KeyError, TypeError):
        message = f"the server answered {response.status_code}; its log says more"
    kind = BadRequest if response.status_code < _SERVER_ERROR else BotError
    return kind(message)
