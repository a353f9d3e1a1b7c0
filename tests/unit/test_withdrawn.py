"""What is left of a reply after something that it cites was deleted or changed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from examples import NOW, document

from bot.types import (
    Abstention,
    Answer,
    Citation,
    Conflict,
    Discussion,
    Judged,
    Link,
    LinkOutcome,
    Nearest,
    Reply,
    Rift,
    Searched,
    Statement,
    Trail,
    Verdict,
    Weighed,
    Why,
)
from bot.withdrawn import Left, mentioned, without
from retrieval.passages import split
from retrieval.types import Coverage, Document, Standing, Voice

PASSED = Verdict(passed=True)
SEARCHED = Searched(coverage=Coverage())
ARTICLE = document("art", text="Acme sold 400 robots. The price fell by a third.")
SECOND = document("two", text="Acme sold 400 robots in June. Analysts were surprised.")
COMMENT = document(
    "com",
    text="I bought one of the robots and it broke within a day.",
    title="",
    voice=Voice.COMMENT,
    author="jdoe",
    published=NOW - timedelta(days=1),
)
KOREAN = document("kor", text="아크메가 로봇 400대를 팔았다. 가격은 3분의 1이 내렸다.", lang="ko")


def cite(of: Document, quote: str) -> Citation:
    """The quote, in the passage that holds it."""
    start = of.text.index(quote)
    passage = next(p for p in split(of) if p.start <= start and start + len(quote) <= p.end)
    return Citation(
        passage_id=passage.id,
        document_id=of.id,
        quote=quote,
        start=start,
        end=start + len(quote),
        url=of.url,
        title=of.title,
        voice=of.voice,
        author=of.author,
        published=of.published,
        source="S1",
        lang=of.lang,
    )


def say(*citations: Citation, text: str | None = None, **given: object) -> Statement:
    words = citations[0].quote if text is None else text
    given = {"quoted": text is None, **given}
    return Statement(text=words, citations=citations, verdict=PASSED, **given)


def answer(*statements: Statement, **given: object) -> Answer:
    dates = [c.published for s in statements for c in s.citations]
    base = {"lang": "en", "searched": SEARCHED, "as_of": max(dates)}
    return Answer(statements=statements, **{**base, **given})


def left(*documents: Document, **given: object) -> Left:
    """As if the library held these."""
    passages = frozenset(p.id for d in documents for p in split(d))
    return Left(passages=passages, documents={d.id: d for d in documents}, **given)


def weighed(of: Document, title: str) -> Weighed:
    return Weighed(
        passage_id=split(of)[0].id, document_id=of.id, url=of.url, title=title, voice=of.voice,
        author=of.author, published=of.published, source="S1", fused=1.0, cosine=None, lexical=None,
    )  # fmt: skip


SOLD, FELL = cite(ARTICLE, "Acme sold 400 robots."), cite(ARTICLE, "The price fell by a third.")
SOLD_TOO = cite(SECOND, "Acme sold 400 robots in June.")
BROKE = cite(COMMENT, COMMENT.text)
WHOLE = answer(say(SOLD), say(BROKE))


def quotes(reply: Reply) -> list[str]:
    assert isinstance(reply, Answer)
    return [c.quote for s in reply.statements for c in s.citations]


def test_nothing_gone() -> None:
    """A reply of which everything stands is the same."""
    assert without(WHOLE, left(ARTICLE, COMMENT)) == WHOLE


def test_a_deleted_comment() -> None:
    """Its statement goes; the rest stays, as of the newest text that is left."""
    now = without(WHOLE, left(ARTICLE))
    assert quotes(now) == ["Acme sold 400 robots."]
    assert now.as_of == ARTICLE.published


def test_everything_deleted() -> None:
    """Without a citation there is no answer, and nothing of it is told."""
    trail = Trail(question="Q?", passages=(weighed(COMMENT, COMMENT.text),))
    now = without(answer(say(BROKE), reworded="Q, whole?", trail=trail), left())
    assert now == Abstention(
        lang="en",
        why=Why.WITHDRAWN,
        searched=SEARCHED,
        reworded="Q, whole?",
        trail=Trail(question="Q?"),
    )


def test_one_of_two_sources_deleted() -> None:
    """What two say is still said by the other."""
    both = say(SOLD, SOLD_TOO, text="Acme has sold 400 robots.")
    (statement,) = without(answer(both), left(SECOND)).statements
    assert (statement.text, statement.citations) == ("Acme has sold 400 robots.", (SOLD_TOO,))


def test_a_quote_gives_way_to_its_twin() -> None:
    """A statement that is the words of a deleted text becomes those of the text that is left."""
    (statement,) = without(answer(say(SOLD, SOLD_TOO)), left(SECOND)).statements
    assert statement.text == "Acme sold 400 robots in June."


@pytest.mark.parametrize(("heard", "claimed"), [((), True), (("thread",), False)])
def test_only_people_say_it_now(heard: tuple[str, ...], *, claimed: bool) -> None:
    """Without its article a fact is only claimed; an opinion stays one."""
    read = tuple(Discussion(url=u, title="T", publisher="P", read=1, total=2) for u in heard)
    both = say(SOLD, BROKE, text="Robots broke.")
    (statement,) = without(answer(both, heard=read), left(COMMENT)).statements
    assert statement.claimed is claimed


def test_a_quote_that_moved() -> None:
    """It is cited at its new place, in the passage that holds it now, and marked as edited."""
    edited = replace(ARTICLE, text=f"Correction added. {ARTICLE.text}", edited=NOW)
    (found,) = without(answer(say(SOLD)), left(edited)).statements[0].citations
    assert edited.text[found.start : found.end] == SOLD.quote
    assert found.passage_id in {p.id for p in split(edited)}
    assert (found.start, found.edited) == (18, NOW)


def test_a_korean_quote_that_moved() -> None:
    """The same in Korean."""
    edited = replace(KOREAN, text=f"정정합니다. {KOREAN.text}")
    told = cite(KOREAN, "가격은 3분의 1이 내렸다.")
    (found,) = without(answer(say(told)), left(edited)).statements[0].citations
    assert edited.text[found.start : found.end] == told.quote


@pytest.mark.parametrize(
    "text",
    [
        "Acme sold 300 robots. The price fell by a third.",
        "It is not true that Acme sold 400 robots. The price fell by a third.",
        "Claims that proved wrong: Acme sold 400 robots.",
        "Acme sold 400 robots. That was not true. The price fell by a third.",
        "",
    ],
)
def test_a_quote_that_does_not_stand_any_more(text: str) -> None:
    """Changed, cut out of another sentence, or taken back by what stands beside it now."""
    now = without(answer(say(SOLD)), left(replace(ARTICLE, text=text)))
    assert isinstance(now, Abstention)


def test_what_is_told_of_a_document_is_of_today() -> None:
    """A quote that stands is shown under the present title, author and marks."""
    now = replace(ARTICLE, title="Renamed", author=None, standing=Standing.FLAGGED)
    (found,) = without(answer(say(SOLD)), left(now)).statements[0].citations
    assert (found.title, found.author, found.standing) == ("Renamed", None, Standing.FLAGGED)


def test_conflicts_keep_their_statements() -> None:
    """They are told by the new places; one that lost a side is none."""
    given = (
        Conflict(one=0, other=1, rift=Rift.FIGURES),
        Conflict(one=1, other=2, rift=Rift.DENIAL),
    )
    whole = answer(say(BROKE), say(SOLD), say(SOLD_TOO), conflicts=given)
    now = without(whole, left(ARTICLE, SECOND))
    assert now.conflicts == (Conflict(one=0, other=1, rift=Rift.DENIAL),)


def test_a_discussion_whose_title_is_deleted() -> None:
    """It keeps what was read of it, under its site's name."""
    read = Discussion(url="https://hn.example/1", title="A secret", publisher="HN", read=3, total=9)
    now = without(answer(say(SOLD), heard=(read,)), left(ARTICLE, roots_gone=frozenset({read.url})))
    assert now.heard == (replace(read, title="HN"),)


def near(of: Document, title: str) -> Nearest:
    return Nearest(
        document_id=of.id, url=of.url, title=title, voice=of.voice, author=of.author,
        published=of.published, source="S1",
    )  # fmt: skip


def test_nearest_items() -> None:
    """Deleted ones go; the beginning of a text that was changed is the present one."""
    given = (near(COMMENT, COMMENT.text[:20]), near(ARTICLE, ARTICLE.title), near(SECOND, "x"))
    whole = Abstention(lang="en", why=Why.NO_EVIDENCE, searched=SEARCHED, nearest=given)
    edited = replace(COMMENT, text="Never mind.")
    now = without(whole, left(edited, ARTICLE))
    assert [n.title for n in now.nearest] == ["Never mind.", "Title art"]
    assert now.why is Why.NO_EVIDENCE


def test_the_trail_forgets() -> None:
    """Passages of deleted texts, and sentences that were made of them, are told to nobody who asks why."""
    read = (weighed(ARTICLE, "Title art"), weighed(COMMENT, COMMENT.text))
    judged = (
        Judged(text="Acme sold many.", quotes=(SOLD.quote,), verdict=PASSED),
        Judged(text="They break.", quotes=(SOLD.quote, BROKE.quote), verdict=PASSED),
        Judged(text="They all break.", quotes=(), verdict=Verdict(passed=False)),
    )
    whole = answer(say(SOLD), trail=Trail(question="Q?", passages=read, judged=judged))
    now = without(whole, left(ARTICLE))
    assert now.trail == Trail(question="Q?", passages=read[:1], judged=judged[:1])
    assert without(whole, left(ARTICLE, COMMENT)) == whole


def test_the_title_of_a_link() -> None:
    """A page that was asked about by link and is deleted is not named any more."""
    link = Link(url=f"{COMMENT.url}?utm_source=x", outcome=LinkOutcome.KNOWN, title="A secret")
    searched = replace(SEARCHED, links=(link,))
    now = without(answer(say(SOLD), say(BROKE), searched=searched), left(ARTICLE))
    assert now.searched.links[0].title == ""


def linked(*documents: str) -> Abstention:
    """A reply to a question with a link, which shows the title of these."""
    link = Link(
        url="https://a.com/1", outcome=LinkOutcome.KNOWN, title="Title art", documents=documents
    )
    searched = replace(SEARCHED, links=(link,))
    return Abstention(lang="en", why=Why.NO_EVIDENCE, searched=searched)


def test_the_title_of_a_link_that_nothing_quotes() -> None:
    """It is looked up like whatever is quoted, and goes with its document."""
    asked = linked("art")
    assert mentioned(asked).documents == {"art"}
    assert without(asked, left(ARTICLE)) == asked
    assert without(asked, left()).searched.links[0].title == ""
    renamed = without(asked, left(replace(ARTICLE, title="Renamed")))
    assert renamed.searched.links[0].title == "Renamed"


def test_a_title_of_nobody_knows_whom() -> None:
    """A link that was stored before it was known whose title it shows, shows none."""
    assert without(linked(), left(ARTICLE)).searched.links[0].title == ""


def test_what_is_mentioned() -> None:
    """Everything that a reply shows something of is looked up."""
    whole = answer(say(SOLD), trail=Trail(question="Q?", passages=(weighed(COMMENT, "x"),)))
    assert mentioned(whole).documents == {"art", "com"}
    assert mentioned(whole).passages == {SOLD.passage_id, BROKE.passage_id}


def test_more_goes_later() -> None:
    """What was taken out once stays out, and the rest can still go."""
    once = without(WHOLE, left(ARTICLE))
    assert without(once, left(ARTICLE)) == once
    assert isinstance(without(once, left(COMMENT)), Abstention)
    assert without(answer(say(FELL)), left(ARTICLE)) == answer(say(FELL))
