"""Korean words that may stand for one another at the same place: particles, endings. Pure."""

import re
import unicodedata

from bot.support.words import is_korean

_ALIKE = {
    "을": "를", "과": "와", "으로": "로", "이나": "나", "은": "는", "이": "가", "으로는": "로는",
    "으로도": "로도", "이라고": "라고", "이라는": "라는", "이며": "며", "이고": "고", "이다": "다",
    "의하면": "따르면",
}  # fmt: skip
"""Particles after a name in other letters, or after a figure."""
_TOPIC = re.compile(r"^(?P<stem>[가-힣]*)[은는이가]$")
_ADNOMINAL = re.compile(  # 는 and 은 of verbs
    r"(?:[하되있없않받짓맞쓰오가나주보크지]는|[같많높낮좋적작젊깊넓짧않옳싶]은|[었았]던)$"
)


def _letters(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def _ending(stem: str, *endings: str) -> re.Pattern[str]:
    return re.compile(f"(?P<stem>{stem})(?:{'|'.join(map(_letters, endings))})$")


_PAST = _ending(".*ᆻ", "다", "습니다", "음", "어요")
_PRESENT = _ending(".+", "ᆫ다", "ᆸ니다", "ᆷ")
_CLOSED = _ending(".+[ᆨ-ᇂ]", "는다", "습니다", "음")
_PLAIN = _ending(".+", "다")
_LONG = (("하였", "했"), ("되었", "됐"), ("되어", "돼"), ("밝혔", "말했"))
_VOWEL = re.compile("[ᅡ-ᅵ]$")


def forms(key: str, *, last: bool) -> frozenset[str]:
    """What else a word may be written as. `last`: it ends its sentence."""
    alike = {key, _ALIKE.get(key, key)}
    return frozenset(alike | _final(key) if last and is_korean(key) else alike)


def topic(key: str) -> str | None:
    """The stem of what may be a topic or subject, None of anything else."""
    found = _TOPIC.match(key)
    return found["stem"] if found and not _ADNOMINAL.search(key) else None


def is_past(key: str) -> bool:
    """Whether a word that ends a sentence tells something past."""
    return any(form.startswith("past ") for form in forms(key, last=True))


def _final(key: str) -> set[str]:
    """Of the same tense and voice: 했다, 했습니다, 했음; 한다, 합니다; 이다, 입니다."""
    for long, short in _LONG:
        key = key.replace(long, short)
    letters = _letters(key)
    if found := _PAST.match(letters):
        return {f"past {found['stem']}"}
    if found := _CLOSED.match(letters) or _PRESENT.match(letters):
        return {f"now {found['stem']}"}
    if found := _PLAIN.match(letters):  # 높다, and 회사다 for 회사이다
        stem = found["stem"]
        return (
            {f"now {stem}", f"now {stem}{_letters('이')}"}
            if _VOWEL.search(stem)
            else {f"now {stem}"}
        )
    return set()
