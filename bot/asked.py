"""What kind of thing a question asks for, whether a text holds one, and in which language it asks. Pure.

Only kinds that can be told for sure, from the question's form and the text's: amounts and times. A
sentence without any number does not say how many.
"""

import re
from enum import StrEnum

from retrieval.text import language


class Kind(StrEnum):
    """Kinds of answers that have a form of their own."""

    AMOUNT = "amount"
    TIME = "time"


_ASKS = (
    (
        Kind.AMOUNT,
        re.compile(
            r"\bhow (many|much|tall|old|far|fast|large|big|long|often|expensive)\b"
            r"|\bwhat (percentage|percent|share|price|number|size|amount)\b"
            r"|\bwhat (?:do|does|did|will|would)\b.{1,60}\bcost\b|\bwhat(?:'s| is| was| are| were) the (?:price|cost|size|number)\b"
            r"|얼마|(?<!몇)몇(?!몇)\s?[A-Za-z가-힣%]"
            r"|(가격|비율|점유율|인구|면적|길이|높이|무게|둘레|직원 수|이용자 수|사용자 수|수율)(은|는|이|가|을|를)?\s*(얼마|몇|[?？]|어느)",
            re.IGNORECASE,
        ),
    ),
    (
        Kind.TIME,
        re.compile(
            r"^\s*when\b|\bwhen (did|does|do|will|was|is|were)\b|\bwhat (year|date|day|month)\b|언제|몇\s?년(?!\s?(간|동안))|며칠",
            re.IGNORECASE,
        ),
    ),
)
_NUMBER = re.compile(
    r"\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|half|twice|double[ds]?"
    r"|tripled?|hundreds?|thousands?|millions?|billions?|trillions?|quarter|zero|free|once|daily|weekly"
    r"|monthly|yearly)\b"
    r"|[일이삼사오육칠팔구십백천만억조]\s?(명|개|대|번|곳|건|년|원|달러|배|위|권|가지|시간|분|일|주|차례)"
    r"|(한|두|세|네|다섯|여섯|일곱|여덟|아홉|열|스무|여러|수십|수백|수천|수만|수억|수조)\s?(명|개|대|번|곳|건|배|가지|시간|주|차례|살|달|해|억|만|조|천|백)?|절반|무료|매일|매주|매년|매달",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\d|\b(january|february|march|april|may|june|july|august|september|october|november|december"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|yesterday|tomorrow|tonight"
    r"|(last|this|next|early|late) (week|month|year|spring|summer|fall|autumn|winter|century)"
    r"|ago|since|later|soon|spring|summer|autumn|winter|centur(y|ies)|decade|era)\b"
    r"|오늘|어제|내일|지난|이번|다음|작년|올해|내년|세기|시대|[월화수목금토일]요일|당시|직후|이후|봄|여름|가을|겨울|초기|말기|무렵|때",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z]+")
_ENGLISH_ASKS = frozenset(
    "how many much which who whom whose what when where why is are was were do does did has have had can"
    " could will would should the of for with about and from in on to any there tell explain".split()
)
_HOLDS = {Kind.AMOUNT: _NUMBER, Kind.TIME: _TIME}


def kind(question: str) -> Kind | None:
    """The kind asked for, None when its form does not tell."""
    return next((kind for kind, asks in _ASKS if asks.search(question)), None)


def holds(text: str, kind: Kind | None) -> bool:
    """Whether a text has something of a kind. Of no particular kind, every text has."""
    return kind is None or bool(_HOLDS[kind].search(text))


def asked_in(text: str) -> str | None:
    """The language of a question; None for one of names alone. Questions are shorter than texts, and one
    word by which English asks is enough.
    """
    words = set(_WORD.findall(text.lower()))
    return language(text) or ("en" if words & _ENGLISH_ASKS else None)
