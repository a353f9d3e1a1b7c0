"""The default embedder: a model prepared as ONNX, served by onnxruntime and tokenizers alone."""

import asyncio
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypedDict

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from retrieval.errors import ModelUnavailable
from retrieval.ports import Matrix, Vector

_CARD = "newsdesk.json"
_BATCH_TOKENS = 2048  # padded tokens a run: small batches keep memory flat and questions quick
_MAX_CHARS = 8000  # tokenizing more cannot change the first 512 tokens


class _Card(TypedDict):
    model: str
    dimensions: int
    max_tokens: int
    prefixes: dict[str, str]


class OnnxEmbedder:
    """Questions and passages have a thread each: a long ingest does not keep a question waiting."""

    def __init__(self, folder: Path) -> None:
        card = _read_card(folder)
        self.model = card["model"]
        self.dimensions = card["dimensions"]
        self._prefixes = card["prefixes"]
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(card["max_tokens"])
        self._session = _session(folder / "model.onnx")
        self._questions = ThreadPoolExecutor(1, thread_name_prefix="embed-question")
        self._passages = ThreadPoolExecutor(1, thread_name_prefix="embed-passages")

    async def embed_question(self, text: str) -> Vector:
        matrix = await self._on(self._questions, [self._prefixes["query"] + text[:_MAX_CHARS]])
        first: Vector = matrix[0]
        return first

    async def embed_passages(self, texts: Sequence[str]) -> Matrix:
        prefix = self._prefixes["passage"]
        return await self._on(self._passages, [prefix + t[:_MAX_CHARS] for t in texts])

    async def close(self) -> None:
        self._questions.shutdown(wait=True)
        self._passages.shutdown(wait=True)

    async def _on(self, pool: ThreadPoolExecutor, texts: list[str]) -> Matrix:
        return await asyncio.get_running_loop().run_in_executor(pool, self._embed, texts)

    def _embed(self, texts: list[str]) -> Matrix:
        encoded = [e.ids for e in self._tokenizer.encode_batch(texts)]
        out = np.empty((len(texts), self.dimensions), np.float32)
        for rows in _batches([len(ids) for ids in encoded]):
            out[rows] = self._run([encoded[i] for i in rows])
        return out

    def _run(self, ids: list[list[int]]) -> Matrix:
        longest = max(map(len, ids))
        tokens = np.full((len(ids), longest), 1, np.int64)  # 1 is <pad>
        mask = np.zeros((len(ids), longest), np.int64)
        for row, of_text in enumerate(ids):
            tokens[row, : len(of_text)] = of_text
            mask[row, : len(of_text)] = 1
        result = self._session.run(None, {"input_ids": tokens, "attention_mask": mask})[0]
        return np.asarray(result, np.float32)


def _batches(lengths: list[int]) -> list[list[int]]:
    """Row numbers in batches of like length, longest first, within the token budget."""
    batches: list[list[int]] = []
    room = 0
    for row in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        if room <= 0:
            batches.append([])
            room = max(1, _BATCH_TOKENS // max(1, lengths[row]))
        batches[-1].append(row)
        room -= 1
    return batches


def _read_card(folder: Path) -> _Card:
    try:
        card: _Card = json.loads((folder / _CARD).read_text("utf-8"))
    except (OSError, ValueError) as e:
        raise ModelUnavailable(
            f"{folder}: no prepared embedding model ({e}); run `newsdesk prepare`"
        ) from e
    return card


def _session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # the arena keeps the largest batch for ever
    try:
        return onnxruntime.InferenceSession(str(path), options, ["CPUExecutionProvider"])
    except Exception as e:  # onnxruntime raises its own kinds and RuntimeError alike
        raise ModelUnavailable(f"{path}: cannot be loaded ({e}); run `newsdesk prepare`") from e
