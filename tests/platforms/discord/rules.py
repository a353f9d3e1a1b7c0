"""Limits of messages that the API document does not express, and what could ping people."""

import re
from typing import Any

from platforms.discord.checking import Check
from platforms.discord.model import EPHEMERAL, V2, Json, embed_text, walk
from platforms.discord.rules_components import check_components

_MENTION = re.compile(r"@everyone|@here|<@!?(\d+)>|<@&(\d+)>")
_EMBED_BOUNDS = (("title", 0, 256), ("description", 0, 4096), ("fields", 0, 25), ("url", 0, 2048))
_FLAGS_BY_BOTS = (1 << 2) | EPHEMERAL | (1 << 12) | V2


def message_rules(body: Json, *, v2: bool) -> list[str]:
    """What is wrong with a message's fields. `v2`: it is, or will be, of Components V2."""
    check = Check()
    content, embeds = body.get("content"), body.get("embeds")
    check.size("content", content, 0, 2000)
    check.size("nonce", str(body.get("nonce") or ""), 0, 25)
    if (body.get("flags") or 0) & ~_FLAGS_BY_BOTS:
        check.wrong("flags", f"{body['flags']} has flags that a bot cannot set")
    if v2 and (content or embeds or body.get("poll") or body.get("sticker_ids")):
        check.wrong("content", "content, embeds, polls and stickers are refused in Components V2")
    _check_embeds(check, embeds or [])
    check_components(check, body.get("components") or [], v2=v2)
    return check.problems


def _check_embeds(check: Check, embeds: list[Json]) -> None:
    check.size("embeds", embeds, 0, 10)
    for index, embed in enumerate(embeds):
        where = f"embeds.{index}"
        check.sizes(where, embed, _EMBED_BOUNDS)
        check.size(f"{where}.footer.text", (embed.get("footer") or {}).get("text"), 0, 2048)
        check.size(f"{where}.author.name", (embed.get("author") or {}).get("name"), 0, 256)
        for place, field in enumerate(embed.get("fields") or []):
            bounds = (("name", 1, 256), ("value", 1, 1024))
            check.sizes(f"{where}.fields.{place}", field, bounds)
    total = sum(len(text) for embed in embeds for text in embed_text(embed))
    check.size("embeds: all text", total, 0, 6000)


def pinging_text(body: Json) -> str:
    """All text of a message in which a mention could ping."""
    shown = [each.get("content") or "" for each in walk(body.get("components")) if _is_text(each)]
    return "\n".join([body.get("content") or "", *shown])


def _is_text(component: Json) -> bool:
    return component.get("type") == 10


def mention_rules(body: Json) -> list[str]:
    """Whether a message says that nobody is to be pinged, as this bot always has to."""
    check = Check()
    allowed: Any = body.get("allowed_mentions")
    if allowed is None:
        if pinging_text(body).strip():
            check.wrong("allowed_mentions", "missing: the text could ping")
        return check.problems
    if allowed.get("parse") != []:
        check.wrong("allowed_mentions.parse", f"{allowed.get('parse')} is not []")
    for key in ("users", "roles", "replied_user"):
        if allowed.get(key):
            check.wrong(f"allowed_mentions.{key}", f"{allowed[key]} would ping")
    return check.problems


def pings_of(body: Json) -> list[str]:
    """The mentions in a message that would ping somebody."""
    allowed: Any = body.get("allowed_mentions") or {"parse": ["everyone", "users", "roles"]}
    return [found[0] for found in _MENTION.finditer(pinging_text(body)) if _lets(allowed, found)]


def _lets(allowed: Json, found: re.Match[str]) -> bool:
    user, role = found.groups()
    parse = allowed.get("parse") or []
    if user is not None:
        return "users" in parse or user in map(str, allowed.get("users") or [])
    if role is not None:
        return "roles" in parse or role in map(str, allowed.get("roles") or [])
    return "everyone" in parse


def deferred_rules(data: Json) -> list[str]:
    """A deferred answer says nothing yet: it may only be ephemeral."""
    check = Check()
    if (data.get("flags") or 0) & ~EPHEMERAL:
        check.wrong("data.flags", "a deferred answer may only be ephemeral")
    if data.get("content") or data.get("embeds") or data.get("components"):
        check.wrong("data", "a deferred answer has no content")
    return check.problems


def choices_rules(data: Json) -> list[str]:
    """Suggestions of an autocomplete."""
    check = Check()
    check.size("data.choices", data.get("choices"), 0, 25)
    for index, choice in enumerate(data.get("choices") or []):
        check.size(f"data.choices.{index}.name", choice.get("name"), 1, 100)
        if isinstance(choice.get("value"), str):
            check.size(f"data.choices.{index}.value", choice["value"], 1, 100)
    return check.problems


def thread_rules(body: Json) -> list[str]:
    """The start of a thread."""
    check = Check()
    check.size("name", (body.get("name") or "").strip(), 1, 100)
    if body.get("auto_archive_duration") not in {None, 60, 1440, 4320, 10080}:
        check.wrong("auto_archive_duration", f"{body['auto_archive_duration']} minutes")
    return check.problems
