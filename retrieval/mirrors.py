"""Sites that write one address in several ways. Pure."""

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


Rule = Callable[[re.Match[str], Sequence[str]], Place]


def settled(place: Place) -> Place:
    """The one address of what stands at this one, for the sites that are known here."""
    for site, form, rule in _RULES:
        if site.fullmatch(place.host) and (found := form.fullmatch(place.path)):
            return rule(found, place.asked)
    return place


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
