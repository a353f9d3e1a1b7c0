"""chat.*Stream: messages that grow, for five minutes."""

from platforms.slack import rules
from platforms.slack.methods.call import Call, Method, scopes
from platforms.slack.methods.chat import check_thread
from platforms.slack.model import Channel, Json, SlackError
from platforms.slack.payloads import message_json
from platforms.slack.reading import Live, pings_in
from platforms.slack.state import Message


def start(call: Call) -> Json:
    channel = call.joined()
    call.need("thread_ts")
    thread_ts = check_thread(call, channel)
    _recipient(call, channel)
    call.core.judge(call.method, call.args, rules.stream_problems(call.args))
    text, blocks = _said(call.args)
    message = call.core.bot_message(
        call.team, channel.id, text=text, blocks=blocks, thread_ts=thread_ts
    )
    message.streaming = message.streamed = True
    call.core.post(message)
    return {"channel": channel.id, "ts": message.ts}


def _recipient(call: Call, channel: Channel) -> None:
    if channel.kind == "im":
        return
    for name in ("recipient_team_id", "recipient_user_id"):
        if not call.args.get(name):
            raise SlackError(f"missing_{name}")


def _said(args: Json) -> tuple[str, list[Json]]:
    """The text and the blocks of a call: its own and those of its chunks."""
    chunks = args.get("chunks") or []
    texts = [str(args.get("markdown_text") or "")]
    texts += [each["text"] for each in chunks if each["type"] == "markdown_text"]
    blocks = [block for each in chunks if each["type"] == "blocks" for block in each["blocks"]]
    return "".join(texts), blocks


def _growing(call: Call) -> Message:
    message = call.own_message(call.channel(), "message_not_owned_by_app")
    if not message.streaming or call.core.stream_over(message):
        raise SlackError("message_not_in_streaming_state")
    return message


def append(call: Call) -> Json:
    message = _growing(call)
    if not call.args.get("markdown_text") and not call.args.get("chunks"):
        call.core.flag(call.method, "has neither markdown_text nor chunks", "no_text")
    _grow(call, message)
    return {"channel": message.channel, "ts": message.ts}


def _grow(call: Call, message: Message) -> None:
    call.core.judge(call.method, call.args, rules.stream_problems(call.args))
    text, blocks = _said(call.args)
    message.remember()
    message.text += text
    _split_pings(call, message, text)
    message.blocks = call.core.world.with_block_ids([*message.blocks, *blocks])
    call.core.changed()


def _split_pings(call: Call, message: Message, added: str) -> None:
    """Mentions that become whole only where two calls meet."""
    old = message.text[: len(message.text) - len(added)]
    whole, *parts = (
        pings_in(call.method, Live("markdown", each)) for each in (message.text, old, added)
    )
    if len(whole) > sum(map(len, parts)):
        call.core.pings.append(whole[-1])


def stop(call: Call) -> Json:
    message = _growing(call)
    _grow(call, message)
    final = call.core.world.with_block_ids(call.args.get("blocks") or [])
    message.blocks = [*message.blocks, *final]
    message.metadata = call.args.get("metadata") or message.metadata
    message.streaming = False
    call.core.changed()
    shown = message_json(message, metadata=True)
    return {"channel": message.channel, "ts": message.ts, "message": shown}


_WRITE = scopes("chat:write")
METHODS = {
    "chat.startStream": Method(start, _WRITE, 2),
    "chat.appendStream": Method(append, _WRITE, 4),
    "chat.stopStream": Method(stop, _WRITE, 2),
}
