"""The local API under attack: tokens, host names, other sites' forms, bodies, ids and paths."""

import asyncio
import gzip
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from attacked import TOKEN, TRUSTED, Attacked, attacked

from adapters.web.bearer import Attempts
from retrieval.errors import StoreUnavailable

MOST = 256 * 1024  # bytes of a body
CHANGING = (
    "/api/ingest",
    "/api/refresh",
    "/api/runs",
    "/api/runs/abc/cancel",
    "/api/sources",
    "/api/sources/s1/pause",
    "/api/sources/s1/resume",
    "/api/sources/s1/schedule",
)
TELLING = (
    "/api/runs",
    "/api/runs/abc",
    "/api/sources",
    "/api/generations",
    "/api/acts",
    "/api/cases",
)
CALLS = [*(("POST", path) for path in CHANGING), *(("GET", path) for path in TELLING)]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attacked]:
    with attacked(tmp_path_factory.mktemp("attacked")) as served:
        yield served


@pytest.fixture
def stranger(server: Attacked) -> Iterator[httpx2.Client]:
    """Somebody without the token."""
    with httpx2.Client(base_url=server.url, timeout=30, trust_env=False) as http:
        yield http


@pytest.fixture
def admin(stranger: httpx2.Client) -> httpx2.Client:
    """The same with the token."""
    stranger.headers.update(TRUSTED)
    return stranger


def line(response: httpx2.Response) -> str:
    """What it is refused with."""
    told = str(response.json()["error"]["message"])
    assert "\n" not in told
    return told


def sent(http: httpx2.Client, path: str, raw: bytes) -> httpx2.Response:
    return http.post(path, content=raw, headers={"content-type": "application/json"})


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        f"Bearer {TOKEN[:-1]}",
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN.upper()}",
        f"Bearer {TOKEN}, Bearer {TOKEN}",
        f"Basic {TOKEN}",
        f"Token {TOKEN}",
        TOKEN,
        f"Bearer\t{TOKEN}",
        "Bearer \xe9\xff",
    ],
)
def test_wrong_tokens(stranger: httpx2.Client, authorization: str | None) -> None:
    """Anything but the very token opens nothing, whatever the call."""
    given = {} if authorization is None else {"authorization": authorization.encode("latin-1")}
    answers = [stranger.request(how, path, headers=given) for how, path in CALLS]
    assert {a.status_code for a in answers} == {401}
    assert {a.headers["www-authenticate"] for a in answers} == {"Bearer"}


def test_token_in_other_places(stranger: httpx2.Client) -> None:
    """A token in an address, which logs keep, or in a cookie, which other sites' requests carry, counts for nothing."""
    places: list[dict[str, Any]] = [
        {"params": {"token": TOKEN}},
        {"params": {"authorization": f"Bearer {TOKEN}", "access_token": TOKEN}},
        {"headers": {"cookie": f"token={TOKEN}; authorization=Bearer {TOKEN}"}},
        {"headers": {"x-authorization": f"Bearer {TOKEN}", "x-api-key": TOKEN}},
        {"headers": {"proxy-authorization": f"Bearer {TOKEN}"}},
    ]
    answers = [stranger.get("/api/acts", **place) for place in places]
    assert {a.status_code for a in answers} == {401}


def test_token_opens(admin: httpx2.Client) -> None:
    """The token opens, however its scheme is written."""
    loud = {"authorization": f"BEARER {TOKEN}"}
    assert [admin.get("/api/acts", headers=h).status_code for h in ({}, loud)] == [200, 200]


def test_bodies_of_strangers_are_not_read(stranger: httpx2.Client) -> None:
    """Without the token a broken body is no reason: nothing of it was looked at."""
    assert (sent(stranger, "/api/runs", b"{broken")).status_code == 401


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1@evil", ""])
def test_foreign_host(admin: httpx2.Client, host: str) -> None:
    """Under another name nothing is answered, not even with the token: DNS rebinding."""
    for path in ("/api/acts", "/api/openapi.json", "/api/health"):
        assert admin.get(path, headers={"host": host}).status_code == 400


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""],
)
def test_forms_of_other_sites(stranger: httpx2.Client, kind: str) -> None:
    """What a browser sends for any page without asking first does nothing: no token, and no JSON."""
    form = {"content-type": kind, "origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    body = b'{"kind": "rollback", "location": "x", "source_id": "s1", "text": "bridge"}'
    for path in CHANGING:
        assert stranger.post(path, content=body, headers=form).status_code == 401
    assert stranger.post("/api/ask", content=body, headers=form).status_code == 422
    answer = stranger.post("/api/runs", content=body, headers={**form, **TRUSTED})
    assert answer.status_code == 422


def test_no_other_site_reads(admin: httpx2.Client) -> None:
    """Another site's script is never told that it may read an answer, nor send what it must ask for."""
    asked = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    for answer in (
        admin.options("/api/runs", headers=asked),
        admin.get("/api/status", headers=asked),
    ):
        assert not [name for name in answer.headers if name.startswith("access-control")]
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_size_of_bodies(admin: httpx2.Client) -> None:
    """A body that is too large, or of unknown length, is refused unread."""

    def parts() -> Iterator[bytes]:
        yield b"{}"

    big = b'"' + b"x" * MOST + b'"'
    assert sent(admin, "/api/runs", big).status_code == 413
    assert admin.post("/api/runs", content=parts()).status_code == 411
    assert sent(admin, "/api/runs", big[:MOST]).status_code in {400, 422}


@pytest.mark.parametrize(
    ("path", "raw", "status"),
    [
        ("/api/runs", b"[" * 100_000, 400),
        ("/api/ask", b'{"text":"a","earlier":' + b"[" * 50_000, 400),
        ("/api/ask", b'{"text":' + b'{"a":' * 500 + b"1" + b"}" * 501, 422),
        ("/api/sources/s1/schedule", b'{"minutes":' + b"9" * 5000 + b"}", 400),
        ("/api/sources/s1/schedule", b'{"minutes":' + b"9" * 400 + b"}", 422),
        ("/api/sources/s1/schedule", b'{"minutes":NaN}', 422),
        ("/api/sources/s1/schedule", b'{"minutes":-Infinity}', 422),
        ("/api/sources/s1/schedule", b'{"minutes":1e999}', 422),
        ("/api/sources/s1/schedule", b'{"minutes":true}', 422),
        ("/api/sources/s1/schedule", b'{"minutes":"5"}', 422),
        ("/api/sources/s1/schedule", b'{"minutes":0.5}', 422),
        ("/api/sources/s1/schedule", b"{}", 422),
        ("/api/sources", b'{"location":"a\\u0000b"}', 400),
        ("/api/sources", b'{"location":"\\ud800"}', 422),
        ("/api/sources", b'{"location":"\xff"}', 400),
        ("/api/sources", b'{"location":"x","more":1}', 422),
        ("/api/refresh", b'{"source_id":"a\\u0000"}', 400),
        ("/api/runs", b'{"kind":"refresh","source_id":"\\ud800"}', 422),
        ("/api/runs", b'{"kind":"refresh","source_id":"s1","options":{"\\ud800":"x"}}', 400),
        ("/api/runs", b'{"kind":"refresh","source_id":"s1","options":{"\\u0000":"x"}}', 400),
        ("/api/runs", b'{"kind":"backfill","source_id":"s1","options":{"days":"nan"}}', 400),
        ("/api/runs", b'{"kind":"reindex","options":{"splitter":"\\u0000"}}', 400),
        ("/api/runs", b'{"kind":"everything"}', 422),
        ("/api/ask", b'{"text":"x","timezone":"../../etc/passwd"}', 400),
        ("/api/ask", b'{"text":"x","timezone":"\\u0000"}', 400),
        ("/api/ask", b'{"text":"x","now":"5"}', 422),
        ("/api/ask", b'{"text":"x","now":5}', 422),
        ("/api/ask", b'{"text":"last week?","now":"0001-01-01T00:00:00+14:00"}', 400),
        ("/api/ask", b'{"text":"tomorrow?","now":"9999-12-31T23:59:59-14:00"}', 400),
    ],
)
def test_odd_bodies(admin: httpx2.Client, path: str, raw: bytes, status: int) -> None:
    """Each is refused with one line; none breaks anything."""
    answer = sent(admin, path, raw)
    assert answer.status_code == status
    assert "went wrong" not in line(answer)


@pytest.mark.parametrize(
    "question",
    [
        {"text": "\0 bridge"},
        {"text": "\ud800 bridge"},
        {"text": ""},
        {"text": "last week?", "now": "1970-01-02T00:00:00+00:00"},
        {"text": "tomorrow?", "timezone": "Pacific/Kiritimati"},
        {"text": "bridge", "lang": "xx", "sources": ["\0"]},
        {"text": "bridge", "spender": {"platform": "discord", "user": "another"}},
    ],
)
def test_odd_questions(admin: httpx2.Client, question: dict[str, Any]) -> None:
    """Odd letters and odd times are asked like any others."""
    answer = sent(admin, "/api/ask", json.dumps(question).encode())
    assert (answer.status_code, answer.json()["kind"] in {"answer", "abstention"}) == (200, True)


def test_last_of_equal_names_counts(admin: httpx2.Client) -> None:
    """Of a name that is given twice the last value is checked and used, never the one and then the other."""
    answer = sent(admin, "/api/sources", b'{"location":"\\ud800","location":"test:two"}')
    assert answer.json()["name"] == "test:two"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/runs/%2e%2e%2fx", 404),
        ("/api/runs/a%2Fb", 404),
        ("/api/runs/a%00", 422),
        ("/api/runs/" + "a" * 65, 422),
        ("/api/runs/0000000000000000", 404),
        ("/api/documents/..%2f..%2fetc%2fpasswd", 404),
        ("/api/documents/%00", 404),
        ("/api/documents/%ff", 404),
        ("/api/documents/" + "a" * 201, 422),
        ("/api/documents/d1?start=-1&end=2", 422),
        ("/api/documents/d1?start=99999999999999999999&end=2", 422),
        ("/api/runs?limit=0", 422),
        ("/api/runs?limit=501", 422),
        ("/api/runs?limit=" + "9" * 5000, 422),
        ("/api/runs?source_id=..%2f", 422),
        ("/api/acts?limit=NaN", 422),
    ],
)
def test_odd_ids(admin: httpx2.Client, path: str, status: int) -> None:
    """Ids with slashes, dots and worse name nothing, and figures have bounds."""
    answer = admin.get(path)
    assert (answer.status_code, "went wrong" in line(answer)) == (status, False)


def ended(http: httpx2.Client, kind: str, path: Path | str) -> dict[str, Any]:
    """The run of a backup or restore, when it is over."""
    wish = {"kind": kind, "options": {"path": str(path)}}
    run: dict[str, Any] = http.post("/api/runs", json=wish).json()
    until = time.monotonic() + 20
    while run["state"] in {"queued", "running"}:
        assert time.monotonic() < until
        time.sleep(0.02)
        run = http.get(f"/api/runs/{run['id']}").json()
    return run


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder with things that are no backups."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    (folder / "old").write_text("dear old file")
    (folder / "foreign.gz").write_bytes(gzip.compress(b"of another program"))
    (folder / "link").symlink_to("/dev/full")
    os.mkfifo(folder / "pipe")
    return folder


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("", "is there already"),  # the folder
        ("old", "is there already"),
        ("link", "is there already"),
        ("pipe", "is there already"),
        ("/dev/null", "is there already"),
        ("/dev/full", "is there already"),
        ("..", "is there already"),
        ("no/such/folder.gz", "cannot be written"),
        ("old/file.gz", "cannot be written"),
        ("n" * 300, "cannot be written"),
        ("/proc/file.gz", "cannot be written"),
    ],
)
def test_places_of_backups(admin: httpx2.Client, shelf: Path, name: str, told: str) -> None:
    """A backup goes into a new file or nowhere, and says why; what is there already stays as it is."""
    run = ended(admin, "backup", shelf / name)
    assert (run["state"], told in run["message"], "\n" in run["message"]) == ("failed", True, False)
    assert (shelf / "old").read_text() == "dear old file"
    assert sorted(p.name for p in shelf.iterdir()) == ["foreign.gz", "link", "old", "pipe"]


def test_a_backup(admin: httpx2.Client, shelf: Path) -> None:
    """In a new file it is, for its owner alone; a roundabout path is a path."""
    run = ended(admin, "backup", shelf / ".." / "shelf" / "new.gz")
    assert run["state"] == "done"
    assert (shelf / "new.gz").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("path", ["", "/", "new.gz", "../new.gz", "~/new.gz", "/a\0b", "/a\nb"])
@pytest.mark.parametrize("kind", ["backup", "restore"])
def test_paths_that_name_no_file(admin: httpx2.Client, kind: str, path: str) -> None:
    """They are refused at once: where the server stands is nobody's business."""
    answer = admin.post("/api/runs", json={"kind": kind, "options": {"path": path}})
    assert (answer.status_code, line(answer).startswith(kind)) == (400, True)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("missing", "cannot be read"),
        ("foreign.gz", "cut off"),
        ("old", "not a backup"),
        ("", "cannot be read"),
        ("pipe", "not a file"),
        ("/dev/zero", "not a file"),
        ("/dev/null", "not a file"),
        ("link", "not a file"),
    ],
)
def test_what_is_no_backup(admin: httpx2.Client, shelf: Path, name: str, told: str) -> None:
    """A restore from it fails with one line, and everything is as it was."""
    run = ended(admin, "restore", shelf / name)
    assert (run["state"], told in run["message"], "\n" in run["message"]) == ("failed", True, False)
    assert admin.get("/api/status").json()["coverage"]["documents"] == 2


def test_refused_calls_are_noted(tmp_path: Path) -> None:
    """A flood of wrong tokens is one line in the audit log; neither token nor address is in it."""
    with attacked(tmp_path) as served, httpx2.Client(base_url=served.url, trust_env=False) as http:
        for _ in range(200):
            http.get("/api/runs/secret-id", headers={"authorization": "Bearer wrong-token"})
        acts = http.get("/api/acts", headers=TRUSTED).json()
    assert [(a["act"], a["outcome"]) for a in acts] == [("api", "refused")]
    assert acts[0]["detail"].endswith("a wrong token: GET /api/runs/{run_id}")


async def test_a_flood_is_counted() -> None:
    """The first is told at once, the rest as one figure when the pause is over, also if nobody comes again."""
    told: list[str] = []

    async def note(line: str) -> None:
        told.append(line)
        if len(told) == 1:
            raise StoreUnavailable("busy")

    attempts = Attempts(note, pause_s=0.05)
    attempts("without a token: GET /a")
    await asyncio.sleep(0)
    for _ in range(1234):
        attempts("with a wrong token: GET /b")
    await asyncio.sleep(0.2)
    assert told == [
        "a call without a token: GET /a",
        "1,234 calls, the last of them with a wrong token: GET /b",
    ]
    attempts("with a wrong token: GET /c")
    await asyncio.sleep(0)
    assert told[2:] == ["a call with a wrong token: GET /c"]
