"""views.*: modals and the Home tab."""

import time

from platforms.slack import rules
from platforms.slack.core import Trigger
from platforms.slack.methods.call import Call, Method
from platforms.slack.model import Json, SlackError, View
from platforms.slack.payloads import view_json

_DEPTH = 3


def _checked(call: Call, surface: str) -> Json:
    view = call.need("view")
    call.core.judge(call.method, {"view": view}, rules.view_problems(view, {surface}))
    return dict(view)


def _trigger(call: Call) -> Trigger:
    """A trigger_id opens one view, within three seconds."""
    trigger = call.core.triggers.get(str(call.need("trigger_id")))
    if trigger is None or trigger.team_id != call.team.id:
        raise SlackError("invalid_trigger_id")
    if trigger.used:
        raise SlackError("exchanged_trigger_id")
    if trigger.expires < time.monotonic():
        raise SlackError("expired_trigger_id")
    trigger.used = True
    return trigger


def _shown(call: Call, view: View) -> Json:
    return {"view": view_json(view, call.team)}


def open_modal(call: Call) -> Json:
    body = _checked(call, "modal")
    trigger = _trigger(call)
    _external(call, body)
    return _shown(call, call.core.new_view(call.team, trigger.user, body))


def push(call: Call) -> Json:
    body = _checked(call, "modal")
    trigger = _trigger(call)
    below = call.core.world.views.get(trigger.view_id or "")
    if below is None or not below.open:
        raise SlackError("not_in_a_modal")
    if depth(call.core.world.views, below) >= _DEPTH:
        raise SlackError("push_limit_reached")
    return _shown(call, call.core.new_view(call.team, trigger.user, body, below))


def depth(views: dict[str, View], view: View) -> int:
    """How many views lie on each other, this one included."""
    below = views.get(view.previous_id or "")
    return 1 + (depth(views, below) if below else 0)


def _external(call: Call, body: Json) -> None:
    known = body.get("external_id")
    taken = {each.body.get("external_id") for each in call.core.world.views.values()}
    if known and known in taken:
        raise SlackError("duplicate_external_id")


def update(call: Call) -> Json:
    body = _checked(call, "modal")
    view = _found(call)
    if call.args.get("hash") and call.args["hash"] != view.hash:
        raise SlackError("hash_conflict")
    view.body, view.hash = call.core.view_body(body), call.core.new_hash()
    call.core.changed()
    return _shown(call, view)


def _found(call: Call) -> View:
    wanted = {call.args.get("view_id"), call.args.get("external_id")} - {None, ""}
    for view in call.core.world.views.values():
        mine = view.team_id == call.team.id and view.open
        if mine and wanted & {view.id, view.body.get("external_id")}:
            return view
    raise SlackError("not_found")


def publish(call: Call) -> Json:
    body, user_id = _checked(call, "home"), str(call.need("user_id"))
    user = call.core.world.users.get(user_id)
    if user is None or user.team_id != call.team.id:
        raise SlackError("invalid_arguments")
    old = call.core.world.homes.get(user_id)
    if call.args.get("hash") and (old is None or call.args["hash"] != old.hash):
        raise SlackError("hash_conflict")
    made = call.core.new_view(call.team, user_id, body)
    if old is not None:
        del call.core.world.views[made.id]
        made.id = made.root_id = old.id
        call.core.world.views[made.id] = made
    call.core.world.homes[user_id] = made
    call.core.changed()
    return _shown(call, made)


METHODS = {
    "views.open": Method(open_modal, tier=4),
    "views.push": Method(push, tier=4),
    "views.update": Method(update, tier=4),
    "views.publish": Method(publish, tier=4),
}
