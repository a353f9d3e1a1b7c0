"""The shapes of what Slack sends: messages, events, commands, interactions."""

import re
import time
from typing import Any

from platforms.slack.model import Channel, Json, Team, User, View
from platforms.slack.state import Message

APP_ID = "A0LOOPBACK1"
VERIFICATION = "loopback-verification"
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)>")
_KINDS = {"channel": "channel", "group": "group", "im": "im"}


def written(text: str, block_id: str) -> list[Json]:
    """The rich text that Slack makes of what a person writes."""
    parts: list[Json] = []
    for number, piece in enumerate(_MENTION.split(text)):
        if number % 2:
            parts.append({"type": "user", "user_id": piece})
        elif piece:
            parts.append({"type": "text", "text": piece})
    section = {"type": "rich_text_section", "elements": parts}
    return [{"type": "rich_text", "block_id": block_id, "elements": [section]}]


def message_json(message: Message, *, metadata: bool = False) -> Json:
    made: Json = {
        "type": "message",
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "team": message.team_id,
        "blocks": message.blocks,
    }
    optional = {
        "client_msg_id": message.client_msg_id,
        "thread_ts": message.thread_ts,
        "parent_user_id": message.parent_user_id,
        "bot_id": message.bot_id,
        "app_id": APP_ID if message.bot_id else None,
        "edited": {"user": message.user, "ts": message.edited_ts} if message.edited_ts else None,
        "reply_count": message.replies or None,
        "metadata": message.metadata if metadata else None,
    }
    made |= {key: value for key, value in optional.items() if value is not None}
    if message.deleted:
        made |= {"subtype": "tombstone", "text": "This message was deleted.", "blocks": []}
    return made


def event_callback(team: Team, event: Json, event_id: str) -> Json:
    return {
        "token": VERIFICATION,
        "team_id": team.id,
        "context_team_id": team.id,
        "context_enterprise_id": team.enterprise_id,
        "enterprise_id": team.enterprise_id,
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(time.time()),
        "authorizations": [
            {
                "enterprise_id": team.enterprise_id,
                "team_id": team.id,
                "user_id": team.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event_id}",
    }


def mention_event(message: Message, event_ts: str) -> Json:
    made = message_json(message)
    made |= {"type": "app_mention", "channel": message.channel, "event_ts": event_ts}
    return made


def message_event(message: Message, channel: Channel) -> Json:
    made = message_json(message)
    made |= {
        "channel": channel.id,
        "event_ts": message.ts,
        "channel_type": _KINDS[channel.kind],
    }
    return made


def changed_event(before: Json, message: Message, channel: Channel, ts: str) -> Json:
    return {
        "type": "message",
        "subtype": "message_changed",
        "message": message_json(message),
        "previous_message": before,
        "channel": channel.id,
        "hidden": True,
        "ts": ts,
        "event_ts": ts,
        "channel_type": _KINDS[channel.kind],
    }


def deleted_event(before: Json, channel: Channel, ts: str) -> Json:
    return {
        "type": "message",
        "subtype": "message_deleted",
        "previous_message": before,
        "channel": channel.id,
        "hidden": True,
        "deleted_ts": before["ts"],
        "ts": ts,
        "event_ts": ts,
        "channel_type": _KINDS[channel.kind],
    }


def team_json(team: Team) -> Json:
    made: Json = {"id": team.id, "domain": team.domain}
    if team.enterprise_id:
        made |= {"enterprise_id": team.enterprise_id, "enterprise_name": "Loopback"}
    return made


def user_json(user: User) -> Json:
    return {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id}


def _enterprise(team: Team) -> Json | None:
    return {"id": team.enterprise_id, "name": "Loopback"} if team.enterprise_id else None


def channel_name(channel: Channel) -> str:
    return {"im": "directmessage", "group": "privategroup"}.get(channel.kind, channel.name)


def command(team: Team, channel: Channel, user: User, words: tuple[str, str]) -> Json:
    made: Json = {
        "token": VERIFICATION,
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": words[0],
        "text": words[1],
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
    }
    if team.enterprise_id:
        made |= {"enterprise_id": team.enterprise_id, "enterprise_name": "Loopback"}
    return made


def interaction(team: Team, user: User, kind: str) -> Json:
    """What shortcuts, actions and views have in common."""
    return {
        "type": kind,
        "token": VERIFICATION,
        "api_app_id": APP_ID,
        "team": team_json(team),
        "enterprise": _enterprise(team),
        "is_enterprise_install": False,
        "user": user_json(user),
    }


def on_message(message: Message, channel: Channel) -> Json:
    """Where an action on a message happened."""
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.ephemeral_to is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    made: Json = {
        "container": container,
        "channel": {"id": channel.id, "name": channel_name(channel)},
    }
    if message.ephemeral_to is None:
        made["message"] = message_json(message, metadata=True)
    return made


def view_json(view: View, team: Team, values: Json | None = None) -> Json:
    made: Json = {
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "title": None,
        "submit": None,
        "close": None,
        "clear_on_close": False,
        "notify_on_close": False,
        **view.body,
        "id": view.id,
        "team_id": team.id,
        "app_id": APP_ID,
        "app_installed_team_id": team.id,
        "bot_id": team.bot_id,
        "hash": view.hash,
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
        "state": {"values": values or {}},
    }
    return made


def user_profile(user: User, *, locale: bool) -> Json:
    made: Json = {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "deleted": False,
        "real_name": user.name,
        "tz": "Asia/Seoul" if user.locale == "ko-KR" else "America/Los_Angeles",
        "profile": {"real_name": user.name, "display_name": user.name},
        "is_admin": user.admin,
        "is_owner": False,
        "is_bot": user.is_bot,
    }
    return made | ({"locale": user.locale} if locale else {})


def conversation(channel: Channel, team: Team) -> Json:
    member = team.bot_user_id in channel.members
    made: dict[str, Any] = {
        "id": channel.id,
        "name": channel.name,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_im": channel.kind == "im",
        "is_private": channel.kind != "channel",
        "is_archived": channel.archived,
        "is_member": member,
        "context_team_id": team.id,
    }
    return made | ({"user": channel.user} if channel.user else {})
