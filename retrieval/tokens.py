"""Search terms of a text, alike for Korean and English. Pure.

Latin words and numbers are case-folded; compounds such as `v3.2`, `gpt-5.2` or `CVE-2026-1234` count
whole and in parts. Hangul, kana and Han runs become character bigrams: they find two-syllable words
without a dictionary and serve as well as a morphological analyser.
"""

import re
import unicodedata
from collections.abc import Iterator

_RUN = re.compile(
    r"(?P<word>[^\W_ᄀ-ᇿ぀-ヿ㄰-㆏一-鿿가-힣]+"
    r"(?:[.\-+#'’/&_]+[^\W_ᄀ-ᇿ぀-ヿ㄰-㆏一-鿿가-힣]+)*[+#]*)"
    r"|(?P<syllables>[぀-ヿ㄰-㆏一-鿿가-힣]+)"
)
_PART = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_INVISIBLE = re.compile("[\xad\u200b-\u200f\u2060-\u2064\ufeff]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")

STOP_WORDS = frozenset(
    "a an and any are as at be been but by can could did do does for from had has have how i in is it "
    "its me my of on or our should so some than that the their them there these they this those to us "
    "was we were what when where which who whom whose why will with would you your about into over "
    "most first new said say says just also more not no if he she his her him up out after before".split()
)


def terms(text: str) -> list[str]:
    """Index terms in order of appearance, with repeats."""
    visible = _INVISIBLE.sub("", text)
    folded = _THOUSANDS.sub("", unicodedata.normalize("NFKC", visible)).casefold()
    return [term for match in _RUN.finditer(folded) for term in _of_run(match)]


def content_terms(text: str) -> list[str]:
    """Terms that carry meaning, unique, in order: what an answer should be about."""
    return [t for t in dict.fromkeys(terms(text)) if t not in STOP_WORDS]


def _of_run(match: re.Match[str]) -> Iterator[str]:
    if syllables := match["syllables"]:
        yield from _bigrams(syllables)
    else:
        yield from _word(match["word"].replace("’", "'"))


def _bigrams(run: str) -> Iterator[str]:
    if len(run) == 1:
        yield run
    for i in range(len(run) - 1):
        yield run[i : i + 2]


def _word(word: str) -> Iterator[str]:
    word = word.removesuffix("'s")
    yield _singular(word)
    parts = _PART.findall(word)
    if len(parts) > 1:
        yield from (_singular(part) for part in parts)


def _singular(word: str) -> str:
    """English plurals folded, nothing else: `chips` -> `chip`, `companies` -> `company`."""
    if len(word) <= 3 or not word.isascii() or not word.isalpha():  # noqa: PLR2004
        return word
    if word.endswith("ies") and len(word) > 4:  # noqa: PLR2004
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
