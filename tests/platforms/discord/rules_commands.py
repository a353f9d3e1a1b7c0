"""Limits of application commands."""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from platforms.discord.checking import Check
from platforms.discord.model import Json

CHAT, ON_USER, ON_MESSAGE = 1, 2, 3
SUBCOMMAND, GROUP = 1, 2
_PER_TYPE = {CHAT: 100, ON_USER: 15, ON_MESSAGE: 15}


def command_rules(commands: list[Json]) -> list[str]:
    """What is wrong with a bulk overwrite."""
    check = Check()
    counts = Counter(kind_of(each) for each in commands)
    for kind, count in counts.items():
        check.size(f"commands of type {kind}", count, 0, _PER_TYPE[kind])
    check.unique("commands", [(kind_of(each), each.get("name")) for each in commands])
    for command in commands:
        _command(check, str(command.get("name")), command)
    return check.problems


def kind_of(command: Json) -> int:
    """The type of a command: CHAT where none is said."""
    return command.get("type") or CHAT


def _command(check: Check, where: str, command: Json) -> None:
    if kind_of(command) == CHAT:
        _described(check, where, command)
        _options(check, where, command.get("options") or [])
        check.size(f"{where}: all text", _length(command), 1, 8000)
        return
    for name in _names(command):
        check.size(f"{where}.name", name, 1, 32)
    if command.get("description"):
        check.wrong(where, "a context menu command has no description")


def _names(node: Json) -> Iterator[str]:
    yield node.get("name") or ""
    yield from (node.get("name_localizations") or {}).values()


def _descriptions(node: Json) -> Iterator[str]:
    yield node.get("description") or ""
    yield from (node.get("description_localizations") or {}).values()


def _described(check: Check, where: str, node: Json) -> None:
    for name in _names(node):
        check.size(f"{where}.name", name, 1, 32)
        if not all(_in_name(each) for each in name) or name != name.lower():
            check.wrong(f"{where}.name", f"{name!r} has characters that a name cannot have")
    for text in _descriptions(node):
        check.size(f"{where}.description", text, 1, 100)


def _in_name(character: str) -> bool:
    return character in "-_'" or unicodedata.category(character)[0] in "LNM"


def _options(check: Check, where: str, options: list[Json]) -> None:
    check.size(f"{where}.options", options, 0, 25)
    check.unique(f"{where}.options", [each.get("name") for each in options])
    nested = [each.get("type") in {SUBCOMMAND, GROUP} for each in options]
    if any(nested) and not all(nested):
        check.wrong(where, "subcommands stand beside options")
    for before, after in pairwise(options):
        if after.get("required") and not before.get("required"):
            check.wrong(f"{where}.{after.get('name')}", "a required option after an optional one")
    for each in options:
        _option(check, f"{where}.{each.get('name')}", each)


def _option(check: Check, where: str, option: Json) -> None:
    _described(check, where, option)
    if option.get("type") in {SUBCOMMAND, GROUP}:
        _options(check, where, option.get("options") or [])
        return
    choices = option.get("choices") or []
    check.size(f"{where}.choices", choices, 0, 25)
    if choices and option.get("autocomplete"):
        check.wrong(where, "choices and autocomplete exclude each other")
    for choice in choices:
        for name in _names(choice):
            check.size(f"{where}.choices", name, 1, 100)
        check.size(f"{where}.choices: value", str(choice.get("value")), 1, 100)
    check.size(f"{where}.max_length", option.get("max_length") or 6000, 1, 6000)


def _length(node: Json) -> int:
    """All text of a command; of translations only the longest counts."""
    own = max(map(len, _names(node))) + max(map(len, _descriptions(node)))
    choices = sum(
        max(map(len, _names(each))) + len(str(each.get("value")))
        for each in node.get("choices") or []
    )
    return own + choices + sum(_length(each) for each in node.get("options") or [])
