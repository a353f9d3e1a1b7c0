"""Numbers with their units, alike for Korean and English: `6.5억 달러` is `$650M`. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

_UNITS = {  # of two that begin alike, the longer comes first
    "%p": r"%p\b|%\s?포인트|퍼센트\s?포인트|percentage[ -]points?",
    "%": r"%|percent\b|per cent\b|pct\b|퍼센트|프로(?![가-힣])",
    "quarter": r"분기",
    "usd": r"달러|dollars?\b|usd\b",
    "krw": r"원(?!칙|인|래|본|격)|won\b|krw\b",
    "eur": r"유로|euros?\b|eur\b",
    "gbp": r"파운드|pounds?\b|gbp\b",
    "jpy": r"엔(?!진|드)|yen\b|jpy\b",
    "cny": r"위안|yuan\b|cny\b|rmb\b",
    "times": r"배(?!터|포|송)|times\b|x\b|fold\b",
    "month": r"개월|달(?!러|성)|months?\b",
    "year": r"년|years?\b",
    "week": r"주(?:일|간)?(?!식|택|년|민|장|인|요)|weeks?\b",
    "day": r"일(?!본)|days?\b",
    "hour": r"시간|hours?\b|hrs?\b",
    "minute": r"분(?!기|야)|minutes?\b|mins?\b",
    "second": r"초|seconds?\b|secs?\b",
}
_SIGNS = {"$": "usd", "us$": "usd", "€": "eur", "£": "gbp", "₩": "krw", "¥": "jpy"}
_SCALES = {
    "hundred": 100,
    "thousand": 10**3,
    "k": 10**3,
    "million": 10**6,
    "mn": 10**6,
    "mil": 10**6,
    "m": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "b": 10**9,
    "trillion": 10**12,
    "tn": 10**12,
    "t": 10**12,
    "십": 10,
    "백": 100,
    "천": 10**3,
    "만": 10**4,
    "억": 10**8,
    "조": 10**12,
}
_ENGLISH = "one two three four five six seven eight nine ten eleven twelve".split()
_KOREAN = "한 두 세 네 다섯 여섯 일곱 여덟 아홉 열 열한 열두".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = (
    {word: n for n, word in enumerate(_ENGLISH, 1)}
    | {word: n for n, word in enumerate(_KOREAN, 1)}
    | {word: 10 * n for n, word in enumerate(_TENS, 2)}
    | {"a": 1, "an": 1}
)
_ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4"}
_COUNTERS = "명|개|가지|번|차례|곳|군데|달|시간|살|대|권|건|편|배|사람|종|주"
_COUNTED = rf"(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_ENGLISH[:9])}))?|{'|'.join(_ENGLISH)}"
_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9])|[0-9]+(?:\.[0-9]+)?"
_KOREAN_SCALED = rf"(?:{_DIGITS})[ ]?(?:[십백천][만억조]?|[만억조])"
_AMOUNT = re.compile(
    rf"""(?<![a-z0-9.,])
    (?P<sign>us\$|[$€£₩¥])?[ ]?
    (?: (?P<korean>{_KOREAN_SCALED}(?:[ ]?{_KOREAN_SCALED})*(?:[ ]?(?:{_DIGITS})(?![0-9.]))?)
      | (?: (?P<digits>{_DIGITS})
          | \b(?P<word>{_COUNTED})\b
          | \b(?P<article>an?)(?=[ ](?:hundred|thousand|(?:m|b|tr)illion)\b)
          | (?<![가-힣])(?P<native>{"|".join(sorted(_KOREAN, key=len, reverse=True))})
            (?=[ ]?(?:{_COUNTERS}))
        )
        (?:(?P<scale>(?:(?<=[0-9])(?:mil|mn|bn|tn|[kmbt])|[ -]?(?:hundred|thousand|(?:m|b|tr)illion|mil|mn|bn|tn)))(?![a-z0-9]))?
    )
    (?:st|nd|rd|th)?(?:[ -]?(?:{"|".join(f"(?P<u{i}>{u})" for i, u in enumerate(_UNITS.values()))}))?""",
    re.VERBOSE,
)
_CHUNK = re.compile(rf"({_DIGITS})[ ]?([십백천])?([만억조])?")
_QUARTER = re.compile(r"\bq([1-4])\b|\b([1-4])q\b|\b(first|second|third|fourth)[ -]quarter\b")
_RANGE = re.compile(r"[ ]?(?:-|–|~|to|에서)[ ]?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a unit; `bare` has none. `said` is how the text has it."""

    value: Decimal
    unit: str
    said: str

    @property
    def certain(self) -> bool:
        """Whether it surely counts something: `one` and `한` also mean other things."""
        return self.said not in {"one", "한"}

    def meets(self, other: "Quantity") -> bool:
        """Whether another text's quantity says this one: a number without unit may be in any."""
        return self.value == other.value and self.unit in {"", other.unit}


def quantities(text: str) -> list[Quantity]:
    """In order, from a text that is case-folded. The first of `10-20 %` is in per cent too."""
    plain = _QUARTER.sub(_plain_quarter, text)
    matches = list(_AMOUNT.finditer(plain))
    read = [_read(match) for match in matches]
    for i in range(len(read) - 2, -1, -1):
        if _RANGE.fullmatch(plain, matches[i].end(), matches[i + 1].start()):
            read[i] = _in_range(read[i], matches[i], read[i + 1], matches[i + 1])
    return read


def without_quantities(text: str) -> str:
    """What is left of a case-folded text."""
    return _AMOUNT.sub(" ", _QUARTER.sub(_plain_quarter, text))


def _plain_quarter(found: re.Match[str]) -> str:
    number = found[1] or found[2] or _ORDINALS[found[3]]
    return f" {number}분기 "


def _read(found: re.Match[str]) -> Quantity:
    unit = next((u for i, u in enumerate(_UNITS) if found[f"u{i}"]), "")
    return Quantity(_value(found), unit or _SIGNS.get(found["sign"] or "", ""), found[0].strip())


def _value(found: re.Match[str]) -> Decimal:
    if found["korean"]:
        return sum(_chunks(found["korean"]), Decimal(0))
    scale = _SCALES.get((found["scale"] or "").strip(" -"), 1)
    if found["digits"]:
        return Decimal(found["digits"].replace(",", "")) * scale
    words = re.split("[ -]", found["word"] or found["article"] or found["native"])
    return Decimal(sum(_WORDS[word] for word in words)) * scale


def _chunks(text: str) -> Iterator[Decimal]:
    for digits, small, large in _CHUNK.findall(text):
        yield Decimal(digits.replace(",", "")) * _SCALES.get(small, 1) * _SCALES.get(large, 1)


def _in_range(
    first: Quantity, match: re.Match[str], last: Quantity, end: re.Match[str]
) -> Quantity:
    """`$1-2 billion` begins at a billion, `10 to 20 percent` at ten per cent."""
    bare = not first.unit or match["sign"]
    shared = end["scale"] if bare and match["digits"] and not match["scale"] else None
    value = first.value * _SCALES.get((shared or "").strip(" -"), 1)
    return replace(first, value=value, unit=first.unit or last.unit)
