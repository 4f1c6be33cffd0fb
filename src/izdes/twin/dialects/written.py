"""Written: a page as its bank's file, and where in it each movement stands."""

from dataclasses import dataclass

from izdes.twin.pages import Page


@dataclass(frozen=True, slots=True)
class Written:
    """The bytes of a file.

    Attributes:
        rows: For each entry of the page, in its order: (sheet, row), both from 1, as a
            spreadsheet program, a text editor or a counter of entries shows them.
    """

    data: bytes
    rows: tuple[tuple[int, int], ...]


def in_order(page: Page, data: bytes, *, first: int, sheet: int = 1) -> Written:
    """Return a file that lists the movements one below the other, the oldest first."""
    return Written(data, tuple((sheet, first + n) for n in range(len(page.entries))))


def turned(page: Page, data: bytes, *, first: int, sheet: int = 1) -> Written:
    """Return a file that lists the movements one below the other, the newest first."""
    return Written(data, tuple(reversed(in_order(page, data, first=first, sheet=sheet).rows)))
