"""Finds the words that a model gives as a quote where they stand, and widens them to whole sentences. Pure.

A clause cut out of its sentence can say the contrary of it: "X denied that Y" holds "Y". So what a
statement is compared with, and what readers are shown, is never less than a sentence.
"""

import re
import unicodedata

from bot.types import Citation
from retrieval.passages import sentences
from retrieval.tokens import content_terms
from retrieval.types import Found

MOST_SENTENCES = 3
_AROUND = " \t\n\"'“”‘’「」『』《》〈〉`…"
_ELLIPSIS = re.compile(r"^(?:\.{3}|…)\s*|\s*(?:\.{3,}|…)$")
_SAME = {  # characters that keyboards and models take for one another
    **dict.fromkeys("'’‘ʼ＇", "['’‘ʼ＇]"),
    **dict.fromkeys('"“”＂', '["“”＂]'),
    **dict.fromkeys("-‐‑–—", "[-‐‑–—]"),
}
_LEAST_TERMS = 2

Span = tuple[int, int]


def located(quote: str, text: str) -> Span | None:
    """Where a quote stands in a text in Unicode NFC, but for white space and the shape of its marks.

    None where it does not, or says too little to be a quote.
    """
    bare = _ELLIPSIS.sub("", unicodedata.normalize("NFC", quote).strip(_AROUND)).strip(_AROUND)
    if len(content_terms(bare)) < _LEAST_TERMS:
        return None
    words = ("".join(_SAME.get(c) or re.escape(c) for c in word) for word in bare.split())
    found = re.search(r"\s+".join(words), text)
    return found.span() if found else None


def widened(span: Span, text: str, lang: str | None) -> Span | None:
    """The span of the sentences that a span touches; None when there are more than three."""
    touched = [s for s in sentences(text, lang) if s[0] < span[1] and span[0] < s[1]]
    if not 0 < len(touched) <= MOST_SENTENCES:
        return None
    return touched[0][0], touched[-1][1]


def citation(found: Found, start: int, end: int) -> Citation:
    """A span of a passage's text as a citation."""
    passage, document = found.passage, found.document
    return Citation(
        passage_id=passage.id,
        document_id=document.id,
        quote=passage.text[start:end],
        start=passage.start + start,
        end=passage.start + end,
        url=document.url,
        title=document.title,
        voice=document.voice,
        author=document.author,
        published=document.published,
        source=found.source_name,
        lang=document.lang,
        lacks=document.lacks,
    )
