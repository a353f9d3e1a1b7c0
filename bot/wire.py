"""The words of answering as JSON, and back: for the local API and whoever calls it.

Each `load_*` takes what `json.loads` gives and raises ValueError, naming the place, for anything else
than what `dump` writes.
"""

from collections.abc import Hashable
from datetime import datetime
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

from bot.administration import Act
from bot.insight import Case
from bot.types import Abstention, Answer, Question, Quoted, Reply, Status
from retrieval.types import Generation, Run, Source

Json = Any  # what json.dumps takes
Word = Question | Answer | Abstention | Status | Run | Quoted | Source | Generation | Act | Case
W = TypeVar("W", bound=Word)

MOST_TURNS = 10  # of a conversation
ANSWER, ABSTENTION = "answer", "abstention"


def dump(value: Word) -> Json:
    """A value as JSON; a reply carries `kind`."""
    fields = _adapter(cast(Hashable, type(value))).dump_python(value, mode="json")
    kind = _kind(value)
    return {"kind": kind, **fields} if kind else fields


def load_reply(data: Json) -> Reply:
    """A reply by its `kind`."""
    kind, fields = _parted(data)
    if kind == ANSWER:
        return _read(Answer, fields)
    if kind == ABSTENTION:
        return _read(Abstention, fields)
    raise ValueError(f"a reply is an {ANSWER} or an {ABSTENTION}, not {kind!r}")


def load_status(data: Json) -> Status:
    """A status."""
    return _read(Status, data)


def load_run(data: Json) -> Run:
    """A run."""
    return _read(Run, data)


def load_source(data: Json) -> Source:
    """A source."""
    return _read(Source, data)


def load_generation(data: Json) -> Generation:
    """A generation of the indexes."""
    return _read(Generation, data)


def load_act(data: Json) -> Act:
    """A line of the audit log."""
    return _read(Act, data)


def load_quoted(data: Json) -> Quoted:
    """A stored document with its marked spans."""
    return _read(Quoted, data)


def load_question(data: Json, *, now: datetime) -> Question:
    """A question; one without `now` is asked now. Its times must be aware."""
    fields = {"now": now, **data} if isinstance(data, dict) else data
    question = _read(Question, fields)
    if len(question.earlier) > MOST_TURNS:
        raise ValueError(f"earlier: at most {MOST_TURNS} questions")
    if question.now.tzinfo is None:
        raise ValueError("now: a time needs its offset, such as 2025-12-02T09:00:00+09:00")
    return question


def _read(word: type[W], data: Json) -> W:
    value: W = _adapter(cast(Hashable, word)).validate_python(data)
    return value


@cache
def _adapter(word: Hashable) -> TypeAdapter[Any]:
    """Kept, since making one takes far longer than a reply does."""
    made: Any = word
    return TypeAdapter(made)


def _kind(value: Word) -> str | None:
    match value:
        case Answer():
            return ANSWER
        case Abstention():
            return ABSTENTION
        case _:
            return None


def _parted(data: Json) -> tuple[Json, Json]:
    """The kind, and the other fields."""
    if not isinstance(data, dict):
        raise ValueError("a reply is an object")  # noqa: TRY004 - one exception for bad JSON
    return data.get("kind"), {key: value for key, value in data.items() if key != "kind"}
