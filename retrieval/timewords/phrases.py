"""Time words of a text in their order, each with the role that the words around it give it."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum, auto

from retrieval.timewords.spans import Clock, When


class Kind(StrEnum):
    """What a time is named by."""

    RELATIVE = auto()  # today, last week, past 3 days
    CALENDAR = auto()  # a month, a day, a quarter
    YEAR = auto()  # nothing but a year


class Role(StrEnum):
    """What the words around a time make of it."""

    NONE = auto()
    IN = auto()
    ON = auto()
    FROM = auto()  # "from March": in it, unless an end follows
    SINCE = auto()
    AFTER = auto()
    BEFORE = auto()
    UNTIL = auto()
    BETWEEN = auto()  # "between March": the first of two ends
    WITHIN = auto()  # "5월 사이": the second of two ends
    JOIN = auto()  # "to May", "and May": nothing without the time before it


IN_ROLES = frozenset(Role) - {Role.NONE, Role.ON, Role.JOIN}  # "in May", not "on May"
ON_ROLES = frozenset(Role) - {Role.NONE, Role.IN, Role.JOIN}  # "on Monday", not "in Monday"
ANY_ROLE = IN_ROLES | ON_ROLES


@dataclass(frozen=True, slots=True)
class Sense:
    """What time words mean. `needs`: the roles without one of which they mean no time ("may")."""

    when: When
    kind: Kind
    needs: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class Rule:
    """A linear pattern, and what a match of it means. ValueError, OverflowError: no such day."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Clock], Sense | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The role of `text[start:end]` in its context, and how far the words reach that say so."""

    role: Role
    start: int
    end: int


Framer = Callable[[str, int, int], Frame | None]  # None: these are no time words here


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Time words at `text[core:stop]`, framed."""

    core: int
    stop: int
    sense: Sense
    frame: Frame

    @property
    def stands(self) -> bool:
        """Whether they mean a time on their own."""
        needs = self.sense.needs
        return self.frame.role in needs if needs else self.frame.role is not Role.WITHIN


def phrases(text: str, clock: Clock, rules: Iterable[Rule], framer: Framer) -> list[Phrase]:
    """Phrases that do not overlap; of those that begin together the longest."""
    found = [phrase for rule in rules for phrase in _matches(rule, text, clock, framer)]
    return _apart(sorted(found, key=lambda phrase: (phrase.core, -phrase.stop)))


def _matches(rule: Rule, text: str, clock: Clock, framer: Framer) -> Iterator[Phrase]:
    for match in rule.pattern.finditer(text):
        sense = _sense(rule, match, clock)
        frame = framer(text, *match.span()) if sense else None
        if sense and frame:
            phrase = Phrase(core=match.start(), stop=match.end(), sense=sense, frame=frame)
            if phrase.stands or frame.role in {Role.JOIN, Role.WITHIN, Role.NONE}:
                yield phrase


def _sense(rule: Rule, match: re.Match[str], clock: Clock) -> Sense | None:
    with suppress(ValueError, OverflowError):
        return rule.read(match, clock)
    return None


def _apart(ordered: Sequence[Phrase]) -> list[Phrase]:
    kept: list[Phrase] = []
    for phrase in ordered:
        if not kept or phrase.core >= kept[-1].stop:
            kept.append(phrase)
    return kept
