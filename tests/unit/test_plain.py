"""What of other people's texts reaches a terminal."""

import io

from rich.console import Console

from bot.plain import plain
from bot.progress import Progress


def test_controls_are_marks() -> None:
    """What moves cursors, colours or titles is a mark; tabs, line feeds and letters stay."""
    assert plain("\x1b[31mred\x07\r\x9b1m\x7f") == "�[31mred���1m�"
    assert plain("한국어\tword\n🙂") == "한국어\tword\n🙂"


def test_progress_is_plain() -> None:
    """A source's name neither draws nor is taken for markup."""
    written = io.StringIO()
    Progress(Console(file=written)).say("[red]The \x1b]0;title\x07 Paper[/red]")
    assert written.getvalue() == "[red]The �]0;title� Paper[/red]\n"
