"""A call of a Web API method, and what a method needs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from platforms.slack.core import Core
from platforms.slack.model import Channel, Json, SlackError, Team
from platforms.slack.state import Message


@dataclass(frozen=True)
class Call:
    core: Core
    team: Team
    method: str
    args: Json

    def need(self, name: str) -> Any:
        """An argument that must be there."""
        value = self.args.get(name)
        if value is None or value == "":
            self.core.flag(self.method, f"{name} is missing", "invalid_arguments")
        return value

    def channel(self, name: str = "channel") -> Channel:
        return self.core.world.channel(self.team, str(self.need(name)))

    def joined(self, name: str = "channel") -> Channel:
        """A channel in which the bot may speak."""
        channel = self.channel(name)
        if channel.archived:
            raise SlackError("is_archived")
        outside = self.team.bot_user_id not in channel.members
        if outside and "chat:write.public" not in self.team.scopes:
            raise SlackError("not_in_channel")
        if channel.restricted:
            raise SlackError("restricted_action")
        return channel

    def own_message(self, channel: Channel, error: str) -> Message:
        """The bot's own message that `ts` names."""
        message = self.core.world.message(channel.id, str(self.need("ts")))
        if message is None or message.deleted:
            raise SlackError("message_not_found")
        if message.bot_id != self.team.bot_id:
            raise SlackError(error)
        return message

    def scope_for(self, channel: Channel, verb: str) -> None:
        """The scope that reading this kind of channel needs."""
        kinds = {"channel": "channels", "group": "groups", "im": "im"}
        require(self.team, frozenset({f"{kinds[channel.kind]}:{verb}"}))


@dataclass(frozen=True)
class Method:
    """`scopes`: one of them is enough; none are needed when it is empty. Tier 0 has no limit."""

    run: Callable[[Call], Json]
    scopes: frozenset[str] = frozenset()
    tier: int = 3


def scopes(*names: str) -> frozenset[str]:
    return frozenset(names)


def require(team: Team, any_of: frozenset[str]) -> None:
    if any_of and not any_of & team.scopes:
        needed, provided = ",".join(sorted(any_of)), ",".join(sorted(team.scopes))
        raise SlackError("missing_scope", needed=needed, provided=provided)
