"""Korean words as they may stand for one another at the same place: particles, endings. Pure."""

import re
import unicodedata
from collections.abc import Iterator

from bot.support.words import is_korean

_ALIKE = {
    "을": "를", "과": "와", "으로": "로", "이나": "나", "은": "는", "이": "가",
    "으로는": "로는", "으로도": "로도", "이라고": "라고", "이라는": "라는", "이며": "며", "이고": "고",
}  # fmt: skip
_PAST = re.compile("(.*ᆻ)(?:다|습니다|음|어요)$".replace("다", unicodedata.normalize("NFD", "다")))
_nfd = unicodedata.normalize


def _letters(text: str) -> str:
    return unicodedata.normalize("NFD", text)


_ENDINGS = [
    (re.compile(f"^(?P<stem>.*ᆻ)(?:{'|'.join(map(_letters, ('다', '습니다', '음', '어요')))})$"), "past"),
    (re.compile(f"^(?P<stem>.+)(?:ᆫ{_letters('다')}|ᆸ{_letters('니다')}|ᆷ)$"), "now"),
    (re.compile(f"^(?P<stem>.+)(?:{'|'.join(map(_letters, ('는다', '습니다', '음')))})$"), "now"),
]  # fmt: skip
