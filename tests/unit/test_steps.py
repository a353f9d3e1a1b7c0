"""What is put to the desk, and what it is told of the conversation."""

from dataclasses import replace

import pytest
from fake_platform import ASKED_AT, asked
from fakes_desk import ABSTENTION, ANSWER

from bot.converse.steps import new_id, question, turns
from bot.talk import Failure, Kept, Preferences, State
from bot.types import Reply, Spender, Statement, Turn, Verdict

TURN = Turn(question="Who bought Acme?", reply="Globex did.")


def kept(number: int = 1, outcome: Reply | Failure | None = ANSWER, **given: object) -> Kept:
    of = asked(number, f"Question {number}?")
    base = Kept(
        id=new_id(of.key),
        asked=of,
        received=ASKED_AT,
        version=1,
        state=State.POSTED,
        outcome=outcome,
        answered=1,
    )
    return replace(base, **given)


def said(*texts: str) -> Reply:
    statements = [Statement(text=t, citations=(), verdict=Verdict(passed=True)) for t in texts]
    return replace(ANSWER, statements=tuple(statements))


def test_the_desk_knows_who_spends() -> None:
    """The person, in their channel and server."""
    put = question(asked(), Preferences(), "UTC")
    assert put.spender == Spender(platform="fake", tenant="t1", channel="c1", user="u1")
    assert put.earlier == ()


def test_the_desk_knows_what_came_before() -> None:
    """As turns, in their order."""
    assert question(asked(), Preferences(), "UTC", [TURN]).earlier == (TURN,)


def test_a_question_about_a_message_stands_on_its_own() -> None:
    """It is about that message and nothing else."""
    put = question(asked(about="Acme was sold."), Preferences(), "UTC", [TURN])
    assert (put.text, put.earlier) == ("What was announced? Acme was sold.", ())


def test_turns_have_what_was_said() -> None:
    """The sentences of the answers, in the order of the questions."""
    found = turns([kept(1, said("One.", "Two.")), kept(2, ABSTENTION)])
    assert found == (
        Turn(question="Question 1?", reply="One. Two."),
        Turn(question="Question 2?", reply=""),
    )


@pytest.mark.parametrize("outcome", [ANSWER, ABSTENTION])
def test_turns_are_as_they_were_understood(outcome: Reply) -> None:
    """What was made complete is told complete."""
    (turn,) = turns([kept(outcome=replace(outcome, reworded="Who bought Globex?"))])
    assert turn.question == "Who bought Globex?"


def test_long_replies_are_cut() -> None:
    """Turns are for understanding a question, not for answering it."""
    (turn,) = turns([kept(outcome=said("a" * 599, "b" * 599))])
    assert turn.reply == "a" * 599 + " "


def test_an_outcome_of_other_words_is_left_out() -> None:
    """Of a question that was edited meanwhile only the new words count; failures say nothing."""
    stale = kept(outcome=replace(ANSWER, reworded="Who?"), version=2)
    failed = kept(2, Failure(lang="en", reference="1a2b3c4d"))
    assert turns([stale, failed]) == (
        Turn(question="Question 1?", reply=""),
        Turn(question="Question 2?", reply=""),
    )


def test_what_was_shared_counts_once() -> None:
    """A private answer and its copy for the channel are one turn."""
    assert len(turns([kept(), kept()])) == 1
