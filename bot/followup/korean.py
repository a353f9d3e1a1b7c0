"""Korean questions that lean on earlier ones. Pure."""

from bot.followup import korean_words as ko
from bot.followup.lean import Kind, Lean
from bot.followup.names import Sort, names
from bot.followup.particles import particle_at
from bot.followup.times import is_time

_FRAGMENT = 4  # words
_COMPANIES = frozenset({Sort.COMPANY, Sort.UNKNOWN})
_THINGS = frozenset({Sort.THING})


def lean(text: str) -> Lean | None:
    """How it leans; None when it stands on its own. `text` has no mark at its end."""
    body = ko.LEAD.sub("", text)
    led = len(body) < len(text)
    if asks := ko.ASKS.fullmatch(body):
        return Lean(kind=Kind.ASKS, words=ko.asked(asks))
    if ko.MORE.fullmatch(body):
        return Lean(kind=Kind.MORE)
    return _topic(body, led=led) or _stands_for(body, len(text) - len(body)) or _elliptic(body)


def _topic(body: str, *, led: bool) -> Lean | None:
    found = ko.TOPIC.fullmatch(body)
    if found and len(found["rest"].split()) <= _FRAGMENT:
        said = _said_of(found["rest"], found["at"] or "")
        loosely = bool(found["how"]) and not led  # "how is it" may be meant as it is said
        return Lean(kind=Kind.OPEN) if said and loosely else said
    if led and len(body.split()) <= _FRAGMENT:
        return _said_of(body, "")
    return None


def _said_of(rest: str, at: str) -> Lean | None:
    """Of what stands before the particle of the topic."""
    if is_time(rest) or is_time(rest + at):
        return Lean(kind=Kind.TIME, words=rest + ("에" if at.startswith("에") else ""))
    found = names(rest)
    if len(found) == 1 and found[0].text == rest:
        return Lean(kind=Kind.NAME, words=rest, at=at if at.startswith("에서") else "")
    if ko.STANDS_FOR.fullmatch(rest):
        return Lean(kind=Kind.MORE)
    if not found and all(ko.ASPECT.fullmatch(word) for word in rest.split()):
        return Lean(kind=Kind.ASPECT, words=rest)
    unknown = not found and len(rest.split()) == 1 and not ko.NO_NOUN.search(rest)
    return Lean(kind=Kind.OPEN) if unknown else None


def _stands_for(body: str, offset: int) -> Lean | None:
    found = ko.STANDS_FOR.search(body)
    if not found or not all(map(_is_idle, body[: found.start()].split())):
        return None
    sorts = _COMPANIES if found["company"] else _THINGS if found["thing"] else frozenset[Sort]()
    start, end = found.span("word")
    span = (start + offset, end + offset)
    owns = particle_at(body, end) == "의"
    return Lean(kind=Kind.STANDS_FOR, span=span, for_sorts=sorts, owns=owns)


def _is_idle(word: str) -> bool:
    """Whether a word has nothing in it that another could stand for."""
    return bool(ko.QUESTION_WORD.fullmatch(word)) or is_time(word)


def _elliptic(body: str) -> Lean | None:
    """Korean leaves the subject out: 언제 출시돼?"""
    words = body.split()
    bare = [word for word in words if not ko.QUESTION_WORD.fullmatch(word)]
    if len(words) > _FRAGMENT or not bare or names(body):
        return None
    plain = all(ko.ASPECT.fullmatch(word) or ko.PREDICATE.fullmatch(word) for word in bare)
    return Lean(kind=Kind.ASPECT, words=body) if plain and ko.TELLS.search(body) else None
