"""Whether a comment is rather for or against what it is about, by the words it uses. Pure.

Good enough to choose comments of several minds, not to tell anybody what a commenter thinks: it is never
shown, and nothing is counted by it.
"""

import re

from bot.positions.asking import Leaning
from bot.support.words import is_korean

_AGAINST = re.compile(
    r"\b(?:bad|terribl[ey]|awful|horribl[ey]|worse|worst|poor(?:ly)?|disappoint\w*|useless|pointless|broken|buggy|bloat\w*|slow"
    r"|expensive|overpriced|overhyped|overrated|hype|scam|greed\w*|annoy\w*|frustrat\w*|hat(?:e|ed|es)|dislike\w*|worr(?:y|ied|ies|ying)"
    r"|concern(?:ed|ing|s)?|fear\w*|dangerous|risk[sy]?|harm\w*|fail(?:s|ed|ure|ing)?|mistakes?|wrong|problem(?:s|atic)?|stupid|dumb"
    r"|silly|sad|unfortunately|ridiculous|nonsense|skeptical|sceptical|doubt\w*|unreliable|insecure|panic\w*|desperat\w*|mess"
    r"|nightmare|regret\w*|waste\w*|lock[- ]?in|monopol\w*|unacceptable|misleading|dishonest|enshittif\w*|lazy|ugly|painful|tired of"
    r"|lost trust|can't trust|don't trust|stopped using|switched away|moved away|gave up|cancel(?:led|ed)?|downhill|dead end|hypocri\w*|pain|mushy|lacks|missing|too (?:short|long|little|late|small|large|big|heavy|hard|complicated|complex|slow|expensive))\b",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\b(?:good|great|excellent|amazing|awesome|fantastic|wonderful|lov(?:e|ed|es|ing|ely)|like(?:d)? (?:it|the|how|that)|nice(?:ly)?|better"
    r"|best|impress\w*|useful|helpful|happy|glad|pleas(?:ed|ant|antly)|delight\w*|excit\w*|fast(?:er)?|reliable|solid|elegant|beautiful\w*"
    r"|clever|smart|brilliant|superb|welcome|improv\w*|benefit\w*|worth (?:it|the)|recommend\w*|works (?:well|great|fine)|well[- ]made"
    r"|well[- ]done|right (?:call|move|decision|thing)|makes sense|promising|hopeful|optimistic|cheaper|thankful|grateful|refreshing"
    r"|favou?rite|success\w*|win|saved me|game[- ]?changer|no complaints|healthy|joy)\b",
    re.IGNORECASE,
)
_FLIPS = re.compile(
    r"(?:\b(?:not|never|no|hardly|barely|isn't|wasn't|aren't|don't|doesn't|didn't|won't|can't|cannot|without|nothing|less|neither|nor"
    r"|far from|anything but|couldn't|wouldn't|shouldn't)\b)(?:\W+\w+){0,3}\W*$",
    re.IGNORECASE,
)
_AGAINST_KO = re.compile(
    r"나쁘|나쁜|최악|별로|형편없|실망|쓸모없|쓸모가 없|느리|느려|느린|비싸|비싼|과대|과장|거품|사기|탐욕|짜증|답답|싫|미움|우려|걱정|불안|두렵"
    r"|위험|해롭|해악|실패|실수|잘못|문제(?!없)|멍청|어리석|터무니없|헛소리|말도 안|회의적|의심|불신|믿을 수 없|못 믿|불편|엉망|악몽|후회|낭비|종속|독점"
    r"|기만|불쾌|아쉽|아쉬|지겹|지쳤|피곤|못생|조급|공황|절박|불만|한심|답이 없|버그|불안정|지친|악화|퇴보|막다른|위선|의문|무의미|이상하|이상함|이상한|번거로|번거롭|귀찮|부담|잃어버"
)
_FOR_KO = re.compile(
    r"좋(?!겠|을\s?텐데)|훌륭|뛰어나|뛰어난|대단|멋지|멋진|멋있|놀라[운울]|최고|사랑|마음에 [들든듦]|만족|기쁘|반갑|즐거|즐겁|유용|도움이 [되됐된]|도움 [되됐]|편하|편리"
    r"|빠르|빠른|빨라|저렴|안정적|신뢰할 수|견고|우아|아름다|똑똑|영리|현명|기대[가되됨된]|흥미로|개선|향상|추천(?:하|함|할|합|해|드)|성공|옳은|올바른|잘한|잘했|잘 만|잘 작동|잘 동작"
    r"|감사|고마|신선|희망|건강한|가치가 있|인상적|인상 깊|탁월|쓸 만|쓸만|합리적"
)
_FLIPS_KO = re.compile(
    r"^[가-힣]{0,4}\s?(?:지\s?(?:는|도|가)?\s?(?:않|못)|진\s?않|은\s?(?:건|것은|게)?\s?아니|는\s?(?:건|것은|게)?\s?아니|[은는이가을를도]?\s?(?:없|아니|않|안\s|못\s))"
)
_FLIPS_BEFORE_KO = re.compile(r"(?:^|\s)(?:안|못|별로|전혀|덜)\s?$")


def leaning(text: str) -> Leaning | None:
    """The side that has more words in a text; None where neither has."""
    balance = _balance_ko(text) if is_korean(text) else _balance(text)
    if balance == 0:
        return None
    return Leaning.FAVOURABLE if balance > 0 else Leaning.CRITICAL


def _balance(text: str) -> int:
    """Words for, less words against; a denial turns the word after it."""
    return sum(
        -sign if _FLIPS.search(text[: found.start()][-60:].rpartition(". ")[2]) else sign
        for sign, words in ((1, _FOR), (-1, _AGAINST))
        for found in words.finditer(text)
    )


def _balance_ko(text: str) -> int:
    """The same; in Korean, what denies a word mostly comes after it."""
    return sum(
        -sign
        if _FLIPS_KO.match(text[found.end() : found.end() + 16])
        or _FLIPS_BEFORE_KO.search(text[: found.start()][-6:])
        else sign
        for sign, words in ((1, _FOR_KO), (-1, _AGAINST_KO))
        for found in words.finditer(text)
    )
