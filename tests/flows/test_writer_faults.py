"""What becomes of every fault of a model's server: which error, after how many tries, and how soon."""

import asyncio
import gzip
import json
import time
from typing import Any

import pytest
from model_server import Says, model_server, refusal
from opened_writer import KEY, PROMPT, failure, writer

from bot.errors import WriterBusy, WriterRefused, WriterSlow, WriterUnavailable


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
async def test_passing_failures(status: int) -> None:
    """What may pass is asked again."""
    async with model_server(refusal(status), Says(text="ok")) as server, writer(server) as given:
        assert (await given.write(PROMPT)).text == "ok"
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("status", "kind", "mend"),
    [
        (401, WriterRefused, "NEWSDESK_WRITER_KEY"),
        (403, WriterRefused, "NEWSDESK_WRITER_KEY"),
        (404, WriterRefused, "NEWSDESK_WRITER_MODEL and NEWSDESK_WRITER_URL"),
        (400, WriterRefused, "NEWSDESK_WRITER_MODEL"),
        (402, WriterRefused, "does not take this request"),
        (307, WriterRefused, "NEWSDESK_WRITER_URL"),
        (429, WriterBusy, "takes no more requests"),
        (408, WriterSlow, "took too long"),
        (500, WriterUnavailable, "failed"),
    ],
)  # fmt: skip
async def test_failures(status: int, kind: type[WriterUnavailable], mend: str) -> None:
    """Each status has its error, which says what to mend."""
    error, server = await failure(refusal(status, f"bad key {KEY} given"))
    assert type(error) is kind
    assert mend in str(error)
    assert "127.0.0.1" in str(error)
    again = status in {408, 429, 500}
    assert len(server.requests) == (3 if again or status in {400, 404} else 1)


async def test_unknown_model() -> None:
    """A model that is said to be unknown is not asked for in other forms."""
    error, server = await failure(refusal(404, "nope", code="model_not_found"))
    assert isinstance(error, WriterRefused)
    assert "m-1" in str(error)
    assert len(server.requests) == 1


async def test_retry_after() -> None:
    """A server that names a pause gets it."""
    busy = Says(status=429, body=b"{}", headers={"retry-after": "0.3"})
    async with model_server(busy, Says(text="ok")) as server, writer(server) as given:
        began = time.monotonic()
        await given.write(PROMPT)
    assert time.monotonic() - began >= 0.3


async def test_retry_after_a_date() -> None:
    """A date is understood by the server's own clock."""
    dates = {
        "date": "Thu, 26 Nov 2026 10:00:00 GMT",
        "retry-after": "Thu, 26 Nov 2026 10:00:30 GMT",
    }
    error, server = await failure(Says(status=429, body=b"{}", headers=dates))
    assert isinstance(error, WriterBusy)
    assert len(server.requests) == 1


async def test_too_long_a_pause() -> None:
    """A pause that the deadline does not leave is not begun."""
    began = time.monotonic()
    error, server = await failure(Says(status=429, body=b"{}", headers={"retry-after": "60"}))
    assert time.monotonic() - began < 20
    assert isinstance(error, WriterBusy)
    assert len(server.requests) == 1


@pytest.mark.parametrize("fault", ["hang", "trickle"])
async def test_slow(fault: Any) -> None:
    """A server that says nothing, or never ends, is left when the time of a request is over."""
    began = time.monotonic()
    error, server = await failure(Says(fault=fault), timeout=0.2)
    assert time.monotonic() - began < 2.5
    assert isinstance(error, WriterSlow)
    assert len(server.requests) == 1


async def test_deadline() -> None:
    """All tries together have a deadline, whatever a single one may take."""
    error, _ = await failure(Says(fault="trickle"), timeout=60, deadline=0.2)
    assert isinstance(error, WriterSlow)


async def test_dies() -> None:
    """A connection that breaks in the middle of an answer is tried again, then given up."""
    error, server = await failure(Says(text="a" * 1000, fault="die"))
    assert type(error) is WriterUnavailable
    assert len(server.requests) == 3


async def test_nobody_there() -> None:
    """A server that does not run is unavailable."""
    async with model_server() as server:
        pass
    async with writer(server) as given:
        with pytest.raises(WriterUnavailable, match="NEWSDESK_WRITER_URL"):
            await given.write(PROMPT)


@pytest.mark.parametrize("status", [200, 500])
async def test_huge(status: int) -> None:
    """An answer of ten megabytes is not read to its end, nor is such an error."""
    error, _ = await failure(Says(status=status, body=b" " * 10_000_000))
    assert "longer than 256 KB" in str(error)


@pytest.mark.parametrize("status", [200, 400])
async def test_bomb(status: int) -> None:
    """What comes packed is not unpacked: that was not asked for."""
    bomb = gzip.compress(b"\0" * 20_000_000)
    error, server = await failure(
        Says(status=status, body=bomb, headers={"content-encoding": "gzip"})
    )
    assert "packed" in str(error)
    assert server.requests[0].headers["accept-encoding"] == "identity"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"<html>Hello</html>",
        b'{"choices": [',
        b"\xff\xfe",
        b"[" * 100_000,
        b"9" * 10_000,
        b"null",
        b"[]",
        b'{"choices": []}',
        b'{"choices": {}}',
        b'{"error": {"message": "busy"}}',
    ],
)
async def test_no_answer(body: bytes) -> None:
    """A body without a completion is none, and it is not asked for twice."""
    error, server = await failure(Says(body=body))
    assert type(error) is WriterUnavailable
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "choice",
    [{}, {"message": None}, {"message": {"content": None}}, {"message": {"content": 5}}, 7],
)
async def test_no_words(choice: Any) -> None:
    """A choice without words is an empty text."""
    body = json.dumps({"choices": [choice]}).encode()
    async with model_server(Says(body=body)) as server, writer(server) as given:
        assert (await given.write(PROMPT)).text == ""


async def test_declines() -> None:
    """A model that declines has refused."""
    message = {"content": None, "refusal": "I cannot"}
    error, _ = await failure(Says(body=json.dumps({"choices": [{"message": message}]}).encode()))
    assert isinstance(error, WriterRefused)


async def test_redirects_are_not_followed() -> None:
    """The key goes to no other host."""
    async with model_server() as other:
        away = Says(status=307, body=b"", headers={"location": f"{other.url}/chat/completions"})
        error, _ = await failure(away)
    assert isinstance(error, WriterRefused)
    assert other.requests == []


async def test_waiting_counts() -> None:
    """Waiting for one's turn counts against the deadline."""
    async with (
        model_server(Says(fault="hang")) as server,
        writer(server, at_once=1, timeout=5, deadline=0.3) as given,
    ):
        began = time.monotonic()
        failed = await asyncio.gather(
            *(given.write(PROMPT) for _ in range(3)), return_exceptions=True
        )
    assert time.monotonic() - began < 4
    assert [type(each) for each in failed] == [WriterSlow] * 3
