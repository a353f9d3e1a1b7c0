"""What must never be logged."""

from bot.logs import without_secrets
from bot.settings import Settings


def test_tokens_are_taken_out() -> None:
    """Wherever in a record a token stands, it is not written."""
    settings = Settings(_env_file=None, discord_token="dis.cord", slack_bot_token="xoxb-1-2")  # noqa: S106
    event = {"event": "sent Bot dis.cord", "exception": "at xoxb-1-2", "count": 3, "other": None}
    assert without_secrets(settings)(None, "info", event) == {
        "event": "sent Bot [secret]",
        "exception": "at [secret]",
        "count": 3,
        "other": None,
    }
