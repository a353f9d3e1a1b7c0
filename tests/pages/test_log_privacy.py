"""What a request puts into the log: its id, and neither what was asked nor a key."""

import io
import json
import logging
from collections.abc import AsyncIterator

import httpx2
import pytest
from fakes_desk import NOW, FakeDesk

from adapters.web.app import create_app
from bot.insight import Measured
from bot.logs import formatter
from bot.measuring import Measuring, Meter
from bot.ports import Tell, quietly
from bot.settings import Settings
from bot.types import Question, Reply

QUESTION = 'Did Ada Byron of Acme "leave"? 에이다가 떠났나요?'
TOKEN = "k3yOfTheDataFolder-0123456789-abcdefghij"  # noqa: S105 - of this test only


class Breaking(FakeDesk):
    """One whose models repeat the question when they break."""

    async def ask(self, question: Question, tell: Tell = quietly) -> Reply:
        try:
            json.loads(question.text)
        except ValueError as e:
            raise RuntimeError(f"cannot read {question.text!r}") from e
        raise AssertionError


class NoInsight:
    """Keeps nothing."""

    async def measured(self, told: Measured) -> None:
        """Nothing."""


@pytest.fixture
def stream() -> io.StringIO:
    return io.StringIO()


@pytest.fixture(params=[False, True], ids=["text", "json"])
async def client(
    stream: io.StringIO, request: pytest.FixtureRequest
) -> AsyncIterator[httpx2.AsyncClient]:
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter(Settings(_env_file=None, log_json=request.param)))
    log = logging.Logger("newsdesk", logging.DEBUG)  # noqa: LOG001 - for one test alone
    log.addHandler(handler)
    meter = Meter(insight=NoInsight(), clock=lambda: NOW, timer=lambda: 0.0, platform="web")
    app = create_app(Measuring(Breaking(), meter), clock=lambda: NOW, token=TOKEN, log=log)
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1") as http:
        yield http


@pytest.mark.parametrize("way", ["api", "page"])
async def test_questions(client: httpx2.AsyncClient, stream: io.StringIO, way: str) -> None:
    """A question that nobody could answer is in the log by its request's id, not by its words."""
    if way == "api":
        response = await client.post("/api/ask", json={"text": QUESTION})
    else:
        response = await client.get("/", params={"q": QUESTION})
    told = stream.getvalue()
    assert response.status_code == 500
    assert response.headers["x-request-id"] in told
    assert "RuntimeError: cannot read" in told
    for part in (QUESTION, "Ada Byron", "leave", "에이다가", "\\uc5d0"):
        assert part not in told


async def test_keys(client: httpx2.AsyncClient, stream: io.StringIO) -> None:
    """Neither a right nor a wrong key is."""
    for token in (TOKEN, TOKEN[::-1]):
        headers = {"authorization": f"Bearer {token}"}
        await client.post("/api/refresh", json={"source_id": token}, headers=headers)
    assert stream.getvalue()
    assert TOKEN not in stream.getvalue()
    assert TOKEN[::-1] not in stream.getvalue()
