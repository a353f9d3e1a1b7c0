"""An index whose model is not there any more."""

from pathlib import Path

from examples import NOW
from refilling import refilling, texts

from bot.serving import Opened, Serving
from retrieval.errors import ModelUnavailable
from retrieval.types import Generation, GenerationState


async def gone(_generation: Generation) -> Opened:
    raise ModelUnavailable("embedding model /gone: no such folder")


async def test_it_can_be_dropped(tmp_path: Path) -> None:
    """A half-built index that cannot even be opened is forgotten: it is not tried again every minute."""
    async with refilling(tmp_path) as office:
        await office.store(*texts(2))
        lost = Generation(
            id="0123456789abcdef", spec="/gone", model="", splitter=office.active.splitter,
            state=GenerationState.BUILDING, created=NOW, changed=NOW,
        )  # fmt: skip
        await office.serving.generations.add(lost)
        serving = Serving(
            office.serving.generations, office.ingest, gone, lambda: NOW, office.serving.current
        )
        await serving.drop(lost)
        assert await office.states() == {"first": "active"}
