"""What a person does with the app: commands, shortcuts, buttons, modals, the Home tab."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from platforms.slack import payloads, rules
from platforms.slack.core import Core
from platforms.slack.deliveries import COMMANDS, INTERACTIVE, Delivery
from platforms.slack.inputs import acted, entered, standing
from platforms.slack.model import Channel, Json, Team, User, View
from platforms.slack.reading import controls
from platforms.slack.response_urls import Response, ResponseUrl, ResponseUrls
from platforms.slack.state import Message


@dataclass(frozen=True, eq=False)
class Interaction:
    """A command, shortcut or press, and what came of it."""

    delivery: Delivery
    trigger_id: str
    url: ResponseUrl | None = None

    @property
    def acknowledged_after(self) -> float | None:
        return self.delivery.acknowledged_after

    @property
    def ack_payload(self) -> Any:
        return self.delivery.ack_payload

    @property
    def responses(self) -> list[Response]:
        """What came to the response_url, and with the ack of a command."""
        return self.url.responses if self.url is not None else []

    @property
    def failed(self) -> bool:
        """The person sees that the app did not answer."""
        return self.delivery.lost

    async def settled(self, within: float = 10.0) -> "Interaction":
        """Waits until it is acknowledged, or has failed."""
        await self.delivery.settled(within)
        return self


class Interacting:
    """The part of the driver that presses and submits."""

    core: Core
    _urls: ResponseUrls

    async def until(self, predicate: Callable[[], Any], within: float = 10.0) -> Any:
        """Waits until `predicate` gives something true, and returns it."""
        async with asyncio.timeout(within):
            while not (result := predicate()):
                await self.core.change(0.02)
        return result

    def _sent(self, delivery: Delivery, trigger_id: str, url: ResponseUrl | None) -> Interaction:
        return Interaction(self.core.courier.send(delivery), trigger_id, url)

    async def command(
        self, channel: Channel, user: User, command: str, text: str = ""
    ) -> Interaction:
        """Someone types a slash command. Slack has none in threads."""
        team = self.core.world.teams[user.team_id]
        body = payloads.command(team, channel, user, (command, text))
        link, url = self._urls.make(team, channel.id, user.id, None)
        trigger_id = self.core.trigger(team, user.id)
        body |= {"response_url": link, "trigger_id": trigger_id}
        delivery = Delivery(COMMANDS, body)
        delivery.on_ack = lambda payload: self._command_answered(url, payload)
        return self._sent(delivery, trigger_id, url)

    def _command_answered(self, url: ResponseUrl, payload: Any) -> None:
        if payload:
            self._urls.apply_ack(url, payload)

    async def message_shortcut(self, message: Message, user: User, callback_id: str) -> Interaction:
        """Someone picks a shortcut in a message's menu."""
        team, channel = self._places(message)
        link, url = self._urls.make(team, channel.id, user.id, message)
        trigger_id = self.core.trigger(team, user.id)
        body = payloads.interaction(team, user, "message_action") | {
            "callback_id": callback_id,
            "trigger_id": trigger_id,
            "response_url": link,
            "action_ts": self.core.world.ids.ts(),
            "message_ts": message.ts,
            "message": payloads.message_json(message),
            "channel": {"id": channel.id, "name": payloads.channel_name(channel)},
        }
        return self._sent(Delivery(INTERACTIVE, body), trigger_id, url)

    async def global_shortcut(self, user: User, callback_id: str) -> Interaction:
        team = self.core.world.teams[user.team_id]
        trigger_id = self.core.trigger(team, user.id)
        body = payloads.interaction(team, user, "shortcut") | {
            "callback_id": callback_id,
            "trigger_id": trigger_id,
            "action_ts": self.core.world.ids.ts(),
        }
        return self._sent(Delivery(INTERACTIVE, body), trigger_id, None)

    def _places(self, message: Message) -> tuple[Team, Channel]:
        return self.core.world.teams[message.team_id], self.core.world.channels[message.channel]

    async def press(
        self,
        where: Message | View,
        user: User,
        action_id: str,
        value: Any = None,
        block_id: str | None = None,
    ) -> Interaction:
        """Someone presses a button, or picks `value`, in a message, a modal or the Home tab.

        Of feedback buttons `value` is "positive", "negative" or the value of one of them.
        """
        for block, element in controls(where.blocks):
            if element["action_id"] == action_id and block_id in {None, block.get("block_id")}:
                action = acted(block, element, value, self.core.world.ids.ts())
                return self._pressed(where, user, action)
        message = f"there is no {action_id} in {[each[1]['action_id'] for each in controls(where.blocks)]}"
        raise LookupError(message)

    async def forge(
        self, where: Message | View, user: User, action_id: str, value: str
    ) -> Interaction:
        """A press of a button that is not there, or has not this value."""
        action = {
            "type": "button",
            "action_id": action_id,
            "block_id": "forged",
            "text": {"type": "plain_text", "text": "?", "emoji": False},
            "value": value,
            "action_ts": self.core.world.ids.ts(),
        }
        return self._pressed(where, user, action)

    async def replay(self, interaction: Interaction) -> Delivery:
        """The same request comes once more, with a signature of now."""
        before = interaction.delivery
        return await self.core.courier.send(Delivery(before.kind, before.payload)).settled()

    def _pressed(self, where: Message | View, user: User, action: Json) -> Interaction:
        team = self.core.world.teams[where.team_id]
        body = payloads.interaction(team, user, "block_actions") | {"actions": [action]}
        state = standing(where.blocks, action)
        if isinstance(where, View):
            trigger_id, url = self.core.trigger(team, user.id, where.id), None
            body["view"] = payloads.view_json(where, team, state)
            body["container"] = {"type": "view", "view_id": where.id}
        else:
            trigger_id = self.core.trigger(team, user.id)
            link, url = self._urls.make(team, where.channel, user.id, where)
            channel = self.core.world.channels[where.channel]
            body |= payloads.on_message(where, channel) | {"response_url": link}
            body["state"] = {"values": state}
        body["trigger_id"] = trigger_id
        return self._sent(Delivery(INTERACTIVE, body), trigger_id, url)

    def modals(self, user: User) -> list[View]:
        """The modals that someone has open, the topmost last."""
        views = self.core.world.views.values()
        return [
            each for each in views if each.user == user.id and each.open and each.type == "modal"
        ]

    async def modal_opened(self, user: User, within: float = 10.0) -> View:
        """Waits for a modal, and returns the topmost."""
        await self.until(lambda: self.modals(user), within)
        return self.modals(user)[-1]

    async def submit_view(
        self, view: View, user: User, values: Mapping[str, Any] | None = None, within: float = 10.0
    ) -> Json | None:
        """Someone submits a modal. `values` go by action_id or block_id.

        Returns the bot's answer, which is acted upon: `None` closes the modal. A value of
        checkboxes is a list. Raises TimeoutError when the bot does not acknowledge.
        """
        team = self.core.world.teams[view.team_id]
        state = entered(view.blocks, values or {})
        trigger_id = self.core.trigger(team, user.id, view.id)
        body = payloads.interaction(team, user, "view_submission") | {
            "trigger_id": trigger_id,
            "view": payloads.view_json(view, team, state),
            "response_urls": [],
        }
        sent = self._sent(Delivery(INTERACTIVE, body), trigger_id, None)
        await sent.settled(within)
        if sent.failed:
            raise TimeoutError(f"the submission was not acknowledged: {sent.delivery.attempts}")
        answer: Json | None = sent.ack_payload
        self._answer_view(view, answer or {})
        return answer

    def _answer_view(self, view: View, answer: Json) -> None:
        action, team = answer.get("response_action"), self.core.world.teams[view.team_id]
        if action == "errors":
            self._errors(view, answer.get("errors") or {})
        elif action in {"update", "push"}:
            new = answer.get("view")
            self.core.judge(f"ack {action}", {"view": new}, rules.view_problems(new, {"modal"}))
            if action == "push":
                self.core.new_view(team, view.user, new or {}, view)
            else:
                view.body, view.hash = self.core.view_body(new or {}), self.core.new_hash()
        else:
            if action not in {None, "clear"}:
                self.core.violations.append(f"ack: response_action {action!r}")
            self._close(view, everything=action == "clear")
        self.core.changed()

    def _errors(self, view: View, errors: Json) -> None:
        inputs = {each["block_id"] for each in view.blocks if each["type"] == "input"}
        if not errors or not errors.keys() <= inputs:
            self.core.violations.append(f"ack errors: {sorted(errors)} are not inputs of the modal")

    def _close(self, view: View, *, everything: bool) -> None:
        for each in self.core.world.views.values():
            each.open = each.open and each is not view
            if everything and each.root_id == view.root_id:
                each.open = False

    async def close_view(self, view: View, user: User, *, everything: bool = False) -> None:
        """Someone closes a modal. The bot hears of it where the view asked for that."""
        self._close(view, everything=everything)
        if view.body.get("notify_on_close"):
            team = self.core.world.teams[view.team_id]
            body = payloads.interaction(team, user, "view_closed") | {
                "view": payloads.view_json(view, team),
                "is_cleared": everything,
            }
            self.core.courier.send(Delivery(INTERACTIVE, body))
        self.core.changed()
