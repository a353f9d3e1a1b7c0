"""Which stories of Hacker News are read when: lists, single threads, what fell off, and what is gone back over."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hackernews_reading import FRONT, Follower, following, permalink
from hackernews_site import SEARCH, HackerNewsSite

from retrieval.sources.hackernews.reader import HackerNewsLimits

Both = tuple[HackerNewsSite, Follower]


@pytest.fixture
async def both() -> AsyncIterator[Both]:
    async with following() as given:
        yield given


def grown(site: HackerNewsSite, comments: int) -> tuple[int, list[int]]:
    """A story and its comments."""
    story = site.add_story("A kernel in a week")
    return story, [site.comment(story, f"Remark number {n}.") for n in range(comments)]


async def test_off_the_list(both: Both) -> None:
    """A story that fell off the front page is still followed; comments that it gets are read."""
    site, follower = both
    story, _ = grown(site, 2)
    await follower.read()
    site.edit(story, front=False)
    site.comment(story, "Late, but still.")
    site.pass_time(hours=20)
    await follower.read()
    assert "Late, but still." in follower.texts()


async def test_not_followed_for_ever(both: Both) -> None:
    """Two weeks and a day after it was written a story is not asked about any more."""
    site, follower = both
    story, _ = grown(site, 2)
    await follower.read()
    site.edit(story, front=False)
    site.pass_time(days=15)
    await follower.read()
    site.forget()
    assert (await follower.read()).unchanged
    assert site.count() == 1


async def test_old_in_the_list(both: Both) -> None:
    """A story of last year that the search still calls a front page story is left alone."""
    site, follower = both
    site.add_story("Long ago", html="Once.", age=24 * 300)
    assert (await follower.read()).documents == ()


async def test_threads_take_turns() -> None:
    """Not more than so many threads are read in one reading; the others follow in the next."""
    async with following(limits=HackerNewsLimits(threads=3)) as (site, follower):
        stories = [grown(site, 1)[0] for _ in range(5)]
        await follower.read()
        assert site.count(f"{SEARCH}/items/") == 3
        site.pass_time(minutes=30)
        await follower.read()
        assert site.count(f"{SEARCH}/items/") == 5
        assert all(follower.at(each) for each in stories)


async def test_backfill() -> None:
    """A new source goes back over the days that it was told, with a few threads a reading, and then is done."""
    async with following(limits=HackerNewsLimits(threads=5)) as (site, follower):
        for n in range(12):
            story = site.add_story(f"Old {n}", age=3 + 5 * n, front=False, points=90)
            site.comment(story, "So it was.")
        site.add_story("Unloved", age=5, front=False, points=3)
        counts = []
        for _ in range(4):
            site.forget()
            site.changed.clear()
            await follower.read(backfill=timedelta(days=2))
            counts.append(site.count(f"{SEARCH}/items/"))
        assert counts == [5, 5, 0, 0]
        assert len(follower.stored) == 20
        site.forget()
        assert (await follower.read(backfill=timedelta(days=2))).unchanged
        assert not any("points" in path for _, path in site.requests)


@pytest.mark.parametrize(
    ("path", "name", "stories"),
    [
        ("news", "Hacker News", ["On the page"]),
        ("newest", "Hacker News: newest", ["Ask HN: Off?", "On the page"]),
        ("best", "Hacker News: best", ["Ask HN: Off?", "On the page"]),
        ("ask", "Hacker News: ask", ["Ask HN: Off?"]),
        ("show", "Hacker News: show", []),
    ],
)
async def test_lists(path: str, name: str, stories: list[str]) -> None:
    """Each list of the site is a source of its own with its own name."""
    async with following(f"{FRONT}{path}") as (site, follower):
        site.add_story("On the page")
        site.add_story("Ask HN: Off?", front=False)
        reading = await follower.read()
        assert (reading.name, follower.texts()) == (name, stories)


async def test_single_thread() -> None:
    """One thread is a source named after its story, and follows it however old it is."""
    async with following(permalink(40_000_000)) as (site, follower):
        story = site.add_story("A kernel in a week", age=24 * 400)
        site.comment(story, "Remark.")
        reading = await follower.read()
        assert reading.name == "Hacker News: A kernel in a week"
        assert follower.texts() == ["A kernel in a week", "Remark."]
        site.comment(story, "Another.")
        site.pass_time(days=30)
        await follower.read()
        assert len(follower.stored) == 3
        site.forget()
        assert (await follower.read()).unchanged
        assert site.count() == 2


async def test_the_name_of_a_deleted_story() -> None:
    """A source that is one thread is not called by a title that its author has taken back, until it is back."""
    async with following(permalink(40_000_000)) as (site, follower):
        story = site.add_story("My boss stole my salary")
        site.comment(story, "I am sorry to hear that.")
        await follower.read()
        site.delete(story)
        assert (await follower.read()).name == "Hacker News: 40000000"
        assert "boss" not in ((await follower.read()).name or "")
        site.edit(story, deleted=False)
        site.pass_time(hours=13)
        assert (await follower.read()).name == "Hacker News: My boss stole my salary"


async def test_a_story_that_goes_while_its_comments_wait(both: Both) -> None:
    """Its thread is not to be had any more, so each comment that waits is asked about, so many a reading."""
    site, follower = both
    follower.limits = replace(follower.limits, items=9)
    story, comments = grown(site, 30)
    await follower.read()
    site.lag(*comments[:20])
    await follower.read()
    assert len(follower.planned.held) == 20
    site.delete(story, *comments[:3])
    left = []
    for _ in range(3):
        site.forget()
        await follower.read()
        left.append((len(follower.planned.held), len(follower.stored)))
    assert left == [(12, 27), (4, 27), (0, 27)]


async def test_single_comment() -> None:
    """The address of a comment stands for the whole thread; which one that is, is asked once."""
    async with following(permalink(40_000_007)) as (site, follower):
        story = site.add_story("A kernel in a week")
        comment = site.comment(story, "Remark.")
        site.comment(story, "Another.")
        reading = await follower.read()
        assert (comment, len(follower.stored)) == (40_000_007, 3)
        assert reading.name == "Hacker News: A kernel in a week"
        site.changed.clear()
        site.forget()
        assert (await follower.read()).unchanged
        assert site.count(f"{SEARCH}/items/") == 0


async def test_not_remembered(both: Both) -> None:
    """When the bookmark was lost, what a thread no longer has is gone with the next reading."""
    site, follower = both
    _, comments = grown(site, 5)
    await follower.read()
    follower.source = replace(follower.source, bookmark="?")
    site.delete(comments[0])
    await follower.read()
    assert follower.at(comments[0]) is None
    assert len(follower.stored) == 5


async def test_status_of_many(both: Both) -> None:
    """Two hundred followed stories that are on no list cost two requests more."""
    site, follower = both
    for _ in range(2):
        for n in range(100):
            site.add_story(f"Story {n}", html="Well?")
        await follower.read()
        for post in site.posts.values():
            post.front = False
    site.forget()
    reading = await follower.read()
    assert (reading.unchanged, site.count(f"{SEARCH}/search_by_date"), site.count()) == (True, 2, 3)
