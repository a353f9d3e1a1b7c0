"""How a question leans on an earlier one. Values. Pure."""

from dataclasses import dataclass
from enum import Enum, auto

from bot.followup.names import Sort

LONGEST = 120  # characters of a question that may lean on another


class Kind(Enum):
    """What is missing of it."""

    NAME = auto()  # it names another thing, to be put in place of one
    TIME = auto()  # it names another time
    ASPECT = auto()  # it names something of what was asked about
    ASKS = auto()  # it is a question word
    STANDS_FOR = auto()  # it has a word that stands for what was asked about
    MORE = auto()  # whatever it is, it is about what was asked
    OPEN = auto()  # no rule tells


@dataclass(frozen=True, slots=True, kw_only=True)
class Lean:
    """What a question says, and what of it stands for something else."""

    kind: Kind
    words: str = ""  # the name, time, aspect or question word
    at: str = ""  # preposition or particle of place
    span: tuple[int, int] = (0, 0)  # of the word that stands for something
    for_sorts: frozenset[Sort] = frozenset()  # what that may be
    owns: bool = False  # it stands for an owner: its, 그 회사의
