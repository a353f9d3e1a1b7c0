"""English questions that lean on earlier ones. Pure."""

import re

from bot.followup import english_words as en
from bot.followup.lean import Kind, Lean
from bot.followup.names import Name, Sort, names
from bot.followup.times import is_time

_FRAGMENT = 6  # words
_SHORT = 4
_ONE_OF = frozenset({Sort.COMPANY})
_THING = frozenset({Sort.THING})
_PERSON = frozenset({Sort.PERSON})
_FOR = {"it": _THING, "they": _ONE_OF, "he": _PERSON, "she": _PERSON}
_OWNS = {"its": _ONE_OF | _THING, "their": _ONE_OF, "his": _PERSON, "her": _PERSON}


def lean(text: str) -> Lean | None:
    """How it leans; None when it stands on its own. `text` has no mark at its end."""
    body = en.LEAD.sub("", text)
    led = len(body) < len(text)
    if en.ASKS.fullmatch(body):
        return Lean(kind=Kind.ASKS, words=body)
    if en.MORE.fullmatch(body):
        return Lean(kind=Kind.MORE)
    return _fragment(text, body, led=led) or _stands_for(body, len(text) - len(body))


def _fragment(text: str, body: str, *, led: bool) -> Lean | None:
    about = en.WHAT_ABOUT.match(body)
    joins = en.JOINS.match(text)
    if about or joins:
        rest = about["rest"] if about else body
        return _named(rest) if len(rest.split()) <= _FRAGMENT else None
    if is_time(body):
        return Lean(kind=Kind.TIME, words=body)
    found = en.AT.match(body)
    if found and _only(found["rest"], Sort.PLACE):
        return Lean(kind=Kind.NAME, words=found["rest"], at=found["at"])
    return _named(body) if led and _only(body, *Sort) else None


def _named(rest: str) -> Lean | None:
    """Of what stands behind "what about"."""
    when = rest if is_time(rest) else en.WITH.sub("", rest)
    if is_time(when):
        return Lean(kind=Kind.TIME, words=when)
    if en.PRONOUN.fullmatch(rest):
        return Lean(kind=Kind.MORE)
    return None if en.VERBS.search(rest) else _thing(rest)


def _thing(rest: str) -> Lean | None:
    at = en.AT.match(rest)
    bare = en.OF.sub("", at["rest"] if at else rest)
    thing = en.OWNER.sub("", en.ARTICLE.sub("", bare))
    if _only(thing, *Sort):
        of = en.OF.match(rest)
        behind = at["at"] if at else of[0].split()[0].lower() if of else ""
        return Lean(kind=Kind.NAME, words=thing, at=behind)
    if names(bare, begins=False):
        return None
    if en.ASPECT.fullmatch(bare):
        return Lean(kind=Kind.ASPECT, words=en.DETERMINER.sub("", bare))
    return Lean(kind=Kind.OPEN)


def _only(text: str, *sorts: Sort) -> bool:
    """Whether a text is one name of these sorts."""
    found = names(text, begins=False)
    return len(found) == 1 and found[0].text == text and found[0].sort in sorts


def _stands_for(body: str, offset: int) -> Lean | None:
    own = names(body)
    lowered = body.lower()
    if subject := en.SUBJECT.match(lowered):
        return _subject(subject, own, offset)
    if own:
        return Lean(kind=Kind.MORE) if en.SAYS_OF.search(lowered) else None
    return _word_of_it(lowered, offset) or (
        Lean(kind=Kind.MORE) if en.OBJECT.match(lowered) else None
    )


def _word_of_it(lowered: str, offset: int) -> Lean | None:
    if owner := en.OWNED.match(lowered):
        return _word(owner, offset, _OWNS[owner["word"]], owns=True)
    if thing := en.THE_ASPECT.match(lowered):
        return _word(thing, offset, _ONE_OF | _THING, owns=True)
    if noun := en.THE_NOUN.search(lowered):
        sorts = _ONE_OF if noun["company"] else _THING if noun["thing"] else frozenset[Sort]()
        return _word(noun, offset, sorts)
    return None


def _subject(found: re.Match[str], own: list[Name], offset: int) -> Lean | None:
    word, rest = found["word"], found["rest"]
    if own and (own[0].start < found.end("word") or not _compares(found.string, own)):
        return None
    if word in en.THESE:
        short = len(rest.split()) < _SHORT and not own and not en.NOT_ALONE.match(rest)
        return Lean(kind=Kind.MORE) if short else None
    if word == "it" and (en.EXPLETIVE.search(found.string) or (own and en.SAID_OF_IT.search(rest))):
        return None
    event = word == "it" and en.EVENT.search(found.string)
    sorts = frozenset[Sort]() if event else _FOR[word]
    return _word(found, offset, sorts)


def _compares(lowered: str, own: list[Name]) -> bool:
    """Whether the names of a question are what something is compared with."""
    return bool(en.BEFORE_NAME.search(lowered[: own[0].start]))


def _word(found: re.Match[str], offset: int, sorts: frozenset[Sort], *, owns: bool = False) -> Lean:
    start, end = found.span("word")
    span = (start + offset, end + offset)
    return Lean(kind=Kind.STANDS_FOR, span=span, for_sorts=sorts, owns=owns)
