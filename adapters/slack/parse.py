"""What Slack sends, as words of the bot. Pure."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from adapters.slack.names import PLATFORM, Json
from bot.asked import asked_in
from bot.talk import Asked, Place, Via

_SPECIAL = re.compile(r"<([^<>]*)>")
_SPACES = re.compile(r"[ \t]{2,}")
_SPOKEN = frozenset({
    None,
    "thread_broadcast",
    "file_share",
    "me_message",
})  # subtypes of what people write


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The workspace that something came from."""

    enterprise: str | None
    team: str

    @property
    def tenant(self) -> str:
        """As the bot names it."""
        return f"{self.enterprise or '-'}:{self.team}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is known of a person; all of it may be unknown."""

    lang: str | None = None
    timezone: str | None = None
    name: str | None = None
    admin: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A message of a person, as an event told of it."""

    channel: str
    ts: str
    thread: str  # ts of the message that began the thread; its own when it is none
    user: str
    text: str  # as Slack writes it
    before: str | None = None  # what it said before it was changed
    edited: bool = False

    @property
    def direct(self) -> bool:
        """Whether it is between one person and the bot."""
        return self.channel.startswith("D")


def origin(body: Json) -> Origin:
    """Of an event, a command or an interaction. Raises ValueError when it names no workspace."""
    installed = (body.get("authorizations") or [{}])[0]
    user, view, team = (_dict(body.get(name)) for name in ("user", "view", "team"))
    found = (
        installed.get("team_id")
        or view.get("app_installed_team_id")  # a window opened in a channel shared by two companies
        or body.get("team_id")
        or team.get("id")
        or user.get("team_id")
    )
    if not found:
        raise ValueError("no workspace")
    enterprise = (
        installed.get("enterprise_id")
        or body.get("enterprise_id")
        or _dict(body.get("enterprise")).get("id")
        or team.get("enterprise_id")  # where windows have it
    )
    return Origin(enterprise=enterprise or None, team=str(found))


def origin_of(tenant: str) -> Origin:
    """The other way round."""
    enterprise, _, team = tenant.partition(":")
    return Origin(enterprise=None if enterprise == "-" else enterprise, team=team)


def written(event: Json, bot: str | None) -> Written | None:
    """A message that a person wrote or changed; None for all others, also of bots."""
    subtype = event.get("subtype")
    if subtype == "message_changed":
        return _changed(event, bot)
    if subtype not in _SPOKEN or not _by_person(event, bot) or not event.get("ts"):
        return None
    return _written(event, str(event.get("channel", "")))


def deleted(event: Json, bot: str | None) -> Written | None:
    """The message of a person that was deleted; None when the event is another."""
    before = event.get("previous_message") or {}
    gone = event.get("subtype") == "message_deleted" or _tombstone(event)
    if not gone or not _by_person(before, bot) or not before.get("ts"):
        return None
    return _written(before, str(event.get("channel", "")))


def readable(text: str, bot: str | None) -> str:
    """What people see: names for ids, labels for links, and no mention of the bot."""
    shown = _SPECIAL.sub(lambda found: _shown(found.group(1), bot), text)
    plain = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return _SPACES.sub(" ", plain).strip()


def mentions(text: str, bot: str | None) -> bool:
    """Whether the bot is named in it."""
    return bool(bot) and re.search(rf"<@{re.escape(bot or '')}(\||>)", text) is not None


def to_another(text: str, bot: str | None) -> bool:
    """Whether it begins with the name of somebody else."""
    found = re.match(r"\s*<@([A-Z0-9]+)", text)
    return found is not None and found.group(1) != bot


def question(message: Written, via: Via, where: Origin, bot: str | None, profile: Profile) -> Asked:
    """A message as a question. All events of one message give it the same key."""
    reply = message.thread != message.ts
    return Asked(
        key=message_key(where, message.channel, message.ts),
        place=Place(
            platform=PLATFORM,
            tenant=where.tenant,
            channel=message.channel,
            thread=message.thread,
            direct=message.direct,
        ),
        user=message.user,
        text=readable(message.text, bot),
        at=when(message.ts),
        via=via,
        lang=profile.lang,
        timezone=profile.timezone,
        follows=message.thread if reply else None,
        handle={"ts": message.ts, **({"active": "yes"} if reply else {})},
    )


def lang_of(asked: Asked) -> str | None:
    """Of the bot's own words to whoever asked: the question's, else the asker's."""
    return asked_in(asked.text) or asked.lang


def message_key(where: Origin, channel: str, ts: str) -> str:
    """Identity of a message."""
    return f"{PLATFORM}/{where.team}/{channel}/{ts}"


def when(ts: str) -> datetime:
    """The time in a message's ts. Raises ValueError."""
    return datetime.fromtimestamp(float(ts), UTC)


def unpacked(text: str) -> Mapping[str, str]:
    """The private_metadata of a window."""
    found = json.loads(text or "{}")
    return {str(key): str(value) for key, value in found.items()}


def chosen(view: Json, block: str) -> Any:
    """What was written or chosen in an input; None when nothing was."""
    field = view.get("state", {}).get("values", {}).get(block, {}).get("value", {})
    if "selected_options" in field:
        return [o["value"] for o in field["selected_options"] or []]
    if "selected_option" in field:
        return (field["selected_option"] or {}).get("value")
    return field.get("value")


def _changed(event: Json, bot: str | None) -> Written | None:
    now, before = event.get("message") or {}, event.get("previous_message") or {}
    same = now.get("text") == before.get("text")  # a preview was added, a reply counted
    spoken = now.get("subtype") in _SPOKEN and _by_person(now, bot)
    if same or not spoken or not now.get("ts"):
        return None
    channel = str(event.get("channel", ""))
    return _written(now, channel, before=str(before.get("text", "")), edited=True)


def _written(
    message: Json, channel: str, *, before: str | None = None, edited: bool | None = None
) -> Written:
    ts = str(message["ts"])
    return Written(
        channel=channel,
        ts=ts,
        thread=str(message.get("thread_ts") or ts),
        user=str(message["user"]),
        text=str(message.get("text") or ""),
        before=before,
        edited=bool(message.get("edited")) if edited is None else edited,
    )


def _by_person(message: Json, bot: str | None) -> bool:
    user = message.get("user")
    return bool(user) and user != bot and not message.get("bot_id")


def _tombstone(event: Json) -> bool:
    """A deleted message that has replies stays as a stone."""
    return (event.get("message") or {}).get("subtype") == "tombstone"


def _shown(inside: str, bot: str | None) -> str:
    target, _, label = inside.partition("|")
    if target[:1] in {"@", "#"}:
        return "" if bot and target == f"@{bot}" else target[0] + (label or target[1:])
    if target.startswith("!"):
        return label or f"@{target[1:].split('^')[0]}"
    address = target.removeprefix("mailto:")
    if not label or label in address:
        return label or address
    return f"{label} ({address})"


def _dict(value: Any) -> Json:
    return value if isinstance(value, dict) else {}
