"""The ids in the buttons of those who run the bot. Pure.

They name what is to be done and never who may: that is found out when they are pressed.
"""

from typing import Final

from adapters.discord.drawing import VERSION, Lever
from bot import panels
from bot.wording.admin import AdminWords

RUN: Final = (
    r"nd:(?P<version>[0-9]{1,4}):run:(?P<press>[a-z]{1,16})"
    r":(?P<run>[0-9a-f]{16}):(?P<value>[0-9a-f]{0,32})"
)
SOURCE: Final = r"nd:(?P<version>[0-9]{1,4}):source:(?P<act>remove|keep):(?P<source>[^\s:]{1,64})"
_LABEL: Final = 80


def of_panel(panel: panels.Panel) -> tuple[Lever, ...]:
    """The buttons under a run."""
    return tuple(
        Lever(
            custom_id=f"nd:{VERSION}:run:{button.press}:{panel.run_id}:{button.value}",
            label=button.label[:_LABEL],
            danger=button.danger,
        )
        for button in panel.buttons
    )


def of_removal(source_id: str, words: AdminWords) -> tuple[Lever, ...]:
    """The buttons of the question whether a source is to be removed."""
    start = f"nd:{VERSION}:source"
    return (
        Lever(custom_id=f"{start}:remove:{source_id}", label=words.remove_yes, danger=True),
        Lever(custom_id=f"{start}:keep:{source_id}", label=words.remove_no),
    )
