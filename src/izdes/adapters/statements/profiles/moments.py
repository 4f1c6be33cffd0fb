"""Moments: when a row happened, by the notations of its profile.

A cell that a spreadsheet typed as a date states its moment itself. A day and a time of day may
stand in two columns.
"""

import re
from datetime import UTC, date, datetime, time, timedelta

from izdes.adapters.statements.cells import Cell, Moment, NotATime, moment, stated
from izdes.adapters.statements.fields import Cells
from izdes.adapters.statements.profiles.profile import Clock
from izdes.adapters.statements.zones import PRINTED

_TIME_OF_DAY = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]{1,9})?)?")
_DAY = timedelta(days=1)
_TYPED = (datetime, time, timedelta)


def moment_of(cells: Cells, clock: Clock) -> Moment:
    """Return when a row happened.

    Raises:
        NotATime: No notation of the profile fits, or the offset that it promises is not there.
    """
    found = _read(_cell(cells), clock)
    if clock.zone == PRINTED and not found.has_offset:
        raise NotATime
    return found


def _cell(cells: Cells) -> Cell:
    """Return the moment as one cell, put together where day and time stand apart."""
    if "date" not in cells.columns:
        return cells["moment"]
    day, clock = cells["date"], cells["clock"]
    if isinstance(day, date):
        at = _time_of_day(clock) if cells.has("clock") else None
        return datetime.combine(day, at or time()) if cells.has("clock") else day
    return f"{stated(day)} {_clock_text(clock)}".strip()


def _clock_text(cell: Cell) -> str:
    """Return a time of day as text."""
    return f"{_time_of_day(cell):%H:%M:%S}" if isinstance(cell, _TYPED) else stated(cell)


def _time_of_day(cell: Cell) -> time:
    """Return the time of day that a cell states, typed or as text."""
    if isinstance(cell, datetime):
        return cell.time()
    if isinstance(cell, time):
        return cell
    if isinstance(cell, timedelta):
        return (datetime(1970, 1, 1, tzinfo=UTC) + cell % _DAY).time()
    found = _TIME_OF_DAY.fullmatch(stated(cell))
    if found is None:
        raise NotATime
    hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        return time(hour, minute, second)
    except ValueError:
        raise NotATime from None


def _read(cell: Cell, clock: Clock) -> Moment:
    """Return the moment of a cell by the first notation that fits."""
    if isinstance(cell, date):
        return moment(cell)
    printed = stated(cell)
    failed = NotATime()
    for notation in clock.notations:
        try:
            return notation.read(printed)
        except NotATime as error:
            failed = error
    raise failed
