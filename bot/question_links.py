"""Links in the text of a question, and the question without them. Pure.

Korean writes particles onto what they follow: in `https://ex.com/a에서` the address ends before 에서. An
address in which Hangul stands elsewhere keeps it, unless what it ends in is a particle.
"""

import re
from dataclasses import dataclass

from bot.followup.particles import particle_at
from retrieval.urls import canonical

MOST = 3  # links of one question that are read
_URL = re.compile(
    r"https?://[^\s<>\"“”‘’`{}|\\^、。，；：！？「」『』【】《》〈〉…\u200b-\u200f\u2028-\u202f]+",
    re.IGNORECASE,
)
_PAIRS = {")": "(", "]": "[", "）": "（"}
_TRAILING = ".,;:!?'*~·"
_HANGUL = re.compile("[가-힣ㄱ-ㅎㅏ-ㅣ]+")
_BOTH = re.compile(  # written by who does not look how the address ends
    r"은\(는\)|는\(은\)|이\(가\)|가\(이\)|을\(를\)|를\(을\)|와\(과\)|과\(와\)|\(으\)로|\(이\)라는"
)
_ENDS_IN_BOTH = re.compile(rf"(?:{_BOTH.pattern})$")
_AROUND = re.compile(r"<\s*>|\(\s*\)|（\s*）|\[\s*\]|\*\*\s*\*\*|\"\s*\"|“\s*”")
_LABELLED = re.compile(r"\[([^\[\]]*)\]\(\s*\)")
_SPACE_BEFORE_MARK = re.compile(r"\s+(?=[?!.,)\]])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """The links of a question, at most `MOST`, each once; and its text without any link."""

    links: tuple[str, ...] = ()
    text: str = ""


def linked(text: str) -> Linked:
    """A text that is nothing but links stays as it is."""
    found: dict[str, str] = {}
    pieces: list[str] = []
    position = 0
    for match in _URL.finditer(text):
        url = _address(match[0])
        if not url:
            continue
        found.setdefault(canonical(url), url)
        pieces.append(text[position : match.start()])
        end = match.start() + len(url)
        both = _BOTH.match(text, end)
        position = both.end() if both else end + len(particle_at(text, end))
    rest = _tidied("".join([*pieces, text[position:]])) if found else text
    said = any(c.isalnum() for c in rest)
    return Linked(links=tuple(found.values())[:MOST], text=rest if said else text)


def _address(run: str) -> str:
    """What of a run of characters is the address; empty when nothing is left behind `://`."""
    url = _ENDS_IN_BOTH.sub("", _balanced(run).rstrip(_TRAILING))
    tail = _trailing_hangul(url)
    before = url[: len(url) - len(tail)]
    if tail and (_is_particle(tail) or _follows_latin(before)):
        url = before.rstrip(_TRAILING)
    return url if url.partition("://")[2].strip("/") else ""


def _balanced(run: str) -> str:
    """Up to a bracket that nothing in it opens."""
    opened: list[str] = []
    for place, mark in enumerate(run):
        if mark in _PAIRS.values():
            opened.append(mark)
        elif mark in _PAIRS and (not opened or opened.pop() != _PAIRS[mark]):
            return run[:place]
    return run


def _trailing_hangul(url: str) -> str:
    runs = list(_HANGUL.finditer(url))
    return runs[-1][0] if runs and runs[-1].end() == len(url) else ""


def _follows_latin(before: str) -> bool:
    """Whether all of the address so far is in Latin letters, so that words of the question follow it."""
    return before[-1:].isascii() and before[-1:].isalnum() and not _HANGUL.search(before)


def _is_particle(word: str) -> bool:
    return particle_at(word, 0) == word


def _tidied(text: str) -> str:
    """Without the brackets that a link stood in."""
    bare = _AROUND.sub(" ", _LABELLED.sub(r" \1 ", text))
    return _SPACE_BEFORE_MARK.sub("", " ".join(bare.split()))
