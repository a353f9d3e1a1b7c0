"""What Discord refuses, in its own shape."""

from collections.abc import Iterable

from platforms.discord.model import Json

_KNOWN = {
    0: (401, "401: Unauthorized"),
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10008: (404, "Unknown Message"),
    10013: (404, "Unknown User"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    30046: (429, "Maximum number of edits to messages older than 1 hour reached. Try again later."),
    40060: (400, "Interaction has already been acknowledged."),
    50001: (403, "Missing Access"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50013: (403, "Missing Permissions"),
    50024: (400, "Cannot execute action on this channel type"),
    50027: (401, "Invalid Webhook Token"),
    50035: (400, "Invalid Form Body"),
    50083: (400, "Thread is archived"),
    160002: (400, "Cannot reply without permission to read message history"),
    160004: (400, "A thread has already been created for this message"),
    160006: (400, "Maximum number of active threads reached"),
}


class ApiError(Exception):
    """An answer other than 2xx: `ApiError(10003)` is 404 "Unknown Channel"."""

    def __init__(self, code: int, **more: object) -> None:
        self.code = code
        self.status, message = _KNOWN.get(code, (400, f"Error {code}"))
        self.body: Json = {"message": message, "code": code, **more}
        super().__init__(message)


class BadForm(ApiError):
    """400 with code 50035, and entries in the list of violations."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__(50035, errors=_nested(self.problems))


def _nested(problems: Iterable[str]) -> Json:
    errors: Json = {}
    for problem in problems:
        where, _, what = problem.partition(": ")
        told = errors.setdefault(where, {"_errors": []})
        told["_errors"].append({"code": "INVALID", "message": what or where})
    return errors


def demand(problems: Iterable[str]) -> None:
    """Refuse the request unless `problems` is empty."""
    found = list(problems)
    if found:
        raise BadForm(found)
