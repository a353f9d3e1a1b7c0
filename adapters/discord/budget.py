"""What fits into a message. Pure; sizes are UTF-16 units."""

from collections.abc import Callable, Sequence

from adapters.discord.escape import size

ELLIPSIS = "…"


def cut(plain: str, most: int, drawn: Callable[[str], str], end: str = ELLIPSIS) -> str:
    """The text as drawn; where that is too long, as much of its beginning as fits, with `end`."""
    whole = drawn(plain)
    if size(whole) <= most:
        return whole
    low, high = 0, len(plain)
    while low < high:
        middle = (low + high + 1) // 2
        if size(drawn(plain[:middle].rstrip())) + size(end) <= most:
            low = middle
        else:
            high = middle - 1
    return drawn(plain[:low].rstrip()) + end


def fitting(texts: Sequence[str], most: int, between: int = 0) -> int:
    """How many texts, from the first, fit together, with `between` units from one to the next."""
    used = 0
    for n, each in enumerate(texts):
        used += size(each) + (between if n else 0)
        if used > most:
            return n
    return len(texts)


def chunks(texts: Sequence[str], most: int, between: str = "\n") -> list[str]:
    """The texts joined into as few pieces as possible; none is longer than `most`, if no text is."""
    pieces: list[str] = []
    for each in texts:
        joined = f"{pieces[-1]}{between}{each}" if pieces else each
        if pieces and size(joined) <= most:
            pieces[-1] = joined
        else:
            pieces.append(each)
    return pieces
