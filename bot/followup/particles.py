"""Korean particles, which depend on whether what they follow ends in a consonant. Pure."""

import re

_PAIRS = {  # after a consonant, after a vowel
    form: pair
    for pair in (
        ("은", "는"),
        ("이", "가"),
        ("을", "를"),
        ("과", "와"),
        ("으로", "로"),
        ("이나", "나"),
        ("이랑", "랑"),
        ("이라는", "라는"),
        ("이라고", "라고"),
    )
    for form in pair
}
_AT = re.compile("|".join(sorted(map(re.escape, _PAIRS), key=len, reverse=True)))
_OTHERS = "에서는|에게서|에서|에게|에는|에도|의|에|도|만|까지|부터|보다|처럼|한테"
_PARTICLE = re.compile(rf"(?:{_AT.pattern}|{_OTHERS})(?:는|도|만)?(?![가-힣])")
_FINAL, _L = 28, 8  # endings of a syllable; the one written as in 글
_SPOKEN = re.compile(  # endings of Latin words that are spoken with a consonant
    r"(?:[lmn]|ng|le|[mn]e|[ck]k|[aeiou][pk]|ip|ed)$|[LMNR]$|[013678]$", re.ASCII
)
_SPOKEN_L = re.compile(r"(?:l|le)$|[LR]$|[178]$", re.ASCII)


def particle_at(text: str, start: int) -> str:
    """The particle that stands there; empty when there is none."""
    found = _PARTICLE.match(text, start)
    return found[0] if found else ""


def with_particle(word: str, particle: str) -> str:
    """A word with a particle in the form that it asks for: 구글 + 가 -> 구글이."""
    found = _AT.match(particle)
    if not found:
        return word + particle
    after_consonant, after_vowel = _PAIRS[found[0]]
    closed = _ends_closed(word, liquid=after_consonant != "으로")
    return word + (after_consonant if closed else after_vowel) + particle[found.end() :]


def _ends_closed(word: str, *, liquid: bool) -> bool:
    """Whether it ends in a consonant; 로 follows ㄹ as it follows a vowel."""
    last = word[-1:]
    if "가" <= last <= "힣":
        final = (ord(last) - ord("가")) % _FINAL
        return final != 0 and (liquid or final != _L)
    return bool(_SPOKEN.search(word)) and (liquid or not _SPOKEN_L.search(word))
