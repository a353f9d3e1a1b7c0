"""Sentences that say only that nothing was found: no statement, whatever they are given as. Pure."""

import re

_SOURCES = r"(?:passages?|sources?|texts?|documents?|articles?|excerpts?|quotes?|context)"
_THE = r"(?:(?:the|these|this|any|all|given|provided|available|above|retrieved)\s+)*"
_SAY = (
    r"(?:say|mention|state|specify|contain|provide|include|give|answer|address|discuss|indicate"
    r"|have|offer|tell|describe|explain|support)"
)
_ENGLISH = (
    (
        r"(?:answer |information )?(?:was |is |were |are )?not (?:found|available|mentioned|stated"
        r"|specified|known|given|provided)(?: in .{0,60})?\W*$"
    ),
    r"(?:unknown|n/?a|none|no answer|nothing|null|-+)\W*$",
    (
        rf"{_THE}{_SOURCES}(?: (?:provided|given|above))?(?: (?:do|does) not|,? don['’]t| doesn['’]t)"
        rf"\s(?:\w+ )?{_SAY}\b"
    ),
    rf"(?:none of|nothing in|nowhere in|neither of) {_THE}{_SOURCES}\b",
    (
        rf"{_THE}(?:provided |given )?information (?:does not|is not|isn['’]t|doesn['’]t)"
        r" (?:\w+ )?(?:available|provided|given|mention|say|found|specified|in|enough|sufficient)\b"
    ),
    (
        r"there (?:is|was|are|were) (?:no|not enough|insufficient) (?:\w+ )?(?:information|answer|mention"
        r"|evidence|data)\b"
    ),
    (
        r"no (?:\w+ )?(?:information|answer|mention|data|evidence|passages?|sources?) (?:\w+ )?(?:is|was|were"
        r"|are|found|available|given|provided|about|on|regarding|in|mentions?|says?|answers?|could)\b"
    ),
    (
        r"(?:i|we) (?:can ?not|can['’]t|could not|couldn['’]t|do not|don['’]t|am unable|are unable|was unable)"
        r" (?:\w+ )?(?:answer|find|know|determine|say|tell|have|to)\b"
    ),
    r"(?:insufficient|not enough) (?:information|evidence|data|context)\b",
    (
        r"(?:it|this|that) (?:is|was) (?:not |un)(?:mentioned|stated|specified|known|clear|given)"
        r"[^,;]{0,40}$"
    ),
)
_NOUNS = r"(?:자료|지문|문서|본문|구절|발췌문|출처|텍스트|문맥|기사|글|내용)(?:들)?"
_LACKS = r"(?:없습니다|없다|없음|없어요|않습니다|않는다|않다|않음|않았습니다|못했습니다|못합니다|못함|모릅니다)"
_KOREAN = (
    (
        rf"^(?:(?:제공된|주어진|위|위의|해당|관련|이)\s+)*{_NOUNS}(?:에서는|에는|에서|에|만으로는)\s.{{0,200}}"
        rf"{_LACKS}\W*$"
    ),
    rf"^(?:(?:제공된|주어진|위|위의)\s+)+{_NOUNS}.{{0,200}}{_LACKS}\W*$",
    (
        r"(?:정보|답변|답|언급|근거|기록|내용)(?:은|는|이|가|을|를)?\s*(?:전혀\s*|명시적으로\s*)?(?:없습니다|없다|없음"
        r"|없어요|찾을 수 없|찾지 못|찾을 수가 없|나와 있지 않|나오지 않|제공되지 않|확인할 수 없|확인되지 않|포함되어 있지 않)"
        r".{0,8}$"
    ),
    (
        r"^(?:알 수 없|모르|모름|답할 수 없|답변할 수 없|확인할 수 없|찾을 수 없|언급되지 않|해당 없음|없음|없습니다|정보 없음)"
        r".{0,12}$"
    ),
)
_NOTHING = re.compile(
    rf"^(?:(?:sorry|unfortunately)\W+)?(?:{'|'.join(_ENGLISH)})|{'|'.join(_KOREAN)}",
    re.IGNORECASE | re.DOTALL,
)


def says_nothing(text: str) -> bool:
    """Whether a sentence only reports that no answer was found."""
    return bool(_NOTHING.search(text.strip()))
