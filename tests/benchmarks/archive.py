"""How long a backup and its restore take: `python tests/benchmarks/archive.py [DOCUMENTS] [URL]`.

DOCUMENTS have three passages and three vectors each. URL: of an empty database in place of SQLite.
Prints seconds, seconds of processor time, and the most memory that this process took.
"""

import asyncio
import random
import resource
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import numpy as np
from sqlalchemy import insert

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from archiving import STAMP, opened, quietly, relogged  # noqa: E402
from examples import document, source, write  # noqa: E402

from bot.archive.contents import contents  # noqa: E402
from bot.archive.export import export  # noqa: E402
from bot.archive.restore import restore  # noqa: E402
from retrieval.stores.sql.library import SqlLibrary  # noqa: E402
from retrieval.stores.sql.schema import passages, vectors  # noqa: E402
from retrieval.types import Document  # noqa: E402

_WORDS = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in "nrst"]
_CUT = 3
_BATCH = 500


def _text(dice: random.Random) -> str:
    return ". ".join(" ".join(dice.choices(_WORDS, k=14)).capitalize() for _ in range(35)) + "."


async def fill(library: SqlLibrary, count: int) -> None:
    """Texts of about 2,000 letters."""
    dice, numbers = random.Random(1), np.random.default_rng(1)  # noqa: S311 - for texts
    await library.save_source(source())
    for first in range(0, count, _BATCH):
        some = [
            document(f"d{i}", text=_text(dice)) for i in range(first, min(count, first + _BATCH))
        ]
        await library.store(replace(write(*some), passages=()))
        cut = [(d, i) for d in some for i in range(_CUT)]
        async with library.engine.begin() as connection:
            await connection.execute(insert(passages), [_passage(d, i) for d, i in cut])
            keys = [f"{d.id}-{i}".rjust(64, "k") for d, i in cut]
            rows = [{"model": "m", "key": k, "vector": numbers.bytes(2 * 384)} for k in keys]
            await connection.execute(insert(vectors), rows)


def _passage(of: Document, i: int) -> dict[str, object]:
    part = len(of.text) // _CUT
    name = f"{of.id}-{i}"
    return {
        "id": name.rjust(64, "p"),
        "document_id": of.id,
        "key": name.rjust(64, "k"),
        "start": i * part,
        "end": (i + 1) * part,
        "text": of.text[i * part : (i + 1) * part],
        "splitter": "benchmark",
    }


async def main(count: int, url: str) -> None:
    """Fill, back up, and restore into another database."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        library = await opened(url or f"sqlite+aiosqlite:///{folder}/a.sqlite")
        other = await opened(f"sqlite+aiosqlite:///{folder}/b.sqlite")
        stack.push_async_callback(library.close)
        stack.push_async_callback(other.close)
        await fill(library, count)
        path = folder / "news.backup"
        before = _memory()
        at, worked = time.perf_counter(), time.process_time()
        counts = await export(library.engine, contents(), path, quietly, stamp=STAMP)
        _tell("export", at, worked)
        at, worked = time.perf_counter(), time.process_time()
        await restore(other.engine, contents(), path, quietly, relog=relogged)
        _tell("restore", at, worked)
        size = path.stat().st_size / 1e6
        print(f"{sum(counts.values())} rows, {size:.1f} MB; memory {before} -> {_memory()} MiB")


def _tell(what: str, at: float, worked: float) -> None:
    print(f"{what}: {time.perf_counter() - at:.1f} s, {time.process_time() - worked:.1f} s of CPU")


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    given = sys.argv[1:]
    asyncio.run(main(int(given[0]) if given else 10_000, given[1] if len(given) > 1 else ""))
