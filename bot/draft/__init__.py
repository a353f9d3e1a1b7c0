"""Reads what a language model wrote: tolerant of its form, trusting nothing, raising nothing. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.draft.nothing import says_nothing
from bot.draft.objects import last, truth
from bot.drafts import Draft, Drafted
from retrieval.text import as_given, one_line

MOST = 6  # statements of a draft
LONGEST_TEXT = 600  # characters
LONGEST_QUOTE = 1_000
_LONGEST_KEY = 40
_SOURCES = 6  # of a statement
_ROUGHLY = 4  # how much longer something may be before it is made plain
_STATEMENTS = ("statements", "sentences", "claims", "answers", "answer")
_TEXTS = ("text", "statement", "sentence", "claim", "answer")
_SOURCE_LISTS = ("sources", "citations", "quotes", "evidence")
_KEYS = ("key", "keys", "id", "passage", "source")
_QUOTES = ("quote", "words")
_BRACKETS = " \t\n'\"`“”‘’«»「」『』<>[](){}【】［］"
_PAIRS = ('""', "“”", "''", "‘’", "「」", "『』", "«»", "＂＂", "``")


def read_draft(text: str) -> Draft | None:
    """An answer; None when there is no whole JSON object in the text, or nothing usable in it.

    What says of itself that it is not answered has no statements, whatever else is written. A
    statement that says only that nothing was found is left out, as is one that is far too long.
    """
    value = last(text, _is_draft)
    if value is None:
        return None
    said = _said(value)
    statements = _merged(_statements(value))
    if said is False or (said and not statements and _finds_nothing(value)):
        return Draft(answered=False)
    if said is None or not statements:
        return None
    return Draft(answered=True, statements=tuple(statements[:MOST]))


def read_rewording(text: str) -> str | None:
    """A question; None when there is none."""
    value = last(text, lambda v: isinstance(v, dict) and "question" in v)
    return _plain(value["question"], LONGEST_TEXT) if value else None


def read_opinion(text: str) -> tuple[bool, str] | None:
    """Whether a statement is supported, and the words that are said to do so; None: unreadable."""
    value = last(text, lambda v: isinstance(v, dict) and "supported" in v)
    supported = truth(value["supported"]) if value else None
    return None if supported is None else (supported, _quote(value.get("words")))


def _is_draft(value: object) -> bool:
    if isinstance(value, list):
        return bool(value) and all(isinstance(each, dict) for each in value)
    return isinstance(value, dict) and ("answered" in value or bool(_first(value, _STATEMENTS)))


def _said(value: object) -> bool | None:
    """Whether it says of itself that it is an answer, which it need not; None when that is unclear."""
    told = isinstance(value, dict) and "answered" in value
    return truth(value["answered"]) if told and isinstance(value, dict) else True


def _finds_nothing(value: Any) -> bool:
    """Whether a statement says that nothing was found."""
    texts = (_plain(_first(fields, _TEXTS), LONGEST_TEXT) for fields in _fields(value))
    return any(text is not None and says_nothing(text) for text in texts)


def _fields(value: Any) -> Iterator[Mapping[str, Any]]:
    given = _first(value, _STATEMENTS) if isinstance(value, dict) else value
    for each in _list(given):
        fields = {"text": each} if isinstance(each, str) else each
        if isinstance(fields, dict):
            yield fields


def _statements(value: Any) -> Iterator[Drafted]:
    for fields in _fields(value):
        if statement := _statement(fields):
            yield statement


def _statement(fields: Mapping[str, Any]) -> Drafted | None:
    quotes = tuple(dict.fromkeys(_quotes(fields)))[:_SOURCES]
    text = _plain(_first(fields, _TEXTS), LONGEST_TEXT)
    text = _without_keys(text or "", [key for key, _ in quotes])
    if not text or says_nothing(text):
        return None
    return Drafted(text=text, quotes=quotes)


def _quotes(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """From a list of sources, and from a key and a quote beside the text."""
    own = _quote(_first(fields, _QUOTES))
    for source in _list(_first(fields, _SOURCE_LISTS)):
        if isinstance(source, dict):
            quote = _quote(_first(source, _QUOTES))
            yield from ((key, quote) for key in _keys(source) if quote)
        elif isinstance(source, str) and own and (key := _key(source)):
            yield key, own
    if own:
        yield from ((key, own) for key in _keys(fields))


def _keys(fields: Mapping[str, Any]) -> list[str]:
    given = (_key(each) for each in _list(_first(fields, _KEYS)) if isinstance(each, str))
    return [key for key in given if key]


def _key(text: str) -> str:
    """As it is written in the prompt: small letters, without brackets around it."""
    return text[: 2 * _LONGEST_KEY].strip(_BRACKETS).lower()[:_LONGEST_KEY]


def _quote(value: object) -> str:
    """Words without the marks around them; none where there are too many."""
    if not isinstance(value, str) or len(value) > _ROUGHLY * LONGEST_QUOTE:
        return ""
    words = _unmarked(as_given(value))
    return words if len(words) <= LONGEST_QUOTE else ""


def _unmarked(words: str) -> str:
    """What is left is still verbatim, if the whole was."""
    bare = words.strip().removeprefix("...").removesuffix("...").strip(" \t\n…")
    if len(bare) > 1 and bare[0] + bare[-1] in _PAIRS:
        bare = bare[1:-1].strip()
    return bare


def _plain(value: object, longest: int) -> str | None:
    """One line of visible characters; None where it is longer or nothing."""
    if not isinstance(value, str) or len(value) > _ROUGHLY * longest:
        return None
    line = one_line(value)
    return line if 0 < len(line) <= longest else None


def _without_keys(text: str, keys: Sequence[str]) -> str:
    """Small models put the key behind the sentence, too."""
    if not keys:
        return text
    known = "|".join(map(re.escape, keys))
    marked = re.compile(rf"\s*[\[(【［]\s*(?:{known})\s*[\])】］]", re.IGNORECASE)
    return marked.sub("", text).strip()


def _merged(statements: Iterator[Drafted]) -> list[Drafted]:
    """The same sentence with several sources is one."""
    texts: dict[str, tuple[tuple[str, str], ...]] = {}
    for each in statements:
        texts[each.text] = (*texts.get(each.text, ()), *each.quotes)
    return [
        Drafted(text=text, quotes=tuple(dict.fromkeys(quotes))[:_SOURCES])
        for text, quotes in texts.items()
    ]


def _first(fields: Mapping[str, Any], names: Sequence[str]) -> Any:
    return next((fields[name] for name in names if fields.get(name)), None)


def _list(value: Any) -> list[Any]:
    """A single thing is a list of one; at most as many as could matter."""
    if value is None:
        return []
    return value[: MOST * _SOURCES] if isinstance(value, list) else [value]
