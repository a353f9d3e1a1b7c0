"""Hostile plain text made safe to stand in a Discord message. Pure.

Discord's markdown has mentions, headings, lists, quotes, masked links and bare links; all of them come
from texts that anybody may have written. Backslashes show markdown as it is. They do not stop mentions,
so these are broken up with a zero-width space as well.
"""

import re
import unicodedata
from urllib.parse import quote as percent_encoded

from bot import links

_BREAK = "\u200b"  # has no width; parts what would be a mention
_MARKDOWN = re.compile(r"([\\*_~|`\[\]<>])")
_LINE_START = re.compile(r"^(\s*)(#{1,3}(?=\s)|-#(?=\s)|[-+](?=\s))")
_NUMBERED = re.compile(r"^(\s*\d+)([.)])(?=\s)")
_MENTION = re.compile(r"<(?=[@#/:!&]|a:|t:|id:)", re.IGNORECASE)
_EVERYBODY = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
_ADDRESS = re.compile(r"(?<=\w):(?=//)")
_SCHEME = re.compile(r"(\w):(?=\S)")
_INVITE = re.compile(r"(discord(?:app)?\.(?:gg|com|new|gift))/", re.IGNORECASE)
_INVISIBLE = frozenset({"Cc", "Cs", "Zl", "Zp"})
_TURNING = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff"
)


def size(text: str) -> int:
    """Length as the strictest reader of a limit counts it: in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def lines(text: str) -> tuple[str, ...]:
    """The lines of a text without what cannot be seen or turns the rest of a line around."""
    return tuple(_seen(line) for line in text.splitlines() or ("",))


def one_line(text: str) -> str:
    """The text folded into one line."""
    return " ".join(" ".join(lines(text)).split())


def inert(line: str) -> str:
    """A line in which nothing mentions anybody and no address opens, for places without markdown."""
    unlinked = _INVITE.sub(r"\1" + _BREAK + "/", _ADDRESS.sub(":" + _BREAK, line))
    return _EVERYBODY.sub("@" + _BREAK, _MENTION.sub("<" + _BREAK, unlinked))


def literal(line: str) -> str:
    """A line that is shown to the letter where markdown is read."""
    started = _NUMBERED.sub(r"\1\\\2", _LINE_START.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", line)))
    linked = _INVITE.sub(r"\1\\/", _SCHEME.sub(r"\1\\:", started))
    return inert(linked)


def text(plain: str) -> str:
    """One line of markdown that shows a plain text."""
    return literal(one_line(plain))


def block(plain: str) -> str:
    """Lines of markdown that show a plain text, its line breaks kept."""
    return "\n".join(literal(line) for line in lines(plain))


def quoted(plain: str) -> str:
    """A block quote of every line."""
    return "\n".join(f"> {literal(line)}" for line in lines(plain))


def target(url: str | None, most: int) -> str | None:
    """The URL as it may stand in a link; shorter by its text fragment if need be; None if unfit."""
    if url is None or links.web(url) is None:
        return None
    for each in (url, url.partition(":~:")[0].removesuffix("#")):
        encoded = percent_encoded(each, safe="%/:?#@!$&'*+,;=~-._[]", errors="ignore")
        if size(encoded) <= most:
            return encoded
    return None


def _seen(line: str) -> str:
    return "".join(
        c
        for c in line.replace("\t", " ")
        if c not in _TURNING and unicodedata.category(c) not in _INVISIBLE
    )
