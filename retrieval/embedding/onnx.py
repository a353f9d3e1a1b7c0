"""The default embedder: a model prepared as ONNX, served by onnxruntime and tokenizers alone."""

import asyncio
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import TypedDict

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from retrieval.errors import ModelUnavailable
from retrieval.ports import Likeness, Matrix, Vector

_CARD = "newsdesk.json"
_BATCH_TOKENS = 2048  # padded tokens a run: small batches keep memory flat and questions quick
_VECTOR = ["sentence_vector"]
_BOTH = ["sentence_vector", "token_vectors"]
_REMEMBERED = 256  # questions: one is searched in several ranges, or asked by many
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
        self._prefix_tokens = {
            k: len(self._encode([p.rstrip()])[0]) - 1 for k, p in self._prefixes.items()
        }
        self._session = _session(folder / "model.onnx")
        self._asked = lru_cache(_REMEMBERED)(self._embed_one)
        self._questions = ThreadPoolExecutor(1, thread_name_prefix="embed-question")
        self._passages = ThreadPoolExecutor(1, thread_name_prefix="embed-passages")

    async def embed_question(self, text: str) -> Vector:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._questions, self._asked, text[:_MAX_CHARS])

    async def embed_passages(self, texts: Sequence[str]) -> Matrix:
        prefix = self._prefixes["passage"]
        return await self._on(self._passages, [prefix + t[:_MAX_CHARS] for t in texts])

    async def close(self) -> None:
        self._questions.shutdown(wait=True)
        self._passages.shutdown(wait=True)

    async def compare(self, question: str, texts: Sequence[str]) -> Sequence[Likeness]:
        asked = self._prefixes["query"] + question[:_MAX_CHARS]
        prefix = self._prefixes["passage"]
        read = [prefix + text[:_MAX_CHARS] for text in texts]
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._questions, self._compare, asked, read)

    def _embed_one(self, text: str) -> Vector:
        row: Vector = self._embed([self._prefixes["query"] + text])[0]
        return row

    async def _on(self, pool: ThreadPoolExecutor, texts: list[str]) -> Matrix:
        return await asyncio.get_running_loop().run_in_executor(pool, self._embed, texts)

    def _embed(self, texts: list[str]) -> Matrix:
        encoded = self._encode(texts)
        out = np.empty((len(texts), self.dimensions), np.float32)
        for rows in _batches([len(ids) for ids in encoded]):
            out[rows] = self._run(_VECTOR, [encoded[i] for i in rows])[0]
        return out

    def _compare(self, question: str, texts: list[str]) -> list[Likeness]:
        (asked,) = self._encode([question])
        whole, tokens = (out[0] for out in self._run(_BOTH, [asked]))
        asked_tokens = tokens[self._prefix_tokens["query"] : -1]
        encoded = self._encode(texts)
        found: dict[int, Likeness] = {}
        for rows in _batches([len(ids) for ids in encoded]):
            wholes, of_texts = self._run(_BOTH, [encoded[i] for i in rows])
            for i, vector, read in zip(rows, wholes, of_texts, strict=True):
                own = read[self._prefix_tokens["passage"] : len(encoded[i]) - 1]
                found[i] = Likeness(
                    cosine=float(vector @ whole), support=_support(asked_tokens, own)
                )
        return [found[i] for i in range(len(texts))]

    def _encode(self, texts: list[str]) -> list[list[int]]:
        return [e.ids for e in self._tokenizer.encode_batch(texts)]

    def _run(self, outputs: list[str], ids: list[list[int]]) -> list[Matrix]:
        longest = max(map(len, ids))
        tokens = np.full((len(ids), longest), 1, np.int64)  # 1 is <pad>
        mask = np.zeros((len(ids), longest), np.int64)
        for row, of_text in enumerate(ids):
            tokens[row, : len(of_text)] = of_text
            mask[row, : len(of_text)] = 1
        result = self._session.run(outputs, {"input_ids": tokens, "attention_mask": mask})
        return [np.asarray(r, np.float32) for r in result]


def _support(asked: Matrix, read: Matrix) -> Vector:
    if not len(asked) or not len(read):
        return np.zeros(max(len(asked), 1), np.float32)
    best: Vector = (asked @ read.T).max(axis=1)
    return best


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
