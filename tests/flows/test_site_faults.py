"""Whatever a site answers in place of what was asked for: told in a line, nothing lost, and made good by the next reading."""

import gzip
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from random import Random

import pytest
import pytest_asyncio
from hackernews_reading import FRONT
from hackernews_site import ITEMS, SEARCH
from loopback import Says
from week import GN, HN, Both, both_sites
from week_playing import Week

from retrieval.types import Run, RunState, Source, SourceState, Voice
from retrieval.web.client import FetchLimits

pytestmark = pytest.mark.asyncio(loop_scope="module")

BEST = "best"
JSON, HTML = "application/json", "text/html; charset=utf-8"
_BOMB = gzip.compress(b"[" * 11_000_000)  # more than is ever unpacked
_DEEP = b'{"id":7,"children":[' * 4000 + b"]}" * 4000


def said(body: bytes, kind: str = JSON, **headers: str) -> Says:
    return Says(body, 200, {name.replace("_", "-"): value for name, value in headers.items()}, kind)


STATUSES = {
    str(code): Says(b"", code, {"retry-after": "1"} if code == 429 else {})
    for code in (404, 403, 429, 500, 503)
}
BROKEN = {
    "silent": Says(b" " * 9, kind=JSON, drip=60),
    "reset": Says(cut=True),
    "too large": said(_BOMB, content_encoding="gzip"),
    "not gzip": said(b"plain", content_encoding="gzip"),
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
    "huge numbers": said(b'{"id": 1e999, "hits": -9e99, "items": 1e999, "time": 1e300}'),
    "deep": said(_DEEP),
    "other charset": said('{"id": "항구"}'.encode("utf-16")),
}
PAGES = {
    "broken off": said(b"<!DOCTYPE html><html><head><title>A", HTML),
    "deep": said(b"<div>" * 20_000, HTML),
    "other charset": said("<html><body>항구".encode("utf-16"), "text/html; charset=euc-kr"),
}
OF_JSON, OF_PAGES = {**STATUSES, **BROKEN, **SHAPES}, {**STATUSES, **BROKEN, **PAGES}
# What is asked for beside the lists and threads is read by the same code: a few faults of each kind will do.
OF_MORE = {
    name: OF_JSON[name]
    for name in ("429", "500", "silent", "reset", "null", "list of nothing", "deep")
}
# A host without rules, or with nonsense for rules, lets everything be read; one that does not answer, nothing.
OF_RULES = {name: OF_JSON[name] for name in ("429", "500", "503", "silent", "reset")}


@dataclass(frozen=True, kw_only=True)
class Api:
    """One thing that is asked for. `stir` changes something on the site, so that the next reading asks for it."""

    name: str
    source: str
    path: str
    stir: Callable[[Week], object]
    faults: Mapping[str, Says]
    minutes: int = 2  # between readings


def remark(week: Week) -> None:
    week.remark(week.busiest())


def delete(week: Week) -> None:
    week.delete(next(p for p in week.below(week.busiest()) if p.visible))


def drop_from_list(week: Week) -> None:
    remark(week)
    for post in week.hn.posts.values():
        post.front = False
    week.story()


def remark_on_topic(week: Week) -> None:
    number, text = min(week.topics), week.text()
    week.topics[number].comments[week.gn.comment(number, f"<p>{text}</p>")] = [text]
    week.gn.edit(number, title=week.text())


LISTED, FOLLOWED = f"{SEARCH}/search?", f"{SEARCH}/search_by_date"
APIS = (
    Api(name="list", source=HN, path=LISTED, stir=remark, faults=OF_JSON),
    Api(name="followed", source=HN, path=FOLLOWED, stir=drop_from_list, faults=OF_MORE),
    Api(name="thread", source=HN, path=f"{SEARCH}/items/", stir=remark, faults=OF_JSON),
    Api(name="item", source=HN, path=f"{ITEMS}/item/", stir=delete, faults=OF_JSON),
    Api(name="updates", source=HN, path=f"{ITEMS}/updates", stir=remark, faults=OF_MORE),
    Api(name="best", source=BEST, path=f"{ITEMS}/beststories", stir=remark, faults=OF_MORE),
    Api(name="article", source=HN, path="/articles/", stir=Week.story, faults=OF_PAGES),
    Api(
        name="rules of articles", source=HN, path="/robots.txt", stir=Week.story, faults=OF_RULES, minutes=1500,
    ),
    Api(name="feed", source=GN, path="/rss/news", stir=Week.topic, faults=OF_PAGES, minutes=30),
    Api(
        name="topic", source=GN, path="/topic?id=20001", stir=remark_on_topic, faults=OF_PAGES, minutes=30,
    ),
    Api(
        name="rules of topics", source=GN, path="/robots.txt", stir=Week.topic, faults=OF_RULES, minutes=1500,
    ),
)  # fmt: skip
FAILING = {"list", "best", "feed"}  # without these a reading comes to nothing
SILENT = {
    ("thread", "404"),  # the other API is asked, and has the story
    ("article", "429"),  # asked for again by the next reading, like one whose turn did not come
    ("topic", "404"),  # what is deleted is no problem
}
FOR_GOOD = {  # what a host has said once and for all
    ("article", "403"), ("article", "too large"), ("article", "image"),
}  # fmt: skip
CASES = [pytest.param(api, name, id=f"{api.name}-{name}") for api in APIS for name in api.faults]


@dataclass
class Scene:
    """Both sites and their stores, while one API is tried. `lost`: addresses that are not to be had any more."""

    api: Api
    both: Both
    week: Week
    lost: set[str]

    def fail(self, says: Says) -> None:
        if self.api.source == GN:
            self.both.geeknews.faults[self.api.path] = says
        else:
            self.both.hackernews.fail(self.api.path, says)

    def mend(self) -> None:
        self.both.hackernews.mend()
        self.both.geeknews.faults.clear()

    async def read(self) -> Run:
        """A while later."""
        self.both.at(self.both.clock.now + timedelta(minutes=self.api.minutes))
        return await self.both.read(self.api.source)

    async def stored(self) -> set[tuple[str, str]]:
        """Addresses and texts, but of articles only the addresses."""
        found = await self.both.stored(self.api.source)
        return {(d.url, "" if d.voice is Voice.ARTICLE else d.text) for d in found}

    def wanted(self) -> set[tuple[str, str]]:
        """What is to be seen on the site."""
        if self.api.source == GN:
            return set().union(*map(self.week.page, self.week.topics))
        stories = self.week.hn.stories()
        articles = {(p.url, "") for p in stories if p.url and p.url not in self.lost}
        return articles.union(*(self.week.thread(p.id) for p in stories))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Scene]:
    """Two stories and two topics, new for each API."""
    limits, back = FetchLimits(seconds=1.0), timedelta(hours=2)
    async with both_sites(tmp_path_factory.mktemp("faults"), limits, backfill=back) as both:
        best = Source(id=BEST, kind="hackernews", location=f"{FRONT}best", name=BEST)
        await both.library.save_source(best)
        week = Week(both, Random(3))  # noqa: S311 - the same in every run
        for _ in range(2):
            story = week.story(age=1)
            for _ in range(12):
                both.hackernews.comment(story, week.text())
            week.topic()
        scene = Scene(request.param, both, week, set())
        await both.read(scene.api.source)
        yield scene


@pytest.mark.parametrize(("scene", "fault"), CASES, indirect=["scene"])
async def test_fault(scene: Scene, fault: str) -> None:
    """The run and its source tell what happened, nothing that was stored is lost, and the next reading has it all."""
    api, case = scene.api, (scene.api.name, fault)
    before = await scene.stored()
    assert before == scene.wanted()
    api.stir(scene.week)
    scene.fail(api.faults[fault])
    run = await scene.read()
    source = await scene.both.source(api.source)
    during = await scene.stored()
    scene.mend()
    failed = api.name in FAILING and case != ("best", "list of nothing")
    assert (run.state is RunState.FAILED) >= failed
    assert (source.state is SourceState.FAILING) is (run.state is RunState.FAILED)
    assert source.reason == run.message
    told = [run.message] if run.message else [p.what for p in run.problems]
    assert bool(told) is (case not in SILENT)
    assert all(line and "\n" not in line for line in told)
    assert before <= during or case == ("topic", "404")
    if case in FOR_GOOD:
        scene.lost.add(list(scene.week.hn.posts.values())[-1].url or "")
    await scene.read()
    if case == ("topic", "404"):  # looked for at its next age, and back
        scene.both.at(scene.both.clock.now + timedelta(days=1))
        await scene.read()
    mended = await scene.both.source(api.source)
    assert (mended.state, mended.reason) == (SourceState.ACTIVE, None)
    assert await scene.stored() == scene.wanted()
