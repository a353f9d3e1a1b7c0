"""A library with conversations to back up, and how it is compared with another."""

import gzip
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
from examples import NOW, document, run, source, write
from fake_platform import asked
from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.archive.contents import Contents, contents
from bot.archive.export import Stamp, export
from bot.archive.restore import Restored, restore
from bot.converse.steps import new_id
from bot.memory.schema import notes
from bot.memory.store import SqlMemory, open_memory
from bot.talk import Kept, State
from retrieval.stores.sql import recutting
from retrieval.stores.sql.library import SqlLibrary, open_library
from retrieval.stores.sql.schema import changes, cursors
from retrieval.stores.sql.vectors import SqlVectorCache
from retrieval.types import RunState

STAMP = Stamp(now=NOW, newsdesk="0.1.0")
Rows = dict[str, list[tuple[Any, ...]]]


async def opened(url: str) -> SqlLibrary:
    """A library whose database also has the conversations' tables."""
    library = await open_library(url)
    await open_memory(library.engine)
    return library


async def filled(library: SqlLibrary) -> None:
    """Some of everything: two texts, a tombstone, vectors, runs, a question, a note."""
    await library.store(write(document("d1"), document("d2", text="둘째 글 🎉. It has two parts.")))
    await library.store(write(document("d3", published=None)))
    await library.store(write(gone=("d3",)))
    await library.save_source(source("s2", every=timedelta(minutes=5), bookmark='{"a": 1}'))
    done = replace(run("r1"), state=RunState.DONE, finished=NOW, added=2)
    await library.save_run(done)
    vectors = {"k1": np.eye(4, dtype=np.float32)[0], "k2": np.eye(4, dtype=np.float32)[1]}
    await SqlVectorCache(library.engine).save("m", vectors)
    memory = SqlMemory(library.engine)
    await memory.add(question())
    await memory.set_note("discord/1", "계속")


def question(number: int = 1) -> Kept:
    """One that waits."""
    of = asked(number)
    return Kept(id=new_id(of.key), asked=of, received=of.at, version=1, state=State.WAITING)


async def rows(library: SqlLibrary, of: Contents | None = None) -> Rows:
    """All that a backup keeps, to compare."""
    async with library.engine.connect() as connection:
        return {
            table.name: sorted(map(tuple, await connection.execute(select(table))), key=repr)
            for table in (of or contents()).required
        }


async def noted(library: SqlLibrary, value: str) -> None:
    """Something that a restore takes away again."""
    async with library.engine.begin() as connection:
        await connection.execute(insert(notes).values(name="later", value=value))


async def relogged(connection: AsyncConnection) -> None:
    """The log anew, as whoever restores has it."""
    await connection.execute(delete(changes))
    await connection.execute(delete(cursors))
    await recutting.relog_all(connection)


async def quietly(_done: int, _total: int, _what: str) -> None:
    """For who need not know."""


async def backed_up(library: SqlLibrary, path: Path, **given: bool) -> dict[str, int]:
    """Export all."""
    return dict(await export(library.engine, contents(**given), path, quietly, stamp=STAMP))


async def put_back(engine: AsyncEngine, path: Path) -> Restored:
    """Restore all."""
    return await restore(engine, contents(), path, quietly, relog=relogged)


def lines(path: Path) -> list[Any]:
    """What is in a backup."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def forged(path: Path, change: Callable[[list[Any]], list[Any]]) -> None:
    """Change the lines of a backup, and make its end fit them again, as a forger would."""
    *told, _end = lines(path)
    changed = change(told)
    body = "".join(json.dumps(line) + "\n" for line in changed).encode()
    counts = dict.fromkeys(changed[0].get("tables", {}), 0)
    for line in changed[1:]:
        if isinstance(line, list) and isinstance(line[0], str):
            counts[line[0]] = counts.get(line[0], 0) + 1
    end = {"end": {"counts": counts, "sha256": hashlib.sha256(body).hexdigest()}}
    path.write_bytes(gzip.compress(body + json.dumps(end).encode() + b"\n"))
