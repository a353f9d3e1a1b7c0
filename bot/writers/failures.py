"""The one table of what goes wrong with a language model's server, in our words."""

import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

import openai

from bot.errors import WriterBusy, WriterRefused, WriterSlow, WriterUnavailable
from bot.writers.completions import words
from retrieval.text import one_line
from retrieval.urls import shown

_SHOWN = 160  # characters of a server's own words
_SECRET = re.compile(r"(?:sk|key|api|bearer)[-_ ][\w*.-]{4,}", re.IGNORECASE)
_LONGEST_WAIT = 3600.0


class Failed(Exception):
    """One request that failed: the error in our words, and what may be done about it."""

    def __init__(
        self,
        error: WriterUnavailable,
        *,
        status: int | None = None,
        said: str = "",
        again: bool = False,
        after: float | None = None,
    ) -> None:
        super().__init__(str(error))
        self.error = error
        self.status = status
        self.said = said  # by the server: hostile, not for the log
        self.again = again  # the same may work in a moment
        self.after = after  # seconds, where the server named them


class Table:
    """Puts failures into words that name the server, and never the key."""

    def __init__(self, url: str, model: str, key: str) -> None:
        self._who = f"the language model's server at {shown(url)}"
        self._model = one_line(model)[:80]
        self._key = key

    def slow(self, seconds: float) -> WriterSlow:
        return WriterSlow(f"{self._who} took longer than {seconds:g} s")

    def told(self, error: WriterUnavailable) -> WriterUnavailable:
        """With the server's name before what it did."""
        return type(error)(f"{self._who}: {error}")

    def failed(self, error: openai.OpenAIError) -> Failed:
        """Whatever the vendor's package raises."""
        match error:
            case openai.APIStatusError():
                return self._status(error)
            case openai.APITimeoutError():
                return Failed(WriterSlow(f"{self._who} did not answer in time"))
            case openai.APIConnectionError():
                what = "could not be reached, or broke off; check NEWSDESK_WRITER_URL"
                return Failed(WriterUnavailable(f"{self._who} {what}"), again=True)
            case _:
                what = f"cannot be asked ({type(error).__name__})"
                return Failed(WriterUnavailable(f"{self._who} {what}"))

    def _status(self, error: openai.APIStatusError) -> Failed:
        status, said = error.status_code, words(error.body)
        return Failed(
            self._error(status, said),
            status=status,
            said=said,
            again=status in {408, 429} or (status >= 500 and status != 501),  # noqa: PLR2004
            after=_after(error.response.headers),
        )

    def _error(self, status: int, said: str) -> WriterUnavailable:
        match status:
            case 401 | 403:
                what = f"refused the key ({status}); set NEWSDESK_WRITER_KEY"
                return WriterRefused(f"{self._who} {what}")
            case 404:
                what = f"has no model {self._model} or another address (404); check"
                names = "NEWSDESK_WRITER_MODEL and NEWSDESK_WRITER_URL"
                return WriterRefused(f"{self._who} {what} {names}{self._quoted(said)}")
            case 429:
                return WriterBusy(f"{self._who} takes no more requests for now (429)")
            case 408 | 504:
                return WriterSlow(f"{self._who} took too long ({status})")
            case _:
                return self._other(status, said)

    def _other(self, status: int, said: str) -> WriterUnavailable:
        if status < 400:  # noqa: PLR2004
            what = f"sends elsewhere ({status}); set NEWSDESK_WRITER_URL to where"
            return WriterRefused(f"{self._who} {what}")
        if status < 500:  # noqa: PLR2004
            what = f"does not take this request ({status}); check NEWSDESK_WRITER_MODEL"
            return WriterRefused(f"{self._who} {what}{self._quoted(said)}")
        return WriterUnavailable(f"{self._who} failed ({status})")

    def _quoted(self, said: str) -> str:
        """Its own words, short, and without anything like a key."""
        bare = said.replace(self._key, "***") if self._key else said
        line = _SECRET.sub("***", one_line(bare))[:_SHOWN]
        return f": {line}" if line else ""


def _after(headers: Mapping[str, str]) -> float | None:
    """Seconds of Retry-After; a date in it is compared with the server's own clock."""
    wanted = headers.get("retry-after", "")
    try:
        seconds = float(wanted)
    except ValueError:
        seconds = _between(headers.get("date", ""), wanted)
    return min(seconds, _LONGEST_WAIT) if seconds >= 0 else None


def _between(now: str, then: str) -> float:
    """Seconds; less than none where one is no date."""
    try:
        return (parsedate_to_datetime(then) - parsedate_to_datetime(now)).total_seconds()
    except (ValueError, TypeError):
        return -1.0
