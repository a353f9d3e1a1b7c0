"""A workspace with somebody who runs the bot, and a script of what there is to run."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from fakes_admin import NOW, FakeAdmin
from platforms.slack.interacting import Interaction
from platforms.slack.model import Channel, User
from platforms.slack.server import Mode
from platforms.slack.state import Message
from platforms.slack_bot import Bot, slack_bot

from bot.administration import Follower
from bot.wording.runs import panel
from retrieval.types import Problem, RunState, Source, SourceState

HOSTILE = "<!channel> *bold* <@U012ABCDE> <https://evil.example|bank.example> & `code`"
VERGE = Source(
    id="verge",
    kind="feed",
    location="https://verge.example/rss",
    name="The Verge",
    every=timedelta(hours=2),
    documents=1200,
)
PAPER = Source(id="paper", kind="feed", location="https://paper.example/rss", name="Paper")
ILL = Source(
    id="ill",
    kind="feed",
    location="https://ill.example/rss",
    name=HOSTILE,
    state=SourceState.FAILING,
    reason=f"HTTP 500 {HOSTILE}",
    checked_at=NOW,
    documents=3,
)
KNOWN = {s.id: s for s in (VERGE, PAPER, ILL)}
HELD = {
    "state": RunState.HELD,
    "finished": NOW + timedelta(seconds=3),
    "options": {"held": "900", "held_mark": "abcdef0123456789"},
}
FAILED = {
    "state": RunState.DONE,
    "finished": NOW + timedelta(seconds=3),
    "problems": (Problem(where=f"https://verge.example/1 {HOSTILE}", what="HTTP 404"),),
}
SWAPPED = {"state": RunState.DONE, "finished": NOW + timedelta(minutes=5)}
DONE = {"state": RunState.DONE, "finished": NOW + timedelta(minutes=5), "added": 1234}
HALF = {"state": RunState.RUNNING, "done": 480, "total": 1000, "current": HOSTILE, "beat": NOW}


@dataclass
class Office(Bot):
    """The same workspace, with the boss of it and what was done."""

    admin: FakeAdmin = field(default_factory=FakeAdmin)
    boss: User = field(default_factory=lambda: User("U0NOBODY", "nobody", "T0NOWHERE"))

    async def order(
        self, words: str, by: User | None = None, where: Channel | None = None
    ) -> Interaction:
        """Somebody types `/news WORDS`; the boss in #news, unless told otherwise."""
        sent = await self.slack.command(where or self.news, by or self.boss, "/news", words)
        return await sent.settled()

    async def panel(self, count: int = 1, where: Channel | None = None) -> Message:
        """The latest message of the bot in a channel, once there are so many and it is followed."""
        where = where or self.news
        await self.slack.until(lambda: len(self.slack.posts(where)) >= count)
        await self.slack.until(lambda: len(self.admin.followers) >= count)
        return self.slack.posts(where)[-1]

    async def line(self, to: User | None = None, where: Channel | None = None) -> Message:
        """The latest line that somebody alone sees."""
        where, to = where or self.news, to or self.boss
        await self.slack.until(lambda: self.slack.ephemerals(where, to))
        return self.slack.ephemerals(where, to)[-1]

    async def under_way(self, words: str, **then: object) -> Message:
        """The message of a run that the boss asked for, and what became of it."""
        await self.order(words)
        shown = await self.panel()
        await self.report(**then)
        return shown

    def follower(self) -> Follower:
        """The message that is kept true."""
        return self.admin.followers[-1]

    async def report(self, **changes: object) -> None:
        """A run goes on, and its message is told."""
        follower = self.follower()
        run = replace(self.admin.kept[follower.run_id], **changes)
        self.admin.kept[run.id] = run
        await self.adapter.report(follower, panel(run, NOW + timedelta(minutes=1), follower.lang))

    def refusals(self) -> list[tuple[str, str]]:
        """What was refused, and to whom."""
        return [(a.act, a.by.user) for a in self.admin.log if a.outcome == "refused"]

    def acts(self) -> list[str]:
        """What was done."""
        return [a.act for a in self.admin.log if a.outcome == "done"]


@asynccontextmanager
async def office(
    folder: Path, mode: Mode = "socket", *, admin: FakeAdmin | None = None, **given: object
) -> AsyncIterator[Office]:
    """`given` are those of `slack_bot`."""
    admin = admin or FakeAdmin(known=dict(KNOWN))
    async with slack_bot(folder, mode, admin=admin, **given) as bot:
        boss = bot.slack.add_user("boss", admin=True)
        yield Office(**vars(bot), admin=admin, boss=boss)
