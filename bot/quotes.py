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
LONGEST = 800  # characters of a quote
_AROUND = " \t\n\"'“”‘’「」『』《》〈〉`…"
_ELLIPSIS = re.compile(r"^(?:\.{3}|…)\s*|\s*(?:\.{3,}|…)$")
_SAME = {  # characters that keyboards and models take for one another
    **dict.fromkeys("'’‘ʼ＇", "['’‘ʼ＇]"),
    **dict.fromkeys('"“”＂', '["“”＂]'),
    **dict.fromkeys("-‐‑–—", "[-‐‑–—]"),
}
_LEAST_TERMS = 2
_AROUND_IT = 200  # characters that are looked at before and after a quote
_SENTENCE_END = re.compile(r"(?<=[.!?。])\s+(?=\S)")
_BULLET = re.compile(r"(?:[-*•·▪◦‣–—]+|\d{1,2}[.)])\s+")
_AFTER_BULLET = re.compile(r"(?:^|\n)[^\S\n]*(?:[-*•·▪◦‣–—]+|\d{1,2}[.)])\s*$")
_WARNS = re.compile(
    r"\b(?:rumou?rs?|not true|untrue|false|hoax|satire|parody|myths?|imagine|suppose|hypothetical)\b"
    r"|사실이 아|거짓|소문|루머|풍자|가정해|허위",
    re.IGNORECASE,
)
_TAKES_BACK = re.compile(
    r"(?:that|this|the|it|both|these|those)\b[^.!?]{0,60}\b(?:false|not true|untrue|wrong|incorrect|denied|retracted"
    r"|hoax|satire|joke|never happened|turned out)\b"
    r"|(?:이는|이런|이 |그러나 이|하지만 이|해당)[^.!?]{0,40}(?:사실이 아|거짓|부인|틀렸|허위|오보|정정)",
    re.IGNORECASE,
)

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
    """The span of the sentences that a span touches; None when they are more than a quote may be."""
    touched = [s for s in sentences(text, lang) if s[0] < span[1] and span[0] < s[1]]
    if not 0 < len(touched) <= MOST_SENTENCES or touched[-1][1] - touched[0][0] > LONGEST:
        return None
    return bare((touched[0][0], touched[-1][1]), text)


def bare(span: Span, text: str) -> Span:
    """The span without the bullet of a list at its beginning: that is no part of what is said."""
    bullet = _BULLET.match(text, *span)
    return (bullet.end(), span[1]) if bullet and bullet.end() < span[1] else span


def doubted(span: Span, text: str) -> bool:
    """Whether what stands right before or after a quote takes back what it says: a heading ("Claims that
    proved wrong:"), a warning, a correction.
    """
    before = _AFTER_BULLET.sub("", text[: span[0]]).rstrip()[-_AROUND_IT:]
    after = text[span[1] :].lstrip()[:_AROUND_IT]
    last = _SENTENCE_END.split(before)[-1]
    return before.endswith((":", "：")) or bool(_WARNS.search(last) or _TAKES_BACK.match(after))


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
        source=document.publisher or found.source_name,
        lang=document.lang,
        lacks=document.lacks,
        retold_from=document.retold_from,
        edited=document.edited,
        standing=document.standing,
        story=document.story,
    )
