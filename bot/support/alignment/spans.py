"""What may be left out of an English sentence, and where: a closed list. Pure.

Whatever may take back, hedge, attribute or restrict stays; so does what stands beside a superlative, a
share or a comparison.
"""

import re
from collections.abc import Iterator, Sequence

from bot.support.alignment.guards import NEGATIVE, deciding, ranking
from bot.support.alignment.times import DAYS, YEAR, Span, times

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
_BARE = frozenset({"and", "but"})  # connectives without a comma
_ADVERBS = frozenset("also meanwhile additionally moreover furthermore".split())
_APPOSED = frozenset(
    "which who whose where based founded headquartered including led owned".split()
)
_NOUN = frozenset("a an the its his her their".split())
_LISTED = frozenset("and or but nor the a an ,".split())
_OPENERS = frozenset(
    "in on at by for from with without after before during since until under over about of to as if when while although though "
    "because unless unlike like despite amid among between against according given had should were once whether".split()
)
_TRAILING = frozenset("which who whose where while and including after following as".split())
_PAST = frozenset(
    "was were had did said sold bought made rose fell grew won lost led paid built told took gave went came found held kept "
    "left met ran saw sent spent thought wrote began became brought broke chose drew drove fought flew knew laid sought showed "
    "spoke stood taught threw understood beat felt heard hid caught stole shrank struck sank forgot withdrew underwent overcame "
    "cut hit put set shut let quit cost split spread".split()
)
_NOW = frozenset(
    "is are am has have be will would can could may might shall should must does do".split()
)
_VERBS = _PAST | _NOW
_NO_ARTICLE = frozenset(
    "few little lot bit most number only same other more less many single million billion thousand hundred dozen quarter half "
    "first second third fourth fifth sixth seventh eighth ninth tenth last next".split()
)
ARTICLES = frozenset({"the", "a", "an"})
_TEMPORAL = (
    frozenset(
        "until if year years month months week weeks day days quarter then later earlier before after since "
        "when while".split()
    )
    | DAYS
)
BOUND = frozenset(
    "only even just not except until since before after from by of and or as late early again starting beginning effective "
    "back long soon shortly right exactly mainly mostly especially particularly less more than".split()
)
"""Words that a time behind them belongs to."""
_LONGEST = 15  # tokens of an apposition
_BRACKET = re.compile(r" ?\((?:NASDAQ|NYSE|KRX|LSE)?:? ?([A-Z]{2,6})\)")
_AFTER_TIME = frozenset("that to for with at by into after as , — ; :".split())


def without_brackets(text: str) -> str:
    """A sentence without the short forms of names in brackets. Others may restrict: users (in Korea)."""
    return _BRACKET.sub(lambda found: "" if _is_short(found, text) else found[0], text)


def _is_short(found: re.Match[str], text: str) -> bool:
    before = re.findall(r"[A-Za-z]+", text[: found.start()])[-len(found[1]) - 2 :]
    initials = "".join(word[0] for word in before if word[0].isupper())
    return ":" in found[0] or initials.endswith(found[1])


def is_past(key: str) -> bool:
    """Whether an English word may be a verb in the past, or a participle."""
    return key in _PAST or (key.endswith("ed") and len(key) > 4)  # noqa: PLR2004 - not red, need


def leavable(keys: Sequence[str]) -> dict[int, list[int]]:
    """Where what may be left out begins, and where it may end."""
    found: dict[int, list[int]] = {}
    for rule in (_leading, _single, _enclosed, _trailing, _timed, _said_when):
        for start, end in rule(keys):
            found.setdefault(start, []).append(end)
    return found


def free(keys: Sequence[str]) -> set[int]:
    """Articles, `that` and commas that may be put in or left out."""
    return {i for i in range(len(keys)) if _is_free(keys, i)}


def _leading(keys: Sequence[str]) -> Iterator[Span]:
    low = [key.lower() for key in keys[:6]]
    for phrase in _CONNECTIVES:
        n = len(phrase)
        if low[:n] == phrase and keys[n : n + 1] == [","]:
            yield 0, n + 1
    if low[:1] and low[0] in _BARE and low[1:2] not in ([","], ["for"]):
        yield 0, 1


def _single(keys: Sequence[str]) -> Iterator[Span]:
    """An adverb, also between commas."""
    negated = "only" in keys
    for i, key in enumerate(keys):
        if key in _ADVERBS and not negated:
            yield i, i + 1
        if (
            key in _ADVERBS | {"however"}
            and keys[i - 1 : i] == [","]
            and keys[i + 1 : i + 2] == [","]
        ):
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
    listed = (
        after in {"and", "or"} and "," in [*keys[:i], *keys[i + 1 :]] and SAYING.isdisjoint(keys)
    )
    return listed or any(end == i for start, end in times(keys) if start == 0)


def _enclosed(keys: Sequence[str]) -> Iterator[Span]:
    """An apposition or relative clause between commas or dashes."""
    for i, key in enumerate(keys):
        if key not in {",", "—"} or key not in keys[i + 1 : i + 2 + _LONGEST]:
            continue
        end = keys.index(key, i + 1)
        aside = _is_apposed(keys, i, end) if key == "," else keys.count("—") == 2  # noqa: PLR2004 - a pair
        if aside and not deciding(keys[i + 1 : end]):
            yield i, end + 1


def _is_apposed(keys: Sequence[str], start: int, end: int) -> bool:
    """Whether what two commas enclose describes what is before them, and is neither subject nor one of
    a list.
    """
    after = keys[end + 1 : end + 2]
    if end - start <= 2 or not after or after[0] in _LISTED:  # noqa: PLR2004 - two words at least
        return False
    if keys[start + 1] in _NOUN:
        return list(keys).count(",") == 2 and keys[0] not in _OPENERS  # noqa: PLR2004 - no third comma
    return keys[start + 1] in _APPOSED


def _trailing(keys: Sequence[str]) -> Iterator[Span]:
    """After a last comma, to the end; never behind what it may restrict."""
    if "," not in keys:
        return
    at = len(keys) - 1 - list(keys)[::-1].index(",")
    kept, cut = keys[:at], keys[at + 1 :]
    if not cut or cut[0] not in _TRAILING or deciding(cut) or ranking(kept) or '"' in cut:
        return
    if cut[0] in {"and", "while", "as", "after", "following"} and not _is_clause(kept, cut):
        return
    if at > 1:
        yield at, len(keys)


def _is_clause(kept: Sequence[str], cut: Sequence[str]) -> bool:
    """Whether what is cut has its own verb, and is no part of a list or pair."""
    pair = {",", "both", "either", "neither", "if", "when", "because", "not"}
    verbs = [any(is_past(k) or k in _VERBS for k in part) for part in (kept, cut[1:])]
    return pair.isdisjoint(kept) and all(verbs)


def _said_when(keys: Sequence[str]) -> Iterator[Span]:
    """The time of a saying, not of what is said: said on Monday that."""
    for start, end in times(keys):
        if start > 1 and keys[start - 1] == "said" and list(keys[end : end + 1]) in ([], ["that"]):
            yield start, end


def _timed(keys: Sequence[str]) -> Iterator[Span]:
    """A time of something past, at an end of the sentence or before a word that goes on."""
    found = times(keys)
    if len(found) != 1:
        return
    start, end = found[0]
    rest = [*keys[:start], *keys[end:]]
    if (
        ranking(rest)
        or not (_NOW | _TEMPORAL | NEGATIVE).isdisjoint(rest)
        or not any(map(is_past, rest))
    ):
        return
    if start and keys[start - 1] in BOUND:
        return
    if any(key.startswith("date ") or YEAR.fullmatch(key) for key in rest):
        return
    if start == 0:
        yield 0, end + (keys[end : end + 1] == [","])
    elif end == len(keys) or keys[end] in _AFTER_TIME:
        yield start, end
