"""Which documents are about one thing: keys that they share, and groups of them. Pure.

A key is a canonical address: of an article, or of a discussion. Whoever carries the same key belongs to the
same story, so an article, the threads about it and the digests of these threads come together by what they
link to. `retrieval/likeness.py` joins what shares no address.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from retrieval.types import Document, Voice
from retrieval.urls import canonical

_ROOTS = frozenset({Voice.ARTICLE, Voice.SUMMARY, Voice.POST})


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What joining decides: stories of documents, keys to remember, and stories that become others."""

    stories: Mapping[str, str] = field(default_factory=dict)  # by document id
    keys: Mapping[str, str] = field(default_factory=dict)  # new ones: key -> story
    renamed: Mapping[str, str] = field(default_factory=dict)  # story -> the one it becomes


def is_root(document: Document) -> bool:
    """Whether it opens a story, rather than being said about one."""
    return document.voice in _ROOTS


def keys(document: Document) -> list[str]:
    """What it shares with others of its story; never empty."""
    own = document.url if document.voice is Voice.ARTICLE else None
    pages = [u for u in (own, document.about_url) if u and not _is_front_page(u)]
    threads = [u for u in (document.thread_url, document.retells_url) if u]
    named = [canonical(url) for url in (*threads, *pages)]
    if is_root(document) or not named:
        named.append(f"document:{document.id}")
    return [_digest(name) for name in dict.fromkeys(named)]


def key(url: str) -> str:
    """The key of an article or a discussion at an address."""
    return _digest(canonical(url))


def joined(given: Mapping[str, Sequence[str]], known: Mapping[str, str]) -> Joined:
    """From the keys of documents (by id) and the stories of known keys."""
    leads = {story: story for story in known.values()}
    stories_of = dict(known)
    for names in given.values():
        found = sorted({_lead(leads, stories_of[name]) for name in names if name in stories_of})
        story = found[0] if found else names[0]
        leads.setdefault(story, story)
        leads.update(dict.fromkeys(found, story))
        stories_of.update(dict.fromkeys(names, story))
    return Joined(
        stories={id: _lead(leads, stories_of[names[0]]) for id, names in given.items()},
        keys={k: _lead(leads, s) for k, s in stories_of.items() if k not in known},
        renamed={s: _lead(leads, s) for s in set(known.values()) if _lead(leads, s) != s},
    )


def _lead(leads: Mapping[str, str], story: str) -> str:
    while leads[story] != story:
        story = leads[story]
    return story


def _is_front_page(url: str) -> bool:
    """Many stories link to the same front page."""
    parts = urlsplit(url)
    return parts.path in {"", "/"} and not parts.query


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]
