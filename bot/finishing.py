"""What is added to a reply that has been decided on: how fresh it is, and where else its stories are told."""

from collections.abc import Sequence
from dataclasses import replace

from bot.conflicts import conflicts
from bot.duplicates import related, with_copies
from bot.freshness import sources_of, unrefreshed
from bot.types import Answer, Question, Related, Reply
from bot.withdrawing import still_standing
from retrieval.ports import Library
from retrieval.timewords import wants_latest
from retrieval.types import Filter, Found, Source
from retrieval.urls import canonical


async def finished(
    library: Library, question: Question, reply: Reply, found: Sequence[Found]
) -> Reply:
    """A reply fit to be shown: nothing in it was deleted while it was made. Raises StoreUnavailable."""
    standing = await still_standing(library, reply)
    if not isinstance(standing, Answer):
        return standing
    sources = await library.sources()
    own = sources_of(standing.statements, with_copies(found))
    late = unrefreshed(own, sources, question.now)
    return replace(
        standing,
        conflicts=() if standing.heard else conflicts(standing.statements),
        elsewhere=await _elsewhere(library, question, standing, sources),
        latest=wants_latest(question.text),
        searched=replace(standing.searched, unrefreshed=late),
    )


async def _elsewhere(
    library: Library, question: Question, answer: Answer, sources: Sequence[Source]
) -> tuple[Related, ...]:
    cited = [c for s in answer.statements for c in s.citations]
    stories = sorted({c.story for c in cited if c.story})
    roots = await library.roots(stories, Filter(sources=question.sources)) if stories else ()
    read = {canonical(d.url) for d in answer.heard}
    others = [r for r in roots if canonical(r.thread_url or r.url) not in read]
    return related(cited, others, names={s.id: s.name for s in sources})
