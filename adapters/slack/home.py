"""The Home tab: what this is, what it keeps, and a button that deletes it. Pure."""

from adapters.slack import rich
from adapters.slack.names import COMMAND, FORGET, Json
from adapters.slack.texts import texts
from bot.wording.admin import admin_words
from bot.wording.chat import chat


def home(lang: str, days: int) -> Json:
    """The view of one person."""
    words, own = chat(lang), texts(lang)
    return {
        "type": "home",
        "blocks": [
            {"type": "header", "text": rich.plain(own.home_head, 150)},
            rich.paragraph(words.welcome),
            rich.paragraph(words.help),
            usage(lang),
            rich.paragraph(own.home_limits),
            rich.paragraph(own.home_language),
            {"type": "divider"},
            rich.paragraph(privacy(lang, days)),
            rich.actions({**rich.button(FORGET, words.forget, lang), "confirm": _confirm(lang)}),
        ],
    }


def privacy(lang: str, days: int) -> str:
    """What is kept, for how long, and how to have it deleted."""
    command = "/news 내 기록 삭제" if lang == "ko" else "/news forget-me"
    return chat(lang).privacy.format(days=days, forget=command)


def usage(lang: str) -> Json:
    """The commands. Constant text: the marks around code are meant."""
    admins = admin_words(lang).usage.replace("{c}", COMMAND)
    lines = "\n".join(f"• {line}" for line in (*texts(lang).usage, admins))
    return {"type": "section", "text": {"type": "mrkdwn", "text": lines, "verbatim": True}}


def _confirm(lang: str) -> Json:
    words = chat(lang)
    return rich.dialog(words.forget, words.forget_confirm, words.forget, words.cancel)
