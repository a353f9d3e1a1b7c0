"""What is deployed fits the program: settings, commands, paths and ports that exist. Nothing is built."""

import asyncio
import json
import re
import shlex
import socket
import sys
from pathlib import Path

import pytest
import typer
import uvicorn
import yaml
from fakes_desk import NOW, FakeDesk
from pydantic import SecretStr

from adapters.web.app import create_app
from bot.cli import app
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
NAMES = {f"NEWSDESK_{name.upper()}" for name in Settings.model_fields}
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
BOT = COMPOSE["services"]["newsdesk"]
NAMING = [
    "deploy/Dockerfile",
    "deploy/compose.yaml",
    "deploy/newsdesk.service",
    "deploy/.env.example",
    "docs/deploy.md",
    "docs/settings.md",
]


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile as pairs of a word and the rest of its line."""
    lines = (DEPLOY / "Dockerfile").read_text("utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("#"))
    joined = re.sub(r"\\\n\s*", " ", text).splitlines()
    split = (line.partition(" ") for line in joined if line.strip())
    return [(word, rest.strip()) for word, _, rest in split]


def last_stage() -> dict[str, str]:
    """What the image is left with: the last of each instruction after the last FROM."""
    found = instructions()
    start = max(i for i, (word, _) in enumerate(found) if word == "FROM")
    return dict(found[start:])


def image_environment() -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in shlex.split(last_stage()["ENV"]))


def unit() -> list[tuple[str, str]]:
    """The lines of the systemd unit that say something, in order."""
    lines = (DEPLOY / "newsdesk.service").read_text("utf-8").splitlines()
    return [(key, value) for key, mark, value in (x.partition("=") for x in lines) if mark]


def unit_environment() -> dict[str, str]:
    return dict(value.split("=", 1) for key, value in unit() if key == "Environment")


def commands() -> set[str]:
    return set(typer.main.get_command(app).commands)


def default(name: str) -> str:
    """A setting's default as one writes it."""
    value = Settings.model_fields[name.removeprefix("NEWSDESK_").lower()].default
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    return ",".join(value) if isinstance(value, tuple) else "" if value is None else str(value)


@pytest.mark.parametrize("file", NAMING)
def test_names_known_settings(file: str) -> None:
    """No file of a deployment names a setting that does not exist."""
    named = re.findall(r"\bNEWSDESK_[A-Z_]*[A-Z]\b", (ROOT / file).read_text("utf-8"))
    assert set(named) - NAMES == set()


@pytest.mark.parametrize(
    "given",
    [BOT["environment"], image_environment(), unit_environment()],
    ids=["compose", "image", "unit"],
)
def test_values_are_accepted(given: dict[str, str]) -> None:
    """Each value that a deployment sets is one that the setting takes."""
    own = {k.removeprefix("NEWSDESK_").lower(): v for k, v in given.items() if k in NAMES}
    settings = Settings(_env_file=None, **own)
    assert settings.data_dir.is_absolute()
    assert settings.model_dir is not None


def test_example_shows_defaults() -> None:
    """Every line of the example file is the default."""
    lines = (DEPLOY / ".env.example").read_text("utf-8").splitlines()
    shown = dict(x[2:].split("=", 1) for x in lines if x.startswith("# NEWSDESK_"))
    assert shown == {name: default(name) for name in NAMES}


def test_page_shows_defaults() -> None:
    """The table of every setting has its default."""
    page = (ROOT / "docs/settings.md").read_text("utf-8")
    rows = re.findall(r"^\| `(NEWSDESK_\w+)` \| (.+?) \|", page, re.MULTILINE)
    shown = {name: told.strip("`").replace(", ", ",") for name, told in rows}
    assert shown == {name: default(name) or "(empty)" for name in NAMES}


def test_image_runs_a_command_as_nobody() -> None:
    """The image starts an existing command, directly, as a numbered user who is not root."""
    stage = last_stage()
    program, command, *_ = json.loads(stage["CMD"])
    assert program == "newsdesk"
    assert command in commands()
    assert all(int(number) > 0 for number in stage["USER"].split(":"))
    assert stage["STOPSIGNAL"] == "SIGTERM"


def test_image_copies_what_exists() -> None:
    """Every path that is copied exists and is let through by the ignore file."""
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    copied = [
        path
        for word, rest in instructions()
        if word == "COPY" and not rest.startswith("--from")
        for path in rest.split()[:-1]
    ]
    assert copied
    assert [path for path in copied if not (ROOT / path).exists()] == []
    assert [path for path in copied if f"!{path}" not in ignored] == []


def test_image_holds_every_package() -> None:
    """The program's packages are all copied."""
    copied = {rest.split()[0] for word, rest in instructions() if word == "COPY"}
    assert copied >= {"adapters", "bot", "retrieval"}


async def test_health_check() -> None:
    """The image's health check fails where nothing answers and passes on the running page."""
    command = json.loads(last_stage()["HEALTHCHECK"].partition("CMD ")[2])
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]

    async def checked(port: int) -> int | None:
        done = await asyncio.create_subprocess_exec(
            sys.executable,
            *command[1:],
            env={"NEWSDESK_PORT": str(port)},
            stderr=asyncio.subprocess.DEVNULL,
        )
        return await done.wait()

    web = create_app(FakeDesk(), clock=lambda: NOW, token="")
    server = uvicorn.Server(uvicorn.Config(web, log_config=None, ws="none"))
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        assert await checked(port) == 0
    finally:
        server.should_exit = True
        await task
        listener.close()
    assert await checked(port) == 1


def test_compose_publishes_to_this_machine() -> None:
    """Ports are published on the loopback address alone, and lead to the one that is served."""
    ports = [re.fullmatch(r"(.+):(\$\{\w+:-(\d+)\}|\d+):(\d+)", str(p)) for p in BOT["ports"]]
    assert ports
    assert all(port is not None and port[1] == "127.0.0.1" for port in ports)
    assert BOT["environment"]["NEWSDESK_PORT"] in {port[4] for port in ports if port}
    assert BOT["environment"]["NEWSDESK_PORT"] in last_stage()["EXPOSE"].split()
    assert "ports" not in COMPOSE["services"]["postgres"]


def test_compose_confines() -> None:
    """The container can write to its volume alone and has no powers."""
    assert BOT["read_only"] is True
    assert BOT["cap_drop"] == ["ALL"]
    assert BOT["security_opt"] == ["no-new-privileges:true"]
    targets = [volume.split(":")[1] for volume in BOT["volumes"]]
    assert (
        targets == [BOT["environment"]["NEWSDESK_DATA_DIR"]] == json.loads(last_stage()["VOLUME"])
    )


def test_compose_agrees_with_the_image() -> None:
    """What compose fixes is what the image was made for."""
    image = image_environment()
    assert {name: image.get(name) for name in BOT["environment"]} == BOT["environment"]
    assert (ROOT / BOT["build"]["dockerfile"]).is_file()
    assert (DEPLOY / BOT["build"]["context"]).resolve() == ROOT


def test_database_server_is_optional() -> None:
    """Without its profile the database server is neither started nor waited for."""
    assert COMPOSE["services"]["postgres"]["profiles"] == ["postgres"]
    assert BOT["depends_on"]["postgres"]["required"] is False


def test_unit_starts_a_command() -> None:
    """The unit starts an existing command, as somebody who is not root."""
    said = dict(unit())
    program, command = said["ExecStart"].split()
    assert Path(program).name == "newsdesk"
    assert command in commands()
    assert said["User"] not in {"", "root", "0"}


def test_unit_keeps_to_its_folder() -> None:
    """The unit's data folder is the one that systemd makes and lets it write to."""
    said = dict(unit())
    assert said["ProtectSystem"] == "strict"
    assert unit_environment()["NEWSDESK_DATA_DIR"] == f"/var/lib/{said['StateDirectory']}"


def test_restarts_are_bounded() -> None:
    """A process that dies again and again is left down, and a stop has time to finish."""
    said = dict(unit())
    assert said["Restart"] == "on-failure"
    assert int(said["StartLimitBurst"]) > 0
    assert said["TimeoutStopSec"] + "s" == BOT["stop_grace_period"]


@pytest.mark.parametrize("page", ["docs/deploy.md", "docs/settings.md"])
def test_links(page: str) -> None:
    """Links of the pages lead to files that exist."""
    text = (ROOT / page).read_text("utf-8")
    targets = [t.partition("#")[0] for t in re.findall(r"\]\(([^)]+)\)", text) if "://" not in t]
    assert [t for t in targets if t and not ((ROOT / page).parent / t).exists()] == []
