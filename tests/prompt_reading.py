"""Reads a prompt as a model would: what is asked, and the passages between the fences."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.drafts import Prompt
from retrieval.passages import sentences
from retrieval.tokens import content_terms, terms

_PASSAGE = re.compile(
    r"^=== passage (\w+) (\w+) ===\n(.*?)^text:\n(.*?)\n=== end \2 ===$", re.MULTILINE | re.DOTALL
)
_QUESTION = re.compile(r"^=== question (\w+) ===\n(.*?)\n=== end \1 ===$", re.MULTILINE | re.DOTALL)
_QUOTE = re.compile(r"^=== quote (\w+) ===\n(.*?)\n=== end \1 ===$", re.MULTILINE | re.DOTALL)
_FIELD = re.compile(r"^(\w+): (.*)$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A passage as a prompt shows it."""

    key: str
    voice: str  # in the prompt's words
    author: str
    lang: str
    title: str
    text: str

    @property
    def said_by_people(self) -> bool:
        return self.voice.startswith(("comment", "post"))


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence of a passage. `own`: the share of the question's words that it has, `points`: half of
    that and half of what it has with its title.
    """

    of: Shown
    text: str
    own: float
    points: float


@dataclass(frozen=True, kw_only=True)
class Task:
    """What an answer prompt asks for."""

    question: str
    lang: str
    passages: tuple[Shown, ...]

    def ranked(self) -> list[Sentence]:
        """All sentences that could stand alone, best first; those in the asker's language lead."""
        asked = set(content_terms(self.question))
        found = [_sentence(p, text, asked) for p in self.passages for text in _of(p)]
        return sorted(found, key=lambda s: (-s.points, s.of.lang != self.lang))


def task(prompt: Prompt) -> Task:
    """The last message that shows passages: those before are examples, those after ask for repair."""
    text = next(m.text for m in reversed(prompt.messages) if "=== passage " in m.text)
    return Task(
        question=question(text),
        lang="ko" if "The text is in Korean" in text else "en",
        passages=tuple(_shown(match) for match in _PASSAGE.finditer(text)),
    )


def question(text: str) -> str:
    """The last question in a message."""
    return [match[2] for match in _QUESTION.finditer(text)][-1]


def quotes(text: str) -> Sequence[str]:
    """The quotes in a message that asks for a second opinion."""
    return [match[2] for match in _QUOTE.finditer(text)]


def _shown(match: re.Match[str]) -> Shown:
    fields = dict(_FIELD.findall(match[3]))
    return Shown(
        key=match[1],
        voice=fields.get("voice", ""),
        author=fields.get("author", ""),
        lang=fields.get("language", "en"),
        title=fields.get("title", ""),
        text=match[4],
    )


def _of(shown: Shown) -> list[str]:
    texts = [shown.text[start:end] for start, end in sentences(shown.text, shown.lang)]
    return [text for text in texts if len(content_terms(text)) > 2 and len(text) < 500]


def _sentence(shown: Shown, text: str, asked: set[str]) -> Sentence:
    own, near = (
        len(asked & set(terms(words))) / max(1, len(asked))
        for words in (text, f"{shown.title} {text}")
    )
    return Sentence(of=shown, text=text, own=own, points=(own + near) / 2)
