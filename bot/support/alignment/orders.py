"""The orders in which an English sentence says the same: one block moved to the other end. Pure."""

import re
from collections.abc import Iterator, Sequence

from bot.support.alignment.guards import deciding
from bot.support.alignment.spans import BOUND, SAYING, is_past
from bot.support.alignment.times import times
from bot.support.alignment.tokens import Token

_OPENING = frozenset(
    "that who which whom whose where when while after before because if whether as since until unless although though but and "
    "or to than ; : —".split()
)
_SUBORDINATE = frozenset("if when after before because although though while unless".split())
_SAID = frozenset({"said", "says"})
_ASKING = frozenset(
    "know knew knows ask asked asks wonder wondered see saw sees decide decided learn learned determine determined sure check "
    "checked remember recalled forgot".split()
)
_AHEAD = frozenset(  # what is said of something may come at another time than the saying
    "promised planned scheduled cancelled canceled delayed postponed moved rescheduled booked banned ordered demanded proposed "
    "sought called invited offered wants wanted needs needed expects plans approved rejected allowed permitted canceled reserved "
    "recalled remembered described praised criticized criticised predicted foresaw".split()
)
_SPANS = re.compile("(?:second|minute|hour|day|week|month|quarter|year|decade|moment)s?|[0-9].*")
_PARTING = frozenset("but and while although though whereas ; : —".split())
_WHO = 8  # tokens that name who says it, with the verb


_THAT = Token("that", frozenset({"that"}))

Block = Sequence[int]
"""Places of tokens, -1 for a `that` which must be there."""


def orders(sentence: Sequence[Token]) -> Iterator[tuple[Sequence[Token], int]]:
    """The sentence itself first, then two blocks of it with the place where the second begins."""
    yield sentence, -1
    keys = [token.key for token in sentence]
    for rule in (_timed, _said_last, _said_first, _according, _subordinate):
        for first, second in rule(keys):
            yield [_THAT if i < 0 else sentence[i] for i in (*first, *second)], len(first)


def _simple(keys: Sequence[str]) -> bool:
    """One clause with one verb, so that nothing else can be what a moved block belongs to."""
    return (
        _OPENING.isdisjoint(keys[keys[:1] == ["that"] :])
        and SAYING.isdisjoint(keys)
        and "," not in keys
        and not any(key.endswith("ing") for key in keys)
        and sum(map(is_past, [k for k in keys if k not in {"was", "were", "had", "did"}])) <= 1
    )


def _timed(keys: Sequence[str]) -> Iterator[tuple[Block, Block]]:
    found = times(keys)
    if len(found) != 1 or not _AHEAD.isdisjoint(keys):
        return
    start, end = found[0]
    comma = keys[end : end + 1] == [","]
    n = len(keys)
    if start == 0 and _simple(keys[end + comma :]):
        yield range(end + comma, n), range(end)
    elif end == n and start > 0 and keys[start - 1] not in BOUND and _simple(keys[:start]):
        yield range(start, n), range(start)


def _said_last(keys: Sequence[str]) -> Iterator[tuple[Block, Block]]:
    """The plant is shut, Kim said. -> Kim said the plant is shut."""
    if "," not in keys:
        return
    n = len(keys)
    at = n - 1 - list(keys)[::-1].index(",")
    timed = [span for span in times(keys) if span[1] == n and span[0] > at]
    end = timed[0][0] if timed else n
    who = keys[at + 1 : end]
    if 1 < len(who) <= _WHO and who[-1] in _SAID and who[0] not in _OPENING and not _asking(keys):
        yield [*range(at + 1, n), *([-1] if timed else [])], range(at)


def _said_first(keys: Sequence[str]) -> Iterator[tuple[Block, Block]]:
    """Kim said that the plant is shut. -> The plant is shut, Kim said. The comma is the first one's own."""
    at = next((i for i, key in enumerate(keys[:_WHO]) if key in _SAID), 0)
    rest = at + 1 + (keys[at + 1 : at + 2] == ["that"])
    if not at or times(keys) or deciding(keys[:at]):
        return
    if _simple(keys[:at]) and _simple(keys[rest:]):
        yield range(rest, len(keys)), range(at + 1)


def _according(keys: Sequence[str]) -> Iterator[tuple[Block, Block]]:
    """Moved to the front it may be said of more than before, never moved to the end of less."""
    n, commas = len(keys), [i for i, key in enumerate(keys) if key == ","]
    if not commas or keys.count("according") != 1 or _asking(keys):
        return
    first, last = commas[0], commas[-1]
    if keys[:2] == ["according", "to"] and len(commas) == 1 and _PARTING.isdisjoint(keys):
        yield range(first + 1, n), range(first)
    elif list(keys[last + 1 : last + 3]) == ["according", "to"]:
        yield range(last + 1, n), range(last)


def _subordinate(keys: Sequence[str]) -> Iterator[tuple[Block, Block]]:
    """If A, B. -> B if A. And back."""
    found = [i for i, key in enumerate(keys) if key in _SUBORDINATE]
    if len(found) != 1 or {"not", "never", "no"} & set(keys):
        return
    n, at = len(keys), found[0]
    if at == 0 and keys.count(",") == 1:
        comma = keys.index(",")
        if _simple(keys[1:comma]) and _simple(keys[comma + 1 :]) and not _SPANS.fullmatch(keys[-1]):
            yield range(comma + 1, n), range(comma)
    elif at > 0 and _simple(keys[:at]) and _simple(keys[at + 1 :]) and not _bound(keys[at - 1]):
        yield range(at, n), range(at)


def _bound(before: str) -> bool:
    """Whether the word before a clause belongs to it: three days after, only if, asked if."""
    return before in BOUND | _ASKING or bool(_SPANS.fullmatch(before))


def _asking(keys: Sequence[str]) -> bool:
    return "?" in keys or '"' in keys
