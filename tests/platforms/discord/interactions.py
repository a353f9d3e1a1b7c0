"""One interaction: what a user did, and what the bot answered to it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from platforms.discord.model import Channel, Choice, Json, Message, User
from platforms.discord.waiting import until

PING, COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 1, 2, 3, 4, 5
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, SUGGEST, OPEN_MODAL = 4, 5, 6, 7, 8, 9


@dataclass(eq=False)
class Interaction:
    """`original`, `followups`, `modal` and `choices` fill as the bot answers."""

    id: int
    token: str
    kind: int
    user: User
    channel: Channel
    data: Json
    find: Callable[[int], Message | None]
    source: Message | None = None  # the message whose component was used
    locale: str = "en-US"
    created: float = field(default_factory=time.monotonic)
    acknowledged: float | None = None  # by time.monotonic()
    answer: int | None = None  # the type of the callback
    ephemeral: bool = False
    original_id: int | None = None
    followup_ids: list[int] = field(default_factory=list)
    modal: Json | None = None
    choices: list[Choice] | None = None
    touched: bool = False  # @original was edited or followed up
    expired: bool = False

    @property
    def acknowledged_after(self) -> float | None:
        """Seconds until the first answer, None while there is none."""
        return None if self.acknowledged is None else self.acknowledged - self.created

    @property
    def original(self) -> Message | None:
        """The message of the answer as it is now, still loading or not."""
        return None if self.original_id is None else self.find(self.original_id)

    @property
    def followups(self) -> list[Message]:
        found = (self.find(each) for each in self.followup_ids)
        return [each for each in found if each is not None]

    @property
    def is_settled(self) -> bool:
        """Whether the user has an answer in hand, not just a sign that one will come."""
        if self.answer == DEFERRED:
            return self.original is None or not self.original.loading
        return self.touched if self.answer in {None, DEFERRED_UPDATE} else True

    async def settled(self, within: float = 15.0) -> Message | None:
        """Wait until the user has an answer in hand, and return its message if it is one."""
        await until(lambda: self.is_settled, within)
        return self.original

    async def answered(self, within: float = 15.0) -> float:
        """Wait for the first answer, deferred or not, and return after how long it came."""
        await until(lambda: self.acknowledged is not None, within)
        return self.acknowledged_after or 0.0
