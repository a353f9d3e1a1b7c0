"""Reasons of verdicts in Korean."""

import ast
import re
from pathlib import Path

import pytest

from bot.support import support
from bot.wording.reasons import reason_line

BOT = Path(__file__).parents[2] / "bot"
FILES = ("grounding.py", "checking.py", "relevance.py", "opinions/same_model.py")


def lines(file: str) -> list[str]:
    """What reads like a reason in a module: not a docstring, and with words of reasons."""
    tree = ast.parse((BOT / file).read_text("utf-8"))
    docs = {
        ast.get_docstring(node, clean=False)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    }
    texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)]
    told = [t for t in texts if isinstance(t, str) and t not in docs]
    told = [t for t in told if "%" not in t]
    return [t for t in told if re.match(r"(?:it|its|what it|no|second|the second) [a-z ]+", t)]


@pytest.mark.parametrize("file", FILES)
def test_all_are_told_in_korean(file: str) -> None:
    """Whatever these modules say."""
    reasons = lines(file)
    assert reasons
    assert [r for r in reasons if "맞지 않음:" in reason_line(r, "ko")] == []


@pytest.mark.parametrize(
    ("source", "claim", "part"),
    [
        ("Nova sold 3 phones.", "Nova sold 8 phones.", "출처에 없는 수: 8"),
        ("Nova sold 3 phones.", "Apple sold 3 phones.", "출처에 없는 이름: apple"),
        ("Nova may sell its maps.", "Nova sells its maps.", "확실한 정도"),
    ],
)
def test_details_stay(source: str, claim: str, part: str) -> None:
    """Figures and names are those of the texts."""
    told = "; ".join(reason_line(r, "ko") for r in support(source, claim).reasons)
    assert part in told


def test_unknown_ones() -> None:
    """Are introduced, not lost; English ones stay as they are."""
    assert reason_line("it is odd", "ko") == "출처와 맞지 않음: it is odd"
    assert reason_line("it is odd", "en") == "it is odd"


@pytest.mark.parametrize("hostile", ["number not in the source: {0.__class__}", "{x}", "(", ""])
def test_hostile_details(hostile: str) -> None:
    """Braces of a text fill nothing in."""
    assert hostile.rpartition(": ")[2] in reason_line(hostile, "ko")
