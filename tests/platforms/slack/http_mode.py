"""HTTP mode: signed POSTs to the bot's URL."""

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientError, ClientResponse, ClientSession
from platforms.slack.deliveries import COMMANDS, EVENTS, Attempt, Delivery
from platforms.slack.model import Json, Settings

_REASONS = {"timeout": "http_timeout", "no_connection": "connection_failed"}


def signature(secret: str, timestamp: str, body: str) -> str:
    base = f"v0:{timestamp}:{body}".encode()
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Posted:
    """The bot's answer to one request."""

    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)

    def payload(self) -> Any:
        """The JSON of the answer; a text stands for a message; nothing is None."""
        if not self.body:
            return None
        if self.headers.get("content-type", "").startswith("application/json"):
            return json.loads(self.body)
        return {"text": self.body}


class HttpMode:
    def __init__(self, settings: Settings, secret: str, target: str | None) -> None:
        self._settings = settings
        self._secret = secret
        self._session: ClientSession | None = None
        self.target = target

    async def post(
        self,
        body: str,
        kind: str = "application/json",
        *,
        secret: str | None = None,
        age: float = 0.0,
        headers: dict[str, str] | None = None,
    ) -> Posted:
        """Sends a signed request. Another `secret`, or an `age`, makes it one to be refused."""
        timestamp = str(int(time.time() - age))
        signed = {
            "Content-Type": kind,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(secret or self._secret, timestamp, body),
            **(headers or {}),
        }
        if self._session is None:
            self._session = ClientSession()
        async with self._session.post(self._url(), data=body.encode(), headers=signed) as answer:
            return await _posted(answer)

    def _url(self) -> str:
        if self.target is None:
            raise ConnectionRefusedError
        return self.target

    async def attempt(self, delivery: Delivery, number: int, reason: str) -> Attempt:
        at = time.monotonic()
        body, kind = encoded(delivery)
        headers = _retry_headers(number, reason) if delivery.kind == EVENTS else {}
        try:
            async with asyncio.timeout(self._settings.ack_timeout):
                answer = await self.post(body, kind, headers=headers)
        except TimeoutError:
            return Attempt(at, number, reason, "timeout")
        except (ClientError, ConnectionError):
            return Attempt(at, number, reason, "connection_failed")
        after = time.monotonic() - at
        if answer.status == 200:
            return Attempt(at, number, reason, "acknowledged", after, answer.payload())
        final = answer.headers.get("x-slack-no-retry") == "1"
        return Attempt(at, number, reason, f"http_{answer.status}", None, None, final)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


async def _posted(answer: ClientResponse) -> Posted:
    headers = {key.lower(): value for key, value in answer.headers.items()}
    return Posted(answer.status, await answer.text(), headers)


def encoded(delivery: Delivery) -> tuple[str, str]:
    """The body and content type: JSON for events, forms for the rest."""
    form = "application/x-www-form-urlencoded"
    if delivery.kind == EVENTS:
        return json.dumps(delivery.payload), "application/json"
    if delivery.kind == COMMANDS:
        return urlencode(_plain(delivery.payload)), form
    return urlencode({"payload": json.dumps(delivery.payload)}), form


def _plain(payload: Json) -> dict[str, str]:
    return {key: str(value) for key, value in payload.items()}


def _retry_headers(number: int, reason: str) -> dict[str, str]:
    if number == 0:
        return {}
    name = "http_error" if reason.startswith("http_") else _REASONS.get(reason, reason)
    return {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": name}
