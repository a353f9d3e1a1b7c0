"""Dates as feeds and files write them, read strictly: what is not understood is None, never a guess. Pure.

A date alone is midnight UTC, and a time without zone is UTC, but for Korean forms (오전, 오후, 년), whose times are
Korean.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

_ISO = re.compile(
    r"""(\d{4}) ([-/]) (\d{1,2}) \2 (\d{1,2})
        (?: [T ]\s* (\d{2}) :? (\d{2}) (?: :? (\d{2}) (?: [.,] \d+ )? )? \s* (Z | [+-]\d{2} :? (?:\d{2})? | UTC | GMT)? )?""",
    re.VERBOSE | re.IGNORECASE,
)
_RFC822 = re.compile(
    r"""(?: [A-Za-z]{2,9} \.? ,? \s+ )? (\d{1,2}) [ -] ([A-Za-z]{3,9}) \.? [ -] (\d{4}|\d{2})
        (?: \s+ (\d{1,2}) : (\d{2}) (?: : (\d{2}) )? (?: \s* ([+-]\d{2} :? \d{2} | [A-Za-z]{1,5}) )? (?: \s* \([^()]*\) )? )?""",
    re.VERBOSE,
)
_KOREAN = re.compile(
    r"""(\d{4}) (?: \s*년\s* | \s*[.]\s* ) (\d{1,2}) (?: \s*월\s* | \s*[.]\s* ) (\d{1,2}) (?: \s*일 | \s*[.] )?
        (?: \s* \( [월화수목금토일] \) | \s* [월화수목금토일]요일 )?
        (?: \s* (오전|오후)? \s* (\d{1,2}) (?: : | 시\s* ) (\d{1,2})? (?: : (\d{2}) | \s*분 (?: \s*(\d{2})초 )? )? )?""",
    re.VERBOSE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_ZONE_NAMES = {  # hours east; names that several countries use for different times are left out
    -8: "pst",
    -7: "pdt mst",
    -6: "cst mdt",
    -5: "est cdt",
    -4: "edt",
    0: "z ut utc gmt wet",
    1: "cet west",
    2: "cest eet",
    3: "eest",
    9: "kst jst",
    10: "aest",
    11: "aedt",
}
_ZONES = {name: hours for hours, names in _ZONE_NAMES.items() for name in names.split()}
_KOREA = timezone(timedelta(hours=9))
_LONGEST = 80
_CENTURY_TURNS = 50  # two-digit years, as in RFC 2822
_NOON = 12
_LEAP_SECOND = 60
_WIDEST = 14 * 60  # minutes between a zone and UTC


def parse_date(text: str | None) -> datetime | None:
    """An aware UTC time from ISO 8601, YYYY/MM/DD, RFC 822 or a Korean form; None for anything else."""
    stripped = (text or "").strip()
    if len(stripped) > _LONGEST:
        return None
    return _iso(stripped) or _rfc822(stripped) or _korean(stripped)


def _iso(text: str) -> datetime | None:
    found = _ISO.fullmatch(text)
    if not found:
        return None
    zone = _zone(found[8]) if found[8] else UTC
    return _moment((found[1], found[3], found[4]), found.group(5, 6, 7), zone)


def _rfc822(text: str) -> datetime | None:
    found = _RFC822.fullmatch(text)
    month = _month(found[2]) if found else None
    if not found or not month:
        return None
    zone = _zone(found[7]) if found[7] else UTC
    return _moment((_year(found[3]), month, found[1]), found.group(4, 5, 6), zone)


def _korean(text: str) -> datetime | None:
    found = _KOREAN.fullmatch(text)
    if not found:
        return None
    zone = UTC if text.isascii() or not found[5] else _KOREA
    minute, second = found[6], found[7] or found[8]
    return _moment(found.group(1, 2, 3), (_hour(found[4], found[5]), minute, second), zone)


def _hour(half: str | None, hour: str | None) -> str | None:
    """오후 3 -> 15, 오전 12 -> 0; an hour that no clock face has stays wrong."""
    if not half or not hour:
        return hour
    fits = 1 <= int(hour) <= _NOON
    return str(int(hour) % _NOON + (_NOON if half == "오후" else 0)) if fits else "99"


def _month(name: str) -> int | None:
    lower = name.lower()
    known = lower in _MONTHS or lower in _LONG_MONTHS or lower == "sept"
    return _MONTHS.index(lower[:3]) + 1 if known else None


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:  # noqa: PLR2004
        return year
    return year + (2000 if year < _CENTURY_TURNS else 1900)


def _zone(name: str) -> timezone | None:
    """None for a zone that is not known for sure."""
    if name[0] in "+-":
        digits = name[1:].replace(":", "").replace(" ", "").ljust(4, "0")
        minutes = int(digits[:2]) * 60 + int(digits[2:])
        east = timedelta(minutes=-minutes if name[0] == "-" else minutes)
        return timezone(east) if minutes <= _WIDEST else None
    hours = _ZONES.get(name.lower())
    return None if hours is None else timezone(timedelta(hours=hours))


def _moment(
    date: tuple[str | int, ...], time: tuple[str | None, ...], zone: timezone | None
) -> datetime | None:
    year, month, day = (int(part) for part in date)
    hour, minute, second = (int(part or 0) for part in time)
    if zone is None or second > _LEAP_SECOND:
        return None
    try:
        local = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone)
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
