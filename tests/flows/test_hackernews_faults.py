"""Whatever goes wrong at Hacker News is told in one line, takes nothing away, and is made good by the next reading."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from examples import run
from hackernews_reading import Follower, following, permalink
from hackernews_site import ITEMS, SEARCH, HackerNewsSite
from loopback import Says

from retrieval.errors import Busy, Forbidden, RetrievalError, SourceUnavailable
from retrieval.ingest import Ingest
from retrieval.ports import SourceTools
from retrieval.sources.hackernews.reader import HackerNewsReader
from retrieval.stores.sql.library import open_library
from retrieval.types import RunState

Both = tuple[HackerNewsSite, Follower]

THREADS = f"{SEARCH}/items/"
LIST = f"{SEARCH}/search?"
JSON = "application/json"
FAULTS = {
    "truncated": Says(b'{"hits": [{"objectID": "4', kind=JSON),
    "page": Says(b"<html><body>We'll be right back.</body></html>"),
    "null": Says(b"null", kind=JSON),
    "wrong type": Says(b'{"hits": 7, "items": "x", "id": []}', kind=JSON),
    "not UTF-8": Says(b'{"hits": "\xff\xfe"}', kind=JSON),
    "empty": Says(b"", kind=JSON),
    "error": Says(status=500),
    "bad gateway": Says(status=502),
    "image": Says(b"GIF89a", kind="image/gif"),
    "hanging up": Says(cut=True),
}
slow = Says(b" " * 1000, kind=JSON, drip=0.5)


@pytest.fixture
async def both() -> AsyncIterator[Both]:
    async with following() as (site, follower):
        story = site.add_story("A kernel in a week")
        site.comment(story, "Remark number one.")
        site.comment(story, "Remark number two.")
        yield site, follower


async def failing(follower: Follower) -> RetrievalError:
    with pytest.raises(RetrievalError) as raised:
        await follower.read()
    assert "\n" not in str(raised.value)
    return raised.value


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_list_cannot_be_read(both: Both, fault: Says) -> None:
    """Without its list a reading fails in one line that names the address; the next one brings everything."""
    site, follower = both
    site.fail(LIST, fault)
    assert "/search?tags=front_page" in str(await failing(follower))
    site.mend()
    await follower.read()
    assert len(follower.stored) == 3


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_thread_cannot_be_read(both: Both, fault: Says) -> None:
    """A thread that cannot be read is a problem; its story is stored all the same, and the next reading has the rest."""
    site, follower = both
    site.fail(THREADS, fault)
    reading = await follower.read()
    (problem,) = reading.problems
    assert (problem.where, "\n" in problem.what) == (permalink(40_000_000), False)
    assert follower.texts() == ["A kernel in a week"]
    site.mend()
    assert (await follower.read()).problems == ()
    assert len(follower.stored) == 3


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_changes_cannot_be_read(both: Both, fault: Says) -> None:
    """Without the list of latest changes the rest is read as ever."""
    site, follower = both
    await follower.read()
    site.fail(f"{ITEMS}/updates", fault)
    site.comment(40_000_000, "Remark number three.")
    reading = await follower.read()
    assert [problem.where for problem in reading.problems] == ["Hacker News: latest changes"]
    assert len(follower.stored) == 4


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_comment_cannot_be_asked_about(both: Both, fault: Says) -> None:
    """A comment that is missing stays until somebody can say what became of it."""
    site, follower = both
    await follower.read()
    site.delete(40_000_007)
    site.fail(f"{ITEMS}/item/", fault)
    reading = await follower.read()
    assert [problem.where for problem in reading.problems] == [permalink(40_000_007)]
    assert follower.at(40_000_007)
    site.mend()
    site.pass_time(minutes=30)
    await follower.read()
    assert follower.at(40_000_007) is None


async def test_slow_list(both: Both) -> None:
    """A list that does not come in time fails the reading."""
    site, follower = both
    site.fail(LIST, slow)
    assert "did not answer in time" in str(await failing(follower))


@pytest.mark.parametrize("place", [LIST, THREADS, f"{ITEMS}/item/", f"{ITEMS}/updates"])
async def test_refusal(both: Both, place: str) -> None:
    """A refusal (403) fails the reading wherever it comes from; nothing is asked a second time."""
    site, follower = both
    await follower.read()
    site.delete(40_000_007)
    site.fail(place, Says(status=403))
    site.forget()
    assert isinstance(await failing(follower), Forbidden)
    assert site.count(place) == 1


@pytest.mark.parametrize("status", [429, 503])
async def test_busy(both: Both, status: int) -> None:
    """When the host asks to wait, what was read is kept, nothing more is asked, and the rest follows later."""
    site, follower = both
    for n in range(5):
        site.comment(site.add_story(f"Further {n}"), "Remark.")
    site.fail(f"{THREADS}{40_000_000 + 7 * 5}", Says(status=status, headers={"retry-after": "1"}))
    reading = await follower.read()
    assert site.count(THREADS) == 3
    assert len(reading.problems) == 1
    assert "busy" in reading.problems[0].what
    site.mend()
    site.pass_time(minutes=30)
    await follower.read()
    assert len(follower.stored) == 13


async def test_busy_from_the_start(both: Both) -> None:
    """When the host asks to wait at once, the reading fails and says until when."""
    site, follower = both
    site.fail(SEARCH, Says(status=429, headers={"retry-after": "30"}))
    error = await failing(follower)
    assert isinstance(error, Busy)
    assert error.retry_after == 30


async def test_busy_with_nothing_new(both: Both) -> None:
    """When the only thread that changed cannot be had since the host asks to wait, the reading fails."""
    site, follower = both
    await follower.read()
    site.comment(40_000_000, "Remark number three.")
    site.fail(THREADS, Says(status=429, headers={"retry-after": "30"}))
    assert isinstance(await failing(follower), Busy)


async def test_hopeless(both: Both) -> None:
    """After three threads in a row that cannot be had no more are asked for."""
    site, follower = both
    for n in range(5):
        site.comment(site.add_story(f"Further {n}"), "Remark.")
    site.fail(THREADS, Says(status=500))
    await follower.read()
    assert site.count(THREADS) == 3


async def test_half_a_thread(both: Both) -> None:
    """A thread with broken parts is read as far as it goes; what is missing from it is not taken for deleted."""
    site, follower = both
    await follower.read()
    body = b"""{"id": 40000000, "type": "story", "author": "ann", "title": "A kernel in a week", "children":
        [null, 7, {"id": 40000007, "type": "comment", "author": "bob", "text": "Better words.", "children": null}]}"""
    site.fail(THREADS, Says(body, kind=JSON))
    site.comment(40_000_000, "Remark number three.")
    reading = await follower.read()
    assert follower.texts() == ["A kernel in a week", "Better words.", "Remark number two."]
    assert "could not be understood" in reading.problems[0].what
    assert site.count(f"{ITEMS}/item/") == 0
    site.mend()
    site.changed.clear()
    await follower.read()
    assert len(follower.stored) == 4


async def test_too_deep(both: Both) -> None:
    """A thread that is nested thousands of levels deep is a problem and no crash."""
    site, follower = both
    deep = b'{"id": 40000000, "children": [' * 5000
    site.fail(THREADS, Says(deep + b"]}" * 5000, kind=JSON))
    reading = await follower.read()
    assert "nested too deeply" in reading.problems[0].what


async def test_thread_too_large(both: Both) -> None:
    """A thread beyond the cap on downloads is a problem of that thread."""
    site, follower = both
    site.fail(THREADS, Says(b" " * 5_100_000, kind=JSON))
    reading = await follower.read()
    assert "larger than" in reading.problems[0].what


async def test_unknown_thread() -> None:
    """A thread that Hacker News does not know fails the reading and names it."""
    async with following(permalink(12)) as (_, follower):
        assert permalink(12) in str(await failing(follower))


async def test_deleted_thread() -> None:
    """A thread whose story is deleted is no failure: its own text is taken away."""
    async with following(permalink(40_000_000)) as (site, follower):
        site.comment(site.add_story("A kernel in a week"), "Remark.")
        await follower.read()
        site.delete(40_000_000)
        await follower.read()
        assert follower.texts() == ["Remark."]


async def test_outage_of_a_day(both: Both) -> None:
    """After a day on which nothing answered, the index has what was said meanwhile and has lost nothing."""
    site, follower = both
    await follower.read()
    site.fail("/", Says(status=500))
    for _ in range(4):
        site.pass_time(hours=6)
        site.comment(40_000_000, f"Said at {site.now:%H}.")
        assert isinstance(await failing(follower), SourceUnavailable)
    site.mend()
    await follower.read()
    assert len(follower.stored) == 7


async def test_empty_list(both: Both) -> None:
    """A list that is suddenly empty takes nothing away."""
    site, follower = both
    await follower.read()
    site.fail(LIST, Says(b'{"hits": []}', kind=JSON))
    site.fail(f"{SEARCH}/search_by_date", Says(b'{"hits": []}', kind=JSON))
    site.fail(THREADS, Says(status=404))
    site.pass_time(hours=3)
    await follower.read()
    assert len(follower.stored) == 3


async def test_guard_in_a_library(both: Both, tmp_path_factory: pytest.TempPathFactory) -> None:
    """In a real library a thread that lost most of its comments is held until the deletion is confirmed."""
    site, follower = both
    comments = [site.comment(40_000_000, f"Further remark {n}.") for n in range(28)]
    library = await open_library(f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('hn')}/n.sqlite")
    tools = follower.tools
    reader = HackerNewsReader(
        SourceTools(
            fetcher=tools.fetcher,
            named=tools.pages,
            pages=tools.pages,
            extractor=tools.extractor,
            clock=tools.clock,
            endpoints=tools.endpoints,
            known=library.thread,
            backfill=tools.backfill,
        )
    )
    ingest = Ingest(library, {"hackernews": reader}, [], lambda: site.now)
    await ingest.read(follower.source, run())
    site.delete(*comments[:20])
    kept = await library.source("s1")
    assert kept
    held = await ingest.read(kept, run())
    held_source = await library.source("s1")
    assert held_source
    confirmed = await ingest.read(held_source, run(), confirmed=held_source.held_mark)
    after = await library.source("s1")
    await library.close()
    assert (held.state, held.gone, held_source.documents) == (RunState.HELD, 0, 31)
    assert after
    assert (confirmed.state, confirmed.gone, after.documents) == (RunState.DONE, 20, 11)


async def test_busy_while_going_back() -> None:
    """When the host asks to wait while a new source goes back, no story of these days is passed over."""
    async with following() as (site, follower):
        for n in range(6):
            site.comment(site.add_story(f"Old {n}", age=5 + n, front=False), "Remark.")
        site.changed.clear()
        site.fail(f"{THREADS}{40_000_000 + 14 * 2}", Says(status=429, headers={"retry-after": "1"}))
        days = timedelta(days=1)
        await follower.read(backfill=days)
        assert len(follower.stored) < 12
        site.mend()
        await follower.read(backfill=days)
        assert len(follower.stored) == 12


async def test_deleted_while_another_thread_is_held(both: Both) -> None:
    """A comment that was stored while a deletion elsewhere waited for a yes is missed when it is deleted."""
    site, follower = both
    other = site.add_story("Another story")
    many = [site.comment(other, f"Remark {n} there.") for n in range(20)]
    await follower.read()
    site.delete(*many)
    short_lived = site.comment(40_000_000, "Here for an hour.")
    await follower.read()
    assert follower.planned.held
    assert follower.at(short_lived)
    site.delete(short_lived)
    await follower.read(yes=True)
    assert follower.at(short_lived) is None


async def test_missed_while_in_doubt(both: Both) -> None:
    """A comment that is deleted while another one is still in doubt is asked about as well."""
    site, follower = both
    first, second = 40_000_007, 40_000_014
    site.comment(40_000_000, "It stays.")
    await follower.read()
    site.delete(first)
    site.fail(f"{ITEMS}/item/", Says(status=500))
    await follower.read()
    site.mend()
    site.delete(second)
    await follower.read()
    assert (follower.at(first), follower.at(second)) == (None, None)
