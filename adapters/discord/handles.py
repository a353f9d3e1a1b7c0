"""Where to reply, and what was posted, as texts that outlive the process. Pure."""

from dataclasses import dataclass
from typing import Self

from adapters.discord.drawing import Mode
from bot.talk import Handle


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a question came from."""

    channel: int  # where the reply is sent; a thread's own id
    guild: int | None = None
    message: int | None = None  # the question, to reply under it
    interaction: int | None = None  # a command or a press of a button
    application: int = 0
    token: str = ""  # of the interaction; opens its reply for a quarter of an hour
    threads: bool = False  # a thread can be started there
    stands: bool = False  # the reply of the interaction is a message that stood there before it

    @property
    def since(self) -> int:
        """What every reply to it is newer than."""
        return self.message or self.interaction or 0

    @property
    def shows_status(self) -> bool:
        """Whether something of ours is in place of the reply until that is there."""
        return bool(self.token) and not (self.message or self.stands)

    def handle(self) -> Handle:
        """To be kept with the question."""
        parts = {
            "channel": str(self.channel),
            "guild": _text(self.guild),
            "message": _text(self.message),
            "interaction": _text(self.interaction),
            "application": _text(self.application),
            "token": self.token,
            "threads": "1" if self.threads else "",
            "stands": "1" if self.stands else "",
        }
        return {name: value for name, value in parts.items() if value}

    @classmethod
    def of(cls, handle: Handle) -> Self:
        """What was kept."""
        return cls(
            channel=int(handle["channel"]),
            guild=_number(handle, "guild"),
            message=_number(handle, "message"),
            interaction=_number(handle, "interaction"),
            application=_number(handle, "application") or 0,
            token=handle.get("token", ""),
            threads=bool(handle.get("threads")),
            stands=bool(handle.get("stands")),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A reply of ours."""

    channel: int
    message: int
    guild: int | None = None
    mode: Mode = Mode.COMPONENTS  # components can never be taken back from a message
    original: bool = False  # it is the reply of the interaction itself

    def handle(self) -> Handle:
        """To be kept with the question."""
        return {
            "channel": str(self.channel),
            "message": str(self.message),
            "mode": self.mode.value,
            **({"guild": str(self.guild)} if self.guild else {}),
            **({"original": "1"} if self.original else {}),
        }

    @classmethod
    def of(cls, handle: Handle) -> Self:
        """What was kept."""
        return cls(
            channel=int(handle["channel"]),
            message=int(handle["message"]),
            guild=_number(handle, "guild"),
            mode=Mode(handle.get("mode", Mode.COMPONENTS)),
            original=bool(handle.get("original")),
        )


def _text(number: int | None) -> str:
    return str(number) if number else ""


def _number(handle: Handle, name: str) -> int | None:
    return int(handle[name]) if handle.get(name) else None
