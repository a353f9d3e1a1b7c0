"""Korean sentences reworded without changing what they say, and changed in exactly one thing."""

import re
from collections.abc import Callable, Mapping
from random import Random

Reword = Callable[[str], str]
Change = Callable[[str, str, Random], str]  # sentence, neighbour, chance -> changed, or the same

_NUMBER = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?=(?:만|억|조|천|백)?\s?(?:명|개|%|퍼센트|원|달러|대|번|회|배|건|곳|세|시간|분|초|kg|km|m|권|편|점|위|여|장|차|석|척|층|억|만|GB|MB|가지|종))"
)
_DATE = re.compile(r"(\d{1,2})월|((?:1[5-9]|20)\d\d)년")
_NAME = re.compile(
    r"(?<![가-힣A-Za-z])([A-Z][A-Za-z]{2,}|[가-힣]{2,4}(?=(?:시|군|도|대학교|대통령|의원|교수|감독|선수|씨|왕|사|당|국)))"
)
_OTHERS = "Fenwick Halverson Ostrava Northwind Tessaro".split()
_KOREAN_OTHERS = "강철수 나인동 마르코 바일란 도르곤".split()
_UNITS = (
    "퍼센트,퍼센트포인트/%,%포인트/달러,유로/원,달러/시간,분/분,시간/년,개월/개월,년/km,마일/kg,파운드/만,억/억,조/명,가구"
    "/배,퍼센트/주,개월/일,주/초,분/세,개월/GB,TB/MB,GB/m,피트/미터,킬로미터/킬로미터,미터/대,척/회,년/번,시간/위,점/개,쌍"
)
_OPPOSED = (
    "많은,적은/적은,많은/높은,낮은/낮은,높은/늘었,줄었/줄었,늘었/증가,감소/감소,증가/상승,하락/하락,상승/빠르,느리/느리,빠르"
    "/커,작아/더 ,덜 /이상,이하/이하,이상/이전,이후/이후,이전/최대,최소/최소,최대/먼저,나중에/앞에,뒤에/위에,아래에/강화,약화"
    "/확대,축소/축소,확대/최고,최저/성공,실패/길,짧/승리,패배/패배,승리/찬성,반대/반대,찬성/유리,불리/쉽,어렵/처음,마지막"
)
_CONNECTIVE = re.compile(
    r"^(?:또한|그러나|하지만|한편|그리고|따라서|그래서|이후|특히|이에|즉|게다가|반면),? "
)
_SAID = re.compile(
    r"^(?P<who>[^,\"“”]{2,20}?(?:은|는|이|가)) (?P<what>[^\"“”]{10,}?(?P<end>다|라|자))고 (?:말했다|밝혔다|주장했다|설명했다|전했다|강조했다|지적했다|말합니다|주장합니다|설명합니다|강조합니다|지적합니다|밝혔습니다|제안합니다|생각합니다|언급합니다)\.$"
)
_ACCORDING = re.compile(r"^(?P<who>[^,\"“”]{2,25}?)에 따르면,? (?P<what>[^\"“”]{10,})$")
_TIME = re.compile(
    r"^(?P<when>(?:\d{4}년)?(?: ?\d{1,2}월)?(?: ?\d{1,2}일)?(?:에|에는)),? (?P<who>[^ ,]+(?:은|는|이|가)) (?P<rest>[^,]{5,40})$"
)


_RELATIVE = re.compile(
    r"어제|오늘|내일|작년|올해|내년|지난해|금년|전년|(?:지난|이번|다음|오는) ?(?:달|주|해|월|[0-9])|전날|당일|이날|같은 날|최근|현재|지금|요즘"
    r"|[0-9] ?(?:년|일|주|개월|달|시간) ?전"
)


def relative(text: str) -> bool:
    """Whether it tells when by the day it was written on: reworded, nobody could tell when that is."""
    return bool(_RELATIVE.search(text))


def _batchim(word: str) -> bool:
    return "가" <= word[-1] <= "힣" and (ord(word[-1]) - 0xAC00) % 28 > 0


def _topic(text: str) -> str:
    """The first topic marked as subject: 는 -> 가."""
    found = re.match(r"^([^ ,]{2,12}[^은는 ])(은|는) (?!.*(?:은|는|이|가) )", text)
    if not found or "보다" in text:
        return text
    return f"{found[1]}{'이' if _batchim(found[1]) else '가'} {text[found.end() :]}"


def _formats(text: str) -> str:
    """20% -> 20퍼센트, 5만 명 -> 50,000명, 12,000 -> 1만 2000."""
    text = (
        re.sub(r"(\d)%(?!\s?포인트|p)", r"\1퍼센트", text)
        if "%" in text
        else re.sub(r"(\d) ?퍼센트(?! ?포인트)", r"\1%", text)
    )
    text = re.sub(
        r"(?<![\d.,])(\d+)만(?=\s?(?:명|개|원|달러|대|건))",
        lambda m: f"{int(m[1]) * 10000:,}",
        text,
    )
    return re.sub(
        r"(?<![\d.,])(\d+)억(?=\s?(?:원|달러|명))", lambda m: f"{int(m[1]) * 10**8:,}", text
    )


def _dates(text: str) -> str:
    text = re.sub(
        r"(\d{4})년 (\d{1,2})월 (\d{1,2})일",
        lambda m: f"{m[1]}-{int(m[2]):02}-{int(m[3]):02}",
        text,
    )
    return re.sub(r"(\d{4})년 (\d{1,2})월(?! ?\d)", r"\1년\2월", text)


def _aliases(text: str) -> str:
    for one, other in (
        ("구글", "Google"),
        ("오픈AI", "OpenAI"),
        ("OpenAI", "오픈AI"),
        ("Google", "구글"),
        ("애플", "Apple"),
        ("Apple", "애플"),
        ("Microsoft", "마이크로소프트"),
        ("마이크로소프트", "Microsoft"),
        ("GitHub", "깃허브"),
        ("Meta", "메타"),
        ("Linux", "리눅스"),
        ("Python", "파이썬"),
        ("미국", "US"),
        ("트위터", "Twitter"),
        ("Amazon", "아마존"),
        ("삼성전자", "삼성"),
    ):
        if re.search(rf"(?<![가-힣A-Za-z]){one}(?![A-Za-z])", text):
            return re.sub(rf"(?<![가-힣A-Za-z]){one}", other, text, count=1)
    return text


def _style(text: str) -> str:
    """했습니다 -> 했다 and back."""
    for form, other in (
        ("했습니다.", "했다."),
        ("합니다.", "한다."),
        ("있습니다.", "있다."),
        ("됩니다.", "된다."),
        ("입니다.", "이다."),
        ("되었습니다.", "되었다."),
        ("하였다.", "했다."),
        ("했다.", "했습니다."),
        ("되었다.", "됐다."),
        ("있다.", "있습니다."),
        ("이다.", "입니다."),
        ("한다.", "합니다."),
        ("된다.", "됩니다."),
        ("았다.", "았습니다."),
        ("었다.", "었습니다."),
    ):
        if text.endswith(form):
            return text.removesuffix(form) + other
    return text


def _said_otherwise(text: str) -> str:
    if found := _ACCORDING.match(text):
        return f"{found['what']}"[:-1].join(("", "")) and f"{found['who']}에 의하면 {found['what']}"
    return re.sub(r"고 밝혔다\.$", "고 말했다.", text)


REWORDINGS: Mapping[str, Reword] = {
    "aside left out": lambda t: (
        t if '"' in t or "“" in t else re.sub(r"(?<![0-9]) ?\([A-Z][A-Za-z .]+\)", "", t)
    ),
    "connective left out": lambda t: _CONNECTIVE.sub("", t),
    "particle": _topic,
    "time moved": lambda t: _TIME.sub(
        lambda m: f"{m['who']} {m['when']} {m['rest']}" if m["when"] else m[0], t
    ),
    "number format": _formats,
    "date format": _dates,
    "alias": _aliases,
    "style": _style,
    "saying": _said_otherwise,
    "adverb left out": lambda t: re.sub(r" (?:또한|아울러),? ", " ", t, count=1),
    "comma left out": lambda t: re.sub(r"(?<=[가-힣][은는고며]), ", " ", t, count=1),
}


def _number(text: str, _neighbour: str, chance: Random) -> str:
    found = list(_NUMBER.finditer(text))
    if not found:
        return text
    at = chance.choice(found)
    value = at[1].replace(",", "")
    other = (
        f"{float(value) * 1.5 + 1:.1f}"
        if "." in value
        else f"{int(value) + chance.choice((1, 3, 10, int(value) + 1)):,}"
    )
    return text[: at.start()] + other + text[at.end() :]


def _date(text: str, _neighbour: str, chance: Random) -> str:
    found = list(_DATE.finditer(text))
    if not found:
        return text
    at = chance.choice(found)
    other = (
        f"{int(at[1]) % 12 + 1}월" if at[1] else f"{int(at[2]) + chance.choice((-7, -2, 1, 3))}년"
    )
    return text[: at.start()] + other + text[at.end() :]


def _swapped(table: str, text: str, chance: Random, before: str = "") -> str:
    pairs = [tuple(pair.split(",")) for pair in table.split("/")]
    fit = [p for p in pairs if re.search(rf"{before}{p[0]}", text)]
    if not fit:
        return text
    one, other = chance.choice(fit)
    return re.sub(rf"({before}){one}", lambda m: f"{m[1]}{other}", text, count=1)


def _unit(text: str, _neighbour: str, chance: Random) -> str:
    masked = re.sub(r"\d{4}년|\d+월|\d+일", lambda m: "#" * len(m[0]), text)
    changed = _swapped(_UNITS, masked, chance, before=r"\d ?(?:만|억|천)? ?")
    if changed == masked:
        return text
    dates = iter(re.findall(r"\d{4}년|\d+월|\d+일", text))
    return re.sub(r"#+", lambda _: next(dates), changed) if "##" in masked else changed


def _name(text: str, neighbour: str, chance: Random) -> str:
    found = list(_NAME.finditer(text))
    if not found:
        return text
    at = chance.choice(found)
    near = [m[1] for m in _NAME.finditer(neighbour) if m[1] not in text]
    fresh = _OTHERS if at[1].isascii() else _KOREAN_OTHERS
    other = chance.choice(near) if near and chance.random() < 0.5 else chance.choice(fresh)
    return text[: at.start()] + other + text[at.end() :]


def _negation(text: str, _neighbour: str, _chance: Random) -> str:
    for form, other in (
        (r"하지 않았다\.$", "했다."),
        (r"하지 않는다\.$", "한다."),
        (r"하지 않습니다\.$", "합니다."),
        (r"이 아니다\.$", "이다."),
        (r"할 수 없(습니다|다|었다)", r"할 수 있\1"),
        (r"할 수 있(습니다|다|었다|으며)", r"할 수 없\1"),
        (r"했다\.$", "하지 않았다."),
        (r"하였다\.$", "하지 않았다."),
        (r"했습니다\.$", "하지 않았습니다."),
        (r"되었다\.$", "되지 않았다."),
        (r"됐다\.$", "되지 않았다."),
        (r"합니다\.$", "하지 않습니다."),
        (r"됩니다\.$", "되지 않습니다."),
        (r"한다\.$", "하지 않는다."),
        (r"된다\.$", "되지 않는다."),
        (r"있습니다\.$", "있지 않습니다."),
        (r"있다\.$", "있지 않다."),
        (r"이다\.$", "이 아니다."),
        (r"입니다\.$", "이 아닙니다."),
    ):
        if re.search(form, text):
            return re.sub(form, other, text, count=1)
    return text


def _attribution(text: str, neighbour: str, chance: Random) -> str:
    if found := _SAID.match(text):
        near = [m[1] for m in _NAME.finditer(neighbour) if m[1] not in found["who"]]
        if near and chance.random() < 0.4:
            other = chance.choice(near)
            return text.replace(found["who"], f"{other}{'은' if _batchim(other) else '는'}", 1)
        return (
            f"{found['what']}."
            if found["end"] == "다"
            else f"{found['what'][:-1].removesuffix('이')}이다."
        )
    if found := _ACCORDING.match(text):
        return found["what"]
    return text


def _comparison(text: str, _neighbour: str, chance: Random) -> str:
    pair = re.match(
        r"^(?P<a>[가-힣A-Za-z0-9]+)(?:은|는|이|가) (?P<b>[가-힣A-Za-z0-9]+)보다 (?P<r>.+)$", text
    )
    if pair:
        return f"{pair['b']}{'은' if _batchim(pair['b']) else '는'} {pair['a']}보다 {pair['r']}"
    done = re.match(
        r"^(?P<a>[가-힣A-Za-z0-9]+)(?:은|는|이|가) (?P<b>[가-힣A-Za-z0-9]+)(?P<p>을|를|에게) (?P<r>[^,]+)$",
        text,
    )
    if done:
        p = done["p"] if done["p"] == "에게" else ("을" if _batchim(done["a"]) else "를")
        return f"{done['b']}{'이' if _batchim(done['b']) else '가'} {done['a']}{p} {done['r']}"
    ranged = re.search(r"([\d.,]+[가-힣%]*)에서 ([\d.,]+[가-힣%]*?)(으?로)", text)
    if ranged and ranged[1] != ranged[2]:
        return (
            text[: ranged.start()]
            + f"{ranged[2]}에서 {ranged[1]}{ranged[3]}"
            + text[ranged.end() :]
        )
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
