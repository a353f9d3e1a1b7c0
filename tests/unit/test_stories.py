"""What joins documents into stories, and what does not."""

import pytest
from examples import document
from hypothesis import given
from hypothesis import strategies as st

from retrieval.stories import Joined, Member, joined, key, keys, may_join, member, names_one
from retrieval.types import Document, Voice

PAGE = "https://paper.example/2026/a-phone"
HN = "https://news.ycombinator.com/item?id="
TOPIC = "https://news.hada.io/topic?id="


def post(id: str, about: str | None, **given: object) -> Document:
    """A post in a discussion of its own."""
    url = f"{HN}{id}"
    values = {
        "url": url,
        "thread_url": url,
        "about_url": about,
        "voice": Voice.POST,
        "source_id": "hn",
    }
    return document(f"hn{id}", **{**values, **given})  # fmt: skip


def topic(id: str, about: str | None, **given: object) -> Document:
    """A summary in Korean with its discussion."""
    url = f"{TOPIC}{id}"
    values = {
        "url": url,
        "thread_url": url,
        "about_url": about,
        "voice": Voice.SUMMARY,
        "source_id": "gn",
    }
    return document(f"gn{id}", **{**values, **given})  # fmt: skip


def relay(id: str, of: str, retells: str) -> Document:
    """A digest in a topic."""
    return document(
        id, url=f"{of}#cid1", thread_url=of, retells_url=retells, voice=Voice.RELAY, source_id="gn"
    )


class Stored:
    """Stories as a library keeps them, without one."""

    def __init__(self) -> None:
        self.keys: dict[str, str] = {}
        self.members: dict[str, Member] = {}
        self.stories: dict[str, str] = {}

    def add(self, *documents: Document) -> Joined:
        """All at once."""
        given = [member(d) for d in documents]
        held: dict[str, list[Member]] = {}
        for id, story in self.stories.items():
            held.setdefault(story, []).append(self.members[id])
        decided = joined(given, dict(self.keys), held)
        self.stories |= decided.stories
        self.keys |= decided.keys
        for kept in (self.stories, self.keys):
            kept.update({k: decided.renamed.get(s, s) for k, s in kept.items()})
        self.members |= {m.id: m for m in given}
        return decided

    def groups(self) -> set[frozenset[str]]:
        """Ids of documents by story."""
        return {
            frozenset(id for id, s in self.stories.items() if s == story)
            for story in self.stories.values()
        }


def grouped(*documents: Document) -> set[frozenset[str]]:
    """The stories of documents that come one by one, which must be those of all at once."""
    one_by_one, at_once = Stored(), Stored()
    for each in documents:
        one_by_one.add(each)
    at_once.add(*documents)
    assert one_by_one.groups() == at_once.groups()
    return one_by_one.groups()


def test_three_sources_of_one_story() -> None:
    """An article, its thread, its topic and the digest in it are one story, in whatever order they come."""
    told = [
        document("a", url=f"{PAGE}?utm_source=feed", source_id="feed"),
        post("1", PAGE),
        topic("7", "https://www.paper.example/2026/a-phone/"),
        relay("r", f"{TOPIC}7", f"{HN}1"),
    ]
    together = {frozenset({"a", "hn1", "gn7", "r"})}
    assert grouped(*told) == grouped(*reversed(told)) == together


def test_a_digest_joins_its_topic_to_the_thread() -> None:
    """Also when these link to different addresses of the article."""
    told = [post("1", PAGE), topic("7", "https://mirror.example/x"), relay("r", f"{TOPIC}7", f"{HN}1")]  # fmt: skip
    assert grouped(*told) == {frozenset({"hn1", "gn7", "r"})}


@pytest.mark.parametrize(
    "about",
    [
        "https://blog.example/", "https://blog.example", "https://blog.example/index.html", "https://blog.example/?ref=hn",
        "https://paper.example/news/", "https://paper.example/en/blog", "https://paper.example/tag/ai",
        "https://paper.example/2026/05", "https://paper.example/blog/page/2", "https://paper.example/news?page=3",
        "https://www.google.com/search?q=phone", "https://site.example/?q=phone", "https://site.example/find?a=1&q=x",
        "https://github.com/someone", "https://github.com/trending?since=daily", "https://x.com/someone",
        "https://medium.com/@someone", "https://www.youtube.com/results?search_query=phone", "mailto:a@b.example",
        "no address", "", "https://paper.example/a b",
    ],
)  # fmt: skip
def test_addresses_of_many_texts(about: str) -> None:
    """Front pages, sections, lists, searches and profiles join nothing."""
    assert not names_one(about)
    assert grouped(post("1", about), topic("7", about)) == {frozenset({"hn1"}), frozenset({"gn7"})}


@pytest.mark.parametrize(
    "about",
    [
        PAGE, "https://qwen.example/blog?id=3", "https://github.com/a/b", "https://github.com/a/b/issues/5",
        "https://x.com/a/status/1", "https://paper.example/?p=12", "https://app.example/#!/story/1",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://paper.example/news/3", "https://paper.example/2026/05/x",
        "https://paper.example/index.php?id=5",
    ],
)  # fmt: skip
def test_addresses_of_one_text(about: str) -> None:
    """Whoever links to the same one is of the same story."""
    assert names_one(about)
    assert grouped(post("1", about), topic("7", about)) == {frozenset({"hn1", "gn7"})}


def test_a_thread_about_a_thread() -> None:
    """Of the same site is a story of its own; a summary of a thread elsewhere is of its story."""
    assert grouped(post("1", None), post("2", f"{HN}1"), post("3", f"{HN}2")) == {
        frozenset({"hn1"}), frozenset({"hn2"}), frozenset({"hn3"}),
    }  # fmt: skip
    assert grouped(post("1", None), topic("7", f"{HN}1")) == {frozenset({"hn1", "gn7"})}


def test_what_an_article_says_it_is_about() -> None:
    """Is not heard: a hostile page cannot tie two stories together by naming both."""
    hostile = document("h", url=PAGE, about_url="https://other.example/b", source_id="bad")
    told = [document("a", url=PAGE), document("b", url="https://other.example/b"), hostile]
    assert grouped(*told) == {frozenset({"a", "h"}), frozenset({"b"})}


def test_an_article_that_gives_another_address() -> None:
    """Moves to the story there; those of its first address stay where they are."""
    stored = Stored()
    stored.add(document("h", url=PAGE, source_id="bad"), post("1", PAGE))
    stored.add(document("b", url="https://paper.example/2026/another"))
    stored.add(document("h", url="https://paper.example/2026/another", source_id="bad"))
    assert stored.groups() == {frozenset({"h", "b"}), frozenset({"hn1"})}


def test_one_source_does_not_tell_a_story_twice() -> None:
    """Articles of one source that all give the same address are stories of their own."""
    told = [document(f"d{n}", url="https://paper.example/app") for n in range(4)]
    assert len(grouped(*told)) == 4
    stored = Stored()
    for _ in range(2):
        stored.add(*told)
    assert len(stored.groups()) == 4


def test_an_article_that_is_read_again() -> None:
    """Stays in its story."""
    stored = Stored()
    first = stored.add(document("a", url=PAGE), post("1", PAGE)).stories
    assert stored.add(document("a", "Other words.", url=PAGE)).stories["a"] == first["a"]


def test_places_in_a_page() -> None:
    """Entries of a change log on one page are stories of their own."""
    told = [document(f"d{n}", url=f"https://paper.example/log#v{n}") for n in range(3)]
    assert len(grouped(*told)) == 3
    assert grouped(told[0], post("1", "https://paper.example/log")) == {
        frozenset({"d0"}), frozenset({"hn1"}),
    }  # fmt: skip


def test_two_stories_of_several_articles_stay_two() -> None:
    """A digest that links from one to the other does not make them one."""
    stored = Stored()
    for story, thread in (("x", "1"), ("y", "2")):
        for n in range(2):
            stored.add(post(thread, f"https://{story}.example/{story}{n}"))  # its link was changed
            stored.add(document(f"{story}{n}", url=f"https://{story}.example/{story}{n}"))
    before = stored.groups()
    assert stored.add(relay("r", f"{HN}1", f"{HN}2")).renamed == {}
    assert {group - {"r"} for group in stored.groups()} == before


def test_a_story_swallows_only_so_many() -> None:
    """However often the link of a post is changed."""
    stored = Stored()
    for n in range(20):
        stored.add(document(f"d{n}", url=f"https://paper.example/story-{n}", source_id=f"s{n}"))
        stored.add(post("1", f"https://paper.example/story-{n}"))
    assert max(map(len, stored.groups())) <= 9


def test_comments_belong_to_their_thread() -> None:
    """They carry its key alone, and bring nothing to it."""
    comment = document(
        "c", url=f"{HN}9", thread_url=f"{HN}1", about_url=PAGE, voice=Voice.COMMENT, source_id="hn"
    )
    article = document("a", url=PAGE)
    assert keys(comment) == [key(f"{HN}1")]
    assert grouped(comment, article) == {frozenset({"c"}), frozenset({"a"})}
    assert grouped(comment, post("1", PAGE), article) == {frozenset({"c", "hn1", "a"})}


def test_a_comment_on_two_stories() -> None:
    """Whatever it says that it is about or retells, it makes them none the more one."""
    other = "https://other.example/2026/b-tram"
    said = document(
        "c", url=f"{HN}9", thread_url=f"{HN}1", about_url=other, retells_url=f"{HN}2",
        voice=Voice.COMMENT, source_id="hn",
    )  # fmt: skip
    told = [post("1", PAGE), post("2", other), said]
    assert grouped(*told) == {frozenset({"hn1", "c"}), frozenset({"hn2"})}


@pytest.mark.parametrize("first", ["topic", "threads"])
def test_digests_of_two_threads(first: str) -> None:
    """The first joins its topic to its thread; the other thread stays what it was, also if it comes later."""
    topics = [topic("7", None), relay("r1", f"{TOPIC}7", f"{HN}1"), relay("r2", f"{TOPIC}7", f"{HN}2")]  # fmt: skip
    threads = [post("1", PAGE), post("2", "https://other.example/2026/b-tram")]
    told = [*topics, *threads] if first == "topic" else [*threads, *topics]
    assert grouped(*told) == {frozenset({"gn7", "r1", "r2", "hn1"}), frozenset({"hn2"})}


def test_a_digest_of_another_site_too() -> None:
    """One thread of each site is of the story."""
    lobsters = "https://lobste.rs/s/ab12cd"
    told = [
        topic("7", None), relay("r1", f"{TOPIC}7", f"{HN}1"), relay("r2", f"{TOPIC}7", lobsters),
        post("1", PAGE), document("l", url=lobsters, thread_url=lobsters, voice=Voice.POST, source_id="l"),
    ]  # fmt: skip
    assert grouped(*told) == {frozenset({"gn7", "r1", "r2", "hn1", "l"})}


def test_a_digest_of_no_discussion() -> None:
    """A digest that says that it retells an article, or a site that is not known, joins nothing to it."""
    told = [document("a", url=PAGE), topic("7", None), relay("r", f"{TOPIC}7", PAGE)]
    assert grouped(*told) == {frozenset({"a"}), frozenset({"gn7", "r"})}


def test_a_comment_on_nothing() -> None:
    """Has a story all the same."""
    assert len(keys(document("c", url="id:c", voice=Voice.COMMENT))) == 1


@pytest.mark.parametrize(
    ("some", "others", "may"),
    [("", "", True), ("a", "b", True), ("a", "bcd", True), ("ab", "cd", False), ("ab", "bc", False),
     ("a", "bcdefgh", True), ("a", "bcdefghi", False)],
)  # fmt: skip
def test_how_much_a_story_may_hold(some: str, others: str, *, may: bool) -> None:
    """One of two has at most one article, and together they have at most eight."""
    assert may_join(some, others) is may_join(others, some) is may


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), max_size=12))
def test_every_document_has_one_story(links: list[tuple[int, int]]) -> None:
    """Whatever links to whatever: all have a story, and no key names one that was renamed."""
    stored = Stored()
    for n, (thread, page) in enumerate(links):
        stored.add(post(str(thread), f"https://paper.example/story-{page}"))
        stored.add(document(f"d{n}", url=f"https://paper.example/story-{page}", source_id=f"s{n}"))
    assert set(stored.stories) == set(stored.members)
    assert set(stored.stories.values()) <= set(stored.keys.values())


@given(st.text(max_size=80))
def test_any_address(text: str) -> None:
    """Nothing makes it fail."""
    for url in (text, f"https://{text}", f"https://paper.example/{text}"):
        names_one(url)
        keys(document("a", url=url, about_url=url, thread_url=url))
