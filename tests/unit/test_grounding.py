"""Quotes are exact or nothing."""

from dataclasses import replace

import numpy as np
import pytest
from examples import NOW, document
from hypothesis import given
from hypothesis import strategies as st

from bot.drafts import Drafted
from bot.extract import candidates, choose
from bot.grounding import apart, check, cited, foreign, is_verbatim, together
from bot.types import Statement, Verdict
from retrieval.passages import split
from retrieval.ports import Likeness
from retrieval.types import Document, Found, Passage, Scores, Voice

TEXT = "Apple sold 3 million phones. Samsung sold 5 million phones.\n\nNobody else sold that many phones."
SCORES = Scores(dense=3.0, cosine=0.9, lexical=0.3, recency=0.0, fused=6.0)


def found(of: Document) -> list[Found]:
    return [Found(passage=p, document=of, source_name="Paper", scores=SCORES) for p in split(of)]


def statements(of: Document, question: str = "How many phones did Apple sell?") -> list[Statement]:
    alike = Likeness(cosine=0.9, support=np.full(4, 0.9, np.float32))
    return choose(question, [(s, alike) for s in candidates(found(of))])


def retrieved(of: Document) -> dict[str, Passage]:
    return {p.id: p for p in split(of)}


def test_quotes_pass() -> None:
    """Sentences of retrieved passages pass, and stand where they say."""
    of = document(text=TEXT)
    chosen = statements(of)
    assert chosen
    for statement in chosen:
        assert check(statement, retrieved(of)).passed
        for citation in statement.citations:
            assert of.text[citation.start : citation.end] == citation.quote == statement.text


def altered(statement: Statement, **changes: object) -> Statement:
    citation = replace(statement.citations[0], **changes)
    return replace(statement, citations=(citation,))


def test_an_altered_quote_fails() -> None:
    """One digit changed is no quote any more."""
    of = document(text=TEXT)
    first = statements(of)[0]
    wrong = replace(
        altered(first, quote=first.text.replace("3", "8")), text=first.text.replace("3", "8")
    )
    assert not check(wrong, retrieved(of)).passed


def test_another_passage_fails() -> None:
    """A quote from what was not retrieved for the question does not count."""
    of = document(text=TEXT)
    assert not check(statements(of)[0], {}).passed


def test_other_words_fail() -> None:
    """A quoted statement says what its quote says."""
    of = document(text=TEXT)
    assert not check(replace(statements(of)[0], text="Apple sold phones."), retrieved(of)).passed


def test_no_citation_fails() -> None:
    """Nothing is shown without a source."""
    bare = Statement(text="It rained.", citations=(), verdict=Verdict(passed=False))
    assert not check(bare, {}).passed


@given(st.text(min_size=1, max_size=80), st.text(max_size=80))
def test_verbatim_means_contained(quote: str, rest: str) -> None:
    """White space is folded; all else must be there."""
    spaced = " \n".join(quote.split())
    assert is_verbatim(spaced, f"{rest} {quote} {rest}") == bool(quote.split())


@pytest.mark.parametrize("empty", ["", " ", "\n"])
def test_nothing_is_no_quote(empty: str) -> None:
    """An empty quote proves nothing."""
    assert not is_verbatim(empty, "anything")


def test_amounts_need_numbers() -> None:
    """Asked how many, a sentence without a number is no answer."""
    of = document(text="Apple wants to sell many more phones. Samsung hopes to sell phones, too.")
    assert statements(of) == []
    assert statements(of, "What does Apple want to sell?")


def test_near_repeats_are_one_statement() -> None:
    """The same sentence in two documents is one statement with two citations."""
    one = document("one", text="Apple sold 3 million phones.")
    two = document("two", text="Apple sold 3 million phones!")
    alike = Likeness(cosine=0.9, support=np.full(4, 0.9, np.float32))
    given_ = [(s, alike) for s in candidates([*found(one), *found(two)])]
    (statement,) = choose("How many phones did Apple sell?", given_)
    assert [c.document_id for c in statement.citations] == ["one", "two"]


def test_reported_before_opinions() -> None:
    """What is reported comes before what people think, unless opinions were asked for."""
    told = document("told", text="Apple sold 3 million phones in May.", published=NOW)
    felt = document(
        "felt", text="Apple sold 3 million phones and I do not care.", voice=Voice.COMMENT
    )
    pairs = []
    for of, closeness in ((told, 0.88), (felt, 0.95)):
        likeness = Likeness(cosine=closeness, support=np.full(4, closeness, np.float32))
        pairs += [(s, likeness) for s in candidates(found(of))]
    assert [s.citations[0].document_id for s in choose("How many phones?", pairs)] == [
        "told",
        "felt",
    ]
    asked = "What do people think of 3 million phones?"
    assert choose(asked, pairs)[0].citations[0].document_id == "felt"


SAID = "Nova denied that it had sold its maps unit. In May 2025 Nova hired 120 people."
COMMENT = document("c", text="The maps are worse than ever.", voice=Voice.COMMENT, author="jdoe")


def written(text: str, quote: str, of: Document, key: str = "k1") -> tuple[Statement, Verdict]:
    """A model's statement about a document, and what checking finds."""
    passages = {"k1": found(of)[0]}
    statement, faults = cited(Drafted(text=text, quotes=((key, quote),)), passages)
    if faults:
        return statement, Verdict(passed=False, reasons=faults)
    return statement, check(statement, retrieved(of))


def test_a_models_quote_is_widened() -> None:
    """To its sentence; where it stands is known to the letter."""
    of = document(text=SAID)
    statement, verdict = written("In May 2025 Nova hired 120 people.", "hired 120 people", of)
    (citation,) = statement.citations
    assert of.text[citation.start : citation.end] == citation.quote == statement.text
    assert verdict.passed
    assert statement.quoted


def test_a_clause_cut_out() -> None:
    """A denial does not prove what it denies."""
    _, verdict = written(
        "Nova had sold its maps unit.", "it had sold its maps unit", document(text=SAID)
    )
    assert not verdict.passed


@pytest.mark.parametrize(
    ("key", "quote", "reason"),
    [
        ("k2", "hired 120 people", "it names a source that it was not shown"),
        ("k1", "hired 200 people", "its quote stands in no source that it was shown"),
        ("k1", "", "its quote stands in no source that it was shown"),
    ],
)
def test_invented_citations(key: str, quote: str, reason: str) -> None:
    """An unknown key and a quote that stands nowhere each cost the sentence."""
    _, verdict = written("Nova hired 120 people.", quote, document(text=SAID), key)
    assert verdict.reasons == (reason,)


def test_a_neighbours_key() -> None:
    """What is cited is the passage in which the quote stands, with its own voice."""
    passages = {"k1": found(document(text=SAID))[0], "k2": found(COMMENT)[0]}
    statement, faults = cited(Drafted(text=COMMENT.text, quotes=(("k1", COMMENT.text),)), passages)
    assert faults == ()
    assert [c.voice for c in statement.citations] == [Voice.COMMENT]


def test_a_figure_of_its_own() -> None:
    """Is told as the reason."""
    _, verdict = written(
        "In May 2025 Nova hired 150 people.", "Nova hired 120 people", document(text=SAID)
    )
    assert any("150" in reason for reason in verdict.reasons)


@pytest.mark.parametrize(
    "text",
    [
        "The article says the maps are worse than ever.",
        "According to the article, the maps are worse than ever.",
    ],
)
def test_a_comment_is_no_article(text: str) -> None:
    """Whatever else it says."""
    assert not written(text, COMMENT.text, COMMENT)[1].passed


def test_several_people() -> None:
    """Of several whose words bear it out, one is named; what is drawn from two texts is in neither."""
    other = document("e", text="The maps are worse than ever.", voice=Voice.COMMENT, author="kim")
    passages = {"k1": found(COMMENT)[0], "k2": found(other)[0]}
    quotes = (("k1", COMMENT.text), ("k2", other.text))
    statement, faults = cited(Drafted(text="Maps are worse than ever.", quotes=quotes), passages)
    assert faults == ()
    alone = apart(statement)
    assert [len(s.citations) for s in alone] == [1, 1]
    assert [c.author for c in together(alone).citations] == ["jdoe"]


@pytest.mark.parametrize("text", ["The same year it hired 120 people.", "같은해 120명을 뽑았다."])
def test_a_date_that_is_not_given(text: str) -> None:
    """Which year "the same year" is, nobody knows without the sentence before."""
    of = document(
        text="Nova moved in 2024. The same year it hired 120 people. 같은해 120명을 뽑았다."
    )
    statement, faults = cited(
        Drafted(text=text[:-1] + "!", quotes=(("k1", text),)), {"k1": found(of)[0]}
    )
    assert faults == ()
    assert "it leans on a date that it does not give" in check(statement, retrieved(of)).reasons


@pytest.mark.parametrize("text", ["Ada Muster", "Staff Writer Ada Muster", "누리"])
def test_no_sentence(text: str) -> None:
    """A name says nothing."""
    of = document(text=f"{text}\n\nNova hired 120 people in the north.")
    statement, faults = cited(Drafted(text=text, quotes=(("k1", of.text),)), {"k1": found(of)[0]})
    assert faults == ()
    assert "it is no sentence" in check(statement, retrieved(of)).reasons


def test_another_language() -> None:
    """The bot's own words are in the language of the reply; quotes may be in another."""
    statement, _ = written("Nova hired 120 people in 2025.", "Nova hired 120", document(text=SAID))
    assert foreign(statement, "ko")
    assert not foreign(statement, "en")
    assert not foreign(replace(statement, quoted=True), "ko")
