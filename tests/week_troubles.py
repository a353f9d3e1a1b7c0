"""What goes wrong in a week: faults of sites by the hour, and what moderators and machines do to threads."""

import json
from dataclasses import dataclass, replace
from datetime import datetime

from geeknews_pages import feed_xml, topic_html
from hackernews_site import SEARCH
from loopback import Says
from week import GN, HN, ITEMS_HOST, SEARCH_HOST, Both
from week_playing import Week, moment


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """Something is wrong with a site for some hours. Every reading then tells it, with one of these words."""

    name: str
    source: str
    since: datetime
    until: datetime
    says: Says | None  # None: its hosts' names are not known
    at: str = ""  # paths that begin so, or this path of GeekNews; "*": all of them
    telling: tuple[str, ...] = ()
    failing: bool = True  # whether the reading comes to nothing

    def holds(self, now: datetime) -> bool:
        return self.since <= now < self.until


def fault(body: bytes = b"", status: int = 200, kind: str = "text/html", **more: float) -> Says:
    headers = {"x-fault": "1"}
    if "wait" in more:
        headers["retry-after"] = str(more["wait"])
    return Says(body, status, headers, kind, more.get("drip", 0.0))


PAGE = fault(b"<html><body><h1>Checking your browser</h1></body></html>")
TREE = fault(b'{"id": 40000000, "type": "story", "children": [{"id": 40', kind="application/json")
FEED = fault(feed_xml([]).encode(), kind="application/atom+xml")
WAITING = "asked not to be read"
TROUBLES = (
    Trouble(
        name="an hour of HTML for JSON", source=HN, since=moment(2, 9), until=moment(2, 10),
        says=PAGE, at=SEARCH, telling=("did not answer as its API does",),
    ),
    Trouble(
        name="an hour of HTML for the feed", source=GN, since=moment(2, 12), until=moment(2, 13),
        says=PAGE, at="/rss/news", telling=("is no feed",),
    ),
    Trouble(
        name="a day of outage: busy", source=HN, since=moment(3, 0), until=moment(3, 8),
        says=fault(status=503, wait=3600), at="/", telling=("busy (503)", WAITING),
    ),
    Trouble(
        name="a day of outage: silent", source=HN, since=moment(3, 8), until=moment(3, 9),
        says=fault(b" " * 9, drip=60), at="/", telling=("did not answer in time",),
    ),
    Trouble(
        name="a day of outage: not found", source=HN, since=moment(3, 9), until=moment(4, 0),
        says=None, telling=("could not be found",),
    ),
    Trouble(
        name="two hours of outage", source=GN, since=moment(4, 2), until=moment(4, 4),
        says=fault(status=503), at="*", telling=("busy (503)",),
    ),
    Trouble(
        name="an empty feed", source=GN, since=moment(4, 6), until=moment(4, 7),
        says=FEED, at="/rss/news", telling=("the feed is empty",), failing=False,
    ),
    Trouble(
        name="trees that break off", source=HN, since=moment(4, 8), until=moment(4, 10),
        says=TREE, at=f"{SEARCH}/items/", telling=("did not answer as its API does",), failing=False,
    ),
    Trouble(
        name="articles that fail", source=HN, since=moment(5, 3), until=moment(5, 4),
        says=fault(status=500), at="/articles/", telling=("answered 500",), failing=False,
    ),
    Trouble(
        name="GeekNews asks to wait", source=GN, since=moment(5, 9), until=moment(5, 11),
        says=fault(status=429, wait=7200), at="*", telling=("busy (429)", WAITING),
    ),
    Trouble(
        name="the search asks to wait", source=HN, since=moment(5, 11), until=moment(5, 12.5),
        says=fault(status=429, wait=5400), at=SEARCH, telling=("busy (429)", WAITING),
    ),
    Trouble(
        name="GeekNews refuses", source=GN, since=moment(6, 8), until=moment(6, 16),
        says=fault(status=403), at="*", telling=("GeekNews refuses to be read by us",),
    ),
    Trouble(
        name="the search refuses", source=HN, since=moment(6, 10), until=moment(6, 12),
        says=fault(status=403), at=SEARCH, telling=("refuses to be read by us (403)",),
    ),
)  # fmt: skip
EMPTIED = (moment(4, 14), moment(4, 18))  # a thread of Hacker News comes without its comments
CLEARED = (
    moment(5, 15),
    moment(5, 18),
)  # moderators delete most of a thread; then somebody says yes
BARE = (moment(5, 1), moment(5, 6))  # a topic of GeekNews comes without its comments


class Director:
    """Sets the faults of the hour, and what goes by plan."""

    def __init__(self, both: Both, week: Week) -> None:
        self._both = both
        self._week = week
        self._empty: Says | None = None
        self._bare = 0
        self._lagging: list[int] = []

    def plan(self) -> None:
        week = self._week
        week.later(moment(4, 19.9), self._retold)
        week.later(moment(5, 2.8), week.story)
        week.later(moment(4, 13.8), lambda: week.remark(self._emptied()))
        week.later(CLEARED[0], self._clear)
        week.later(moment(2, 15), lambda: week.kill(*week.below(week.busiest())[2:4]))
        week.later(moment(2, 20), lambda: week.kill(week.hn.posts[week.story(age=4)]))
        week.later(moment(4, 16), lambda: week.delete(week.hn.posts[week.busiest()]))
        week.later(moment(5, 20), lambda: week.remove(max(week.topics) - 1))
        week.later(moment(6, 3), self._lag)
        week.later(moment(6, 7), lambda: week.hn.lag(*self._lagging, lagging=False))

    def set(self, now: datetime) -> None:
        """The faults that there are now."""
        self._both.hackernews.mend()
        self._both.geeknews.faults.clear()
        self._both.unreachable.clear()
        for trouble in TROUBLES:
            if trouble.holds(now):
                self._let(trouble)
        if EMPTIED[0] <= now < EMPTIED[1] and self._empty:
            self._both.hackernews.fail(
                f"{SEARCH}/items/{json.loads(self._empty.body)['id']}", self._empty
            )
        if BARE[0] <= now < BARE[1]:
            bare = replace(self._both.geeknews.topics[self._bare], comments=())
            self._both.geeknews.faults[f"/topic?id={self._bare}"] = fault(topic_html(bare).encode())

    def _let(self, trouble: Trouble) -> None:
        if trouble.says is None:
            self._both.unreachable |= {SEARCH_HOST, ITEMS_HOST}
        elif trouble.source == HN:
            self._both.hackernews.fail(trouble.at, trouble.says)
        else:
            self._both.geeknews.faults[trouble.at] = trouble.says

    def _emptied(self) -> int:
        story = self._week.busiest()
        tree = {**(self._week.hn.tree(story) or {}), "children": []}
        self._empty = fault(json.dumps(tree).encode(), kind="application/json")
        return story

    def _clear(self) -> None:
        comments = [p for p in self._week.below(self._week.busiest()) if p.visible]
        self._week.delete(*comments[3:])

    def _retold(self) -> None:
        self._bare = self._week.topic()
        self._week.digest(self._bare, self._week.busiest(), opinions=14)

    def _lag(self) -> None:
        """The search loses some comments for a while."""
        comments = self._week.below(self._week.busiest())
        self._lagging = [p.id for p in comments if p.visible and not p.replies][:4]
        self._week.hn.lag(*self._lagging)
