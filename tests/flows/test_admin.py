"""Administration in this process: checked, done, and noted in the audit log."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from examples import NOW, document, source
from fakes import FakeReader
from world import World, open_world

from bot.adding import Adding
from bot.admin import Books, LocalAdmin
from bot.administration import Wish
from bot.catalogue import Catalogue, Kind
from bot.errors import BadRequest, NotAllowed
from bot.memory.audit import SqlAuditLog
from bot.memory.followers import SqlFollowers
from bot.memory.store import open_memory
from bot.refusals import Refusals
from bot.rights import Actor, Standing, runs_bot
from bot.types import Answer
from bot.withdrawing import Cleaning
from bot.works.removing import Removing
from retrieval.stores.sql.vectors import SqlVectorCache
from retrieval.types import Reading, RunKind, RunState, SourceState

ADA = Actor(platform="discord", tenant="1", channel="2", user="3", name="Ada", admin=True)
EVE = replace(ADA, user="9", name="Eve", admin=False)
SHELL = Actor(platform="cli", user="local", admin=True)
BRIDGE = document("d1", text="The bridge number7 was opened. It cost 900 coins.")
OTHER = document("d2", text="The tram number8 was opened. It cost 800 coins.", source_id="s2")


@dataclass
class Office:
    """Administration over a world."""

    world: World
    admin: LocalAdmin

    async def done(self, wish: Wish, by: Actor = ADA) -> object:
        """A run to its end."""
        return await self.world.office.tasks.finish(await self.admin.start(wish, by))

    async def noted(self) -> list[tuple[str, str, str, str]]:
        """The audit log, oldest first: who, what, about what, how it ended."""
        acts = (await self.admin.acts())[::-1]
        return [(a.by.user, a.act, a.about, a.outcome) for a in acts]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_world(tmp_path, Reading(documents=(BRIDGE,), bookmark="b")) as world:
        memory, engine = await open_memory(world.library.engine), world.library.engine
        catalogue = Catalogue(
            kinds=[Kind(name="fake", recognises=lambda place: ":" in place or "/" in place)],
            refresh_every=timedelta(minutes=30),
            model="fake",
        )
        cleaning = Cleaning(world.library, memory, SqlVectorCache(engine))
        removing = Removing(world.library, world.ingest, cleaning, lambda: NOW)
        performing = world.office.performing
        performing.works = {**performing.works, RunKind.REMOVE: removing}
        books = Books(
            library=world.library,
            runs=performing.runs,
            generations=world.desk._serving.generations,
            log=SqlAuditLog(engine),
            followers=SqlFollowers(engine),
        )
        adding = Adding(world.library, catalogue)
        await world.library.save_source(source())
        yield Office(world, LocalAdmin(books, world.office.tasks, adding, world.office.new_run))


WISH = Wish(kind=RunKind.REFRESH, source_id="s1")


async def test_strangers_are_refused(office: Office) -> None:
    """Nothing is done for who does not run the bot, whatever it is, and each kind is noted."""
    admin = office.admin
    for act in (
        admin.add("https://paper.example/feed", EVE),
        admin.start(WISH, EVE),
        admin.start(Wish(kind=RunKind.REINDEX), EVE),
        admin.cancel("r1", EVE),
        admin.pause("s1", EVE),
        admin.resume("s1", EVE),
        admin.schedule("s1", None, EVE),
    ):
        with pytest.raises(NotAllowed, match="only those who run this bot"):
            await act
    assert await admin.runs() == []
    assert [s.id for s in await admin.sources()] == ["s1"]
    assert {(who, how) for who, _, _, how in await office.noted()} == {("9", "refused")}
    assert len(await office.noted()) == 7


async def test_a_flood_of_refusals(office: Office) -> None:
    """What is tried again and again stands once a minute in the log."""
    for _ in range(50):
        with pytest.raises(NotAllowed):
            await office.admin.start(WISH, EVE)
    assert await office.noted() == [("9", "refresh", "", "refused")]


def test_left_out_refusals_are_counted() -> None:
    """The next line says how many were left out; a crowd fills no more than sixty a minute."""
    refusals = Refusals()
    assert [refusals.noted(EVE, "reindex", NOW) for _ in range(4)] == [0, None, None, None]
    assert refusals.noted(EVE, "reindex", NOW + timedelta(seconds=61)) == 3
    crowd = [replace(EVE, user=str(n)) for n in range(200)]
    later = NOW + timedelta(hours=1)
    assert sum(refusals.noted(who, "reindex", later) is not None for who in crowd) == 60


async def test_what_is_done_is_noted(office: Office) -> None:
    """With who, where and about what; the run carries them, too."""
    run = await office.done(WISH)
    assert (run.state, run.asked_by, run.asked_in) == (
        RunState.DONE,
        "discord:3 (Ada)",
        "discord/1/2",
    )
    assert await office.noted() == [("3", "refresh", "s1", "done")]


async def test_what_fails_is_noted(office: Office) -> None:
    """With the line that its asker was told."""
    with pytest.raises(BadRequest, match="no such source"):
        await office.admin.start(replace(WISH, source_id="nowhere"), ADA)
    (act,) = await office.admin.acts()
    assert (act.outcome, act.detail) == (
        "failed",
        "nowhere: no such source; `newsdesk sources` lists them",
    )


@pytest.mark.parametrize(
    ("wish", "line"),
    [
        (Wish(kind=RunKind.REFRESH), "refresh: name a source"),
        (Wish(kind=RunKind.BACKFILL, source_id="s1"), "days: (nothing): give a number"),
        (Wish(kind=RunKind.BACKFILL, source_id="s1", options={"days": "nan"}), "days: nan"),
        (Wish(kind=RunKind.REFRESH, source_id="s1", options={"path": "/etc"}), "no option 'path'"),
        (Wish(kind=RunKind.REINDEX, options={"splitter": "x"}), "x: not a splitter"),
        (Wish(kind=RunKind.REINDEX, source_id="s1", options={"model": "m"}), "name no source"),
        (Wish(kind=RunKind.BACKUP), "backup: name a file"),
        (Wish(kind=RunKind.REINDEX, options={"model": "m" * 5000}), "longer than 4096"),
    ],
)
async def test_impossible_wishes(office: Office, wish: Wish, line: str) -> None:
    """One line each, before anything begins."""
    with pytest.raises(Exception, match=line.replace("(", r"\(").replace(")", r"\)")):
        await office.admin.start(wish, ADA)
    assert await office.admin.runs() == []


async def test_chats_name_no_files(office: Office) -> None:
    """Who runs the bot from a chat adds what is on the web; files are added on the machine."""
    with pytest.raises(BadRequest, match="not a web address"):
        await office.admin.add("/etc/passwd", ADA)
    assert [s.id for s in await office.admin.sources()] == ["s1"]
    await office.admin.add("/tmp/texts", SHELL)  # noqa: S108 - nothing is opened
    assert len(await office.admin.sources()) == 2


async def test_paused_and_resumed(office: Office) -> None:
    """A paused source stays so when it is read by hand, and is as before when it is resumed."""
    assert (await office.admin.pause("s1", ADA)).state is SourceState.PAUSED
    await office.done(WISH)
    assert (await office.admin.source("s1")).state is SourceState.PAUSED
    assert (await office.admin.resume("s1", ADA)).state is SourceState.ACTIVE


async def test_schedule(office: Office) -> None:
    """Between a minute and ninety days, or only when asked."""
    every = timedelta(hours=2)
    assert (await office.admin.schedule("s1", every, ADA)).every == every
    assert (await office.admin.schedule("s1", None, ADA)).every is None
    for wrong in (timedelta(seconds=5), timedelta(days=400)):
        with pytest.raises(BadRequest, match="give 1 minute to 90 days"):
            await office.admin.schedule("s1", wrong, ADA)


async def test_a_removed_source(office: Office) -> None:
    """Its texts are found no more, nor shown, and what the indexes had of them is gone."""
    await office.done(WISH)
    reply = await office.world.ask("What did the bridge number7 cost?")
    assert isinstance(reply, Answer)
    gone = await office.done(Wish(kind=RunKind.REMOVE, source_id="s1"))
    assert (gone.state, gone.gone, gone.name) == (RunState.DONE, 1, "S1")
    assert await office.admin.sources() == []
    assert await office.world.desk.quoted("d1") is None
    assert [await index.count() for index in office.world.indexes] == [0, 0]
    assert not isinstance(await office.world.ask("What did the bridge number7 cost?"), Answer)
    assert [r.kind for r in await office.admin.runs()] != []
    assert (await office.world.desk.rechecked(reply)) != reply


async def test_a_removal_that_is_done_again(office: Office) -> None:
    """A slice that is repeated after a crash changes nothing more."""
    await office.done(WISH)
    wish = Wish(kind=RunKind.REMOVE, source_id="s1")
    run = await office.done(wish)
    work = office.world.office.performing.works[RunKind.REMOVE]

    async def tell(_run: object) -> None:
        """Nobody listens."""

    again = await work(replace(run, finished=None, state=RunState.RUNNING), tell)
    assert (again.state, again.gone) == (RunState.DONE, 1)


class WaitingReader(FakeReader):
    """Waits until it may read."""

    def __init__(self, *readings: Reading) -> None:
        super().__init__(*readings)
        self.may = asyncio.Event()

    async def read(self, source: object) -> Reading:  # type: ignore[override]
        await self.may.wait()
        return await super().read(source)  # type: ignore[arg-type]


async def test_something_else_is_under_way(office: Office) -> None:
    """Who asks for the same is given the open run; who asks for something else is told of it."""
    reader = WaitingReader(Reading(documents=(BRIDGE,)))
    office.world.ingest._readers["jsonl"] = reader
    begun = await office.admin.start(WISH, ADA)
    assert (await office.admin.start(WISH, SHELL)).id == begun.id
    for wish in (
        Wish(kind=RunKind.REMOVE, source_id="s1"),
        replace(WISH, options={"confirmed": "ab" * 16}),
    ):
        with pytest.raises(BadRequest, match=f"another run is under way .refresh, {begun.id}."):
            await office.admin.start(wish, ADA)
    reader.may.set()
    await office.world.office.tasks.finish(begun)


async def test_cancelled(office: Office) -> None:
    """An open run ends; one that has ended is left as it is; an unknown one is told."""
    office.world.ingest._readers["jsonl"] = WaitingReader(Reading())
    begun = await office.admin.start(WISH, ADA)
    assert (await office.admin.cancel(begun.id, ADA)).state is RunState.CANCELLED
    assert (await office.admin.cancel(begun.id, ADA)).state is RunState.CANCELLED
    with pytest.raises(BadRequest, match="no such run"):
        await office.admin.cancel("0123456789abcdef", ADA)


@pytest.mark.parametrize(
    ("manages", "own", "admins", "homes", "may"),
    [
        (False, True, (), (), False),
        (True, True, (), (), True),
        (True, False, (), (), False),
        (True, False, (), ("discord:7",), True),
        (True, True, (), ("discord:8",), False),
        (False, True, (), ("discord:7",), False),
        (False, False, ("discord:5",), (), True),
        (False, False, ("slack:5",), (), False),
        (True, True, (), ("slack:T1",), True),
    ],
)
def test_who_runs_the_bot(
    manages: bool,  # noqa: FBT001
    own: bool,  # noqa: FBT001
    admins: tuple[str, ...],
    homes: tuple[str, ...],
    may: bool,  # noqa: FBT001
) -> None:
    """Named people, managers of homes, and where none is named managers of the bot's own place."""
    who = Standing(platform="discord", tenant="7", user="5", manages=manages, own=own)
    assert runs_bot(who, admins, homes) is may


async def test_settled_while_it_is_read(office: Office) -> None:
    """What is settled of a source during its reading holds afterwards."""
    reader = WaitingReader(Reading(documents=(BRIDGE,)))
    office.world.ingest._readers["jsonl"] = reader
    begun = await office.admin.start(WISH, ADA)
    await asyncio.sleep(0.05)
    await office.admin.pause("s1", ADA)
    await office.admin.schedule("s1", timedelta(days=1), ADA)
    reader.may.set()
    await office.world.office.tasks.finish(begun)
    kept = await office.admin.source("s1")
    assert (kept.state, kept.every, kept.documents) == (SourceState.PAUSED, timedelta(days=1), 1)


async def test_a_removal_that_was_cancelled(office: Office) -> None:
    """The source is left as it is then, and can be resumed or removed once more."""
    await office.done(WISH)
    await office.world.library.settle("s1", state=SourceState.LEAVING.value)
    assert (await office.admin.resume("s1", ADA)).state is SourceState.ACTIVE
    assert (await office.done(Wish(kind=RunKind.REMOVE, source_id="s1"))).state is RunState.DONE


async def test_models_from_afar(office: Office) -> None:
    """Who is not on the machine names no folder of it as a model."""
    with pytest.raises(BadRequest, match="not one that is set up"):
        await office.admin.start(Wish(kind=RunKind.REINDEX, options={"model": "/srv"}), ADA)


async def test_no_password_in_the_log(office: Office) -> None:
    """Addresses are noted without what opens them."""
    with pytest.raises(BadRequest):
        await office.admin.add("ftp://ada:sesame@paper.example/feed?key=abc", ADA)
    (act,) = await office.admin.acts()
    assert "sesame" not in f"{act.about} {act.detail}"
