"""Ten thousand real documents as files of texts, made of the folder of data that is given.

`corpus.py DATA FOLDER`: writes one `.jsonl` a source into FOLDER. Nothing of it goes into the project.
"""

import gzip
import json
import re
import sys
from collections.abc import Iterator
from html import unescape
from itertools import islice
from pathlib import Path
from typing import Any

MOST = 10_000
_SETS = ("nomiracl_ko", "korquad", "hn_ko_to_en", "hn_en_to_ko")
_TAG = re.compile(r"<[^>]+>")


def texts(data: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each text with the name of its source: teasers of a feed, as feeds have them, paragraphs, comments."""
    for item in _rows(next((data / "ars").glob("items_*.jsonl.gz"))):
        row = {"url": item["link"], "title": item["title"], "published": item["pubDate"]}
        yield "ars", row | {"text": item["description"]}
    for name in _SETS:
        for row in _rows(data / "eval" / name / "corpus.jsonl.gz"):
            yield name, row
    for name in ("comments_2022", "items_2006"):
        for item in _rows(data / "hn_items" / f"{name}.jsonl.gz"):
            text = unescape(_TAG.sub(" ", item.get("text") or item.get("title") or "")).strip()
            if text:
                url = f"https://news.ycombinator.com/item?id={item['id']}"
                yield "hn_items", {"url": url, "title": item.get("title") or "", "text": text}
    for row in _rows(data / "eval" / "realtimeqa_small" / "corpus.jsonl.gz"):
        yield "realtimeqa", row


def write(data: Path, folder: Path, most: int = MOST) -> dict[str, int]:
    """The files; how many texts each has. No address comes twice."""
    folder.mkdir(parents=True, exist_ok=True)
    seen, counts = set[str](), dict[str, int]()
    opened = {}
    for name, row in islice(_once(data, seen), most):
        if name not in opened:
            opened[name] = (folder / f"{name}.jsonl").open("w", encoding="utf-8")
        opened[name].write(json.dumps(row, ensure_ascii=False) + "\n")
        counts[name] = counts.get(name, 0) + 1
    for file in opened.values():
        file.close()
    return counts


def _once(data: Path, seen: set[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, row in texts(data):
        key = f"{name} {row['url']}"
        if key not in seen and row.get("text", "").strip():
            seen.add(key)
            yield name, row


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


if __name__ == "__main__":
    print(json.dumps(write(Path(sys.argv[1]), Path(sys.argv[2]))))
