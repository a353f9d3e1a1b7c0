"""Orders after /news: only the exact grammar; who may give them; how runs are drawn."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from platforms.slack import rules
from platforms.slack_admin import HOSTILE, VERGE

from adapters.slack import panels
from adapters.slack.listing import source_line
from adapters.slack.names import Json
from adapters.slack.once import Once
from adapters.slack.orders import Do, Order, order
from adapters.slack.people import managing
from adapters.slack.render import Drawn
from adapters.slack.words import Word, wish
from bot.wording.runs import panel
from retrieval.types import Problem, Run, RunKind, RunState, SourceState

NOW = datetime(2025, 12, 5, 9, tzinfo=UTC)
RUN = Run(
    id="00000000000000aa", source_id="verge", asked_by="x", state=RunState.RUNNING, started=NOW
)


def name(do: Do, what: str, *, sure: bool = True, **more: object) -> Order:
    return Order(do=do, what=what, named=True, sure=sure, **more)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("reindex", Order(do=Do.REINDEX)),
        (" REINDEX ", Order(do=Do.REINDEX)),
        ("reindex verge", name(Do.REINDEX, "verge")),
        ("reindex the verge", name(Do.REINDEX, "the verge", sure=False)),
        ("reindex why?", name(Do.REINDEX, "why?", sure=False)),
        ("reindex “The Verge”", Order(do=Do.REINDEX, what="The Verge")),
        ("Sources Pause verge", name(Do.PAUSE, "verge")),
        ("sources add https://a.example/x?y=1", Order(do=Do.ADD, what="https://a.example/x?y=1")),
        ("sources add <https://a.example|a.example>", Order(do=Do.ADD, what="https://a.example")),
        ("sources add a.example", Order(do=Do.ADD, what="a.example")),
        ("sources add /etc/passwd", None),
        ("sources add file:///etc/passwd", None),
        ("sources add up to what?", None),
        ("sources add", Order(do=Do.ADD, whole=False)),
        ("sources schedule verge 2h", name(Do.SCHEDULE, "verge", every=timedelta(hours=2))),
        ("출처 주기 verge 2 시간", name(Do.SCHEDULE, "verge", every=timedelta(hours=2))),
        ("sources schedule verge never", name(Do.SCHEDULE, "verge")),
        (
            "sources schedule the verge 1 day",
            name(Do.SCHEDULE, "the verge", sure=False, every=timedelta(days=1)),
        ),
        ("sources schedule 2h", Order(do=Do.SCHEDULE, whole=False)),
        ("sources schedule of the olympics", None),
        ("sources backfill verge", name(Do.BACKFILL, "verge", days=30)),
        ("sources backfill verge 7d", name(Do.BACKFILL, "verge", days=7)),
        ("sources backfill 'Channel 9'", Order(do=Do.BACKFILL, what="Channel 9")),
        ("rollback", Order(do=Do.ROLLBACK)),
        ("rollback now", None),
        ("cancel 00000000000000AA", Order(do=Do.CANCEL, what="00000000000000aa")),
        ("cancel 00000000000000a", None),
        ("sources say what?", None),
        ("sources", None),
        ("", None),
        ("What is reindex?", None),
    ],
)
def test_orders(text: str, meant: Order | None) -> None:
    """As they are meant; None for what is a question, or a word for everybody."""
    assert order(text) == meant


@pytest.mark.parametrize("text", ["sources", "Sources list", "출처", "출처  목록"])
def test_the_list(text: str) -> None:
    """Is for everybody."""
    assert (order(text), wish(text).word) == (None, Word.SOURCES)


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    """Is an order or a question, and never an error."""
    found = order(text)
    assert found is None or found.do in Do


@pytest.mark.parametrize(
    ("told", "may"),
    [
        ({"is_admin": True}, True),
        ({"is_owner": True}, True),
        ({"is_primary_owner": True}, True),
        ({}, False),
        ({"is_admin": True, "team_id": "T2"}, False),
        ({"is_admin": True, "team_id": "T2", "enterprise_user": {"teams": ["T1"]}}, True),
        ({"is_admin": True, "deleted": True}, False),
        ({"is_admin": True, "is_stranger": True}, False),
        ({"is_admin": True, "is_restricted": True}, False),
        ({"is_admin": True, "is_bot": True}, False),
    ],
)
def test_who_manages_a_workspace(told: Json, may: bool) -> None:  # noqa: FBT001 - expected
    """Its own admins and owners; not those of another, whom a shared channel lets in."""
    assert managing({"team_id": "T1", **told}, "T1") is may


def problems(drawn: Drawn) -> list[str]:
    args = {"channel": "C1", "text": drawn.text, "blocks": drawn.blocks}
    pings, links = rules.live_in("chat.postMessage", args)
    found = rules.message_problems(args) if drawn.blocks else []
    return [p.text for p in found] + [p.text for p in pings] + [link.url for link in links]


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("state", list(RunState))
@pytest.mark.parametrize("kind", list(RunKind))
def test_every_run_can_be_drawn(kind: RunKind, state: RunState, lang: str) -> None:
    """Within Slack's limits, whatever a source calls itself; nothing in it is live."""
    is_open = state in {RunState.QUEUED, RunState.RUNNING}
    run = replace(
        RUN,
        kind=kind,
        state=state,
        name=HOSTILE * 200,
        message=HOSTILE * 200,
        current=HOSTILE * 200,
        asked_by=HOSTILE * 200,
        finished=None if is_open else NOW,
        total=9,
        problems=(Problem(where=HOSTILE * 99, what=HOSTILE * 99),) * 40,
        options={"held": "900", "held_mark": "a" * 32},
    )
    assert problems(panels.draw(panel(run, NOW, lang), HOSTILE)) == []
    assert problems(panels.runs([run] * 30, NOW, lang)) == []
    assert "&lt;!channel&gt;" in panels.line(run, NOW, lang)


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("documents", [0, 1, 2])
def test_the_question_before_a_removal(lang: str, documents: int) -> None:
    """Names the source as it calls itself, but lives in no text; it has a button for no."""
    source = replace(VERGE, name=f"{{n}} {HOSTILE}", documents=documents)
    drawn = panels.removal(source, lang)
    assert problems(drawn) == []
    assert f"{{n}} {HOSTILE}" in drawn.blocks[0]["elements"][0]["elements"][0]["text"]
    assert len(drawn.blocks[1]["elements"]) == 2


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("state", list(SourceState))
def test_lines_of_sources(state: SourceState, lang: str) -> None:
    """One line each, also of hostile names."""
    source = replace(VERGE, name=f"{{age}}\n{HOSTILE}", state=state, reason="a\nb", checked_at=NOW)
    line = source_line(source, NOW, lang)
    assert line.count("\n") == 0
    assert "{age}" in line


class Notes:
    """In memory."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    async def note(self, name: str) -> str | None:
        return self.kept.get(name)

    async def set_note(self, name: str, value: str) -> None:
        self.kept[name] = value

    async def forget_notes(self, beginning: str) -> None:
        self.kept = {k: v for k, v in self.kept.items() if not k.startswith(beginning)}


async def test_a_trigger_counts_once() -> None:
    """For as long as Slack's signature on it holds; the note does not grow."""
    now, notes = 1000.0, Notes()
    once = Once(notes, lambda: now)
    assert [await once.first(t) for t in ("a", "a", "b", "")] == [True, False, True, False]
    now += 400
    assert await Once(notes, lambda: now).first("a") is False
    for n in range(600):
        await once.first(f"t{n}")
    assert len(notes.kept["slack/acts"]) < 20_000
    now += 700
    assert await once.first("t599")
    assert len(notes.kept["slack/acts"].split()) == 1
