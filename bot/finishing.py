"""What is added to a reply that has been decided on: how fresh it is, and where else its stories are told."""

from collections.abc import Sequence
from dataclasses import replace

from bot.freshness import sources_of, unrefreshed
from bot.types import Answer, Question, Reply
from bot.withdrawing import still_standing
from retrieval.ports import Library
from retrieval.timewords import wants_latest
from retrieval.types import Found


async def finished(
    library: Library, question: Question, reply: Reply, found: Sequence[Found]
) -> Reply:
    """A reply fit to be shown: nothing in it was deleted while it was made. Raises StoreUnavailable."""
    standing = await still_standing(library, reply)
    if not isinstance(standing, Answer):
        return standing
    own = sources_of(standing.statements, found)
    late = unrefreshed(own, await library.sources(), question.now)
    return replace(
        standing,
        latest=wants_latest(question.text),
        searched=replace(standing.searched, unrefreshed=late),
    )
