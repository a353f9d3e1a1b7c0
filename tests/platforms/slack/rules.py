"""The rules of what the bot sends: messages, streams, views, and answers to response_urls."""

from typing import Any

from platforms.slack.blocks import MARKDOWN_TEXT, check_blocks
from platforms.slack.checking import Check, Problem
from platforms.slack.model import Json
from platforms.slack.reading import Link, Live, Ping, links_in, live_parts, pings_in

TEXT_MOST = 40_000
TEXT_ADVISED = 4_000
_NEVER = ("link_names", "parse", "reply_broadcast", "as_user")
_ARGUMENTS = {
    *(
        "token",
        "team_id",
        "channel",
        "ts",
        "user",
        "text",
        "blocks",
        "attachments",
        "thread_ts",
        "metadata",
    ),
    *("mrkdwn", "markdown_text", "unfurl_links", "unfurl_media", "client_msg_id", "container_id"),
    *("username", "icon_emoji", "icon_url", "file_ids", *_NEVER),
}
_RESPONSE = {
    *("text", "blocks", "attachments", "response_type", "replace_original", "delete_original"),
    *("thread_ts", "mrkdwn", "unfurl_links", "unfurl_media", "metadata"),
}
_VIEW = {
    *("title", "submit", "close", "blocks", "private_metadata", "callback_id", "external_id"),
    *("clear_on_close", "notify_on_close", "submit_disabled"),
}
_CHUNKS = {"markdown_text", "task_update", "plan_update", "blocks"}
_TASK_STATUSES = {"pending", "in_progress", "complete", "error"}


def message_problems(args: Json) -> list[Problem]:
    """Of chat.postMessage, chat.postEphemeral and chat.update."""
    check = Check()
    _content(check, args)
    for name in _NEVER:
        if name in args:
            check.wrong("arguments", f"{name} is set", None)
    for name in args.keys() - _ARGUMENTS:
        check.wrong("arguments", f"{name} is unknown", None)
    return check.problems


def _content(check: Check, args: Json) -> None:
    blocks = args.get("blocks")
    if "markdown_text" in args:
        _markdown_text(check, args)
    else:
        _top_text(check, args.get("text"), has_blocks=bool(blocks))
    if blocks:
        check_blocks(check, blocks, "message")
    if "attachments" in args:
        check.wrong("arguments", "attachments are not used by this bot", None)
    _metadata(check, args.get("metadata"))


def _top_text(check: Check, text: Any, *, has_blocks: bool) -> None:
    if not text or not str(text).strip():
        check.wrong("text", "is empty", None if has_blocks else "no_text")
    elif not isinstance(text, str):
        check.wrong("text", "must be a string", "invalid_arguments")
    elif len(text) > TEXT_MOST:
        check.wrong("text", f"has {len(text)} characters", "msg_too_long")
    elif len(text) > TEXT_ADVISED:
        check.wrong("text", f"has {len(text)} characters, 4,000 are advised", None)


def _markdown_text(check: Check, args: Json) -> None:
    if args.get("text") or args.get("blocks"):
        check.wrong("markdown_text", "goes with no text or blocks", "markdown_text_conflict")
    if len(str(args["markdown_text"])) > MARKDOWN_TEXT:
        check.wrong("markdown_text", "is longer than 12,000", "msg_too_long")


def _metadata(check: Check, metadata: Any) -> None:
    if metadata is None or metadata == {}:
        return
    if not isinstance(metadata, dict):
        check.wrong("metadata", "must be an object", "invalid_metadata_format")
    elif metadata.keys() - {"event_type", "event_payload", "entities"}:
        check.wrong("metadata", f"has {sorted(metadata)}", "invalid_metadata_schema")
    elif not metadata.get("event_type") or not isinstance(metadata.get("event_payload"), dict):
        check.wrong("metadata", "needs event_type and event_payload", "invalid_metadata_schema")


def stream_problems(args: Json) -> list[Problem]:
    """Of startStream, appendStream and stopStream."""
    check = Check("invalid_chunks")
    if len(str(args.get("markdown_text", ""))) > MARKDOWN_TEXT:
        check.wrong("markdown_text", "is longer than 12,000", "msg_too_long")
    for number, chunk in enumerate(check.size(args, "chunks", 0, 100, "arguments")):
        _chunk(check, chunk, f"chunks[{number}]")
    if "blocks" in args:
        blocks = Check()
        check_blocks(blocks, args["blocks"], "message")
        check.problems += blocks.problems
    _metadata(check, args.get("metadata"))
    return check.problems


def _chunk(check: Check, chunk: Any, where: str) -> None:
    kind = chunk.get("type") if isinstance(chunk, dict) else None
    if kind not in _CHUNKS:
        check.wrong(where, f"a chunk of type {kind!r}")
    elif kind == "markdown_text":
        check.string(chunk, "text", 1, MARKDOWN_TEXT, where)
    elif kind == "task_update":
        check.string(chunk, "id", 1, 255, where)
        check.string(chunk, "title", 1, 256, where)
        check.one_of({"status": None, **chunk}, "status", _TASK_STATUSES, where)
    elif kind == "plan_update":
        check.string(chunk, "title", 1, 256, where)
    else:
        check_blocks(check, chunk.get("blocks"), "message")


def view_problems(view: Any, surfaces: set[str]) -> list[Problem]:
    """Of a modal or a Home view."""
    check = Check("invalid_arguments")
    kind = view.get("type") if isinstance(view, dict) else None
    if kind not in surfaces:
        check.wrong("view", f"a view of type {kind!r}")
        return check.problems
    check.keys(view, _VIEW, "view")
    check.string(view, "private_metadata", 0, 3000, "view")
    check.string(view, "callback_id", 0, 255, "view")
    check.string(view, "external_id", 0, 255, "view")
    if kind == "modal":
        _modal(check, view)
    check_blocks(check, view.get("blocks"), str(kind))
    return check.problems


def _modal(check: Check, view: Json) -> None:
    check.text(view, "title", 24, "view", plain=True)
    check.text(view, "submit", 24, "view", plain=True, optional=True)
    check.text(view, "close", 24, "view", plain=True, optional=True)
    kinds = [each.get("type") for each in view.get("blocks") or [] if isinstance(each, dict)]
    if "input" in kinds and "submit" not in view:
        check.wrong("view", "has inputs and no submit")


def response_problems(payload: Any) -> list[Problem]:
    """Of what is sent to a response_url, or in the ack of a command."""
    check = Check()
    if not isinstance(payload, dict):
        check.wrong("payload", "must be an object", "invalid_payload")
        return check.problems
    for key in payload.keys() - _RESPONSE:
        check.wrong("payload", f"unknown field {key!r}", None)
    check.error = "invalid_payload"
    check.one_of(payload, "response_type", {"ephemeral", "in_channel"}, "payload")
    check.flag(payload, "replace_original", "payload")
    check.flag(payload, "delete_original", "payload")
    check.error = "invalid_blocks"
    if not payload.get("delete_original"):
        _content(check, payload)
    return check.problems


def live_in(method: str, args: Json) -> tuple[list[Ping], list[Link]]:
    """Every mention and link that Slack would make live."""
    parts = list(live_parts([args.get(key) for key in ("blocks", "chunks", "view", "attachments")]))
    if args.get("mrkdwn", True) not in {False, "false", "0"}:
        parts.append(Live("mrkdwn", str(args.get("text") or "")))
    parts.append(Live("markdown", str(args.get("markdown_text") or "")))
    pings = [ping for part in parts for ping in pings_in(method, part)]
    return pings, [link for part in parts for link in links_in(method, part)]
