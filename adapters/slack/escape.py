"""The one place where other people's text is made safe to send to Slack. Pure.

Slack has no switch that turns mentions off. Rich text and plain text are shown as they are; in mrkdwn
`&`, `<` and `>` are live (https://docs.slack.dev/messaging/formatting-message-text).
"""

import re
from datetime import datetime

from bot import links

URL_MOST = 3_000
_UNSENDABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_UNFIT_URL = re.compile(r"[<>|]")


def literal(text: str) -> str:
    """For places that show text as it is: without what no message can hold."""
    return _UNSENDABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def mrkdwn(text: str) -> str:
    """For `text` fields and mrkdwn: nothing in it mentions anybody or links anywhere."""
    plain = literal(text)
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def link(url: str | None) -> str | None:
    """The URL when it may be made a link: http(s), short enough, nothing that ends a mrkdwn link."""
    if url is None or links.web(url) is None or _UNFIT_URL.search(url):
        return None
    return url if units(url) <= URL_MOST else None


def moment(when: datetime, fallback: str) -> str:
    """A time in mrkdwn that each reader sees in their own zone."""
    safe = mrkdwn(fallback).replace("|", "/").replace("^", "")
    return f"<!date^{int(when.timestamp())}^{{date_short_pretty}} {{time}}|{safe}>"


def units(text: str) -> int:
    """Length in UTF-16 units, the larger of the two ways in which Slack may count."""
    return len(text) + sum(c > "\uffff" for c in text)


def cut(text: str, most: int, tail: str = "…") -> str:
    """The text, or as many of its characters as fit before the tail; at a space when one is near."""
    if units(text) <= most:
        return text
    room = most - units(tail)
    kept = text[:room]
    while units(kept) > room:
        kept = kept[: len(kept) - max(1, (units(kept) - room) // 2)]
    space = kept.rfind(" ", max(0, len(kept) - 40))
    return f"{kept[:space] if space > 0 else kept}{tail}"


def pieces(text: str, most: int) -> list[str]:
    """The text in parts of at most `most` units, nothing left out; at least one."""
    parts: list[str] = []
    rest = text
    while units(rest) > most:
        at = most // 2
        space = rest.rfind(" ", at, most - 1) if rest[:most].isascii() else -1
        at = space + 1 if space > 0 else at
        parts.append(rest[:at])
        rest = rest[at:]
    return [*parts, rest]
