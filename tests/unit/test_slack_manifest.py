"""The manifest that operators give to Slack: valid, and in step with the code."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator, validators

from adapters.slack import names

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "deploy" / "slack-manifest.yaml"
SCHEMA = ROOT.parent / "shared" / "specs" / "slack-manifest.schema.json"


@pytest.fixture
def manifest() -> dict[str, Any]:
    return yaml.safe_load(PAGE.read_text("utf-8"))


@pytest.mark.skipif(not SCHEMA.exists(), reason="the published schema is not at hand")
def test_schema(manifest: dict[str, Any]) -> None:
    """Slack's published schema takes it."""
    schema = json.loads(SCHEMA.read_text("utf-8"))
    checker = validators.validator_for(schema, Draft7Validator)(schema)
    assert [error.message for error in checker.iter_errors(manifest)] == []


def test_lengths(manifest: dict[str, Any]) -> None:
    """Within what Slack takes."""
    about, features = manifest["display_information"], manifest["features"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 175 <= len(about["long_description"]) <= 4000
    assert len(features["agent_view"]["agent_description"]) <= 300
    assert len(features["agent_view"]["suggested_prompts"]) <= 4
    assert all(len(s["name"]) <= 24 for s in features["shortcuts"])


def test_scopes_and_events(manifest: dict[str, Any]) -> None:
    """It asks for what the code uses and listens to, and for no more."""
    assert manifest["oauth_config"]["scopes"] == {"bot": list(names.SCOPES)}
    assert manifest["settings"]["event_subscriptions"]["bot_events"] == list(names.EVENTS)


def test_commands_and_shortcuts(manifest: dict[str, Any]) -> None:
    """What the code answers is declared."""
    features = manifest["features"]
    assert [c["command"] for c in features["slash_commands"]] == [names.COMMAND]
    assert [s["callback_id"] for s in features["shortcuts"]] == [names.SHORTCUT]


def test_every_scope_has_its_reason() -> None:
    """A comment beside each says what for."""
    lines = PAGE.read_text("utf-8").splitlines()
    for scope in names.SCOPES:
        (line,) = [line for line in lines if line.strip().startswith(f"- {scope}")]
        assert "#" in line
