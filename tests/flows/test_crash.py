"""Killed at any moment, started again: the same in the end as if nothing had happened."""

import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
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
from retrieval.stores.sql.library import open_library
from retrieval.types import Reading

ROOT = Path(__file__).parents[2]
KILLS = 20
DOCUMENTS = 240
HUNG_S = 300  # who takes so long hangs


def item(n: int, title: str, verb: str) -> dict[str, str]:
    told = (f"Company {n} {verb} {n * k} machines. It was year {k}." for k in range(1, 4))
    return {"url": f"https://paper.example/{n}", "title": title, "text": "\n\n".join(told)}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    items = [item(n, f"Item {n}", "sold") for n in range(DOCUMENTS)]
    return written(tmp_path / "texts.jsonl", items)


def edited() -> list[dict[str, str]]:
    """The same texts later: every fifth is gone, some have another text, some another title."""
    verbs, titles = ("sold", "bought", "sold", "sold"), ("Item", "Item", "Report", "Item")
    items = (item(n, f"{titles[n % 4]} {n}", verbs[n % 4]) for n in range(DOCUMENTS + 10))
    return [each for n, each in enumerate(items) if n % 5]


def written(path: Path, items: list[dict[str, str]]) -> Path:
    path.write_text("\n".join(map(json.dumps, items)), "utf-8")
    return path


async def state(folder: Path) -> dict[str, Any]:
    """Everything there is to compare: rows, keys and counts."""
    library = await open_library(f"sqlite+aiosqlite:///{folder}/n.sqlite")
    dense, lexical = open_indexes(folder, library, FakeEmbedder())
    collection = await dense._collection()
    with sqlite3.connect(folder / "n.sqlite") as rows:
        told = {
            "documents": sorted(rows.execute("SELECT id, text FROM documents WHERE NOT gone")),
            "passages": sorted(rows.execute('SELECT id, key, start, "end" FROM passages')),
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
    """A process that has opened everything and begins to read."""
    command = [sys.executable, str(ROOT / "tests" / "crashing.py"), str(folder), str(corpus)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)  # noqa: S603
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process


def kill(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """After so many seconds, unless it has ended before; whether it was killed."""
    with process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.returncode == -signal.SIGKILL


def finish(process: subprocess.Popen[bytes]) -> None:
    """To its end, which must be a good one."""
    with process:
        process.communicate(timeout=HUNG_S)
    assert process.returncode == 0


async def test_killed_again_and_again(tmp_path: Path, corpus: Path) -> None:
    """Twenty kills at random moments, half of them after an edit, lose nothing and double nothing."""
    calm, rough = tmp_path / "calm", tmp_path / "rough"
    calm.mkdir()
    rough.mkdir()
    await ingest(calm, corpus, FakeEmbedder())
    moments = random.Random(7)  # noqa: S311 - moments, not secrets
    killed = [kill(start(rough, corpus), moments.uniform(0, 0.6)) for _ in range(KILLS // 2)]
    written(corpus, edited())
    await ingest(calm, corpus, FakeEmbedder())
    killed += [kill(start(rough, corpus), moments.uniform(0, 0.6)) for _ in range(KILLS // 2)]
    finish(start(rough, corpus))
    told = await state(rough)
    assert told == await state(calm)
    assert told["dense"] == sorted({key for _, key, _, _ in told["passages"]})
    assert told["lexical"] == [id for id, _, _, _ in told["passages"]]
    assert told["behind"] == [0, 0]
    assert sum(killed) >= KILLS // 2


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


async def test_locked(tmp_path: Path) -> None:
    """A database that another program holds is one clear line, and nothing is lost."""
    library = await open_library(f"sqlite+aiosqlite:///{tmp_path}/n.sqlite?timeout=0.2")
    await library.store(write(document("kept")))
    with sqlite3.connect(tmp_path / "n.sqlite", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable, match=r"locked.*another program") as failure:
            await library.store(write(document("new")))
        other.execute("ROLLBACK")
    other.close()
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
