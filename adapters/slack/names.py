"""Names that are both drawn and listened to: actions, views, commands, events. Pure."""

from typing import Any, Final

from bot.panels import Press

Json = dict[str, Any]

PLATFORM: Final = "slack"
COMMAND: Final = "/news"
SHORTCUT: Final = "ask_about_message"

QUOTES: Final = "newsdesk_quotes"
REST: Final = "newsdesk_rest"
SHARE: Final = "newsdesk_share"
AGAIN: Final = "newsdesk_again"
WHY: Final = "newsdesk_explain"
WRONG: Final = "newsdesk_wrong"
FEEDBACK: Final = "newsdesk_feedback"  # Slack's own pair of buttons; value "up:ID" or "down:ID"
UP: Final = "newsdesk_up"
DOWN: Final = "newsdesk_down"
PAGE_BACK: Final = "newsdesk_page_back"  # value "quotes:ID:PAGE", so also of "rest" and "why"
PAGE_ON: Final = "newsdesk_page_on"
FORGET: Final = "newsdesk_forget"
REMOVE: Final = "newsdesk_source_remove"  # value: id of the source
KEEP: Final = "newsdesk_source_keep"
PRESSES: Final = {press: f"newsdesk_run_{press.value}" for press in Press}  # value "RUN:VALUE"

ABOUT_VIEW: Final = "newsdesk_about"
FEEDBACK_VIEW: Final = "newsdesk_why"
SETTINGS_VIEW: Final = "newsdesk_settings"
FORGET_VIEW: Final = "newsdesk_forget_all"

REPLY_EVENT: Final = "newsdesk_reply"  # of the metadata by which a reply is found again

EVENTS: Final = (
    "app_mention",
    "message.im",
    "app_home_opened",
    "agent_session_stopped",
    "app_uninstalled",
    "tokens_revoked",
)
SCOPES: Final = (
    "app_mentions:read",
    "chat:write",
    "commands",
    "im:history",
    "assistant:write",
    "users:read",
)
