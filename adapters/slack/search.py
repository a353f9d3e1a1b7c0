"""Looks for a reply of our own of which no record was made."""

from adapters.slack.names import REPLY_EVENT, Json
from adapters.slack.web import Web
from bot.errors import PlatformBusy, PlatformRefused, PlatformUnsure
from bot.talk import Asked, Handle

_PAGES = 3
_PAGE = 100


async def posted_since(web: Web, asked: Asked, id: str) -> Handle | None:
    """What was posted after the question with this id. Raises PlatformUnsure when nobody can tell.

    In channels that needs the optional scopes channels:history and groups:history.
    """
    cursor = ""
    for _ in range(_PAGES):
        try:
            page = await _page(web, asked, cursor)
        except (PlatformRefused, PlatformBusy) as e:
            raise PlatformUnsure("Slack does not show us the messages there") from e
        found = next((m for m in page.get("messages") or [] if _ours(m, id)), None)
        if found is not None:
            return {"channel": asked.place.channel, "ts": str(found["ts"])}
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return None
    raise PlatformUnsure("Too much was written there since")


async def _page(web: Web, asked: Asked, cursor: str) -> Json:
    place = asked.place
    asked_at = asked.handle.get("ts") or f"{asked.at.timestamp():.6f}"
    thread = {"ts": place.thread} if place.thread else {}
    return await web.look(
        place.tenant,
        "conversations.replies" if place.thread else "conversations.history",
        channel=place.channel,
        oldest=asked_at,
        limit=str(_PAGE),
        include_all_metadata="true",
        **thread,
        **({"cursor": cursor} if cursor else {}),
    )


def _ours(message: Json, id: str) -> bool:
    made = message.get("metadata") or {}
    ours = made.get("event_type") == REPLY_EVENT and bool(message.get("bot_id"))
    return ours and (made.get("event_payload") or {}).get("id") == id
