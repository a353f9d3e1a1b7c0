"""A backup while texts are read and questions asked, restored into an empty folder elsewhere: `make prove-backup`.

`backup.py FOLDER QUESTIONS`: a copy of the data folder is worked on. Fifty questions are asked of the server
before, and of the restored folder afterwards: the replies must be the same to the letter.
"""

import asyncio
import json
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

from platforms.processes import free_port
from proofs.asking import FAULTS, expect, questions
from proofs.server import Server

_QUESTIONS = 50
_AT_A_TIME = 20  # texts that a reading of the load brings
_TABLES = ("sources", "documents", "passages", "questions", "vectors")


async def main(folder: Path, file: Path) -> None:
    """All of it."""
    with tempfile.TemporaryDirectory() as scratch:
        data, saved, other = (Path(scratch) / n for n in ("data", "backup.gz", "elsewhere"))
        shutil.copytree(folder, data)
        server = Server(data, _settings())
        await server.start()
        try:
            before = [await _said(server, text) for text in questions(file)[:_QUESTIONS]]
            stop = asyncio.Event()
            loading = asyncio.create_task(_load(server, Path(scratch) / "load.jsonl", stop))
            await asyncio.sleep(5)
            options = {"path": str(saved)}
            run = await server.post("/api/runs", {"kind": "backup", "options": options})
            done = await _ended(server, run["id"])
            expect(done["state"] == "done", f"backup: {done['state']} {done['message'] or ''}")
            stop.set()
            added = await loading
        finally:
            await server.stop()
        size = saved.stat().st_size / 1e6
        print(f"        {size:.1f} MB, {added:,} texts read beside it, rows {_rows(data)}")
        await _restored(saved, other, before, file)


async def _restored(saved: Path, other: Path, before: list[Any], file: Path) -> None:
    server = Server(other, _settings())
    await server.start()
    try:
        options = {"path": str(saved)}
        run = await server.post("/api/runs", {"kind": "restore", "options": options})
        done = await _ended(server, run["id"])
        expect(done["state"] == "done", f"restore: {done['state']} {done['message'] or ''}")
        after = [await _said(server, text) for text in questions(file)[:_QUESTIONS]]
        expect(
            after == before, f"same replies to {_same(before, after)} of {len(before)} questions"
        )
        answers = sum(one["kind"] == "answer" for one in before)
        print(f"        {answers} of them answers, the others refusals; rows {_rows(other)}")
        status = (await server.http.get("/api/status")).json()
        held = {i["name"]: (i["passages"], i["behind"]) for i in status["indexes"]}
        print(f"        indexes (passages, behind): {held}")
    finally:
        await server.stop()


async def _load(server: Server, file: Path, stop: asyncio.Event) -> int:
    """Texts that have nothing to do with the questions, and questions, without a pause; how many texts."""
    numbers, written = count(), 0
    while not stop.is_set():
        rows = [_row(next(numbers)) for _ in range(_AT_A_TIME)]
        with file.open("a", encoding="utf-8") as lines:
            lines.writelines(json.dumps(row) + "\n" for row in rows)
        written += len(rows)
        await server.post("/api/ingest", {"location": str(file)})
        await server.http.post("/api/ask", json={"text": f"What did zorp {written} quil?"})
    return written


def _row(number: int) -> dict[str, str]:
    words = f"Zorp {number} quilled a brimble of flontes near grax {number * 7}."
    return {"url": f"https://load.example/{number}", "title": f"Zorp {number}", "text": words}


async def _said(server: Server, text: str) -> dict[str, Any]:
    """What a reader is shown of a reply."""
    asked = {"text": text, "now": "2026-11-30T12:00:00+00:00"}
    reply = (await server.http.post("/api/ask", json=asked)).json()
    statements = [
        [s["text"], [(c["document_id"], c["quote"], c["url"]) for c in s["citations"]]]
        for s in reply.get("statements", ())
    ]
    return {"kind": reply["kind"], "why": reply.get("why"), "statements": statements}


def _same(before: list[Any], after: list[Any]) -> int:
    return sum(one == other for one, other in zip(before, after, strict=True))


async def _ended(server: Server, run_id: str) -> Any:
    while not (run := await server.get(f"/api/runs/{run_id}")).get("finished"):  # noqa: ASYNC110
        await asyncio.sleep(0.2)
    return run


def _rows(data: Path) -> dict[str, int]:
    with closing(sqlite3.connect(data / "newsdesk.sqlite")) as database:
        return {
            table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in _TABLES
        }


def _settings() -> dict[str, object]:
    return {"feeds": "", "samples": False, "port": free_port()}


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
    sys.exit(1 if FAULTS else 0)
