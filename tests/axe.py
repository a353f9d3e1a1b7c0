"""axe-core, which finds faults of accessibility in a page: taken from npm once, checked, kept in pytest's cache."""

import base64
import hashlib
import shutil
import subprocess
import tarfile
from pathlib import Path

VERSION = "4.14.1"
_SHA512 = "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
_PATIENCE = 120  # seconds

RUN = """async (rules) => {
  const options = rules ? {runOnly: {type: "rule", values: rules}} : {};
  const found = await axe.run(document, {resultTypes: ["violations"], ...options});
  return found.violations
    .filter((v) => ["serious", "critical"].includes(v.impact))
    .map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`);
}"""


class AxeMissing(Exception):
    """It is not here and cannot be had: why."""


def script(cache: Path) -> str:
    """The text of `axe.min.js`. Raises AxeMissing."""
    packed = cache / f"axe-core-{VERSION}.tgz"
    if not packed.is_file():
        _take(cache)
    data = packed.read_bytes()
    if base64.b64encode(hashlib.sha512(data).digest()).decode() != _SHA512:
        packed.unlink()
        raise AxeMissing(f"{packed.name} is not the package that it should be; it was deleted")
    with tarfile.open(packed) as archive:
        member = archive.extractfile("package/axe.min.js")
        return member.read().decode() if member else ""


def _take(cache: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise AxeMissing("npm is not installed: apt-get install npm")
    command = [npm, "pack", f"axe-core@{VERSION}", "--silent"]
    try:
        subprocess.run(command, cwd=cache, check=True, capture_output=True, timeout=_PATIENCE)  # noqa: S603
    except (subprocess.SubprocessError, OSError) as error:
        raise AxeMissing(f"npm pack axe-core@{VERSION} failed: {error}") from error
