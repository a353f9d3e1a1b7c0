"""Slack: buttons of those who run the bot; whoever presses them is judged anew."""

import json
import logging
from dataclasses import replace
from pathlib import Path
from typing import get_args
from urllib.parse import urlencode

import pytest
from fakes_admin import FakeAdmin
from platforms.slack import payloads
from platforms.slack.http_mode import encoded
from platforms.slack.server import Mode
from platforms.slack.state import Message
from platforms.slack_admin import DONE, FAILED, HALF, HELD, KNOWN, SWAPPED, Office, office
from platforms.slack_bot import ALL_SCOPES
from platforms.test_slack_installs import many

from adapters.slack import names
from bot.administration import Wish
from bot.panels import Press
from bot.wording.admin import admin_words
from retrieval.types import RunKind

CANCEL, CONFIRM = names.PRESSES[Press.CANCEL], names.PRESSES[Press.CONFIRM]
RETRY, ROLLBACK = names.PRESSES[Press.RETRY], names.PRESSES[Press.ROLLBACK]
STATES = [
    ("sources refresh verge", HALF, CANCEL, "runs.cancel"),
    ("sources refresh verge", HELD, CONFIRM, "refresh"),
    ("sources refresh verge", FAILED, RETRY, "retry"),
    ("reindex", SWAPPED, ROLLBACK, "rollback"),
]
MARK = {"confirmed": "abcdef0123456789"}
STARTED = [
    (STATES[1], Wish(kind=RunKind.REFRESH, source_id="verge", options=MARK)),
    (STATES[2], Wish(kind=RunKind.RETRY, source_id="verge", options={"run": "0" * 16})),
    (STATES[3], Wish(kind=RunKind.ROLLBACK)),
]


@pytest.fixture(params=get_args(Mode))
def mode(request: pytest.FixtureRequest) -> Mode:
    """How events arrive."""
    return request.param


@pytest.mark.parametrize(("state", "wish"), STARTED)
async def test_buttons_start_runs(
    tmp_path: Path, mode: Mode, state: tuple[str, dict[str, object], str, str], wish: Wish
) -> None:
    """Of what the run is about; a message of its own shows how that goes."""
    words, then, action, _ = state
    async with office(tmp_path, mode) as bot:
        shown = await bot.under_way(words, **then)
        other = bot.slack.add_user("other", admin=True)
        pressed = await bot.slack.press(shown, other, action)
        await bot.panel(2)
        wished, by = bot.admin.wishes[-1]
        assert wished == wish
        assert (by.user, by.channel) == (other.id, bot.news.id)
        assert (pressed.acknowledged_after or 9) < 2
        assert bot.follower().run_id != bot.admin.followers[0].run_id


async def test_a_run_is_cancelled(tmp_path: Path, mode: Mode) -> None:
    """Whoever pressed is told; the message itself is kept true by others."""
    async with office(tmp_path, mode) as bot:
        shown = await bot.under_way("reindex", **HALF)
        await bot.slack.press(shown, bot.boss, CANCEL)
        assert "cancelled" in (await bot.line()).text
        assert bot.acts() == ["reindex", "runs.cancel"]


@pytest.mark.parametrize(("words", "then", "action", "act"), STATES)
async def test_strangers_press_in_vain(
    tmp_path: Path, mode: Mode, words: str, then: dict[str, object], action: str, act: str
) -> None:
    """They are told so, it is noted, and nothing is done."""
    async with office(tmp_path, mode) as bot:
        shown = await bot.under_way(words, **then)
        before = list(bot.acts())
        await bot.slack.press(shown, bot.ada, action)
        assert (await bot.line(bot.ada)).text == admin_words("en").not_admin
        assert bot.refusals() == [(act, bot.ada.id)]
        await bot.quiet()
        assert (bot.acts(), len(bot.slack.posts(bot.news))) == (before, 1)


@pytest.mark.parametrize("action", [names.REMOVE, names.KEEP])
async def test_a_stranger_removes_nothing(tmp_path: Path, action: str) -> None:
    """However they came by the button."""
    async with office(tmp_path) as bot:
        shown = await bot.under_way("reindex", **HALF)
        await bot.slack.forge(shown, bot.ada, action, "verge")
        assert (await bot.line(bot.ada)).text == admin_words("en").not_admin
        assert bot.refusals() == [("remove", bot.ada.id)]
        assert len(bot.admin.wishes) == 1


async def test_who_was_demoted_presses_in_vain(tmp_path: Path) -> None:
    """The rank counts that they have when they press."""
    async with office(tmp_path) as bot:
        shown = await bot.under_way("sources refresh verge", **HELD)
        bot.slack.core.world.users[bot.boss.id] = replace(bot.boss, admin=False)
        await bot.slack.press(shown, bot.boss, CONFIRM)
        await bot.slack.until(bot.refusals)
        assert len(bot.admin.wishes) == 1


@pytest.mark.parametrize("told", ["ours", "theirs"])
async def test_admins_of_another_company(tmp_path: Path, mode: Mode, told: str) -> None:
    """In a shared channel they see the buttons; whichever workspace Slack names, it is not theirs."""
    async with office(tmp_path, mode) as bot:
        other = bot.slack.add_team("T0OTHER001")
        eve = bot.slack.add_user("eve", team=other, admin=True)
        bot.news.members.add(eve.id)
        shown = await bot.under_way("reindex", **HALF)
        pressed = await bot.slack.press(shown, eve, CANCEL)
        if told == "theirs":
            pressed.delivery.payload["team"] = payloads.team_json(other)
        await bot.slack.until(bot.refusals)
        assert bot.refusals() == [("runs.cancel", eve.id)]
        assert "runs.cancel" not in bot.acts()
        assert (await bot.line(eve)).text == admin_words("en").not_admin


FORGED = [
    (CANCEL, "0000000000000000", "expired"),
    (CANCEL, "ffffffffffffffff:", "expired"),
    (CANCEL, "<!channel>", "expired"),
    (CONFIRM, "0000000000000000:0000000000000000", "expired"),
    (CONFIRM, f"{'0' * 16}:{'a' * 33}", "expired"),
    (RETRY, "0000000000000000:", "expired"),
    (ROLLBACK, "0000000000000000:", "expired"),
    (names.REMOVE, "no such source", "expired"),
    (names.REMOVE, "", "expired"),
]


@pytest.mark.parametrize(("action", "value", "said"), FORGED)
async def test_forged_values(tmp_path: Path, action: str, value: str, said: str) -> None:
    """Do nothing, also in the hands of who runs the bot."""
    async with office(tmp_path) as bot:
        shown = await bot.under_way("sources refresh verge", **HELD)
        await bot.slack.forge(shown, bot.boss, action, value)
        assert (await bot.line()).text == getattr(admin_words("en"), said)
        await bot.quiet()
        assert len(bot.admin.wishes) == 1
        assert "runs.cancel" not in bot.acts()


async def test_values_of_no_button_are_noted(tmp_path: Path) -> None:
    """Slack sends none that we have not drawn."""
    async with office(tmp_path) as bot:
        shown = await bot.under_way("reindex", **HALF)
        await bot.slack.forge(shown, bot.boss, CANCEL, "../../etc/passwd")
        await bot.line()
        assert bot.refusals() == [("runs.cancel", bot.boss.id)]


@pytest.mark.parametrize(("action", "said"), [(CANCEL, "ended_already"), (CONFIRM, "expired")])
async def test_buttons_of_a_run_that_went_on(tmp_path: Path, action: str, said: str) -> None:
    """The message may be behind: what the run has now counts."""
    async with office(tmp_path) as bot:
        then = HALF if action == CANCEL else HELD
        shown = await bot.under_way("sources refresh verge", **then)
        run = bot.admin.kept[bot.follower().run_id]
        bot.admin.kept[run.id] = replace(run, **{**DONE, "options": {}})
        await bot.slack.press(shown, bot.boss, action)
        assert (await bot.line()).text == getattr(admin_words("en"), said)


async def test_only_the_last_change_is_rolled_back(tmp_path: Path) -> None:
    """An old message would go back to another index than it says."""
    async with office(tmp_path) as bot:
        first = await bot.under_way("reindex", **SWAPPED)
        await bot.order("reindex")
        await bot.panel(2)
        await bot.report(**SWAPPED)
        await bot.slack.press(first, bot.boss, ROLLBACK)
        assert (await bot.line()).text == admin_words("en").expired
        await bot.slack.press(bot.slack.posts(bot.news)[-1], bot.boss, ROLLBACK)
        await bot.panel(3)
        assert bot.admin.wishes[-1][0].kind is RunKind.ROLLBACK


async def test_a_press_that_comes_again(tmp_path: Path, mode: Mode) -> None:
    """Acts once, and is noted."""
    async with office(tmp_path, mode) as bot:
        shown = await bot.under_way("sources refresh verge", **FAILED)
        pressed = await bot.slack.press(shown, bot.boss, RETRY)
        await bot.panel(2)
        await bot.report(**DONE)
        await bot.slack.replay(pressed)
        await bot.slack.until(bot.refusals)
        assert [w.kind for w, _ in bot.admin.wishes] == [RunKind.REFRESH, RunKind.RETRY]


async def test_the_same_request_after_a_restart(tmp_path: Path) -> None:
    """What was done is remembered in the store."""
    async with office(tmp_path) as bot:
        sent = await bot.order("reindex")
        await bot.panel()
        trigger = sent.trigger_id
    async with office(tmp_path) as bot:
        again = await bot.slack.command(bot.news, bot.boss, "/news", "reindex")
        again.delivery.payload["trigger_id"] = trigger
        await bot.slack.until(bot.refusals)
        assert bot.admin.wishes == []


async def test_buttons_where_the_bot_is_no_member(tmp_path: Path, mode: Mode) -> None:
    """They work by the response_url of the press."""
    async with office(tmp_path, mode) as bot:
        hall = bot.slack.add_channel("hall", bot_is_member=False)
        await bot.order("sources refresh verge", where=hall)
        await bot.panel(where=hall)
        await bot.report(**FAILED)
        await bot.slack.press(bot.slack.posts(hall)[-1], bot.boss, RETRY)
        await bot.slack.until(lambda: len(bot.admin.followers) == 2)
        assert "Retry of what failed" in bot.slack.posts(hall)[-1].readable()


async def press_body(bot: Office, shown: Message) -> str:
    """What Slack would send for a press of the button."""
    body = payloads.interaction(bot.slack.team, bot.boss, "block_actions")
    body |= payloads.on_message(shown, bot.news)
    body |= {"trigger_id": "1.2.3", "actions": [{"action_id": CANCEL, "value": f"{'0' * 16}:"}]}
    return urlencode({"payload": json.dumps(body)})


@pytest.mark.parametrize("how", [{"secret": "of someone else"}, {"age": 301.0}, {"age": -400.0}])
async def test_what_slack_did_not_sign(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, how: dict[str, object]
) -> None:
    """Commands and presses with a wrong signature, or of another time, do nothing and are logged."""
    async with office(tmp_path, "http") as bot:
        shown = await bot.under_way("reindex", **HALF)
        sent = await bot.order("runs")
        before = len(bot.admin.log)
        body, kind = encoded(sent.delivery)
        for forged in (body.replace("runs", "rollback"), await press_body(bot, shown)):
            with caplog.at_level(logging.WARNING):
                answer = await bot.slack.http.post(forged, kind, **how)
            assert answer.status == 401
        await bot.quiet()
        assert len(bot.admin.log) == before
        assert [w.kind for w, _ in bot.admin.wishes] == [RunKind.REINDEX]
        assert "requests refused" in caplog.text
        assert "rollback" not in caplog.text


async def test_the_same_signed_request_twice(tmp_path: Path) -> None:
    """To the letter: acts once."""
    async with office(tmp_path, "http") as bot:
        shown = await bot.under_way("reindex", **HALF)
        body, kind = await press_body(bot, shown), "application/x-www-form-urlencoded"
        for _ in range(2):
            assert (await bot.slack.http.post(body, kind)).status == 200
        await bot.slack.until(bot.refusals)
        assert bot.acts().count("runs.cancel") == 1


@pytest.mark.parametrize("homes", [(), ("slack:T0FIRST001",)])
@pytest.mark.filterwarnings("ignore:BasicAuth:DeprecationWarning")
async def test_many_workspaces(tmp_path: Path, homes: tuple[str, ...]) -> None:
    """Whoever installs it elsewhere does not run it: only managers of a home do, if there is one."""
    admin = FakeAdmin(known=dict(KNOWN))
    async with many(tmp_path, admin=admin, homes=homes) as bot:
        for id in ("T0FIRST001", "T0SECOND01"):
            team = bot.slack.add_team(id, installed=False)
            bot.slack.scopes(*ALL_SCOPES, team=team)
            await bot.install(team)
            boss = bot.slack.add_user("boss", team=team, admin=True)
            channel = bot.slack.add_channel("news", team=team)
            await bot.slack.command(channel, boss, "/news", "reindex")
            await bot.slack.until(
                lambda c=channel, b=boss: bot.slack.posts(c) or bot.slack.ephemerals(c, b)
            )
        done = {a.by.tenant: a.outcome for a in admin.log}
        first = "done" if homes else "refused"
        assert done == {"T0FIRST001": first, "T0SECOND01": "refused"}
