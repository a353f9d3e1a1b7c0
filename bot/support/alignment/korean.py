"""What may be left out of or moved in a Korean sentence: a closed list. Pure.

Who does what to whom stands in particles and in the verb at the end; both stay as they are.
"""

import re
from collections.abc import Iterator, Sequence

from bot.support.alignment.endings import is_past, topic
from bot.support.alignment.guards import limiting, ranking
from bot.support.alignment.times import DAYS

_CONNECTIVES = frozenset(
    "그러나 하지만 또한 또 한편 그리고 따라서 그래서 특히 이에 즉 게다가 반면 아울러 더불어 결국 그런데 이처럼".split()
)
_ADVERBS = frozenset("또한 한편 아울러".split())
_AFTER_TIME = frozenset({"에", "에는", "에도"})
_MARKED = re.compile(r"(?:[은는을를]|지만|에게|에서|따르면|의하면|[았었했됐]고|[았었했됐]으며)$")
_OBJECT = re.compile(r"[을를]$")
_NO_OBJECT = re.compile(
    r"(?:이|있|없|됐|되었|늘었|줄었|올랐|내렸)(?:다|습니다)$|(?:된다|됩니다|입니다)$"
)
_SAID = re.compile(r"[다라자냐]고$|다며$|라며$|다는$|라는$|따르면$|의하면$")
_EMBEDDED = re.compile(r"[던]$|[한된인할될린킨진친난은는]$")
_BRACKET = re.compile(r"(?<=[가-힣])\(([A-Za-z][A-Za-z .&'-]+|[一-鿿]+|)\)")
_REGIONS = frozenset("us usa uk eu korea china japan europe asia global".split())


def leavable(keys: Sequence[str]) -> dict[int, list[int]]:
    """Where what may be left out begins, and where it may end."""
    found: dict[int, list[int]] = {}
    for rule in (_leading, _adverbs, _timed):
        for start, end in rule(keys):
            found.setdefault(start, []).append(end)
    for i in free(keys):
        found.setdefault(i, []).append(i + 1)
    return found


def without_brackets(text: str) -> str:
    """A sentence without names in other letters: 구글(Google)은. Other brackets may restrict: (한국 매출)."""
    return _BRACKET.sub(lambda found: found[0] if found[1].lower() in _REGIONS else "", text)


def free(keys: Sequence[str]) -> set[int]:
    """Commas that may be put in or left out: after a word that says what it is in the sentence."""
    return {
        i
        for i, key in enumerate(keys)
        if key == ","
        and i
        and (_MARKED.search(keys[i - 1]) or (i == 1 and keys[0] in _CONNECTIVES))
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
    """Whether 은 may be 이: one word alone can be topic or subject, and it is not what is done to."""
    told = any(_OBJECT.search(key) for key in keys) or bool(keys and _NO_OBJECT.search(keys[-1]))
    return told and sum(topic(key) is not None for key in keys) == 1


def _times(keys: Sequence[str]) -> list[tuple[int, int]]:
    """A date with 에 or a comma, without 부터, 까지 or 이후."""
    return [
        (i, i + 2)
        for i, key in enumerate(keys[:-1])
        if (key.startswith("date ") or key in DAYS) and keys[i + 1] in _AFTER_TIME
    ]


def _leading(keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    if keys and keys[0] in _CONNECTIVES:
        yield 0, 1 + (keys[1:2] == [","])


def _adverbs(keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    yield from ((i, i + 1) for i, key in enumerate(keys) if key in _ADVERBS)
    if keys and keys[-1] == "!":
        yield len(keys) - 1, len(keys)


def _timed(keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    """A time of something past that nothing else hangs on."""
    found = _times(keys)
    if len(found) != 1 or not is_past(keys[-1]):
        return
    start, end = found[0]
    rest = [*keys[:start], *keys[end:]]
    if not ranking(rest) and not limiting(rest):
        yield start, end + (keys[end : end + 1] == [","])
