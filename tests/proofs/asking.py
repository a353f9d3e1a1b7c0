"""Questions asked of a server without a pause, and what became of them."""

import asyncio
import contextlib
import gzip
import json
import sqlite3
import statistics
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
from proofs.server import Server

FAULTS: list[str] = []


@dataclass
class Asked:
    """What became of the questions that the API was asked."""

    seconds: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    answered: list[bool] = field(default_factory=list)
    mixed: int = 0  # replies whose passages are of two splitters
    by: Counter[str] = field(default_factory=Counter)  # splitters
    down: int = 0  # asked while the server was killed or starting


class Asker:
    """Asks question after question; each reply's passages are looked up in the database."""

    def __init__(self, server: Server, questions: list[str]) -> None:
        self._server = server
        self._questions = questions
        self._number = 0

    async def ask(self, asked: Asked) -> None:
        question = self._questions[self._number % len(self._questions)]
        self._number += 1
        began = time.perf_counter()
        try:
            response = await self._server.http.post("/api/ask", json={"text": question})
        except httpx2.TransportError as e:
            if self._server.up:
                asked.failed.append(f"{type(e).__name__}: {e}")
            asked.down += 1
            await asyncio.sleep(0.2)
            return
        asked.seconds.append(time.perf_counter() - began)
        if response.status_code != 200:
            asked.failed.append(f"{response.status_code}: {response.text[:200]}")
            return
        asked.answered.append(response.json()["kind"] == "answer")
        cut = self._splitters(response.json())
        asked.mixed += len(cut) > 1
        asked.by.update(cut)

    async def until(self, stop: asyncio.Event, asked: Asked) -> None:
        while not stop.is_set():
            await self.ask(asked)
            await asyncio.sleep(0.3)

    def _splitters(self, reply: dict[str, Any]) -> set[str]:
        trail = reply.get("trail") or {}
        ids = {p["passage_id"] for p in trail.get("passages", ())}
        for statement in reply.get("statements", ()):
            ids |= {c["passage_id"] for c in statement["citations"]}
        marks = ",".join("?" * len(ids))
        with contextlib.closing(sqlite3.connect(self._server.database)) as database:
            query = f"SELECT DISTINCT splitter FROM passages WHERE id IN ({marks})"  # noqa: S608
            return {row[0] for row in database.execute(query, list(ids))}


def expect(good: bool, what: str) -> None:  # noqa: FBT001
    """Say it, and remember what is not as it must be."""
    print(f"{'ok     ' if good else 'FAILED '} {what}", flush=True)
    if not good:
        FAULTS.append(what)


def told(name: str, of: Asked) -> None:
    """How long they took."""
    p50, p95 = statistics.median(of.seconds), statistics.quantiles(of.seconds, n=20)[-1]
    print(f"        {name}: p50 {1000 * p50:.0f} ms, p95 {1000 * p95:.0f} ms of {len(of.seconds)}")


def questions(file: Path) -> list[str]:
    """The first 300 of a file."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["question"] for line in lines][:300]
