"""Forms in which words of two texts are compared. Pure."""

import re
import unicodedata
from functools import lru_cache

from retrieval.tokens import STOP_WORDS, terms

_COUNTRIES = re.compile(r"\bU\.?(?:(S)(?:\.?A)?|K)(?![A-Za-z0-9])\.?(?![$.])")
_SPACE = re.compile(r"\s+")
_APOSTROPHES = str.maketrans("’‘ʼ＇", "''''")
_HANGUL = re.compile(r"[가-힣]")
_EOJEOL = re.compile(r"[가-힣]+")
PARTICLES = (
    "에서는|에게서|으로는|으로도|이라고|이라는|에서|에게|으로|까지|부터|보다|처럼|라는|라고|이나|에는|에도|와의|과의"
    "|은|는|이|가|을|를|의|에|와|과|도|로|만|나"
)
_ROLES = re.compile(
    r"(?<=[가-힣]{2})[은는이가을를의와과]$"
)  # others, such as 만 (only), tell something
_TELLING = frozenset("more most first new over up out before after about into".split())
_IDLE = STOP_WORDS - _TELLING
_SUFFIX = re.compile(r"(?<=[a-z]{3})(?:ing|ed|ly|es|e|s)$")


@lru_cache(maxsize=2048)  # one check asks for the same sentence and its words again and again
def folded(text: str) -> str:
    """NFKC, case-folded, white space as single spaces, straight apostrophes, no lone surrogates."""
    plain = unicodedata.normalize("NFKC", clean(text)).translate(_APOSTROPHES)
    return _SPACE.sub(" ", with_countries(plain).casefold()).strip()


def with_countries(text: str) -> str:
    """US and U.K. as words that are not the word us."""
    return _COUNTRIES.sub(lambda match: "usa" if match[1] else "uk", text)


def clean(text: str) -> str:
    """What sentence splitters can read: half characters become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def is_korean(text: str) -> bool:
    """Whether it has a Hangul syllable."""
    return bool(_HANGUL.search(text))


def bare(eojeol: str) -> str:
    """A Korean word without the particle at its end: `회사는` -> `회사`."""
    return _ROLES.sub("", eojeol)


def meaning(text: str) -> list[str]:
    """Terms that carry meaning, unique, in order: Korean without particles, English without endings."""
    stripped = _EOJEOL.sub(lambda match: bare(match[0]), text)
    return list(dict.fromkeys(_stem(term) for term in terms(stripped) if term not in _IDLE))


def _stem(term: str) -> str:
    return _SUFFIX.sub("", term)
