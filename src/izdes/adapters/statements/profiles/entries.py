"""Entries: the rows of a table that fits a profile, each read as a movement or refused.

Nothing is concluded here from other rows, except that a column typed as dates without times has
none. What a row says of its account, its currency and its status is kept beside the movement: the
reader sorts by it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from izdes.adapters.statements.cells import Cell, NotATime, is_empty, text
from izdes.adapters.statements.columns18.header import Grid, is_numbering
from izdes.adapters.statements.fields import Cells, Unreadable
from izdes.adapters.statements.lines import with_column_precision
from izdes.adapters.statements.profiles.match import Fit
from izdes.adapters.statements.profiles.moments import moment_of
from izdes.adapters.statements.profiles.movement import (
    Entry,
    Known,
    Setting,
    entry_of,
    require_whole,
    skipped,
)
from izdes.adapters.statements.profiles.parse import said
from izdes.adapters.statements.profiles.profile import Profile
from izdes.adapters.statements.wording import is_total, label_of

_SUMS = frozenset({"opening", "closing", "turnover", "turnover_debit", "turnover_credit"})
_MOVING = ("amount", "debit", "credit")


@dataclass(frozen=True, slots=True)
class Unread:
    """One row that cannot be read, and as much as is known of where it belongs."""

    number: int
    why: Unreadable
    account: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """One row that moves nothing, why as a code, and what its cell says."""

    number: int
    code: str
    value: str


@dataclass(slots=True)
class Body:
    """The rows of one table, sorted by what they are."""

    entries: list[Entry] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    remarks: list[Sequence[Cell]] = field(default_factory=list)


def body_of(grid: Grid, setting: Setting) -> Body:
    """Read every row below the titles."""
    body = Body()
    for number, cells in movements_of(grid, setting.fit, body.remarks):
        _take(body, number, cells, setting)
    lines = with_column_precision([entry.line for entry in body.entries])
    body.entries = [
        replace(entry, line=line) for entry, line in zip(body.entries, lines, strict=True)
    ]
    return body


def movements_of(
    grid: Grid, fit: Fit, remarks: list[Sequence[Cell]]
) -> Iterator[tuple[int, Cells]]:
    """Yield the rows that claim to be movements; the others are put among the remarks."""
    for number, row in enumerate(grid[fit.data :], start=fit.data + 1):
        cells = Cells(row, fit.columns)
        if is_movement(cells, fit.profile):
            yield number, cells
        elif not all(map(is_empty, row)) and not is_numbering(row):
            remarks.append(row)


def is_movement(cells: Cells, profile: Profile) -> bool:
    """Say whether a row claims to be one: it states a moment, or an amount and sums up nothing."""
    try:
        moment_of(cells, profile.clock)
    except NotATime:
        pass
    else:
        return True
    first = next((text(cell) for cell in cells.row if not is_empty(cell)), "")
    if first[:1].isalpha() and (is_total(first) or _is_label(first, profile)):
        return False
    tells = (text(cells[meaning]) for meaning in _MOVING)
    return any(any(map(str.isdigit, told)) for told in tells) and not is_numbering(cells.row)


def _is_label(printed: str, profile: Profile) -> bool:
    """Say whether a row begins as a line of balances does, by the usual words or the profile's."""
    name = said(printed)
    return label_of(printed) in _SUMS or any(name.startswith(label) for label in profile.labels)


def _take(body: Body, number: int, cells: Cells, setting: Setting) -> None:
    """Read one movement into the body."""
    known = Known()
    try:
        require_whole(number, cells, setting.spoilt)
        if why := skipped(cells, setting.profile):
            body.skipped.append(Skipped(number, *why))
        else:
            body.entries.append(entry_of(number, cells, setting, known))
    except Unreadable as why:
        body.unread.append(Unread(number, why, known.account, known.currency))
