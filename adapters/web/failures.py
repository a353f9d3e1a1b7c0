"""Every failure as one clear line with a reference. What was not meant is logged and never shown."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from adapters.web.catalogue import labels
from bot.errors import AlreadyRunning, BadRequest, BotError, NotAllowed
from bot.wording import error_line, unexpected_line
from retrieval.errors import BadInput, RetrievalError


class Refused(Exception):
    """A request that is turned away. `reason` is a key of the labels."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A failure to tell. `message` is None where nothing of it is fit to be shown."""

    status: int
    reference: str
    message: str | None = None
    reason: str | None = None  # key of the labels, in place of a message
    allow: str | None = (
        None  # methods that the address takes, where the one that was used is none of them
    )

    def line(self, lang: str) -> str:
        """The one line to show."""
        told = labels(lang).refusal(self.reason) if self.reason else self.message
        if told is None:
            return unexpected_line(self.reference, lang)
        return error_line(told, self.reference, lang)


class Failures:
    """Turns exceptions into faults and logs them under their reference."""

    def __init__(self, log: logging.Logger, nonce: Callable[[], str]) -> None:
        self._log = log
        self._nonce = nonce

    def fault(self, error: Exception) -> Fault:
        """What to tell of an exception."""
        reference = self._nonce()[:8]
        told = _told(error, reference)
        if told.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self._log.error("Failure %s", reference, exc_info=error)
        else:
            self._log.info("Refused %s: %s", reference, type(error).__name__)
        return told


def _told(error: Exception, reference: str) -> Fault:
    match error:
        case Refused():
            return Fault(status=error.status, reference=reference, reason=error.reason)
        case HTTPException():
            return _of_routing(error, reference)
        case RequestValidationError():
            return Fault(status=422, reference=reference, message=_first_problem(error))
        case BotError() | RetrievalError():
            return Fault(status=_status(error), reference=reference, message=str(error))
        case _:
            return Fault(status=500, reference=reference)


def _status(error: BotError | RetrievalError) -> int:
    if isinstance(error, BadRequest | BadInput):
        return 400
    if isinstance(error, NotAllowed):
        return 403
    return 409 if isinstance(error, AlreadyRunning) else 503


def _of_routing(error: HTTPException, reference: str) -> Fault:
    reason = {404: "missing", 405: "method"}.get(error.status_code)
    message = None if reason else str(error.detail)
    allow = (error.headers or {}).get("Allow")
    return Fault(
        status=error.status_code, reference=reference, message=message, reason=reason, allow=allow
    )


def _first_problem(error: RequestValidationError) -> str:
    """Where and what, without repeating what was sent."""
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
