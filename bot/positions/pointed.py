"""Which of several stories a topic points at, and what a story says of itself first. Pure."""

from collections.abc import Collection, Sequence

from bot.positions.focus import narrowed
from retrieval.passages import sentences
from retrieval.types import Document

_LEAD = 400  # characters


def pointed_at(topic: str, stories: Collection[str], roots: Sequence[Document]) -> frozenset[str]:
    """Those of the stories whose titles leave least of a topic unsaid."""
    unsaid = {story: _unsaid(topic, story, roots) for story in stories}
    least = min(unsaid.values(), default=0)
    return frozenset(story for story, terms in unsaid.items() if terms == least)


def lead(roots: Sequence[Document]) -> str:
    """The title and the first sentence of each text that opens a story."""
    return "\n".join(f"{root.title}\n{_first(root)}" for root in roots)


def _unsaid(topic: str, story: str, roots: Sequence[Document]) -> int:
    focus = narrowed(topic, [root.title for root in roots if root.story == story])
    return len(focus.terms) if focus else 0


def _first(root: Document) -> str:
    opening = root.text[:_LEAD]
    spans = sentences(opening, root.lang)
    return opening[spans[0][0] : spans[0][1]] if spans else ""
