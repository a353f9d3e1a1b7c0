"""Reads the 4-bit multilingual-e5-small weights file. Data in, arrays out; nothing of it is executed.

Layout, little-endian: magic, sizes, tokenizer pieces and scores, a table of tensors, the tensors.
A tensor is either float32 or blocks of 32 values: a float16 scale and 16 bytes of two nibbles each.
"""

import itertools
import mmap
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
_Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """The shape of the network."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int


class PackedModel:
    """The file's sizes, tokenizer pieces with their scores, and tensors by name."""

    def __init__(self, path: Path) -> None:
        """Map the file, whose hash was checked when it was taken from its package."""
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._at = 4 + 4  # magic and version
        self.sizes = Sizes(**dict(zip(Sizes.__slots__, self._take("7i"), strict=True)))
        self._take("fi")  # layer norm epsilon, block size
        (count,) = self._take("i")
        self._take("4i")  # special token ids
        self.pieces, self.scores = self._vocabulary(count)
        self._take("i")
        self._skip(self._take("I")[0])  # a normalisation table, not needed
        self._tensors = dict(self._entry() for _ in range(self._take("i")[0]))

    def tensor(self, name: str, *shape: int) -> _Floats:
        """A tensor in single precision."""
        count, offset, size = self._tensors[name]
        if size == count * 4:
            return np.frombuffer(self._data, "<f4", count, offset).copy().reshape(shape)
        return _unpacked(np.frombuffer(self._data, _BLOCK, count // 32, offset)).reshape(shape)

    def _vocabulary(self, count: int) -> tuple[list[str], list[float]]:
        (length,) = self._take("Q")
        offsets = self._array("<u4", count + 1)
        scores = self._array("<f4", count)
        blob = bytes(self._data[self._at : self._at + length])
        self._skip(length)
        spans = itertools.pairwise(offsets)
        return [blob[a:b].decode("utf-8", "replace") for a, b in spans], scores.tolist()

    def _entry(self) -> tuple[str, tuple[int, int, int]]:
        (length,) = self._take("H")
        name = bytes(self._data[self._at : self._at + length]).decode()
        self._skip(length)
        self._take("B")
        count, offset, size = self._take("IQQ")
        return name, (count, offset, size)

    def _take(self, format: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + format, self._data, self._at)
        self._at += struct.calcsize("<" + format)
        return values

    def _array(self, dtype: str, count: int) -> npt.NDArray[Any]:
        array = np.frombuffer(self._data, dtype, count, self._at)
        self._at += array.nbytes
        return array

    def _skip(self, length: int) -> None:
        self._at += length


def _unpacked(blocks: npt.NDArray[Any]) -> _Floats:
    scale = blocks["scale"].astype(np.float32)[:, None]
    low = (blocks["nibbles"] & 15).astype(np.float32) - 8
    high = (blocks["nibbles"] >> 4).astype(np.float32) - 8
    return np.concatenate([low * scale, high * scale], axis=1).reshape(-1)
