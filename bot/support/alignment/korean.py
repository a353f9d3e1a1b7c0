"""What may be left out of or moved in a Korean sentence: a closed list. Pure.

Who does what to whom stands in particles and in the verb at the end; both stay as they are.
"""

import re
from collections.abc import Iterator, Sequence

from bot.support.alignment.endings import is_past, topic
from bot.support.alignment.guards import deciding, ranking
from bot.support.words import is_korean

_CONNECTIVES = frozenset(
    "그러나 하지만 또한 또 한편 그리고 따라서 그래서 특히 이에 즉 게다가 반면 아울러 더불어 결국 그런데 이처럼".split()
)
_ADVERBS = frozenset("또한 한편 아울러".split())
_AFTER_TIME = frozenset({"에", "에는", "에도"})
_MARKED = re.compile(r"(?:[은는이가을를에서로와과도며고면만]|지만|에게|부터|까지|따르면|의하면)$")
_CLAUSE = re.compile(r"[고며]$")
_SAID = re.compile(r"[다라자냐]고$|다며$|라며$|다는$|라는$|따르면$|의하면$")
_EMBEDDED = re.compile(r"[던]$|[한된인할될린킨진친난은는]$")
_LONGEST = 15


def leavable(keys: Sequence[str]) -> dict[int, list[int]]:
    """Where what may be left out begins, and where it may end."""
    found: dict[int, list[int]] = {}
    for rule in (_leading, _adverbs, _bracketed, _timed, _clause):
        for start, end in rule(keys):
            found.setdefault(start, []).append(end)
    for i in free(keys):
        found.setdefault(i, []).append(i + 1)
    return found


def free(keys: Sequence[str]) -> set[int]:
    """Commas that may be put in or left out: after a word that says what it is in the sentence."""
    return {
        i
        for i, key in enumerate(keys)
        if key == "," and i and (_MARKED.search(keys[i - 1]) or (i == 1 and keys[0] in _CONNECTIVES))
    }


def moved(keys: Sequence[str]) -> Iterator[list[int]]:
    """A time before the topic, and after it, in a sentence of one clause."""
    found = _times(keys)
    if len(found) != 1:
        return
    start, end = found[0]
    rest = [*range(start), *range(end, len(keys))]
    names = [keys[i] for i in rest if topic(keys[i]) is not None]
    clauses = [keys[i] for i in rest if _EMBEDDED.search(keys[i]) and keys[i] not in names[:1]]
    if len(names) != 1 or clauses or any(_SAID.search(key) for key in keys):
        return
    at = next(n for n, i in enumerate(rest) if keys[i] == names[0]) + 1
    time = list(range(start, end))
    if start == 0:
        yield [*rest[:at], *time, *rest[at:]]
    elif start == at:
        yield [*time, *rest]


def swaps(keys: Sequence[str]) -> bool:
    """Whether 은 may be 이: one word alone can be topic or subject."""
    return sum(topic(key) is not None for key in keys) == 1


def _times(keys: Sequence[str]) -> list[tuple[int, int]]:
    """A date with 에 or a comma, without 부터, 까지 or 이후."""
    return [
        (i, i + 2) for i, key in enumerate(keys[:-1]) if key.startswith("date ") and keys[i + 1] in _AFTER_TIME
    ]


def _leading(keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    if keys and keys[0] in _CONNECTIVES:
        yield 0, 1 + (keys[1:2] == [","])


def _adverbs(keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    yield from ((i, i + 1) for i, key in enumerate(keys) if key in _ADVERBS)
    if keys and keys[-1] == "!":
        yield len(keys) - 1, len(keys)


def _bracketed(keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Not a bracket of one Korean word: 잠정, 추정."""
    for i, key in enumerate(keys):
        if key != "(" or ")" not in keys[i + 1 : i + 2 + _LONGEST]:
            continue
        end = keys.index(")", i + 1)
        inside = keys[i + 1 : end]
        single = len(inside) == 1 and is_korean(inside[0])
        if inside and not single and not deciding([*inside, "이"]) and not deciding(inside):
            yield i, end + 1


def _timed(keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    """A time of something past that nothing else hangs on."""
    found = _times(keys)
    if len(found) != 1 or not is_past(keys[-1]):
        return
    start, end = found[0]
    rest = [*keys[:start], *keys[end:]]
    if not ranking(rest) and not deciding(rest):
        yield start, end + (keys[end : end + 1] == [","])


def _clause(keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    """A은 이랬고, B는 저랬다. -> B는 저랬다."""
    if keys.count(",") != 1:
        return
    at = keys.index(",")
    cut, kept = keys[:at], keys[at + 1 :]
    own = bool(kept) and (kept[0][-1] in "은는" and topic(kept[0]) is not None)
    if cut and own and _CLAUSE.search(cut[-1]) and not deciding(cut) and not ranking(keys):
        if not any(_SAID.search(key) for key in keys) and not re.search("^[이그]", kept[0]):
            yield 0, at + 1
