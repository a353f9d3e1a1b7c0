"""Killed at any moment, started again: the same in the end as if nothing had happened."""

import asyncio
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import tantivy
from crashing import ingest, open_indexes
from examples import NOW, document, run, source, write
from fakes import FakeEmbedder, FakeReader
from sqlalchemy import event

from retrieval.errors import StoreUnavailable
from retrieval.ingest import Ingest
from retrieval.stores.sql import engine
from retrieval.stores.sql.library import open_library
from retrieval.types import Reading

ROOT = Path(__file__).parents[2]
KILLS = 20
DOCUMENTS = 240


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "texts.jsonl"
    lines = [
        {
            "url": f"https://paper.example/{n}",
            "title": f"Item {n}",
            "text": "\n\n".join(
                f"Company {n} sold {n * k} machines. It was year {k}." for k in range(1, 4)
            ),
        }
        for n in range(DOCUMENTS)
    ]
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    return path


async def state(folder: Path) -> dict[str, Any]:
    """Everything there is to compare: rows, keys and counts."""
    library = await open_library(f"sqlite+aiosqlite:///{folder}/n.sqlite")
    dense, lexical = open_indexes(folder, library, FakeEmbedder())
    collection = await dense._collection()
    with sqlite3.connect(folder / "n.sqlite") as rows:
        told = {
            "documents": sorted(rows.execute("SELECT id, text, gone FROM documents")),
            "passages": sorted(rows.execute('SELECT id, key, start, "end" FROM passages')),
            "vectors": sorted(rows.execute("SELECT key FROM vectors")),
        }
    searcher = lexical._index.searcher()
    found = searcher.search(tantivy.Query.all_query(), 10_000).hits
    told |= {
        "dense": sorted(collection.get(include=[])["ids"]),
        "lexical": sorted(searcher.doc(address)["id"][0] for _, address in found),
        "behind": [await _behind(library, index) for index in (dense, lexical)],
    }
    rows.close()
    for thing in (dense, lexical, library):
        await thing.close()
    return told


async def _behind(library: Any, index: Any) -> int:
    return await library.changes_after(await library.cursor(await index.identity()))


def start(folder: Path, corpus: Path) -> subprocess.Popen[bytes]:
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    command = [sys.executable, str(ROOT / "tests" / "crashing.py"), str(folder), str(corpus)]
    return subprocess.Popen(command, env={"PYTHONPATH": path})  # noqa: S603


async def test_killed_again_and_again(tmp_path: Path, corpus: Path) -> None:
    """Twenty kills at random moments lose nothing and double nothing."""
    calm, rough = tmp_path / "calm", tmp_path / "rough"
    calm.mkdir()
    rough.mkdir()
    await ingest(calm, corpus, FakeEmbedder())
    moments = random.Random(7)  # noqa: S311 - moments, not secrets
    killed = 0
    for _ in range(KILLS):
        process = start(rough, corpus)
        await asyncio.to_thread(_wait_or_kill, process, moments.uniform(0.9, 2.6))
        killed += process.returncode == -9
    assert (await asyncio.to_thread(start(rough, corpus).wait, 120)) == 0
    assert await state(rough) == await state(calm)
    assert killed >= KILLS // 2


def _wait_or_kill(process: subprocess.Popen[bytes], seconds: float) -> None:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


async def test_index_folders_deleted(tmp_path: Path, corpus: Path) -> None:
    """Deleted indexes are filled again from the truth, and no text is embedded again."""
    await ingest(tmp_path, corpus, FakeEmbedder())
    before = await state(tmp_path)
    shutil.copytree(
        tmp_path, tmp_path.with_name("moved"), ignore=shutil.ignore_patterns("chroma", "lexical")
    )
    embedder = FakeEmbedder()
    await ingest(tmp_path.with_name("moved"), corpus, embedder)
    assert await state(tmp_path.with_name("moved")) == before
    assert embedder.embedded == []


async def test_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that another program holds is one clear line, and nothing is lost."""
    monkeypatch.setattr(engine, "_BUSY_S", 0.2)
    library = await open_library(f"sqlite+aiosqlite:///{tmp_path}/n.sqlite")
    await library.store(write(document("kept")))
    with sqlite3.connect(tmp_path / "n.sqlite", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        with pytest.raises(StoreUnavailable, match=r"locked.*another program") as failure:
            await library.store(write(document("new")))
        other.execute("ROLLBACK")
    other.close()
    assert time.monotonic() - started < 30
    assert "\n" not in str(failure.value)
    assert await library.document("kept") is not None
    await library.store(write(document("new")))
    assert await library.document("new") is not None
    await library.close()


async def test_full(tmp_path: Path) -> None:
    """A full disk is one clear line; what was stored stays, and the source is read again later."""
    library = await open_library(f"sqlite+aiosqlite:///{tmp_path}/n.sqlite")
    await library.store(write(document("kept")))
    async with library.engine.connect() as connection:
        pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
    limit = f"PRAGMA max_page_count={pages + 4}"
    _on_every_connection(library, limit)
    huge = Reading(
        documents=tuple(document(f"d{n}", text="Many words. " * 2000) for n in range(20)),
        bookmark="b",
    )
    work = Ingest(library, {"jsonl": FakeReader(huge)}, [], lambda: NOW)
    with pytest.raises(StoreUnavailable, match=r"full.*disk space") as failure:
        await work.read(source(), run())
    assert "\n" not in str(failure.value)
    assert await library.document("kept") is not None
    kept = await library.source("s1")
    assert kept is not None
    assert kept.bookmark is None
    await library.close()


def _on_every_connection(library: Any, pragma: str) -> None:
    event.listen(
        library.engine.sync_engine,
        "checkout",
        lambda connection, *_: connection.cursor().execute(pragma),
    )
