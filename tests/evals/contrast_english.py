"""English sentences reworded without changing what they say, and changed in exactly one thing."""

import re
from collections.abc import Callable, Mapping
from random import Random

Reword = Callable[[str], str]
Change = Callable[[str, str, Random], str]  # sentence, neighbour, chance -> changed, or the same

_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_MONTH = "|".join(_MONTHS)
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_NAME = re.compile(
    r"(?<=[a-z,] )(?:[A-Z][a-z]+(?: [A-Z][a-z]+)+|[A-Z][a-z]{3,}|[A-Z]{3,5})(?![a-z])"
)
_NUMBER = re.compile(
    r"(?<![\w.,$-])\$?(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?![\w.,-]*\d)(?!(?:st|nd|rd|th)\b)"
)
_OTHERS = (
    "Fenwick Halverson Marrakesh Ostrava Brightwater Kellerman Northwind Tessaro Quillon".split()
)
_UNITS = (
    "percent,percentage points/million,billion/billion,million/hours,minutes/minutes,hours/days,weeks"
    "/weeks,months/months,years/years,months/miles,kilometers/feet,meters/inches,feet/pounds,kilograms"
    "/degrees Fahrenheit,degrees Celsius/thousand,million/dollars,euros/seconds,minutes/hour,week"
    "/megabytes,gigabytes/gigabytes,terabytes/acres,hectares/gallons,liters/day,month/year,decade"
)
_OPPOSED = (
    "more than,less than/less than,more than/higher,lower/lower,higher/faster,slower/larger,smaller"
    "/smaller,larger/older,younger/younger,older/better,worse/worse,better/fewer,more/longer,shorter"
    "/shorter,longer/increased,decreased/decreased,increased/rose,fell/fell,rose/climbed,slid"
    "/surged,plunged/jumped,tumbled/gained,lost/above,below/below,above/ahead of,behind/cheaper,pricier"
    "/up from,down from/down from,up from/bigger,smaller/stronger,weaker/before,after/after,before"
    "/at least,at most/over,under/most,least/earlier,later/later,earlier/best,worst"
)
_CONNECTIVE = re.compile(
    r"^(?:However|Meanwhile|Still|Also|Instead|Indeed|Additionally|In addition|Moreover|Now|So|And|But|Then), (\w)"
)
_FRONT = re.compile(
    rf"^(?P<when>(?:In|On|By|Since|During) (?:(?:{_MONTH}|{'|'.join(_DAYS)})?(?: \d{{1,2}})?(?:,? ?\d{{4}})?|the [^,]{{3,20}})), "
    r"(?P<rest>(?!.*\b(?:and|or|that|wh\w+|to|way|\w+ing)\b)[^,\"“”]{10,80})\.$"
)
_SAID_AFTER = re.compile(
    r"^(?P<what>[A-Z][^\"“”]+), (?P<who>[A-Z][\w.' -]{2,40}?) (?P<verb>said|says)\.$"
)
_SAID_THAT = re.compile(
    r"^(?P<who>[A-Z][\w.' -]{2,40}?) (?P<verb>said|says|argued|claimed|believes|wrote|noted) (?:that )?(?P<what>[^\"“”]{20,})\.$"
)
_ACCORDING = re.compile(r"^According to (?P<who>[^,]{3,50}), (?P<what>[^\"“”]{20,})\.$")
_ACCORDING_AFTER = re.compile(r"^(?P<what>[A-Z][^\"“”]{20,}), according to (?P<who>[^,]{3,50})\.$")


_TRAILING = re.compile(
    r"^(?P<kept>(?!.*\b(?:not|never|if|only|most|first|last|all|every|[a-z]+est)\b)[^\"“”]{25,}), (?:which|who|including) "
    r"(?!.*(?:n't|\b(?:not|never|said|says|will|would|could|should|may|might|if|only|but|plans?|expected|former))\b)[^,\"“”]+\.$"
)
_APPOSED = re.compile(
    r"(?<=[a-z]), (?:who|which|based|founded|led) (?!.*\b(?:not|never|said|says|would|could|may)\b.*,)[^,]{5,60}, (?!and\b|or\b|but\b)"
)
_SUBORDINATE = re.compile(
    r"^(?P<when>(?:If|After|Before|Although|Because) [^,\"“”]{10,60}), (?P<rest>[^,\"“”]{10,80})\.$"
)
_RELATIVE = re.compile(
    r"\b(?:yesterday|today|tonight|tomorrow|ago|currently|recently|now|(?:this|last|next|past|following|same) (?:\w+ )?(?:morning|afternoon|evening"
    r"|night|day|week|weekend|month|quarter|year|decade|century|spring|summer|fall|winter|season)s?)\b",
    re.IGNORECASE,
)


def relative(text: str) -> bool:
    """Whether it tells when by the day it was written on: reworded, nobody could tell when that is."""
    return bool(_RELATIVE.search(text))


def _lower(text: str) -> str:
    first = text.split(" ", 1)[0]
    common = {
        "the",
        "a",
        "an",
        "it",
        "he",
        "she",
        "they",
        "this",
        "these",
        "more",
        "its",
        "their",
        "about",
    }
    return text[0].lower() + text[1:] if first.lower() in common else text


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]


def _fronted(text: str) -> str:
    """In May, X did. -> X did in May."""
    return _FRONT.sub(lambda m: f"{_upper(m['rest'])} {_lower_first(m['when'])}.", text)


def _lower_first(text: str) -> str:
    return text[0].lower() + text[1:]


def _speaker_first(text: str) -> str:
    text = _SAID_AFTER.sub(lambda m: f"{m['who']} {m['verb']} that {_lower(m['what'])}.", text)
    return _ACCORDING_AFTER.sub(lambda m: f"According to {m['who']}, {_lower(m['what'])}.", text)


def _speaker_last(text: str) -> str:
    """Not of several clauses, of which it could then be the last one's."""
    if text.count(",") > 1:
        return text
    return _ACCORDING.sub(lambda m: f"{_upper(m['what'])}, according to {m['who']}.", text)


def _formats(text: str) -> str:
    """$5 million -> 5 million dollars, 20% -> 20 percent, 4 million -> 4,000,000."""
    text = re.sub(r"\$(\d[\d.,]*\d|\d) (million|billion)\b", r"\1 \2 dollars", text)
    text = re.sub(r"(?<![\d.,])(\d+) million(?! dollars)", lambda m: f"{int(m[1]):,},000,000", text)
    text = (
        re.sub(r"(\d)%", r"\1 percent", text)
        if "%" in text
        else re.sub(r"(\d) percent\b", r"\1%", text)
    )
    return re.sub(r"(?<![\d.,])(\d{1,3}),000\b(?!,)", r"\1 thousand", text)


def _dates(text: str) -> str:
    text = re.sub(rf"\b({_MONTH}) (\d{{1,2}}), (\d{{4}})\b", r"\2 \1 \3", text)
    return re.sub(rf"\b({_MONTH}) (\d{{1,2}})\b(?!,? \d{{4}})", r"\2 \1", text)


def _aliases(text: str) -> str:
    for one, other in (
        ("United States", "US"),
        ("U.S.", "United States"),
        ("US", "United States"),
        ("OpenAI", "오픈AI"),
        ("UK", "United Kingdom"),
    ):
        if re.search(rf"\b{re.escape(one)}", text):
            return re.sub(rf"\b{re.escape(one)}(?![\w])", other, text, count=1)
    return text


def _contracted(text: str) -> str:
    text = re.sub(r"\b(did|do|does|is|was|are|were|has|have|had|could|would) not\b", r"\1n't", text)
    return re.sub(r"\bcannot\b", "can't", text)


REWORDINGS: Mapping[str, Reword] = {
    "aside left out": lambda t: t if '"' in t or "“" in t else re.sub(r" \([A-Z]{2,6}\)", "", t),
    "apposition left out": lambda t: _APPOSED.sub(" ", t, count=1),
    "last clause left out": lambda t: _TRAILING.sub(lambda m: f"{m['kept']}.", t),
    "clause moved": lambda t: _SUBORDINATE.sub(
        lambda m: f"{_upper(_lower(m['rest']))} {_lower_first(m['when'])}.", t
    ),
    "connective left out": lambda t: _CONNECTIVE.sub(lambda m: m[1].upper(), t),
    "time moved to the end": _fronted,
    "speaker first": _speaker_first,
    "speaker last": _speaker_last,
    "number format": _formats,
    "date format": _dates,
    "alias": _aliases,
    "contraction": _contracted,
    "adverb left out": lambda t: re.sub(r" also (?=[a-z])", " ", t, count=1),
    "that": lambda t: re.sub(r"\b(said|says) that\b", r"\1", t, count=1),
    "typography": lambda t: (
        t.replace("—", " - ").replace("“", '"').replace("”", '"').replace("’", "'")
    ),
}


def _number(text: str, _neighbour: str, chance: Random) -> str:
    found = list(
        _NUMBER.finditer(
            re.sub(
                rf"(?:{_MONTH}) \d+(?:, \d{{4}})?|\b(?:19|20)\d\d\b",
                lambda m: "x" * len(m[0]),
                text,
            )
        )
    )
    if not found:
        return text
    at = chance.choice(found)
    value = at[1].replace(",", "")
    other = (
        f"{float(value) * 1.5 + 1:.1f}"
        if "." in value
        else f"{int(value) + chance.choice((1, 3, 10, int(value) + 1)):,}"
    )
    return text[: at.start(1)] + other + text[at.end(1) :]


def _date(text: str, _neighbour: str, chance: Random) -> str:
    for words in (_MONTHS, _DAYS):
        if found := re.search(rf"\b({'|'.join(words)})\b", text):
            other = chance.choice([w for w in words if w != found[1]])
            return text[: found.start()] + other + text[found.end() :]
    if found := re.search(r"\b(19|20)(\d\d)\b(?!s)", text):
        return (
            text[: found.start()]
            + f"{found[1]}{(int(found[2]) + chance.randint(1, 9)) % 100:02}"
            + text[found.end() :]
        )
    return text


def _swapped(table: str, text: str, chance: Random, before: str = "") -> str:
    pairs = [tuple(pair.split(",")) for pair in table.split("/")]
    fit = [p for p in pairs if re.search(rf"{before}\b{p[0]}\b", text)]
    if not fit:
        return text
    one, other = chance.choice(fit)
    return re.sub(rf"({before})\b{one}\b", lambda m: f"{m[1]}{other}", text, count=1)


def _unit(text: str, _neighbour: str, chance: Random) -> str:
    if chance.random() < 0.3 and re.search(r"\$\d", text):
        return re.sub(r"\$(?=\d)", chance.choice("€£¥"), text, count=1)
    return _swapped(_UNITS, text, chance, before=r"\d[ -]?") if re.search(r"\d", text) else text


def _name(text: str, neighbour: str, chance: Random) -> str:
    """By one of the neighbour where it has one, so that it is not new to the document."""
    found = [m for m in _NAME.finditer(text) if m[0] not in {*_MONTHS, *_DAYS}]
    if not found:
        return text
    at = chance.choice(found)
    near = [
        m[0]
        for m in _NAME.finditer(neighbour)
        if m[0] not in text and m[0] not in {*_MONTHS, *_DAYS}
    ]
    other = chance.choice(near) if near and chance.random() < 0.5 else chance.choice(_OTHERS)
    return text[: at.start()] + other + text[at.end() :]


def _negation(text: str, _neighbour: str, _chance: Random) -> str:
    for form, other in (
        (
            r"\b(is|was|are|were|has|have|had|will|can|could|would|should|may|might)(?:n't| not) ",
            r"\1 ",
        ),
        (r"\b(?:did not|didn't) ", ""),
        (r"\bcan(?:no|')t ", "can "),
        (r"\b(is|was|are|were|will|can|could|would|should)(?! not| no\b) (?=[a-z])", r"\1 not "),
        (r"\b(has|have|had) (?=[a-z]+ed\b)", r"\1 not "),
        (r"^([A-Z]\w+(?: [A-Z]\w+)*) (?=[a-z]+ed\b)", r"\1 never "),
    ):
        if re.search(form, text):
            return re.sub(form, other, text, count=1)
    return text


def _attribution(text: str, neighbour: str, chance: Random) -> str:
    for form in (_SAID_AFTER, _SAID_THAT, _ACCORDING, _ACCORDING_AFTER):
        if found := form.match(text):
            near = [
                m[0]
                for m in _NAME.finditer(f"{neighbour} {found['what']}")
                if m[0] not in found["who"] and m[0] not in {*_MONTHS, *_DAYS}
            ]
            if near and chance.random() < 0.4:
                return text.replace(found["who"], chance.choice(near), 1)
            return f"{_upper(found['what'])}."
    return text


def _comparison(text: str, _neighbour: str, chance: Random) -> str:
    taken = re.match(
        r"^(?P<a>[A-Z]\w+(?: [A-Z]\w+)*) (?P<v>bought|acquired|sued|beat|hired|defeated|fired|accused|criticized|joined|told|asked|praised|attacked|replaced|met|gave|owns|leads) (?P<b>[A-Z]\w+(?: [A-Z]\w+)*)(?P<r>.*)$",
        text,
    )
    if taken:
        return f"{taken['b']} {taken['v']} {taken['a']}{taken['r']}"
    ranged = re.search(
        r"from (\$?[\d.,]+\w*%?(?: \w+lion)?) to (\$?[\d.,]+\w*%?(?: \w+lion)?)", text
    )
    if ranged and ranged[1] != ranged[2]:
        return text[: ranged.start()] + f"from {ranged[2]} to {ranged[1]}" + text[ranged.end() :]
    return _swapped(_OPPOSED, text, chance)


CHANGES: Mapping[str, Change] = {
    "number": _number,
    "date": _date,
    "unit": _unit,
    "name": _name,
    "negation": _negation,
    "attribution": _attribution,
    "comparison": _comparison,
}
