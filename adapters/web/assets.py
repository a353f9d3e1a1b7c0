"""Places htmx beside our own static files. The pages work without it."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from retrieval.wheels import PackageUnavailable, take

HTMX = Path(__file__).parent / "static" / "vendor" / "htmx.min.js"
_PACKAGE = "django-htmx==1.29.0"
_MEMBER = "django_htmx/static/django_htmx/htmx-2.min.js"
_SHA256 = "71ea67185bfa8c98c39d31717c6fce5d852370fcdfd129db4543774d3145c0de"


def prepare(say: Callable[[str], None]) -> None:
    """Put htmx in its place, unless it is there. Says so when it cannot be had."""
    if HTMX.is_file():
        return
    with tempfile.TemporaryDirectory() as scratch:
        say(f"downloading {_PACKAGE} for htmx (0.2 MB)")
        try:
            taken = take(_PACKAGE, _MEMBER, _SHA256, Path(scratch))
        except PackageUnavailable as e:
            say(f"htmx: {e}; the pages work without it")
            return
        HTMX.parent.mkdir(exist_ok=True)
        shutil.move(taken, HTMX)
