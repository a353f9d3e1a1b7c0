"""The process that takes articles out of pages: started when it is needed, and anew when it has died."""

import json
import subprocess
import sys
from contextlib import suppress
from typing import Any

from retrieval.errors import SourceUnavailable

# Isolated: what it imports is what this program would, wherever and with whatever environment it runs.
_PROGRAM = (
    "import sys; sys.path[:] = sys.argv[2:];"
    " from retrieval.web.extraction import serve; serve(float(sys.argv[1]))"
)


class Worker:
    """One page at a time; `seconds` each. For one thread; `close` may come from another."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, html: bytes, url: str) -> dict[str, Any] | None:
        """The fields of a page's article, see `extraction`. None where there is none, or none in time.

        Raises SourceUnavailable when the process cannot be started.
        """
        process = self._running()
        head = json.dumps({"url": url, "size": len(html)}).encode()
        answer = b""
        with suppress(OSError, ValueError):  # it has died, or was closed
            process.stdin.write(head + b"\n" + html)  # type: ignore[union-attr] # it is a pipe
            process.stdin.flush()  # type: ignore[union-attr]
            answer = process.stdout.readline()  # type: ignore[union-attr]
        if not answer:
            self.close()
            return None
        found: dict[str, Any] | None = json.loads(answer)
        return found

    def close(self) -> None:
        """End the process. Repeatable; asking starts another."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):  # of what was never read
                pipe.close()  # type: ignore[union-attr]

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.close()
        self._process = process = subprocess.Popen(  # noqa: S603 (it is this very program)
            [sys.executable, "-I", "-c", _PROGRAM, str(self._seconds), *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # an interrupt from the keyboard is not for it
        )
        if not process.stdout.readline():  # type: ignore[union-attr]
            self.close()
            raise SourceUnavailable(
                "No page can be read: the process that finds articles does not start;"
                f" see what `{sys.executable} -m retrieval.web.extraction 10` says"
            )
        return process
