"""The words of writing: what a language model is given, and what it brings. Frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of a prompt."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What a model is asked. It is to answer with one JSON object of this schema."""

    messages: tuple[Message, ...]
    schema: Mapping[str, Any]  # JSON Schema
    name: str  # of the schema: letters, digits, underscores
    longest: int  # tokens that the model may write


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a model wrote. It is hostile until it has been checked."""

    text: str
    whole: bool  # it came to its end by itself
    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A sentence as a model wrote it, with the keys and words that it gives for it."""

    text: str
    quotes: tuple[tuple[str, str], ...]  # key of a passage, words said to stand in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An answer as a model wrote it. `answered` is what it says itself."""

    answered: bool
    statements: tuple[Drafted, ...] = ()
