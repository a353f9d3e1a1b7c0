"""The words of the console, in English and in Korean."""

from adapters.web.console.english import EN
from adapters.web.console.korean import KO
from adapters.web.console.labels import ConsoleWords
from bot.wording import known


def console_words(lang: str | None) -> ConsoleWords:
    """The labels of a language; English for one that has none."""
    return KO if known(lang) == "ko" else EN
