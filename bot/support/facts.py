"""What a statement may not invent: dates, quantities, versions, quoted phrases. Pure.

A fact of a statement holds when the source has an equal one, in whatever format. Values are compared
exactly, never rounded.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from bot.support.dates import Day, days
from bot.support.quantities import Quantity, quantities, without_quantities
from bot.support.words import folded

_CODE = re.compile(
    r"(?<![a-z0-9.])(?!q[1-4]\b)([a-z]+)-?([0-9]+(?:\.[0-9]+)*)([a-z]*)(?![a-z0-9])"
    r"|(?<![a-z0-9.])()([0-9]+(?:\.[0-9]+){2,})()(?![a-z0-9])"
)
_SPACED = re.compile(r"(?<![a-z0-9.])([a-z]+) ([0-9]+(?:\.[0-9]+)*)([a-z]*)(?![a-z0-9])")
_QUOTED = re.compile(
    r'"([^"\n]+)"|“([^”\n]+)”|‘([^’\n]+)’|「([^」\n]+)」|『([^』\n]+)』'
    r"|(?<![a-zA-Z0-9])'([^'\n]{2,}?)'(?![a-zA-Z0-9])"
)
_COUNTED = re.compile(
    r"(?<![0-9.,])([0-9]+) ?(명|개|번|위|점|표|회|차|대|척|건|편|권|층|쌍|곳|호|장|석|세|살|가구|킬로|미터|톤|cm|km|kg|mm|gb|tb|mb)"
)
_MARKS = re.compile("[\"'“”「」『』]")
_EDGES = " .,!?;:…"
_VERSION_WORDS = {"v", "ver", "version"}
_FIRST_YEAR, _LAST_YEAR = 1800, 2099


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a text states in figures."""

    days: frozenset[Day] = frozenset()
    quantities: frozenset[Quantity] = frozenset()  # those it states
    implied: frozenset[Quantity] = frozenset()  # those that its dates and codes hold
    codes: frozenset[str] = frozenset()  # names with figures and versions, such as gpt5.2
    spellings: frozenset[str] = frozenset()  # what may be meant as a code: gpt 5.2

    def __or__(self, other: "Facts") -> "Facts":
        return Facts(
            days=self.days | other.days,
            quantities=self.quantities | other.quantities,
            implied=self.implied | other.implied,
            codes=self.codes | other.codes,
            spellings=self.spellings | other.spellings,
        )

    @property
    def numbers(self) -> frozenset[Quantity]:
        """All numbers, whatever they are part of."""
        return self.quantities | self.implied

    def years(self) -> Iterator[int]:
        """All that may be a year."""
        for number in self.numbers:
            if number.unit in {"", "year"} and _FIRST_YEAR <= number.value <= _LAST_YEAR:
                yield int(number.value)


def facts(text: str) -> Facts:
    """Of a text that is folded."""
    dated, rest = days(text)
    coded = [match.groups() for match in _CODE.finditer(rest)]
    codes = [[part for part in groups if part is not None] for groups in coded]
    spaced = [list(match.groups()) for match in _SPACED.finditer(rest)]
    return Facts(
        days=frozenset(dated),
        quantities=frozenset(quantities(_CODE.sub(";", rest))),
        implied=frozenset([*(q for day in dated for q in day.quantities()), *_inside(codes)]),
        codes=frozenset(map(_spelled, codes)),
        spellings=frozenset(map(_spelled, codes + spaced)) | {n for _, n, _ in codes + spaced},
    )


def invented(statement: Facts, source: Facts) -> list[str]:
    """What the statement has and the source lacks, one reason each."""
    dates = [f"date not in the source: {d.said}" for d in statement.days if not _dated(d, source)]
    numbers = [
        f"number not in the source: {number.said}"
        for number in statement.quantities
        if number.certain and not _counted(number, source)
    ]
    missing = statement.codes - source.codes - source.spellings
    versions = [f"version not in the source: {code}" for code in missing]
    return sorted(dates) + sorted(numbers) + sorted(versions)


def differing(statement: Facts, sentence: Facts) -> list[str]:
    """Figures for which the sentence most like the statement has others of the same kind."""
    units = {number.unit for number in sentence.quantities}
    reasons = [
        f"the sentence most like it has another figure than {number.said}"
        for number in statement.quantities
        if number.certain and number.unit in units
        if not _counted(number, sentence)
    ]
    dated = [d for d in statement.days if sentence.days and not _dated(d, sentence)]
    return sorted(reasons) + [
        f"the sentence most like it has another date than {d.said}" for d in dated
    ]


def multiplied(statement: str, source: str) -> list[str]:
    """Figures that a folded statement has more often than its folded source has them."""
    own, there = (Counter(_values(text)) for text in (statement, source))
    dated, given = days(statement)[0], set(days(source)[0])
    if len(set(dated)) > max(1, sum(any(d.within(g) for d in dated) for g in given)):
        return ["the source does not have as many dates"]
    return [
        f"the source has {value:f} only {there[value]} times"
        for value, count in own.items()
        if count > max(there[value], 1)
    ]


def miscounted(statement: str, source: str) -> list[str]:
    """Korean figures that count something else in the source: 1위, not 1점."""
    own, there = dict[str, set[str]](), dict[str, set[str]]()
    for text, found in ((statement, own), (source, there)):
        for number, counter in _COUNTED.findall(text):
            found.setdefault(number, set()).add(counter)
    return [
        f"the source does not say {number}{counter}"
        for number, counters in own.items()
        for counter in counters
        if number in there and counter not in there[number]
    ]


def _values(text: str) -> list[Decimal]:
    return [number.value for number in quantities(days(text)[1])]


def unquoted(statement: str, source: str) -> list[str]:
    """Phrases that the statement has in quotation marks and the source does not have at all."""
    phrases = [next(filter(None, match.groups())) for match in _QUOTED.finditer(statement)]
    inside = _plain(source)
    return [f"quotation not in the source: {p}" for p in phrases if _plain(p) not in inside]


def without_facts(text: str) -> str:
    """What is left of a folded text without its dates and quantities."""
    return without_quantities(days(text)[1])


def _counted(number: Quantity, source: Facts) -> bool:
    return any(number.meets(other) for other in source.numbers)


def _dated(day: Day, source: Facts) -> bool:
    """A year that the date's place in the source lacks may stand elsewhere in it."""
    years = set(source.years())
    if day.parts[1:] == (None, None):
        return day.parts[0] in years
    full = [d.with_year(year) for d in source.days for year in {d.parts[0] or 0} | years]
    return any(day.within(other) for other in full)


def _spelled(parts: list[str]) -> str:
    letters, number, ending = parts
    return f"{'' if letters in _VERSION_WORDS else letters}{number}{ending}"


def _inside(codes: Iterable[list[str]]) -> Iterator[Quantity]:
    for _, number, _ in codes:
        if number.count(".") <= 1:
            yield Quantity(Decimal(number), "", number)


def _plain(text: str) -> str:
    return _MARKS.sub("", folded(text)).strip(_EDGES)
