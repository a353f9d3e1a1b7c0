"""Files of texts: JSON Lines with one document a line, plain or gzip.

A line is {"url", "title", "text", "published"?, "author"?, "lang"?, "voice"?, "parent_url"?, "thread_url"?, "about_url"?,
"retold_from"?}; other keys are ignored.
Lines that cannot be used are reported and left out. The file is the whole source: what is no longer in it is gone.
"""

import asyncio
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from retrieval.dates import parse_date
from retrieval.errors import BadInput
from retrieval.files import opened
from retrieval.ids import document_id
from retrieval.ports import SourceReader, SourceTools
from retrieval.text import as_given, language, one_line
from retrieval.types import Document, Problem, Reading, Source, Voice
from retrieval.urls import shown

_EXECUTABLE = re.compile(r"\s*(javascript|vbscript|data|file):", re.IGNORECASE)
_LANG = re.compile(r"[a-z]{2}")
_LONGEST_URL = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonLinesLimits:
    """What one file may take."""

    file_bytes: int = 1_000_000_000  # unpacked
    line_bytes: int = 5_000_000
    problems: int = 100  # told one by one


class _BadLine(Exception):
    """A line that cannot be used; says what is wrong with it."""


class JsonLinesReader:
    """Implements SourceReader for JSON Lines."""

    def __init__(self, limits: JsonLinesLimits | None = None) -> None:
        self._limits = limits or JsonLinesLimits()

    async def read(self, source: Source) -> Reading:
        """See SourceReader."""
        return await asyncio.to_thread(_read, source, self._limits)


def make(_tools: SourceTools) -> SourceReader:
    """The reader of this kind."""
    return JsonLinesReader()


def recognises(location: str) -> bool:
    """Whether a location looks like a file of JSON Lines."""
    name = location.lower()
    return "://" not in name and name.removesuffix(".gz").endswith((".jsonl", ".ndjson"))


def _read(source: Source, limits: JsonLinesLimits) -> Reading:
    path = Path(source.location)
    digest = _digest(path)
    if digest == source.bookmark:
        return Reading(bookmark=digest, unchanged=True, whole=True)
    documents, problems = _documents(source, path, limits)
    if not documents:
        first = f"; {problems[0].where}: {problems[0].what}" if problems else ""
        raise BadInput(f"{shown(source.location)} has no line that can be used{first}")
    told = _told(problems, limits.problems, source.location)
    return Reading(documents=tuple(documents.values()), bookmark=digest, whole=True, problems=told)


def _digest(path: Path) -> str:
    with opened(path):  # for its errors
        pass
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _documents(
    source: Source, path: Path, limits: JsonLinesLimits
) -> tuple[dict[str, Document], list[Problem]]:
    documents: dict[str, Document] = {}
    problems: list[Problem] = []
    said, texts = set[tuple[str, str]](), Counter[str]()
    for number, line in _lines(path, limits):
        where = f"{shown(source.location)}:{number}"
        try:
            document, doubts = _document(line, limits)
        except _BadLine as e:
            problems.append(
                Problem(where=where, what=str(e), mend="Mend the line; it was left out.")
            )
            continue
        problems += (Problem(where=where, what=what, mend="Mend the line.") for what in doubts)
        if (document.url, document.text) not in said:
            said.add((document.url, document.text))
            texts[document.url] += 1
            id = _id(source, document.url, texts[document.url])
            documents[id] = replace(document, id=id, source_id=source.id)
    return documents, problems


def _id(source: Source, url: str, ordinal: int) -> str:
    """The first text of an address has the address for key, its further texts are numbered."""
    return document_id(source.id, url if ordinal == 1 else f"{url}\n{ordinal}")


def _lines(path: Path, limits: JsonLinesLimits) -> Iterator[tuple[int, bytes]]:
    """Numbered lines that are not blank; one that is too long comes cut to just over the limit."""
    left, number, begins = limits.file_bytes, 0, True
    with opened(path) as file:
        while chunk := file.readline(limits.line_bytes + 1):
            left -= len(chunk)
            if left < 0:
                size = f"{limits.file_bytes / 1e6:g} MB"
                raise BadInput(
                    f"{shown(str(path))} is larger than the {size} that are read; split it"
                )
            number += begins
            if begins and not chunk.isspace():
                yield number, chunk
            begins = chunk.endswith(b"\n")


def _document(line: bytes, limits: JsonLinesLimits) -> tuple[Document, list[str]]:
    """The document but for its id, and what was not understood about it."""
    raw = _object(line, limits)
    text = as_given(_string(raw, "text"))
    if not text:
        raise _BadLine("it has no text")
    title, written = one_line(_string(raw, "title")), _string(raw, "published")
    published = parse_date(written)
    lang = _string(raw, "lang").lower()[:2]
    document = Document(
        id="",
        source_id="",
        url=_address(_string(raw, "url")),
        title=title,
        text=text,
        voice=_voice(_string(raw, "voice")),
        author=one_line(_string(raw, "author")) or None,
        published=published,
        lang=lang if _LANG.fullmatch(lang) else language(text),
        parent_url=_parent(_string(raw, "parent_url")),
        thread_url=_parent(_string(raw, "thread_url")),
        about_url=_parent(_string(raw, "about_url")),
        retold_from=one_line(_string(raw, "retold_from")) or None,
    )
    doubt = "its date is not understood; write it like 2025-06-30 or 2025-06-30T21:45:00Z"
    return document, [doubt] if written and not published else []


def _object(line: bytes, limits: JsonLinesLimits) -> Mapping[str, object]:
    if len(line) > limits.line_bytes:
        raise _BadLine(f"it is longer than {limits.line_bytes / 1e6:g} MB")
    try:
        raw = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as e:
        raise _BadLine("it is not in UTF-8") from e
    except (ValueError, RecursionError) as e:
        raise _BadLine("it is not JSON") from e
    if not isinstance(raw, dict):
        raise _BadLine('it is no JSON object like {"url": …, "title": …, "text": …}')
    return raw


def _string(raw: Mapping[str, object], name: str) -> str:
    value = raw.get(name)
    if value is not None and not isinstance(value, str):
        raise _BadLine(f"its {name!r} is no string")
    return value or ""


def _address(url: str) -> str:
    """Kept to the letter: questions name documents by it."""
    if not url or len(url) > _LONGEST_URL or not url.isprintable():
        raise _BadLine(
            "it has no url" if not url else "its url is too long or has control characters"
        )
    if _EXECUTABLE.match(url):
        raise _BadLine("its url is no address of a text")
    return url


def _parent(url: str) -> str | None:
    """What is no address is left out: the text is worth keeping without it."""
    good = url.isprintable() and len(url) <= _LONGEST_URL and not _EXECUTABLE.match(url)
    return url or None if good else None


def _voice(name: str) -> Voice:
    try:
        return Voice(name.lower() or Voice.ARTICLE)
    except ValueError as e:
        raise _BadLine(f"its voice is none of {', '.join(Voice)}") from e


def _told(problems: list[Problem], most: int, location: str) -> tuple[Problem, ...]:
    further = len(problems) - most
    if further <= 0:
        return tuple(problems)
    rest = Problem(where=shown(location), what=f"{further} more lines have problems")
    return (*problems[:most], rest)
