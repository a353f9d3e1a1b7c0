"""Backups that cannot be written, and files that are no backup: one line each, and nothing changes."""

import gzip
import json
import os
import resource
import stat
from collections.abc import AsyncIterator, Callable
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from archiving import STAMP, backed_up, filled, forged, lines, opened, put_back, quietly, rows
from sqlalchemy import text

from bot.archive import files
from bot.archive.contents import contents
from bot.archive.export import export
from bot.errors import BadRequest
from retrieval.stores.sql.library import SqlLibrary

Change = Callable[[list[Any]], list[Any]]


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[SqlLibrary]:
    library = await opened(f"sqlite+aiosqlite:///{tmp_path}/n.sqlite")
    await filled(library)
    yield library
    await library.close()


@pytest.fixture
async def path(library: SqlLibrary, tmp_path: Path) -> Path:
    """A good backup of it."""
    path = tmp_path / "news.backup"
    await backed_up(library, path)
    return path


async def refused(library: SqlLibrary, path: Path) -> str:
    """What is told of a file that cannot be restored. It leaves everything as it was."""
    before = await rows(library)
    with pytest.raises(BadRequest) as told:
        await put_back(library.engine, path)
    assert await rows(library) == before
    line = str(told.value)
    assert line.startswith(f"{path}: ")
    assert line.endswith("; nothing was changed")
    assert "\n" not in line
    return line


def altered(path: Path, change: Callable[[bytes], bytes]) -> None:
    path.write_bytes(change(path.read_bytes()))


def unpacked(path: Path, change: Callable[[bytes], bytes]) -> None:
    path.write_bytes(gzip.compress(change(gzip.decompress(path.read_bytes()))))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not a backup"),
        (b"PK\x03\x04 something else", "not a backup"),
        (gzip.compress(b""), "not a backup"),
        (gzip.compress(b"hello\n"), "not a backup"),
        (gzip.compress(b"[" * 100_000 + b"\n"), "not a backup"),
        (gzip.compress(b'{"format": "other"}\n'), "not a backup"),
        (gzip.compress(b'{"format": "newsdesk-backup", "version": 1}\n'), "first line is damaged"),
        (gzip.compress(b'{"format": "newsdesk-backup", "version": 2}\n'), "format that this one"),
    ],
    ids=map(str, count()),
)
async def test_foreign(library: SqlLibrary, path: Path, content: bytes, words: str) -> None:
    """A file of another kind is told apart, and one of a later kind."""
    altered(path, lambda _: content)
    assert words in await refused(library, path)


@pytest.mark.parametrize("part", [0.0, 0.2, 0.5, 0.9, 0.999])
async def test_cut(library: SqlLibrary, path: Path, part: float) -> None:
    """A file that was cut off anywhere, also between two lines."""
    altered(path, lambda all: all[: int(len(all) * part)])
    await refused(library, path)


async def test_cut_between_lines(library: SqlLibrary, path: Path) -> None:
    """One that was packed anew after it was cut."""
    unpacked(path, lambda all: b"\n".join(all.split(b"\n")[:-3]) + b"\n")
    assert "its end is missing" in await refused(library, path)


async def test_swapped_bits(library: SqlLibrary, path: Path) -> None:
    """One bit that is another, wherever it is."""
    with path.open("rb") as file:
        good = file.read()
    for at in range(20, len(good), len(good) // 20):
        bad = good[:at] + bytes([good[at] ^ 4]) + good[at + 1 :]
        altered(path, lambda _, bad=bad: bad)
        await refused(library, path)


async def test_changed_word(library: SqlLibrary, path: Path) -> None:
    """A text that was changed, in a file that is otherwise well."""
    unpacked(path, lambda all: all.replace(b"announced", b"withdrew.", 1))
    assert "not those that were written" in await refused(library, path)


async def test_more_after_the_end(library: SqlLibrary, path: Path) -> None:
    """Lines after the end, or a second file after the first."""
    unpacked(path, lambda all: all + b'["notes",["a","b"]]\n')
    assert "not those that were written" in await refused(library, path)


def _row(table: str, *values: object) -> Change:
    return lambda told: [*told, [table, list(values)]]


def _head(**given: object) -> Change:
    return lambda told: [{**told[0], **given}, *told[1:]]


def _tables(change: Callable[[dict[str, list[str]]], object]) -> Change:
    def changed(told: list[Any]) -> list[Any]:
        change(told[0]["tables"])
        return told

    return changed


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_tables(lambda t: t.update(jobs=["id"])), "'jobs', which is no table"),
        (_tables(lambda t: t.update({'notes"; DROP TABLE notes; --': ["a"]})), "no table"),
        (_tables(lambda t: t["notes"].append("x; DROP TABLE notes")), "'notes' has other columns"),
        (_tables(lambda t: t["notes"].append("name")), "'notes' has other columns"),
        (_tables(lambda t: t.pop("documents")), "documents is missing"),
        (_tables(lambda t: t.update(changes=["seq"])), "'changes', which is no table"),
        (_head(revisions={"library": "9999", "conversations": "9999"}), "a newer layout"),
        (_head(revisions={"library": "0001", "conversations": "0001"}), "an older layout"),
        (_head(revisions={}), "layout of tables"),
        (_head(made="2025-01-01"), "first line is damaged"),
        (_row("changes", 1), "another table"),
        (_row("sources", "s9"), "another table"),
        (_row("spending", "x"), "1 values"),
        (_row("spending", None, *"abcdefg"), "(id)"),
        (_row("spending", "x", "2025-01-01T00:00:00", *"pqrs", 1, 1.0), "(at)"),
        (_row("spending", "x", "2025-01-01T00:00:00Z", *"pqrs", {}, 1.0), "(tokens)"),
        (_row("spending", "x", "2025-01-01T00:00:00Z", *"pqrs", 2**64, 1.0), "(tokens)"),
        (_row("spending", "\ud800", "2025-01-01T00:00:00Z", *"pqrs", 1, 1.0), "(id)"),
        (lambda told: [*told, told[-1]], "do not fit this database"),
        (lambda told: [*told, {"more": 1}], "neither a row nor the end"),
        (lambda told: [*told, [1, 2, 3]], "neither a row nor the end"),
        (lambda told: [told[0], *(r for r in told[1:] if r[0] != "documents")], "do not fit"),
    ],
    ids=map(str, count()),
)
async def test_forged(library: SqlLibrary, path: Path, change: Change, words: str) -> None:
    """Whoever can make the end fit still writes to our tables and columns alone, and values of their kind."""
    forged(path, change)
    line = await refused(library, path)
    assert words in line
    assert len(line) < 500 + len(str(path))


async def test_columns_in_another_order(library: SqlLibrary, path: Path) -> None:
    """The order in which a file has the columns does not matter."""
    before = await rows(library)

    def turned(told: list[Any]) -> list[Any]:
        told[0]["tables"]["documents"].reverse()
        rest = [[of, row[::-1]] if of == "documents" else [of, row] for of, row in told[1:]]
        return [told[0], *rest]

    forged(path, turned)
    await put_back(library.engine, path)
    assert await rows(library) == before


@contextmanager
def memory_of(megabytes: int) -> Any:
    """How much more memory may be taken."""
    used = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * os.sysconf("SC_PAGESIZE")
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (used + megabytes * 2**20, hard))
    yield
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


async def test_bomb_in_one_line(library: SqlLibrary, path: Path) -> None:
    """A line that unpacks to gigabytes is left when it is longer than any of ours."""
    pack = gzip.compress(b"0" * 2**24, 9)
    altered(path, lambda _: pack * 300)
    with memory_of(400):
        assert "more than a backup does" in await refused(library, path)


async def test_bomb_of_lines(
    library: SqlLibrary, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So are rows without end that take no room when they are packed."""
    monkeypatch.setattr(files, "_FREE", 2**20)
    row = json.dumps(["notes", ["a", "0" * 4096]]).encode() + b"\n"
    unpacked(path, lambda all: all.split(b"\n")[0] + b"\n" + row * 20_000)
    assert "more than a backup does" in await refused(library, path)


async def test_pipes_are_not_waited_for(library: SqlLibrary, tmp_path: Path) -> None:
    """A named pipe, a folder and a missing file are told at once."""
    os.mkfifo(tmp_path / "pipe")
    assert "not a file" in await refused(library, tmp_path / "pipe")
    assert "Is a directory" in await refused(library, tmp_path)
    assert "No such file" in await refused(library, tmp_path / "none")


def _named(part: str, folder: Path) -> list[str]:
    return [file.name for file in folder.glob(f"*{part}*")]


async def test_full_disk(library: SqlLibrary, tmp_path: Path) -> None:
    """A backup that finds no room leaves nothing."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        with pytest.raises(BadRequest, match=r"cannot be written .*; nothing was left there"):
            await backed_up(library, tmp_path / "small")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert _named("small", tmp_path) == []


async def test_no_such_folder(library: SqlLibrary, tmp_path: Path) -> None:
    """Nor is a folder made."""
    with pytest.raises(BadRequest, match="cannot be written"):
        await backed_up(library, tmp_path / "none" / "x")


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def test_only_the_owner_reads_it(path: Path) -> None:
    """A backup holds questions."""
    assert _mode(path) == 0o600


async def test_nothing_is_overwritten(library: SqlLibrary, path: Path) -> None:
    """A file that is there stays, unless it is to be replaced."""
    altered(path, lambda _: b"mine")
    with pytest.raises(BadRequest, match="is there already"):
        await backed_up(library, path)
    with path.open("rb") as file:
        assert file.read() == b"mine"
    await export(library.engine, contents(), path, quietly, stamp=STAMP, replace=True)
    assert lines(path)[0]["format"] == "newsdesk-backup"


async def test_what_a_killed_process_left(library: SqlLibrary, path: Path) -> None:
    """Half a file of an earlier try is no hindrance, and does not stay."""
    os.close(os.open(path.with_name(".again.part"), os.O_CREAT | os.O_WRONLY))
    await backed_up(library, path.with_name("again"))
    assert _named("again", path.parent) == ["again"]
    await put_back(library.engine, path.with_name("again"))


async def test_an_older_layout_here(library: SqlLibrary, path: Path) -> None:
    """A backup of a later layout is not put into an earlier one."""
    async with library.engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert "update this one first" in await refused(library, path)
