"""Whether a statement says yes where its source says no, or up where it says down. Pure."""

import re

from bot.support.words import meaning

_NO = re.compile(
    r"\b(?:not|never|none|neither|nor|without|cannot|nothing|nobody|unable|hardly|barely)\b|n't\b"
    r"|\bno\b(?!\.\s?[0-9])|\b(?:refus|reject|den(?:y|ie)|fail|lack)[a-z]*"
    r"|않|없|아니|못(?:하|한|할|해|했|합|함| )|(?<![가-힣])안 |안[ ]?(?:된|됩|되|돼|됐)|불가|거부|부인(?:하|했|한)"
)
_OPPOSITES = [  # what the two sides of a line may not both say of one thing
    tuple(re.compile(rf"(?<![a-z])(?:{side})") for side in line.split(" / "))
    for line in """
increas|rais|rise|rising|rose|grow|grew|higher|증가|상승|늘|올랐|오르 / decreas|reduc|lower|declin|fell|fall|drop|shrink|shrank|감소|하락|줄|내렸|떨어
more\\b|most\\b|많 / less\\b|fewer|least\\b|적은|적다|적었
before|prior to|이전에|앞서 / after\\b|following|이후에|뒤에
start|begin|began|begun|launch|시작|착수|출시 / stop|halt|cancel|end(?:ed|s)\\b|중단|종료|취소|폐지
allow|permit|가능|허용 / forbid|prohibit|ban(?:s|ned)?\\b|금지|불가|불허
accept|approv|agree|support|찬성|승인|수용 / reject|refus|disagree|oppos|반대|거절|거부
easy|easier|쉬운|쉽 / difficult|hard(?:er)?\\b|어려|어렵
first\\b|최초|처음 / last\\b|final|마지막
best\\b|최고|better\\b / worst\\b|최악|worse\\b
buy|bought|acquir|매입|매수 / sell\\b|sold|매각|매도
win\\b|won\\b|승소|이겼|이긴 / lose|lost|패소|졌|패한
open|열었|개방 / clos(?:e|ed|ing)\\b|shut|닫|폐쇄
large|big|크|큰 / small|tiny|작은|작다
maximum|at most|up to|이하|최대 / minimum|at least|이상|최소
""".strip().split("\n")
]
_CLAUSE = re.compile(
    r"[,;:()—]|\s-\s|\b(?:but|while|although|though|whereas|because|if)\b"
    r"|(?<=지만) |(?<=으나) |(?<=는데) |(?<=면서) |(?<=[가-힣]고) "
)


def contrary(statement: str, source: str) -> list[str]:
    """Why a folded statement says the contrary of the folded sentence that is most like it."""
    about = _about(statement, source)
    if is_negative(statement) != is_negative(about if not is_negative(statement) else source):
        return ["one is negative, the other is not"]
    return [
        f"opposites: {_first(statement, own)} and {_first(source, other)}"
        for pair in _OPPOSITES
        for own, other in (pair, pair[::-1])
        if own.search(statement) and other.search(source)
        if not other.search(statement) and not own.search(source)
    ]


def is_negative(text: str) -> bool:
    """Whether a folded text denies something."""
    return bool(_NO.search(text))


def _about(statement: str, source: str) -> str:
    """The clauses of the source that tell what the statement tells: those that share most with it."""
    told = set(meaning(statement))
    clauses = _CLAUSE.split(source)
    shared = [len(told.intersection(meaning(clause))) for clause in clauses]
    most = max(shared)
    return " ; ".join(c for c, n in zip(clauses, shared, strict=True) if 2 * n >= most)


def _first(text: str, words: re.Pattern[str]) -> str:
    found = words.search(text)
    return found[0] if found else ""
