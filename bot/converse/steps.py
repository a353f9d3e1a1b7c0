"""What is to be done next for a question, and the question that is put to the desk. Pure."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from enum import Enum, auto

from bot import wording
from bot.asked import asked_in
from bot.present import Card, failure_card, reply_card
from bot.talk import Asked, Failure, Kept, Preferences, State, Via
from bot.types import Answer, Question, Reply, Spender, Turn

_ABOUT = 500  # characters of a message asked about that are searched with the question
_REPLY = 600  # characters of an earlier reply that may explain a question
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


def question(
    asked: Asked, preferences: Preferences, timezone: str, earlier: Iterable[Turn] = ()
) -> Question:
    """What is put to the desk. "Last week" is counted from when the question was asked.

    A question about a message stands on its own, with that message.
    """
    place = asked.place
    return Question(
        text=_text(asked),
        now=asked.at,
        timezone=asked.timezone or timezone,
        lang=reply_lang(asked, preferences),
        sources=_sources(asked, preferences),
        earlier=() if asked.about else tuple(earlier),
        spender=Spender(
            platform=place.platform,
            tenant=place.tenant,
            channel=place.channel,
            user=asked.user,
        ),
    )


def turns(kept: Sequence[Kept]) -> tuple[Turn, ...]:
    """Earlier questions as a conversation, in their order; what was shared with others counts once."""
    return tuple(dict.fromkeys(_turn(one) for one in kept))


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


def _turn(kept: Kept) -> Turn:
    """The outcome of an earlier version of a question says nothing about this one."""
    outcome = kept.outcome if kept.answered == kept.version else None
    if outcome is None or isinstance(outcome, Failure):
        return Turn(question=_text(kept.asked), reply="")
    return Turn(question=outcome.reworded or _text(kept.asked), reply=_said(outcome))


def _said(reply: Reply) -> str:
    statements = reply.statements if isinstance(reply, Answer) else ()
    return " ".join(statement.text for statement in statements)[:_REPLY]


def _text(asked: Asked) -> str:
    about = (asked.about or "").strip()[:_ABOUT]
    return " ".join(part for part in (asked.text.strip(), about) if part)


def _sources(asked: Asked, preferences: Preferences) -> frozenset[str] | None:
    """The source that was named, if it may be searched here."""
    if asked.source is None:
        return preferences.sources
    named = frozenset({asked.source})
    return named if preferences.sources is None else named & preferences.sources
