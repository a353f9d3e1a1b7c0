"""Whether a feed gives a text or only a taste of it. Pure."""

import re

_MORE = re.compile(
    r"""(?: (?:read|view|see|get) \s (?:the \s)? (?:full|more|rest|whole|entire|complete|original|\d+ \s remaining) .{0,60}
        | (?:continue|keep) \s reading .{0,80}
        | 더 \s? (?:보기|읽기) | (?:계속|전문|원문|기사) \s? (?:더\s?)? (?:보기|읽기) )""",
    re.VERBOSE | re.IGNORECASE,
)
_FOOTER = re.compile(
    r"""(?: \d* \s? comments? (?:\s\(\d+\))? | discuss(?:ion)? | permalink | share | 댓글 (?:\s?\d+)?
        | the \s post \s .{1,300} \s (?:appeared \s first|first \s appeared) \s on \s .{1,100}
        | (?:article|comments) \s url: .{0,300} | points: .{0,20} | \# \s comments: .{0,20} )""",
    re.VERBOSE | re.IGNORECASE,
)
_EDGES = " .…»→>[]()·-"
_CUT = re.compile(r"(?:…|\.\.\.|\[\s*…\s*\])[\])]?$")


def trimmed(text: str) -> tuple[str, bool]:
    """The text without its footers ("Comments", "Read more"), and whether one of them promised more."""
    lines, more = text.split("\n"), False
    while lines and (kinds := _footers(lines[-1])) is not None:
        lines.pop()
        more = more or "more" in kinds
    return "\n".join(lines).strip("\n"), more


def is_teaser(text: str, shortest: int) -> bool:
    """Whether a text without footers is too short to be whole, or broken off."""
    return len(text) < shortest or bool(_CUT.search(text))


def _footers(line: str) -> set[str] | None:
    """What the parts of a line are, None when one of them is text; an empty line is nothing."""
    parts = [part.strip(_EDGES) for part in line.split("|")]
    kinds = {_kind(part) for part in parts if part}
    return None if "text" in kinds else kinds


def _kind(part: str) -> str:
    if _MORE.fullmatch(part):
        return "more"
    return "footer" if _FOOTER.fullmatch(part) else "text"
