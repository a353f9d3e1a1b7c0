"""Hacker News is followed: whole threads, edits, deletions, what is dead, and almost no requests when nothing changed."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from hackernews_reading import Follower, following, permalink
from hackernews_site import ITEMS, SEARCH, HackerNewsSite
from loopback import Says

from retrieval.sources.hackernews.reader import HackerNewsLimits
from retrieval.types import Standing, Voice

Both = tuple[HackerNewsSite, Follower]
LONG = "The committee met for the ninth time and decided nothing at all. " * 9


@pytest.fixture
async def both() -> AsyncIterator[Both]:
    async with following() as given:
        yield given


def grown(site: HackerNewsSite, comments: int) -> tuple[int, list[int]]:
    """A story and its comments."""
    story = site.add_story("A kernel in a week")
    return story, [site.comment(story, f"Remark number {n}.") for n in range(comments)]


async def test_thread(both: Both) -> None:
    """A story comes with its article and every comment, each with its place, author, time and address."""
    site, follower = both
    url = site.add_article("kernel", LONG)
    story = site.add_story("A kernel in a week", url=url, author="ann")
    top = site.comment(story, "I wrote one, too.", author="bob")
    reply = site.comment(top, "그건 쉬운 일이 아니에요.", author="minji")
    reading = await follower.read()
    root, first, second = (follower.at(id) for id in (story, top, reply))
    assert root
    assert first
    assert second
    assert (root.voice, root.text, root.author) == (Voice.POST, "A kernel in a week", "ann")
    assert (root.comments, root.about_url, root.thread_url) == (2, url, permalink(story))
    assert root.lacks == "a link without a text of its own; what it links to is read apart"
    assert (first.voice, first.author, first.depth) == (Voice.COMMENT, "bob", 0)
    assert (first.parent_url, first.branch) == (permalink(story), permalink(top))
    assert (second.depth, second.lang, second.title) == (1, "ko", "A kernel in a week")
    assert (second.parent_url, second.branch) == (permalink(top), permalink(top))
    assert (second.thread_url, second.about_url) == (permalink(story), url)
    assert second.published == site.now
    (article,) = (d for d in reading.documents if d.voice is Voice.ARTICLE)
    assert (article.text, article.url, article.publisher) == (LONG.strip(), url, "127.0.0.1")
    assert {d.publisher for d in (root, first, second)} == {"Hacker News"}
    assert (reading.name, reading.problems, reading.unchanged) == ("Hacker News", (), False)


async def test_own_text(both: Both) -> None:
    """A story with a text of its own is a post with that text, and lacks nothing."""
    site, follower = both
    story = site.add_story("Ask HN: Which editor?", html="I use <i>ed</i>.<p>And you?")
    await follower.read()
    post = follower.at(story)
    assert post
    assert (post.text, post.voice, post.lacks, post.about_url) == (
        "I use ed.\n\nAnd you?",
        Voice.POST,
        None,
        None,
    )


async def test_unchanged(both: Both) -> None:
    """A second reading without changes takes two requests, for the list and the latest changes, and says so."""
    site, follower = both
    grown(site, 3)
    await follower.read()
    site.forget()
    site.changed.clear()
    reading = await follower.read()
    assert (reading.unchanged, reading.documents) == (True, ())
    assert [path.split("?")[0] for _, path in site.requests] == [
        f"{SEARCH}/search",
        f"{ITEMS}/updates.json",
    ]


async def test_only_what_grew(both: Both) -> None:
    """Of many threads only the one with a new comment is read again."""
    site, follower = both
    story, _ = grown(site, 2)
    grown(site, 2)
    await follower.read()
    site.comment(story, "One more thing.")
    site.pass_time(minutes=30)
    site.forget()
    await follower.read()
    assert site.count(f"{SEARCH}/items/") == site.count(f"{SEARCH}/items/{story}") == 1
    assert [d.text for d in follower.planned.added] == ["One more thing."]


async def test_no_comments_no_request(both: Both) -> None:
    """A story without comments is had from the list alone."""
    site, follower = both
    site.add_story("Ask HN: Anybody?", html="Hello?")
    await follower.read()
    assert (site.count(), follower.texts()) == (1, ["Hello?"])


async def test_edit_named_as_change(both: Both) -> None:
    """A comment that is told as changed is read again at once, and is marked as edited."""
    site, follower = both
    _, (comment, *_) = grown(site, 2)
    await follower.read()
    site.pass_time(minutes=30)
    site.edit(comment, html="Better words.")
    await follower.read()
    stored = follower.at(comment)
    assert stored
    assert (stored.text, stored.edited) == ("Better words.", site.now)


async def test_silent_edit(both: Both) -> None:
    """An edit that nothing tells of is found when authors cannot edit any more."""
    site, follower = both
    _, (comment, *_) = grown(site, 2)
    await follower.read()
    site.edit(comment, html="Better words.")
    site.pass_time(minutes=30)
    await follower.read()
    before = follower.at(comment)
    site.pass_time(hours=2)
    await follower.read()
    after = follower.at(comment)
    assert before
    assert after
    assert (before.text, after.text) == ("Remark number 0.", "Better words.")


async def test_deletion(both: Both) -> None:
    """A deleted comment goes, its replies stay."""
    site, follower = both
    _, (comment, *_) = grown(site, 3)
    reply = site.comment(comment, "That is so.")
    await follower.read()
    site.delete(comment)
    await follower.read()
    assert follower.at(comment) is None
    assert follower.at(reply)
    assert len(follower.stored) == 4


@pytest.mark.parametrize(("kept", "standing"), [(True, Standing.DEAD), (False, None)])
async def test_dead(both: Both, *, kept: bool, standing: Standing | None) -> None:
    """What the site hides goes, or stays and is marked, as the setting says."""
    site, follower = both
    _, (comment, *_) = grown(site, 3)
    await follower.read(dead=kept)
    site.kill(comment)
    await follower.read(dead=kept)
    stored = follower.at(comment)
    assert (stored and stored.standing) == standing
    site.pass_time(hours=13)
    await follower.read(dead=kept)
    assert (follower.at(comment) is not None) == kept


async def test_dead_no_longer_kept(both: Both) -> None:
    """What was kept although it is dead goes once the setting says so."""
    site, follower = both
    _, (comment, *_) = grown(site, 3)
    await follower.read(dead=True)
    site.kill(comment)
    await follower.read(dead=True)
    site.pass_time(hours=13)
    await follower.read(dead=False)
    assert follower.at(comment) is None


async def test_placeholder_is_no_text(both: Both) -> None:
    """Where only "[flagged]" is left of a comment nothing is kept, whatever the setting."""
    site, follower = both
    _, (comment, *_) = grown(site, 3)
    await follower.read(dead=True)
    site.edit(comment, html="[flagged]", dead=True)
    await follower.read(dead=True)
    assert follower.at(comment) is None


async def test_lag(both: Both) -> None:
    """A comment that the search does not have any more but Firebase calls alive is left alone."""
    site, follower = both
    _, (comment, *_) = grown(site, 3)
    await follower.read()
    site.lag(comment)
    await follower.read()
    assert site.count(f"{ITEMS}/item/{comment}") == 1
    assert follower.at(comment)


async def test_new_story_before_its_thread(both: Both) -> None:
    """A story whose thread the search does not have yet is stored as it is, and its thread follows."""
    site, follower = both
    story, _ = grown(site, 2)
    site.fail(f"{SEARCH}/items/", Says(status=404))
    await follower.read()
    assert (follower.texts(), site.count(f"{ITEMS}/item/{story}")) == (["A kernel in a week"], 1)
    site.mend()
    await follower.read()
    assert len(follower.stored) == 3


async def test_dead_story(both: Both) -> None:
    """When a story is killed its own text goes; the comments are still to be seen there, so they stay."""
    site, follower = both
    story, comments = grown(site, 3)
    await follower.read()
    site.kill(story)
    site.pass_time(hours=1)
    await follower.read()
    assert follower.at(story) is None
    assert all(follower.at(each) for each in comments)
    site.forget()
    reading = await follower.read()
    assert (reading.unchanged, site.count(f"{SEARCH}/items/")) == (True, 0)


async def test_dead_story_comes_back(both: Both) -> None:
    """A story that was killed and is shown again is read again."""
    site, follower = both
    story, _ = grown(site, 3)
    await follower.read()
    site.kill(story)
    await follower.read()
    site.edit(story, dead=False)
    await follower.read()
    assert follower.at(story)


async def test_most_of_a_thread_is_missing(both: Both) -> None:
    """A thread that has lost most of its comments at once is not believed before an administrator says so."""
    site, follower = both
    story, comments = grown(site, 30)
    await follower.read()
    site.delete(*comments[:20])
    site.forget()
    reading = await follower.read()
    assert reading.threads == {permalink(story)}
    assert site.count(f"{ITEMS}/item/") == 0
    assert (len(follower.planned.held), len(follower.stored)) == (20, 31)
    await follower.read(yes=True)
    assert len(follower.stored) == 11


async def test_many_deletions_take_turns() -> None:
    """Not more than so many comments are asked about in one reading; the others follow in the next."""
    async with following(limits=HackerNewsLimits(items=5)) as (site, follower):
        _, comments = grown(site, 30)
        await follower.read()
        site.delete(*comments[:8])
        site.forget()
        await follower.read()
        assert (site.count(f"{ITEMS}/item/"), len(follower.stored)) == (5, 26)
        site.pass_time(minutes=30)
        await follower.read()
        assert (site.count(f"{ITEMS}/item/"), len(follower.stored)) == (8, 23)


async def test_article_only_once(both: Both) -> None:
    """An article that was had is not fetched again when its thread grows."""
    site, follower = both
    story = site.add_story("Committee", url=site.add_article("committee", LONG))
    await follower.read()
    for _ in range(3):
        site.comment(story, "And now?")
        await follower.read()
    assert site.count("/articles/") == 1


async def test_article_that_cannot_be_had(both: Both) -> None:
    """A link that leads nowhere is a problem of the reading, is tried three times, and costs nothing else."""
    site, follower = both
    site.add_story("Committee", url=f"{site.url}/articles/none")
    problems = [(await follower.read()).problems for _ in range(5)]
    assert [len(each) for each in problems] == [1, 1, 1, 0, 0]
    assert problems[0][0].where.endswith("/articles/none")
    assert follower.texts() == ["Committee"]


async def test_link_to_a_discussion(both: Both) -> None:
    """A link to another discussion is not fetched, and that is no problem."""
    site, follower = both
    site.add_story("Again", url="https://news.ycombinator.com/item?id=1")
    assert (await follower.read()).problems == ()


async def test_changed_link(both: Both) -> None:
    """When a story links elsewhere, the article that it linked to before goes and the new one comes."""
    site, follower = both
    story = site.add_story("Committee", url=site.add_article("one", "First " + LONG))
    await follower.read()
    site.edit(story, url=site.add_article("two", "Second " + LONG))
    await follower.read()
    assert [t[:6] for t in follower.texts()] == ["Commit", "Second"]


async def test_quote_only_edit(both: Both) -> None:
    """A comment of which nothing but a quotation is left has no words of its own any more."""
    site, follower = both
    _, (comment, *_) = grown(site, 2)
    await follower.read()
    site.edit(comment, html="&gt; Somebody else said this.")
    await follower.read()
    assert follower.at(comment) is None


async def test_link_changed_to_nothing(both: Both) -> None:
    """When a story links elsewhere and nothing is to be had there, the old article goes all the same."""
    site, follower = both
    story = site.add_story("Committee", url=site.add_article("one", LONG))
    await follower.read()
    site.edit(story, url=f"{site.url}/articles/none")
    await follower.read()
    assert follower.texts() == ["Committee"]


async def test_dead_reply_keeps_its_place(both: Both) -> None:
    """A dead comment that is kept stands where it stood."""
    site, follower = both
    story, (top, *_) = grown(site, 3)
    reply = site.comment(top, "That is so.")
    await follower.read(dead=True)
    before = follower.at(reply)
    site.kill(reply)
    await follower.read(dead=True)
    after = follower.at(reply)
    assert before
    assert after == replace(before, standing=Standing.DEAD)
    assert (after.depth, after.branch, after.thread_url) == (1, permalink(top), permalink(story))


async def test_who_lags_holds_up_nobody() -> None:
    """Comments that only lag are not asked about over and over before others that were deleted."""
    async with following(limits=HackerNewsLimits(items=3)) as (site, follower):
        _, comments = grown(site, 30)
        await follower.read()
        site.lag(*comments[:3])
        site.delete(*comments[3:6])
        await follower.read()
        assert len(follower.stored) == 31
        site.pass_time(minutes=30)
        await follower.read()
        assert len(follower.stored) == 28


async def test_dead_post_comes_back(both: Both) -> None:
    """A story without comments that was killed and is shown again is stored again."""
    site, follower = both
    story = site.add_story("Ask HN: Anybody?", html="Hello?")
    await follower.read()
    site.kill(story)
    await follower.read()
    assert follower.texts() == []
    site.edit(story, dead=False)
    await follower.read()
    assert follower.texts() == ["Hello?"]
