"""Takes out of a text what must not be read in it. Pure."""

import json
import re
from collections.abc import Container, Iterator, Sequence

_LEAST = 10  # letters in a row that are taken for a part of a hidden text
_SHORTEST = 4  # letters of a text that tells anything
_SHADE = "[…]"
_TOKENS = re.compile(
    r"(?i:bearer|bot|basic)\s+(?P<bearer>[\w.~+/=-]{20,})"
    r"|xox[a-z]-[\w-]+|xapp-[\w-]+|xoxe\.[\w-]+"
    r"|(?<![\w-])[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"  # Discord's
    r"|(?<![\w-])sk-[\w-]{16,}"
    r"|(?<=://)[^\s/@:]*:[^\s/@]+(?=@)"  # name and password in an address
    r"|(?i:(?<=token=)|(?<=secret=)|(?<=key=)|(?<=code=))[^\s&\"']{6,}"
)
_USER = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*://)[^\s/?#]*@|(?<!\S)[^\s/?#@]*:[^\s/?#@]*@", re.IGNORECASE
)
_BEHIND = re.compile(r"\?\S+|(?<=\S)#\S+")


def with_bare_addresses(text: str) -> str:
    """What somebody typed, without what may open something: who reads an address, and what is asked of it.

    Shorten it afterwards: half an address does not show what is secret of it.
    """
    return without_tokens(_BEHIND.sub("?…", _USER.sub(lambda found: found["scheme"] or "", text)))


def without_tokens(text: str) -> str:
    """Without what looks like a token, a key or a password, whoever's it is."""
    return _TOKENS.sub(_masked, text)


def _masked(found: re.Match[str]) -> str:
    bearer = found["bearer"]
    return found[0].replace(bearer, "[secret]") if bearer else "[secret]"


def shaded(text: str, hidden: Sequence[str]) -> str:
    """Without hidden texts, however they are quoted, and without longer parts of them."""
    ways = sorted({way for one in hidden for way in _ways(one.strip())}, key=len, reverse=True)
    for way in ways:
        text = _without(text, way)
    parts = {way[i : i + _LEAST] for way in ways for i in range(len(way) - _LEAST + 1)}
    return _without_parts(text, parts)


def _without(text: str, way: str) -> str:
    """Short ones only where they stand alone: not each "so" in "resource"."""
    if len(way) >= _LEAST:
        return text.replace(way, _SHADE)
    return re.sub(rf"(?<!\w){re.escape(way)}(?!\w)", lambda _: _SHADE, text)


def _ways(text: str) -> Iterator[str]:
    """How a text may be written in a log."""
    if len(text) < _SHORTEST:
        return iter(())
    ways = (text, repr(text)[1:-1], ascii(text)[1:-1], json.dumps(text)[1:-1])
    return iter(ways)


def _without_parts(text: str, parts: Container[str]) -> str:
    kept: list[str] = []
    at = 0
    while at < len(text):
        end = at
        while text[end : end + _LEAST] in parts:
            end += 1
        kept.append(_SHADE if end > at else text[at])
        at = end + _LEAST - 1 if end > at else at + 1
    return "".join(kept)
