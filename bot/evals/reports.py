"""Reports as stable JSON files."""

import json
from pathlib import Path
from typing import Any

from bot.errors import BadRequest


def written(report: dict[str, Any], out: Path | None) -> list[str]:
    """The report as lines to print, written to a file as well. Raises BadRequest."""
    text = json.dumps(report, ensure_ascii=False, indent=1)
    if out is not None:
        try:
            out.write_text(text + "\n", "utf-8")
        except OSError as e:
            raise BadRequest(f"{out}: cannot be written ({e.strerror}); choose another file") from e
    return [text]
