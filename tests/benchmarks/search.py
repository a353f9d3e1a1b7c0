"""Ingest cost and search latency at 1,000, 10,000 and 50,000 passages: `make bench`.

`search.py --keep FOLDER SIZE…` leaves the data there and goes on from it another time. Reads the full articles of ../shared/data/eval/realtimeqa. Prints one JSON object a size. Latencies are
wall clock of the whole search (embedding, both indexes, fusion, SQL, ranking); compare them within
one run only. `quiet` searches one after another with nothing else going on in the process, `busy`
the same while passages are being embedded and indexed.
"""

import argparse
import asyncio
import gzip
import json
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app import App, now, open_app, read_settings
from bot.evals.files import read_questions
from bot.evals.metrics import quantile
from retrieval.search import Query

SET = Path(__file__).parents[3] / "shared" / "data" / "eval" / "realtimeqa"
QUESTIONS = 150
PART = 60  # documents ingested at a time
UTC = ZoneInfo("UTC")
RANGES = ("", " in 2024", " since March 2025")


def say(line: str) -> None:
    print(line, file=sys.stderr)


def parts(folder: Path) -> list[Path]:
    """The corpus in files small enough to stop at a size."""
    with gzip.open(SET / "corpus.jsonl.gz", "rt", encoding="utf-8") as file:
        lines = list(file)
    paths = []
    for start in range(0, len(lines), PART):
        path = folder / f"part-{start:05}.jsonl"
        path.write_text("".join(lines[start : start + PART]), encoding="utf-8")
        paths.append(path)
    return paths


async def grow(app: App, files: list[Path], size: int) -> tuple[int, float]:
    """Ingest until there are `size` passages; how many were added and the CPU seconds it took."""
    desk, before, started = app.desk(), await count(app), time.process_time()
    while files and await count(app) < size:
        await desk.ingest(str(files.pop()), asked_by="benchmark")
    return await count(app) - before, time.process_time() - started


async def count(app: App) -> int:
    return (await app.library.coverage()).passages


async def timed(app: App, texts: Sequence[str]) -> list[float]:
    """Milliseconds of each search."""
    taken = []
    for text in texts:
        started = time.perf_counter()
        await app.search(Query(text=text, now=now(), zone=UTC))
        taken.append(1000 * (time.perf_counter() - started))
    return taken


def summary(taken: Sequence[float]) -> dict[str, float]:
    return {
        "p50_ms": round(quantile(taken, 0.5), 1),
        "p95_ms": round(quantile(taken, 0.95), 1),
        "questions_per_s": round(1000 * len(taken) / sum(taken), 1),
    }


async def measure(
    app: App, files: list[Path], size: int, texts: Sequence[str], others: Sequence[str]
) -> dict[str, object]:
    added, cpu = await grow(app, files, size)
    await timed(app, others[-10:])
    quiet = {
        f"quiet{words.replace(' ', '_')}": summary(
            await timed(app, [t.rstrip("?") + words for t in texts])
        )
        for words in RANGES
    }
    filling = asyncio.create_task(grow(app, files, await count(app) + 200))
    await asyncio.sleep(1)
    busy = await timed(app, others)  # not asked before: nothing of them is remembered
    await filling
    return {
        "passages": await count(app),
        "ingest_cpu_s_per_1000_passages": round(1000 * cpu / max(added, 1), 1),
        **quiet,
        "busy": summary(busy),
        "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


async def main(sizes: Sequence[int], kept: Path | None) -> None:
    asked = [q.question for q in read_questions(SET / "questions.jsonl.gz")]
    texts, others = asked[:QUESTIONS], asked[QUESTIONS : 2 * QUESTIONS]
    with tempfile.TemporaryDirectory() as scratch:
        files = parts(Path(scratch))
        data_dir = kept or Path(scratch) / "data"
        settings = read_settings(data_dir=data_dir, feeds="", samples=False)
        async with open_app(settings, "benchmark", say) as app:
            for size in sizes:
                print(json.dumps(await measure(app, files, size, texts, others)), flush=True)


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000, 50_000])
    options.add_argument("--keep", type=Path)
    given = options.parse_args()
    asyncio.run(main(given.sizes, given.keep))
