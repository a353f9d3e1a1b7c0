"""Whether a statement keeps how sure its source is: may, will, some, if, about. Pure.

A statement may be less sure than its source, never surer. What stands in the table takes something
away from the words around it, so whoever leaves it out says more than the source did.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.support.clauses import about, about_loosely, without_asides
from bot.support.dates import days
from bot.support.quantities import quantities
from bot.support.stems import Word


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    words: re.Pattern[str]
    whole: bool = False  # counts wherever it stands in the sentence


_POSSIBLE = re.compile(
    r"\b(?:(?<!\bin )(?<!\bby )(?<!\bof )(?<!\bon )(?<!since )(?<!until )(?<!late )(?<!early )(?<!mid-)(?<!before )(?<!after )"
    r"(?<!through )(?<!during )(?<!from )may(?! [0-9])|might|could|can|perhaps|possibl[ey]|possibility|maybe|potential(?:ly)?|likely|unlikely"
    r"|probabl[ey]|presumably|appear(?:s|ed)? (?:to|that)|appears|seem(?:s|ed|ingly)?|suggest(?:s|ed|ing)?"
    r"|pretend[a-z]*|dream[a-z]*|imagin[a-z]*|wish(?:es|ed)?|as (?:if|though)|would|chances?|risks?|speculat[a-z]+|conceivabl[ey]|not (?:clear|certain|sure)|unclear|uncertain|doubt[a-z]*|questionable|whether"
    r"|in theory|theoretically|hypothetical(?:ly)?|eligible|able to|capable of)\b|[?？](?=[\"'”’)]*(?:$| ;))"
    r"|[을ᆯ] ?수 ?(?:있|도|있)|지도 모|모른다|가능성|(?:으로|로) (?:보인|보여|보이|추정|예상|전망|관측|풀이|해석|점쳐)"
    r"|듯|[ᆫᆯ] ?(?:것|거) ?같|같[다아습]|아마|유력|추측|짐작|의문|[는은을]지(?= )|여부|미지수|불확실|불투명|관측이|우려"
)
_PLANNED = re.compile(
    r"\b(?:plan(?:s|ned|ning)?|intend[a-z]*|intention|aim(?:s|ed|ing)?|expect[a-z]*|anticipat[a-z]*|(?:is|are|was|were) set to"
    r"|due to|consider(?:s|ed|ing)?|weigh(?:s|ed|ing)?|mull(?:s|ed|ing)?|explor(?:e|es|ed|ing)|talks|negotiat[a-z]*"
    r"|propos[a-z]*|hop(?:e|es|ed|ing)|want(?:s|ed)?|seek(?:s|ing)?|sought|agree[sd]? to|agreement to|offer(?:s|ed)? to|promis[a-z]+"
    r"|vow[a-z]*|pledg[a-z]*|target(?:s|ed|ing)?|slated|scheduled|prepar(?:e|es|ed|ing)|tr(?:y|ies|ied|ying) to"
    r"|attempt[a-z]*|forecast[a-z]*|predict[a-z]*|project(?:s|ed) (?:to|that)|threaten[a-z]*|urg(?:e|es|ed|ing)|call(?:s|ed|ing)? (?:for|on)"
    r"|ask(?:s|ed|ing)? .{0,40}?to|order(?:s|ed)? .{0,40}?to|demand[a-z]*|invit(?:e|es|ed)|draft|bill|lobb(?:y|ies|ied|ying)|working on"
    r"|working to|look(?:s|ing) to|about to|poised to|on track|almost|nearly|virtually|tentative(?:ly)?|preliminary)\b"
    r"|계획|예정|방침|검토|추진|논의|협의|고려|목표|전망|예상|기대|하기로|려고|려는|려 (?:한|하)|제안|합의|의향|약속|시도|준비"
    r"|고자|고 싶|요구|요청|촉구|거의|잠정|초안|법안|희망"
)
_FUTURE = re.compile(
    r"\b(?:will|shall|won't|going to|gonna|upcoming|forthcoming|to be|soon)\b|'ll\b"
    r"|[ᆯ을] ?(?:것|거|예정|전망)|겠|앞으로|향후|추후|조만간|오는"
)
_KINDS = [
    _Kind(
        "hearsay",
        re.compile(
            r"\b(?:reported(?:ly)?|alleg[a-z]+|apparent(?:ly)?|suppos(?:ed|edly)|purported(?:ly)?|rumou?r[a-z]*|so-called|ostensibly"
            r"|unconfirmed|unverified|leak(?:s|ed|er|ers)?|(?:is|are|was|were) (?:said|believed|thought|understood|known|rumored|reported) to"
            r"|sources|people familiar|insiders?|accus[a-z]+|suspect[a-z]*|claim[a-z]*)\b"
            r"|것으로 (?:알려|전해|확인|나타|파악)|전해[졌진지]|알려[졌진지]|소문|루머|의혹|추정|소식통|혐의|(?:라|다)는 (?:설|말|얘기|이야기)|카더라|유출"
        ),
        whole=True,
    ),
    _Kind(
        "condition",
        re.compile(
            r"\b(?:if|unless|provided|assuming|as long as|in case|in the event|otherwise|subject to|pending|depend(?:s|ing)|"
            r"had [a-z]+ [a-z]+ .*, .* would|once|until|except|excluding|only (?:if|when|after)|contingent|conditional(?:ly)?|without)\b"
            r"|[가-힣](?:다면|라면|으면|하면|되면|이면|시면|려면|라면|(?<![장전측화방표반정직수평내외양국단])면)(?<!따르면)(?<!의하면)(?= |,|$)|경우|않는 한|전제로|조건|제외"
        ),
        whole=True,
    ),
    _Kind(
        "what ought to be",
        re.compile(
            r"\b(?:should|must|ought|need(?:s|ed)? to|ha(?:s|ve|d) to|requir(?:e|es|ed)|supposed to|obliged)\b"
            r"|(?:해|되어|돼|어|아|여)야|필요|의무"
        ),
    ),
    _Kind(
        "only a part",
        re.compile(
            r"\b(?:some(?! [0-9])|several|certain|part(?:s|ly|ial|ially)?|mostly|most|many|half|few|often|sometimes|usually|generally"
            r"|typically|rarely|occasionally|majority|minority|sort of|kind of|somewhat|limited|one of|selected?|only|solely|exclusively)\b"
            r"|(?<![0-9])일부(?!터)|대부분|몇몇|상당수|부분|절반|일각|종종|가끔|(?:에서|에게|에|까지|부터)만 |뿐(?! 아니)|한한다|한해 |한정|대체로|주로|때때로|다소|중 하나|가운데 하나|제한적"
        ),
    ),
    _Kind(
        "not done",
        re.compile(
            r"\b(?:stop(?:s|ped|ping)?|ceas(?:e|es|ed|ing)|halt(?:s|ed|ing)?|cancel[a-z]*|abandon(?:s|ed|ing)?|avoid(?:s|ed|ing)?"
            r"|prevent(?:s|ed|ing)?|block(?:s|ed|ing)?|delay(?:s|ed|ing)?|postpon(?:e|es|ed|ing)|suspend(?:s|ed|ing)?|suspension"
            r"|ban(?:s|ned|ning)?|prohibit[a-z]*|forbid[a-z]*|revers(?:e|es|ed|ing)|withdr[a-z]+|scrap(?:s|ped|ping)?|shelv(?:e|es|ed|ing)"
            r"|dismiss[a-z]*|overturn[a-z]*|miss(?:es|ed|ing)?|revok[a-z]*|rescind[a-z]*|instead of|rather than|unlike|against|short of)\b"
            r"|중단|취소|철회|포기|연기|보류|막았|막아|막는|금지|무산|폐기|회피|방지|차단|정지|유예|기각|면제|대신|실패|미루|늦[추췄]"
        ),
    ),
    _Kind(
        "not the thing itself",
        re.compile(
            r"\b(?:former(?:ly)?|ex-?|previously|fake|false(?:ly)?|fictional|acting|interim|deputy|vice|assistant|would-be|mock|"
            r"used to|no longer|once|simulat[a-z]*|prototype|beta|trial|test(?:s|ed|ing)?|pilot|experimental|preview|unofficial(?:ly)?|demo)\b"
            r"|(?<![가-힣])(?:전직|전 (?=(?:[가-힣a-z]+ )?[가-힣]*(?:사장|회장|장관|대표|대통령|총리|의원|직원|임원|총재|총장|교수|감독|선수|ceo|cto|cfo))|옛|가짜|허위|가상|임시|시험|시범|베타|체험판|시제품|거짓|오보|사실무근|낭설|비공식|부(?:사장|회장|장관|대표|총재))"
        ),
    ),
]
_LEVELS = (_FUTURE, _PLANNED, _POSSIBLE)
_NAMES = ("a fact", "of the future", "a plan or expectation", "a possibility")
_BEFORE = {
    "at least": r"more than|over|above|at least|exceed(?:s|ed|ing)?|upwards of|north of|beyond|최소|적어도",
    "at most": r"up to|at most|less than|under|below|fewer than|no more than|maximum of|within|최대|많아야",
    "about": r"nearly|almost|about|around|some|roughly|approximately|estimated|close to|approaching|~|약|대략|거의",
}
_COUNT = "(?:[0-9.,]+|one|two|three|four|five|six|seven|eight|nine|ten)"
_BEFORE["a part of"] = rf"{_COUNT} (?:out )?of(?: the| its| their| all)?"
_AFTER = {
    "at least": r"이상|초과|을 넘|를 넘|넘[게는은어]|or more|plus\b|\+",
    "at most": r"이하|미만|이내|or less|or fewer",
    "a part of": r"(?:[가-힣]{1,3} )?(?:중|가운데)(?= )",
    "about": r"가까이|내외|안팎|정도|가량|쯤|남짓|여 ?[가-힣]|or so",
}
_LEADING = re.compile(
    rf"(?<![a-z가-힣])(?:{'|'.join(f'(?P<b{i}>{p})' for i, p in enumerate(_BEFORE.values()))}) ?"
)
_TRAILING = re.compile(
    rf"(?<=[0-9%가-힣a-z]) ?(?:{'|'.join(f'(?P<a{i}>{p})' for i, p in enumerate(_AFTER.values()))})"
)
_WAY = re.compile(r"(?<!up )(?<!due )\b(from|to|by) ")
_KOREAN_WAY = re.compile(
    r"(으로|로|에서)? ?(?=증가|감소|상승|하락|늘|줄|올[랐라]|내[렸려]|오르|오른|확대|축소|성장|인상|인하)"
)
_PARTICLES = {"으로": "to", "로": "to", "에서": "from", "": "by"}
_NEAR = 24  # characters in which a number stands beside its bound


def overstated(statement: str, told: Sequence[Word], source: str) -> list[str]:
    """What a folded statement leaves out of what makes its folded source sentence less sure."""
    scope = without_asides(told, source)
    near, loose = about(told, scope), about_loosely(told, scope)
    return [
        *_surer(statement, loose),
        *_left_out(statement, near, scope),
        *_unbound(statement, source),
        *_led_to(statement, source),
    ]


def _surer(statement: str, source: str) -> Iterator[str]:
    own, other = _level(statement), _level(source)
    if own < other:
        yield f"the source tells it as {_NAMES[other]}, the statement as {_NAMES[own]}"


def _level(text: str) -> int:
    both = f"{text}\n{_decomposed(text)}"
    return max((i for i, words in enumerate(_LEVELS, 1) if words.search(both)), default=0)


def _left_out(statement: str, near: str, scope: str) -> Iterator[str]:
    for kind in _KINDS:
        found = kind.words.search(scope if kind.whole else near)
        if found and not kind.words.search(statement):
            yield f"the source says it with {found[0].strip()!r} ({kind.name}), the statement without"


def _unbound(statement: str, source: str) -> Iterator[str]:
    """Numbers of both that one has with more than, at most or about, and the other without."""
    own, other = _bounds(statement), _bounds(source)
    values = {q.value for q in quantities(days(statement)[1])}
    for value in sorted(values & {q.value for q in quantities(days(source)[1])}):
        mine, theirs = own.get(value, ""), other.get(value, "")
        if mine != theirs and not (mine == "about" and not theirs):
            yield f"the source has {theirs or 'exactly'} {value:f}, the statement {mine or 'exactly'}"


def _led_to(statement: str, source: str) -> Iterator[str]:
    """Numbers from, to or by which something changes in one, and otherwise in the other."""
    own, other = _ways(statement), _ways(source)
    for value in sorted(own.keys() & other.keys()):
        if own[value] != other[value]:
            yield f"the source has {other[value]} {value:f}, the statement {own[value]}"


def _ways(text: str) -> dict[Decimal, str]:
    """How a change is said to lead to a number; numbers that are said in two ways are left out."""
    found: dict[Decimal, set[str]] = {}
    for match in _WAY.finditer(text):
        after = quantities(text[match.end() : match.end() + _NEAR])
        if after and text.startswith(after[0].said, match.end()):
            found.setdefault(after[0].value, set()).add(match[1])
    for match in _KOREAN_WAY.finditer(text):
        before = quantities(text[max(0, match.start() - _NEAR) : match.start()])
        if before and text[: match.start()].endswith(before[-1].said):
            found.setdefault(before[-1].value, set()).add(_PARTICLES[match[1] or ""])
    return {value: ways.pop() for value, ways in found.items() if len(ways) == 1}


def _bounds(text: str) -> dict[Decimal, str]:
    found: dict[Decimal, str] = {}
    for match in _LEADING.finditer(text):
        after = quantities(text[match.end() : match.end() + _NEAR])
        if after and text.startswith(after[0].said, match.end()):
            found[after[0].value] = _named(match, tuple(_BEFORE))
    for match in _TRAILING.finditer(text):
        before = quantities(text[max(0, match.start() - _NEAR) : match.start()])
        if before and _ends_with(text[: match.start()], before[-1].said):
            found[before[-1].value] = _named(match, tuple(_AFTER))
    return found


def _ends_with(text: str, number: str) -> bool:
    """Whether a number stands at its end, or what it counts does: 500명."""
    return bool(re.search(rf"{re.escape(number)} ?[가-힣]{{0,2}}$", text))


def _named(match: re.Match[str], names: Sequence[str]) -> str:
    return names[next(i for i, group in enumerate(match.groups()) if group is not None)]


def _decomposed(text: str) -> str:
    """Syllables that end in ᆯ or ᆫ with that ending apart, so that 출시할 shows its 할: 할."""
    return "".join(map(_parted, text))


def _parted(letter: str) -> str:
    final = (ord(letter) - 0xAC00) % 28 if "가" <= letter <= "힣" else 0
    return chr(ord(letter) - final) + _FINALS[final] if final in _FINALS else letter


_FINALS = {4: "ᆫ", 8: "ᆯ"}
