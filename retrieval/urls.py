"""Addresses as values: which may be linked to, who owns them, how they are shown."""

import re
from urllib.parse import quote, urljoin, urlsplit

from retrieval import mirrors

_UNSAFE = re.compile(
    r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2066-\u2069\ufeff\ud800-\udfff<>\"\\]"
)
_USER = re.compile(r"^([^/?#]*//)[^/?#]*@")
_MIRROR = re.compile(r"^(?:www\d|m|mobile|amp)\.(?=[^.]+\.)|(?<=\.)m\.(?=wikipedia\.org$)")
_INDEX = re.compile(r"/index\.(?:html?|php)$")
_SESSION = re.compile(r";jsessionid=[^/]*", re.IGNORECASE)
_AMP = re.compile(r"(?<=[^/])(?P<end>/amp|\.amp)$")
_TITLE = re.compile(r"\d|-[^/]*-")  # what an article's own part of a path looks like
_DEVIATING = re.compile(
    "[ß\u03c2\u200c\u200d]"
)  # the codec names another host for these than browsers do
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|gclsrc|gbraid|wbraid|yclid|twclid|ttclid|msclkid|li_fat_id|mkt_tok|mc_[ce]id|igshi?d?"
    r"|_hs\w+|_g[al]|guccounter|guce_\w+|cmpid|cmp=(?:share|oth|tw|fb|ema|soc)_\w*|ns_campaign|ns_mchannel|at_medium|at_campaign|ocid|smid|smtyp|spm"
    r"|ref_src|ref_url|referrer|__twitter_impression|usqp|amp|outputtype=amp"
    r"|source=(?:rss|friends_link|twitter|facebook|newsletter|hackernews|hn)[\w-]*|tab=readme-ov-file)(?:=.*)?",
    re.IGNORECASE,
)
_DOUBTFUL = re.compile(r"(?:ref|share|shared|partner)=(?P<value>.*)", re.IGNORECASE)
_SCRIPT = re.compile(r"\.(?:php|aspx?|jsp|cgi|pl|do|nhn|naver)$", re.IGNORECASE)
_CODE = frozenset({"github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "gitee.com"})
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ASCII = "".join(chr(c) for c in range(0x21, 0x7F))
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

    For comparing, not for fetching. In doubt two addresses stay apart: two texts taken for one would be
    worse than one taken for two. What is no web address stays as it is.
    """
    page = mirrors.original(url)
    try:
        parts = urlsplit(page)
        port = parts.port
        name = _host_name(page)
    except ValueError:
        return url
    if parts.scheme not in {"http", "https"} or not name:
        return url
    place = name if port in {None, 80, 443} else f"{name}:{port}"
    path = _path(parts.path, asked=bool(parts.query))
    asked = (_escaped(a) for a in parts.query.split("&") if a)
    kept = sorted(a for a in asked if not _tracks(a, name, path))
    settled = mirrors.settled(mirrors.Place(host=place, path=path, asked=tuple(kept)))
    return f"{settled}{_route(parts.fragment)}"


def _host_name(url: str) -> str:
    """In ASCII, without what names a version for phones. Raises ValueError for no name at all."""
    name = host(url)
    if not name.isascii() and not _DEVIATING.search(name):
        name = name.encode("idna").decode()
    while (bare := _bare(name)) != name and name != site(url):
        name = bare
    return name


def _bare(name: str) -> str:
    """Without a first part that names a version for phones, where nobody can be called so."""
    bare = _MIRROR.sub("", name)
    return name.removeprefix("www.") if bare == name or bare in mirrors.SHARED else bare


def _path(path: str, *, asked: bool) -> str:
    """Without what is added to the same page. A script that is asked for something keeps its name."""
    path = _SESSION.sub("", _escaped(path)).rstrip("/")
    if not asked:
        path = _INDEX.sub("", path).rstrip("/")
    found = _AMP.search(path)
    before = path[: found.start()] if found else ""
    return before if found and _TITLE.search(before.rsplit("/", 1)[-1]) else path


def _escaped(text: str) -> str:
    """With one way to write each character: what needs no escape has none, the rest has one in capitals."""
    return quote(_ESCAPE.sub(_unescaped, text), safe=_ASCII, errors="surrogatepass")


def _unescaped(found: re.Match[str]) -> str:
    char = chr(int(found[1], 16))
    return char if char in _PLAIN else found[0].upper()


def _tracks(asked: str, name: str, path: str) -> bool:
    """Whether this part of a query says where a reader came from, and not what is to be read."""
    if _TRACKING.fullmatch(asked):
        return True
    doubtful = _DOUBTFUL.fullmatch(asked)
    if not doubtful or name in _CODE or _SCRIPT.search(path):
        return False
    return not path or not doubtful["value"].isdigit()


def _route(fragment: str) -> str:
    """Some sites write their paths behind a `#`; all else there is a place in the page."""
    return (
        f"#{_escaped(fragment).rstrip('/')}" if fragment.strip("!/") and fragment[0] in "!/" else ""
    )
