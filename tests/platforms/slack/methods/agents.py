"""assistant.threads.* and agents.sessions.*: status, title, suggested prompts."""

import time

from platforms.slack.methods.call import Call, Method, scopes
from platforms.slack.model import Json, SlackError, Status

_SESSION = {"processing", "active", "suspended", "closed"}


def set_status(call: Call) -> Json:
    channel = call.joined("channel_id")
    status, messages = call.args.get("status"), call.args.get("loading_messages") or []
    if not isinstance(status, str) or not call.args.get("thread_ts"):
        call.core.flag(call.method, "needs status and thread_ts", "invalid_arguments")
    if len(messages) > 10:
        call.core.flag(call.method, "more than 10 loading_messages", "invalid_arguments")
    _told(call, channel.id, tuple(messages))
    return {}


def set_session_status(call: Call) -> Json:
    if not call.core.settings.sessions_available:
        raise SlackError("unknown_method", req_method=call.method)
    channel = call.joined("channel_id")
    if call.args.get("status") not in _SESSION:
        call.core.flag(call.method, f"status {call.args.get('status')!r}", "invalid_arguments")
    if len(str(call.args.get("title") or "")) > 200:
        call.core.flag(call.method, "title is longer than 200", "invalid_arguments")
    _told(call, channel.id, ())
    return {}


def _told(call: Call, channel: str, messages: tuple[str, ...]) -> None:
    call.core.world.statuses.append(
        Status(
            time.monotonic(),
            channel,
            call.args.get("thread_ts"),
            str(call.args["status"]),
            call.method,
            call.args.get("title"),
            messages,
        )
    )
    call.core.changed()


def set_prompts(call: Call) -> Json:
    channel, prompts = call.joined("channel_id"), call.need("prompts")
    if not 1 <= len(prompts) <= 4:
        call.core.flag(call.method, f"{len(prompts)} prompts, not 1 to 4", "invalid_arguments")
    for prompt in prompts:
        if set(prompt) != {"title", "message"} or not all(prompt.values()):
            call.core.flag(call.method, "a prompt is a title and a message", "invalid_arguments")
    call.core.world.prompts[channel.id] = {"title": call.args.get("title"), "prompts": prompts}
    call.core.changed()
    return {}


def set_title(call: Call) -> Json:
    channel = call.joined("channel_id")
    call.core.world.titles[channel.id, str(call.need("thread_ts"))] = str(call.need("title"))
    return {}


_EITHER = scopes("assistant:write", "chat:write")
METHODS = {
    "assistant.threads.setStatus": Method(set_status, _EITHER, 0),
    "assistant.threads.setSuggestedPrompts": Method(set_prompts, scopes("assistant:write"), 0),
    "assistant.threads.setTitle": Method(set_title, scopes("assistant:write"), 0),
    "agents.sessions.setStatus": Method(set_session_status, _EITHER, 0),
}
