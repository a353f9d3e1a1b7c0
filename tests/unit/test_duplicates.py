"""The same story from several sources is one answer with several sources."""

from dataclasses import replace

import numpy as np
import pytest
from examples import NOW, document

from bot.duplicates import not_told_twice, related, to_compare, with_copies, with_twins
from bot.grounding import check
from bot.quotes import citation
from bot.support.meaning import Meaning
from bot.types import Statement, Verdict
from retrieval import passages
from retrieval.ports import Likeness
from retrieval.types import Document, Found, Scores, Standing, Voice

SAID = 'The maker said that the phone "costs 900 dollars" in all shops.'
HN = "https://news.ycombinator.com/item?id=1"
SCORES = Scores(dense=None, cosine=None, lexical=None, recency=0.0, fused=1.0)


def found(id: str, text: str = SAID, **given: object) -> Found:
    """A passage in a document of its own."""
    values = {"source_id": id, "story": "s", **given}
    of = document(id, text, **values)
    return Found(passage=passages.split(of)[0], document=of, source_name=id.upper(), scores=SCORES)


def statement(of: Found, **given: object) -> Statement:
    """The first sentence of a passage, quoted."""
    start, end = passages.sentences(of.passage.text, of.document.lang)[0]
    cited = citation(of, start, end)
    return Statement(**{
        "text": cited.quote,
        "citations": (cited,),
        "verdict": Verdict(passed=True),
        **given,
    })


def cited(statements: list[Statement]) -> list[list[str]]:
    """Ids of the cited documents by statement."""
    return [[c.document_id for c in s.citations] for s in statements]


@pytest.mark.parametrize(
    "twin",
    [
        SAID,
        SAID.replace('"', "”"),
        SAID.replace(" in all", "  in  all"),
        f"More on this. {SAID} And so on.",
    ],
)
def test_copies_are_cited_too(twin: str) -> None:
    """A sentence that stands in a near copy, but for spaces and quote marks, cites both; each checks out."""
    first = replace(found("a"), twins=(found("b", twin),))
    (both,) = with_twins([statement(first)], [first])
    assert cited([both]) == [["a", "b"]]
    retrieved = {f.passage.id: f.passage for f in with_copies([first])}
    assert check(both, retrieved).passed


@pytest.mark.parametrize(
    "twin",
    [
        SAID.replace("900", "950"),
        f"Nobody believes that {SAID[0].lower()}{SAID[1:]}",
        f"This claim is false: {SAID} It was retracted.",
        "Something else stands here altogether.",
    ],
)
def test_what_is_no_copy(twin: str) -> None:
    """A sentence that differs, is part of another one, or is taken back is not cited."""
    first = replace(found("a"), twins=(found("b", twin),))
    assert cited(with_twins([statement(first)], [first])) == [["a"]]


@pytest.mark.parametrize(
    ("own", "other"),
    [({}, {"voice": Voice.COMMENT}), ({"voice": Voice.COMMENT}, {}),
     ({}, {"url": "https://www.paper.example/a/?utm_source=x"})],
)  # fmt: skip
def test_whose_copies_count(own: dict[str, object], other: dict[str, object]) -> None:
    """What people say is theirs alone, and one address is one source."""
    first = replace(found("a", **own), twins=(found("b", **other),))
    assert cited(with_twins([statement(first)], [first])) == [["a"]]


def test_the_bots_own_words() -> None:
    """Are left as they are."""
    first = replace(found("a"), twins=(found("b"),))
    own = statement(first, quoted=False)
    assert with_twins([own], [first]) == [own]


def root(id: str, **given: object) -> Document:
    """A document of story s with a publisher of its own."""
    values = {"story": "s", "publisher": f"Paper {id}", "source_id": id, **given}
    return document(id, **values)


def ids(cited_ones: list[Found], *roots: Document, **given: object) -> list[str]:
    """Ids of what is related."""
    citations = [c for f in cited_ones for c in statement(f).citations]
    return [r.document_id for r in related(citations, roots, **given)]


def test_articles_then_discussions() -> None:
    """Articles by date, then summaries, then the longest discussion; at most three a story."""
    roots = [
        root("hn2", voice=Voice.POST, comments=7),
        root("hn", voice=Voice.POST, comments=99),
        root("gn", voice=Voice.SUMMARY),
        root("late", published=NOW),
        root("early"),
    ]
    assert ids([found("a")], *roots) == ["early", "late", "gn"]
    assert ids([found("a")], *roots, limit=9) == ["early", "late", "gn", "hn", "hn2"]


def test_a_link_only_post_is_its_discussion() -> None:
    """It is opened there, with the count of its comments."""
    post = root("hn", url=found("a").document.url, thread_url=HN, voice=Voice.POST, comments=5)
    (entry,) = related(statement(found("a")).citations, [post])
    assert (entry.url, entry.comments, entry.publisher) == (HN, 5, "Paper hn")


def test_who_stands_there_once() -> None:
    """A publisher does, also one that is cited, and an address, however it is written."""
    own = found("a", publisher="Paper a")
    assert ids([own], root("a2", publisher="Paper a"), root("b"), root("b2", publisher="Paper b")) == ["b"]  # fmt: skip
    other = root("c", url="https://m.paper.example/a?utm_source=x")
    assert ids([own], other, root("d", url="http://paper.example/e/"), root("e")) == ["d"]


def test_a_thread_whose_comment_is_cited() -> None:
    """Is worth opening all the same."""
    comment = found("c", voice=Voice.COMMENT, publisher="Hacker News", url=f"{HN[:-1]}2")
    post = root("hn", url=HN, thread_url=HN, voice=Voice.POST, publisher="Hacker News")
    assert ids([comment], post) == ["hn"]


def test_what_cannot_be_opened() -> None:
    """Other stories, what is hidden on its site, and what has no web address stay out."""
    roots = (
        root("x", story="t"),
        root("y", standing=Standing.DEAD),
        root("z", url="id:z"),
        root("w", story=None),
    )
    assert ids([found("a")], *roots) == []
    assert ids([found("a", story=None)], root("b", story=None)) == []


def test_publishers_without_a_name() -> None:
    """Go by their source's name, else by their site."""
    told = root("b", publisher=None)
    citations = statement(found("a")).citations
    assert related(citations, [told])[0].publisher == "paper.example"
    assert related(citations, [told], names={"b": "The B"})[0].publisher == "The B"


def near(*_texts: str) -> Meaning:
    """As if the model saw all of a claim in the document."""
    return Meaning(likeness=(Likeness(cosine=0.95, support=np.full(6, 0.95, np.float32)),))


ENGLISH = "Apple raised the price by 20 percent in March."
KOREAN = "애플은 3월에 가격을 20퍼센트 인상했다."


def told_once(lang: str, *all_found: Found) -> list[list[str]]:
    statements = [statement(f) for f in all_found]
    meanings = {pair: near(*pair) for pair in to_compare(statements)}
    return cited(not_told_twice(statements, meanings, lang))


@pytest.mark.parametrize(("lang", "kept"), [("ko", "k"), ("en", "e"), ("ja", "e")])
def test_two_languages(lang: str, kept: str) -> None:
    """Of two statements that say the same, the one in the asker's language stays, else the first."""
    both = (found("e", ENGLISH), found("k", KOREAN, lang="ko", voice=Voice.SUMMARY))
    assert told_once(lang, *both) == [[kept]]


@pytest.mark.parametrize(
    "korean",
    [KOREAN.replace("20", "25"), KOREAN.replace("인상했다", "인상하지 않았다"), KOREAN.replace("애플", "삼성")],
)  # fmt: skip
def test_another_figure_name_or_a_denial(korean: str) -> None:
    """Both stay, however near the model finds them."""
    assert told_once("ko", found("e", ENGLISH), found("k", korean, lang="ko")) == [["e"], ["k"]]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {"story": "t"}),
        ({"story": None}, {"story": None}),
        ({"voice": Voice.COMMENT}, {}),
        ({"voice": Voice.COMMENT}, {"voice": Voice.COMMENT}),
    ],
)
def test_what_is_no_repetition(first: dict[str, object], second: dict[str, object]) -> None:
    """Of two stories, of an article and a person, or of two people."""
    both = (found("e", ENGLISH, **first), found("k", KOREAN, lang="ko", **second))
    assert told_once("ko", *both) == [["e"], ["k"]]


def test_without_what_the_model_sees() -> None:
    """Statements in two languages both stay."""
    statements = [statement(found("e", ENGLISH)), statement(found("k", KOREAN, lang="ko"))]
    assert not_told_twice(statements, {}, "ko") == statements


def test_the_same_words_twice() -> None:
    """In one language words decide, and the first stays."""
    assert told_once("en", found("a", ENGLISH), found("b", ENGLISH)) == [["a"]]
    other = ENGLISH.replace("raised", "cut")
    assert told_once("en", found("a", ENGLISH), found("b", other)) == [["a"], ["b"]]
