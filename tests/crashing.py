"""Ingests a file of texts slowly, to be killed in the middle: `crashing.py DATA_FOLDER CORPUS`."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from examples import NOW, run, source
from fakes import FakeEmbedder
from typing_extensions import override

from retrieval.ingest import Ingest
from retrieval.ports import Matrix
from retrieval.sources.jsonl import JsonLinesReader
from retrieval.stores.chroma import ChromaIndex, open_client
from retrieval.stores.sql.library import SqlLibrary, open_library
from retrieval.stores.sql.vectors import SqlVectorCache
from retrieval.stores.tantivy import TantivyIndex

BATCH = 24


class SlowEmbedder(FakeEmbedder):
    """Takes its time, so that there is a middle."""

    @override
    async def embed_passages(self, texts: Sequence[str]) -> Matrix:
        await asyncio.sleep(0.1)
        return await super().embed_passages(texts)


class SmallDense(ChromaIndex):
    """Applied in small batches: more places to be killed at."""

    batch = BATCH


class SmallLexical(TantivyIndex):
    """The same for words."""

    batch = BATCH


async def ingest(folder: Path, corpus: Path, embedder: FakeEmbedder) -> None:
    """Everything from the file to both indexes."""
    library = await open_library(f"sqlite+aiosqlite:///{folder}/n.sqlite")
    dense, lexical = open_indexes(folder, library, embedder)
    reader = JsonLinesReader()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    work = Ingest(library, {"jsonl": reader}, [dense, lexical], lambda: NOW)
    known = await library.source("s1") or source(location=str(corpus))
    await library.save_source(known)
    await work.read(known, run())
    await work.drain()
    await dense.close()
    await lexical.close()
    await library.close()


def open_indexes(
    folder: Path, library: SqlLibrary, embedder: FakeEmbedder
) -> tuple[ChromaIndex, TantivyIndex]:
    """Both indexes of a folder."""
    cache = SqlVectorCache(library.engine)
    client = open_client("", folder / "chroma")
    dense = SmallDense(client, embedder, library, cache, str(folder))
    return dense, SmallLexical(folder / "lexical")


if __name__ == "__main__":
    asyncio.run(ingest(Path(sys.argv[1]), Path(sys.argv[2]), SlowEmbedder()))
