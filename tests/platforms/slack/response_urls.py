"""response_urls: five uses in thirty minutes."""

import json
import time
from dataclasses import dataclass, field
from typing import Any

from platforms.slack import rules
from platforms.slack.core import Core, Request
from platforms.slack.faults import Fault
from platforms.slack.model import Json, SlackError, Team
from platforms.slack.state import Message

NAME = "response_url"


@dataclass(frozen=True)
class Response:
    """What the bot sent to a response_url, or with the ack of a command."""

    at: float
    payload: Json
    message: Message | None  # None where something was deleted


@dataclass(eq=False)
class ResponseUrl:
    team: Team
    channel: str
    user: str
    source: Message | None
    expires: float
    uses: int = 0
    responses: list[Response] = field(default_factory=list)
    last: Message | None = None

    @property
    def original(self) -> Message | None:
        """Only what was clicked can be replaced; what a command's own URL showed stays."""
        return self.source


class ResponseUrls:
    def __init__(self, core: Core) -> None:
        self._core = core
        self._urls: dict[str, ResponseUrl] = {}

    def make(
        self, team: Team, channel: str, user: str, source: Message | None
    ) -> tuple[str, ResponseUrl]:
        key = self._core.world.ids.id("R")
        expires = time.monotonic() + self._core.settings.response_url_ttl
        self._urls[key] = made = ResponseUrl(team, channel, user, source, expires)
        return f"{self._core.url}/respond/{key}", made

    def asked(self) -> tuple[Request, Fault | None]:
        """Writes a request down."""
        made = Request(time.monotonic(), NAME, {}, None)
        self._core.requests.append(made)
        return made, self._core.faults.take(NAME)

    def serve(self, made: Request, key: str, body: str, fault: Fault | None) -> None:
        """Does what a payload says. The caller answers from the record and the fault."""
        try:
            made.args = json.loads(body)
            if fault is None or not fault.prevents:
                self._use(key, made.args)
            made.status, made.result = 200, {"ok": True}
        except ValueError:
            made.status, made.result = 400, {"ok": False, "error": "invalid_payload"}
        except SlackError as error:
            status = 404 if error.error in {"expired_url", "used_url"} else 400
            made.status, made.result = status, {"ok": False, "error": error.error, **error.extra}
        made.ended = time.monotonic()

    def _use(self, key: str, payload: Json) -> None:
        url = self._urls.get(key)
        if url is None or url.expires < time.monotonic():
            raise SlackError("expired_url")
        if url.uses >= self._core.settings.response_url_uses:
            raise SlackError("used_url")
        url.uses += 1
        self.apply(url, payload)

    def apply_ack(self, url: ResponseUrl, payload: Any) -> None:
        """A command's ack may be a message, too; it is no use of the URL."""
        try:
            self.apply(url, payload)
        except SlackError as error:
            self._core.violations.append(f"ack: {error.error}")

    def apply(self, url: ResponseUrl, payload: Any) -> None:
        live = payload if isinstance(payload, dict) else {}
        self._core.judge(NAME, live, rules.response_problems(payload))
        original = url.original
        if payload.get("delete_original"):
            message = None
            if original is not None:
                self._core.remove(original)
        elif payload.get("replace_original") and original is not None:
            message = self._core.rewrite(original, **_content(payload), edited_ts=original.ts)
        else:
            message = self._core.post(self._new(url, payload))
        url.last = message
        url.responses.append(Response(time.monotonic(), payload, message))
        self._core.changed()

    def _new(self, url: ResponseUrl, payload: Json) -> Message:
        public = payload.get("response_type") == "in_channel"
        return self._core.bot_message(
            url.team,
            url.channel,
            **_content(payload),
            thread_ts=payload.get("thread_ts"),
            metadata=payload.get("metadata"),
            ephemeral_to=None if public else url.user,
        )


def _content(payload: Json) -> Json:
    return {"text": str(payload.get("text") or ""), "blocks": payload.get("blocks") or []}
