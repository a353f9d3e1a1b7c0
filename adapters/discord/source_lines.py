"""Sources in lists. Pure; their names and what went wrong may be anybody's words."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from adapters.discord import escape
from adapters.discord.budget import cut
from adapters.discord.drawing import Attached
from bot.wording.admin import admin_words
from bot.wording.chat import chat
from bot.wording.dates import age, length
from retrieval.types import Source, SourceState

_NAME: Final = 120
_REASON: Final = 300
_FILE: Final = "sources.txt"

Drawn = Callable[[str], str]


def blocks(sources: Sequence[Source], now: datetime, lang: str) -> list[str]:
    """A line of markdown for each."""
    return [f"- {_line(source, now, lang, _named, _short)}" for source in sources]


def file(sources: Sequence[Source], now: datetime, lang: str) -> Attached:
    """The same in full, as plain text."""
    plain = escape.one_line
    lines = [f"{_line(s, now, lang, plain, plain)}\n" for s in sources]
    return Attached(name=_FILE, text="".join(lines))


def _line(source: Source, now: datetime, lang: str, name: Drawn, reason: Drawn) -> str:
    """`The Paper: 1,024 documents, read 5 minutes ago · active · every 30 minutes — what went wrong`."""
    words = admin_words(lang)
    state = {
        SourceState.ACTIVE: words.state_active,
        SourceState.PAUSED: words.state_paused,
        SourceState.FAILING: words.state_failing,
        SourceState.LEAVING: words.state_leaving,
    }[source.state]
    every = words.only_when_asked
    if source.every is not None:
        every = words.every.format(span=length(source.every, lang))
    why = f" — {reason(source.reason)}" if source.reason else ""
    head = _read(source, now, lang).format(name=name(source.name or source.id))
    return f"{head} · {state} · {every}{why}"


def _read(source: Source, now: datetime, lang: str) -> str:
    """How old what is known of it is, with `{name}` left to be filled in."""
    words = chat(lang)
    read = source.read_at or (None if source.state is SourceState.FAILING else source.checked_at)
    if source.state is SourceState.FAILING and read is None:
        return words.source_failing
    if read is None:
        return words.source_unread
    told = words.source_read.replace("{documents}", f"{source.documents:,}")
    return told.replace("{age}", age(read, now, lang))


def _named(text: str) -> str:
    return cut(text, _NAME, escape.text)


def _short(text: str) -> str:
    return cut(text, _REASON, escape.text)
