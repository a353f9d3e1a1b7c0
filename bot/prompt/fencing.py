"""Makes texts of strangers harmless in a prompt: no fence, link, mention or invisible sign survives."""

import re
import unicodedata
from collections.abc import Iterable

from retrieval.types import Found, Voice

LONGEST = 2_400  # characters of a passage that a model is given
_LONGEST_NAME = 160  # of a title, of an author
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ud800-\uf8ff\ufdd0-\ufdef"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
_BREAK = re.compile("\r\n?|[\x85\u2028\u2029]")
_END = r"[^\s<>\"')\]]"
_LINK = re.compile(
    rf"[a-z][a-z0-9+.-]{{0,20}}:/+{_END}*|\bwww\.{_END}+"
    rf"|\b(?:mailto|javascript|vbscript|data):{_END}+"
    rf"|\b(?:[a-z0-9-]{{1,63}}\.){{1,8}}[a-z]{{2,24}}/{_END}+"
)
_INERT = (  # pattern in folded text, what stands there instead
    (_LINK, "[link]"),
    (re.compile(r"@(?=[\w!&])"), "＠"),  # a mention
    (re.compile(r"<(?![\s\d=-])"), "‹"),  # tags, mentions, the signs of chat templates
    (re.compile(r"\[(?=/?(?:inst|sys))"), "("),  # more of those
    (re.compile("[=═]{3,}"), "=="),  # a line like a fence
)
_VOICES = {
    Voice.ARTICLE: "article",
    Voice.SUMMARY: "the publisher's own summary of somebody else's article",
    Voice.POST: "post of its author",
    Voice.COMMENT: "comment: no fact, but what its author claims or thinks",
    Voice.RELAY: "comments of unnamed people, retold by the publisher",
}


def fenced(name: str, text: str, fence: str) -> str:
    """A text between two lines that it cannot contain. It is to be inert already."""
    return f"=== {name} {fence} ===\n{text}\n=== end {fence} ==="


def passage(key: str, found: Found, fence: str) -> str:
    """A passage as a model reads it: who speaks, then the words."""
    document = found.document
    header = {
        "voice": _VOICES[document.voice],
        "author": line(document.author or "", fence),
        "publisher": line(found.source_name, fence),
        "date": f"{document.published:%Y-%m-%d}" if document.published else "",
        "language": line(document.lang or "", fence),
        "title": line(document.title, fence),
    }
    lines = [f"{name}: {value}" for name, value in header.items() if value]
    text = inert(found.passage.text[:LONGEST], fence)
    return fenced(f"passage {key}", "\n".join([*lines, "text:", text]), fence)


def line(text: str, fence: str, longest: int = _LONGEST_NAME) -> str:
    """A text as one inert line."""
    return " ".join(inert(text[:longest], fence).split())


def inert(text: str, fence: str) -> str:
    """Without what closes a fence, addresses a reader, or cannot be seen. White space may change."""
    plain = _INVISIBLE.sub("", _BREAK.sub("\n", text))
    if fence:
        plain = _replaced(plain, re.compile(re.escape(fence.casefold())), "…")
    for pattern, instead in _INERT:
        plain = _replaced(plain, pattern, instead)
    return plain


def _replaced(text: str, pattern: re.Pattern[str], instead: str) -> str:
    """Searches in folded letters, so that full-width and capital ones are found, too."""
    return _cut(text, (match.span() for match in pattern.finditer(_shadow(text))), instead)


def _cut(text: str, spans: Iterable[tuple[int, int]], instead: str) -> str:
    pieces, at = [], 0
    for start, end in spans:
        pieces += [text[at:start], instead]
        at = end
    return "".join([*pieces, text[at:]])


def _shadow(text: str) -> str:
    """Of the same length, letter by letter."""
    if text.isascii():
        return text.lower()
    return "".join(c.lower() if c.isascii() else _fold(c) for c in text)


def _fold(char: str) -> str:
    folded = unicodedata.normalize("NFKC", char).casefold()
    return folded if len(folded) == 1 else char
