"""Which stories a topic is about, whose words about them count, and how much was read. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_

from bot.positions.speakers import site_at, site_named
from bot.support.aliases import known
from bot.support.facts import facts
from bot.support.names import NOTHING, Named, named, names, unnamed
from bot.support.stems import held, missing, words
from bot.support.words import folded, is_korean
from bot.types import Discussion
from retrieval.tokens import STOP_WORDS, content_terms, terms
from retrieval.types import COMMENTS, Document, Found, Standing, Voice
from retrieval.urls import canonical

MOST_STORIES = 3
CLOSE = 1.0
"""How far behind the best a story may be and still be meant too, in the unit of `Scores.fused`."""
NEAR = 2.0
"""How far behind it may be where nobody has said anything about the better ones."""
_COVERED = 0.5  # share of the topic's words
_SEVERAL = 3  # words of which a part tells something: their syllables alone may differ by an ending
_ACROSS = 3.0  # standard deviations above the usual cosine, where the languages differ
_VERSION = re.compile(
    r"(?<!\w)[A-Z가-힣][\w.-]* ([0-9]{1,3}(?:\.[0-9]+)*)(?![0-9,%년월일명개만억조번위차주분시])"
)
_NUMBER = re.compile(r"(?<![0-9.])[0-9]+(?:\.[0-9]+)*")
_WIDE = frozenset(
    "ai usa uk eu korea china japan taiwan germany france seoul".split()
)  # in many a title
_READ = 6000  # characters of a text that are looked through for names


def stories_near(topic: str, found: Sequence[Found]) -> dict[str, float]:
    """Stories that a topic may be about with how well they fit, best first, from an ordinary search.

    A story without most of the topic's names, or without its versions, is about something else.
    """
    groups: dict[str, list[Found]] = {}
    for each in found:
        if each.document.story is not None:
            groups.setdefault(each.document.story, []).append(each)
    fits = {story: max(f.scores.fused for f in group) for story, group in groups.items()}
    least = max(fits.values(), default=0.0) - NEAR
    near = [s for s in fits if fits[s] >= least and _is_about(topic, groups[s])]
    ordered = sorted(near, key=lambda s: (-fits[s], s))[:MOST_STORIES]
    return {story: fits[story] for story in ordered}


def stories_meant(fits: Mapping[str, float], heard: Iterable[str | None]) -> frozenset[str]:
    """Of the stories that somebody was heard on, the one that fits best and those close to it."""
    discussed = {story: fits[story] for story in set(heard) if story is not None and story in fits}
    least = max(discussed.values(), default=0.0) - CLOSE
    return frozenset(story for story, fit in discussed.items() if fit >= least)


def opinions(found: Sequence[Found], site: str | None = None) -> list[Found]:
    """What people say, in the given order: comments, and retold ones whose own thread is not stored.

    `site`: only what was said there. What its site has hidden is left out.
    """
    said = [f for f in found if f.document.voice in COMMENTS]
    shown = [f for f in said if f.document.standing is not Standing.DEAD]
    threads = {f.document.thread_url for f in shown if f.document.voice is Voice.COMMENT}
    stored = {canonical(url) for url in threads if url}
    once = [f for f in shown if not _is_stored(f.document, stored)]
    return [f for f in once if site is None or said_at(f.document) == site]


def said_at(document: Document) -> str | None:
    """The site on which something was said first, one of `speakers.SITES`."""
    if document.voice is Voice.RELAY:
        return site_at(document.retells_url) or site_named(document.retold_from or "")
    return site_at(document.thread_url or document.url) or site_named(document.publisher or "")


def discussions(heard: Sequence[Found], roots: Sequence[Document]) -> tuple[Discussion, ...]:
    """How much was read of each discussion, the longest first."""
    opened = {canonical(root.thread_url): root for root in roots if root.thread_url}
    groups: dict[tuple[str, bool], dict[str, Found]] = {}
    for each in heard:
        document = each.document
        place = document.thread_url or document.url
        group = groups.setdefault((place, document.voice is Voice.RELAY), {})
        group.setdefault(document.id, each)
    read = [
        _discussion(place, list(group.values()), opened.get(canonical(place)), retold=retold)
        for (place, retold), group in groups.items()
    ]
    return tuple(sorted(read, key=lambda d: (d.retold, -d.read, d.url)))


def _discussion(
    place: str, heard: Sequence[Found], root: Document | None, *, retold: bool
) -> Discussion:
    first = heard[0]
    total = None if retold or root is None else root.comments
    return Discussion(
        url=place,
        title=(root.title if root else "") or first.document.title,
        publisher=(root and root.publisher) or first.document.publisher or first.source_name,
        read=len(heard),
        total=None if total is None else max(total, len(heard)),
        retold=retold,
    )


def _is_stored(document: Document, threads: frozenset[str] | set[str]) -> bool:
    """Whether what is retold is there in its own words."""
    retells = document.retells_url if document.voice is Voice.RELAY else None
    return retells is not None and canonical(retells) in threads


def _is_about(topic: str, group: Sequence[Found]) -> bool:
    """By its names and versions, and by its words where they are in the same language."""
    texts = list(
        dict.fromkeys(t[:_READ] for f in group for t in (f.document.title, f.document.text))
    )
    held = reduce(or_, map(named, texts), NOTHING)
    close = max(f.scores.dense or 0.0 for f in group)
    fits = _covers(topic, texts, close) or _is_headed(
        topic, {f.document.title for f in group}, held
    )
    return _has_names(topic, held) and _has_versions(topic, texts) and fits


def _has_versions(topic: str, texts: Sequence[str]) -> bool:
    """All: whoever asks about one version does not mean another."""
    codes = frozenset[str]().union(*map(_codes, texts))
    told = set(_NUMBER.findall("\n".join(texts)))
    return facts(folded(topic)).codes <= codes and told.issuperset(_VERSION.findall(topic))


def _has_names(topic: str, held: Named) -> bool:
    """Most of them."""
    asked = _as_name(topic)
    return 2 * len(unnamed(asked, held)) <= len(unnamed(asked, NOTHING))


def _as_name(topic: str) -> str:
    """Cut out of a question, a topic begins with a capital only where that is a name."""
    first = topic.split(" ", 1)[0]
    begins = first[:1].isupper() and folded(first) not in STOP_WORDS
    return f"of {topic}" if begins else topic


def _is_headed(topic: str, titles: Iterable[str], source: Named) -> bool:
    """Whether a title has a name of the topic, and the story has them all. What else the topic says may be in
    other words, or in another language; where nobody said anything about it, nobody is quoted.
    """
    asked = _as_name(topic)
    told = [*known(folded(asked)), *filter(_telling, names(asked))]
    every = [name for name in dict.fromkeys(told) if folded(name) not in _WIDE]
    if not every or unnamed(asked, source):
        return False
    return any(not unnamed(f"of {name}", named(title)) for name in every for title in titles)


def _telling(name: str) -> bool:
    return not name.islower()


def _covers(topic: str, texts: Sequence[str], dense: float) -> bool:
    asked = frozenset(content_terms(topic))
    same = [text for text in texts if is_korean(text) == is_korean(topic)]
    if not same or not asked:
        return dense >= _ACROSS
    shares = asked & frozenset(term for text in same for term in terms(text))
    told = folded("\n".join(same))
    said = words(folded(topic))
    lacking = missing(said, held(told, words(told)))
    return len(shares) >= _COVERED * len(asked) or (
        len(said) >= _SEVERAL and len(said) - len(lacking) >= _COVERED * len(said)
    )


def _codes(text: str) -> frozenset[str]:
    own = facts(folded(text))
    return own.codes | own.spellings
