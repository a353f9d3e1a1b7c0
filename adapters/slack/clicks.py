"""Buttons, windows and shortcuts, as Slack tells of them. Pure."""

from dataclasses import dataclass

from adapters.slack.names import Json
from adapters.slack.parse import Origin, origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """What one person did. Empty strings and None where Slack does not say."""

    where: Origin
    user: str
    action: str = ""
    value: str = ""
    trigger: str = ""
    channel: str = ""
    thread: str | None = None
    url: str | None = None  # response_url
    ephemeral: bool = False  # on what only they can see
    view: str = ""  # id of the window

    @property
    def tenant(self) -> str:
        """As the bot names the workspace."""
        return self.where.tenant


def click(body: Json) -> Click:
    """Of a button. Raises ValueError and KeyError for what is none."""
    pressed, container = body["actions"][0], body.get("container") or {}
    message = body.get("message") or {}
    return Click(
        where=origin(body),
        user=str(body["user"]["id"]),
        action=str(pressed["action_id"]),
        value=str(pressed.get("value") or ""),
        trigger=str(body.get("trigger_id") or ""),
        channel=str((body.get("channel") or {}).get("id") or container.get("channel_id") or ""),
        thread=message.get("thread_ts") or container.get("thread_ts"),
        url=body.get("response_url"),
        ephemeral=bool(container.get("is_ephemeral")),
        view=str((body.get("view") or {}).get("id") or ""),
    )


def submitted(body: Json) -> Click:
    """Of a window that was sent. Raises ValueError and KeyError."""
    return Click(
        where=origin(body),
        user=str(body["user"]["id"]),
        trigger=str(body.get("trigger_id") or ""),
        view=str(body["view"]["id"]),
    )


def shortcut(body: Json) -> Click:
    """Of the message shortcut. Raises ValueError and KeyError."""
    message = body["message"]
    return Click(
        where=origin(body),
        user=str(body["user"]["id"]),
        value=str(message.get("text") or ""),
        trigger=str(body["trigger_id"]),
        channel=str(body["channel"]["id"]),
        thread=str(message.get("thread_ts") or message["ts"]),
        url=body.get("response_url"),
    )


def command(body: Json) -> Click:
    """Of a slash command. Raises ValueError and KeyError."""
    return Click(
        where=origin(body),
        user=str(body["user_id"]),
        value=str(body.get("text") or ""),
        trigger=str(body["trigger_id"]),
        channel=str(body["channel_id"]),
        url=body.get("response_url"),
    )
