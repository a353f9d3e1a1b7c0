"""Sources as lines, for everybody. Pure."""

from collections.abc import Iterator
from datetime import datetime

from adapters.slack import escape
from adapters.slack.texts import texts
from bot import wording
from bot.wording.admin import admin_words
from bot.wording.chat import chat
from bot.wording.dates import count, length
from bot.wording.folding import plain
from retrieval.types import Source, SourceState

_NAME = 200
_REASON = 200


def source_line(source: Source, now: datetime, lang: str) -> str:
    """Its name, what is stored of it and how old that is, and what it lacks; not escaped."""
    return " · ".join((_read(source, now, lang), *_more(source, now, lang)))


def _read(source: Source, now: datetime, lang: str) -> str:
    said, name = chat(lang), escape.cut(plain(source.name) or source.location, _NAME)
    if source.state is SourceState.FAILING:
        return said.source_failing.replace("{name}", name)
    if source.checked_at is None:
        return said.source_unread.replace("{name}", name)
    age = wording.age(source.checked_at, now, lang)
    line = said.source_read.format(name="{name}", documents=source.documents, age=age)
    return line.replace("{name}", name)


def _more(source: Source, now: datetime, lang: str) -> Iterator[str]:
    words = admin_words(lang)
    if source.state is SourceState.PAUSED:
        yield words.state_paused
    elif source.state is SourceState.LEAVING:
        yield words.state_leaving
    elif source.every:
        yield words.every.format(span=length(source.every, lang))
    if source.held:
        yield count(source.held, texts(lang).held)
    if source.state is SourceState.FAILING:
        if source.checked_at:
            yield wording.age(source.checked_at, now, lang)
        if source.reason:
            yield escape.cut(plain(source.reason), _REASON)
