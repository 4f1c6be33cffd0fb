"""Bodies: the lines below the titles of one page, sorted into rows, sums and remarks.

A row begins in the line that has its date. Lines near it without a date continue it: below where
cells begin at the top, above and below where they are centred, and over the end of a page. A line
with an amount of the row's currency and no date of its own is never taken for a continuation: it
may be a movement, and is returned as one that cannot be read.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from izdes.adapters.statements.pdf.cells import BodyLine, PrintedRow, row_of
from izdes.adapters.statements.pdf.lines import PrintedLine
from izdes.adapters.statements.pdf.words import is_not_booked
from izdes.adapters.statements.wording import is_total

_NEAR = 2.0
_NEXT = 3.5
_EVEN = 0.5
_DATE_DIGITS = 4


@dataclass(slots=True)
class Sorted:
    """What the lines below the titles turned out to be.

    Attributes:
        orphans: Lines with an amount and no date that can be read.
        not_booked: Rows in a section of movements that the bank has not booked yet.
        is_centred: Rows begin above the line of their date.
    """

    rows: list[PrintedRow] = field(default_factory=list)
    orphans: list[PrintedRow] = field(default_factory=list)
    not_booked: list[PrintedRow] = field(default_factory=list)
    totals: list[PrintedRow] = field(default_factory=list)
    remarks: list[PrintedLine] = field(default_factory=list)
    is_booked: bool = True
    is_centred: bool = False


def sorted_body(lines: Sequence[BodyLine], found: Sorted) -> None:
    """Sort the lines of one body behind what was found before."""
    starts = [n for n in range(len(lines)) if _is_row(lines, n)]
    first = starts[0] if starts else len(lines)
    above = _top(lines[:first], lines[first : first + 1], found)
    found.is_centred |= bool(above)
    for start, end in pairwise([*starts, len(lines)]):
        after = lines[end : end + 1]
        between = lines[start + 1 : end]
        below, apart, next_above = _parted(lines[start], between, after, above=len(above))
        _take(lines[start], [*above, lines[start], *below], found)
        _set_apart(apart, found, is_inside=bool(after))
        above = next_above
        found.is_centred |= bool(above)


def _is_row(lines: Sequence[BodyLine], place: int) -> bool:
    """Say whether a row begins here: a date, and an amount or at least a row's distance."""
    this = lines[place]
    if not this.is_dated or this.is_bare_date or this.states_balance:
        return False
    return bool(this.amount) or (place > 0 and _are_near(lines[place - 1], this, _NEXT))


def _are_near(upper: BodyLine, lower: BodyLine, sizes: float) -> bool:
    """Say whether two lines are not further apart than so many sizes of their letters."""
    return lower.line.y - upper.line.y <= sizes * max(upper.line.size, lower.line.size)


def _top(lines: Sequence[BodyLine], first: Sequence[BodyLine], found: Sorted) -> list[BodyLine]:
    """Sort the lines above the first row; return those that belong to it.

    What is left of the row before, on the page before, stands above them: beyond a drawn line, or
    where cells are not centred all of it.
    """
    if not first:
        _set_apart(lines, found, is_inside=False)
        return []
    has_row_before = bool(found.rows) and found.is_booked
    reach = _NEXT if has_row_before else _NEAR
    near = _chain(lines[::-1], first[0], reach)[::-1]
    rest = lines[: len(lines) - len(near)]
    if not has_row_before:
        _set_apart(rest, found, is_inside=False)
        return near
    left, own = ([], near) if found.is_centred else (near, [])
    if not left:
        left = _chain(rest[::-1], (near or first)[0], reach, crosses_rule=True)[::-1]
        rest = rest[: len(rest) - len(left)]
    _set_apart(rest, found, is_inside=False)
    found.rows.append(_with_more(found.rows.pop(), left))
    return own


def _with_more(row: PrintedRow, lines: Sequence[BodyLine]) -> PrintedRow:
    """Return a row with further lines of its cells."""
    more = row_of(row.line, [BodyLine(row.line, {}, begins_left=False), *lines]).cells
    meanings = dict.fromkeys((*row.cells, *more))
    return PrintedRow(row.line, {m: (*row.cells.get(m, ()), *more.get(m, ())) for m in meanings})


def _chain(
    lines: Sequence[BodyLine], row: BodyLine, sizes: float, *, crosses_rule: bool = False
) -> list[BodyLine]:
    """Return the lines that follow a row step by step, upwards or downwards.

    Args:
        lines: The nearest first.
        row: Where they begin.
        sizes: How far apart they may be, in sizes of letters.
        crosses_rule: The first of them may stand beyond a drawn line.
    """
    found: list[BodyLine] = []
    last = row
    for line in lines:
        upper, lower = sorted((last, line), key=lambda each: each.line.y)
        is_parted = lower.line.is_ruled and not (crosses_rule and last is row)
        if is_parted or not (line.may_continue and _are_near(upper, lower, sizes)):
            break
        found.append(line)
        last = line
    return found


def _parted(
    row: BodyLine, between: Sequence[BodyLine], after: Sequence[BodyLine], *, above: int
) -> tuple[list[BodyLine], Sequence[BodyLine], list[BodyLine]]:
    """Part the lines between two rows: those of the upper, of neither, of the lower.

    Args:
        row: The line with the date of the upper row; ``above`` of its lines stand above it.
        between: The lines between the two.
        after: The line with the date of the lower row, if there is one.
    """
    down = _chain(between, row, _NEAR)
    up = _chain(between[::-1], after[0], _NEAR)[::-1] if after else []
    if len(down) + len(up) <= len(between):
        return down, between[len(down) : len(between) - len(up)], up
    if above:
        # What is centred has as much below its date as above it.
        return list(between[:above]), (), list(between[above:])
    heights = [line.line.y for line in (row, *between, *after)]
    gaps = [low - high for high, low in pairwise(heights)]
    widest = max(n for n, gap in enumerate(gaps) if gap >= max(gaps) - _EVEN)
    return list(between[:widest]), (), list(between[widest:])


def _take(row: BodyLine, lines: Sequence[BodyLine], found: Sorted) -> None:
    """Take a row with its lines; an amount of its own in one of them is another movement."""
    kind = _around(row.amount)
    own = [
        line
        for line in lines
        if line is row or not line.amount or _around(line.amount) not in {"", kind}
    ]
    (found.rows if found.is_booked else found.not_booked).append(row_of(row.line, own))
    found.orphans += (row_of(line.line, [line]) for line in lines if line not in own)


def _around(amount: str) -> str:
    """Return what stands around the digits of an amount: its currency, brackets."""
    return "".join(c for c in amount if c not in "+-−–.,'’ " and not c.isdigit())


def _set_apart(lines: Sequence[BodyLine], found: Sorted, *, is_inside: bool) -> None:
    """Sort lines that belong to no row.

    Args:
        lines: From top to bottom.
        found: Where they are put.
        is_inside: Rows stand above and below them.
    """
    for line in lines:
        if line.begins_left and is_not_booked(line.line.text):
            found.is_booked = False
        is_like_dated = sum(c.isdigit() for c in line.cells.get("moment", "")) >= _DATE_DIGITS
        if line.amount and is_total(line.line.text):
            found.totals.append(row_of(line.line, [line]))
        elif line.amount and not line.is_labelled and (is_inside or is_like_dated):
            found.orphans.append(row_of(line.line, [line]))
        else:
            found.remarks.append(line.line)
