"""The guarded GET: every hop is checked, takes its turn and is limited; answers become Fetched or one of our errors."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin

import httpx2

from retrieval.dates import parse_date
from retrieval.errors import Absent, Busy, Forbidden, SourceUnavailable
from retrieval.ports import Fetched
from retrieval.urls import host, shown
from retrieval.web.client import Answer, WebClient
from retrieval.web.guard import Opening, check_url
from retrieval.web.politeness import Politeness

Permit = Callable[[str], Awaitable[None]]

_OK = frozenset({200, 203})
_UNCHANGED = 304
_PERMANENT = frozenset({301, 308})
_REDIRECTS = _PERMANENT | {302, 303, 307}
_REFUSALS = {
    401: "wants a login",
    403: "refuses to be read by us",
    407: "wants a login",
    451: "may not show this for legal reasons",
}
_GONE = {404: "does not exist", 410: "is gone for good"}
_BUSY = frozenset({429, 503})
_BUSY_SECONDS = 60.0  # when the host names no time


@dataclass(frozen=True, slots=True, kw_only=True)
class Landing:
    """Where a chain of redirects ended, with whatever status."""

    url: str
    answer: Answer
    moved_to: str | None  # set when every hop was a permanent redirect


class Walker:
    """Follows redirects by hand."""

    def __init__(
        self,
        *,
        client: WebClient,
        politeness: Politeness,
        clock: Callable[[], float],
        openings: Iterable[Opening] = (),
    ) -> None:
        self._client = client
        self._politeness = politeness
        self._clock = clock
        self._openings = tuple(openings)

    async def walk(
        self, url: str, headers: dict[str, str], permit: Permit | None = None
    ) -> Landing:
        """Raises SourceUnavailable, Forbidden, BadInput; `permit` may, before each hop.

        `headers` go to `url` alone: what one address gave us to compare with says nothing at another.
        """
        limits = self._client.limits
        here, permanent, left = url, True, limits.seconds
        for _ in range(limits.redirects + 1):
            answer, took = await self._hop(here, headers if here == url else {}, left, permit)
            left -= took
            if answer.status not in _REDIRECTS:
                moved = here if permanent and here != url else None
                return Landing(url=here, answer=answer, moved_to=moved)
            permanent = permanent and answer.status in _PERMANENT
            here = _target(here, answer.headers)
        raise SourceUnavailable(f"{shown(url)} redirects without end; its host must mend that")

    async def _hop(
        self, url: str, headers: dict[str, str], seconds: float, permit: Permit | None
    ) -> tuple[Answer, float]:
        check_url(url, self._openings)
        if permit:
            await permit(url)
        async with self._politeness.turn(host(url)):
            started = self._clock()
            answer = await self._client.get(url, headers, seconds)
            if answer.status in _BUSY:
                self._politeness.hold(host(url), retry_after(answer.headers) or _BUSY_SECONDS)
            return answer, self._clock() - started


class GuardedFetcher:
    """Implements Fetcher. With `permit` it asks before each hop, as for pages that nobody named."""

    def __init__(self, walker: Walker, permit: Permit | None = None) -> None:
        self._walker = walker
        self._permit = permit

    async def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched:
        """See Fetcher."""
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in conditions.items() if value}
        asked = urldefrag(url).url
        landing = await self._walker.walk(asked, headers, self._permit)
        answer, own = landing.answer, landing.url == asked
        if answer.status not in _OK and not (answer.status == _UNCHANGED and headers and own):
            raise _refusal(landing.url, answer)
        return Fetched(
            url=landing.url,
            status=_UNCHANGED if answer.status == _UNCHANGED else 200,
            content_type=answer.media_type,
            charset=answer.charset,
            body=answer.body,
            etag=answer.headers.get("etag") if own else None,
            last_modified=answer.headers.get("last-modified") if own else None,
            moved_to=landing.moved_to,
        )


def retry_after(headers: httpx2.Headers) -> float | None:
    """Seconds that a host asks for; a date counts from the host's own clock."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    until, now = parse_date(value), parse_date(headers.get("date"))
    return max(0.0, (until - now).total_seconds()) if until and now else None


def _target(url: str, headers: httpx2.Headers) -> str:
    location = headers.get("location", "").strip()
    if not location:
        raise SourceUnavailable(f"{shown(url)} redirects to nowhere; its host must mend that")
    try:
        return urldefrag(urljoin(url, location)).url
    except ValueError as e:
        raise SourceUnavailable(
            f"{shown(url)} redirects to no web address; its host must mend that"
        ) from e


def _refusal(url: str, answer: Answer) -> SourceUnavailable:
    where, status = shown(url), answer.status
    if status in _REFUSALS:
        return Forbidden(
            f"{where}: the host {_REFUSALS[status]} ({status}); ask its owner, or leave it out"
        )
    if status in _GONE:
        return Absent(f"{where} {_GONE[status]} ({status}); check the address")
    wait = retry_after(answer.headers)
    if status in _BUSY:
        when = f"in {wait:.0f} s" if wait else "later"
        what = f"the host is busy ({status}); it will be tried again {when}"
        return Busy(f"{where}: {what}", retry_after=wait)
    return SourceUnavailable(f"{where} answered {status} in place of a page; try again later")
