"""As whom the bot speaks in a workspace."""

from dataclasses import dataclass, field
from typing import Protocol

from typing_extensions import override

from adapters.slack.parse import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The bot's user in a workspace."""

    token: str = field(repr=False)
    user: str | None  # its user id
    bot: str | None  # its bot id
    team: str  # the workspace that it is of


class Bots(Protocol):
    """The workspaces that the bot is installed in. Every method may raise StoreUnavailable."""

    async def account(self, where: Origin) -> Account | None:
        """None where it is not installed."""

    async def forget(self, where: Origin) -> None:
        """It was removed there: delete its tokens."""


class OneBot(Bots):
    """A single workspace, by its token."""

    def __init__(self, account: Account) -> None:
        self._account = account

    @override
    async def account(self, where: Origin) -> Account | None:
        """Also for other workspaces, whose people are in channels shared with this one."""
        return self._account

    @override
    async def forget(self, where: Origin) -> None:
        """The token is the operator's to delete."""
