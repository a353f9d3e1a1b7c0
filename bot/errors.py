"""What the bot raises on purpose. Each message is one line fit for a user."""

from datetime import datetime


class BotError(Exception):
    """The root of the bot's own errors."""


class BadRequest(BotError):
    """Something asked for cannot be done as asked: what, where, how to mend it."""


class AlreadyRunning(BotError):
    """Another process holds the data folder."""

    def __init__(self, message: str, *, url: str | None = None) -> None:
        super().__init__(message)
        self.url = url  # where its local API answers, when it serves one


class ServerUnreachable(BotError):
    """A server holds the data folder but does not answer."""


class NotAllowed(BotError):
    """Somebody without the permission for it asked for something."""


class PlatformRefused(BotError):
    """A chat platform does not let us do this there. The message says why, in words for its users."""


class PlatformBusy(BotError):
    """A chat platform did not do it; it may be tried again in `after` seconds."""

    def __init__(self, message: str, *, after: float = 1.0) -> None:
        super().__init__(message)
        self.after = after


class PlatformUnsure(BotError):
    """Nobody can tell whether a chat platform did it."""


class WriterUnavailable(BotError):
    """A language model's server could not be reached, or broke off."""


class WriterSlow(WriterUnavailable):
    """It took longer than it may."""


class WriterBusy(WriterUnavailable):
    """It takes no more requests for now."""


class WriterRefused(WriterUnavailable):
    """It will not do this: a wrong key, an unknown model, a request that it does not understand."""


class OverBudget(BotError):
    """A model's work would cost more than is allowed."""

    def __init__(self, whose: str, *, until: datetime | None) -> None:
        what = f"is used up until {until:%Y-%m-%d %H:%M %Z}" if until else "is less than one answer"
        super().__init__(f"the budget of the {whose} {what}")
        self.whose = whose  # user, channel, tenant or house
        self.until = until  # None: it never suffices
