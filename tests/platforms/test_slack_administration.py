"""Slack: what those who run the bot ask of it by /news, and what others get who try."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest
from fakes_admin import FakeAdmin
from platforms.slack.server import Mode
from platforms.slack_admin import DONE, HALF, HOSTILE, VERGE, office
from platforms.slack_bot import connected

from adapters.slack import names
from adapters.slack.platform import make
from adapters.slack.texts import texts
from bot.converse.following import Following
from bot.errors import PlatformBusy, PlatformRefused
from bot.memory.followers import SqlFollowers
from bot.panels import Press
from bot.wording.admin import admin_words
from retrieval.errors import StoreUnavailable
from retrieval.types import RunKind, SourceState

STARTS = [
    ("sources refresh verge", RunKind.REFRESH, "verge", {}),
    ("출처 새로고침 verge", RunKind.REFRESH, "verge", {}),
    ("sources refresh the verge", RunKind.REFRESH, "verge", {}),
    ("sources backfill The Verge 90 days", RunKind.BACKFILL, "verge", {"days": "90"}),
    ("출처 과거 verge 7일", RunKind.BACKFILL, "verge", {"days": "7"}),
    ("sources retry Paper", RunKind.RETRY, "paper", {}),
    ("출처 재시도 Paper", RunKind.RETRY, "paper", {}),
    ("reindex", RunKind.REINDEX, "", {}),
    ("색인", RunKind.REINDEX, "", {}),
    ('reindex "The Verge"', RunKind.REINDEX, "verge", {}),
    ("색인 The Verge", RunKind.REINDEX, "verge", {}),
    ("rollback", RunKind.ROLLBACK, "", {}),
    ("되돌리기", RunKind.ROLLBACK, "", {}),
]
CHANGES = [
    ("sources pause The Verge", "sources.pause", "The Verge is paused"),
    ("출처 중지 verge", "sources.pause", "The Verge is paused"),
    ("sources resume verge", "sources.resume", "is read on its schedule again"),
    ("출처 재개 verge", "sources.resume", "is read on its schedule again"),
    ("sources schedule The Verge 30m", "sources.schedule", "every 30 minutes"),
    ("출처 주기 verge 2시간", "sources.schedule", "every 2 hours"),
    ("sources schedule verge never", "sources.schedule", "only when somebody asks"),
]
QUESTIONS = [
    "sources say what about HBM4?",
    "sources remove duplicates how?",
    "sources refresh daily?",
    "reindex performance in search engines",
    "rollback of the law",
    "cancel culture",
    "runs on banks",
    "색인 다시 만드는 이유는?",
    "취소 수수료",
]


@pytest.fixture(params=get_args(Mode))
def mode(request: pytest.FixtureRequest) -> Mode:
    """How events arrive."""
    return request.param


@pytest.mark.parametrize(("words", "kind", "source", "options"), STARTS)
async def test_runs_are_started(
    tmp_path: Path, words: str, kind: RunKind, source: str, options: dict[str, str]
) -> None:
    """By who manages the workspace; the channel sees how it goes."""
    async with office(tmp_path) as bot:
        sent = await bot.order(words)
        shown = await bot.panel()
        (wish, by) = bot.admin.wishes[0]
        assert (wish.kind, wish.source_id, wish.options) == (kind, source, options)
        assert (by.platform, by.user, by.tenant, by.channel) == (
            "slack",
            bot.boss.id,
            bot.slack.team.id,
            bot.news.id,
        )
        assert "queued" in shown.readable()
        assert [b.action_id for b in shown.buttons()] == [names.PRESSES[Press.CANCEL]]
        assert (sent.acknowledged_after or 9) < 2


async def test_in_both_modes(tmp_path: Path, mode: Mode) -> None:
    """It comes and is shown alike."""
    async with office(tmp_path, mode) as bot:
        await bot.order("reindex")
        assert "Reindex: everything" in (await bot.panel()).readable()
        assert bot.follower().handle == {
            "tenant": f"-:{bot.slack.team.id}",
            "channel": bot.news.id,
            "ts": bot.slack.posts(bot.news)[0].ts,
        }


@pytest.mark.parametrize(
    "words", ["sources add https://new.example/rss", "출처 추가 new.example/rss"]
)
async def test_a_source_is_added(tmp_path: Path, words: str) -> None:
    """By its address; what is wrong with one is told to whoever gave it."""
    async with office(tmp_path) as bot:
        await bot.order(words)
        if "https" in words:
            assert "https://new.example/rss" in (await bot.panel()).readable()
        else:
            assert "not a source that can be read" in (await bot.line()).text
        assert bot.acts() == ["sources.add"]


@pytest.mark.parametrize(("words", "act", "said"), CHANGES)
async def test_sources_are_changed(tmp_path: Path, words: str, act: str, said: str) -> None:
    """One line tells who did it."""
    async with office(tmp_path) as bot:
        await bot.order(words)
        assert said in (await bot.line()).text
        assert bot.acts() == [act]
        assert bot.slack.posts(bot.news) == []


async def test_a_schedule(tmp_path: Path) -> None:
    """Is set as it was said."""
    async with office(tmp_path) as bot:
        await bot.order("sources schedule verge 90 min")
        await bot.line()
        assert bot.admin.known["verge"].every == timedelta(minutes=90)


@pytest.mark.parametrize("member", [True, False])
async def test_removal_asks_first(tmp_path: Path, mode: Mode, *, member: bool) -> None:
    """With the number of texts, to one person alone; only the press removes."""
    async with office(tmp_path, mode) as bot:
        hall = bot.slack.add_channel("hall", bot_is_member=member)
        await bot.order("sources remove The Verge", where=hall)
        asked = await bot.line(where=hall)
        assert "1,200 texts" in asked.readable()
        assert bot.admin.wishes == []
        await bot.slack.press(asked, bot.boss, names.REMOVE)
        assert "Removal: The Verge" in (await bot.panel(where=hall)).readable()
        ((wish, _),) = bot.admin.wishes
        assert (wish.kind, wish.source_id) == (RunKind.REMOVE, "verge")
        await bot.slack.until(lambda: not asked.buttons())


async def test_a_source_is_kept(tmp_path: Path) -> None:
    """The other button ends it."""
    async with office(tmp_path) as bot:
        await bot.order("출처 삭제 verge")
        asked = await bot.line()
        await bot.slack.press(asked, bot.boss, names.KEEP)
        await bot.slack.until(lambda: "stays" in asked.readable())
        assert bot.admin.wishes == []


async def test_runs_are_listed(tmp_path: Path) -> None:
    """With their ids, and buttons under those that go on."""
    async with office(tmp_path) as bot:
        await bot.order("runs")
        assert admin_words("en").no_runs in (await bot.line()).text
        await bot.order("reindex")
        await bot.panel()
        await bot.order("실행")
        await bot.slack.until(lambda: len(bot.slack.ephemerals(bot.news, bot.boss)) == 2)
        line = await bot.line()
        assert "Reindex: everything" in line.readable()
        assert bot.follower().run_id in line.readable()
        await bot.slack.press(line, bot.boss, names.PRESSES[Press.CANCEL])
        await bot.slack.until(lambda: "runs.cancel" in bot.acts())


async def test_a_run_is_cancelled(tmp_path: Path) -> None:
    """By its id; one that has ended is left as it is."""
    async with office(tmp_path) as bot:
        await bot.order("reindex")
        await bot.panel()
        id = bot.follower().run_id
        await bot.order(f"cancel {id}")
        assert "cancelled" in (await bot.line()).text
        await bot.order(f"취소 {id}")
        await bot.slack.until(lambda: len(bot.slack.ephemerals(bot.news, bot.boss)) == 2)
        assert "ended already" in (await bot.line()).text
        await bot.order("cancel ffffffffffffffff")
        await bot.slack.until(lambda: len(bot.slack.ephemerals(bot.news, bot.boss)) == 3)
        assert "no such run" in (await bot.line()).text


@pytest.mark.parametrize("words", [*(s[0] for s in STARTS), *(c[0] for c in CHANGES), "runs"])
async def test_others_are_refused(tmp_path: Path, words: str) -> None:
    """Told so in private, noted, and nothing is done."""
    async with office(tmp_path) as bot:
        await bot.order(words, bot.ada)
        line = await bot.line(bot.ada)
        assert line.text == admin_words("en").not_admin
        ((_act, user),) = bot.refusals()
        assert user == bot.ada.id
        assert (bot.acts(), bot.admin.wishes) == ([], [])
        assert bot.admin.known["verge"] == VERGE
        await bot.quiet()
        assert bot.slack.posts(bot.news) == []


@pytest.mark.parametrize(
    "words", ["sources remove verge", "cancel 00000000000000aa", "sources add https://a.example"]
)
async def test_others_are_refused_in_korean(tmp_path: Path, words: str) -> None:
    """In their language."""
    async with office(tmp_path) as bot:
        mina = bot.slack.add_user("mina", locale="ko-KR")
        await bot.order(words, mina)
        assert (await bot.line(mina)).text == admin_words("ko").not_admin
        assert len(bot.refusals()) == 1


@pytest.mark.parametrize("words", QUESTIONS)
async def test_questions_stay_questions(tmp_path: Path, words: str) -> None:
    """Whoever asks them, and although they begin like orders."""
    async with office(tmp_path) as bot:
        for by in (bot.ada, bot.boss):
            await bot.order(words, by)
        await bot.slack.until(lambda: len(bot.desk.questions) == 2)
        assert [q.text for q in bot.desk.questions] == [words, words]
        assert bot.admin.log == []


async def test_a_misspelt_source(tmp_path: Path) -> None:
    """Who runs the bot is told; for others a word that names no source is part of a question."""
    async with office(tmp_path) as bot:
        await bot.order("sources pause Vergge")
        assert "Vergge: no such source" in (await bot.line()).text
        await bot.order("reindex Elasticsearch", bot.ada)
        await bot.slack.until(lambda: bot.desk.questions)


@pytest.mark.parametrize("words", ["sources add", "출처 삭제", "sources schedule verge"])
async def test_an_order_that_lacks_something(tmp_path: Path, words: str) -> None:
    """Shows how it is written."""
    async with office(tmp_path) as bot:
        await bot.order(words)
        assert "/news reindex" in (await bot.line()).text


async def test_a_refused_address_is_noted_without_its_password(tmp_path: Path) -> None:
    """However long it is."""
    async with office(tmp_path) as bot:
        secret = f"https://ann:{'p' * 300}@x.example/feed?key=k1"
        await bot.order(f"sources add {secret}", bot.ada)
        await bot.slack.until(bot.refusals)
        assert bot.admin.log[-1].detail == "sources add https://x.example/feed?…"


@pytest.mark.parametrize("words", ["sources", "sources list", "출처", "출처 목록"])
async def test_sources_are_for_everybody(tmp_path: Path, words: str) -> None:
    """With what is stored of them and how old it is; what went wrong is for who runs the bot."""
    async with office(tmp_path) as bot:
        status = bot.desk.current
        ill = replace(status.sources[0], state=SourceState.FAILING, reason=f"HTTP 403 {HOSTILE}")
        paused = replace(status.sources[0], name="Slow", state=SourceState.PAUSED)
        bot.desk.current = replace(status, sources=(ill, paused))
        await bot.order(words, bot.ada)
        line = (await bot.line(bot.ada)).text
        assert "HTTP 403" not in line  # reasons of others name files of the server
        assert "paused" in line
        await bot.order(words)
        line = (await bot.line()).text
        assert "HTTP 403" in line
        assert "&lt;!channel&gt;" in line


async def test_progress_is_edited_in_place(tmp_path: Path, mode: Mode) -> None:
    """The message has the bar, then the result; nobody is named and no link made by what a source says."""
    async with office(tmp_path, mode) as bot:
        await bot.order("reindex ill")
        shown = await bot.panel()
        assert HOSTILE in shown.readable()
        await bot.report(**HALF)
        assert "48 %" in shown.readable()
        assert HOSTILE in shown.readable()
        await bot.report(**DONE)
        assert "1,234 added" in shown.readable()
        assert len(bot.slack.posts(bot.news)) == 1
        assert "<!channel>" not in shown.text
        assert not any("evil" in link.url for link in bot.slack.links)


async def test_slack_takes_no_more_edits(tmp_path: Path) -> None:
    """At once it is said when to try again; nobody waits for it."""
    async with office(tmp_path) as bot:
        await bot.order("reindex")
        await bot.panel()
        bot.slack.fault("chat.update", retry_after=3)
        with pytest.raises(PlatformBusy) as caught:
            await bot.report(**HALF)
        assert caught.value.after == 3
        assert len(bot.slack.calls("chat.update")) == 1


async def test_many_edits(tmp_path: Path) -> None:
    """We stop before Slack does; how a run ended is told all the same."""
    async with office(tmp_path) as bot:
        await bot.order("reindex")
        shown = await bot.panel()
        for n in range(30):
            await bot.report(**{**HALF, "done": n})
        with pytest.raises(PlatformBusy):
            await bot.report(**HALF)
        await bot.report(**DONE)
        assert "1,234 added" in shown.readable()
        assert bot.slack.rate_limited == []


@pytest.mark.parametrize("error", ["message_not_found", "is_archived", "account_inactive"])
async def test_a_message_that_can_be_edited_no_more(tmp_path: Path, error: str) -> None:
    """Whoever keeps it true is told so."""
    async with office(tmp_path) as bot:
        await bot.order("reindex")
        await bot.panel()
        bot.slack.fault("chat.update", error=error)
        with pytest.raises(PlatformRefused):
            await bot.report(**HALF)


async def test_where_the_bot_is_no_member(tmp_path: Path, mode: Mode) -> None:
    """The channel sees the beginning and the end; the message says that it does not change."""
    async with office(tmp_path, mode) as bot:
        hall = bot.slack.add_channel("hall", bot_is_member=False)
        await bot.order("reindex", where=hall)
        first = await bot.panel(where=hall)
        assert texts("en").no_member in first.readable()
        await bot.report(**HALF)
        assert len(bot.slack.posts(hall)) == 1
        await bot.report(**DONE)
        assert "1,234 added" in bot.slack.posts(hall)[-1].readable()
        assert texts("en").no_member not in bot.slack.posts(hall)[-1].readable()


async def test_a_long_run_where_the_bot_is_no_member(tmp_path: Path) -> None:
    """When the response_url is over, whoever asked is told directly."""
    async with office(tmp_path, world={"response_url_uses": 1}) as bot:
        hall = bot.slack.add_channel("hall", private=True, bot_is_member=False)
        await bot.order("reindex", where=hall)
        await bot.panel(where=hall)
        await bot.report(**DONE)
        (told,) = bot.slack.posts(bot.slack.open_dm(bot.boss))
        assert "1,234 added" in told.readable()


async def test_a_message_that_was_lost(tmp_path: Path) -> None:
    """The run goes on, and its asker is told where to look."""
    async with office(tmp_path) as bot:
        bot.slack.fault("chat.postMessage", drop=True)
        await bot.order("reindex")
        assert (await bot.line()).text == texts("en").unfollowed
        assert bot.admin.followers == []
        assert len(bot.admin.wishes) == 1


async def test_named_admins(tmp_path: Path) -> None:
    """They need no rank, and Slack is not asked for it."""
    async with office(tmp_path, named=True) as bot:
        bot.slack.scopes("commands", "chat:write")
        await bot.order("reindex", bot.ada)
        await bot.panel()


async def test_homes(tmp_path: Path) -> None:
    """Who manages a workspace that is no home does not run the bot."""
    async with office(tmp_path, homes=("slack:T0ELSEWHERE",)) as bot:
        await bot.order("reindex")
        assert (await bot.line()).text == admin_words("en").not_admin
        assert len(bot.refusals()) == 1


async def test_a_home(tmp_path: Path) -> None:
    """Who manages one does."""
    async with office(tmp_path, homes=("slack:T0LOOPBACK1", "discord:1")) as bot:
        await bot.order("reindex")
        await bot.panel()


async def test_who_was_demoted(tmp_path: Path) -> None:
    """The next act is refused: no rank is remembered."""
    async with office(tmp_path) as bot:
        await bot.order("sources pause verge")
        await bot.line()
        bot.slack.core.world.users[bot.boss.id] = replace(bot.boss, admin=False)
        await bot.order("sources resume verge")
        await bot.slack.until(bot.refusals)
        assert bot.admin.known["verge"].state is SourceState.PAUSED


async def test_where_slack_does_not_tell_ranks(tmp_path: Path) -> None:
    """Nothing is done, and what is missing is named."""
    async with office(tmp_path) as bot:
        bot.slack.fault("users.info", error="missing_scope", times=5)
        await bot.order("reindex")
        assert (await bot.line()).text == texts("en").rank_unknown
        assert bot.admin.wishes == []
        assert len(bot.refusals()) == 1


async def test_a_request_that_comes_again(tmp_path: Path, mode: Mode) -> None:
    """Acts once, and is noted; also after a restart."""
    async with office(tmp_path, mode) as bot:
        sent = await bot.order("reindex")
        await bot.panel()
        await bot.report(**DONE)
        await bot.slack.replay(sent)
        await bot.slack.until(bot.refusals)
        await bot.quiet()
        assert len(bot.admin.wishes) == 1
        assert len(bot.slack.posts(bot.news)) == 1


async def test_two_of_one_request_at_once(tmp_path: Path, mode: Mode) -> None:
    """One of them acts."""
    async with office(tmp_path, mode) as bot:
        bot.slack.hold()
        sent = await bot.slack.command(bot.news, bot.boss, "/news", "reindex")
        again = asyncio.create_task(bot.slack.replay(sent))
        await asyncio.sleep(0.05)
        await bot.slack.release()
        await again
        await bot.slack.until(bot.refusals)
        await bot.quiet()
        assert len(bot.admin.wishes) == 1


class Away(FakeAdmin):
    """Its store cannot be written."""

    async def start(self, wish: object, by: object) -> None:
        raise StoreUnavailable("The database is away.")


async def test_a_store_that_is_away(tmp_path: Path, mode: Mode) -> None:
    """Slack says that it did not work: nothing was acknowledged that was not stored."""
    async with office(tmp_path, mode, admin=Away(known={"verge": VERGE})) as bot:
        sent = await bot.slack.command(bot.news, bot.boss, "/news", "reindex")
        await sent.delivery.settled()
        assert sent.failed
        assert bot.slack.posts(bot.news) == []


class Slow(FakeAdmin):
    """It takes long to store."""

    async def start(self, wish: object, by: object) -> object:
        await asyncio.sleep(2.5)
        return await super().start(wish, by)


async def test_a_store_that_is_slow(tmp_path: Path) -> None:
    """Slack is told in time; the run is shown when it is there."""
    async with office(tmp_path, admin=Slow(known={"verge": VERGE})) as bot:
        sent = await bot.order("reindex")
        assert (sent.acknowledged_after or 9) < 3
        await bot.panel()


async def test_the_help_tells_of_it(tmp_path: Path) -> None:
    """To everybody."""
    async with office(tmp_path) as bot:
        await bot.order("help", bot.ada)
        assert "/news reindex" in (await bot.line(bot.ada)).readable()


async def test_in_korean(tmp_path: Path) -> None:
    """Run, buttons and lines are in the language of who asked."""
    async with office(tmp_path) as bot:
        mina = bot.slack.add_user("mina", locale="ko-KR", admin=True)
        await bot.order("색인", mina)
        shown = await bot.panel()
        assert "색인 다시 만들기: 전체 — 대기 중" in shown.readable()
        assert [b.text for b in shown.buttons()] == ["취소"]
        await bot.order("출처 중지 verge", mina)
        assert "일시 중지했습니다: The Verge" in (await bot.line(mina)).text


async def test_a_message_of_an_earlier_process(tmp_path: Path, mode: Mode) -> None:
    """Its handle is all that is needed; before Slack is connected it is to be tried again."""
    async with office(tmp_path, mode) as bot:
        await bot.order("reindex")
        shown = await bot.panel()
        await bot.stop()
        bot.adapter = make(bot.talk.tools)
        with pytest.raises(PlatformBusy):
            await bot.report(**HALF)
        await connected(bot.slack, bot.adapter, bot.talk.serve(bot.adapter))
        await bot.report(**DONE)
        assert "1,234 added" in shown.readable()


async def test_what_a_question_named_is_no_source_of_theirs(tmp_path: Path) -> None:
    """A page that was linked to in a question can be neither reindexed nor removed by its title."""
    linked = replace(VERGE, id="linked", name="of the whole web", asked=True)
    async with office(tmp_path) as bot:
        bot.admin.known["linked"] = linked
        await bot.order("reindex of the whole web")
        await bot.slack.until(lambda: bot.desk.questions)
        assert bot.admin.log == []


async def test_a_stranger_who_insists(tmp_path: Path) -> None:
    """Slack is not asked for their rank each time: others need what may be asked of it."""
    async with office(tmp_path) as bot:
        for _ in range(5):
            await bot.order("reindex", bot.ada)
        await bot.slack.until(lambda: len(bot.refusals()) == 5)
        assert len(bot.slack.calls("users.info")) <= 2
        await bot.order("reindex")
        await bot.panel()


async def test_followed_by_the_bots_own_loop(tmp_path: Path) -> None:
    """One edit for each change, none without; after the end it is followed no more."""
    async with office(tmp_path) as bot:
        await bot.order("reindex")
        shown = await bot.panel()
        followers = SqlFollowers(bot.talk.tools.engine)
        await followers.add(bot.follower())
        loop = Following(bot.admin, followers, bot.talk.settling._worker)
        loop.platforms = {"slack": bot.adapter}
        queued, now = bot.admin.kept[bot.follower().run_id], bot.talk.front.now()
        for done in (100, 480, 480):
            going = replace(queued, **{**HALF, "done": done, "started": now, "beat": now})
            bot.admin.kept[queued.id] = going
            await loop.look()
        assert "48 %" in shown.readable()
        assert len(bot.slack.calls("chat.update")) == 2
        bot.admin.kept[queued.id] = replace(queued, **{**DONE, "finished": now})
        await loop.look()
        await loop.look()
        assert "1,234 added" in shown.readable()
        assert len(bot.slack.calls("chat.update")) == 3
        assert await followers.all() == []


async def test_an_end_that_may_have_been_shown(tmp_path: Path) -> None:
    """Is not shown twice."""
    async with office(tmp_path) as bot:
        hall = bot.slack.add_channel("hall", bot_is_member=False)
        await bot.order("reindex", where=hall)
        await bot.panel(where=hall)
        bot.slack.fault("response_url", http_status=500, after_effect=True)
        await bot.report(**DONE)
        assert len(bot.slack.posts(hall)) == 2
