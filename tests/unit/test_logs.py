"""What log records say, and what must never be logged."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.logs import formatter, without_secrets
from bot.settings import Settings
from bot.shades import shaded, with_bare_addresses, without_tokens
from bot.traces import hidden, hiding, traced, traces

DISCORD = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe.abcdefghijklmnopqrstuvwxyz012345"
SLACK = "xoxb-1234-5678-AbCdEf"
WRITER = "writer key with spaces"
CONSOLE = "c7Qm0sJ2b9tZr4Yx1Lw8Vd5Ng6Hk3Pf_uEaSoTiRnMc"
QUESTION = 'Why did Acme\'s CEO "quietly" cancel\nthe\tphone? 왜 그만뒀나요? 🎉'
SETTINGS = {"discord_token": DISCORD, "slack_bot_token": SLACK, "writer_key": WRITER}


class Log:
    """A logger of its own, and what it wrote."""

    def __init__(self, *, log_json: bool) -> None:
        self.stream = io.StringIO()
        handler = logging.StreamHandler(self.stream)
        handler.setFormatter(formatter(Settings(_env_file=None, log_json=log_json, **SETTINGS)))
        self.logger = logging.Logger("library")  # noqa: LOG001 - for one test alone
        self.logger.addHandler(handler)

    @property
    def text(self) -> str:
        return self.stream.getvalue()


@pytest.fixture(params=[False, True], ids=["text", "json"])
def log(request: pytest.FixtureRequest) -> Log:
    return Log(log_json=request.param)


@pytest.fixture
def as_json() -> Iterator[Log]:
    return Log(log_json=True)


def test_tokens_are_taken_out() -> None:
    """Wherever in a record a token stands, it is not written."""
    settings = Settings(_env_file=None, discord_token="dis.cord", slack_bot_token="xoxb-1-2")  # noqa: S106
    event = {"event": "sent Bot dis.cord", "exception": "at xoxb-1-2", "count": 3, "other": None}
    assert without_secrets(settings)(None, "info", event) == {
        "event": "sent Bot [secret]",
        "exception": "at [secret]",
        "count": 3,
        "other": None,
    }


@pytest.mark.parametrize("secret", [DISCORD, SLACK, WRITER], ids=["discord", "slack", "writer"])
def test_secrets_in_any_place(log: Log, secret: str) -> None:
    """Not in the text, in what is put into it, in a trace, or in a list."""
    log.logger.warning(
        "sent %s %r", secret, {"a": [secret]}, extra={"about": [secret, {"x": secret}]}
    )
    error = ValueError(f"refused: {secret}")
    error.__cause__ = KeyError(secret)
    log.logger.error("failed with %s", secret, exc_info=error)
    assert secret not in log.text
    assert log.text.count("[secret]") >= 6


@pytest.mark.parametrize(
    "told",
    [
        f"Authorization: Bearer {CONSOLE}",
        f"GET /console?token={CONSOLE}&x=1",
        f"postgresql+psycopg://news:{CONSOLE}@db/news",
        f"xapp-1-{CONSOLE}",
        f"sk-{CONSOLE}",
        f"client_secret={CONSOLE}",
    ],
)
def test_secrets_that_no_setting_holds(log: Log, told: str) -> None:
    """Keys that were made here or by others are known by where they stand or how they look."""
    log.logger.error("%s", told, exc_info=ValueError(told))
    assert CONSOLE not in log.text
    assert "[secret]" in log.text


@pytest.mark.parametrize(
    "told", ["bot asked for sources", "a1b2c3d4.example.com", "task-force key", "https://a/b@c"]
)
def test_other_words_stay(told: str) -> None:
    """What only resembles a secret is left."""
    assert without_tokens(told) == told


def test_questions_are_hidden(log: Log) -> None:
    """What is asked is in no record while it is worked on, quoted as it may be, nor half of it."""
    with hiding(QUESTION):
        log.logger.warning("asked %s", QUESTION)
        log.logger.warning("asked %r", QUESTION)
        log.logger.warning("body %s", json.dumps({"q": QUESTION}))
        log.logger.warning("input_value='%s...%s'", QUESTION[:20], QUESTION[-20:])
        log.logger.error("broke", exc_info=ValueError(QUESTION))
    for part in (QUESTION, "Why did Acme", "quietly", "그만뒀나요", "\\uadf8"):
        assert part not in log.text


@given(st.text(min_size=20), st.text(), st.text())
def test_no_long_part_is_left(question: str, before: str, after: str) -> None:
    """Whatever stands around it."""
    left = shaded(before + question + after, [question])
    assert len(question.strip()) < 10 or question.strip() not in left


def test_text_without_questions_stays() -> None:
    """Short words that a question has in common with a record are left."""
    told = "the phone was not read: Acme is not reachable"
    assert shaded(told, ["Why did Acme cancel the phone?"]) == told


def test_short_questions_spoil_nothing(as_json: Log) -> None:
    """A word that is a question is hidden where it stands alone; a letter is not hidden."""
    with hiding("info", "a", "why?"):
        as_json.logger.warning("asked 'why?' or info: a misinformed author")
    told = json.loads(as_json.text)
    assert told["event"] == "asked '[…]' or […]: a misinformed author"
    assert told["level"] == "warning"


def test_records_say_what_they_belong_to(as_json: Log) -> None:
    """Also those of libraries; within and no longer."""
    with traced("request", "r1"), traced("question", "q1"):
        as_json.logger.warning("inside")
    as_json.logger.warning("outside")
    inside, outside = map(json.loads, as_json.text.splitlines())
    assert (inside["request"], inside["question"], inside["logger"]) == ("r1", "q1", "library")
    assert not {"request", "question"} & set(outside)


async def test_tasks_and_threads_belong_to_it() -> None:
    """What is started from there: a task, a thread, and the loop that a thread hands work to."""
    loop = asyncio.get_running_loop()

    async def seen() -> str:
        return traces().get("run", "")

    def from_thread() -> str:
        with traced("run", "r2"):
            return asyncio.run_coroutine_threadsafe(seen(), loop).result(5)

    with traced("run", "r1"):
        task = asyncio.create_task(seen())
        in_thread = await asyncio.to_thread(lambda: traces()["run"])
    assert (await task, in_thread, traces()) == ("r1", "r1", {})
    assert await asyncio.to_thread(from_thread) == "r2"


def test_nothing_stays_hidden() -> None:
    """After the block, also when it fails."""
    with pytest.raises(KeyError), traced("question", "q1"), hiding("x"):
        raise KeyError
    assert (hidden(), traces()) == ((), {})


def test_one_record_is_one_line() -> None:
    """Somebody's words cannot pretend to be another record, nor colour the terminal."""
    log = Log(log_json=False)
    log.logger.warning("read %s", "Title\n2026-01-01 [error] forged\r\x1b[31m\u2028red")
    assert log.text.count("\n") == 1
    assert "\x1b" not in log.text
    assert "\\x0a2026" in log.text


def test_fields_are_told(as_json: Log) -> None:
    """Of what is given besides the text, what we know; what libraries add is left out."""
    as_json.logger.warning("a run", extra={"state": "done", "color_message": "x"})
    told = json.loads(as_json.text)
    assert (told["state"], "color_message" in told) == ("done", False)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (
            "sources add https://ann:pa:ss@x.example/a?key=1#t now",
            "sources add https://x.example/a?… now",
        ),
        ("HTTPS://ann@x.example/feed", "HTTPS://x.example/feed"),
        ("ann:pass@x.example/feed?key=1", "x.example/feed?…"),
        ("<https://x.example/a#token=1|x.example>", "<https://x.example/a?…"),
        ("https://medium.example/@ann what? #1", "https://medium.example/@ann what? #1"),
    ],
)
def test_addresses_that_are_noted_are_bare(typed: str, kept: str) -> None:
    """Without who reads them, and without what is asked of them; other words stay."""
    assert with_bare_addresses(typed) == kept
