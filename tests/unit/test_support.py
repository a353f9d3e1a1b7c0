"""What the statement checker takes for the same, and what it refuses."""

import string
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.support import support

SAME = [
    ("6.5억 달러를 냈다.", "They paid $650M."),
    ("They paid 650 million dollars.", "6.5억 달러를 냈다."),
    ("It raised 1.2 billion dollars.", "It raised $1.2B."),
    ("매출은 1조 2000억 원이다.", "Sales were 1.2 trillion won."),
    ("3만 5000명이 왔다.", "35,000 people came."),
    ("5천만 명이 쓴다.", "50 million people use it."),
    ("4만 명이 왔다.", "40,000 people came."),
    ("1,200 people came.", "1200명이 왔다."),
    ("It grew 20%.", "20퍼센트 늘었다."),
    ("20% 늘었다.", "It grew 20 percent."),
    ("Prices rose 10 to 20 percent.", "Prices rose 10%."),
    ("It cost $1-2 billion.", "It cost $1 billion."),
    ("Three people left.", "세 명이 떠났다."),
    ("There are twelve.", "There are 12."),
    ("twenty-five people", "25 people"),
    ("The 3-year plan", "3년 계획"),
    ("3배 늘었다.", "It grew three times."),
    ("2025-12-02 발표", "It began on 2 December 2025."),
    ("2025년 12월 2일 발표", "It began on December 2, 2025."),
    ("2025.12.02 발표", "It began on Dec 2."),
    ("Dec. 2nd", "12월 2일"),
    ("December 2025", "2025년 12월"),
    ("In 2025 it began.", "2025년 시작했다."),
    ("the third quarter of 2025", "2025년 3분기"),
    ("GPT 5.2 is out.", "GPT-5.2가 나왔다."),
    ("iPhone17", "It sells the iPhone 17."),
    ("Version 3.2.1 is out.", "v3.2.1이 나왔다."),
    ("OpenAI said so.", "오픈에이아이는 말했다."),
    ("구글이 발표했다.", "Yesterday Google announced it."),
    ("삼성전자가 만든다.", "It is made by Samsung."),
    ("미국에서 팔린다.", "It is sold in the US."),
    ("A convolutional neural network did it.", "It was a CNN."),
    ("He wrote “Code  Red” there.", 'The memo says "code red".'),
    ("It told us more.", "One of us was told."),
]
OTHER = [
    ("They paid $650M.", "They paid $65M.", "number"),
    ("It cost 5 dollars.", "5유로였다.", "number"),
    ("It took three months.", "It took three years.", "number"),
    ("It rose 20 percentage points.", "It rose 20%.", "number"),
    ("4만 명이 왔다.", "4천 명이 왔다.", "number"),
    ("It is 648 million.", "It is 650 million.", "number"),
    ("On 2025-12-02.", "2025년 12월 3일", "date"),
    ("Dec 2 was the day.", "It was on 2 December 2025.", "date"),
    ("3분기는 좋았다.", "Q4 was good.", "number"),
    ("GPT-5.2 is out.", "GPT-5 is out.", "version"),
    ("v3.2.1 is out.", "v3.2.2 is out.", "version"),
    ("애플리케이션이 나왔다.", "애플이 나왔다.", "name"),
    ("Google said so.", "Yesterday Microsoft said so.", "name"),
    ("구글이 말했다.", "OpenAI가 말했다.", "name"),
    ("The memo was red.", 'The memo says "code red".', "quotation"),
]
CONTRARY = [
    ("The feature was not released.", "The feature was released."),
    ("The feature was released.", "The feature wasn't released."),
    ("구글은 검색을 출시하지 않았다.", "구글은 검색을 출시했다."),
    ("흡연이 가능한 방이다.", "흡연이 금지된 방이다."),
    ("Sales increased this year.", "Sales decreased this year."),
    ("A rose 5% today. B rose 10% today.", "A rose 10% today."),
]
STORY = (
    "OpenAI paid $650 million for the start-up on 2 December 2025. The deal was not announced before.\n"
    "애플은 올해 매출이 20% 늘었다고 밝혔다. 직원 1,200명은 새 사옥으로 옮기지 않는다."
)
SENTENCES = [
    "OpenAI paid $650 million for the start-up on 2 December 2025.",
    "The deal was not announced before.",
    "애플은 올해 매출이 20% 늘었다고 밝혔다.",
    "직원 1,200명은 새 사옥으로 옮기지 않는다.",
]
NUMBERS = [(SENTENCES[0], "650"), (SENTENCES[2], "20"), (SENTENCES[3], "1,200")]


@pytest.mark.parametrize(("document", "claim"), SAME)
def test_same(document: str, claim: str):
    """A figure, name or quotation is found in another format."""
    assert [r for r in support(document, claim).reasons if "not in the source" in r] == []


@pytest.mark.parametrize(("document", "claim", "kind"), OTHER)
def test_other(document: str, claim: str, kind: str):
    """What the document does not have is named as a reason, and the claim refused."""
    found = support(document, claim)
    assert found.score <= 0.1
    assert not found.accepted
    assert any(reason.startswith(kind) for reason in found.reasons)


@pytest.mark.parametrize(("document", "claim"), CONTRARY)
def test_contrary(document: str, claim: str):
    """A claim that contradicts the sentence most like it is refused."""
    found = support(document, claim)
    assert found.reasons
    assert not found.accepted


def test_clause():
    """A denial in another clause of the sentence is no contrary; a clause that is cut out is refused."""
    found = support("The deal was not cheap, but Apple signed the deal.", "Apple signed the deal.")
    assert found.reasons == ()
    assert not found.accepted


def test_shortened():
    """A claim that leaves words out is accepted."""
    assert support(
        "그러나 애플은 매출이 20% 늘었다고 밝혔다.", "애플은 매출이 20% 늘었다고 밝혔다."
    ).accepted


@pytest.mark.parametrize("claim", ["Apple signed a lucrative deal.", "Apple only signed the deal."])
def test_new_word(claim: str):
    """One word more than the document has is one too many; there is still a score."""
    found = support("Apple signed the deal.", claim)
    assert not found.accepted
    assert 0 < found.score < 1
    assert found.reasons == ()


def test_far_figure():
    """A figure that stands far from the claim's words halves the score."""
    far = "\n".join(["Apple signed the deal.", *["Nothing here."] * 5, "It took 7 days."])
    assert support(far, "Apple signed the deal 7 days.").score <= 0.5


def test_weakest():
    """A claim is as good as its weakest sentence."""
    assert not support(STORY, f"{SENTENCES[1]} It cost 3 dollars.").accepted


@pytest.mark.parametrize("claim", ["", " ", "...", "It is so.", "20%"])
def test_trivial(claim: str):
    """A claim without telling words is never accepted."""
    assert not support(f"{STORY}\n{claim}", claim).accepted


@pytest.mark.parametrize("claim", SENTENCES)
def test_verbatim(claim: str):
    """A sentence of the document supports itself."""
    assert support(STORY, claim).accepted


@pytest.mark.parametrize(("claim", "number"), NUMBERS)
@given(other=st.integers(3, 999_999))
@settings(max_examples=30, deadline=None)
def test_changed_number(claim: str, number: str, other: int):
    """A sentence of the document with another number is refused."""
    changed = claim.replace(number, str(other))
    known = str(other) in {"650", "20", "1200", "2025"}
    assert known or not support(STORY, changed).accepted


@given(words=st.lists(st.text(string.ascii_lowercase + "가나다라", min_size=4), min_size=3))
def test_any_sentence(words: list[str]):
    """Any sentence of the document that has words is accepted."""
    claim = f"{' '.join(words)} plant."
    assert support(f"Before it.\n{claim}\nAfter it.", claim).accepted


@given(document=st.text(), claim=st.text())
@settings(deadline=None)
def test_never_raises(document: str, claim: str):
    """Any two texts give a score from 0 to 1."""
    assert 0 <= support(document, claim).score <= 1


def test_half_characters():
    """A lone surrogate is no reason to fail; it stays what it is, a sign that nobody can read."""
    source = "Apple signed \ud800 the deal."
    assert support(source, source).accepted
    assert not support(source, "Apple signed the deal.").accepted


@pytest.mark.parametrize(
    "unit",
    ["1", "1,", "1억 ", "$1-", "2025년 ", "May ", "A", "A1-", "'a", "twenty ", "not, ", "a. "],
)
def test_hostile(unit: str):
    """Time grows about as the text does: sixteen times the text, less than 100 times the time."""
    assert _seconds(unit * (16_000 // len(unit))) < 100 * max(_seconds(unit * 1000), 0.005)


def _seconds(text: str) -> float:
    started = time.process_time()
    support(text, text[:200])
    return time.process_time() - started
