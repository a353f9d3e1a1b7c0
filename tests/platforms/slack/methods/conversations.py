"""conversations.*, users.*, reactions.*: what the bot may read, and emoji."""

from platforms.slack.methods.call import Call, Method, require, scopes
from platforms.slack.model import Channel, Json, SlackError
from platforms.slack.payloads import conversation, message_json, user_profile
from platforms.slack.state import Message


def _readable(call: Call) -> Channel:
    channel = call.channel()
    call.scope_for(channel, "history")
    if call.team.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _window(call: Call, messages: list[Message]) -> list[Message]:
    """Those between `oldest` and `latest`."""
    oldest, latest = float(call.args.get("oldest") or 0), float(call.args.get("latest") or "inf")
    inclusive = call.args.get("inclusive") in {True, "true", "1"}
    return [
        each
        for each in messages
        if oldest < float(each.ts) < latest or (inclusive and float(each.ts) in {oldest, latest})
    ]


def _page(call: Call, messages: list[Message]) -> Json:
    start, limit = int(call.args.get("cursor") or 0), int(call.args.get("limit") or 100)
    end = start + limit
    metadata = call.args.get("include_all_metadata") in {True, "true", "1"}
    shown = [message_json(each, metadata=metadata) for each in messages[start:end]]
    more = end < len(messages)
    cursor = str(end) if more else ""
    return {
        "messages": shown,
        "has_more": more,
        "response_metadata": {"next_cursor": cursor},
    }


def replies(call: Call) -> Json:
    channel, ts = _readable(call), str(call.need("ts"))
    thread = call.core.world.thread(channel.id, ts)
    if not thread or thread[0].ts != ts:
        raise SlackError("thread_not_found")
    kept = [each for each in thread if not each.deleted or each.replies]
    return _page(call, [each for each in kept if each.ts == ts or each in _window(call, kept)])


def history(call: Call) -> Json:
    channel = _readable(call)
    roots = [
        each
        for each in call.core.world.messages
        if each.channel == channel.id
        and each.ephemeral_to is None
        and not each.is_reply
        and (not each.deleted or each.replies)
    ]
    return _page(call, _window(call, roots)[::-1])


def info(call: Call) -> Json:
    channel = call.channel()
    call.scope_for(channel, "read")
    return {"channel": conversation(channel, call.team)}


def members(call: Call) -> Json:
    channel = call.channel()
    call.scope_for(channel, "read")
    return {"members": sorted(channel.members), "response_metadata": {"next_cursor": ""}}


def open_direct(call: Call) -> Json:
    users = str(call.need("users")).split(",")
    if len(users) != 1:
        raise SlackError("method_not_supported_for_channel_type")
    user = call.core.world.users.get(users[0])
    if user is None or user.team_id != call.team.id:
        raise SlackError("user_not_found")
    return {"channel": {"id": call.core.world.direct(call.team, user.id).id}}


def _met(call: Call, user_id: str) -> bool:
    """Whether somebody of another workspace is in a channel that is shared with theirs."""
    channels = call.core.world.channels.values()
    return any(user_id in c.members for c in channels if c.team_id == call.team.id)


def user_info(call: Call) -> Json:
    user = call.core.world.users.get(str(call.need("user")))
    if user is None or not (user.team_id == call.team.id or _met(call, user.id)):
        raise SlackError("user_not_found")
    locale = call.args.get("include_locale") in {True, "true", "1"}
    return {"user": user_profile(user, locale=locale)}


def user_conversations(call: Call) -> Json:
    """The channels the bot is in. Public ones are told without `types`."""
    kinds = {"public_channel": "channel", "private_channel": "group", "im": "im"}
    types = str(call.args.get("types") or "public_channel").split(",")
    wanted = {kinds[each] for each in types if each in kinds}
    for kind in wanted:
        call.scope_for(Channel("", "", call.team.id, kind), "read")
    mine = [
        each
        for each in call.core.world.channels.values()
        if each.kind in wanted and call.team.bot_user_id in each.members and not each.deleted
    ]
    shown = [conversation(each, call.team) for each in mine]
    return {"channels": shown, "response_metadata": {"next_cursor": ""}}


def react(call: Call) -> Json:
    require(call.team, scopes("reactions:write"))
    channel, name = call.channel(), str(call.need("name"))
    message = call.core.world.message(channel.id, str(call.need("timestamp")))
    if message is None or message.deleted:
        raise SlackError("message_not_found")
    if call.method == "reactions.add":
        if name in message.reactions:
            raise SlackError("already_reacted")
        message.reactions.append(name)
    elif name not in message.reactions:
        raise SlackError("no_reaction")
    else:
        message.reactions.remove(name)
    call.core.changed()
    return {}


METHODS = {
    "conversations.replies": Method(replies, tier=3),
    "conversations.history": Method(history, tier=3),
    "conversations.info": Method(info, tier=3),
    "conversations.members": Method(members, tier=4),
    "conversations.open": Method(open_direct, scopes("im:write"), 3),
    "users.info": Method(user_info, scopes("users:read"), 4),
    "users.conversations": Method(user_conversations, tier=3),
    "reactions.add": Method(react, tier=3),
    "reactions.remove": Method(react, tier=2),
}
