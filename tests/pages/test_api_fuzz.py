"""Requests drawn from the API's own description, right ones and wrong ones, at a real server over real stores.

`make fuzz` draws more of them: FUZZ_EXAMPLES an operation.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from attacked import TRUSTED, Attacked, attacked
from console_world import World
from fakes_desk import FakeDesk
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings
from schemathesis.checks import CHECKS, load_all_checks

from adapters.web.app import create_app

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "25"))  # noqa: TID251 - a knob of this test

drawn = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=EXAMPLES <= 25,
    database=None,
)


def described() -> dict[str, Any]:
    world = World()
    app = create_app(
        FakeDesk(), clock=world.clock, token="t", admin=world.admin, insight=world.insight  # noqa: S106
    )  # fmt: skip
    told: dict[str, Any] = (
        TestClient(app, base_url="http://localhost").get("/api/openapi.json").json()
    )
    return told


load_all_checks()
# What is described can be asked for and still be impossible: an unknown source, a run that cannot be.
# Who has no token is the second test's business.
NOT_MEANT = CHECKS.get_by_names(["positive_data_acceptance", "ignored_auth"])
API = schemathesis.openapi.from_dict(described())
API.config.generation.with_security_parameters = False
FORGED = schemathesis.openapi.from_dict(described())  # with tokens that are drawn, or none
for schema in (API, FORGED):
    schema.config.checks.negative_data_rejection.expected_statuses.append("413")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attacked]:
    with attacked(tmp_path_factory.mktemp("attacked")) as served:
        yield served


def tamed(case: schemathesis.Case, folder: Path) -> schemathesis.Case:
    """Files are named in a folder of the test's, whatever their name."""
    options = case.body.get("options") if isinstance(case.body, dict) else None
    if isinstance(options, dict) and isinstance(options.get("path"), str):
        options["path"] = str(folder / quote(options["path"][:50], safe=""))
    return case


@API.parametrize()
@drawn
def test_with_the_token(case: schemathesis.Case, server: Attacked) -> None:
    """No request makes it fail; each is answered as the description says, wrong ones with a refusal."""
    tamed(case, server.folder).call_and_validate(
        base_url=server.url, headers=TRUSTED, excluded_checks=NOT_MEANT, timeout=30
    )


@FORGED.parametrize()
@drawn
def test_without_the_token(case: schemathesis.Case, server: Attacked) -> None:
    """Whatever is sent: what needs the token answers 401 and nothing else, the rest as described."""
    told = case.call(base_url=server.url, timeout=30)
    if case.operation.definition.raw.get("security"):
        assert told.status_code == (401 if case.method == case.operation.method.upper() else 405)
    case.validate_response(told, excluded_checks=NOT_MEANT)
