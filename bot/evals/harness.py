"""An indexed corpus to evaluate on, and what every report says of the run."""

import platform
import resource
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bot.app import App, Say, open_app, read_settings
from bot.errors import BadRequest
from retrieval.types import RunState

_LIBRARIES = ("chromadb", "onnxruntime", "tantivy", "numpy", "sentencex", "sqlalchemy")
_KILO = 1024 if sys.platform != "darwin" else 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """An opened app that holds the corpus, and what indexing it cost."""

    app: App
    passages: int
    ingest_cpu_s: float


@asynccontextmanager
async def indexed(corpus: Path, data_dir: Path | None, say: Say) -> AsyncIterator[Bench]:
    """Index a corpus, in a temporary folder or one to keep. Raises BadRequest for a bad file."""
    with tempfile.TemporaryDirectory(prefix="newsdesk-eval-") as scratch:
        settings = read_settings(data_dir=data_dir or Path(scratch), feeds="", samples=False)
        async with open_app(settings, "newsdesk eval", say) as app:
            started = time.process_time()
            say(f"indexing {corpus}")
            run = await app.desk().ingest(str(corpus), asked_by="eval")
            if run.state is not RunState.DONE:
                raise BadRequest(run.message or f"{corpus}: could not be read")
            for problem in run.problems:
                say(f"{problem.where}: {problem.what}; {problem.mend}")
            coverage = await app.library.coverage()
            yield Bench(
                app=app,
                passages=coverage.passages,
                ingest_cpu_s=time.process_time() - started,
            )


def costs(bench: Bench) -> dict[str, Any]:
    """What every report with a corpus ends with."""
    per_thousand = 1000 * bench.ingest_cpu_s / max(bench.passages, 1)
    return {
        "passages": bench.passages,
        "ingest_cpu_s_per_1000_passages": round(per_thousand, 2),
        **process_costs(),
        "settings": {
            "embedding_model": bench.app.embedder.model,
            "threshold": bench.app.answering.threshold,
            "recency_weight": bench.app.settings.recency_weight,
        },
    }


def process_costs() -> dict[str, Any]:
    """Memory and versions."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KILO
    return {
        "peak_rss_mb": round(peak, 1),
        "versions": {name: version(name) for name in (*_LIBRARIES, "newsdesk")}
        | {"python": platform.python_version()},
    }
