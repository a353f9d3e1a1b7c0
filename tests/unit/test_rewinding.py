"""Bookmarks are set back: further into the past, or to what has failed."""

from datetime import UTC, datetime, timedelta

from retrieval.sources import feed, geeknews, hackernews
from retrieval.sources.feed import bookmark as feeds
from retrieval.sources.geeknews import bookmark as topics
from retrieval.sources.hackernews import bookmark as stories
from retrieval.types import Failed

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SINCE = NOW - timedelta(days=30)


def test_teasers_of_a_feed() -> None:
    """Entries of which the whole was not had are tried again, and no others."""
    seen = {"a": feeds.Seen(fingerprint="1"), "b": feeds.Seen(fingerprint="2")}
    before = feeds.dumped(feeds.Bookmark(etag="e", seen=seen))
    after = feeds.loaded(feed.again(before, Failed(documents=frozenset({"b", "x"}))))
    assert (after.seen["a"].tries, after.seen["b"].tries, after.pending) == (None, 0, True)
    assert feed.again(before, Failed(documents=frozenset({"x"}))) == before


def test_articles_of_hacker_news() -> None:
    """Stories whose article failed, by its address."""
    mark = stories.address_mark("https://paper.example/1")
    known = [
        stories.Tracked(id=1, created=1, link=mark),
        stories.Tracked(id=2, created=1, link="z"),
    ]
    before = stories.dumped(stories.Bookmark(stories={s.id: s for s in known}))
    after = stories.loaded(
        hackernews.again(before, Failed(places=frozenset({"https://paper.example/1"})))
    )
    assert after is not None
    assert [after.stories[n].tries for n in (1, 2)] == [0, None]


def test_hacker_news_further_back() -> None:
    """A span to go back over; a single thread has none, and a new source begins by itself."""
    before = stories.dumped(stories.Bookmark())
    after = stories.loaded(hackernews.further(before, SINCE, NOW))
    assert after is not None
    assert after.back == (int(SINCE.timestamp()), int(NOW.timestamp()))
    thread = stories.dumped(stories.Bookmark(root=7))
    assert hackernews.further(thread, SINCE, NOW) == thread
    assert hackernews.further(None, SINCE, NOW) is None


def test_topics_of_geeknews() -> None:
    """Topics whose pages failed are due; older ones are followed when they are asked for."""
    followed = {n: topics.Followed(begun=NOW, read=NOW) for n in (1, 2)}
    began = NOW - timedelta(days=3)
    before = topics.dumped(topics.Bookmark(topics=followed, since=began, etag="e"))
    after = topics.loaded(geeknews.again(before, Failed(places=frozenset({"topic 2", "x"}))))
    assert [after.topics[n].due(NOW) for n in (1, 2)] == [False, True]
    back = topics.loaded(geeknews.further(before, SINCE, NOW))
    assert (back.since, back.etag) == (SINCE, None)
    later = topics.loaded(geeknews.further(before, NOW, NOW))
    assert later.since == began
