"""Puts what a question leaves out into it, from the question that it leans on. Pure."""

import re
from collections.abc import Sequence

from bot.followup import english_words as en
from bot.followup import korean_words as ko
from bot.followup import times
from bot.followup.lean import Kind, Lean
from bot.followup.names import Name, Sort, joined, names, same, whole
from bot.followup.particles import particle_at, with_particle
from bot.support.words import is_korean

_GIST = 120  # characters
_POLAR = re.compile(
    r"^(?:did|does|do|is|are|was|were|will|would|can|could|has|have|had|should)\b", re.IGNORECASE
)
_ADVERB = re.compile(
    r"^(?:when|why|where|how)(?=\s+(?:did|does|do|is|are|was|were|will|can|has|have|had)\b)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_IN_YEAR = re.compile(r"^(?!.*(?:19|20)\d\d).*(?:\bq[1-4]\b|[1-4]분기)", re.IGNORECASE)
_BEFORE = frozenset("for from to at with by on of in".split())
_NO_ADVERBS = {"누가", "얼마나"}
_WISH = re.compile(
    r"^(?:please\b|tell|explain|elaborate|go on|continue|summar|more\b)|줘|주세요|자세히$",
    re.IGNORECASE,
)
_HOW = ("why", "when", "where", "how")


def complete(text: str, lean: Lean, base: str) -> str | None:
    """The whole question; None when that cannot be told. `text` has no mark at its end."""
    match lean.kind:
        case Kind.NAME:
            whole = _with_name(lean, base)
        case Kind.TIME:
            whole = _with_time(lean.words, base)
        case Kind.ASPECT:
            whole = _with_aspect(text, lean.words, base)
        case Kind.ASKS:
            whole = _with_asking(text, lean.words, base)
        case Kind.STANDS_FOR:
            whole = _with_subject(text, lean, base)
        case Kind.MORE:
            whole = _about(text, base)
        case Kind.OPEN:
            whole = None
    return whole


def _with_time(words: str, base: str) -> str | None:
    """Another time in place of one. Of which year a quarter is, nobody can tell."""
    if _YEAR.search(base) and _IN_YEAR.search(words):
        return None
    return (times.in_korean if is_korean(base) else times.in_english)(base, words)


def _with_name(lean: Lean, base: str) -> str | None:
    """Another name in place of the one that it is most like."""
    new, found = names(lean.words, begins=False)[0], names(base)
    if any(same(name.text, new.text) for name in found):
        return None
    at = (
        _behind(lean, found, base)
        if lean.at in _BEFORE and len(found) > 1
        else _place(new, found, base)
    )
    if at is None:
        return _somewhere(lean, new, base)
    if found[at].owned and len(found) > 1 and new.sort is not found[at].sort:
        return None
    name = whole(base, found, at) if new.sort is found[at].sort is Sort.THING else found[at]
    if not is_korean(base):
        return base[: name.start] + new.text + base[name.end :]
    particle = particle_at(base, name.end)
    rest = base[name.end + len(particle) :]
    if new.sort is Sort.THING and not particle and (more := ko.REST_OF_NAME.match(base, name.end)):
        rest = base[more.end() :]
    return base[: name.start] + with_particle(new.text, particle) + rest


def _behind(lean: Lean, found: Sequence[Name], base: str) -> int | None:
    """The one name that stands behind the preposition of the new one."""
    ends = f" {lean.at.lower()} "
    at = [i for i, name in enumerate(found) if base[: name.start].lower().endswith(ends)]
    return at[0] if len(at) == 1 else None


def _place(new: Name, found: Sequence[Name], base: str) -> int | None:
    """Which name it replaces: one that shares a word with it, one of its sort, or the first."""
    if not found or joined(base, found):
        return None
    if new.sort is Sort.COMPANY and {Sort.COMPANY, Sort.THING} <= {name.sort for name in found}:
        return None  # another company has another product
    words = _parts(new.text)
    alike = [i for i, name in enumerate(found) if words & _parts(name.text)]
    sorts = [i for i, name in enumerate(found) if name.sort is new.sort]
    if alike or (sorts and new.sort is not Sort.UNKNOWN):
        return (alike or sorts)[0]
    if new.sort is Sort.PLACE or found[0].sort is Sort.PLACE or found[0].owned or len(found) > 1:
        return None
    return 0


def _parts(name: str) -> set[str]:
    return {part for part in re.findall(r"[a-z]+|[가-힣]+", name.lower()) if len(part) > 1}


def _somewhere(lean: Lean, new: Name, base: str) -> str | None:
    """A place is added where there was none."""
    if new.sort is not Sort.PLACE or any(n.sort is Sort.PLACE for n in names(base)):
        return None
    if is_korean(base):
        return f"{new.text}에서 {base}"
    return f"{base.rstrip('?!. ')} {lean.at or 'in'} {new.text}?"


def _with_aspect(text: str, aspect: str, base: str) -> str | None:
    subject = _subject(base, frozenset(Sort) - {Sort.PLACE})
    if subject is None:
        return _about(text, base)
    if is_korean(text):
        return f"{subject} {_tail(text)}?"
    return f"What about {subject}'s {aspect}?"


def _tail(text: str) -> str:
    return ko.LEAD.sub("", text)


def _with_asking(text: str, word: str, base: str) -> str | None:
    """The earlier question with another question word, where it has a place for one."""
    if is_korean(text):
        return _asking_in_korean(word, base) if is_korean(base) else _about(text, base)
    plain = word.lower()
    if plain in _HOW and _POLAR.match(base):
        return f"{word.capitalize()} {base[0].lower()}{base[1:]}"
    if plain in _HOW and _ADVERB.match(base):
        return _ADVERB.sub(word.capitalize(), base)
    return _about(text, base)


def _asking_in_korean(word: str, base: str) -> str | None:
    if ko.ASKING.search(base) and word not in _NO_ADVERBS:
        return ko.ASKING.sub(word, base, count=1)
    if clause := ko.CLAUSE.match(base):
        return f"{clause['clause']} 것은 {word}?"
    return _about(word, base) if ko.ANY_ASKING.search(base) else f"{word} {base}"


def _with_subject(text: str, lean: Lean, base: str) -> str | None:
    """The name for what stands for it; where none fits, what it is about is said behind."""
    subject = _subject(base, lean.for_sorts)
    if subject is None:
        return _about(text, base)
    start, end = lean.span
    if is_korean(text):
        particle = particle_at(text, end)
        said = with_particle(subject, particle) + text[end + len(particle) :]
        return f"{text[:start]}{said}?"
    said = f"{text[:start]}{subject}{'’s' if lean.owns else ''}{text[end:]}".replace("’s", "'s")
    return _about(said, base) if en.ENDS_ASKING.search(said) else f"{_capital(said)}?"


def _subject(base: str, sorts: frozenset[Sort]) -> str | None:
    """What the earlier question is about, if it names one of these sorts."""
    found = names(base)
    if joined(base, found):
        return None
    at = next((i for i, name in enumerate(found) if name.sort in sorts), None)
    if at is None:
        return None
    name = whole(base, found, at)
    more = ko.REST_OF_NAME.match(base, name.end) if name.sort is not Sort.COMPANY else None
    return name.text + (more["rest"] if more else "")


def _about(text: str, base: str) -> str | None:
    """For where grammar is hard: what the earlier question was about, in brackets."""
    gist = _gist_in_korean(base) if is_korean(base) else _gist(base)
    said = "관련" if is_korean(text) else "about"
    mark = "" if _WISH.search(text) else "?"
    return f"{_capital(text)}{mark} ({said}: {gist})" if gist else None


def _gist(base: str) -> str:
    words = [word.strip('?!,;:"()') for word in base.split()]
    return _cut(" ".join(word for word in words if word and word.lower() not in en.FUNCTION))


def _gist_in_korean(base: str) -> str:
    return _cut(ko.GIST_ENDS.sub("", ko.GIST_WORDS.sub("", base)))


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _GIST else line[:_GIST].rsplit(" ", 1)[0]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
