"""Search terms in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.tokens import content_terms, terms


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("CVE-2026-1234", {"cve-2026-1234", "cve", "2026", "1234"}),
        ("v3.2", {"v3.2", "3.2"}),
        ("GPT-5.2 is out", {"gpt-5.2", "gpt", "5.2"}),
        ("OpenAI's chips", {"openai", "chip"}),
        ("companies", {"company"}),
        ("$1,200,000", {"1200000"}),
        ("C++ and C#", {"c++", "c#"}),
        ("수율을 높였다", {"수율", "율을"}),
        ("오픈AI가", {"오픈", "ai", "가"}),
        ("ＡＩ　１２", {"ai", "12"}),
        ("so\xadft\u200bware", {"software"}),
        ("東京都", {"東京", "京都"}),
    ],
)
def test_terms(text: str, wanted: set[str]) -> None:
    """Names and versions count whole and in parts; Korean words whatever their particle."""
    assert wanted <= set(terms(text))


@pytest.mark.parametrize("word", ["status", "glass", "analysis", "bus", "iOS", "AWS"])
def test_not_plurals(word: str) -> None:
    """What only looks like a plural stays."""
    assert word.lower() in terms(word)


@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    """No text breaks it, no term is empty or has white space."""
    assert all(term and not any(c.isspace() for c in term) for term in terms(text))
    assert set(content_terms(text)) <= set(terms(text))


@given(st.text(alphabet="가나다라 ab1.", max_size=60))
def test_case_and_form_do_not_matter(text: str) -> None:
    """Upper case is the same word."""
    assert terms(text.upper()) == terms(text)
