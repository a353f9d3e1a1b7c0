"""What may be left out of an English sentence, and where: a closed list. Pure.

Whatever may take back, hedge, attribute or restrict stays; so does what stands beside a superlative, a
share or a comparison.
"""

import re
from collections.abc import Iterator, Sequence

from bot.support.alignment.guards import deciding, ranking

Span = tuple[int, int]
"""From a token to before another."""

DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_PARTS_OF_DAY = frozenset("morning afternoon evening night".split())
SAYING = frozenset(
    "say says said argue argues argued claim claims claimed believe believes believed announce announced announces report "
    "reported reports confirm confirmed confirms note noted notes add added adds warn warned warns wrote writes write show "
    "showed shows found finds find learned hopes hoped thinks think thought admitted admits acknowledged insists insisted "
    "denied denies deny disputes disputed estimates estimated predicts predicted expects expected suggests suggested".split()
)
_CONNECTIVES = [
    phrase.split()
    for phrase in (
        "however/meanwhile/also/indeed/additionally/in addition/moreover/furthermore/therefore/thus/consequently"
        "/as a result/at the same time/besides/still/so/and/but/then/likewise/similarly/overall/in fact/for example"
        "/for instance/nevertheless/nonetheless/in turn"
    ).split("/")
]
_BARE = frozenset("and but so".split())  # connectives without a comma
_ADVERBS = frozenset("also meanwhile additionally moreover furthermore".split())
_APPOSED = frozenset(
    "which who whose where a an the based founded headquartered known including led owned its his her their".split()
)
_TRAILING = frozenset("which who whose where while and including after following as".split())
_PAST = frozenset(
    "was were had did said sold bought made rose fell grew won lost led paid built told took gave went came found held kept "
    "left met ran saw sent spent thought wrote began became brought broke chose drew drove fought flew knew laid sought showed "
    "spoke stood taught threw understood beat felt heard hid caught stole shrank struck sank forgot withdrew underwent overcame "
    "cut hit put set shut let quit cost split spread".split()
)
_NOW = frozenset("is are am has have be will would can could may might shall should must does do".split())
_VERBS = _PAST | _NOW
_NO_ARTICLE = frozenset(
    "few little lot bit most number only same other more less many single million billion thousand hundred dozen quarter half "
    "first second third fourth last next".split()
)
ARTICLES = frozenset({"the", "a", "an"})
_LONGEST = 15  # tokens of an apposition
_YEAR = re.compile(r"(?:1[89]|20)[0-9]{2}")
_AFTER_TIME = frozenset("that to for with at by into after as , — ; :".split())


def is_past(key: str) -> bool:
    """Whether an English word may be a verb in the past, or a participle."""
    return key in _PAST or (key.endswith("ed") and len(key) > 4)  # noqa: PLR2004 - not red, need


def leavable(keys: Sequence[str]) -> dict[int, list[int]]:
    """Where what may be left out begins, and where it may end."""
    found: dict[int, list[int]] = {}
    for rule in (_leading, _single, _enclosed, _trailing, _timed):
        for start, end in rule(keys):
            found.setdefault(start, []).append(end)
    return found


def free(keys: Sequence[str]) -> set[int]:
    """Articles, `that` and commas that may be put in or left out."""
    return {i for i in range(len(keys)) if _is_free(keys, i)}


def times(keys: Sequence[str]) -> list[Span]:
    """`on Monday`, `in May 2021`, `in 2021`."""
    return [(i, end) for i in range(len(keys)) if (end := _time(keys, i))]


def _time(keys: Sequence[str], at: int) -> int:
    """Where a time phrase that begins here ends, 0 if none does."""
    if keys[at] not in {"on", "in"} or at + 1 >= len(keys):
        return 0
    key, on = keys[at + 1], keys[at] == "on"
    if on and key in DAYS:
        end = at + 2
        if keys[end : end + 1] and keys[end] in _PARTS_OF_DAY:
            return end + 1
        dated = keys[end : end + 1] == [","] and keys[end + 1 : end + 2]
        return end + 2 if dated and keys[end + 1].startswith("date ") else end
    if key.startswith("date ") and on == (not key.endswith("-")):
        return at + 2
    return at + 2 if not on and _YEAR.fullmatch(key) else 0


def _leading(keys: Sequence[str]) -> Iterator[Span]:
    low = [key.lower() for key in keys[:6]]
    for phrase in _CONNECTIVES:
        n = len(phrase)
        if low[:n] == phrase and keys[n : n + 1] == [","]:
            yield 0, n + 1
    if low[:1] and low[0] in _BARE and keys[1:2] != [","]:
        yield 0, 1


def _single(keys: Sequence[str]) -> Iterator[Span]:
    """An adverb, also between commas."""
    negated = "only" in keys
    for i, key in enumerate(keys):
        if key in _ADVERBS and not negated:
            yield i, i + 1
        if key in _ADVERBS | {"however"} and keys[i - 1 : i] == [","] and keys[i + 1 : i + 2] == [","]:
            yield i - 1, i + 2
        if key == "!" and i == len(keys) - 1:
            yield i, i + 1
    for i in free(keys):
        yield i, i + 1


def _is_free(keys: Sequence[str], i: int) -> bool:
    key, after = keys[i].lower(), keys[i + 1] if i + 1 < len(keys) else ""
    if key in ARTICLES and keys[i] != "A":
        return after not in _NO_ARTICLE and bool(after)
    if key == "that":
        return i > 0 and keys[i - 1] in SAYING
    if key != ",":
        return False
    return after in {"and", "or"} or any(end == i for start, end in times(keys) if start == 0)


def _enclosed(keys: Sequence[str]) -> Iterator[Span]:
    """A bracket; an apposition or relative clause between commas or dashes."""
    for i, key in enumerate(keys):
        close = {"(": ")", "[": "]", ",": ",", "—": "—"}.get(key)
        if close is None or close not in keys[i + 1 : i + 2 + _LONGEST]:
            continue
        end = keys.index(close, i + 1)
        inside = list(keys[i + 1 : end])
        if inside and not deciding(inside) and _is_aside(key, inside, keys[end + 1 : end + 2]):
            yield i, end + 1


def _is_aside(mark: str, inside: Sequence[str], after: Sequence[str]) -> bool:
    if mark in "([":  # not: a (small) loss, 5 (million)
        return len(inside) > 1 or inside[0].isupper() or inside[0].isdigit()
    if mark == "—":
        return len(inside) > 1
    listed = not after or after[0] in {"and", "or", "but", "nor", "the", "a", "an", ","}
    return inside[0] in _APPOSED and len(inside) > 1 and not listed


def _trailing(keys: Sequence[str]) -> Iterator[Span]:
    """After a last comma, to the end; never behind what it may restrict."""
    if "," not in keys:
        return
    at = len(keys) - 1 - list(keys)[::-1].index(",")
    kept, cut = keys[:at], keys[at + 1 :]
    if not cut or cut[0] not in _TRAILING or deciding(cut) or ranking(kept) or '"' in cut:
        return
    if cut[0] in {"and", "while", "as", "after"} and not _is_clause(kept, cut):
        return
    if any(is_past(k) or k in _VERBS for k in kept):
        yield at, len(keys)


def _is_clause(kept: Sequence[str], cut: Sequence[str]) -> bool:
    """Whether what is cut has its own verb, and is no part of a list or pair."""
    pair = {",", "both", "either", "neither", "if", "when", "because", "not"}
    return pair.isdisjoint(kept) and any(is_past(k) or k in _VERBS for k in cut[1:])


def _timed(keys: Sequence[str]) -> Iterator[Span]:
    """A time of something past, at an end of the sentence or before a word that goes on."""
    found = times(keys)
    if len(found) != 1:
        return
    start, end = found[0]
    rest = [*keys[:start], *keys[end:]]
    if ranking(rest) or _NOW & set(rest) or {"not", "never", "no", "until", "if"} & set(rest):
        return
    if not any(map(is_past, rest)):
        return
    if start == 0:
        yield 0, end + (keys[end : end + 1] == [","])
    elif end == len(keys) or keys[end] in _AFTER_TIME:
        yield start, end
