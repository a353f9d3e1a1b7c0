"""Hacker News is parsed: addresses, HTML, items of both APIs, trees of any shape, and what is remembered of them."""

import gzip
import json
import random
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import BadInput
from retrieval.sources.hackernews import recognises, schedule
from retrieval.sources.hackernews.bookmark import Bookmark, Tracked, dumped, loaded
from retrieval.sources.hackernews.documents import comment, documents_of, story
from retrieval.sources.hackernews.html import words
from retrieval.sources.hackernews.items import Item, from_firebase, from_hit, from_tree
from retrieval.sources.hackernews.locations import place
from retrieval.sources.hackernews.tree import Placed, Thread, thread
from retrieval.types import Voice

DATA = Path(__file__).parents[3] / "shared" / "data" / "hn_items"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOURS = 3600
MARKUP = re.compile(r"</?(?:p|a|i|pre|code)\b|&(?:#x?\w+|quot|amp|lt|gt);")
SITE = "https://news.ycombinator.com"


@pytest.mark.parametrize(
    "location",
    [
        *(f"{SITE}{path}" for path in ("", "/", "/news", "/newest", "/best", "/ask", "/show")),
        "http://news.ycombinator.com/",
        "https://News.YCombinator.com/item?id=46000001",
        f"{SITE}/item?id=46000001#46000002",
        f"{SITE}/item?id=46000001&p=2",
    ],
)
def test_recognises(location: str) -> None:
    """The lists and threads of the site are its own kind of source."""
    assert recognises(location)


@pytest.mark.parametrize(
    "location",
    [
        "https://hnrss.org/frontpage",
        "https://ycombinator.com/",
        "https://news.ycombinator.com.ex.com/",
        "https://ex.com/news.ycombinator.com/item?id=1",
        "https://me@news.ycombinator.com/",
        "https://news.ycombinator.com:8443/",
        "ftp://news.ycombinator.com/",
        "news.ycombinator.com",
        f"{SITE}/user?id=ann",
        f"{SITE}/item",
        f"{SITE}/item?id=",
        f"{SITE}/item?id=0",
        f"{SITE}/item?id=12x",
        f"{SITE}/item?id=1&id=2",
        f"{SITE}/news?p=2",
        f"{SITE}/rss",
        "",
    ],
)
def test_leaves_alone(location: str) -> None:
    """What is elsewhere or no list and no thread is not, and says so when it is read."""
    assert not recognises(location)
    with pytest.raises(BadInput, match="no page of Hacker News"):
        place(location)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("One.<p>Two &amp; &#x27;three&#x27;.", "One.\n\nTwo & 'three'."),
        ("A <i>very</i> old tale", "A very old tale"),
        (
            'See <a href="https:&#x2F;&#x2F;ex.com&#x2F;a?b=1&amp;c=2" rel="nofollow">https:&#x2F;&#x2F;ex.com&#x2F;a?b...</a> first',
            "See https://ex.com/a?b=1&c=2 first",
        ),
        ('<a href="https://ex.com/">the manual</a>', "the manual (https://ex.com/)"),
        ('<a href="javascript:alert(1)">click</a>', "click"),
        ('<a href="https:&#x2F;&#x2F;ex.com&#x2F;&lt;b&gt;">x</a>', "x"),
        (
            "Try<p><pre><code>  if x &gt; 1:\n  &gt;&gt;&gt; f(x)\n</code></pre>\nor not",
            "Try\n\nif x > 1:\n>>> f(x)\n\nor not",
        ),
        ("Use &lt;b&gt;, not &lt;strong&gt;", "Use ‹b›, not ‹strong›"),
        ("5 &gt; 4 and 3 &lt; 4", "5 > 4 and 3 < 4"),
        ("그건 아니에요.<p>정말로요.", "그건 아니에요.\n\n정말로요."),
        ("", ""),
    ],
)
def test_words(html: str, text: str) -> None:
    """Entities, paragraphs, code and whole links are kept as plain text; nothing executable is."""
    assert words(html) == text


@pytest.mark.parametrize(
    ("html", "own"),
    [
        ("&gt; They said this.<p>I say that.", "I say that."),
        ("&gt;They said this.\nI say that.", "I say that."),
        ("<i>&gt; They said this.</i><p>I say that.", "I say that."),
        ("&#62; They said this.<p>I say that.", "I say that."),
        (
            "I say that.<p>&gt; They said this.<p>&gt; And this.<p>And more.",
            "I say that.\n\nAnd more.",
        ),
        ("<p>&gt;&gt; They said this.<p>&gt; No.<p>Yes.", "Yes."),
        ("<i>They said this.</i><p>I say that.", "I say that."),
        ("<i>All of it matters to me.</i>", "All of it matters to me."),
        ("&gt; They said this.", ""),
    ],
)
def test_quoted_lines_are_not_own_words(html: str, own: str) -> None:
    """Lines after ">" and paragraphs in italics are somebody else's, and are left out."""
    assert words(html) == own


def test_repeated_paragraph() -> None:
    """A paragraph that stands word for word in the answered comment is left out, as long as something is left."""
    answered = "The harbour was closed on Monday for repairs. Nobody knew."
    quoted = "&quot;The harbour was closed on Monday for repairs.&quot;"
    assert words(f"{quoted}<p>On Tuesday, rather.", answered) == "On Tuesday, rather."
    assert words(quoted, answered) == '"The harbour was closed on Monday for repairs."'
    assert words("Nobody knew.<p>Really?", answered) == "Nobody knew.\n\nReally?"


def test_hostile_html_in_time() -> None:
    """Markup that is open without end takes no longer than its length."""
    for piece in ("<pre>", "<a href=", '<a href="', "<i>", "<p>&gt;", "</pre><pre>"):
        words(piece * 60_000)


@given(st.text(alphabet=st.sampled_from("<>/pai=\"'&;gt#x27 \n한.")))
def test_any_html(html: str) -> None:
    """Anything becomes plain text without the tags of the site, and the same when it is made again."""
    assert words(html) == words(html)
    assert not re.search(r"<(?:p|a|i|pre)\b[^<>]*>", words(html))


def hit(**fields: object) -> dict[str, object]:
    known = {"objectID": "5", "title": "T", "author": "ann", "created_at_i": 1763600000}
    return {**known, **fields}


def test_hit() -> None:
    """A story as the search lists it."""
    found = from_hit(hit(num_comments=3, url="https://ex.com/", story_text="Why?"))
    assert found == Item(
        id=5,
        kind="story",
        author="ann",
        created=datetime(2025, 11, 20, 0, 53, 20, tzinfo=UTC),
        title="T",
        url="https://ex.com/",
        html="Why?",
        comments=3,
    )


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        {},
        hit(objectID="x"),
        hit(objectID=True),
        hit(title=None),
        hit(title=["T"]),
        hit(_tags=["job"]),
        hit(_tags=["comment"]),
    ],
)
def test_no_hit(raw: object) -> None:
    """What is no story to be read is left out."""
    assert from_hit(raw) is None


def test_wrong_types() -> None:
    """Fields of the wrong type are taken as not told."""
    odd = {
        "id": "7",
        "by": 5,
        "time": "soon",
        "text": ["x"],
        "kids": "[1]",
        "url": "javascript:x",
        "parent": -1,
    }
    assert from_firebase(odd) == Item(id=7)
    assert from_tree({
        "id": 7,
        "created_at_i": 10**20,
        "created_at": "2025-11-20T00:00:00Z",
    }) == Item(id=7, created=datetime(2025, 11, 20, tzinfo=UTC))


def node(id: int, *children: object, **fields: object) -> dict[str, object]:
    said = {"id": id, "type": "comment", "author": "bob", "text": f"Remark {id}."}
    return {**said, "children": list(children), **fields}


def tree(*children: object, **fields: object) -> Thread:
    found = thread({
        "id": 1,
        "type": "story",
        "author": "ann",
        "title": "T",
        "children": list(children),
        **fields,
    })
    assert found
    return found


def test_places() -> None:
    """Each comment has its parent, its depth, and the top-level comment that it stands under, in reading order."""
    found = tree(node(2, node(3, node(4)), node(5)), node(6))
    assert [(p.item.id, p.parent, p.branch, p.depth) for p in found.comments] == [
        (2, 1, 2, 0),
        (3, 2, 2, 1),
        (4, 3, 2, 2),
        (5, 2, 2, 1),
        (6, 1, 6, 0),
    ]
    assert found.damaged == 0


def test_deleted_node() -> None:
    """The node of a deleted comment says nothing, and its replies keep their places under it."""
    found = tree(node(2, node(3), author=None, text=None))
    assert [(p.item.id, p.parent, p.branch, p.depth) for p in found.comments] == [(3, 2, 2, 1)]
    assert found.damaged == 0


@pytest.mark.parametrize(
    "child",
    [
        None,
        7,
        "x",
        [],
        {"author": "bob"},
        node(2, children=None),
        node(2, children="x"),
        node(2, text=None),
        node(2, author=None),
    ],
)
def test_damaged_node(child: object) -> None:
    """A part that is not as it should be is counted, and the rest is read."""
    found = tree(child, node(9))
    assert (found.damaged, found.comments[-1].item.id) == (1, 9)


def test_named_twice() -> None:
    """A comment that stands in a tree twice is one comment; one that calls itself the story is none."""
    assert [p.item.id for p in tree(node(2), node(2, node(1))).comments] == [2]


@pytest.mark.parametrize("raw", [None, [], 7, "x", {}, {"id": None}])
def test_no_thread(raw: object) -> None:
    """What is no item is no thread."""
    assert thread(raw) is None


def test_deep() -> None:
    """A thread of thousands of levels is read whole, deeper than functions may call each other."""
    deep = node(9000)
    for id in range(8999, 1, -1):
        deep = node(id, deep)
    found = tree(deep)
    assert len(found.comments) == 8999 > sys.getrecursionlimit()
    assert found.comments[-1].depth == 8998
    assert len(list(documents_of("s1", found, 8999, NOW))) == 9000


def test_wide() -> None:
    """A thread of two thousand comments makes two thousand documents with ids of their own."""
    found = tree(*(node(id) for id in range(2, 2002)))
    documents = list(documents_of("s1", found, 2000, NOW))
    assert len({d.id for d in documents}) == 2001


def test_time_ahead() -> None:
    """A time that lies ahead is not believed."""
    (post,) = story("s1", Item(id=1, title="T", created=NOW + timedelta(days=9)), 0, NOW)
    assert post.published is None


def test_bookmark_comes_back() -> None:
    """What is remembered is read back as it was."""
    story = Tracked(
        id=9,
        created=100,
        read=200,
        seen=3,
        mark="ab",
        link="cd",
        tries=1,
        hidden=True,
        comments=(11, 12, 99),
        doubts=(12,),
        dead=(50,),
    )
    bookmark = Bookmark(stories={9: story}, back=(1, 2), root=9)
    assert loaded(dumped(bookmark)) == bookmark
    assert loaded(dumped(Bookmark())) == Bookmark()


@given(st.text(max_size=40))
def test_strange_bookmark(text: str) -> None:
    """What is not ours is as good as none."""
    assert loaded(text) is None


def test_size_of_bookmark() -> None:
    """A hundred stories with ten thousand comments take less than 30 kB to remember."""
    chance = random.Random(5)  # noqa: S311 (the same numbers in every run)
    first = 46_000_000
    stories = {}
    for n in range(100):
        ids = sorted(chance.sample(range(first + 400 * n, first + 400 * n + 40_000), 100))
        stories[ids[0]] = Tracked(id=ids[0], created=1_763_600_000 + n * 900, comments=tuple(ids))
    assert len(dumped(Bookmark(stories=stories))) < 30_000


@pytest.mark.parametrize(
    ("read", "now", "expected"),
    [
        (0, 1 * HOURS, False),
        (0, 3 * HOURS, True),
        (3 * HOURS, 11 * HOURS, False),
        (3 * HOURS, 13 * HOURS, True),
    ],
)
def test_looks(read: int, now: int, *, expected: bool) -> None:
    """A thread without news is looked at again at certain ages, once each."""
    listed = Item(id=1, title="T", comments=2)
    known = Tracked(id=1, created=0, read=read, seen=2, mark=schedule.mark(listed))
    assert schedule.due(known, listed, named=False, asked=False, now=now) == expected


def _rows(name: str) -> list[dict[str, object]]:
    with gzip.open(DATA / name, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@pytest.mark.skipif(not DATA.exists(), reason="../shared/data/hn_items is not there")
def test_real_items() -> None:
    """All 590 real items of 2006 are parsed; stories and living comments become documents without markup."""
    items = [from_firebase(row) for row in _rows("items_2006.jsonl.gz")]
    assert len(items) == 590
    assert all(item and item.created and item.kind in {"story", "comment"} for item in items)
    found = [item for item in items if item]
    assert sum(item.dead for item in found) == 50
    root = Item(id=1, title="T")
    stories = [d for i in found if i.kind == "story" for d in story("s1", i, i.comments, NOW)]
    placed = [
        Placed(item=i, parent=i.parent or 1, branch=i.id, depth=0)
        for i in found
        if i.kind == "comment" and i.html
    ]
    comments = [comment("s1", root, each, NOW, "") for each in placed]
    assert len(stories) == 283
    assert all(d.voice is Voice.POST and d.author and d.published for d in stories)
    assert all(d.text and not MARKUP.search(d.text) for d in comments)


@pytest.mark.skipif(not DATA.exists(), reason="../shared/data/hn_items is not there")
def test_real_comments() -> None:
    """Of 1,000 real comments each has words of its own, none a quoted line, a cut link, or markup."""
    items = [from_firebase(row) for row in _rows("comments_2022.jsonl.gz")]
    texts = [words(item.html) for item in items if item]
    assert len(texts) == 1000
    assert all(texts)
    assert not any(MARKUP.search(re.sub("‹[^›]*›", "", text)) for text in texts)
    code = re.compile(r"(?s)<pre>.*?</pre>")
    free = [words(code.sub("", item.html)) for item in items if item]
    assert not any(line.startswith(">") for text in free for line in text.split("\n"))
    links = [link for item in items if item for link in re.findall(r'href="([^"]*)"', item.html)]
    joined = "\n".join(texts)
    assert sum(link.replace("&#x2F;", "/").replace("&amp;", "&") in joined for link in links) > 140
