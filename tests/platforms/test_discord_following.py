"""Runs followed on the loopback Discord by the bot's own loop."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from chatting import Talk
from fakes_admin import NOW, FakeAdmin
from platforms.discord_admin import followed, known
from platforms.discord_bot import Scene
from platforms.discord_scene import labels, playing

from bot.administration import Follower
from bot.converse.following import Following
from retrieval.types import RunState


class Shelf:
    """Followers as the fake administration has them."""

    def __init__(self, admin: FakeAdmin) -> None:
        self._admin = admin

    async def all(self) -> list[Follower]:
        return list(self._admin.followers)

    async def shows(self, follower: Follower, shown: str) -> bool:
        at = self._admin.followers.index(follower)
        self._admin.followers[at] = replace(follower, shown=shown)
        return True

    async def drop(self, follower: Follower) -> None:
        same = [f for f in self._admin.followers if f.handle == follower.handle]
        self._admin.followers = [f for f in self._admin.followers if f not in same]


def following(s: Scene) -> Following:
    talk: Talk = s.talk
    made = Following(s.admin, Shelf(s.admin), talk.settling._worker)
    made.platforms = {s.platform.name: s.platform}
    return made


def edits(s: Scene, message: int) -> int:
    return len(s.discord.asked("PATCH", f"/messages/{message}"))


async def test_progress_is_seen_by_the_channel_until_the_end(tmp_path: Path) -> None:
    """One edit for each change, none without; then it is followed no more."""
    async with playing(tmp_path, admin=known()) as s:
        await s.discord.slash(s.channel, s.bob, "reindex")
        message, follower = await followed(s)
        loop, run = following(s), s.admin.kept[follower.run_id]
        for done in (10, 20, 20):
            running = replace(
                run, state=RunState.RUNNING, done=done, total=40, beat=s.talk.front.now()
            )
            s.admin.kept[run.id] = running
            await loop.look()
        assert edits(s, message.id) == 2
        assert "50 % (20 / 40)" in s.discord.current(message).text()
        ended = s.talk.front.now() + timedelta(seconds=1)
        s.admin.kept[run.id] = replace(run, state=RunState.DONE, finished=ended, added=40)
        await loop.look()
        await loop.look()
        assert "40 added" in s.discord.current(message).text()
        assert labels(s.discord.current(message)) == ["Go back to the old index"]
        assert edits(s, message.id) == 3
        assert s.admin.followers == []


async def test_a_deleted_message_follows_no_more(tmp_path: Path) -> None:
    """Nothing is posted in its place."""
    async with playing(tmp_path, admin=known()) as s:
        await s.discord.slash(s.channel, s.bob, "reindex")
        message, follower = await followed(s)
        await s.discord.delete(message)
        s.admin.kept[follower.run_id] = replace(
            s.admin.kept[follower.run_id], state=RunState.RUNNING, beat=NOW
        )
        await following(s).look()
        assert s.admin.followers == []
        assert s.discord.answers(s.channel) == []
