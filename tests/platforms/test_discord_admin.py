"""Commands of those who run the bot, on the loopback Discord."""

from datetime import timedelta
from pathlib import Path

import pytest
from fakes_admin import NOW, FakeAdmin
from platforms.discord.commands import NotOffered
from platforms.discord.model import Permission
from platforms.discord_admin import (
    HELD,
    alone,
    followed,
    hidden,
    known,
    outcomes,
    refused,
    run_by,
)
from platforms.discord_scene import playing, prefer, told

from bot.talk import Preferences
from retrieval.errors import StoreUnavailable
from retrieval.types import Problem, Run, RunKind, RunState, Source, SourceState

RUNS = [
    ("sources refresh", {"source": "paper"}, RunKind.REFRESH, {}),
    ("sources backfill", {"source": "The Paper", "days": 30}, RunKind.BACKFILL, {"days": "30"}),
    ("sources retry", {"source": "paper"}, RunKind.RETRY, {}),
    ("reindex", {"source": "paper"}, RunKind.REINDEX, {}),
    ("reindex", {}, RunKind.REINDEX, {}),
    ("rollback", {}, RunKind.ROLLBACK, {}),
]
FOR_ALL_TO_SEE = [
    ("add", {"address": "https://x.example/feed"}, "sources.add"),
    ("pause", {"source": "paper"}, "sources.pause"),
    ("resume", {"source": "paper"}, "sources.resume"),
    ("schedule", {"source": "paper", "every": "60"}, "sources.schedule"),
    ("remove", {"source": "paper"}, "remove"),
    ("refresh", {"source": "paper"}, "refresh"),
    ("backfill", {"source": "paper", "days": 3}, "backfill"),
    ("retry", {"source": "paper"}, "retry"),
]
HIDDEN = [
    ("reindex", {"source": "paper"}, "reindex"),
    ("rollback", {}, "rollback"),
    ("runs", {}, "runs.list"),
    ("cancel", {"run": HELD.id}, "runs.cancel"),
]


@pytest.mark.parametrize(("command", "options", "kind", "wanted"), RUNS)
async def test_a_run_is_started_and_shown_to_the_channel(
    tmp_path: Path, command: str, options: dict, kind: RunKind, wanted: dict
) -> None:
    """By whoever manages the only server that the bot is in; the message is followed."""
    async with playing(tmp_path, admin=known()) as s:
        await s.discord.slash(s.channel, s.bob, command, **options)
        message, follower = await followed(s)
        wish, by = s.admin.wishes[0]
        assert (wish.kind, wish.options) == (kind, wanted)
        assert wish.source_id == ("paper" if options else "")
        assert by.label == f"discord:{s.bob.id} (Bob)"
        assert by.place == f"discord/{s.guild.id}/{s.channel.id}"
        assert not message.ephemeral
        assert "queued" in message.text()
        assert [b.label for b in message.buttons()] == ["Cancel"]
        assert follower.lang == "en"


async def test_a_source_is_added(tmp_path: Path) -> None:
    """By its address; its first reading is followed."""
    async with playing(tmp_path, admin=known()) as s:
        await s.discord.slash(s.channel, s.bob, "sources add", address=" https://x.example/feed ")
        message, _ = await followed(s)
        assert "https" in message.text()
        assert s.admin.known["s2"].location == "https://x.example/feed"


async def test_what_is_mistyped_is_told_alone(tmp_path: Path) -> None:
    """The channel sees nothing of it."""
    async with playing(tmp_path, admin=known()) as s:
        added = await s.discord.slash(s.channel, s.bob, "sources add", address="*ftp*")
        assert "\\*ftp\\*: not a source" in await alone(s, added)
        read = await s.discord.slash(s.channel, s.bob, "sources refresh", source="Nobody")
        assert "no such source" in await alone(s, read)
        assert s.discord.answers(s.channel) == []


@pytest.mark.parametrize(("command", "options", "act"), FOR_ALL_TO_SEE)
async def test_others_are_refused_and_that_is_noted(
    tmp_path: Path, command: str, options: dict, act: str
) -> None:
    """They are told alone, and nothing is done."""
    async with playing(tmp_path, admin=known()) as s:
        used = await s.discord.slash(s.channel, s.ann, f"sources {command}", **options)
        assert "Only those who run this bot" in await refused(s, used)
        await s.discord.until(lambda: outcomes(s))
        assert outcomes(s) == [(act, "refused")]
        assert s.admin.wishes == []
        assert s.admin.known == known().known


async def test_a_refused_address_is_noted_without_its_password(tmp_path: Path) -> None:
    """However long it is."""
    secret = f"https://ann:{'p' * 300}@x.example/feed?key=k1"
    async with playing(tmp_path, admin=known()) as s:
        used = await s.discord.slash(s.channel, s.ann, "sources add", address=secret)
        await refused(s, used)
        await s.discord.until(lambda: outcomes(s))
        assert s.admin.log[-1].detail == "https://x.example/feed?…"


@pytest.mark.parametrize(("command", "options", "act"), HIDDEN)
async def test_what_is_hidden_is_checked_all_the_same(
    tmp_path: Path, command: str, options: dict, act: str
) -> None:
    """Discord does not offer it to others; one who gets through is refused here."""
    async with playing(tmp_path, admin=known(HELD)) as s:
        with pytest.raises(NotOffered):
            await s.discord.slash(s.channel, s.ann, command, **options)
        used = await hidden(s, s.ann, command, options)
        assert "Only those who run this bot" in await refused(s, used)
        await s.discord.until(lambda: outcomes(s))
        assert outcomes(s) == [(act, "refused")]


async def test_a_stranger_s_server_changes_nothing(tmp_path: Path) -> None:
    """The managers of the first server go on running the bot, those of the second do not begin to."""
    async with playing(tmp_path, admin=known()) as s:
        other = s.discord.add_channel(s.discord.add_guild("Elsewhere"), "general")
        for _ in range(2):
            await s.discord.slash(s.channel, s.bob, "reindex")
            await followed(s)
            s.admin.followers.clear()
            used = await s.discord.slash(other, s.bob, "reindex")
            assert "Only those who run this bot" in await refused(s, used)
            await s.stop()
            await s.start()


async def test_the_home_stays_where_the_bot_was_removed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Whose server is the only one left does not inherit it."""
    async with playing(tmp_path, admin=known()) as s:
        await s.discord.until(lambda: "from now on" in caplog.text)
        await s.stop()
        await s.talk.tools.notes.set_note("discord/home", "1")
        await s.start()
        used = await s.discord.slash(s.channel, s.bob, "reindex")
        assert "Only those who run this bot" in await refused(s, used)
        assert await s.talk.tools.notes.note("discord/home") == "1"


async def test_in_several_servers_from_the_beginning_nobody_s_managers_run_the_bot(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says once how to mend that; those of NEWSDESK_ADMINS may."""
    async with playing(tmp_path, admin=known()) as s:
        await s.discord.until(lambda: "from now on" in caplog.text)
        await s.stop()
        await s.talk.tools.notes.forget_notes("discord/home")
        s.discord.add_guild("Elsewhere")
        await s.start()
        s.discord.add_guild("Nowhere")
        used = await s.discord.slash(s.channel, s.bob, "reindex")
        assert "Only those who run this bot" in await refused(s, used)
        assert caplog.text.count("NEWSDESK_HOMES=discord:ID") == 1
        assert await s.talk.tools.notes.note("discord/home") is None
        await run_by(s, admins=(f"discord:{s.bob.id}",))
        await s.discord.slash(s.channel, s.bob, "reindex")
        await followed(s)


async def test_a_home_that_is_set_comes_before_the_noted_one(tmp_path: Path) -> None:
    """Managers of the noted one are strangers then."""
    async with playing(tmp_path, admin=known()) as s:
        await run_by(s, homes=("discord:1",))
        used = await s.discord.slash(s.channel, s.bob, "reindex")
        assert "Only those who run this bot" in await refused(s, used)


async def test_managers_of_a_home_run_the_bot_from_there_alone(tmp_path: Path) -> None:
    """Also where the bot is in further servers, of which they manage some, too."""
    async with playing(tmp_path, admin=known()) as s:
        await run_by(s, homes=(f"discord:{s.guild.id}",))
        other = s.discord.add_channel(s.discord.add_guild("Elsewhere"), "general")
        used = await s.discord.slash(other, s.bob, "reindex")
        assert "Only those who run this bot" in await refused(s, used)
        await s.discord.slash(s.channel, s.bob, "reindex")
        await followed(s)


async def test_in_direct_messages_only_the_named_run_the_bot(tmp_path: Path) -> None:
    """Nobody manages those."""
    async with playing(tmp_path, admin=known()) as s:
        used = await s.discord.slash(s.discord.open_dm(s.bob), s.bob, "reindex")
        assert "Only those who run this bot" in await refused(s, used)
        await run_by(s, admins=(f"discord:{s.ann.id}",))
        dm = s.discord.open_dm(s.ann)
        await s.discord.slash(dm, s.ann, "reindex")
        message, _ = await followed(s)
        assert message.channel.id == dm.id
        assert s.admin.wishes[0][1].tenant == "-"


async def test_what_breaks_is_told_by_a_reference(tmp_path: Path) -> None:
    """Nothing is followed, and nothing is offered while one types."""

    class Broken(FakeAdmin):
        async def start(self, *_: object) -> Run:
            raise StoreUnavailable("the database does not answer")

        async def sources(self) -> list[Source]:
            raise StoreUnavailable("the database does not answer")

    async with playing(tmp_path, admin=Broken()) as s:
        used = await s.discord.slash(s.channel, s.bob, "reindex")
        shown = await used.settled()
        assert shown is not None
        assert "the database does not answer (reference" in shown.text()
        assert s.admin.followers == []
        typed = await s.discord.autocomplete(
            s.channel, s.bob, "reindex", option="source", typed="p"
        )
        assert typed == []


async def test_a_command_that_is_delivered_twice_is_done_once(tmp_path: Path) -> None:
    """Discord takes one acknowledgement of it, and nothing is done without."""
    async with playing(tmp_path, admin=known()) as s:
        used = await s.discord.slash(s.channel, s.bob, "sources refresh", source="paper")
        await followed(s)
        await s.discord.redeliver(used)
        await s.quiet()
        assert len(s.admin.wishes) == 1
        assert len(s.discord.answers(s.channel)) == 1


async def test_a_source_is_paused_resumed_and_scheduled(tmp_path: Path) -> None:
    """Each is told in a line."""
    async with playing(tmp_path, admin=known()) as s:
        paused = await s.discord.slash(s.channel, s.bob, "sources pause", source="The Paper")
        assert "The Paper is paused" in await told(paused)
        assert s.admin.known["paper"].state is SourceState.PAUSED
        resumed = await s.discord.slash(s.channel, s.bob, "sources resume", source="paper")
        assert "on its schedule again" in await told(resumed)
        assert s.admin.known["paper"].state is SourceState.ACTIVE
        hourly = await s.discord.slash(
            s.channel, s.bob, "sources schedule", source="paper", every="60"
        )
        assert "every 1 hour" in await told(hourly)
        assert s.admin.known["paper"].every == timedelta(hours=1)
        never = await s.discord.slash(
            s.channel, s.bob, "sources schedule", source="paper", every="0"
        )
        assert "only when somebody asks" in await told(never)
        assert s.admin.known["paper"].every is None


async def test_sources_are_listed_with_state_schedule_and_error(tmp_path: Path) -> None:
    """What may not be searched there, and what went wrong, is told to who runs the bot alone."""
    async with playing(tmp_path, admin=known()) as s:
        everybody = await told(await s.discord.slash(s.channel, s.ann, "sources list"))
        assert "긱뉴스: could not be read last time · failing" in everybody
        assert "answered 403" not in everybody  # others' reasons name files of the server
        admins = await told(await s.discord.slash(s.channel, s.bob, "sources list"))
        assert "The Paper: not read yet · active · only when asked" in admins
        assert "\\|\\|said" in admins


async def test_a_hostile_source_is_shown_to_the_letter(tmp_path: Path) -> None:
    """No markup of its name works, and nobody is pinged."""
    async with playing(tmp_path, admin=known()) as s:
        listed = await told(await s.discord.slash(s.channel, s.bob, "sources list"))
        assert "\\*\\*\\[x\\]\\(https" not in listed
        assert "\\*\\*\\[x\\](https\\:" in listed
        assert "@everyone" not in listed
        await s.discord.slash(s.channel, s.bob, "sources refresh", source="evil")
        message, _ = await followed(s)
        assert "@everyone" not in message.text()
        assert "<@1>" not in message.text()
        removed = await s.discord.slash(s.channel, s.bob, "sources remove", source="evil")
        assert "\\*\\*\\[x\\]" in await told(removed)


async def test_sources_are_offered_to_who_runs_the_bot(tmp_path: Path) -> None:
    """Nobody else learns what else there is."""
    async with playing(tmp_path, admin=known()) as s:
        offered = await s.discord.autocomplete(
            s.channel, s.bob, "sources pause", option="source", typed="pap"
        )
        assert [(c.name, c.value) for c in offered] == [("The Paper", "paper")]
        none = await s.discord.autocomplete(
            s.channel, s.ann, "sources pause", option="source", typed="pap"
        )
        assert none == []


async def test_runs_are_listed_queued_told_from_stalled(tmp_path: Path) -> None:
    """Open ones first."""
    old = NOW - timedelta(hours=2)
    stalled = Run(
        id="00000000000000bb",
        source_id="",
        asked_by="cli:me",
        state=RunState.RUNNING,
        started=old,
        kind=RunKind.REINDEX,
        beat=old,
        done=12,
        total=25,
    )
    async with playing(
        tmp_path,
        admin=known(HELD, stalled),
    ) as s:
        await s.discord.slash(s.channel, s.bob, "sources refresh", source="evil")
        await followed(s)
        lines = (await told(await s.discord.slash(s.channel, s.bob, "runs"))).splitlines()
        assert lines[0] == "**Recent runs**"
        assert "queued" in lines[1]
        assert "Reindex: everything — stalled" in lines[2]
        assert "48 % (12 / 25)" in lines[2]
        assert "waits for a yes" in lines[3]
        assert "900 of 1,024 texts are missing" in lines[3]


async def test_a_run_is_shown_with_all_of_its_errors(tmp_path: Path) -> None:
    """The first in its panel, all in a file."""
    problems = tuple(Problem(where=f"page {n}", what="answered 500") for n in range(7))
    failed = Run(
        id="00000000000000cc",
        source_id="paper",
        asked_by="cli:me",
        state=RunState.DONE,
        started=NOW,
        finished=NOW,
        problems=problems,
    )
    async with playing(tmp_path, admin=known(failed)) as s:
        shown = await (await s.discord.slash(s.channel, s.bob, "runs", run=failed.id)).settled()
        assert shown is not None
        assert "7 errors:" in shown.text()
        assert b"page 6: answered 500" in shown.files[0].data
        unknown = await s.discord.slash(s.channel, s.bob, "runs", run="nothing")
        assert "there is no such run" in await alone(s, unknown)


async def test_a_run_is_cancelled_by_command(tmp_path: Path) -> None:
    """Only an open one."""
    async with playing(tmp_path, admin=known(HELD)) as s:
        await s.discord.slash(s.channel, s.bob, "sources refresh", source="evil")
        _, follower = await followed(s)
        offered = await s.discord.autocomplete(
            s.channel, s.bob, "cancel", option="run", typed="refresh"
        )
        assert [c.value for c in offered] == [follower.run_id]
        done = await s.discord.slash(s.channel, s.bob, "cancel", run=follower.run_id)
        assert "cancelled" in await told(done)
        assert s.admin.kept[follower.run_id].state is RunState.CANCELLED
        over = await s.discord.slash(s.channel, s.bob, "cancel", run=HELD.id)
        assert "ended already" in await told(over)


async def test_where_the_bot_may_not_write_the_run_is_shown_alone(tmp_path: Path) -> None:
    """With where to look once its time is over."""
    async with playing(tmp_path, admin=known()) as s:
        channel = s.discord.deny(s.channel, Permission.SEND_MESSAGES)
        await s.discord.slash(channel, s.bob, "reindex")
        message, _ = await followed(s)
        assert message.ephemeral
        assert "quarter of an hour. </runs:" in message.text()


async def test_it_is_told_in_korean_to_who_reads_korean(tmp_path: Path) -> None:
    """Panels, refusals and lists; a channel's own language goes before that of who acts."""
    async with playing(tmp_path, admin=known()) as s:
        await s.discord.slash(s.channel, s.bob, "reindex", locale="ko")
        message, follower = await followed(s)
        assert "색인 다시 만들기: 전체 — 대기 중" in message.text()
        assert follower.lang == "ko"
        used = await s.discord.slash(s.channel, s.ann, "sources pause", source="paper", locale="ko")
        assert "운영하는 사람만" in await told(used)
        await prefer(s, Preferences(lang="en"))
        await s.discord.slash(s.channel, s.bob, "rollback", locale="ko")
        assert (await followed(s, 2))[1].lang == "en"


async def test_commands_have_korean_names(tmp_path: Path) -> None:
    """Each of them, with its options and descriptions."""
    async with playing(tmp_path, admin=FakeAdmin()) as s:
        synced = {each["name"]: each for each in s.discord.world.commands[None]}
        sources = synced["sources"]["options"]
        for each in (synced["reindex"], synced["rollback"], synced["runs"], *sources):
            assert "ko" in each["name_localizations"], each["name"]
            assert "ko" in each["description_localizations"], each["name"]
            for option in each.get("options") or []:
                assert "ko" in option["name_localizations"], option["name"]
                assert "ko" in option["description_localizations"], option["name"]
