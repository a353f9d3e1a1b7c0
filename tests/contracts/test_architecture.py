"""The structure is kept, and each contract bites: every one is broken once in a copy of the code."""

import shutil
import subprocess
import sys
import tomllib
from importlib import import_module
from inspect import signature
from pathlib import Path
from pkgutil import iter_modules

import pytest

from retrieval import sources

ROOT = Path(__file__).parents[2]
BREACHES = {
    "adapters -> bot -> retrieval": ("retrieval/plan.py", "import bot.types"),
    "Inside retrieval": ("retrieval/tokens.py", "import retrieval.passages"),
    "Inside bot": ("bot/extract.py", "import bot.answer"),
    "Pure modules touch nothing outside": ("retrieval/ranking.py", "import asyncio"),
    "One adapter, kind of source": ("retrieval/sources/jsonl.py", "import retrieval.sources.feed"),
    "No cycles among siblings": ("retrieval/ports.py", "import retrieval.plan"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """import-linter on a tree."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(  # noqa: S603 - our own tool
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(folder)},
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("adapters", "bot", "retrieval"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_kept(copy: Path) -> None:
    """Every contract holds as the code stands."""
    done = lint(copy)
    assert done.returncode == 0, done.stdout[-2000:]


@pytest.mark.parametrize("contract", BREACHES)
def test_bites(copy: Path, contract: str) -> None:
    """A contract fails, by name, when it is broken."""
    file, line = BREACHES[contract]
    path = copy / file
    path.write_text(path.read_text("utf-8") + f"\n{line}\n", "utf-8")
    done = lint(copy)
    broken = [told for told in done.stdout.splitlines() if told.endswith("BROKEN")]
    assert any(told.startswith(contract) for told in broken), done.stdout[-2000:]


def test_every_contract_is_broken_once() -> None:
    """No contract of the project is left without a breach above."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    names = [contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]]
    assert len(names) == len(BREACHES)
    assert all(any(name.startswith(breach) for breach in BREACHES) for name in names)


@pytest.mark.parametrize("kind", [module.name for module in iter_modules(sources.__path__)])
def test_a_kind_of_source_is_one_module(kind: str) -> None:
    """Each kind makes its reader from the shared tools and says which locations are its own."""
    module = import_module(f"{sources.__name__}.{kind}")
    assert list(signature(module.make).parameters) in (["tools"], ["_tools"])
    assert module.recognises("gopher://ex.com") is False


def test_default_bot_is_light() -> None:
    """A running default bot imports neither torch nor sentence-transformers."""
    modules = "bot.serve, bot.commands, bot.jobs, adapters.web.app, retrieval.embedding.onnx"
    program = (
        f"import sys, {modules}; print([m for m in ('torch', 'sentence_transformers', 'transformers')"
        " if m in sys.modules])"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
