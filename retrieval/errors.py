"""Everything that retrieval raises on purpose. Each carries one line: what, where, how to mend."""


class RetrievalError(Exception):
    """The root. `str(error)` is fit to be shown to a user."""


class BadInput(RetrievalError):
    """A file, URL or setting that cannot be used as it is."""


class SourceUnavailable(RetrievalError):
    """A source could not be read now; asking again later may work."""

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after  # seconds, where the host named them


class Forbidden(SourceUnavailable):
    """The guard or the host refuses this address; asking again changes nothing."""


class OutOfBounds(Forbidden):
    """Not a public web address; only an administrator can open it."""


class Disallowed(Forbidden):
    """The host keeps robots from this address."""


class Absent(SourceUnavailable):
    """The host says that nothing is there, or not any more."""


class Busy(SourceUnavailable):
    """The host asks to be left alone for a while."""


class StoreUnavailable(RetrievalError):
    """SQL or an index could not be read or written (disk full, locked, damaged)."""


class ModelUnavailable(RetrievalError):
    """The embedding model cannot be loaded."""
