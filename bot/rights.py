"""Who acts, and what they may do. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.errors import NotAllowed


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody who asks for an act of administration, as their platform vouches for them.

    `admin` is whether they run this bot: adapters find it out anew for each act, from the platform's own
    answer and the settings, never from what a message or a button says.
    """

    platform: str  # discord, slack, console, api, cli
    user: str  # the platform's id; for the others a word such as "token"
    tenant: str = "-"
    channel: str = "-"
    name: str = ""  # as people call them
    admin: bool = False

    @property
    def label(self) -> str:
        """`discord:8035 (Ada)`: who, in records that people read."""
        return f"{self.platform}:{self.user}" + (f" ({self.name})" if self.name else "")

    @property
    def place(self) -> str:
        """`discord/12/34`: where."""
        return f"{self.platform}/{self.tenant}/{self.channel}"


def check(actor: Actor, act: str) -> None:
    """Raises NotAllowed for who does not run this bot."""
    if not actor.admin:
        raise NotAllowed(f"{act}: only those who run this bot may do that")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a chat platform knows of somebody, at the moment of an act."""

    platform: str
    tenant: str
    user: str
    manages: bool  # whether they manage the server or workspace, as the platform itself says
    own: bool  # whether it is the bot's own server or workspace, where no home is set


def runs_bot(of: Standing, admins: Iterable[str], homes: Iterable[str]) -> bool:
    """Whether somebody runs this bot, and not only a server that it was invited to.

    Those named in NEWSDESK_ADMINS do, and those who manage a home (NEWSDESK_HOMES, `platform:id`). Without
    homes, it is whoever manages the bot's own place: the first that it was in alone, or the one whose token
    is set. Strangers who invite it elsewhere neither gain anything by that nor take anything away.
    """
    if f"{of.platform}:{of.user}" in set(admins):
        return True
    named = {home for home in homes if home.startswith(f"{of.platform}:")}
    here = f"{of.platform}:{of.tenant}" in named if named else of.own
    return of.manages and here
