"""Sites that write one address in several ways, and services that keep copies of others' pages. Pure.

What is said here of a host holds for that very host: anybody can own a name that looks like it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from typing_extensions import override


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A web address in parts: host and port, path, and what is asked of it."""

    host: str
    path: str  # begins with a slash, or is empty
    asked: tuple[str, ...] = ()  # `name=value`

    @override
    def __str__(self) -> str:
        query = f"?{'&'.join(self.asked)}" if self.asked else ""
        return f"{self.host}{self.path}{query}"


_ADDRESS = re.compile(r"https?://(?P<host>[^/?#]+)(?P<path>/.*)", re.DOTALL | re.IGNORECASE)
_PAGE_HOST = re.compile(r"[^/?#]+")
_ARCHIVED = re.compile(r"/web/\d+\w*/https?:/{1,2}(?P<page>[^/].*)", re.DOTALL)
_VIEWED = re.compile(r"/amp/s/(?P<page>[^/].*)", re.DOTALL)
_CACHED = re.compile(r"/[cv]/(?:s/)?(?P<page>[^/].*)", re.DOTALL)
_CACHE = ".cdn.ampproject.org"
_ENDINGS = {  # of the search engine's hosts, by country
    "": "com cat ad ae al am as at az ba be bf bg bi bj bs bt by ca cd cf cg ch ci cl cm cn cv cz de dj dk dm dz ee"
    " es fi fm fr ga ge gg gl gm gr gy hn hr ht hu ie im iq is it je jo kg ki kz la li lk lt lu lv md me mg mk ml mn"
    " mu mv mw ne nl no nr nu pl pn ps pt ro rs ru rw sc se sh si sk sm sn so sr st td tg tl tm tn to tt vu ws",
    "co.": "ao bw ck cr id il in jp ke kr ls ma mz nz th tz ug uk uz ve vi za zm zw",
    "com.": "af ag ar au bd bh bn bo br bz co cu cy do ec eg et fj gh gi gt hk jm kh kw lb ly mm mt mx my na ng ni"
    " np om pa pe pg ph pk pr py qa sa sb sg sl sv tj tr tw ua uy vc vn",
}
_GOOGLE = frozenset(
    f"{www}google.{level}{ending}"
    for www in ("", "www.")
    for level, endings in _ENDINGS.items()
    for ending in endings.split()
)
SHARED = frozenset(
    "beehiiv.com blogspot.com codeberg.page dreamwidth.org firebaseapp.com fly.dev ghost.io github.io gitlab.io"
    " hashnode.dev hatenablog.com hatenablog.jp herokuapp.com livejournal.com medium.com micro.blog neocities.org"
    " netlify.app onrender.com pages.dev posthaven.com squarespace.com substack.com surge.sh tistory.com tumblr.com"
    " typepad.com vercel.app web.app webflow.io weebly.com wixsite.com wordpress.com workers.dev write.as".split()
)
"""Sites below whose names anybody can have one: there `m.` or `amp.` may be somebody."""

Rule = Callable[[re.Match[str], Sequence[str]], Place]


def settled(place: Place) -> Place:
    """The one address of what stands at this one, for the sites that are known here."""
    for site, form, rule in _RULES:
        if site.fullmatch(place.host) and (found := form.fullmatch(place.path)):
            return rule(found, place.asked)
    return place


def original(url: str) -> str:
    """The page itself, where the address is that of a copy that a known service keeps of it."""
    while page := _copied(url):
        url = f"https://{page}"
    return url


def _copied(url: str) -> str | None:
    """What a copy is of: an address without its scheme. None for what is no copy."""
    found = _ADDRESS.fullmatch(url)
    if not found:
        return None
    host, path = found["host"].lower(), found["path"]
    if host == "web.archive.org":
        copy = _ARCHIVED.fullmatch(path)
    elif host in _GOOGLE:
        copy = _VIEWED.fullmatch(path)
    else:
        copy = _CACHED.fullmatch(path) if host.endswith(_CACHE) else None
        if copy and host.removesuffix(_CACHE) != _label(copy["page"]):
            return None
    return copy["page"] if copy else None


def _label(page: str) -> str:
    """How the cache writes a page's host in its own name. Long and foreign ones it writes otherwise."""
    found = _PAGE_HOST.match(page)
    return found[0].lower().replace("-", "--").replace(".", "-") if found else ""


def _only(host: str, path: str, *names: str) -> Rule:
    """One path of a host, and of what is asked only these names."""

    def rule(found: re.Match[str], asked: Sequence[str]) -> Place:
        kept = tuple(a for a in asked if a.split("=", 1)[0] in names)
        return Place(host=host, path=found.expand(path), asked=kept)

    return rule


def _video(found: re.Match[str], _asked: Sequence[str]) -> Place:
    return Place(host="youtube.com", path="/watch", asked=(f"v={found[1]}",))


def _renamed(found: re.Match[str], asked: Sequence[str]) -> Place:
    return Place(host="x.com", path=found[0], asked=tuple(asked))


def _naver(found: re.Match[str], asked: Sequence[str]) -> Place:
    """An article that is named in the query: `oid` is the paper, `aid` the article."""
    named = dict(a.split("=", 1) for a in asked if "=" in a)
    if not {"oid", "aid"} <= named.keys():
        return Place(host="news.naver.com", path=found[0], asked=tuple(asked))
    return Place(host="n.news.naver.com", path=f"/article/{named['oid']}/{named['aid']}")


_RULES: tuple[tuple[re.Pattern[str], re.Pattern[str], Rule], ...] = tuple(
    (re.compile(site), re.compile(form), rule)
    for site, form, rule in (
        (r"youtu\.be", r"/([\w-]{6,})", _video),
        (
            r"(?:music\.)?youtube(?:-nocookie)?\.com",
            r"/(?:shorts|live|embed|v)/([\w-]{6,})",
            _video,
        ),
        (r"(?:music\.)?youtube\.com", r"(/watch)", _only("youtube.com", r"\1", "v")),
        (
            r"(?:export\.)?arxiv\.org",
            r"/(?:abs|pdf|html)/((?:[a-z.-]+/)?[\d.]+?)(?:v\d+)?(?:\.pdf)?",
            _only("arxiv.org", r"/abs/\1"),
        ),
        (
            r"(?:twitter|x)\.com",
            r"/(?:\w+|i/web)/status/(\d+)(?:/.*)?",
            _only("x.com", r"/i/status/\1"),
        ),
        (r"twitter\.com", r".*", _renamed),
        (
            r"(?:old\.|new\.|np\.)?reddit\.com",
            r"(?:/r/\w+)?/comments/(\w+)(?:/[^/]*)?",
            _only("reddit.com", r"/comments/\1"),
        ),
        (r"redd\.it", r"/(\w+)", _only("reddit.com", r"/comments/\1")),
        (r"news\.ycombinator\.com", r"(/item)", _only("news.ycombinator.com", r"\1", "id")),
        (r"news\.hada\.io", r"(/topic)", _only("news.hada.io", r"\1", "id")),
        (r"lobste\.rs", r"(/s/\w+)(?:/[^/]*)?", _only("lobste.rs", r"\1")),
        (
            r"n\.news\.naver\.com",
            r"(?:/mnews)?(/article/\d+/\d+)",
            _only("n.news.naver.com", r"\1"),
        ),
        (r"news\.naver\.com", r"/main/read\.n(?:aver|hn)", _naver),
        (r"(?:news\.)?v\.daum\.net", r"(/v/\w+)", _only("v.daum.net", r"\1")),
    )
)
