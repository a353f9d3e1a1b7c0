"""How an answer becomes a case, how replies are judged by cases, and how that is told."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from fake_platform import ASKED_AT, asked
from fakes_desk import ABSTENTION, ANSWER, citation

from bot.cases import Making, case_from, checked, cited, dump, judge, load, named, question_of
from bot.converse.steps import new_id
from bot.errors import BadRequest
from bot.insight import Case, Ended
from bot.talk import Failure, Kept, Place, State
from bot.types import Question, Reply
from bot.wording.cases import case_reason_line

NOW = datetime(2025, 12, 6, tzinfo=UTC)
MAKING = Making(by="discord:1 (Ada)", at=NOW, timezone="Asia/Seoul", note="an exact figure")
CASE = named(
    Case(
        id="",
        question="What was announced?",
        lang="en",
        timezone="UTC",
        asked_at=ASKED_AT,
        ended=Ended.ANSWER,
        documents=("k0r1", "unknown"),
        added=NOW,
        added_by="console:token",
    )
)
REFUSED = replace(CASE, ended=Ended.ABSTENTION, documents=())


def kept(outcome: object = ANSWER, **given: object) -> Kept:
    of = asked(**given)
    base = Kept(id=new_id(of.key), asked=of, received=of.at, version=2, state=State.POSTED)
    return replace(base, outcome=outcome, answered=2)


def test_an_answer_becomes_a_case() -> None:
    """With the documents that it cites, the time that it counts from, and who made it why."""
    case = case_from(kept(text=" What was announced? ", timezone="Europe/Berlin"), MAKING)
    assert (case.question, case.lang, case.timezone) == (CASE.question, "en", "Europe/Berlin")
    assert (case.ended, case.documents) == (Ended.ANSWER, ("d0c1", "c0m1", "k0r1"))
    assert (case.added, case.added_by, case.note) == (NOW, MAKING.by, MAKING.note)
    assert question_of(case) == Question(
        text=CASE.question, now=ASKED_AT, timezone="Europe/Berlin", lang="en"
    )


def test_a_case_tells_nobody_who_asked() -> None:
    """Neither person, nor place, nor message, nor the second: whatever would lead to the asker is gone."""
    place = Place(platform="chatty", tenant="tenant7", channel="channel7", thread="thread7")
    at = ASKED_AT.replace(second=41, microsecond=7)
    one = kept(number=77, user="user7", at=at, place=place, handle={"message": "message7"})
    text = json.dumps(dump(case_from(one, MAKING)))
    assert case_from(one, MAKING).asked_at == ASKED_AT
    for word in ("user7", "chatty", "tenant7", "channel7", "thread7", "message7", one.id, ":41"):
        assert word not in text


def test_a_case_is_made_once() -> None:
    """Of the same question by two people at the same minute it is one; of another question another."""
    one, same = (case_from(kept(number=n, user=f"u{n}"), MAKING) for n in (1, 2))
    assert one.id == same.id
    assert len(one.id) == 16
    assert case_from(kept(text="Another?"), MAKING).id != one.id


def test_a_case_stands_alone() -> None:
    """What leaned on an earlier question is kept complete; what was asked about a message has its text."""
    reworded = kept(replace(ABSTENTION, reworded="Who leads Acme?"), text="And who leads it?")
    assert case_from(reworded, MAKING).question == "Who leads Acme?"
    about = kept(text="Is that so?", about=" Acme was sold. " + "x" * 900)
    assert case_from(about, MAKING).question.startswith("Is that so? Acme was sold. xxx")
    assert len(case_from(about, MAKING).question) == len("Is that so? ") + 500


def test_what_is_wanted_may_differ_from_what_was_said() -> None:
    """An answer that should have been none, and one that should have cited something else."""
    none = case_from(kept(), replace(MAKING, ended=Ended.ABSTENTION, never=("a lie", " ")))
    assert (none.ended, none.documents, none.never) == (Ended.ABSTENTION, (), ("a lie",))
    other = case_from(kept(ABSTENTION), replace(MAKING, ended=Ended.ANSWER, documents=("d9",)))
    assert (other.ended, other.documents) == (Ended.ANSWER, ("d9",))


@pytest.mark.parametrize(
    "of",
    [
        kept(None),
        kept(Failure(lang="en", reference="1")),
        replace(kept(), answered=1),
        kept(text="", about=None),
    ],
)
def test_no_case_without_a_reply(of: Kept) -> None:
    """Of a question that failed, waits, was edited since, or has no words left: one line says why not."""
    with pytest.raises(BadRequest):
        case_from(of, MAKING)


@pytest.mark.parametrize(
    "case",
    [
        replace(CASE, ended=Ended.FAILURE),
        replace(CASE, question=" \n"),
        replace(CASE, note="x" * 10_000),
        replace(CASE, never=("x" * 10_000,)),
        replace(CASE, documents=("d",) * 51),
        replace(CASE, never=("half \ud83d",)),
    ],
)
def test_cases_that_cannot_be(case: Case) -> None:
    """A failure is nothing to want; everything has an end."""
    with pytest.raises(BadRequest, match="case: "):
        checked(case)


def test_cases_as_json() -> None:
    """They come back as they were; anything else is a ValueError."""
    odd = replace(CASE, question="a\x00b 🎉 <b>", never=("%_'\"",))
    assert load(json.loads(json.dumps(dump(odd)))) == odd
    for bad in ({}, [], None, {**dump(CASE), "asked_at": "2025-12-05T09:00:00"}):
        with pytest.raises(ValueError, match=r"."):
            load(bad)


@pytest.mark.parametrize(
    ("case", "reply", "reasons"),
    [
        (CASE, ANSWER, ()),
        (replace(CASE, documents=()), ANSWER, ()),
        (
            replace(CASE, documents=("d9",)),
            ANSWER,
            ("it cites none of the documents that are wanted",),
        ),
        (CASE, ABSTENTION, ("an answer is wanted, it abstained: nothing_in_range",)),
        (REFUSED, ANSWER, ("no answer is wanted, it answered",)),
        (REFUSED, ABSTENTION, ()),
        (replace(REFUSED, never=("a red alert",)), ABSTENTION, ()),
        (
            replace(CASE, never=("IF everything\n is urgent", "", "nowhere")),
            ANSWER,
            ("it shows what must never be shown: IF everything is urgent",),
        ),
    ],
)
def test_judging(case: Case, reply: Reply, reasons: tuple[str, ...]) -> None:
    """Kind, documents and quotes; an abstention cites and shows nothing."""
    verdict = judge(case, reply)
    assert (verdict.passed, verdict.reasons) == (not reasons, reasons)


def test_the_bots_own_words_count_as_shown() -> None:
    """What must never be shown may stand in a sentence as well as in a quote."""
    quote = citation("A rival’s assistant grew")
    said = replace(ANSWER.statements[0], text="It was sold.", citations=(quote,))
    never = replace(CASE, documents=(), never=("was sold", "assistant grew"))
    assert len(judge(never, replace(ANSWER, statements=(said,))).reasons) == 2


def test_citing_nothing_cites_nothing() -> None:
    """In the order of the quotes, each document once."""
    assert cited(ABSTENTION) == ()
    twice = replace(ANSWER, statements=ANSWER.statements * 2)
    assert cited(twice) == ("d0c1", "c0m1", "k0r1")


@pytest.mark.parametrize(
    ("reason", "korean"),
    [
        ("an answer is wanted, it abstained: no_evidence", "답해야 하는데"),
        ("no answer is wanted, it answered", "답하지 말아야"),
        ("it cites none of the documents that are wanted", "인용해야 할 글"),
        ("it shows what must never be shown: a = b", "보임: a = b"),
        ("it failed: no space", "실패함: no space"),
        ("something else", "기대와 다름: something else"),
    ],
)
def test_reasons_in_korean(reason: str, korean: str) -> None:
    """Each has its form; in English it stays as it is."""
    assert korean in case_reason_line(reason, "ko")
    assert case_reason_line(reason, "en") == reason
