"""A week of Hacker News and GeekNews, with all that goes wrong in it, read every 30 minutes (hourly at night) through real stores.

`PYTHONPATH=.:tests python tests/flows/test_week.py` prints the requests by day and host.
"""

import asyncio
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain, pairwise
from pathlib import Path
from random import Random

import pytest
from hackernews_reading import permalink
from week import (
    ARTICLE_HOST,
    GEEKNEWS_HOST,
    GN,
    HN,
    ITEMS_HOST,
    MONDAY,
    SEARCH_HOST,
    Both,
    Visit,
    both_sites,
)
from week_playing import HOUR, Seen, Told, Week, moment
from week_troubles import BARE, CLEARED, EMPTIED, TROUBLES, Director, Trouble

from retrieval.types import Document, Filter, Run, RunState, Source, SourceState, Voice

HOSTS = (SEARCH_HOST, ITEMS_HOST, ARTICLE_HOST, GEEKNEWS_HOST)
STEPS = 7 * 48
NIGHT = frozenset(range(7))


@dataclass(frozen=True, kw_only=True)
class Read:
    """One reading, and how its source stood after it."""

    when: datetime
    run: Run
    source: Source


@dataclass
class Played:
    """All that is known after the week."""

    week: Week
    seen: Seen
    reads: list[Read] = field(default_factory=list)
    documents: Mapping[str, Sequence[Document]] = field(default_factory=dict)  # by source
    found: set[str] = field(default_factory=set)  # texts taken back that are found all the same
    behind: list[int] = field(default_factory=list)  # passages stored and not in each index

    @property
    def visits(self) -> list[Visit]:
        return self.week.both.ledger.visits

    def of(
        self, source: str, since: datetime = MONDAY, until: datetime | None = None
    ) -> list[Read]:
        """Readings of a source in a span of time."""
        return [
            r
            for r in self.reads
            if r.source.id == source and since <= r.when and (until is None or r.when < until)
        ]

    def told(self, source: str) -> set[tuple[str, str]]:
        """Stored addresses and texts, but for articles."""
        own = self.documents[source]
        return {(d.url, d.text) for d in own if d.voice is not Voice.ARTICLE}

    def all(self) -> Iterator[Document]:
        """Everything that is stored."""
        return chain.from_iterable(self.documents.values())

    def now(self, source: str) -> Told:
        """What is to be seen of all threads or topics that were ever read."""
        show = self.week.thread if source == HN else self.week.page
        here = self.seen.threads[HN] if source == HN else self.week.topics
        return frozenset().union(*(show(number) for number in here))


async def play(folder: Path) -> Played:
    """The week."""
    async with both_sites(folder) as both:
        week = Week(both, Random(7))  # noqa: S311 - the same week in every run
        played, director = Played(week, Seen(week)), Director(both, week)
        director.plan()
        for hours in range(1, 31, 3):
            week.story(age=hours)
            week.topic()
        for step in range(STEPS):
            now = MONDAY + step * HOUR / 2
            if step:
                week.step(now)
            director.set(now)
            if now.hour in NIGHT and now.minute:
                continue  # at night once an hour: the rest of the week says enough
            for source_id in (HN, GN):
                held = (await both.source(source_id)).held_mark if now == CLEARED[1] else None
                run = await both.read(source_id, confirmed=held)
                played.seen.settle(kept=run.state is not RunState.FAILED)
                played.reads.append(Read(when=now, run=run, source=await both.source(source_id)))
        await _look(both, played)
    return played


async def _look(both: Both, played: Played) -> None:
    """What is stored, and what the indexes find."""
    played.documents = {id: await both.stored(id) for id in (HN, GN)}
    for index in both.indexes:
        seq = await both.library.cursor(await index.identity())
        played.behind.append(await both.library.changes_after(seq))
        for text in played.week.taken_back:
            hits = [hit.passage_id for hit in await index.search(text, 3, Filter())]
            found = await both.library.found(hits)
            played.found |= {text for _, document, _ in found.values() if text in document.text}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return asyncio.run(play(tmp_path_factory.mktemp("week")))


@pytest.mark.parametrize("source", [HN, GN])
def test_the_library_follows(played: Played, source: str) -> None:
    """What each thread and topic said when it was last read is stored, to the letter, and nothing besides."""
    wanted = played.seen.of(source)
    assert played.told(source) == wanted
    assert len(wanted) > 300


@pytest.mark.parametrize(("source", "most"), [(HN, 0.01), (GN, 0.05)])
def test_little_is_behind(played: Played, source: str, most: float) -> None:
    """Between two looks at a thread few texts have been edited or deleted that nobody could know of."""
    now = played.now(source)
    assert len(played.told(source) - now) <= most * len(now)
    assert len(now - played.told(source)) <= most * len(now)


def test_every_comment_of_young_stories(played: Played) -> None:
    """Of stories of the last two days no comment is missing, and none is stored that was deleted."""
    young = [p for p in played.week.hn.stories() if played.week.age(p) < 48]
    stored = {url for url, _ in played.told(HN)}
    for story in young:
        now = {url for url, _ in played.week.thread(story.id)}
        assert now == {permalink(p.id) for p in played.week.below(story.id)} & stored | {
            permalink(story.id)
        }


def test_articles(played: Played) -> None:
    """The article of every story that was read is stored, once, also of those that failed for an hour."""
    own = [d.url for d in played.documents[HN] if d.voice is Voice.ARTICLE]
    linked = {played.week.hn.posts[id].url for id in played.seen.threads[HN]}
    assert len(own) == len(set(own))
    assert linked <= set(own)


def test_nothing_taken_back_is_found(played: Played) -> None:
    """No index finds what was deleted or edited away, and both have followed all changes."""
    known = {text for source in (HN, GN) for _, text in played.seen.of(source)}
    assert len(played.week.taken_back - known) > 100
    assert played.found <= known
    assert played.behind == [0, 0]


def test_stories_join(played: Played) -> None:
    """A story's article, its thread, its topic and the opinions retold there are one story; others are others."""
    pairs = [
        (s, t)
        for s, t in played.week.pairs
        if t in played.week.gn.topics and s in played.seen.threads[HN]
    ]
    together = Counter[str]()
    for story, topic in pairs:
        post = played.week.hn.posts[story]
        urls = {f"https://news.hada.io/topic?id={topic}", post.url or ""}
        own = {d.story for d in played.all() if d.url in urls or d.thread_url == permalink(story)}
        assert len(own) == 1
        together.update(own)
    assert len(pairs) > 15
    assert set(together.values()) == {1}


def test_relays_lead_to_their_thread(played: Played) -> None:
    """Every opinion of a digest names the thread that it retells, nobody as its author, and stands in its story."""
    relays = [d for d in played.documents[GN] if d.voice is Voice.RELAY]
    threads = {d.url: d.story for d in played.documents[HN]}
    assert len(relays) > 100
    assert {(d.author, d.retold_from) for d in relays} == {(None, "Hacker News")}
    assert all(d.story == threads[d.retells_url or ""] for d in relays if d.retells_url in threads)


def test_edits_are_stamped(played: Played) -> None:
    """A comment that was seen to change has the time when it was; the others have none."""
    comments = {d.url: d for d in played.documents[HN] if d.voice is Voice.COMMENT}
    changed = {url: when for url, when in played.seen.changed.items() if url in comments}
    assert len(changed) > 10
    assert {url for url, d in comments.items() if d.edited} == changed.keys()
    assert all(
        timedelta(0) <= comments[url].edited - when < HOUR / 2 for url, when in changed.items()
    )


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.name)
def test_trouble(played: Played, trouble: Trouble) -> None:
    """While it lasts a reading says so in a line and takes nothing away; the next one after it is as ever."""
    reads = played.of(trouble.source, trouble.since, trouble.until)
    telling = [r for r in reads if any(word in told(r) for word in trouble.telling)]
    assert telling == reads if trouble.failing else telling
    assert all("\n" not in told(r) for r in reads)
    assert not any(r.run.gone for r in telling)
    if trouble.failing:
        assert {(r.run.state, r.source.state) for r in reads} == {
            (RunState.FAILED, SourceState.FAILING)
        }
    others = [t for t in TROUBLES if t.source == trouble.source]
    later = played.of(trouble.source, trouble.until)
    after = next(r for r in later if not any(t.holds(r.when) for t in others))
    assert (after.source.state, after.source.reason) == (SourceState.ACTIVE, None)


def test_otherwise_nothing_is_wrong(played: Played) -> None:
    """Outside of troubles no reading fails, holds anything back, or has a problem."""
    for read in played.reads:
        troubled = any(t.holds(read.when) for t in TROUBLES if t.source == read.source.id)
        held = any(a <= read.when < b for a, b in (EMPTIED, CLEARED, BARE))
        if not troubled and not held:
            assert (told(read), read.run.state, read.source.held) == ("", RunState.DONE, 0), (
                read.when
            )


@pytest.mark.parametrize(("source", "span"), [(HN, EMPTIED), (HN, CLEARED), (GN, BARE)])
def test_the_guard_holds(played: Played, source: str, span: tuple[datetime, datetime]) -> None:
    """A thread that comes without most of its comments loses none of them until it is back, or somebody says yes."""
    held = [r for r in played.of(source, *span) if r.run.state is RunState.HELD]
    after = played.of(source, span[1])[0]
    assert len(held) >= 3
    assert all(
        r.source.held > 10 and "until somebody confirms" in (r.source.reason or "") for r in held
    )
    assert after.run.state is RunState.DONE
    assert after.source.held == 0
    assert (after.run.gone >= held[0].source.held) is (span == CLEARED)


@pytest.mark.parametrize("host", HOSTS)
def test_politeness(played: Played, host: str) -> None:
    """A host gets one request at a time, a second after the last, and none before it wants one again."""
    visits = [v for v in played.visits if v.host == host]
    assert {v.at_once for v in visits} == {1}
    for one, following in pairwise(visits):
        rest = max(1.0, one.wait) - 1e-6
        assert (following.begun - (one.ended or one.begun)).total_seconds() >= rest
    assert most_in_an_hour(visits) <= {SEARCH_HOST: 60, GEEKNEWS_HOST: 23, ITEMS_HOST: 26}.get(
        host, 20
    )


@pytest.mark.parametrize(("host", "span"), [(GEEKNEWS_HOST, (8, 16)), (SEARCH_HOST, (10, 12))])
def test_a_refusal_is_not_worked_around(played: Played, host: str, span: tuple[int, int]) -> None:
    """A host that refuses gets one request a reading, which learns that it still does."""
    since, until = moment(6, span[0]), moment(6, span[1])
    visits = [v for v in played.visits if v.host == host and since <= v.begun < until]
    assert len(visits) == (span[1] - span[0]) * 2
    assert {v.status for v in visits} == {403}


def told(read: Read) -> str:
    """All that a run says."""
    return " ".join([read.run.message or "", *(p.what for p in read.run.problems)]).strip()


def most_in_an_hour(visits: Sequence[Visit]) -> int:
    times = [v.begun for v in visits]
    return max((sum(begin <= t < begin + HOUR for t in times) for begin in times), default=0)


def table(played: Played) -> str:
    """Requests by day and host, and the most in any hour."""
    heads = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "hour")
    lines = [f"{'':14}" + "".join(f"{head:>6}" for head in heads)]
    for host in HOSTS:
        visits = [v for v in played.visits if v.host == host]
        days = Counter((v.begun - MONDAY).days for v in visits)
        numbers = [*(days[n] for n in range(7)), most_in_an_hour(visits)]
        lines.append(f"{host:14}" + "".join(f"{n:6}" for n in numbers))
    return "\n".join(lines)


def main() -> None:
    """Prints the requests, and how much is behind at the end."""
    with tempfile.TemporaryDirectory() as folder:
        played = asyncio.run(play(Path(folder)))
    print(table(played))  # noqa: T201 - a program too
    for source in (HN, GN):
        now, stored = played.now(source), played.told(source)
        print(f"{source}: {len(stored)} texts stored, {len(now - stored)} behind")  # noqa: T201


if __name__ == "__main__":
    main()
