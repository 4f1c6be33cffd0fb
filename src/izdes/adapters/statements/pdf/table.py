"""The table of a printed statement: its rows over all pages, and the lines that are no rows.

Titles may stand on the first page only or on every page; a row begins in the line that has its
date (`izdes.adapters.statements.pdf.body` says which other lines belong to it). What stands above
the first titles is the heading; whatever is no part of a row is a remark.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from izdes.adapters.statements.pdf.body import Sorted, sorted_body
from izdes.adapters.statements.pdf.cells import begins_row, body_line
from izdes.adapters.statements.pdf.columns import CELL_GAP, Title, Titles, borders, titles_in
from izdes.adapters.statements.pdf.lines import PrintedLine, segments_of

Page = Sequence[PrintedLine]


@dataclass(slots=True)
class PrintedTable:
    """What all pages print.

    Attributes:
        titles: Meaning -> title as printed.
        page: Where its titles stand first; likewise ``line``.
        heading: The lines above the first titles.
        found: Everything below them.
    """

    titles: Mapping[str, str]
    page: int
    line: int
    heading: Sequence[PrintedLine]
    found: Sorted = field(default_factory=Sorted)


@dataclass(frozen=True, slots=True)
class _Body:
    """Lines under one row of titles, on one page."""

    lines: Page
    titles: Titles


def read_table(pages: Sequence[Page]) -> PrintedTable | None:
    """Return the table that begins on the first page with titles; None where there is none."""
    begun = ((n, t) for n, page in enumerate(pages) if (t := titles_in(page)) is not None)
    start, titles = next(begun, (0, None))
    if titles is None:
        return None
    heading = [line for page in pages[:start] for line in page]
    heading += pages[start][: titles.first]
    bodies = [*_bodies(pages[start][titles.after :], titles)]
    for page in pages[start + 1 :]:
        bodies += _bodies(page, bodies[-1].titles)
    printed = {meaning: titles.titles[c].text for meaning, c in titles.meanings.items()}
    table = PrintedTable(printed, start + 1, titles.first + 1, heading)
    _sort(bodies, table.found)
    return table


def _bodies(lines: Page, titles: Titles) -> Iterator[_Body]:
    """Yield the parts of a page, cut where titles are printed again."""
    again = titles_in(lines)
    while again is not None:
        yield _Body(lines[: again.first], titles)
        lines, titles = lines[again.after :], again
        again = titles_in(lines)
    yield _Body(lines, titles)


def _sort(bodies: Sequence[_Body], found: Sorted) -> None:
    """Read every body with the borders that all bodies under the same titles show."""
    starts: dict[tuple[Title, ...], tuple[float, ...]] = {}
    for titles in {body.titles.titles: body.titles for body in bodies}.values():
        like = [
            line for body in bodies if body.titles.titles == titles.titles for line in body.lines
        ]
        rows = [segments_of(line, CELL_GAP) for line in like if begins_row(line)]
        starts[titles.titles] = borders(titles.titles, rows)
    for body in bodies:
        lines = [body_line(line, body.titles, starts[body.titles.titles]) for line in body.lines]
        sorted_body(lines, found)
