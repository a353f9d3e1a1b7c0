"""The settings that concern Slack, checked before anything is opened."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.errors import BadRequest
from bot.settings import Settings

_API = "https://slack.com/api/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What is needed to run. Empty strings where a way is not used."""

    socket: bool  # Socket Mode; else HTTP
    api_url: str
    bot_token: str = field(repr=False)
    app_token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    client_id: str
    client_secret: str = field(repr=False)
    secret_key: str = field(repr=False)
    public_url: str
    host: str
    port: int
    admins: frozenset[str]  # ids of people
    homes: frozenset[str]  # ids of workspaces
    keep_days: int

    @property
    def many(self) -> bool:
        """Whether many workspaces may install it."""
        return bool(self.client_id)

    @property
    def serves(self) -> bool:
        """Whether anything comes by HTTP: events, or people who install."""
        return self.many or not self.socket


def config(settings: Settings) -> Config | None:
    """None when Slack is not wanted. Raises BadRequest naming what is missing."""
    made = _read(settings)
    if not made.bot_token and not made.client_id:
        if made.app_token or made.signing_secret:
            raise BadRequest(
                "Slack is half set up: set NEWSDESK_SLACK_BOT_TOKEN,"
                " or NEWSDESK_SLACK_CLIENT_ID for many workspaces."
            )
        return None
    if made.bot_token and made.client_id:
        raise BadRequest(
            "Set either NEWSDESK_SLACK_BOT_TOKEN (one workspace)"
            " or NEWSDESK_SLACK_CLIENT_ID (many), not both."
        )
    for name, value, why in _needed(made):
        if not value:
            raise BadRequest(f"NEWSDESK_{name} is not set; it is needed {why}.")
    return made


def _read(settings: Settings) -> Config:
    return Config(
        socket=settings.slack_mode == "socket",
        api_url=settings.slack_api_url or _API,
        bot_token=settings.slack_bot_token.get_secret_value().strip(),
        app_token=settings.slack_app_token.get_secret_value().strip(),
        signing_secret=settings.slack_signing_secret.get_secret_value().strip(),
        client_id=settings.slack_client_id.strip(),
        client_secret=settings.slack_client_secret.get_secret_value().strip(),
        secret_key=settings.secret_key.get_secret_value(),
        public_url=settings.slack_public_url.strip().rstrip("/"),
        host=settings.slack_host,
        port=settings.slack_port,
        admins=_ours(settings.admins),
        homes=_ours(settings.homes),
        keep_days=settings.keep_days,
    )


def _ours(named: Iterable[str]) -> frozenset[str]:
    """The ids of those that are Slack's."""
    return frozenset(n.partition(":")[2] for n in named if n.lower().startswith("slack:"))


def _needed(made: Config) -> list[tuple[str, str, str]]:
    """Name, value and purpose of each setting that must be there."""
    way = (
        ("SLACK_APP_TOKEN", made.app_token, "for Slack's Socket Mode")
        if made.socket
        else ("SLACK_SIGNING_SECRET", made.signing_secret, "when Slack sends over HTTP")
    )
    if not made.many:
        return [way]
    many = "for Slack in many workspaces"
    return [
        way,
        ("SLACK_CLIENT_SECRET", made.client_secret, many),
        ("SLACK_PUBLIC_URL", made.public_url, many),
        ("SECRET_KEY", made.secret_key, f"{many}, to encrypt their tokens"),
    ]
