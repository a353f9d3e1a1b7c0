"""What stands after /news: a word of command, or a question. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class Word(StrEnum):
    """What is wanted."""

    ASK = "ask"
    PRIVATE = "private"
    HELP = "help"
    SOURCES = "sources"
    SETTINGS = "settings"
    WHY = "why"
    PRIVACY = "privacy"
    FORGET = "forget"


_ALONE = {
    "help": Word.HELP,
    "?": Word.HELP,
    "도움말": Word.HELP,
    "sources": Word.SOURCES,
    "sources list": Word.SOURCES,
    "출처": Word.SOURCES,
    "출처 목록": Word.SOURCES,
    "settings": Word.SETTINGS,
    "설정": Word.SETTINGS,
    "why": Word.WHY,
    "이유": Word.WHY,
    "privacy": Word.PRIVACY,
    "개인정보": Word.PRIVACY,
    "forget-me": Word.FORGET,
    "forget me": Word.FORGET,
    "내 기록 삭제": Word.FORGET,
}
_PRIVATE = frozenset({"private", "비공개"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A command with what it is about."""

    word: Word
    text: str = ""


def wish(text: str) -> Wish:
    """Words of command count only where nothing follows that could make them a question."""
    said = " ".join(text.split())
    if not said:
        return Wish(word=Word.HELP)
    alone = _ALONE.get(said.lower())
    if alone:
        return Wish(word=alone)
    first, _, rest = said.partition(" ")
    if first.lower() in _PRIVATE:
        return Wish(word=Word.PRIVATE, text=rest) if rest else Wish(word=Word.HELP)
    return Wish(word=Word.ASK, text=text.strip())
