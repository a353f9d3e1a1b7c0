"""Whatever a site answers in place of what was asked for: told in a line, nothing lost, and made good by the next reading."""

import gzip
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
import pytest_asyncio
from hackernews_site import ITEMS, SEARCH
from loopback import Says
from week import GN, HN, MONDAY, Both, both_sites
from week_playing import Week

from retrieval.types import RunState, Source, SourceState, Voice
from retrieval.web.client import FetchLimits

pytestmark = pytest.mark.asyncio(loop_scope="module")

BEST = "best"
JSON, HTML = "application/json", "text/html; charset=utf-8"
_BOMB = gzip.compress(b"[" * 11_000_000, compresslevel=9)
_DEEP = b'{"id":7,"children":[' * 4000


def said(body: bytes, kind: str = JSON, **headers: str) -> Says:
    return Says(body, 200, headers, kind)


STATUSES = {
    str(code): Says(b"", code, {"retry-after": "1"} if code == 429 else {})
    for code in (404, 410, 403, 429, 500, 503)
}
BROKEN = {
    "silent": Says(b" " * 9, kind=JSON, drip=60),
    "reset": Says(cut=True),
    "too large": said(_BOMB, **{"content-encoding": "gzip"}),
    "not gzip": said(b"plain", **{"content-encoding": "gzip"}),
    "image": said(b"GIF89a", "image/gif"),
    "empty": said(b""),
    "page": said(b"<html><body><h1>One moment, please</h1></body></html>", HTML),
}
SHAPES = {
    "broken off": said(b'{"id": 40000000, "title": "A", "hits": [{"objectID": "4'),
    "null": said(b"null"),
    "list of nothing": said(b'[null, {}, "x", -1]'),
    "no fields": said(b"{}"),
    "text for values": said(b'{"id": "x", "hits": "x", "items": "x", "children": "x", "title": 7}'),
    "huge numbers": said(b'{"id": 1e999, "hits": 1e999, "items": -9e99, "time": 99999999999999999999}'),
    "deep": said(_DEEP + b"]}" * 4000),
    "other charset": said('{"id": "항구"}'.encode("utf-16")),
}  # fmt: skip
PAGES = {
    "broken off": said(b"<!DOCTYPE html><html><head><title>A", HTML),
    "other charset": said("<html><body>항구".encode("utf-16"), "text/html; charset=euc-kr"),
    "deep": said(b"<div>" * 20_000, HTML),
}


@dataclass(frozen=True, kw_only=True)
class Api:
    """One thing that is asked for. `stir` changes something so that it is, and says what should be stored after it."""

    name: str
    source: str
    path: str
    stir: Callable[[Week], None]
    minutes: int = 2  # between readings


def _remark(week: Week) -> None:
    week.remark(week.busiest())


def _delete(week: Week) -> None:
    week.remark(week.busiest())
    week.delete(next(p for p in week.below(week.busiest()) if p.visible and not p.replies))


def _unlisted(week: Week) -> None:
    _remark(week)
    for post in week.hn.posts.values():
        post.front = False
    week.story(age=0.5)


def _story(week: Week) -> None:
    week.remark(week.story())


def _topic(week: Week) -> None:
    number = next(iter(week.topics))
    text = week.text()
    week.topics[number].comments[week.gn.comment(number, f"<p>{text}</p>")] = [text]
    week.gn.edit(number, title=week.text())


def _new_topic(week: Week) -> None:
    week.topic()


APIS = (
    Api(name="list", source=HN, path=f"{SEARCH}/search?", stir=_remark),
    Api(name="followed", source=HN, path=f"{SEARCH}/search_by_date", stir=_unlisted),
    Api(name="thread", source=HN, path=f"{SEARCH}/items/", stir=_remark),
    Api(name="item", source=HN, path=f"{ITEMS}/item/", stir=_delete),
    Api(name="updates", source=HN, path=f"{ITEMS}/updates", stir=_remark),
    Api(name="best", source=BEST, path=f"{ITEMS}/beststories", stir=_remark),
    Api(name="article", source=HN, path="/articles/", stir=_story),
    Api(name="article robots", source=HN, path="/robots.txt", stir=_story, minutes=1500),
    Api(name="feed", source=GN, path="/rss/news", stir=_new_topic, minutes=30),
    Api(name="topic", source=GN, path="/topic?id=20001", stir=_topic, minutes=30),
    Api(name="robots", source=GN, path="/robots.txt", stir=_new_topic, minutes=1500),
)
FAULTS = {**STATUSES, **BROKEN}


@dataclass
class Scene:
    """One API, and the sites behind it."""

    api: Api
    both: Both
    week: Week

    def fail(self, says: Says | None) -> None:
        self.both.hackernews.mend()
        self.both.geeknews.faults.clear()
        if says and self.api.source == GN:
            self.both.geeknews.faults[self.api.path] = says
        elif says:
            self.both.hackernews.fail(self.api.path, says)

    async def read(self):
        self.both.at(self.both.clock.now + timedelta(minutes=self.api.minutes))
        self.api.stir(self.week)

    def wanted(self):
        if self.api.source == GN:
            return frozenset().union(*(self.week.page(n) for n in self.week.topics))
        return frozenset().union(*(self.week.thread(p.id) for p in self.week.hn.stories()))


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=APIS, ids=lambda api: api.name)
async def scene(request, tmp_path_factory) -> AsyncIterator[Scene]:
    """Read once, with nothing wrong."""
    limits = FetchLimits(seconds=1.0)
    async with both_sites(tmp_path_factory.mktemp("faults"), limits, backfill=timedelta(0)) as both:
        location = "https://news.ycombinator.com/best"
        await both.library.save_source(Source(id=BEST, kind="hackernews", location=location, name=BEST))
        week = Week(both, Random(3))  # noqa: S311 - the same in every run
        week.chance.random = lambda: 0.9
        for _ in range(2):
            week.story(age=1)
            week.topic()
        for _ in range(9):
            week.remark(week.busiest())
        yield Scene(request.param, both, week)


ALL = {**STATUSES, **BROKEN, **SHAPES, **{"html " + k: v for k, v in PAGES.items()}}

@pytest.mark.parametrize("fault", ALL.values(), ids=ALL)
async def test_fault(scene: Scene, fault: Says) -> None:
    s, both, api = scene, scene.both, scene.api
    s.fail(None)
    for _ in range(2):
        both.at(both.clock.now + timedelta(minutes=api.minutes))
        run = await both.read(api.source)
    src = await both.source(api.source)
    before = await both.told(api.source)
    both.at(both.clock.now + timedelta(minutes=api.minutes))
    api.stir(s.week)
    s.fail(fault)
    run = await both.read(api.source)
    src2 = await both.source(api.source)
    during = await both.told(api.source)
    told = run.message or ""
    s.fail(None)
    both.at(both.clock.now + timedelta(minutes=api.minutes))
    run3 = await both.read(api.source)
    src3 = await both.source(api.source)
    after = {(d.url, d.text) for d in await both.stored(api.source) if d.voice is not Voice.ARTICLE}
    arts = {d.url for d in await both.stored(api.source) if d.voice is Voice.ARTICLE}
    want = s.wanted()
    warts = {p.url for p in s.week.hn.stories()} if api.source==HN else set()
    name = next(k for k, v in ALL.items() if v is fault)
    with open("/tmp/faults.txt", "a") as f:
        print(api.name, "|", name, "|", run.state, src2.state, "| lost", len({u for u,t in before} - {u for u,t in during}), "|", (told or [p.what for p in run.problems] or "SILENT"), "| after", run3.state, src3.state, "missing", len(want - after), "extra", len(after - want), "arts", len(warts-arts), run3.problems and run3.problems[0].what, file=f)
