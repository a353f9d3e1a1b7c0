"""Finds JSON in whatever a model wrote: code fences, prose, thoughts, small slips. Never raises. Pure.

An object that is not whole is not mended, and makes all of it unusable.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

_LONGEST = 1_000_000  # characters of a whole reply
_STARTS = 24  # places that are looked at for a value
_THOUGHTS = re.compile(r"</(?:think|thinking|thought|reasoning)>", re.IGNORECASE)
_THINKING = re.compile(r"\s*<(?:think|thinking|thought|reasoning)>", re.IGNORECASE)
_START = re.compile(r"[{\[｛［]")
_PROSE = re.compile(r"[{｛][^{}\[\]｛｝\"“”＂:：]{0,200}[}｝]|[\[［](?!\s*[{\[｛［\"“＂])")
_SLIP = re.compile(  # a string first, so that nothing within one is touched
    r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|“[^“”]*”|＂[^＂]*＂|(?P<tail>[,，])(?=\s*[}\]｝］])'
    r"|\b(?:True|False|None)\b|[｛｝［］：，]",
    re.DOTALL,
)
_MEANT = {
    **dict(zip("｛｝［］：，", "{}[]:,", strict=True)),
    "True": "true",
    "False": "false",
    "None": "null",
}
_FIGURES = {"0": False, "1": True}.get  # no other figure is wanted, and none is too long then
_DECODER = json.JSONDecoder(
    strict=False, parse_int=_FIGURES, parse_float=_FIGURES, parse_constant=_FIGURES
)
_BROKEN = object()


def last(text: str, fits: Callable[[Any], bool]) -> Any:
    """The last value of the wanted kind. None: there is none, or one in the text is not whole."""
    found = None
    for value in _values(text):
        if value is _BROKEN:
            return None
        if fits(value):
            found = value
    return found


def truth(value: object) -> bool | None:
    """What is meant by a yes or no; None when that is not clear."""
    if isinstance(value, bool):
        return value
    said = value.strip().casefold() if isinstance(value, str) else ""
    if said in {"true", "yes", "예", "네"}:
        return True
    return False if said in {"false", "no", "아니오", "아니요"} else None


def _values(text: str) -> Iterator[Any]:
    """The values in a text, one after the other, up to the first that is not whole."""
    text, at = _spoken(text), 0
    for _ in range(_STARTS):
        start = _START.search(text, at)
        if start is None:
            return
        text, value, at = _decoded(text, start.start())
        yield value
        if value is _BROKEN:
            return


def _spoken(text: str) -> str:
    """Without the thoughts before it; nothing when it never came to speak, or would not stop."""
    said = _THOUGHTS.split(text)[-1] if len(text) <= _LONGEST else ""
    return "" if _THINKING.match(said) else said


def _decoded(text: str, start: int) -> tuple[str, Any, int]:
    """The text from here on, with slips mended where that helps; the value in it, and its end."""
    given = text[start:]
    if whole := _value(given):
        return given, *whole
    mended = _SLIP.sub(_mended, given)
    if whole := _value(mended):
        return mended, *whole
    return given, (None if _PROSE.match(given) else _BROKEN), 1


def _value(text: str) -> tuple[Any, int] | None:
    try:
        return _DECODER.raw_decode(text)
    except (ValueError, RecursionError):
        return None


def _mended(slip: re.Match[str]) -> str:
    found = slip[0]
    if slip["tail"]:
        return ""
    if found[0] in "“＂":
        return json.dumps(found[1:-1], ensure_ascii=False)
    return _MEANT.get(found, found)
