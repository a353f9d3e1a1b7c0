"""Administration with a script, for tests of whoever asks for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.administration import Act, Admin, Follower, Wish
from bot.errors import BadRequest
from bot.rights import Actor, check
from retrieval.types import Generation, Run, RunKind, RunState, Source, SourceState

NOW = datetime(2025, 12, 5, 9, tzinfo=UTC)


@dataclass
class FakeAdmin(Admin):
    """Keeps everything in memory; runs stay queued until a test changes them in `kept`."""

    known: dict[str, Source] = field(default_factory=dict)
    kept: dict[str, Run] = field(default_factory=dict)
    wishes: list[tuple[Wish, Actor]] = field(default_factory=list)
    log: list[Act] = field(default_factory=list)
    followers: list[Follower] = field(default_factory=list)
    built: list[Generation] = field(default_factory=list)

    async def add(self, location: str, by: Actor) -> Run:
        await self._may("sources.add", by, location)
        if not location.startswith("http"):
            raise BadRequest(f"{location}: not a source that can be read")
        made = Source(id=f"s{len(self.known)}", kind="feed", location=location, name=location)
        self.known[made.id] = made
        return self._queued(Wish(kind=RunKind.REFRESH, source_id=made.id), by)

    async def start(self, wish: Wish, by: Actor) -> Run:
        await self._may(wish.kind.value, by, wish.source_id)
        if wish.source_id and wish.source_id not in self.known:
            raise BadRequest(f"{wish.source_id}: no such source")
        self.wishes.append((wish, by))
        return self._queued(wish, by)

    async def cancel(self, run_id: str, by: Actor) -> Run:
        await self._may("runs.cancel", by, run_id)
        run = self._known_run(run_id)
        if run.open:
            self.kept[run_id] = replace(run, state=RunState.CANCELLED, finished=NOW)
        return self.kept[run_id]

    async def pause(self, source_id: str, by: Actor) -> Source:
        return await self._changed("sources.pause", source_id, by, state=SourceState.PAUSED)

    async def resume(self, source_id: str, by: Actor) -> Source:
        return await self._changed("sources.resume", source_id, by, state=SourceState.ACTIVE)

    async def schedule(self, source_id: str, every: timedelta | None, by: Actor) -> Source:
        return await self._changed("sources.schedule", source_id, by, every=every)

    async def run(self, run_id: str) -> Run | None:
        return self.kept.get(run_id)

    async def runs(
        self, *, limit: int = 20, source_id: str | None = None, is_open: bool = False
    ) -> Sequence[Run]:
        fit = (r for r in self.kept.values() if source_id in {None, r.source_id})
        found = [r for r in fit if r.open or not is_open]
        return sorted(found, key=lambda r: r.started, reverse=True)[:limit]

    async def source(self, named: str) -> Source:
        fit = [s for s in self.known.values() if named in {s.id, s.location, s.name}]
        if len(fit) != 1:
            raise BadRequest(f"{named}: no such source; `newsdesk sources` lists them")
        return fit[0]

    async def sources(self) -> Sequence[Source]:
        return sorted(self.known.values(), key=lambda s: s.name)

    async def generations(self) -> Sequence[Generation]:
        return self.built

    async def acts(self, limit: int = 100) -> Sequence[Act]:
        return self.log[::-1][:limit]

    async def refused(self, act: str, by: Actor, detail: str = "") -> None:
        self.log.append(Act(at=NOW, by=by, act=act, outcome="refused", detail=detail))

    async def follow(self, follower: Follower) -> None:
        self.followers.append(follower)

    async def _may(self, act: str, by: Actor, about: str) -> None:
        outcome = "done" if by.admin else "refused"
        self.log.append(Act(at=NOW, by=by, act=act, about=about, outcome=outcome))
        check(by, act)

    async def _changed(self, act: str, source_id: str, by: Actor, **what: object) -> Source:
        await self._may(act, by, source_id)
        if source_id not in self.known:
            raise BadRequest(f"{source_id}: no such source")
        self.known[source_id] = replace(self.known[source_id], **what)
        return self.known[source_id]

    def _known_run(self, run_id: str) -> Run:
        if run_id not in self.kept:
            raise BadRequest(f"{run_id}: no such run")
        return self.kept[run_id]

    def _queued(self, wish: Wish, by: Actor) -> Run:
        open_one = [r for r in self.kept.values() if r.open and r.source_id == wish.source_id]
        if open_one:
            return open_one[0]
        about = self.known.get(wish.source_id)
        made = Run(
            id=f"{len(self.kept):016x}",
            source_id=wish.source_id,
            asked_by=by.label,
            asked_in=by.place,
            state=RunState.QUEUED,
            kind=wish.kind,
            name=about.name if about else "",
            started=NOW + timedelta(seconds=len(self.kept)),
            queued=NOW,
            options=dict(wish.options),
        )
        self.kept[made.id] = made
        return made
