"""chat.*: messages that the bot posts, changes and deletes."""

from platforms.slack import rules
from platforms.slack.methods.call import Call, Method, scopes
from platforms.slack.model import Channel, Json, SlackError
from platforms.slack.payloads import message_json
from platforms.slack.state import Message


def check_thread(call: Call, channel: Channel) -> str | None:
    """`thread_ts` must be the ts of a message that is no reply itself."""
    thread_ts = call.args.get("thread_ts")
    if not thread_ts:
        return None
    root = call.core.world.message(channel.id, str(thread_ts))
    if root is None:
        error = call.core.settings.lone_thread_error
        call.core.flag(call.method, f"thread_ts {thread_ts} is no message here", error)
    elif root.is_reply:
        what = f"thread_ts {thread_ts} is a reply, not the root of a thread"
        call.core.flag(call.method, what, "cannot_reply_to_message")
    return str(thread_ts)


def _content(args: Json) -> Json:
    if "markdown_text" in args:
        return {"text": args["markdown_text"], "blocks": []}
    return {"text": args.get("text") or "", "blocks": args.get("blocks") or []}


def post_message(call: Call) -> Json:
    channel = call.joined()
    call.core.judge(call.method, call.args, rules.message_problems(call.args))
    thread_ts = check_thread(call, channel)
    message = _duplicate(call, channel)
    if message is None:
        message = call.core.post(
            call.core.bot_message(
                call.team,
                channel.id,
                **_content(call.args),
                thread_ts=thread_ts,
                metadata=call.args.get("metadata") or None,
                client_msg_id=call.args.get("client_msg_id"),
            )
        )
    return _posted(message)


def _duplicate(call: Call, channel: Channel) -> Message | None:
    """The message that already has this client_msg_id, where Slack is set to know it."""
    known = call.args.get("client_msg_id")
    if not known or not call.core.settings.dedupe_client_msg_id:
        return None
    same = (each for each in call.core.world.messages if each.client_msg_id == known)
    found = next(same, None)
    if found is not None and found.channel != channel.id:
        raise SlackError("duplicate_channel_not_found")
    if found is not None and found.deleted:
        raise SlackError("duplicate_message_not_found")
    return found


def _posted(message: Message) -> Json:
    shown = message_json(message, metadata=True)
    return {"channel": message.channel, "ts": message.ts, "message": shown}


def update(call: Call) -> Json:
    """With `text` and no `blocks` the old blocks go; with neither they stay."""
    channel = call.channel()
    message = call.own_message(channel, "cant_update_message")
    call.core.judge(call.method, call.args, rules.message_problems(call.args))
    if message.streaming and not call.core.stream_over(message):
        raise SlackError("streaming_state_conflict")
    changes: Json = {**_content(call.args), "edited_ts": call.core.world.ids.ts()}
    changes |= {"streaming": False, "streamed": False}
    if "metadata" in call.args:
        changes["metadata"] = call.args["metadata"] or None
    call.core.rewrite(message, **changes)
    return {**_posted(message), "text": message.text}


def delete(call: Call) -> Json:
    message = call.own_message(call.channel(), "cant_delete_message")
    call.core.remove(message)
    return {"channel": message.channel, "ts": message.ts}


def post_ephemeral(call: Call) -> Json:
    channel, user = call.joined(), str(call.need("user"))
    call.core.judge(call.method, call.args, rules.message_problems(call.args))
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    thread_ts = check_thread(call, channel)
    root = call.core.world.message(channel.id, thread_ts) if thread_ts else None
    if root is not None and not root.replies:
        return {"message_ts": call.core.world.ids.ts()}  # taken, and shown to nobody
    message = call.core.post(
        call.core.bot_message(
            call.team, channel.id, **_content(call.args), thread_ts=thread_ts, ephemeral_to=user
        )
    )
    return {"message_ts": message.ts}


def permalink(call: Call) -> Json:
    channel, ts = call.channel(), str(call.need("message_ts"))
    message = call.core.world.message(channel.id, ts)
    if message is None or message.deleted:
        raise SlackError("message_not_found")
    link = f"https://{call.team.domain}.slack.com/archives/{channel.id}/p{ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


_WRITE = scopes("chat:write")
METHODS = {
    "chat.postMessage": Method(post_message, _WRITE),
    "chat.update": Method(update, _WRITE, 3),
    "chat.delete": Method(delete, _WRITE, 3),
    "chat.postEphemeral": Method(post_ephemeral, _WRITE, 4),
    "chat.getPermalink": Method(permalink, tier=0),
}
