"""Bytes of a page to characters, by what the page and its host declare."""

import codecs
import re

_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_HEAD = 4096
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# as browsers do: the left is read as the right
_WIDER = {
    "ascii": "cp1252",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-1": "cp1252",
    "utf-16": "utf-8",  # declared in ASCII, so it cannot be
    "utf-32": "utf-8",
}
_FAMILIES = ("big5", "cp", "euc", "gb", "iso", "koi8", "mac", "shift", "tis", "utf-8", "utf-16-")


def decode(body: bytes, charset: str | None = None) -> str:
    """Byte order mark, then the host's word, then the page's, then UTF-8. Never fails."""
    for name in (_marked(body), charset, _declared(body)):
        codec = _codec(name)
        if codec:
            return body.decode(codec, "replace").removeprefix("\ufeff")
    return body.decode("utf-8", "replace")


def as_utf8(body: bytes, charset: str | None) -> bytes:
    """The same in UTF-8, with the mark that outweighs what the page says of itself."""
    return codecs.BOM_UTF8 + decode(body, charset).encode("utf-8", "replace")


def _marked(body: bytes) -> str | None:
    return next((name for mark, name in _MARKS if body.startswith(mark)), None)


def _declared(body: bytes) -> str | None:
    found = _META.search(body, 0, _HEAD)
    return found[1].decode("ascii", "replace") if found else None


def _codec(name: str | None) -> str | None:
    """What Python calls a text encoding; None for unknown names and for `hex`, `utf-7` and the like."""
    try:
        codec = codecs.lookup((name or "").lower().replace("windows-", "cp")).name
    except (LookupError, ValueError):
        return None
    wide = _WIDER.get(codec, codec)
    return wide if wide.startswith(_FAMILIES) else None
