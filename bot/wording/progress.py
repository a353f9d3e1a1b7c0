"""How far an answer is, in words. Pure."""

from bot.types import Phase, Progress
from bot.wording.dates import count

_LINES: dict[str, dict[Phase, tuple[str, str]]] = {  # for one, for many or none to count
    "en": {
        Phase.SEARCHING: ("is searching the sources…",) * 2,
        Phase.READING: ("is reading {n} passage…", "is reading {n} passages…"),
        Phase.WRITING: ("is writing the answer…",) * 2,
        Phase.CHECKING: ("is checking {n} sentence…", "is checking {n} sentences…"),
    },
    "ko": {
        Phase.SEARCHING: ("자료를 찾고 있습니다…",) * 2,
        Phase.READING: ("글 {n}곳을 읽고 있습니다…",) * 2,
        Phase.WRITING: ("답을 쓰고 있습니다…",) * 2,
        Phase.CHECKING: ("문장 {n}개를 확인하고 있습니다…",) * 2,
    },
}


def progress_line(progress: Progress, lang: str | None) -> str:
    """`is reading 6 passages…`, to stand after the bot's name."""
    lines = _LINES.get(lang or "", _LINES["en"])
    return count(progress.count, lines[progress.phase])
