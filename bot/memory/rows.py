"""Rows to values and back. Pure."""

import json
from dataclasses import replace
from typing import Any, cast

from pydantic import TypeAdapter
from sqlalchemy import Row

from bot import wire
from bot.talk import Asked, Failure, Feedback, Handle, Kept, Preferences, State
from bot.types import Reply

Values = dict[str, Any]

_ASKED = TypeAdapter(Asked)
_FAILURE = TypeAdapter(Failure)
_PREFERENCES = TypeAdapter(Preferences)
_FAILED = "failure"


def question_values(kept: Kept) -> Values:
    """Columns of a question, but for what `begin_posting` and `end_posting` set."""
    asked = kept.asked
    return {
        "key": asked.key,
        "id": kept.id,
        "platform": asked.place.platform,
        "tenant": asked.place.tenant,
        "channel": asked.place.channel,
        "user": asked.user,
        "received": kept.received,
        "state": kept.state.value,
        "version": kept.version,
        "asked": _ASKED.dump_json(asked).decode(),
        "outcome": None if kept.outcome is None else outcome_text(kept.outcome),
        "answered": kept.answered,
    }


def kept_of(row: Row[Any]) -> Kept:
    """A question from its row."""
    return Kept(
        id=row.id,
        asked=asked_of(row.asked),
        received=row.received,
        version=row.version,
        state=State(row.state),
        outcome=None if row.outcome is None else _outcome_of(row.outcome),
        answered=row.answered,
        shown=row.shown,
        posted=handle_of(row.posted),
        posting=row.posting_by is not None,
    )


def readable(row: Row[Any]) -> Kept | None:
    """A question from its row; None for what another version wrote and this one cannot read."""
    try:
        return kept_of(row)
    except ValueError:
        return None


def asked_of(text: str) -> Asked:
    """A question as it arrived, from what is stored."""
    return _ASKED.validate_json(text)


def handle_of(text: str | None) -> Handle | None:
    """Where a reply was posted, from what is stored."""
    return None if text is None else cast(Handle, json.loads(text))


def forgotten_values(row: Row[Any]) -> Values:
    """What a question's row is changed to when its asker wants it forgotten."""
    blank = replace(
        asked_of(row.asked),
        text="",
        about=None,
        handle={},
        lang=None,
        timezone=None,
        source=None,
        follows=None,
    )
    return {
        "asked": _ASKED.dump_json(blank).decode(),
        "outcome": None,
        "posted": None,
        "posting_by": None,
        "state": State.FORGOTTEN.value,
        "version": row.version + 1,
    }


def posted_text(posted: Handle | None) -> str | None:
    """Where a reply was posted, as it is stored."""
    return None if posted is None else json.dumps(dict(posted))


def rating_values(feedback: Feedback) -> Values:
    """Columns that a reader's view brings itself."""
    return {
        "question": feedback.id,
        "user": feedback.user,
        "rating": feedback.rating.value,
        "reason": feedback.reason.value if feedback.reason else None,
        "note": feedback.note,
        "citation": feedback.citation,
    }


def preferences_text(value: Preferences) -> str:
    """Preferences as they are stored."""
    return _PREFERENCES.dump_json(value).decode()


def preferences_of(text: str) -> Preferences:
    """Preferences from what is stored."""
    return _PREFERENCES.validate_json(text)


def outcome_text(outcome: Reply | Failure) -> str:
    """What became of a question, as it is stored."""
    if isinstance(outcome, Failure):
        fields = _FAILURE.dump_python(outcome, mode="json")
        return json.dumps({"kind": _FAILED, **fields}, ensure_ascii=False)
    return json.dumps(wire.dump(outcome), ensure_ascii=False)


def _outcome_of(text: str) -> Reply | Failure:
    data = json.loads(text)
    if data["kind"] == _FAILED:
        del data["kind"]
        return _FAILURE.validate_python(data)
    return wire.load_reply(data)
