"""Docs say what is so: every setting, command and kind of source."""

from pathlib import Path
from pkgutil import iter_modules

import pytest
import typer

from bot.cli import app
from bot.settings import Settings
from retrieval import sources

ROOT = Path(__file__).parents[2]
NAMES = sorted(f"NEWSDESK_{name.upper()}" for name in Settings.model_fields)


def commands() -> list[str]:
    group = typer.main.get_command(app)
    own = [name for name in group.commands if name != "eval"]
    return [*own, *(f"eval {name}" for name in group.commands["eval"].commands)]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("page", ["docs/settings.md", "deploy/.env.example"])
def test_settings(page: str, name: str) -> None:
    """Every setting is explained."""
    assert name in (ROOT / page).read_text("utf-8")


def test_no_stale_settings() -> None:
    """The example file names no setting that does not exist."""
    lines = (ROOT / "deploy/.env.example").read_text("utf-8").splitlines()
    named = {line[2:].partition("=")[0] for line in lines if line.startswith("# NEWSDESK_")}
    assert named == set(NAMES)


@pytest.mark.parametrize("command", commands())
def test_commands(command: str) -> None:
    """The README names every command."""
    assert f"newsdesk {command}" in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("kind", [m.name for m in iter_modules(sources.__path__)])
def test_kinds(kind: str) -> None:
    """The README names every kind of source."""
    assert f"`{kind}`" in (ROOT / "README.md").read_text("utf-8")
