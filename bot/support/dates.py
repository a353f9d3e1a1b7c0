"""Calendar dates as far as a text gives them: `2025년 12월 2일` is `2 December 2025`. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bot.support.quantities import Quantity

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_ALONE = r"(?:january|february|april|june|july|august|september|october|november|december)\b"
_YEAR, _DAY = r"(?:1[89]|20)[0-9]{2}", r"(?:[12][0-9]|3[01]|0?[1-9])"
_TH = r"(?:st|nd|rd|th)?"
_FORMS = [
    re.compile(form)
    for form in (
        rf"(?<![0-9.])(?P<y>{_YEAR})(?P<s>[-/.])\s?(?P<n>1[0-2]|0?[1-9])(?P=s)\s?(?P<d>{_DAY})(?![0-9])",
        rf"(?<![0-9.])(?P<y>{_YEAR})년(?:\s?(?P<n>1[0-2]|0?[1-9])월(?:\s?(?P<d>{_DAY})일)?)?",
        rf"(?<![0-9.])(?P<n>1[0-2]|0?[1-9])월(?:\s?(?P<d>{_DAY})일)?",
        rf"\b(?P<d>{_DAY}){_TH}(?: of)? (?P<m>{_MONTH})(?:,? (?P<y>{_YEAR})\b)?",
        rf"\b(?P<m>{_MONTH}) (?P<d>{_DAY}){_TH}\b(?!\.[0-9])(?:,? (?P<y>{_YEAR})\b)?",
        rf"\b(?P<m>{_MONTH}),? (?P<y>{_YEAR})\b",
        rf"\b(?P<m>{_ALONE}|(?<=\bin )may\b|(?<=\bin )march\b)",
    )
]


@dataclass(frozen=True, slots=True)
class Day:
    """A date, or the parts of one that are given: year, month, day."""

    parts: tuple[int | None, int | None, int | None]
    said: str

    def quantities(self) -> Iterator[Quantity]:
        """What the date also says as numbers: its year, and the 2 of `2일`."""
        year, _, day = self.parts
        if year:
            yield Quantity(Decimal(year), "year", self.said)
        if day:
            yield Quantity(Decimal(day), "day", self.said)

    def within(self, other: "Day") -> bool:
        """Whether another date gives all of this one."""
        pairs = zip(self.parts, other.parts, strict=True)
        return all(mine in {None, theirs} for mine, theirs in pairs)

    def with_year(self, year: int) -> "Day":
        """The same with the year that it lacks."""
        return Day((self.parts[0] or year, *self.parts[1:]), self.said)


def days(text: str) -> tuple[tuple[Day, ...], str]:
    """Dates of a text that is case-folded, and what is left of it."""
    found, rest = dated(text)
    return tuple(day for _, _, day in found), rest


@lru_cache(maxsize=256)  # texts: each is looked at by several checks
def dated(text: str) -> tuple[tuple[tuple[int, int, Day], ...], str]:
    """The same, each with where it begins and ends."""
    found: list[tuple[int, int, Day]] = []
    for form in _FORMS:
        found += [(m.start(), m.end(), _read(m)) for m in form.finditer(text)]
        text = form.sub(lambda match: ";" * len(match[0]), text)
    return tuple(found), text


def _read(found: re.Match[str]) -> Day:
    named = found.groupdict()
    month = _MONTHS.index(named["m"][:3]) + 1 if named.get("m") else named.get("n")
    numbers = (named.get("y"), month, named.get("d"))
    year, month_number, day = (int(n) if n else None for n in numbers)
    return Day((year, month_number, day), found[0].strip())
