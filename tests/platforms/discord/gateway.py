"""The gateway: HELLO, IDENTIFY, RESUME with replay, and who is told of which event."""

import asyncio
import time
import uuid
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web
from platforms.discord.links import Link
from platforms.discord.model import Json
from platforms.discord.payloads import guild_create_json, member_json, own_json, user_json
from platforms.discord.state import Event, World
from platforms.discord.waiting import until

GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES, MESSAGE_CONTENT = 1, 1 << 9, 1 << 12, 1 << 15
_PRIVILEGED = (1 << 1) | (1 << 8) | MESSAGE_CONTENT
_KEPT = 1000  # events that can be replayed


@dataclass(frozen=True)
class Identify:
    """One IDENTIFY: Discord allows 1,000 a day."""

    at: float
    shard: int
    shards: int
    intents: int


@dataclass(eq=False)
class Session:
    """What was told to one shard; it outlives its connections."""

    shard: int
    shards: int
    intents: int
    link: Link | None
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    seq: int = 0
    log: deque[Json] = field(default_factory=lambda: deque(maxlen=_KEPT))

    def wants(self, event: Event) -> bool:
        if event.intent and not self.intents & event.intent:
            return False
        return self.shard == ((event.guild_id or 0) >> 22) % self.shards

    def tell(self, event: Event) -> None:
        full = self.intents & MESSAGE_CONTENT and event.full
        self.push(event.name, full or event.data)

    def push(self, name: str, data: Json) -> None:
        self.seq += 1
        frame = {"op": 0, "t": name, "s": self.seq, "d": data}
        self.log.append(frame)
        if self.link is not None:
            self.link.send(frame)

    def replay(self, after: int) -> bool:
        """Send again all that came after; False where that is no longer known."""
        if self.link is None or not self.seq - len(self.log) <= after <= self.seq:
            return False
        for frame in [each for each in self.log if each["s"] > after]:
            self.link.send(frame)
        return True


class Gateway:
    """All connections and sessions. `publish` tells an event to the shard that it concerns."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.sessions: list[Session] = []
        self.identifies: list[Identify] = []
        self.resumes: list[float] = []
        self.refusals = 0
        self.held: list[Event] | None = None
        self._links: set[Link] = set()
        self._ops: dict[int, Callable[[Link, Json], None]] = {
            1: lambda link, _: link.send({"op": 11}),
            2: self._identify,
            3: lambda _, __: None,
            6: self._resume,
            8: self._members,
        }

    def publish(self, event: Event) -> None:
        if self.held is not None:
            self.held.append(event)
            return
        for session in self.sessions:
            if session.wants(event):
                session.tell(event)

    def live(self) -> list[Session]:
        return [each for each in self.sessions if each.link is not None]

    def cut(self, code: int | None, *, resumable: bool) -> None:
        """Close every connection; without `resumable` the sessions are forgotten."""
        for session in self.live():
            if session.link is not None:
                session.link.close(code)
            session.link = None
        if not resumable:
            self.sessions.clear()

    def order(self, op: int, data: object = None) -> None:
        """Send an opcode (7 reconnect, 9 invalid session) on every connection."""
        for session in self.live():
            if session.link is not None:
                session.link.send({"op": op, "d": data})

    async def close(self) -> None:
        """End every connection."""
        for link in list(self._links):
            link.close(1001)
        await until(lambda: not self._links)

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """One connection, from HELLO to its end."""
        if self.refusals > 0:
            self.refusals -= 1
            return web.Response(status=503, text="upstream connect error")
        if request.query.get("compress") not in {None, "zlib-stream"}:
            self.world.violations.append(f"gateway: compress={request.query['compress']}")
            return web.Response(status=400)
        link = Link(request)
        await link.open()
        self._links.add(link)
        writer = asyncio.create_task(link.write())
        link.send({"op": 10, "d": {"heartbeat_interval": self.world.settings.heartbeat_ms}})
        try:
            await self._listen(link)
        finally:
            await self._left(link, writer)
        return link.socket

    async def _listen(self, link: Link) -> None:
        async for frame in link.socket:
            if frame.type is not WSMsgType.TEXT:
                link.close(4002)
            elif link.overdoes(time.monotonic()):
                self.world.violations.append("gateway: more than 120 sends in 60 s")
                link.close(4008)
            else:
                self._receive(link, frame.json())

    def _receive(self, link: Link, frame: Json) -> None:
        act = self._ops.get(frame["op"])
        if act is None:
            self.world.violations.append(f"gateway: unexpected opcode {frame['op']}")
            link.close(4001)
        else:
            act(link, frame.get("d") or {})

    async def _left(self, link: Link, writer: asyncio.Task[None]) -> None:
        self._links.discard(link)
        for session in [each for each in self.sessions if each.link is link]:
            session.link = None
            if link.socket.close_code in {1000, 1001}:
                self.sessions.remove(session)
        writer.cancel()
        with suppress(asyncio.CancelledError):
            await writer

    def _refused(self, data: Json) -> int | None:
        if data["token"] != self.world.token:
            return 4004
        if "intents" not in data:
            return 4013
        if data["intents"] & _PRIVILEGED & ~self.world.settings.privileged_intents:
            return 4014
        return None

    def _identify(self, link: Link, data: Json) -> None:
        code = self._refused(data)
        if code is not None:
            self.world.violations.append(f"gateway: IDENTIFY refused with {code}")
            link.close(code)
            return
        shard, shards = data.get("shard", (0, 1))
        session = Session(shard, shards, data["intents"], link)
        self.identifies.append(Identify(time.monotonic(), shard, shards, session.intents))
        dead = [each for each in self.sessions if each.shard == shard and each.link is None]
        self.sessions = [each for each in self.sessions if each not in dead] + [session]
        self._greet(session)

    def _greet(self, session: Session) -> None:
        guilds = [
            each
            for each in self.world.guilds.values()
            if (each.id >> 22) % session.shards == session.shard
        ]
        ready = {
            "v": 10,
            "user": own_json(self.world),
            "guilds": [{"id": str(each.id), "unavailable": True} for each in guilds],
            "session_id": session.id,
            "resume_gateway_url": self.world.gateway_url,
            "shard": [session.shard, session.shards],
            "application": {"id": str(self.world.bot.id), "flags": 0},
        }
        session.push("READY", ready)
        for guild in guilds if session.intents & GUILDS else ():
            session.push("GUILD_CREATE", guild_create_json(self.world, guild))

    def _resume(self, link: Link, data: Json) -> None:
        found = [each for each in self.sessions if each.id == data["session_id"]]
        if not found or data["token"] != self.world.token:
            link.send({"op": 9, "d": False})
            return
        session = found[0]
        session.link = link
        if not session.replay(data["seq"]):
            session.link = None
            link.send({"op": 9, "d": False})
            return
        self.resumes.append(time.monotonic())
        session.push("RESUMED", {"_trace": []})

    def _members(self, link: Link, data: Json) -> None:
        """Opcode 8: the members that were asked for by id or by the start of a name."""
        guild = self.world.guild(int(data["guild_id"]))
        asked = {str(each) for each in data.get("user_ids") or []}
        start = data.get("query")
        found = [
            member_json(each, guild) | {"user": user_json(each)}
            for each in self.world.users.values()
            if str(each.id) in asked or (start is not None and each.name.startswith(start))
        ]
        chunk: Json = {"guild_id": str(guild.id), "members": found, "nonce": data.get("nonce")}
        chunk |= {"chunk_index": 0, "chunk_count": 1, "not_found": []}
        for session in [each for each in self.sessions if each.link is link]:
            session.push("GUILD_MEMBERS_CHUNK", chunk)
