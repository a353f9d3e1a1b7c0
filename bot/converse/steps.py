"""What is to be done next for a question, and the question that is put to the desk. Pure."""

import hashlib
from dataclasses import replace
from datetime import datetime, tzinfo
from enum import Enum, auto

from bot import wording
from bot.asked import asked_in
from bot.present import Card, failure_card, reply_card
from bot.talk import Asked, Failure, Kept, Preferences, State, Via
from bot.types import Question

_ABOUT = 500  # characters of a message asked about that are searched with the question
_UNDER_THE_QUESTION = frozenset({Via.MENTION, Via.REPLY, Via.THREAD, Via.DIRECT})


class Step(Enum):
    """What brings a question nearer to its end."""

    NONE = auto()
    ANSWER = auto()
    SHOW = auto()
    WITHDRAW = auto()


def next_step(kept: Kept | None) -> Step:
    """Compares what is wanted with what is there; so it may be asked again at any time."""
    if kept is None or kept.state in {State.FAILED, State.FORGOTTEN}:
        return Step.NONE
    if kept.state is State.WITHDRAWN:
        return Step.WITHDRAW if kept.posted or kept.posting else Step.NONE
    if kept.answered != kept.version:
        return Step.ANSWER
    return Step.NONE if kept.shown == kept.version else Step.SHOW


def new_id(key: str) -> str:
    """The name of a question in buttons: 16 hexadecimal digits that tell nothing about it."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def reply_lang(asked: Asked, preferences: Preferences) -> str:
    """Of the bot's own words: as set, else the question's, else the asker's, else English."""
    return preferences.lang or asked_in(asked.text) or wording.known(asked.lang)


def question(asked: Asked, preferences: Preferences, timezone: str) -> Question:
    """What is put to the desk. "Last week" is counted from when the question was asked."""
    return Question(
        text=_text(asked),
        now=asked.at,
        timezone=asked.timezone or timezone,
        lang=reply_lang(asked, preferences),
        sources=_sources(asked, preferences),
    )


def outcome_card(kept: Kept, now: datetime, zone: tzinfo) -> Card | None:
    """The outcome as it is shown where it was asked for; None when there is none."""
    if kept.outcome is None:
        return None
    asked = kept.asked
    if isinstance(kept.outcome, Failure):
        card = failure_card(kept.id, kept.outcome)
    else:
        card = reply_card(kept.id, kept.outcome, now, zone)
    return replace(
        card,
        private=asked.private,
        shared_by=asked.user if asked.via is Via.SHARED else None,
        asked=None if asked.via in _UNDER_THE_QUESTION else asked.text or asked.about,
    )


def _text(asked: Asked) -> str:
    about = (asked.about or "").strip()[:_ABOUT]
    return " ".join(part for part in (asked.text.strip(), about) if part)


def _sources(asked: Asked, preferences: Preferences) -> frozenset[str] | None:
    """The source that was named, if it may be searched here."""
    if asked.source is None:
        return preferences.sources
    named = frozenset({asked.source})
    return named if preferences.sources is None else named & preferences.sources
