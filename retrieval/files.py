"""Reading files that a user named: plain or gzip, capped, errors in our words. Blocking: call it in a thread."""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from retrieval.errors import BadInput, SourceUnavailable
from retrieval.urls import shown

_GZIP = b"\x1f\x8b"


def read_capped(path: Path, cap: int) -> bytes:
    """The whole file, unpacked. Raises BadInput, SourceUnavailable."""
    with opened(path) as file:
        body = file.read(cap + 1)
    if len(body) > cap:
        raise BadInput(
            f"{shown(str(path))} is larger than the {cap / 1e6:g} MB that are read; split it"
        )
    return body


@contextmanager
def opened(path: Path) -> Iterator[io.BufferedIOBase]:
    """The file's bytes, unpacked as they are read; errors of reading inside the block are ours too."""
    try:
        with path.open("rb") as raw:
            packed = raw.peek(2).startswith(_GZIP)
            with gzip.open(raw) if packed else raw as file:
                yield file
    except (FileNotFoundError, NotADirectoryError, ValueError) as e:
        raise BadInput(f"{shown(str(path))}: there is no such file; check the path") from e
    except IsADirectoryError as e:
        raise BadInput(f"{shown(str(path))} is a folder; name a file in it") from e
    except PermissionError as e:
        raise BadInput(f"{shown(str(path))} may not be read; change its permissions") from e
    except (gzip.BadGzipFile, EOFError, zlib.error) as e:
        raise BadInput(f"{shown(str(path))} is a damaged gzip file; make it again") from e
    except OSError as e:
        raise SourceUnavailable(f"{shown(str(path))} cannot be read now; try again later") from e
