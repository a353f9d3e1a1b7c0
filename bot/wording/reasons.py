"""Why a sentence failed its checks, in the reader's language. Pure.

Checks give their reasons in English, as `what: detail` or as a line of their own.
"""

_KOREAN: dict[str, str] = {}


def reason_line(reason: str, lang: str) -> str:
    """A reason of a verdict; one that has no Korean form stays as it is."""
    if lang != "ko":
        return reason
    what, colon, detail = reason.partition(": ")
    korean = _KOREAN.get(what)
    return f"{korean}{colon}{detail}" if korean else reason
