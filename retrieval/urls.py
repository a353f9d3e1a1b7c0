"""Addresses as values: which may be linked to, who owns them, how they are shown."""

import re
from urllib.parse import urljoin, urlsplit

_UNSAFE = re.compile(
    r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2066-\u2069\ufeff\ud800-\udfff<>\"\\]"
)
_USER = re.compile(r"^([^/?#]*//)[^/?#]*@")
_MIRROR = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")
_INDEX = re.compile(r"/(?:index\.(?:html?|php)|amp)?/?$")
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|ref|ref_src|referrer|cmpid|ocid|_hs\w+|guccounter"
    r"|smid|partner|share\w*|spm)(?:=|$)",
    re.IGNORECASE,
)
_LONGEST = 2000
_SHOWN = 300
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "go", "gov", "ne", "net", "or", "org", "re"})
_COUNTRY = 2  # letters


def web_url(link: str | None, base: str = "") -> str | None:
    """An absolute http(s) address without user name, None when `link` is none."""
    cleaned = re.sub(r"[\t\r\n]", "", link or "").strip()
    try:
        url = urljoin(base, cleaned) if cleaned else ""
        parts = urlsplit(url)
        fits = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc
    except ValueError:
        return None
    return url if fits and not _UNSAFE.search(url) and len(url) <= _LONGEST else None


def host(url: str | None) -> str:
    """Lower-case host name, empty when there is none."""
    try:
        return (urlsplit(url or "").hostname or "").rstrip(".")
    except ValueError:
        return ""


def site(url: str | None) -> str:
    """The part of the host that one owner has, by rule of thumb: news.ex.co.kr -> ex.co.kr."""
    labels = host(url).split(".")
    if labels[-1].isdigit() or ":" in labels[-1]:
        return host(url)
    national = len(labels[-1]) == _COUNTRY and labels[-2:-1] and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3:] if national else labels[-2:])


def shown(location: str) -> str:
    """An address or a path fit for one line of a message: no password, no control characters."""
    if "//" not in location:
        return "".join(c if c.isprintable() else "?" for c in location)[:_SHOWN]
    return _UNSAFE.sub("", _USER.sub(r"\1", location.strip()))[:_SHOWN] or "(no address)"


def canonical(url: str) -> str:
    """The same for all usual ways to write one address: no scheme, `www.`, tracking or fragment.

    For comparing, not for fetching. What is no web address stays as it is.
    """
    try:
        parts = urlsplit(url)
        name = _MIRROR.sub("", host(url))
        port = parts.port
    except ValueError:
        return url
    if parts.scheme not in {"http", "https"} or not name:
        return url
    asked = sorted(p for p in parts.query.split("&") if p and not _TRACKING.match(p))
    place = name if port in {None, 80, 443} else f"{name}:{port}"
    path = _INDEX.sub("", parts.path).rstrip("/")
    return _known_mirror(f"{place}{path}", asked)


def _known_mirror(place: str, asked: list[str]) -> str:
    """Sites that write one address in several ways."""
    if place.startswith("youtu.be/"):
        return f"youtube.com/watch?v={place.removeprefix('youtu.be/')}"
    if place == "youtube.com/watch":
        asked = [p for p in asked if p.startswith("v=")]
    if place.startswith("arxiv.org/pdf/"):
        place = f"arxiv.org/abs/{place.removeprefix('arxiv.org/pdf/').removesuffix('.pdf')}"
    if place.startswith("twitter.com/"):
        place = f"x.com/{place.removeprefix('twitter.com/')}"
    return f"{place}?{'&'.join(asked)}" if asked else place
