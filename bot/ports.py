"""What adapters ask of the bot, and what the bot asks of the outside."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from bot.administration import Admin, Follower
from bot.drafts import Prompt, Written
from bot.panels import Panel
from bot.present import Card
from bot.talk import (
    Asked,
    Feedback,
    Forgotten,
    Handle,
    Kept,
    Place,
    Preferences,
    Receipt,
    Situation,
    Windows,
)
from bot.types import Progress, Question, Quoted, Reply, Spender, Statement, Status
from retrieval.types import Run, Source

Sending = Callable[[], Awaitable[None]]
Tell = Callable[[Progress], Awaitable[None]]
Decide = Callable[[Asked, Situation], Kept | None]


async def quietly(_progress: Progress) -> None:
    """For who need not know how far an answer is."""


class Desk(Protocol):
    """The bot as platforms and commands see it, in this process or behind a running server."""

    async def ask(self, question: Question, tell: Tell = quietly) -> Reply:
        """Answer or abstain, and tell how far it is. Raises RetrievalError when the store or the
        embedding model fails; a language model that fails is no exception: the answer is quotes.
        """

    async def status(self) -> Status:
        """Sources, coverage, indexes and recent runs."""

    async def ingest(self, location: str, *, asked_by: str) -> Run:
        """Add a source by URL or path if it is new, and read it now. Raises BadRequest.

        A source that cannot be read is no exception: the run says `failed` and why.
        """

    async def refresh(self, source_id: str, *, asked_by: str, confirmed: str | None = None) -> Run:
        """Read a known source now. Raises BadRequest for an unknown one.

        `confirmed`: the `held_mark` of what was seen and may be deleted now. Of just these texts goes what is
        still missing; nothing does, if others wait by now.
        """

    async def quoted(
        self, document_id: str, spans: Sequence[tuple[int, int]] = ()
    ) -> Quoted | None:
        """A stored document to show; None when unknown or gone. Spans outside it are left out."""


class Newsroom(Desk, Protocol):
    """A desk that also knows what has become of the replies that it gave."""

    async def rechecked(self, reply: Reply) -> Reply:
        """What of an earlier reply may still be shown: without what was deleted since, or changed.

        Raises StoreUnavailable.
        """


class Front(Protocol):
    """The bot as chat platforms see it. Every method may raise StoreUnavailable."""

    admin: Admin  # for those who run the bot

    async def receive(self, asked: Asked) -> Receipt:
        """Take a question in. When this returns ACCEPTED it is stored and will be replied to once.

        Call it before the platform is told that the event arrived, and as often as the event comes.
        """

    async def edited(self, asked: Asked) -> Receipt | None:
        """The asker changed a question: the reply is made anew and replaces the earlier one.

        A message that was no question before is received as one. None: nothing changed.
        """

    async def deleted(self, key: str) -> None:
        """The asker deleted a question: its reply is withdrawn. Unknown keys are remembered, too,
        since a deletion may arrive before the question.
        """

    async def kept(self, id: str) -> Kept | None:
        """A question and its outcome, for buttons; None when it is no longer kept."""

    async def card(self, kept: Kept) -> Card | None:
        """The outcome as it is shown; None when there is none yet."""

    async def why(self, kept: Kept, lang: str) -> Sequence[str]:
        """How its outcome came about, as plain paragraphs: what was read, dropped and spent, and why."""

    async def latest(self, place: Place, user: str) -> Kept | None:
        """What a person asked last in a channel or thread, for who asks why; None: nothing is kept."""

    async def share(self, id: str, by: str, handle: Handle) -> Receipt | None:
        """Show a private answer to its channel: a new message, posted by way of `handle`.

        Only its asker may, and only once: DUPLICATE then. None: not theirs, not private, or gone.
        """

    async def again(self, id: str, by: str, handle: Handle) -> Receipt | None:
        """Answer a question that failed once more, in place of the failure where it was posted.

        `handle` replies to it where nothing was posted. None: not theirs, did not fail, or gone.
        """

    async def rate(self, feedback: Feedback) -> bool:
        """Keep a reader's view; False when the answer is no longer kept."""

    async def preferences(self, place: Place) -> Preferences:
        """What holds in a channel, with what its server or workspace says for all of them."""

    async def prefer(
        self, place: Place, preferences: Preferences, *, by: str, admin: bool
    ) -> Preferences:
        """Set what holds in a channel; `direct` is set for the whole tenant. Raises NotAllowed."""

    async def sources(self, place: Place) -> Sequence[Source]:
        """The sources that may be searched there; all of them for the channel EVERYWHERE."""

    async def forget(self, platform: str, tenant: str, user: str) -> Forgotten:
        """Delete what is kept of a person."""

    async def left(self, platform: str, tenant: str) -> None:
        """The bot was removed from a server or workspace: delete what is kept of it."""

    def now(self) -> datetime:
        """The time."""


class Platform(Protocol):
    """A place where people talk. Parses events, renders cards, decides nothing.

    `post`, `edit` and `withdraw` raise PlatformBusy when it is certain that nothing was done and it
    may be tried again, PlatformUnsure when it is not known whether it was done, and PlatformRefused
    when it cannot be done there.
    """

    name: str

    async def run(self, front: Front) -> None:
        """Connect, and deliver events until cancelled. Raises BadRequest when a token is refused."""

    async def connected(self) -> bool:
        """Whether events arrive now."""

    def working(self, asked: Asked) -> AbstractAsyncContextManager[Tell]:
        """Show that a question is being worked on, for as long as the block runs. Never raises.

        The block may tell how far it is; that returns at once, and never raises either.
        """

    async def post(self, asked: Asked, card: Card, sending: Sending) -> Handle:
        """Reply, once: as the asker's message, command or thread wants it.

        `sending` is awaited right before a request that must not be repeated, and stops it by raising.
        A crash after that costs a look (`find`) for what may have been posted; one before costs nothing.
        """

    async def edit(self, asked: Asked, card: Card, posted: Handle) -> Handle:
        """Replace a reply. Posts anew when the earlier one was deleted by someone."""

    async def find(self, asked: Asked, id: str) -> Handle | None:
        """Look whether a reply was posted of which no record was made; None when there is none.

        Raises PlatformUnsure when that cannot be found out.
        """

    async def withdraw(self, asked: Asked, posted: Handle) -> None:
        """Delete a reply. One that is gone already is well."""

    async def tell(self, asked: Asked, card: Card) -> None:
        """Tell the asker alone, by whatever way is left. Raises PlatformRefused when there is none."""

    async def report(self, follower: Follower, panel: Panel) -> None:
        """Edit the message that shows how a run goes. Raises as `edit` does; PlatformRefused where that
        message is gone or can be edited no more.
        """


class Writer(Protocol):
    """A language model. `model` names it to people."""

    model: str

    async def write(self, prompt: Prompt) -> Written:
        """One answer. Raises WriterUnavailable and its kinds. Cancelling it ends the request."""

    async def close(self) -> None:
        """End its connections."""


class SecondOpinion(Protocol):
    """Somebody else's view of statements that have passed the checks. It may reject, never rescue."""

    async def against(self, statements: Sequence[Statement]) -> Sequence[str | None]:
        """For each statement why it should not be shown, or None. Raises WriterUnavailable,
        ModelUnavailable.
        """

    async def close(self) -> None:
        """Let go what it holds."""


class Budgets(Protocol):
    """What a model's work may cost. Every method may raise StoreUnavailable."""

    async def reserve(self, spender: Spender | None, tokens: int, cost: float, at: datetime) -> str:
        """Set aside the most that an answer may take; the id of that. Raises OverBudget."""

    async def settle(self, id: str, tokens: int, cost: float) -> None:
        """Note what it took instead of what was set aside."""


class Memory(Protocol):
    """What is kept of conversations. Every method may raise StoreUnavailable."""

    async def admit(self, batch: Sequence[Asked], times: Windows, decide: Decide) -> None:
        """Let questions in, in one transaction and one after the other.

        `decide` is given each question with its situation, and returns what is to be stored under its
        key, or None. A situation knows the questions of the batch that were let in before it.
        """

    async def add(self, kept: Kept) -> bool:
        """Store a question unless one is there under its key; then False."""

    async def load(self, key: str) -> Kept | None:
        """By identity of the message."""

    async def by_id(self, id: str) -> Kept | None:
        """By the name in buttons."""

    async def latest(self, place: Place, user: str) -> Kept | None:
        """The last question of a person in a channel, and in its thread if there is one, with an outcome."""

    async def save(self, kept: Kept, *, expected: int) -> bool:
        """Store what changed, unless the version in the store is no longer `expected`; then False."""

    async def rewrite(self, was: Kept, outcome: Reply) -> bool:
        """Put another outcome in the place of the one that a question had, with its version, state and
        ratings as they are; False when the question was answered anew meanwhile.
        """

    async def posting(self, key: str) -> tuple[str, datetime] | None:
        """Who began to post a reply and has not ended, since when; None when nobody did."""

    async def begin_posting(
        self, key: str, by: str, at: datetime, *, instead_of: str | None
    ) -> bool:
        """Note that a reply is about to be posted; False when one was, or somebody else is at it.

        `instead_of`: who began and is known to have gone.
        """

    async def stop_posting(self, key: str, by: str | None) -> None:
        """Note that what this one began, or whoever did, is no longer of interest."""

    async def end_posting(self, key: str, posted: Handle | None, shown: int | None) -> None:
        """Note where a reply stands now, if anywhere, and which version it shows.

        The question waits no more, unless it was changed meanwhile.
        """

    async def earlier(self, asked: Asked, since: datetime, most: int) -> Sequence[Kept]:
        """Questions that this one may lean on, oldest first, answered or not: of its thread, of the
        message that it follows, or else the same person's last ones in the same place.
        """

    async def waiting(self, before: datetime) -> Sequence[Kept]:
        """Questions that came before a time and on which something is to be done, oldest first."""

    async def rate(self, feedback: Feedback, at: datetime) -> None:
        """Keep a reader's view; a later one of the same reader replaces it."""

    async def preferences(self, place: Place) -> Preferences:
        """What was set for a channel and, for direct messages, for its tenant."""

    async def prefer(self, place: Place, preferences: Preferences, by: str, at: datetime) -> None:
        """Set what holds in a channel, and note who did it."""

    async def forget(self, platform: str, tenant: str, user: str) -> Forgotten:
        """Delete the ratings of a person in a tenant, and all of their questions but who, where and when."""

    async def forget_tenant(self, platform: str, tenant: str) -> None:
        """Delete everything of a tenant."""

    async def expire(self, before: datetime, *, forgotten: datetime) -> int:
        """Delete questions and ratings that are older, and forgotten ones; how many questions."""
