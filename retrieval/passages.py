"""Cuts documents into passages that follow paragraphs and sentences. Pure.

Offsets count code points in the stored text, so that `document.text[p.start:p.end] == p.text` and a
quote can be marked where it stands. A passage never begins or ends inside a sentence.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import datetime

import sentencex

from retrieval.errors import BadInput
from retrieval.types import Document, Passage

TARGET = 700  # weight that a passage grows to; about 128 tokens of the default model
_NAME = "sentences-"
SPLITTER = f"{_NAME}{TARGET}"  # the one that data folders begin with
_WIDE = re.compile(r"[ᄀ-ᇿ぀-ヿ㄰-㆏一-鿿가-힣]")
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_LINE = re.compile(r"[^\n]+")
_QUOTED_ALONE = re.compile(r"^[\"'“‘「『].*[\"'”’」』]\s*$", re.DOTALL)

Span = tuple[int, int]


def weight(text: str) -> int:
    """Length in Latin letters' worth: a Korean, Chinese or Japanese character counts double."""
    return len(text) + len(_WIDE.findall(text))


def sentences(text: str, lang: str | None = None) -> list[Span]:
    """Spans of the sentences, without the white space around them. A line break ends a sentence."""
    return [span for line in _LINE.finditer(text) for span in _of_line(line, lang)]


def splitter(target: int) -> str:
    """The name of what cuts passages of this weight."""
    return f"{_NAME}{target}"


def target_of(splitter: str) -> int:
    """The weight of the passages that a splitter cuts. Raises BadInput for an unknown one."""
    target = splitter.removeprefix(_NAME)
    if not (splitter.startswith(_NAME) and target.isascii() and target.isdecimal()):
        raise BadInput(f"{splitter}: not a splitter; name one such as {SPLITTER}")
    return int(target)


def split_by(document: Document, splitters: Iterable[str]) -> list[Passage]:
    """The passages of each splitter."""
    return [p for name in dict.fromkeys(splitters) for p in split(document, target_of(name))]


def split(document: Document, target: int = TARGET) -> list[Passage]:
    """Passages in order of place; none for a document without words.

    Sentences are put together within their paragraph first, then short neighbours over paragraph
    breaks: a heading stays with what it heads.
    """
    text = document.text
    within = [
        span
        for paragraph in _PARAGRAPH.finditer(text)
        for span in _packed(text, _sentences_of(paragraph, document.lang), target)
    ]
    name = splitter(target)
    return [_passage(document, span, name) for span in _packed(text, within, target)]


def embedded_text(title: str, published: datetime | None, text: str) -> str:
    """What is turned into a vector: the passage under its title and date."""
    date = f" ({published:%Y-%m-%d})" if published else ""
    head = f"{title}{date}".strip()
    return f"{head}\n{text}" if head else text


def key(title: str, published: datetime | None, text: str) -> str:
    """Passages with the same key have the same vector."""
    return _digest(embedded_text(title, published, text))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _passage(document: Document, span: Span, splitter: str) -> Passage:
    """Those of two splitters are never the same, also where they are cut alike."""
    start, end = span
    text = document.text[start:end]
    of = "" if splitter == SPLITTER else f"{splitter}\n"
    return Passage(
        id=_digest(f"{of}{document.id}\n{start}\n{text}"),
        document_id=document.id,
        start=start,
        end=end,
        text=text,
        splitter=splitter,
    )


def _sentences_of(paragraph: re.Match[str], lang: str | None) -> list[Span]:
    at = paragraph.start()
    return [(at + start, at + end) for start, end in sentences(paragraph.group(), lang)]


def _of_line(line: re.Match[str], lang: str | None) -> Iterator[Span]:
    held: Span | None = None
    for part in sentencex.get_sentence_boundaries(lang or "en", line.group()):
        span = _trimmed(line, part["start_index"], part["end_index"])
        if span is None:
            continue
        if held is not None:
            span, held = (held[0], span[1]), None
        if _QUOTED_ALONE.match(line.string[span[0] : span[1]]):
            held = span  # a quotation and who said it belong together
        else:
            yield span
    if held is not None:
        yield held


def _trimmed(line: re.Match[str], start: int, end: int) -> Span | None:
    text = line.group()[start:end]
    start += len(text) - len(text.lstrip())
    end -= len(text) - len(text.rstrip())
    return (line.start() + start, line.start() + end) if start < end else None


def _packed(text: str, spans: Iterable[Span], target: int) -> Iterator[Span]:
    """Runs of sentences, each as heavy as the target allows."""
    run: Span | None = None
    for span in spans:
        if run is not None and weight(text[run[0] : span[1]]) > target:
            yield run
            run = None
        run = span if run is None else (run[0], span[1])
    if run is not None:
        yield run
