"""Brings an index up to the truth, a piece at a time."""

from retrieval.ports import Library, PassageIndex


async def fill(library: Library, index: PassageIndex) -> int:
    """Apply the next slice of the log; how many changes that were, 0 when there are none left.

    The cursor moves after the index has them, so that a crash repeats a slice and loses none.
    """
    identity = await index.identity()
    seq = await library.cursor(identity)
    changes = await library.changes(seq, index.batch)
    if changes:
        await index.apply(changes)
        await library.move_cursor(identity, changes[-1].seq)
    return len(changes)


async def behind(library: Library, index: PassageIndex) -> int:
    """How many changes an index has still to apply."""
    return await library.changes_after(await library.cursor(await index.identity()))
