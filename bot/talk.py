"""The words of conversations: who asked, where and how, and what was posted. Frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.types import Reply

Handle = Mapping[str, str]  # what only a platform understands: ids of messages, reply tokens

EVERYWHERE = "*"  # the channel of preferences that hold for a whole server or workspace


class Via(StrEnum):
    """How a question came."""

    MENTION = "mention"
    REPLY = "reply"  # to a message of the bot
    THREAD = "thread"  # a further message in a thread that the bot is in
    DIRECT = "direct"  # a direct message
    COMMAND = "command"
    ABOUT = "about"  # "Ask about this message"
    SHARED = "shared"  # a private answer that its asker shows to the channel
    AGAIN = "again"  # the same question, asked once more by a button


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where people talk. A thread has its own id in `thread`; `channel` is the channel it belongs to."""

    platform: str  # discord, slack
    tenant: (
        str  # server or workspace; where there is none, such as in Discord's messages to a bot: "-"
    )
    channel: str
    thread: str | None = None
    direct: bool = False  # between one person and the bot


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as it arrived. Two deliveries of one message have the same `key`."""

    key: str  # identity of the message, unique over all platforms and for ever
    place: Place
    user: str  # the asker's id
    text: str  # without the mention of the bot
    at: datetime  # when it was asked
    via: Via
    private: bool = False  # only the asker is to see the reply
    lang: str | None = None  # of the asker's settings, for questions whose own language is unclear
    timezone: str | None = None  # IANA name, where the platform tells it
    about: str | None = None  # text of the message that is asked about
    source: str | None = None  # id of the one source to search, when the asker named one
    follows: str | None = (
        None  # id of the message that it replies to, or that its thread began with
    )
    handle: Handle = field(default_factory=dict)  # how to reply


class State(StrEnum):
    """How far a question is."""

    WAITING = "waiting"
    POSTED = "posted"
    WITHDRAWN = "withdrawn"  # its asker deleted it
    FAILED = "failed"  # nothing can be posted there
    FORGOTTEN = "forgotten"  # at its asker's wish: only that it was answered is known, for a day


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """No reply could be made. `reference` finds it in the log; `message` is fit for a user."""

    lang: str
    reference: str
    message: str | None = None  # None: the cause is only for the log


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A question and what became of it. `id` names it in buttons."""

    id: str  # 16 hexadecimal digits, from the key
    asked: Asked
    received: datetime
    version: int  # raised by each edit of the question
    state: State
    outcome: Reply | Failure | None = None
    answered: int | None = None  # the version that `outcome` answers
    shown: int | None = None  # the version whose outcome was posted
    posted: Handle | None = None  # where
    posting: bool = False  # somebody began to post it, and has not noted how that ended


class Admission(StrEnum):
    """What becomes of a question when it arrives."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"  # known already: nothing is to be done
    USER_LIMIT = "user_limit"
    CHANNEL_LIMIT = "channel_limit"
    BUSY = "busy"  # too many questions wait
    OFF = "off"  # switched off in this channel
    NO_DIRECT = "no_direct"  # direct messages are not answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The answer to receiving a question. Once it is given, the question cannot be lost."""

    admission: Admission
    id: str  # names the question in buttons
    lang: str  # of the bot's own words to this asker
    until: datetime | None = None  # when a limit ends
    ahead: int = 0  # questions that wait before this one


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What holds in a channel."""

    on: bool = True
    sources: frozenset[str] | None = None  # ids of the sources that may be searched; None: all
    lang: str | None = None  # "en" or "ko" for the bot's words; None: that of each question
    private: bool = False  # replies to commands are for the asker alone
    direct: bool = True  # whether direct messages are answered; of a whole server or workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """Since when earlier questions count for limits."""

    user: datetime
    channel: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What decides on a new question."""

    known: Kept | None  # a question with the same key
    preferences: Preferences
    by_user: tuple[datetime, ...]  # when this person asked in this tenant, oldest first
    in_channel: tuple[datetime, ...]  # when anybody asked in this channel, oldest first
    waiting: int  # questions that wait


class Rating(StrEnum):
    """What a reader thinks of an answer."""

    UP = "up"
    DOWN = "down"
    WRONG_CITATION = "wrong_citation"


class Reason(StrEnum):
    """Why an answer is no good."""

    UNTRUE = "untrue"
    OFF_TOPIC = "off_topic"
    OLD = "old"
    INCOMPLETE = "incomplete"
    CITATION = "citation"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """One reader's view of one answer; a later one replaces it."""

    id: str  # of the answer
    user: str
    rating: Rating
    reason: Reason | None = None
    note: str = ""
    citation: int | None = None  # the number of the citation that is wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What was deleted at a person's wish."""

    questions: int
    ratings: int
