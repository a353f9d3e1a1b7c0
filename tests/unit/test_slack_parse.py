"""What Slack sends, read as words of the bot; and what it is told when it asks too much."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack import clicks, escape, parse
from adapters.slack.receipts import refusal
from adapters.slack.words import Wish, Word, wish
from bot.talk import Admission, Receipt, Via

BOT = "U0BOT"
MESSAGE = {
    "type": "message",
    "user": "U1",
    "text": "hi",
    "ts": "1700000000.000100",
    "channel": "C1",
}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<@U0BOT> hello", "hello"),
        ("<@U0BOT|newsdesk>  hello <@U0BOT>", "hello"),
        ("ask <@U2|ada> or <@U3>", "ask @ada or @U3"),
        ("in <#C1|news> and <#C2>", "in #news and #C2"),
        ("<!here> <!channel|@channel> <!subteam^S1|@team>", "@here @channel @team"),
        ("<!date^1700000000^{date}|14 November>", "14 November"),
        ("<https://a.example/x|a.example/x> <https://b.example>", "a.example/x https://b.example"),
        ("<https://a.example|this>", "this (https://a.example)"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2 &amp;lt;", "1 < 2 && 3 > 2 &lt;"),
        ("두 줄\n입니다", "두 줄\n입니다"),
    ],
)
def test_readable(written: str, read: str) -> None:
    """As people see it."""
    assert parse.readable(written, BOT) == read


@given(st.text())
def test_what_is_escaped_reads_as_it_was(text: str) -> None:
    """What is made safe for Slack means the same there."""
    kept = " ".join(escape.literal(text).split())
    assert " ".join(parse.readable(escape.mrkdwn(text), BOT).split()) == kept


@pytest.mark.parametrize(
    "changes",
    [
        {"bot_id": "B1"},
        {"user": BOT},
        {"user": None},
        {"subtype": "channel_join"},
        {"subtype": "bot_message"},
        {"subtype": "message_changed", "message": {**MESSAGE}, "previous_message": {**MESSAGE}},
        {"subtype": "message_changed", "message": {**MESSAGE, "bot_id": "B1", "text": "x"}},
    ],
)
def test_what_is_no_question(changes: dict[str, object]) -> None:
    """Bots, joins, and changes that change no text."""
    assert parse.written({**MESSAGE, **changes}, BOT) is None


def test_files_and_broadcasts_are_messages() -> None:
    """People write with a file, or from a thread to the channel, too."""
    for subtype in ("file_share", "thread_broadcast"):
        assert parse.written({**MESSAGE, "subtype": subtype}, BOT) is not None


def test_a_changed_message() -> None:
    """It has the identity of the message, not of the event."""
    event = {
        "subtype": "message_changed",
        "channel": "C1",
        "ts": "1700000009.000000",
        "message": {**MESSAGE, "text": "new", "thread_ts": "1600000000.000000"},
        "previous_message": MESSAGE,
    }
    found = parse.written(event, BOT)
    assert found is not None
    assert (found.ts, found.text, found.before) == (MESSAGE["ts"], "new", "hi")
    assert (found.thread, found.edited) == ("1600000000.000000", True)


@pytest.mark.parametrize(
    ("thread", "follows"),
    [
        (None, None),
        (MESSAGE["ts"], None),
        ("1600000000.000000", "1600000000.000000"),
    ],
)
def test_what_a_question_follows(thread: str | None, follows: str | None) -> None:
    """The message that began its thread; nothing where it began one itself."""
    message = parse.written({**MESSAGE, "thread_ts": thread}, BOT)
    where = parse.Origin(enterprise=None, team="T1")
    asked = parse.question(message, Via.THREAD, where, BOT, parse.Profile())
    assert asked.follows == follows
    assert asked.handle["ts"] == MESSAGE["ts"]


def test_deleted_messages() -> None:
    """Also those that leave a stone because they have replies; none of bots."""
    gone = {"subtype": "message_deleted", "channel": "C1", "previous_message": MESSAGE}
    stone = {
        "subtype": "message_changed",
        "channel": "C1",
        "message": {**MESSAGE, "subtype": "tombstone"},
        "previous_message": MESSAGE,
    }
    assert parse.deleted(gone, BOT) == parse.deleted(stone, BOT) is not None
    assert parse.deleted({**gone, "previous_message": {**MESSAGE, "bot_id": "B1"}}, BOT) is None
    assert parse.deleted(MESSAGE, BOT) is None
    assert parse.written(stone, BOT) is None


@pytest.mark.parametrize(
    ("body", "tenant"),
    [
        ({"team_id": "T1"}, "-:T1"),
        ({"team_id": "T1", "enterprise_id": "E1"}, "E1:T1"),
        (
            {
                "team_id": "T2",
                "authorizations": [{"team_id": "T1", "enterprise_id": None}],
            },
            "-:T1",
        ),
        ({"team": {"id": "T1"}, "enterprise": {"id": "E1"}}, "E1:T1"),
        ({"team": None, "enterprise": {"id": "E1"}, "user": {"id": "U", "team_id": "T1"}}, "E1:T1"),
    ],
)
def test_origin(body: dict[str, object], tenant: str) -> None:
    """In channels that are shared, the workspace in which the bot is."""
    assert parse.origin(body).tenant == tenant
    assert parse.origin_of(tenant).tenant == tenant


def test_an_origin_of_nowhere() -> None:
    """It is refused rather than stored under no name."""
    with pytest.raises(ValueError, match="workspace"):
        parse.origin({"user": "U1"})


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", Wish(word=Word.HELP)),
        (" Help ", Wish(word=Word.HELP)),
        ("도움말", Wish(word=Word.HELP)),
        ("sources", Wish(word=Word.SOURCES)),
        ("설정", Wish(word=Word.SETTINGS)),
        ("Why", Wish(word=Word.WHY)),
        ("이유", Wish(word=Word.WHY)),
        ("why is HBM4 late?", Wish(word=Word.ASK, text="why is HBM4 late?")),
        ("forget-me", Wish(word=Word.FORGET)),
        ("내 기록  삭제", Wish(word=Word.FORGET)),
        ("private what is new?", Wish(word=Word.PRIVATE, text="what is new?")),
        ("비공개 새 소식", Wish(word=Word.PRIVATE, text="새 소식")),
        ("private", Wish(word=Word.HELP)),
        ("help me with chips", Wish(word=Word.ASK, text="help me with chips")),
        ("sources of lithium?", Wish(word=Word.ASK, text="sources of lithium?")),
    ],
)
def test_words_after_the_command(text: str, meant: Wish) -> None:
    """A word of command stands alone; a question may begin with one."""
    assert wish(text) == meant


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("admission", Admission)
def test_refusals(lang: str, admission: Admission) -> None:
    """Whoever is not answered is told why and, where it ends, when."""
    until = datetime(2025, 12, 5, 9, tzinfo=UTC)
    receipt = Receipt(admission=admission, id="1", lang=lang, until=until)
    line = refusal(receipt)
    taken = admission in {Admission.ACCEPTED, Admission.DUPLICATE}
    assert (line is None) == taken
    timed = admission in {Admission.USER_LIMIT, Admission.CHANNEL_LIMIT}
    assert ("<!date^1764925200^" in (line or "")) == timed


def test_clicks() -> None:
    """Where a button was pressed, in a thread and for one person."""
    body = {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": {"id": "U1"},
        "trigger_id": "t",
        "response_url": "https://hooks.example/1",
        "container": {
            "type": "message",
            "channel_id": "C1",
            "is_ephemeral": True,
            "thread_ts": "1.0",
        },
        "actions": [{"action_id": "newsdesk_quotes", "value": "0123"}],
    }
    found = clicks.click(body)
    assert (found.channel, found.thread, found.ephemeral, found.value) == (
        "C1",
        "1.0",
        True,
        "0123",
    )


@pytest.mark.parametrize(
    ("url", "fit"),
    [
        ("https://a.example/x?y=1&z=2", True),
        ("http://a.example", True),
        ("javascript:alert(1)", False),
        ("https://a.example/<b>", False),
        ("https://a.example/a|b", False),
        ("https://a.example/ b", False),
        ("https://a.example/" + "x" * 3_000, False),
        (None, False),
    ],
)
def test_links(url: str | None, fit: bool) -> None:  # noqa: FBT001 - expected
    """Only what Slack takes and readers may be sent to."""
    assert (escape.link(url) == url and url is not None) == fit


@given(st.text(max_size=400), st.integers(40, 200))
def test_pieces_and_cuts(text: str, most: int) -> None:
    """Pieces lose nothing; a cut text is as long as is allowed, also in UTF-16."""
    parts = escape.pieces(text, most)
    assert "".join(parts) == text
    assert all(escape.units(part) <= most for part in parts)
    assert escape.units(escape.cut(text, most)) <= most
