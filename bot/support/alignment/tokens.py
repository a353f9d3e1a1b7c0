"""The tokens of a sentence as two sentences are aligned: in order, marks and symbols as well. Pure.

Only what is surely the same has the same form: `$450 million` and `450,000,000 dollars`, `2 December
2025` and `2025-12-02`, a name and its alias. Unlike elsewhere in bot.support, compatibility forms stay
what they are: a superscript is no digit.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bot.support.aliases import placed
from bot.support.alignment.endings import forms
from bot.support.dates import Day, dated
from bot.support.words import clean, with_countries

_TYPOGRAPHY = str.maketrans("’‘ʼ＇“”„‟", "''''\"\"\"\"")
_DASH = re.compile(r"\s+[-–—]+\s+|\s*—\s*")
_SPACE = re.compile(r"\s+")
_DIGITS = r"(?<![\w.])\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9])|[0-9]+(?:\.[0-9]+)*"
_TELLERS = "two three four five six seven eight nine ten eleven twelve".split()
_WORDS = {word: n for n, word in enumerate(_TELLERS, 2)}
_KOREAN_PART = rf"(?:{_DIGITS})[ ]?(?:[십백천][만억조]?|[만억조])"
_PIECE = re.compile(
    rf"""(?P<cur>(?:(?<![a-z])[a-z]{{1,3}})?[$€£₩])[ ]?(?={_DIGITS})
    |(?P<korean>{_KOREAN_PART}(?:[ ]?{_KOREAN_PART})*(?:[ ]?(?:{_DIGITS})(?![0-9.])(?![ ]?월|[ ]?일))?)
    |(?:(?P<digits>{_DIGITS})|\b(?P<teller>{"|".join(_TELLERS)})\b(?=(?:[ -](?:hundred|thousand|[mbtr]+illion)\b)?))
     (?P<scale>[ -]?(?:hundred|thousand|(?:m|b|tr)illion)\b|(?:bn|mn|tn|[mbk])(?![a-z0-9]))?
    |(?P<percent>%p(?![a-z])|%|per[ ]cent\b|percent\b|퍼센트)
    |(?P<hangul>[가-힣]+)
    |(?P<word>[^\W\d_가-힣]+(?:'[^\W\d_가-힣]+)?)
    |(?P<mark>\S)""",
    re.VERBOSE,
)
_CHUNK = re.compile(rf"({_DIGITS}) ?([십백천])?([만억조])?")
_SCALES = {
    "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "k": 10**3, "m": 10**6, "mn": 10**6, "b": 10**9, "bn": 10**9, "tn": 10**12,
    "십": 10, "백": 100, "천": 1000, "만": 10**4, "억": 10**8, "조": 10**12, "": 1,
}  # fmt: skip
_MONEY = {"$": "usd", "us$": "usd", "€": "eur", "£": "gbp", "₩": "krw"}
_COUNTED_MONEY = {"dollar": "usd", "dollars": "usd", "usd": "usd", "euro": "eur", "euros": "eur"}
_KOREAN_MONEY = re.compile("(달러|유로|원)(?!칙|인|래|본)")
_KOREAN_SIGNS = {"달러": "usd", "유로": "eur", "원": "krw"}
_UNIT = 3  # letters behind a figure: mW, Mm, Gb
_CONTRACTED = {"can't": "can", "won't": "will", "cannot": "can"}


@dataclass(frozen=True, slots=True)
class Token:
    """`key` names it; two tokens are the same when they share a form."""

    key: str
    forms: frozenset[str]

    def same(self, other: "Token") -> bool:
        """Whether both say the same at their place."""
        return self.key == other.key or not self.forms.isdisjoint(other.forms)


def plain(text: str) -> str:
    """NFC with white space, quotation marks and apostrophes of one kind: what must be verbatim."""
    whole = unicodedata.normalize("NFC", clean(text)).translate(_TYPOGRAPHY)
    return _SPACE.sub(" ", whole).strip()


@lru_cache(maxsize=512)  # sentences: each is compared with several
def tokens(text: str) -> tuple[Token, ...]:
    """In order. Full stops and white space are none; a final question mark is one."""
    raw = with_countries(_DASH.sub(" — ", plain(text)))
    low = "".join(c.lower() if len(c.lower()) == 1 else c for c in raw)
    found = list(_read(raw, low))
    last = len(found) - 1
    return tuple(
        Token(key, forms(key, last=i == last or found[i + 1 :] == ['"']))
        for i, key in enumerate(found)
    )


def _read(raw: str, low: str) -> Iterator[str]:
    """Dates first, then known names, then the rest; each where it stands."""
    days = [(start, end, _day(day)) for start, end, day in dated(low)[0]]
    named = [
        (start, end, name)
        for start, end, name in placed(low)
        if not any(start < e and s < end for s, e, _ in days)
    ]
    at = 0
    for start, end, key in sorted([*days, *named]):
        yield from _pieces(raw, low, at, start)
        yield key
        at = end
    yield from _pieces(raw, low, at, len(low))


def _day(day: Day) -> str:
    return "date " + "-".join(str(part or "") for part in day.parts)


def _pieces(raw: str, low: str, start: int, end: int) -> Iterator[str]:
    counted, money = False, ""
    for found in _PIECE.finditer(low, start, end):
        if found["cur"]:
            money = _MONEY.get(found["cur"], found["cur"])
            continue
        if found["digits"] or found["teller"] or found["korean"]:
            yield from _amount(found, raw, money)
            counted, money = not money, ""
            continue
        yield from _piece(found, raw, counted=counted)
        counted = False


def _amount(found: re.Match[str], raw: str, money: str) -> Iterator[str]:
    """A number written out, and what it is of; a small letter may be a unit: 5m."""
    if found["korean"]:
        yield _written(sum(_chunks(found["korean"]), Decimal(0)))
    else:
        scale = (found["scale"] or "").strip(" -")
        unit = len(scale) == 1 and not money and raw[found.end() - 1].islower()
        said = (found["digits"] or str(_WORDS[found["teller"]])).replace(",", "")
        exact = said.count(".") > 1 or not (money or scale) or unit
        yield said if exact else _written(Decimal(said) * _SCALES[scale])
        if unit or (exact and scale):
            yield scale
    if money:
        yield money


def _chunks(text: str) -> Iterator[Decimal]:
    for digits, small, large in _CHUNK.findall(text):
        value = digits.replace(",", "")
        whole = Decimal(value) if value.count(".") <= 1 else Decimal(0)
        yield whole * _SCALES[small] * _SCALES[large]


def _written(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _piece(found: re.Match[str], raw: str, *, counted: bool) -> Iterator[str]:
    if found["percent"]:
        yield from ("%", "포인트") if found["percent"] == "%p" else ("%",)
    elif found["hangul"]:
        yield from _hangul(found["hangul"], counted=counted)
    elif found["word"]:
        yield from _word(found["word"], raw[found.start() : found.end()], found.start(), counted)
    elif found["mark"] != ".":
        yield found["mark"]


def _hangul(said: str, *, counted: bool) -> Iterator[str]:
    money = _KOREAN_MONEY.match(said) if counted else None
    if not money:
        yield said
        return
    yield _KOREAN_SIGNS[money[1]]
    if money.end() < len(said):
        yield said[money.end() :]


def _word(low: str, raw: str, at: int, counted: bool) -> Iterator[str]:  # noqa: FBT001 - private
    """Capitals inside a word stay (GB, Gb, IT, it), as does one that names: Vitamin A."""
    if counted and low in _COUNTED_MONEY:
        yield _COUNTED_MONEY[low]
    elif low in _CONTRACTED or low.endswith("n't"):
        yield from (_CONTRACTED.get(low, low.removesuffix("n't")), "not")
    else:
        base, apostrophe, ending = raw.partition("'")
        unit = counted and len(base) <= _UNIT
        single = len(base) == 1 and at > 0 and base != "I"
        yield base if unit or single or any(c.isupper() for c in base[1:]) else base.lower()
        if apostrophe:
            yield f"'{ending.lower()}"
