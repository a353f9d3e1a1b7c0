"""Which of two is more: what stands on either side of `than`, 보다, and of `from … to`. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.support.dates import days
from bot.support.quantities import quantities
from bot.support.stems import Word, held, missing, words

_THAN = re.compile(
    r"\b(?:than|compared (?:to|with)|versus|vs\.?|(?:ahead|instead|short) of|rather than|unlike|behind|beats?|over(?= its))\b"
)
_END = re.compile(
    r"[,;:.]|\b(?:and|but|while|when|after|because|which|who|is|was|are|were|has|had|does|do|did|can|will|on|in|by|for|at)\b"
)
_BODA = re.compile(
    r"(?<![가-힣a-z0-9.])(?P<than>(?:[가-힣a-z0-9.-]+의 )?[가-힣a-z][가-힣a-z0-9.-]*) ?(?:보다|에 비해|에 비하면|대비)(?:는|도)? "
)
_PHRASE = 4  # words
_NUMBER = re.compile(
    r"(?:an? )?(?:us)?[$€£₩¥]?[0-9]|(?:an? )?(?:half|dozen|hundred|thousand|million|one|two|three|four|five|six|seven|eight|nine|ten|twenty)"
)
_FROM_TO = re.compile(
    r"\bfrom (?P<a>[^,;]{1,40}?) to (?P<b>[^,;]{1,40})"
    r"|\bto (?P<f>[^,;]{1,40}?),? (?:up |down )?from (?P<e>[^,;]{1,40})"
    r"|(?P<c>[^,; ]{1,20}(?: [^,; ]{1,12})?)에서 (?P<d>[^,;]{1,30}?)(?:으로|로)(?![가-힣])"
)


@dataclass(frozen=True, slots=True)
class _Compared:
    first: tuple[Word, ...]  # what is more, or less
    than: tuple[Word, ...]
    figures: frozenset[Decimal]  # of what it is compared with


def reversed_in(statement: str, source: str) -> list[str]:
    """Why a folded statement compares otherwise than its folded source sentence."""
    return [*_turned(_compared(statement), _compared(source)), *_moved(statement, source)]


def compares(text: str) -> bool:
    """Whether a folded text compares two things."""
    return _compared(text) is not None


def _turned(own: _Compared | None, other: _Compared | None) -> list[str]:
    if own is None:
        return []
    if other is None:
        return ["the statement compares, the source sentence does not"]
    straight = _shared(own.than, other.than) + _shared(own.first, other.first)
    crossed = _shared(own.than, other.first) + _shared(own.first, other.than)
    figured = own.figures and other.figures and own.figures != other.figures
    if _shared(own.than, other.than) == 0 or crossed > straight or figured:
        return ["the statement compares the other way round"]
    return []


def _compared(text: str) -> _Compared | None:
    if found := _BODA.search(text):
        rest = f"{text[: found.start()]} {text[found.end() :]}"
        return _Compared(words(rest), words(found["than"]), _figures(found["than"]))
    if found := _THAN.search(text):
        after = text[found.end() :].strip()
        phrase = " ".join(_END.split(after)[0].split()[:_PHRASE])
        if _NUMBER.match(phrase):
            return None
        return _than(text[: found.start()], phrase)
    return None


def _than(before: str, phrase: str) -> _Compared | None:
    """None for `more than 500`: that bounds a number and compares no two things."""
    than = words(phrase)
    return _Compared(words(before), than, _figures(phrase)) if than else None


def _figures(text: str) -> frozenset[Decimal]:
    return frozenset(number.value for number in quantities(days(text)[1]))


def _shared(one: Sequence[Word], other: Sequence[Word]) -> int:
    return len(one) - len(missing(one, held("", other)))


def _moved(statement: str, source: str) -> list[str]:
    own, other = _numbers(statement), _numbers(source)
    if own and other and own != other and own == other[::-1]:
        return [f"the statement has from {own[0]:f} to {own[1]:f} the other way round"]
    return []


def _numbers(text: str) -> list[Decimal]:
    found = _FROM_TO.search(days(text)[1])
    if not found:
        return []
    ends = (found["a"] or found["c"] or found["e"], found["b"] or found["d"] or found["f"])
    read = [quantities(end) for end in ends]
    return [numbers[0].value for numbers in read] if all(read) else []
