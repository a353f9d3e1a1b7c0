"""Who is asked for an opinion: people at large, or those of one site. Pure.

Words are written as parts of regular expressions, for the rules of both languages.
"""

import re

from retrieval.urls import host

SITES = ("Hacker News", "GeekNews", "Lobsters")
_NAMES = {
    "Hacker News": r"hacker\s?news|hners?|hn|해커\s?뉴스",
    "GeekNews": r"geek\s?news|긱\s?뉴스",
    "Lobsters": r"lobste\.?rs|로브스터스?|랍스터스",
}
_HOSTS = {
    "news.ycombinator.com": "Hacker News",
    "news.hada.io": "GeekNews",
    "lobste.rs": "Lobsters",
}
_FOUND = {
    name: re.compile(rf"(?<![a-z])(?:{form})(?![a-z])", re.IGNORECASE)
    for name, form in _NAMES.items()
}
SITE = rf"(?:(?:{'|'.join(_NAMES.values())})(?![a-z]))"
_MANY = r"(?:most|some|other|many|actual|real|ordinary|normal|regular|average|all|any|fellow|few|of|you)"
_FREE = (
    r"(?:people|everyone|everybody|anyone|anybody|folks?|others|users|developers|devs|engineers|programmers|coders"
    r"|readers|commenters?|commentors|commentators|posters|critics|sceptics|skeptics|fans|supporters|redditors"
    r"|hackers|gamers|customers|techies|enthusiasts|admins|sysadmins|maintainers)"
)
_DEFINITE = (
    r"the (?:(?:general |wider |tech |developer |dev |programming |open[- ]source ){0,3}"
    r"(?:public|community|internet|crowd|commentariat|comments?|commenters?|critics|people|readers|users))"
)
_SITE_PEOPLE = rf"(?:the )?{SITE}(?:'s)?(?: (?:crowd|community|users?|readers|comments?|thread|discussion|people|folks|{_FREE}))?"
_ON = rf"(?: (?:on|at|in|over at|over on|from) (?:the )?{SITE}(?: threads?| comments?| discussions?)?| here| there| online| out there| in the (?:comments?|threads?))"
PEOPLE = rf"(?:{_SITE_PEOPLE}|{_DEFINITE}|(?:{_MANY} ){{0,3}}{_FREE}){_ON}?"
PEOPLE_KO = (
    rf"(?:(?:(?:다른|일반|많은|대다수|대부분의?|요즘|국내|해외|한국|여러|{SITE}(?:의|에서의|에서|\s?쪽)?)\s?){{0,3}}"
    r"(?:사람들?|유저들?|사용자들?|이용자들?|개발자들?|개발자\s?커뮤니티|커뮤니티|네티즌들?|누리꾼들?|대중|독자들?|회원들?"
    r"|댓글러들?|댓글들?|댓글\s?작성자들?|엔지니어들?|프로그래머들?|비판자들?|다들|남들|모두)"
    rf"|{SITE})"
)


def site_named(text: str) -> str | None:
    """The site that a text names; the first of `SITES` where it names several."""
    return next((name for name, form in _FOUND.items() if form.search(text)), None)


def site_at(url: str | None) -> str | None:
    """The one of `SITES` that an address belongs to."""
    return _HOSTS.get(host(url))
