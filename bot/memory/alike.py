"""Which questions are the same one in other clothes. Pure."""

import re
import unicodedata
from collections.abc import Iterable

_TELLING = frozenset("#%&@+")  # C# is not C
_BY_HANGUL = re.compile(r"(?<=[가-힣]) | (?=[가-힣])")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[.,](?=\d)")
_POINT = "·"  # stands for a point or comma in a number while marks are taken out


def alike(text: str) -> str:
    """What texts have in common that differ only in case, white space, marks and form of their letters.

    White space beside Hangul goes, too: people part Korean words as they like.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    marked = _BETWEEN_DIGITS.sub(_POINT, folded.replace(_POINT, " "))
    bare = "".join(c if _tells(c) else " " for c in marked)
    return _BY_HANGUL.sub("", " ".join(bare.split()))


def counted(texts: Iterable[str], limit: int) -> list[tuple[str, int]]:
    """Each kind of text by the first of its kind, with how many there are; the most frequent first.

    Of those that are as frequent, the one that came first. What has no letter is left out.
    """
    first: dict[str, str] = {}
    counts: dict[str, int] = {}
    for text in texts:
        if key := alike(text):
            first.setdefault(key, text)
            counts[key] = counts.get(key, 0) + 1
    ranked = sorted(counts, key=lambda key: -counts[key])
    return [(first[key], counts[key]) for key in ranked[:limit]]


def _tells(character: str) -> bool:
    return (
        character in _TELLING or character == _POINT or unicodedata.category(character)[0] in "LNMS"
    )
