"""Which documents are about one thing: keys that they share, and groups of them. Pure.

A key is a canonical address: of an article, or of a discussion. Whoever carries the same key belongs to the
same story, so an article, the threads about it and the digests of these threads come together by what they
link to. `retrieval/likeness.py` joins what shares no address.

Two stories taken for one are worse than one taken for two, so
* an address that stands for many texts joins nothing: a front page, a section, a search, a list;
* nor does a place within a page: a change log with an anchor for each entry;
* an article has its own address alone; what it says that it is about is not heard, and when it gives
  another address it moves to that story and takes nothing with it;
* a discussion that links to another one of its own site stays a story of its own;
* who says something in a discussion joins nothing: a comment has the key of its discussion alone;
* a digest joins its own discussion to the one that it retells, if that stands on a site known here, and to no
  other of that site: of two digests of two threads in one place, at least one has nothing to do with it;
* two articles of one source are two stories, whatever address they give;
* two stories that hold several articles each, or many together, are not joined at all.
"""

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from retrieval.types import COMMENTS, Document, Voice
from retrieval.urls import canonical, site, web_url

SEVERAL = 2  # articles: of two stories that are to be one, only one may hold so many
MOST = 8  # articles that a story may come to hold by being joined with another
_SECTIONS = frozenset(
    "about archive archives article articles author authors blog blogs board boards careers categories category"
    " changelog community default docs documentation download downloads en events explore feed feeds forum forums home"
    " index ja jobs ko kr latest list login main magazine media new newest news newsroom page pages popular post"
    " posts press pricing product products releases research rss search section sections signin signup sitemap"
    " stories story tag tags tech technology topic topics trending updates us user users video videos zh".split()
)
_LISTS = frozenset(
    "author authors categories category label labels page search section tag tags topic topics user users".split()
)
_SEARCHES = re.compile(r"(?:q|query|search|search_query|keyword|keywords)=", re.IGNORECASE)
_SHOWS = re.compile(r"(?:page|paged|offset|sort|order|lang|hl|locale|since)=", re.IGNORECASE)
_DATES = re.compile(r"/(?:19|20)\d\d(?:/[01]?\d(?:/[0-3]?\d)?)?")
_EXTENSION = re.compile(r"\.(?:html?|php|aspx?|jsp|do)$")
_OWNERS = {"github.com": 2, "gitlab.com": 2, "codeberg.org": 2, "x.com": 3}
"""Sites whose shorter paths are those of their users, with how many parts name one thing there."""
_DISCUSSED = {
    "news.ycombinator.com": "/item?id=",
    "news.hada.io": "/topic?id=",
    "lobste.rs": "/s/",
    "reddit.com": "/comments/",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """What joining must know of a document."""

    id: str
    source_id: str
    own: str  # the name of a story that is its alone
    keys: tuple[str, ...]
    pages: frozenset[str]  # those of the keys that are of articles
    article: bool  # whether it is one itself
    discussion: "Discussed | None" = None  # that it opens or retells
    retells: bool = False  # whether it retells that


@dataclass(frozen=True, slots=True, kw_only=True)
class Discussed:
    """A discussion on a site that is known here."""

    site: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What joining decides: stories of documents, keys to remember, and stories that become others."""

    stories: Mapping[str, str] = field(default_factory=dict)  # by document id
    keys: Mapping[str, str] = field(default_factory=dict)  # new ones: key -> story
    renamed: Mapping[str, str] = field(default_factory=dict)  # story -> the one it becomes


def is_root(document: Document) -> bool:
    """Whether it opens a story, rather than being said about one."""
    return document.voice not in COMMENTS


def keys(document: Document) -> list[str]:
    """What it shares with others of its story; never empty."""
    return list(member(document).keys)


def key(url: str) -> str:
    """The key of an article or a discussion at an address."""
    return _digest(canonical(url))


def member(document: Document) -> Member:
    """A document with its keys: what it is, where it stands, what it retells, and what it is about."""
    pages = [key(page) for page in _pages(document)]
    own = _digest(f"document:{document.id}")
    place = document.thread_url and key(document.thread_url)
    retells = document.voice is Voice.RELAY
    discussion = _discussed(document.retells_url if retells else document.thread_url)
    found: list[str | None]
    match document.voice:
        case Voice.ARTICLE:
            found = [*pages]
        case Voice.SUMMARY | Voice.POST:
            found = [place, *pages]
        case Voice.RELAY:
            found = [place, discussion.key if discussion else None]
        case _:
            found = [place]
    keys = tuple(dict.fromkeys(k for k in found if k)) or tuple(dict.fromkeys(pages)) or (own,)
    return Member(
        id=document.id,
        source_id=document.source_id,
        own=own,
        keys=keys,
        pages=frozenset(pages) & frozenset(keys),
        article=document.voice is Voice.ARTICLE,
        discussion=discussion if retells or document.voice not in COMMENTS else None,
        retells=retells,
    )


def alone(source_id: str) -> str:
    """The name of the story of a source that was only asked about. No key is like it, so nobody comes to it."""
    return f"asked:{_digest(source_id)}"


def names_one(url: str) -> bool:
    """Whether an address is that of one text, and not of a place where many are found."""
    place = canonical(url)
    if web_url(url) is None:
        return False
    if "#" in place:
        return True  # the path of a site that is one page to its server
    bare, _, query = place.partition("?")
    name, _, path = bare.partition("/")
    parts = [_EXTENSION.sub("", part) for part in path.lower().split("/") if part]
    asked = [part for part in query.split("&") if part and not _SHOWS.match(part)]
    if any(map(_SEARCHES.match, asked)) or len(parts) < _OWNERS.get(name, 0):
        return False
    if asked:
        return not _LISTS & set(parts)
    return bool(parts) and not _is_list(parts)


def may_join(some: Collection[str], others: Collection[str]) -> bool:
    """Whether two stories that hold these articles may become one."""
    together = len({*some, *others})
    return min(len(some), len(others)) < SEVERAL and together <= MOST


def joined(
    given: Sequence[Member],
    known: Mapping[str, str],
    held: Mapping[str, Sequence[Member]] | None = None,
) -> Joined:
    """From new documents, the stories of known keys, and what these stories hold so far."""
    groups = _Groups(known, held or {})
    for each in given:
        groups.add(each)
    return groups.joined({each.id: each.keys for each in given})


class _Groups:
    """Stories while they are being joined: a forest in which each leads to the one it became."""

    def __init__(self, known: Mapping[str, str], held: Mapping[str, Sequence[Member]]) -> None:
        self._known = known
        self._story_of = dict(known)  # by key
        self._leads = {story: story for story in known.values()}
        self._holds: dict[str, dict[str, Member]] = {}
        self._placed: dict[str, str] = {}  # story by document id
        for story, members in held.items():
            self._holds[story] = {m.id: m for m in members}

    def add(self, member: Member) -> None:
        """To the story of its first key that is known; the stories of the others join it if they may."""
        keys = [k for k in member.keys if not self._is_another(member, k)]
        found = [k for k in keys if k in self._story_of and self._fits(member, k)]
        free = [k for k in keys if k not in self._story_of]
        story = self._lead(self._story_of[found[0]]) if found else (*free, member.own)[0]
        self._leads.setdefault(story, story)
        self._holds.setdefault(story, {})[member.id] = member
        self._story_of.update(dict.fromkeys(free, story))
        for other in sorted({self._lead(self._story_of[k]) for k in found}):
            story = self._union(story, other)
        self._placed[member.id] = story

    def joined(self, keys: Mapping[str, Sequence[str]]) -> Joined:
        """What was decided."""
        return Joined(
            stories={id: self._lead(self._placed[id]) for id in keys},
            keys={k: self._lead(s) for k, s in self._story_of.items() if k not in self._known},
            renamed={s: self._lead(s) for s in set(self._known.values()) if self._lead(s) != s},
        )

    def _fits(self, member: Member, key: str) -> bool:
        """A source does not tell a story twice: its second article at an address is another one."""
        if not member.article or key not in member.pages:
            return True
        there = self._holds.get(self._lead(self._story_of[key]), {}).values()
        return not any(
            m.article and m.source_id == member.source_id and m.id != member.id for m in there
        )

    def _is_another(self, member: Member, key: str) -> bool:
        """Whether a digest's discussion is another one than its story has of that site already."""
        told, home = member.discussion, self._story_of.get(member.keys[0])
        if not (member.retells and told and told.key == key and home) or self._leads_to(key, home):
            return False
        return any(
            m.discussion.site == told.site
            and m.discussion.key != key
            and (not m.retells or self._leads_to(m.discussion.key, home))
            for m in self._holds.get(self._lead(home), {}).values()
            if m.discussion
        )

    def _leads_to(self, key: str, story: str) -> bool:
        return key in self._story_of and self._lead(self._story_of[key]) == self._lead(story)

    def _union(self, story: str, other: str) -> str:
        if story == other or not may_join(self._pages(story), self._pages(other)):
            return story
        first, second = sorted((story, other))
        self._leads[second] = first
        self._holds[first] = self._holds.get(second, {}) | self._holds.get(first, {})
        return first

    def _pages(self, story: str) -> set[str]:
        return {page for m in self._holds.get(story, {}).values() for page in m.pages}

    def _lead(self, story: str) -> str:
        while self._leads[story] != story:
            story = self._leads[story]
        return story


def _pages(document: Document) -> list[str]:
    """Addresses of articles that it is, or is about."""
    if document.voice is Voice.ARTICLE:
        return [document.url] if names_one(document.url) and not _is_place(document.url) else []
    about = document.about_url
    if not about or not names_one(about) or _is_own_kind(document, about):
        return []
    return [about]


def _is_place(url: str) -> bool:
    """Whether it is a place within a page that has others."""
    return "#" in url.rstrip("#") and "#" not in canonical(url)


def _is_own_kind(document: Document, about: str) -> bool:
    """Whether a discussion is about another one of its own site."""
    own = document.thread_url or document.url
    there = _discussed(about)
    return there is not None and site(own) == site(about) and there.key != key(own)


def _discussed(url: str | None) -> Discussed | None:
    """The discussion at an address; None for what is none, or is on another site."""
    place = canonical(url or "")
    sites = (name for name, path in _DISCUSSED.items() if place.startswith(f"{name}{path}"))
    name = next(sites, None)
    return Discussed(site=name, key=key(url)) if name and url else None


def _is_list(parts: Sequence[str]) -> bool:
    """Sections, and lists by day, tag, person or page."""
    if _DATES.fullmatch("/" + "/".join(parts)) or parts[0] in _LISTS:
        return True
    if len(parts) == 1 and parts[0].startswith("@"):
        return True
    return all(part in _SECTIONS for part in parts) or parts[-2:-1] == ["page"]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]
