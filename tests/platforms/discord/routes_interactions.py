"""REST: answers to interactions, and the messages that follow them."""

import time
from collections.abc import Callable
from typing import Any

from platforms.discord.calls import Call, Route
from platforms.discord.errors import ApiError, BadForm, demand
from platforms.discord.interactions import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    DEFERRED,
    DEFERRED_UPDATE,
    MESSAGE,
    MODAL,
    OPEN_MODAL,
    SUGGEST,
    UPDATE,
    Interaction,
)
from platforms.discord.model import EPHEMERAL, LOADING, Choice, Json, Message
from platforms.discord.payloads import message_json, user_json
from platforms.discord.posting import Origin, Sent, post, revise, watch_mentions
from platforms.discord.routes_messages import remove
from platforms.discord.rules import choices_rules, deferred_rules
from platforms.discord.rules_modals import modal_rules
from platforms.discord.state import World

_HOOK = "/webhooks/{webhook_id}/{webhook_token}"
_ORIGINAL = f"{_HOOK}/messages/@original"
_FOLLOWUP = f"{_HOOK}/messages/{{message_id}}"
_COMMAND_ANSWER, _MENU_ANSWER = 20, 23
_FITTING = {
    COMMAND: {MESSAGE, DEFERRED, OPEN_MODAL},
    COMPONENT: {MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, OPEN_MODAL},
    AUTOCOMPLETE: {SUGGEST},
    MODAL: {MESSAGE, DEFERRED},
}


def _fitting(interaction: Interaction) -> set[int]:
    from_message = interaction.kind == MODAL and interaction.source is not None
    return _FITTING[interaction.kind] | ({DEFERRED_UPDATE, UPDATE} if from_message else set())


def _waiting(world: World, call: Call) -> Interaction:
    """The interaction that a callback answers, if it may still be answered."""
    found = world.interactions.get(call.id("interaction_id"))
    if found is None or found.token != call.params["interaction_token"]:
        raise ApiError(10062)
    if found.acknowledged is not None:
        raise ApiError(40060)
    if time.monotonic() - found.created > world.settings.acknowledge_within:
        raise ApiError(10062)
    return found


def callback(world: World, call: Call) -> Json | None:
    interaction = _waiting(world, call)
    answer, data = call.form.get("type"), call.form.get("data") or {}
    if answer not in _fitting(interaction):
        raise BadForm([f"type: {answer} does not answer an interaction of {interaction.kind}"])
    if answer in {MESSAGE, UPDATE}:
        watch_mentions(world, call.place, data)
    _ANSWERS[answer](world, interaction, data, call.sent)
    interaction.acknowledged, interaction.answer = time.monotonic(), answer
    return _told(world, interaction, answer) if call.flag("with_response") else None


def _told(world: World, interaction: Interaction, answer: int) -> Json:
    original = interaction.original
    about: Json = {"id": str(interaction.id), "type": interaction.kind}
    if original is None or answer in {SUGGEST, OPEN_MODAL}:
        return {"interaction": about}
    about |= {
        "response_message_id": str(original.id),
        "response_message_loading": original.loading,
        "response_message_ephemeral": original.ephemeral,
    }
    message = message_json(world, original)
    return {"interaction": about, "resource": {"type": answer, "message": message}}


def _origin(interaction: Interaction, app_id: int, flags: int, *, first: bool) -> Origin:
    kind = 0
    if first and interaction.kind == COMMAND:
        kind = _COMMAND_ANSWER if interaction.data.get("type", 1) == 1 else _MENU_ANSWER
    metadata: Json = {
        "id": str(interaction.id),
        "type": interaction.kind,
        "user": user_json(interaction.user),
        "authorizing_integration_owners": {"0": str(interaction.channel.guild_id or 0)},
    }
    if interaction.source is not None:
        metadata["interacted_message_id"] = str(interaction.source.id)
    if interaction.kind == MODAL:
        metadata["triggering_interaction_metadata"] = metadata | {"type": COMMAND}
    return Origin(kind, app_id, metadata, flags)


def _say(world: World, interaction: Interaction, data: Json, sent: tuple[Sent, ...]) -> None:
    origin = _origin(interaction, world.bot.id, 0, first=True)
    message = post(world, interaction.channel, data, sent, origin)
    interaction.original_id, interaction.ephemeral = message.id, message.ephemeral


def _defer(world: World, interaction: Interaction, data: Json, _sent: tuple[Sent, ...]) -> None:
    demand(deferred_rules(data))
    flags = LOADING | ((data.get("flags") or 0) & EPHEMERAL)
    origin = _origin(interaction, world.bot.id, flags, first=True)
    message = post(world, interaction.channel, {}, (), origin)
    interaction.original_id, interaction.ephemeral = message.id, message.ephemeral


def _source(world: World, interaction: Interaction) -> Message:
    found = world.messages.get(interaction.source.id) if interaction.source else None
    if found is None:
        raise ApiError(10008)
    return found


def _defer_update(
    world: World, interaction: Interaction, _data: Json, _sent: tuple[Sent, ...]
) -> None:
    interaction.original_id = _source(world, interaction).id


def _update(world: World, interaction: Interaction, data: Json, sent: tuple[Sent, ...]) -> None:
    interaction.original_id = revise(world, _source(world, interaction), data, sent).id


def _suggest(_world: World, interaction: Interaction, data: Json, _sent: tuple[Sent, ...]) -> None:
    demand(choices_rules(data))
    interaction.choices = [
        Choice(each["name"], each["value"]) for each in data.get("choices") or []
    ]


def _open(_world: World, interaction: Interaction, data: Json, _sent: tuple[Sent, ...]) -> None:
    demand(modal_rules(data))
    interaction.modal = data


_ANSWERS: dict[int, Callable[[World, Interaction, Json, tuple[Sent, ...]], None]] = {
    MESSAGE: _say,
    DEFERRED: _defer,
    DEFERRED_UPDATE: _defer_update,
    UPDATE: _update,
    SUGGEST: _suggest,
    OPEN_MODAL: _open,
}


def _answered(world: World, call: Call) -> Interaction:
    """The interaction of a webhook token, once it is answered and while the token lives."""
    token = call.params["webhook_token"]
    found = [each for each in world.interactions.values() if each.token == token]
    if not found or call.id("webhook_id") != world.bot.id or found[0].acknowledged is None:
        raise ApiError(10015)
    age = time.monotonic() - found[0].created
    if found[0].expired or age > world.settings.token_lifetime:
        raise ApiError(world.settings.expired_code)
    return found[0]


def follow_up(world: World, call: Call) -> Json | None:
    interaction = _answered(world, call)
    watch_mentions(world, call.place, call.form)
    message = _fill(world, interaction, call) or _follow(world, interaction, call)
    interaction.touched = True
    return message_json(world, message) if call.flag("wait") else None


def _fill(world: World, interaction: Interaction, call: Call) -> Message | None:
    """The first follow-up of a deferred answer takes its place."""
    original = interaction.original
    if original is None or not original.loading:
        return None
    return revise(world, original, call.form, call.sent)


def _follow(world: World, interaction: Interaction, call: Call) -> Message:
    origin = _origin(interaction, world.bot.id, 0, first=False)
    message = post(world, interaction.channel, call.form, call.sent, origin)
    interaction.followup_ids.append(message.id)
    return message


def _target(world: World, call: Call) -> tuple[Interaction, Message]:
    interaction = _answered(world, call)
    wanted: Any = interaction.original_id
    if "message_id" in call.params:
        wanted = call.id("message_id")
        if wanted not in {interaction.original_id, *interaction.followup_ids}:
            raise ApiError(10008)
    message = world.messages.get(wanted or 0)
    if message is None:
        raise ApiError(10008)
    return interaction, message


def read(world: World, call: Call) -> Json:
    return message_json(world, _target(world, call)[1])


def edit(world: World, call: Call) -> Json:
    interaction, message = _target(world, call)
    watch_mentions(world, call.place, call.form)
    revised = revise(world, message, call.form, call.sent)
    interaction.touched = True
    return message_json(world, revised)


def delete(world: World, call: Call) -> None:
    interaction, message = _target(world, call)
    remove(world, message)
    interaction.touched = True


ROUTES: list[Route] = [
    ("POST", "/interactions/{interaction_id}/{interaction_token}/callback", callback),
    ("POST", _HOOK, follow_up),
    ("GET", _ORIGINAL, read),
    ("PATCH", _ORIGINAL, edit),
    ("DELETE", _ORIGINAL, delete),
    ("GET", _FOLLOWUP, read),
    ("PATCH", _FOLLOWUP, edit),
    ("DELETE", _FOLLOWUP, delete),
]
