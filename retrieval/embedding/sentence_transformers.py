"""Any sentence-transformers model, by name or path. Heavier than the default; needs torch."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol, cast

import numpy as np

from retrieval.errors import ModelUnavailable
from retrieval.ports import Likeness, Matrix, Vector


class _Model(Protocol):
    def encode_query(self, texts: list[str], **options: Any) -> Any: ...
    def encode_document(self, texts: list[str], **options: Any) -> Any: ...
    def get_embedding_dimension(self) -> int | None: ...


class SentenceTransformersEmbedder:
    """Applies the model's own prompts for questions and passages where it has them."""

    def __init__(self, name: str, device: str | None = None) -> None:
        """Load weights from a folder or a hub. Raises ModelUnavailable."""
        self.model = name
        self._loaded = _load(name, device)
        self.dimensions = self._loaded.get_embedding_dimension() or 0
        self._questions = ThreadPoolExecutor(1, thread_name_prefix="embed-question")
        self._passages = ThreadPoolExecutor(1, thread_name_prefix="embed-passages")

    async def embed_question(self, text: str) -> Vector:
        work = asyncio.get_running_loop().run_in_executor(
            self._questions, lambda: self._loaded.encode_query([text], **_OPTIONS)
        )
        vector: Vector = np.asarray(await work, np.float32)[0]
        return vector

    async def embed_passages(self, texts: Sequence[str]) -> Matrix:
        work = asyncio.get_running_loop().run_in_executor(
            self._passages, lambda: self._loaded.encode_document(list(texts), **_OPTIONS)
        )
        return np.asarray(await work, np.float32).reshape(len(texts), self.dimensions)

    async def compare(self, question: str, texts: Sequence[str]) -> Sequence[Likeness]:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._questions, self._compare, question, list(texts))

    def _compare(self, question: str, texts: list[str]) -> list[Likeness]:
        (asked,) = self._loaded.encode_query([question], **_WITH_TOKENS)
        read = self._loaded.encode_document(texts, **_WITH_TOKENS) if texts else []
        return [_likeness(asked, text) for text in read]

    async def close(self) -> None:
        self._questions.shutdown()
        self._passages.shutdown()


_OPTIONS: dict[str, Any] = {"normalize_embeddings": True, "show_progress_bar": False}
_WITH_TOKENS: dict[str, Any] = {"output_value": None, "show_progress_bar": False}


def _likeness(asked: dict[str, Any], read: dict[str, Any]) -> Likeness:
    one, other = _unit(asked["sentence_embedding"]), _unit(read["sentence_embedding"])
    tokens, others = (_unit(each["token_embeddings"])[1:-1] for each in (asked, read))
    best = (tokens @ others.T).max(axis=1) if len(tokens) and len(others) else np.zeros(1)
    return Likeness(cosine=float(one @ other), support=np.asarray(best, np.float32))


def _unit(vectors: Any) -> Matrix:
    rows = np.asarray(vectors.cpu(), np.float32)
    unit: Matrix = rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)
    return unit


def _load(name: str, device: str | None) -> _Model:
    try:
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - costs ten seconds

        return cast("_Model", SentenceTransformer(name, device=device))
    except Exception as e:  # hub, file and weight errors share no base class
        what = next(iter(str(e).splitlines()), type(e).__name__)
        raise ModelUnavailable(
            f"embedding model {name}: {what}; set NEWSDESK_EMBEDDING_MODEL to a model folder,"
            " a reachable model name, or leave it empty for the packaged model"
        ) from e
