"""A model's server that fails, as the asker sees it: quotes within the time, and the reason."""

import time
from pathlib import Path

import pytest
from examples import document
from model_server import Answering, Says, model_server, refusal
from opened_writer import writer
from world import open_world

from bot.types import Answer, Quoting
from bot.wording import head_line

SOLD = "Nova sold 3 million phones in October."
SECONDS = 1.0  # for the model


async def asked(folder: Path, *says: Answering) -> tuple[Answer, float]:
    """The reply where the server says that, and the seconds it took."""
    async with (
        model_server(*says) as server,
        writer(server, timeout=SECONDS, deadline=SECONDS) as model,
        open_world(folder, threshold=0.0, writer=model, within=SECONDS) as world,
    ):
        await world.store(document("news", text=f"{SOLD} The soup in Busan was salty."))
        began = time.monotonic()
        reply = await world.ask("How many phones did Nova sell?")
        took = time.monotonic() - began
    assert isinstance(reply, Answer)
    return reply, took


@pytest.mark.parametrize(
    ("says", "why"),
    [
        (Says(fault="hang"), Quoting.SLOW),
        (Says(fault="trickle"), Quoting.SLOW),  # a token a minute
        (Says(fault="die"), Quoting.UNAVAILABLE),
        (refusal(429), Quoting.BUSY),
        (refusal(500), Quoting.UNAVAILABLE),
        (refusal(401), Quoting.REFUSED),
        (Says(body=b"x" * 10_000_000), Quoting.UNAVAILABLE),
        (Says(text="word " * 2_000_000), Quoting.UNAVAILABLE),
        (Says(body=b"<html>"), Quoting.UNAVAILABLE),
        (Says(text="I do not know."), Quoting.UNREADABLE),
        (Says(text='{"answered": true', finish="length"), Quoting.UNREADABLE),
    ],
)
async def test_quotes_in_time(tmp_path: Path, says: Says, why: Quoting) -> None:
    """The sentence that answers, to the letter, and a line that says what the model did."""
    reply, took = await asked(tmp_path, says)
    assert reply.statements[0].text == SOLD
    assert reply.statements[0].quoted
    assert reply.unwritten is not None
    assert reply.unwritten.why is why
    assert "exact quotes" in head_line(reply, "en")
    assert took < SECONDS + 10  # a hang, not a delay of a busy machine


async def test_a_server_that_is_gone(tmp_path: Path) -> None:
    """Killed: nobody listens there any more."""
    async with model_server() as server:
        gone = server
    async with (
        writer(gone, timeout=SECONDS, deadline=SECONDS) as model,
        open_world(tmp_path, threshold=0.0, writer=model, within=SECONDS) as world,
    ):
        await world.store(document("news", text=SOLD))
        reply = await world.ask("How many phones did Nova sell?")
    assert isinstance(reply, Answer)
    assert reply.unwritten is not None
    assert reply.unwritten.why is Quoting.UNAVAILABLE
