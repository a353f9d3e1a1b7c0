"""What the bot raises on purpose. Each message is one line fit for a user."""


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
