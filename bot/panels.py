"""How a run is shown in a chat: a few lines and buttons, in the reader's language. Pure.

Platforms draw panels and decide nothing. Every text is plain: a platform escapes all of it.
"""

from dataclasses import dataclass
from enum import StrEnum


class Press(StrEnum):
    """What a button of a panel does. All of them are checked anew when they are pressed."""

    CANCEL = "cancel"  # the run
    CONFIRM = "confirm"  # delete what the run held back: `value` is the mark of what was shown
    RETRY = "retry"  # what failed in the run
    ROLLBACK = "rollback"


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button under a panel."""

    press: Press
    label: str
    value: str = ""  # at most 32 characters of [0-9a-f]
    danger: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A run as it is shown."""

    run_id: str  # 16 hexadecimal digits
    lang: str
    head: str  # "Reindexing everything: running"
    bar: str = ""  # "▓▓▓▓░░░░ 48 %", empty where nothing is counted
    lines: tuple[str, ...] = ()  # counts, what it is at, who asked, errors
    buttons: tuple[Button, ...] = ()
    final: bool = False  # whether it will not change any more
