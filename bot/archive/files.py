"""Backup files on the disk: written beside and moved into place whole, read in one stream within bounds.

All of this waits for the disk: call it in threads, one call at a time.
"""

import gzip
import hashlib
import os
import stat
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path
from typing import BinaryIO

from bot.archive import lines
from bot.archive.contents import Contents, Kept, Row
from bot.archive.lines import End, Head
from bot.errors import BadRequest

_LEVEL = 3  # of gzip: half the time of 6 for a file that is a twentieth larger
_LONGEST = 64 * 2**20  # bytes of a line
_MOST = 300  # bytes out of one byte of a file; texts give about 5
_FREE = 64 * 2**20  # bytes that may come out of any file
_ROWS = 200  # of a batch, at most
_BATCH = 2**20  # bytes of lines in a batch, about
_PARTS = 2  # of a row: its table and its values


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Rows of one table, and how many bytes of the file have been read for all so far."""

    kept: Kept
    rows: Sequence[Row]
    read: int


class Writer:
    """Writes the lines of a backup into a file that is open."""

    def __init__(self, file: BinaryIO, head: Head) -> None:
        self._file = file
        self._gzip = gzip.GzipFile(
            filename="", fileobj=file, mode="wb", compresslevel=_LEVEL, mtime=0
        )
        self._hash = hashlib.sha256()
        self._counts = dict.fromkeys(head.tables, 0)
        self._add(lines.head_line(head))

    def rows(self, kept: Kept, rows: Sequence[Sequence[object]]) -> None:
        """Add rows of a table, with their values in the order of its columns."""
        self._add(b"".join(lines.line([kept.name, kept.dumped(row)]) for row in rows))
        self._counts[kept.name] += len(rows)

    def end(self) -> End:
        """Add the end, and wait until all of it is on the disk."""
        end = End(counts=dict(self._counts), sha256=self._hash.hexdigest())
        self._gzip.write(lines.end_line(end))
        self._gzip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        return end

    def _add(self, told: bytes) -> None:
        self._hash.update(told)
        self._gzip.write(told)


@contextmanager
def placed(path: Path, *, replace: bool) -> Iterator[BinaryIO]:
    """A new file that is at `path` once the block has ended well, and nowhere otherwise.

    Only its owner may read it. Raises BadRequest.
    """
    part = path.with_name(f".{path.name}.part")
    with _writable(path):
        if path.is_dir() or (os.path.lexists(path) and not replace):
            raise BadRequest(f"{path}: is there already; choose another name")
        part.unlink(missing_ok=True)  # of a process that was killed
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
                _move(file, part, path, replace=replace)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A file to read from. Raises BadRequest, also for whatever is wrong with what the block reads."""
    with _readable(path), os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise ValueError("not a file")
        yield file


def size(file: BinaryIO) -> int:
    """In bytes."""
    return os.fstat(file.fileno()).st_size


def head_of(file: BinaryIO) -> Head:
    """What a backup says of itself. Raises ValueError, OSError."""
    return lines.read_head(next(_lines(file), b""))


def batches(file: BinaryIO, contents: Contents, head: Head) -> Iterator[Batch]:
    """The rows of a backup in order, from its beginning.

    Raises ValueError where a line is not what it must be, and after the last batch where rows are missing
    or other than they were written; also OSError, EOFError and zlib.error.
    """
    tables = [contents.table(name, columns) for name, columns in head.tables.items()]
    for kept, rows in groupby(_Reader(file, tables).rows(), key=lambda row: row.of):
        while some := list(_some(rows)):
            yield Batch(kept=kept, rows=some, read=file.tell())


@dataclass(frozen=True, slots=True)
class _Read:
    of: Kept
    row: Row
    length: int  # bytes of the line


def _some(rows: Iterator[_Read]) -> Iterator[Row]:
    length = 0
    for read in islice(rows, _ROWS):
        yield read.row
        length += read.length
        if length > _BATCH:
            return


class _Reader:
    def __init__(self, file: BinaryIO, tables: Sequence[Kept]) -> None:
        self._file = file
        self._left = list(tables)  # the one whose rows come now, and those after it
        self._counts = {table.name: 0 for table in tables}
        self._hash = hashlib.sha256()

    def rows(self) -> Iterator[_Read]:
        """All rows; what the end says of them is checked when it comes."""
        given = _lines(self._file)
        self._hash.update(next(given, b""))
        for number, line in enumerate(given, 2):
            told = lines.parsed(line)
            if (end := lines.read_end(told)) is not None:
                self._check(end, more=any(given))
                return
            self._hash.update(line)
            try:
                yield self._row(told, len(line))
            except ValueError as e:
                raise ValueError(f"line {number} is not a row that may stand there ({e})") from e
        raise EOFError

    def _row(self, told: object, length: int) -> _Read:
        if not isinstance(told, list) or len(told) != _PARTS or not isinstance(told[1], list):
            raise ValueError("neither a row nor the end")
        name, given = told
        while self._left and self._left[0].name != name:
            self._left.pop(0)
        if not self._left:
            raise ValueError("another table")
        self._counts[name] += 1
        return _Read(self._left[0], self._left[0].loaded(given), length)

    def _check(self, end: End, *, more: bool) -> None:
        if more or end.counts != self._counts or end.sha256 != self._hash.hexdigest():
            raise ValueError("damaged: its rows are not those that were written")


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Whole lines from the beginning; no more of them than an honest file can hold."""
    file.seek(0)
    most = _FREE + _MOST * size(file)
    with gzip.GzipFile(fileobj=file, mode="rb") as unpacked:
        while line := unpacked.readline(_LONGEST + 1):
            if len(line) > _LONGEST or unpacked.tell() > most:
                raise ValueError("it unpacks to more than a backup does")
            if not line.endswith(b"\n"):
                raise EOFError
            yield line


def _move(file: BinaryIO, part: Path, path: Path, *, replace: bool) -> None:
    """Into place, and on the disk there."""
    if os.fstat(file.fileno()).st_ino != part.stat(follow_symlinks=False).st_ino:
        raise BadRequest(f"{path}: another backup to the same file was begun; wait for that one")
    if replace:
        part.replace(path)
    else:
        _link(part, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _link(part: Path, path: Path) -> None:
    """Unlike a move, never in place of another file; moved where the file system has no links."""
    try:
        path.hardlink_to(part)
    except OSError:
        if os.path.lexists(path):
            raise
        part.rename(path)


@contextmanager
def _writable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as e:
        raise BadRequest(
            f"{path}: cannot be written ({e.strerror or e}); nothing was left there; free some space, or"
            " choose a folder that you may write to"
        ) from e


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except (gzip.BadGzipFile, zlib.error) as e:
        raise _refused(path, "not a backup of Newsdesk, or damaged") from e
    except EOFError as e:
        raise _refused(path, "cut off: its end is missing") from e
    except OSError as e:
        raise _refused(path, f"cannot be read ({e.strerror or e})") from e
    except ValueError as e:
        raise _refused(path, str(e)) from e


def _refused(path: Path, why: str) -> BadRequest:
    return BadRequest(f"{path}: {why}; nothing was changed")
