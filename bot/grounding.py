"""Checks what is about to be shown against what is stored. Pure."""

import re
import unicodedata
from collections.abc import Mapping

from bot.types import Citation, Statement, Verdict
from retrieval.types import Passage

_SPACE = re.compile(r"\s+")


def folded(text: str) -> str:
    """Unicode NFC with white space folded: the form in which a quote must be verbatim."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def is_verbatim(quote: str, text: str) -> bool:
    """Whether a quote of at least one word stands in a text, to the letter."""
    wanted = folded(quote)
    return bool(wanted) and wanted in folded(text)


def check(statement: Statement, retrieved: Mapping[str, Passage]) -> Verdict:
    """Whether a statement may be shown: every citation exact, and its words those of a quote.

    `retrieved` are the passages found for this very question, by id.
    """
    reasons = [why for c in statement.citations if (why := _fault(c, retrieved))]
    if not statement.citations:
        reasons.append("no citation")
    if statement.quoted and not _is_a_quote(statement):
        reasons.append("its words are not those of its quotes")
    return Verdict(passed=not reasons, reasons=tuple(reasons))


def _fault(citation: Citation, retrieved: Mapping[str, Passage]) -> str | None:
    passage = retrieved.get(citation.passage_id)
    if passage is None:
        return f"passage {citation.passage_id} was not retrieved for this question"
    if not is_verbatim(citation.quote, passage.text):
        return f"quote is not in passage {citation.passage_id}"
    return None


def _is_a_quote(statement: Statement) -> bool:
    return any(is_verbatim(statement.text, c.quote) for c in statement.citations)
