"""Whatever a model writes is read or is none; nothing that is not whole is an answer."""

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.draft import read_draft, read_opinion, read_rewording
from bot.draft.nothing import says_nothing
from bot.drafts import Draft, Drafted

ONE = {"key": "bcdfgh", "quote": "Pim costs 5.", "text": "Pim costs 5 euros."}
WROTE = json.dumps({"answered": True, "statements": [ONE]})
READ = Draft(
    answered=True,
    statements=(Drafted(text="Pim costs 5 euros.", quotes=(("bcdfgh", "Pim costs 5."),)),),
)
SILENT = Draft(answered=False)


def wrote(*statements: Any, answered: Any = True) -> str:
    return json.dumps({"answered": answered, "statements": list(statements)}, ensure_ascii=False)


def test_plain() -> None:
    """What was asked for is read."""
    assert read_draft(WROTE) == READ


@pytest.mark.parametrize(
    "text",
    [
        f"```json\n{WROTE}\n```",
        f"Here is {{the answer}} [1], as asked: {WROTE} I hope it helps :)",
        f"<think>[1] maybe {{'a': </think>\n{WROTE}",
        f'first thoughts {{"answered": fals</think>{WROTE}',
        f'{{"answered": false, "statements": []}}\nNo, wait: {WROTE}',
        WROTE.replace("}]}", "},]}"),
        WROTE.replace('."}', '.",}'),
        WROTE.replace("true", "True"),
        WROTE.replace("true", '"yes"'),
        WROTE.replace("true", "1"),
        WROTE.translate(str.maketrans("{}[],:", "｛｝［］，：")),
        WROTE.replace('"answered"', "“answered”"),
        WROTE.replace('"answered": true, ', ""),
        WROTE.replace('"text"', '"statement"'),
        WROTE.replace('"text"', '"sentence"'),
        WROTE.replace('"statements"', '"claims"').replace('"text"', '"claim"'),
        WROTE.replace('"bcdfgh"', '"[BCDFGH] "'),
        WROTE.replace("Pim costs 5.", "… “Pim costs 5.” "),
        WROTE.replace("5 euros.", "5 euros [bcdfgh]."),
        json.dumps([ONE]),
        wrote({"text": ONE["text"], "sources": [{"key": "bcdfgh", "quote": ONE["quote"]}]}),
        wrote({"text": ONE["text"], "sources": {"key": "bcdfgh", "quote": ONE["quote"]}}),
        wrote({"text": ONE["text"], "quote": ONE["quote"], "sources": "bcdfgh"}),
        wrote({"text": ONE["text"], "citations": [{"id": "bcdfgh", "words": ONE["quote"]}]}),
        wrote(ONE, ONE),
        wrote(ONE, {"text": "Not found.", "key": "x", "quote": "y"}),
        wrote(ONE, 7, None, [], {}, {"text": 5}, {"key": "x"}),
        json.dumps({"answered": True, "statements": ONE}),
        WROTE.replace("costs 5 ", "costs\\n 5\u200b "),
    ],
)
def test_slips(text: str) -> None:
    """Small slips of form change nothing."""
    assert read_draft(text) == READ


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No idea.",
        "[1] and {this}",
        "[]",
        "{}",
        "null",
        '"answered"',
        "<think>" + WROTE,
        WROTE.replace('"text":', '"text"'),
        WROTE.replace('{"answered"', "{answered"),
        "{answered: false, statements: [" + json.dumps(ONE) + "]}",
        "{ // no\n" + WROTE[1:-1],
        "[" + json.dumps(ONE) + ', {"key": "x',
        f"{WROTE} And more: {WROTE[:40]}",
        WROTE.replace("]}", ",,]}"),
        "a" * 1_000_001 + WROTE,
    ],
)
def test_unusable(text: str) -> None:
    """What holds no whole object is none."""
    assert read_draft(text) is None


@pytest.mark.parametrize("end", range(1, len(WROTE)))
def test_cut(end: int) -> None:
    """No beginning of an answer is one, also when it could be closed."""
    assert read_draft(WROTE[:end]) is None
    assert read_draft(f"Sure:\n```json\n{WROTE[:end]}") is None


@pytest.mark.parametrize("said", [False, "false", "no", "아니요"])
def test_not_answered(said: Any) -> None:
    """Who says no has not answered, whatever else is written."""
    assert read_draft(wrote(ONE, answered=said)) == SILENT


@pytest.mark.parametrize("said", ["partly", None, {}, [], "true."])
def test_neither_yes_nor_no(said: Any) -> None:
    """Is no answer, and does not say that there is none either."""
    assert read_draft(wrote(ONE, answered=said)) is None


def test_nothing_left() -> None:
    """An answer without statements is unusable; one that says that nothing was found is told as that."""
    assert read_draft(wrote()) is None
    assert read_draft(wrote({**ONE, "text": "x" * 700})) is None
    assert read_draft(wrote({"text": "정보가 없습니다.", "key": "a", "quote": "b"})) == SILENT


def test_several_sources() -> None:
    """The same sentence with another source has both; sources of a list are kept in order."""
    other = {**ONE, "key": "xyz", "quote": "It is 5."}
    assert read_draft(wrote(ONE, other)) == Draft(
        answered=True,
        statements=(
            Drafted(text=ONE["text"], quotes=(("bcdfgh", "Pim costs 5."), ("xyz", "It is 5."))),
        ),
    )


def test_no_source() -> None:
    """A sentence without a source is read as such: the checks will say what is missing."""
    draft = read_draft(wrote({"text": "Pim costs 5 euros."}, "Pim is slow."))
    assert draft
    assert [s.quotes for s in draft.statements] == [(), ()]


def test_most() -> None:
    """Six statements at most."""
    draft = read_draft(wrote(*({**ONE, "text": f"Pim costs {n}."} for n in range(50))))
    assert draft
    assert [s.text for s in draft.statements] == [f"Pim costs {n}." for n in range(6)]


def test_too_long() -> None:
    """A far too long sentence is left out, not cut; so is a far too long quote."""
    long = {"key": "a", "quote": "q" * 1001, "text": "t" * 600}
    draft = read_draft(wrote({**ONE, "text": "t" * 601}, long))
    assert draft == Draft(answered=True, statements=(Drafted(text="t" * 600, quotes=()),))


def test_broken_characters() -> None:
    """Half characters and control characters do not come through."""
    draft = read_draft(
        '{"statements": [{"text": "a\\ud800\\u0007b c", "key": "k", "quote": "x\\udfffy"}]}'
    )
    assert draft
    assert draft.statements[0] == Drafted(text="ab c", quotes=(("k", "xy"),))


@pytest.mark.parametrize(
    "text",
    [
        "[" * 1_000_000,
        "{" * 1_000_000,
        '{"a":' * 200_000,
        '{"answered": ' + "9" * 900_000 + "}",
        '{"answered": true, "statements": ' + "[" * 500_000,
        '{"a": "' + '\\"' * 400_000,
        '"\\"' * 300_000,
        "{，" * 400_000,
        '{"x":1}' * 100_000,
        '{"a":1' + ", " * 400_000,
        '{"a":1,' + " " * 900_000,
        "[“" * 300_000,
        "</think>" * 120_000,
        wrote(*({**ONE, "text": "정보 " * 149 + str(n)} for n in range(400))),
        wrote({**ONE, "key": ["k"] * 100_000}),
        wrote({**ONE, "text": "no " * 200}),
    ],
    ids=range(16),
)
def test_hostile(text: str) -> None:
    """A megabyte of anything is read in a moment."""
    began = time.process_time()
    read_draft(text)
    assert time.process_time() - began < 10


@given(st.text(alphabet='{}[]",:\\ ｛［“”answeredtrue1<think>/\n'))
def test_any_signs(text: str) -> None:
    """Nothing that looks a bit like JSON makes it raise."""
    for read in (read_draft, read_rewording, read_opinion):
        read(text)


@given(st.text(), st.text())
def test_any_text(before: str, after: str) -> None:
    """Nor does any text around an answer."""
    draft = read_draft(before + WROTE + after)
    assert draft is None or isinstance(draft, Draft)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(
        st.sampled_from(["answered", "statements", "text", "key", "quote", "sources", "question",
                         "supported", "words"]) | st.text(), inner),
    max_leaves=20,
)  # fmt: skip


@given(JSON)
def test_any_json(value: Any) -> None:
    """Nor does any JSON; what is read can be written down, and holds no empty sentence."""
    text = json.dumps(value)
    draft = read_draft(text)
    for statement in draft.statements if draft else ():
        assert 0 < len(statement.text) <= 600
        assert str(statement).encode()
    read_opinion(text)
    question = read_rewording(text)
    assert question is None or question.encode()


@pytest.mark.parametrize(
    "text",
    [
        "Not found.",
        "not mentioned in the passages",
        "Unknown",
        "N/A",
        "The passages do not say when it ships.",
        "The provided sources don't mention the price.",
        "The article does not mention a price.",
        "None of the passages says who founded Larkspur.",
        "There is no information about the founder.",
        "No information is available about the founder.",
        "I cannot answer this from the passages.",
        "Sorry, I don't know.",
        "It is not mentioned.",
        "정보가 없습니다.",
        "창업자에 대한 정보는 없습니다",
        "제공된 자료에는 가격이 나와 있지 않습니다.",
        "주어진 글은 가격을 언급하지 않습니다.",
        "본문에서 답을 찾을 수 없습니다.",
        "알 수 없습니다.",
        "언급되지 않았습니다.",
        "없음",
    ],
)
def test_says_nothing(text: str) -> None:
    """These are no statements."""
    assert says_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "Pim is not available in Europe.",
        "The flaw was not found in version 2.",
        "Apple does not say when the phone ships.",
        "Nothing will change for customers, Google said.",
        "The company said there is no evidence of misuse.",
        "No one was hurt.",
        "The documents show that Google knew.",
        "Information was stolen.",
        "핌은 유럽에서 구매할 수 없습니다.",
        "구글은 출시일을 밝히지 않았습니다.",
        "회사는 사용자 정보를 저장하지 않는다고 밝혔습니다.",
        "애플은 이 문제를 알지 못했다고 말했습니다.",
        "기사 작성에 인공지능을 쓰지 않기로 했다.",
    ],
)
def test_says_something(text: str) -> None:
    """These are, though they deny something."""
    assert not says_nothing(text)


def test_rewording() -> None:
    """A question is read from its object."""
    assert read_rewording('Sure: {"question": " What does\\nPim cost? "}') == "What does Pim cost?"


@pytest.mark.parametrize(
    "text", ["What?", '{"question": ""}', '{"question": 5}', '{"question": "a']
)
def test_no_rewording(text: str) -> None:
    """What is no object with a question is none."""
    assert read_rewording(text) is None


def test_rewording_too_long() -> None:
    """A question that has no end is none."""
    assert read_rewording(json.dumps({"question": "a" * 700})) is None


def test_opinion() -> None:
    """Words and verdict are read."""
    assert read_opinion('{"words": "Pim costs 5", "supported": true}') == (True, "Pim costs 5")
    assert read_opinion('```{"supported": "no"}```') == (False, "")


@pytest.mark.parametrize(
    "text", ["yes", '{"supported": "perhaps"}', '{"words": "a"}', '{"supported": tr']
)
def test_no_opinion(text: str) -> None:
    """Anything else is none."""
    assert read_opinion(text) is None
