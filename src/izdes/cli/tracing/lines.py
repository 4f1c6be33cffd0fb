"""Sentences on a screen, those that continue another set in below it."""

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding

from izdes.cli.visible import plain

# How far a sentence is set in, and the sentence.
Line = tuple[int, str]
_STEP = 2
_WIDE = 160


def wide_console() -> Console:
    """Return a console; what goes to a pipe or a file is not folded to a screen's width."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_WIDE)


def print_lines(lines: Iterable[Line], console: Console) -> None:
    """Print sentences whole, however many; on a screen their further lines are set in too."""
    for depth, text in lines:
        if console.is_terminal:
            console.print(Padding(plain(text), (0, 0, 0, depth * _STEP)))
        else:
            console.print(plain(" " * depth * _STEP + text), soft_wrap=True)
