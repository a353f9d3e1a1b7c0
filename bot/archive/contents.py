"""What a backup holds: which tables, and how their rows are written as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Any

from sqlalchemy import Table

from bot.archive import values
from bot.memory import schema as conversations
from retrieval.stores.sql import schema as library

BOOKKEEPING = frozenset({"changes", "cursors", "log_head", "generations"})
"""Of the indexes, which are made anew."""
VECTORS = library.vectors.name

Row = Mapping[str, Any]


class Kept:
    """A table whose rows are kept, with the values of some order of its columns."""

    def __init__(self, table: Table, columns: Sequence[str] | None = None) -> None:
        self.table = table
        self.name = table.name
        self.columns = tuple(columns or table.columns.keys())
        ordered = [table.columns[name] for name in self.columns]
        self._codecs = [(c.name, bool(c.nullable), values.codec(c)) for c in ordered]
        self._dumps = [(i, of.dump) for i, (_, _, of) in enumerate(self._codecs) if of.dump]

    def dumped(self, row: Sequence[Any]) -> list[Any]:
        """A row of the table, its values in the order of `columns`, as JSON takes them."""
        made = list(row)
        for i, dump in self._dumps:
            if made[i] is not None:
                made[i] = dump(made[i])
        return made

    def loaded(self, given: Sequence[Any]) -> dict[str, Any]:
        """The row that `dumped` wrote. Raises ValueError, naming the column and no value."""
        if len(given) != len(self._codecs):
            raise ValueError(f"{len(given)} values")
        row = {}
        for value, (name, nullable, of) in zip(given, self._codecs, strict=True):
            try:
                row[name] = None if value is None and nullable else of.load(value)
            except (ValueError, OverflowError) as e:
                raise ValueError(name) from e
        return row


@dataclass(frozen=True)
class Contents:
    """`optional` are tables that not every installation has; `versions` where Alembic notes revisions."""

    required: Sequence[Table]  # those that refer to others after these
    optional: Sequence[Table] = ()
    versions: tuple[tuple[str, str], ...] = (
        ("library", "alembic_version"),
        ("conversations", conversations.VERSIONS),
    )

    @cached_property
    def kept(self) -> Mapping[str, Kept]:
        """All of them by name, in order."""
        return {table.name: Kept(table) for table in self.tables}

    @property
    def tables(self) -> Sequence[Table]:
        """All of them; those that refer to others after these."""
        return (*self.required, *self.optional)

    def table(self, name: str, columns: Sequence[str]) -> Kept:
        """One of them, with its columns in another order."""
        return Kept(self.kept[name].table, columns)


def contents(*, vectors: bool = True) -> Contents:
    """All that a library, its conversations and the chat platforms keep, but what can be made anew.

    `vectors`: also those of passages; they can be computed again, but that takes long.
    """
    left_out = BOOKKEEPING if vectors else BOOKKEEPING | {VECTORS}
    all = (*library.metadata.sorted_tables, *conversations.metadata.sorted_tables)
    return Contents(
        required=[table for table in all if table.name not in left_out], optional=_of_platforms()
    )


def _of_platforms() -> list[Table]:
    """What adapters that have a module `tables` keep in tables of their own."""
    package = import_module("adapters")
    names = [f"adapters.{m.name}.tables" for m in iter_modules(package.__path__)]
    modules = [import_module(name) for name in names if find_spec(name)]
    return [table for module in modules for table in module.kept()]
