"""The Embedder port: the fake and the packaged model."""

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest
from fakes import FakeEmbedder

from bot.app import model_folder, read_settings
from retrieval.embedding.onnx import OnnxEmbedder
from retrieval.embedding.prepare import is_prepared
from retrieval.ports import Embedder

TEXTS = [
    "Apple announced a phone.",
    "",
    "구글은 새 모델을 공개했다.",
    "long " * 3000,
    "\u200b﷽" * 50,
]


@pytest.fixture(params=["fake", "onnx"])
async def embedder(request: pytest.FixtureRequest) -> AsyncIterator[Embedder]:
    if request.param == "fake":
        yield FakeEmbedder()
        return
    folder = model_folder(read_settings())
    if not is_prepared(folder):
        pytest.skip("the packaged model is not prepared; `newsdesk prepare` makes it")
    real = OnnxEmbedder(folder)
    yield real
    await real.close()


async def test_rows(embedder: Embedder) -> None:
    """One row of unit length for each text, in order, whatever the text."""
    rows = await embedder.embed_passages(TEXTS)
    assert rows.shape == (len(TEXTS), embedder.dimensions)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-3)
    alone = await embedder.embed_passages([TEXTS[2]])
    assert float(rows[2] @ alone[0]) > 0.99


async def test_none(embedder: Embedder) -> None:
    """No text, no row."""
    assert len(await embedder.embed_passages([])) == 0


async def test_meaning(embedder: Embedder) -> None:
    """A question is nearest to the passage that answers it."""
    rows = await embedder.embed_passages(["Apple announced a phone.", "The soup was salty."])
    question = await embedder.embed_question("What phone did Apple announce?")
    assert question @ rows[0] > question @ rows[1]


async def test_compare(embedder: Embedder) -> None:
    """One likeness a text in order; each has a value for every token of the question."""
    likenesses = await embedder.compare("What phone did Apple announce?", TEXTS)
    assert len(likenesses) == len(TEXTS)
    assert len({len(likeness.support) for likeness in likenesses}) == 1
    assert likenesses[0].support.mean() > likenesses[1].support.mean()
    assert all(-1.01 <= x <= 1.01 for likeness in likenesses for x in likeness.support)


async def test_questions_do_not_queue_behind_passages(embedder: Embedder) -> None:
    """A question is answered while a long ingest is still under way."""
    ingest = asyncio.create_task(
        embedder.embed_passages(["A sentence of some length. " * 20] * 200)
    )
    await asyncio.sleep(0)
    await embedder.embed_question("Is anybody there?")
    waited = not ingest.done()
    await ingest
    assert waited or isinstance(embedder, FakeEmbedder)
