"""Heads of digests: lines like "Hacker News 의견들" that say whose opinions follow. Pure."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from retrieval.sources.geeknews.places import outside
from retrieval.sources.geeknews.texts import Element, line, names
from retrieval.text import one_line
from retrieval.urls import host

_HEAD = re.compile(
    r"""(?P<site>.{1,40}?) \s* (?: 의견 | 반응 | 댓글 ) \s? (?:들|\s?모음|\s?요약|\s?정리)?
        | (?P<english>.{1,40}?) \s+ (?:opinions? | comments? | reactions? | discussion)
        | (?:opinions | comments | reactions) \s+ (?:from | on) \s+ (?P<from>.{1,40}?)""",
    re.VERBOSE | re.IGNORECASE,
)
_LINK = re.compile(r"\(?https?://\S+?\)?(?=\s|$)")
_EDGES = " :：-–—*#[]()·"
_SITES = {  # by what a head may call them, without spaces
    "hackernews": "Hacker News",
    "hn": "Hacker News",
    "ycombinator": "Hacker News",
    "해커뉴스": "Hacker News",
    "lobste.rs": "Lobsters",
    "lobsters": "Lobsters",
    "로브스터": "Lobsters",
    "reddit": "Reddit",
    "레딧": "Reddit",
    "x": "X",
    "twitter": "X",
    "트위터": "X",
    "slashdot": "Slashdot",
    "tildes": "Tildes",
    "bluesky": "Bluesky",
    "블루스카이": "Bluesky",
    "mastodon": "Mastodon",
    "마스토돈": "Mastodon",
    "producthunt": "Product Hunt",
    "disquiet": "Disquiet",
    "디스콰이엇": "Disquiet",
}
_HOSTS = {
    "news.ycombinator.com": "Hacker News",
    "lobste.rs": "Lobsters",
    "reddit.com": "Reddit",
    "x.com": "X",
    "twitter.com": "X",
}
_NO_SITE = re.compile(  # whose opinions are nobody else's site's
    r"(?:제|내|저의|나의|우리|개인|다른|반대|찬성|소수|전문가|독자|사용자|관련|주요|my|our|the|no|other)\b"
)
_TITLES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LONGEST = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Whose opinions follow: the site's usual name, and the discussion if the head links to it."""

    site: str | None
    link: str | None


def head_of(block: Element) -> Head | None:
    """What a block announces, None when it is no head of a digest.

    A site that is not known must be announced by a heading or with a link to it.
    """
    name, link = _announced(line(block)), _link(block)
    if not name:
        return None
    known = _HOSTS.get(host(link).removeprefix("www.").removeprefix("old.")) or _known(name)
    sure = block.tag in _TITLES or link is not None
    stranger = name if sure and not _NO_SITE.match(name.lower()) else None
    return Head(site=known or stranger, link=link) if known or stranger else None


def site_in(text: str) -> str | None:
    """The known site whose opinions a line announces."""
    return _known(_announced(text) or "")


def _known(name: str) -> str | None:
    return _SITES.get(name.replace(" ", "").lower())


def _announced(text: str) -> str | None:
    """Whose opinions a line announces, as it is written there."""
    bare = one_line(_LINK.sub(" ", text)).strip(_EDGES)
    found = _HEAD.fullmatch(bare) if len(bare) <= _LONGEST else None
    return next(filter(None, found.groups())).strip(_EDGES) if found else None


def _link(block: Element) -> str | None:
    """Where a head leads, off this site, in the form that other texts name it by."""
    hrefs = [names(each, "href") for each in block.iter("a")]
    written = [found[0].strip("()") for found in _LINK.finditer(line(block))]
    url = next(filter(None, map(outside, [*hrefs, *written])), None)
    if url and host(url) == "news.ycombinator.com":
        number = parse_qs(urlsplit(url).query).get("id", [""])[0]
        fits = number.isascii() and number.isdigit()
        return f"https://news.ycombinator.com/item?id={number}" if fits else None
    return url.partition("#")[0] if url else None
