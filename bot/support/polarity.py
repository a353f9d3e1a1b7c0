"""Whether a statement says yes where its source says no, or up where it says down. Pure."""

import re
from collections.abc import Iterator, Sequence

from bot.support.clauses import about
from bot.support.stems import Word, held, missing, words
from bot.support.words import is_korean

_ENGLISH_NO = (
    r"\b(?:not|never|none|neither|nor|without|cannot|nothing|nobody|unable|hardly|barely|no longer)\b|n't\b"
    r"|\bno\b(?!\.\s?[0-9])|\b(?:refus|reject|den(?:y|ie)|fail|lack)[a-z]*"
)
_KOREAN_NO = (
    r"않|없|아니|아닌|아닐|아님|아닙|(?<!잘)못(?:하|한|할|해|했|합|함| )|(?<![가-힣])안 |안[ ]?(?:된|됩|되|돼|됐)"
    r"|불가|거부|부인(?:하|했|한)"
)
_NO = re.compile(f"{_ENGLISH_NO}|{_KOREAN_NO}")
_DENIED = re.compile(
    rf"((?:[가-힣a-z0-9]+ ){{0,2}}[가-힣a-z0-9]*?)(?:{_KOREAN_NO})((?: [가-힣]+)?)"
)
_BESIDE = 6  # words looked at
_DENIED_WORDS = 3
_UNTRUE = re.compile("사실|증거|근거|것|뜻|의미|계획|일|바|확인")
_OPPOSITES = [  # what the two sides of a line may not both say of one thing
    tuple(re.compile(rf"(?<![a-z])(?:{side})") for side in line.split(" / "))
    for line in """
increas|rais|rise|rising|rose|grow|grew|higher|climb|surg|soar|증가|상승|늘|올랐|오르|급등 / decreas|reduc|lower|declin|fell|fall|drop|shrink|shrank|slid|plung|감소|하락|줄|내렸|떨어|급락
more\\b|most\\b|many\\b|많 / less\\b|fewer|few\\b|least\\b|적은|적다|적었|적게
before|prior to|earlier|이전에|앞서|전에 / after\\b|following|later|이후에|뒤에|후에
start|begin|began|begun|launch|시작|착수|출시 / stop|halt|cancel|end(?:ed|s)\\b|중단|종료|취소|폐지
allow|permit|가능|허용 / forbid|prohibit|ban(?:s|ned)?\\b|금지|불가|불허
accept|approv|agree|support|찬성|승인|수용|지지 / reject|refus|disagree|oppos|반대|거절|거부
easy|easier|simpl|쉬운|쉽|간단|간편 / difficult|hard(?:er)?\\b|complicat|complex|어려|어렵|복잡
first\\b|최초|처음 / last\\b|final|마지막
best\\b|최고|better\\b / worst\\b|최악|worse\\b|최저
buy|bought|acquir|매입|매수 / sell\\b|sold|매각|매도
win\\b|won\\b|승소|이겼|이긴|승리 / lose|lost|패소|졌|패한|패배
open|열었|개방 / clos(?:e|ed|ing)\\b|shut|닫|폐쇄
large|big|크|큰 / small|tiny|작은|작다|작아
maximum|at most|up to|이하|최대 / minimum|at least|이상|최소
success|succeed|성공 / fail|실패
high\\b|높 / low\\b|낮
fast|quick|빠르|빠른|빨라 / slow|느리|느린
long\\b|longer|긴\\b|길어 / short|짧
strength|strong|강화|강력|강한 / weak|약화|약한
expand|expansion|확대|확장 / reduc|shrink|축소
above|on top|위에 / below|beneath|under\\b|아래
add(?:s|ed|ing)?\\b|includ|추가|포함 / remov|exclud|delet|제거|제외|삭제
safe|안전 / danger|unsafe|위험
cheap|저렴|싸 / expensive|pric(?:ey|ier)|비싸|비싼
improv|개선|향상 / worsen|악화|저하
legal\\b|합법 / illegal|불법
public|공개 / private|secret|비공개
older|나이가 많 / younger|어린
""".strip().split("\n")
]


def contrary(statement: str, told: Sequence[Word], source: str) -> list[str]:
    """Why a folded statement of these words says the contrary of its folded source sentence."""
    if is_korean(statement) != is_korean(source):
        return _denials_differ(statement, source) or list(_opposed(statement, source))
    negative = is_negative(statement)
    denied = is_negative(source) if negative else _denies(told, about(told, source))
    if negative != denied:
        return ["one is negative, the other is not"]
    if turned := [*_denied_otherwise(statement, source), *_denied_otherwise(source, statement)]:
        return [f"only one of the two denies: {turned[0]}"]
    return list(_opposed(statement, source))


def _denials_differ(statement: str, source: str) -> list[str]:
    """Between languages, where what is denied cannot be compared: as many denials."""
    own, other = (len(_NO.findall(text)) for text in (statement, source))
    return [] if own == other else ["one denies more than the other"]


def _opposed(statement: str, source: str) -> Iterator[str]:
    """Pairs of words of which each text has one side only."""
    for pair in _OPPOSITES:
        mine, theirs = ([side.search(text) for side in pair] for text in (statement, source))
        for one, other in ((0, 1), (1, 0)):
            own, against = mine[one], theirs[other]
            if own and against and not mine[other] and not theirs[one]:
                yield f"opposites: {own[0]} and {against[0]}"


def is_negative(text: str) -> bool:
    """Whether a folded text denies something."""
    return bool(_NO.search(text))


def _denied_otherwise(text: str, other: str) -> Iterator[str]:
    """Words that a text denies and that the other has without denying them."""
    if is_korean(text) != is_korean(other):
        return
    there = words(other)
    around = held("", [word for near in _denied(other) for word in near])
    for near in _denied(text):
        word = near[0]
        if not missing([word], held("", there)) and missing([word], around):
            yield word.said


def _denied(text: str) -> Iterator[Sequence[Word]]:
    """The words beside each denial, the nearest first: after it in English, before it in Korean."""
    for match in _NO.finditer(text):
        if is_korean(text):
            start = text.rfind(" ", 0, match.start()) + 1
            near = words(" ".join(text[:start].split()[-_BESIDE:]))[::-1] or words(text[start:])[:1]
        else:
            near = words(" ".join(text[match.end() :].split()[:_BESIDE]))
        if near:
            yield near[:_DENIED_WORDS]


def _denies(told: Sequence[Word], source: str) -> bool:
    """Whether it denies any of the words. In Korean, what is denied stands beside the denial."""
    if not is_korean(source) or re.search(_ENGLISH_NO, source):
        return is_negative(source)
    beside = [match[1] + match[2] for match in _DENIED.finditer(source)]
    return any(_UNTRUE.search(text) or _shares(told, text) for text in beside)


def _shares(told: Sequence[Word], text: str) -> bool:
    return len(missing(told, held(text, words(text)))) < len(told)
