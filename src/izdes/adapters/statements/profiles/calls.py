"""Calls: a table of an operator that fits a profile becomes connections.

A row that cannot be read is a fault with its place, and the others are read. Numbers are put into
E.164 where they are telephone numbers; names of services, short numbers and whatever else stands
there is kept as printed. A row without a duration is a message or an attempt, not a call of none.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta, tzinfo
from typing import Final, TypeVar

from izdes.adapters.statements.cells import Cell, Moment, NotATime, is_empty, text
from izdes.adapters.statements.columns18.header import Grid, is_numbering
from izdes.adapters.statements.fields import Cells, Unreadable
from izdes.adapters.statements.notes import Notes
from izdes.adapters.statements.profiles.explaining import explain
from izdes.adapters.statements.profiles.match import Fit
from izdes.adapters.statements.profiles.moments import moment_of
from izdes.adapters.statements.profiles.movement import require_whole
from izdes.adapters.statements.profiles.parse import said
from izdes.adapters.statements.profiles.profile import Profile
from izdes.adapters.statements.source import Content, Source
from izdes.adapters.statements.wording import is_total
from izdes.adapters.statements.zones import DEFAULT, PRINTED, moved, zone_named
from izdes.adapters.words.figures import LOCAL
from izdes.core.identifiers.phone import read_phone
from izdes.core.money.statement import row_id_of
from izdes.core.money.transfer import PRECISIONS, Precision
from izdes.core.telecom.call import Call, CallDirection

REASON: Final = "titles_of_profile"
_CLOCK = re.compile(r"(?:([0-9]{1,4}):)?([0-9]{1,2}):([0-9]{2})")
_BARE = re.compile(r"[0-9]{1,8}")
_TELLING = ("moment", "date", "a_number", "b_number", "own_number", "far_number")
_SIXTY = 60
_SHOWN = 40
_LONGEST = 200
T = TypeVar("T")


def read_calls(
    grid: Grid, fit: Fit, source: Source, *, spoilt: frozenset[int] = frozenset()
) -> Content:
    """Read a table of connections that fits a profile.

    Args:
        spoilt: Lines of a text whose cells may stand under the wrong titles.
    """
    notes = Notes(source, fit.titles)
    explain(notes, fit)
    zone = _zone(fit.profile, notes)
    found: list[tuple[Moment, Call]] = []
    unread: list[tuple[int, Unreadable]] = []
    for number, row in enumerate(grid[fit.data :], start=fit.data + 1):
        cells = Cells(row, fit.columns)
        if not _is_call(cells, fit.profile):
            continue
        try:
            require_whole(number, cells, spoilt)
            call_id = row_id_of(source.sha256, source.sheet, number)
            when = _moment(cells, fit.profile, zone)
            found.append((when, _call(cells, fit.profile, call_id, when)))
        except Unreadable as unreadable:
            unread.append((number, unreadable))
    notes.unread(unread)
    return Content(
        fit.profile.form,
        REASON,
        faults=tuple(notes.faults),
        calls=_with_column_precision(found),
        explained=tuple(notes.explained),
    )


def _is_call(cells: Cells, profile: Profile) -> bool:
    """Say whether a row claims to be a connection: it states a moment, or a number is printed."""
    try:
        moment_of(cells, profile.clock)
    except NotATime:
        first = next((text(cell) for cell in cells.row if not is_empty(cell)), "")
        if first[:1].isalpha() and is_total(first):
            return False
        told = (text(cells[meaning]) for meaning in _TELLING)
        return any(any(map(str.isdigit, each)) for each in told) and not is_numbering(cells.row)
    return True


def _zone(profile: Profile, notes: Notes) -> tzinfo:
    """Return the clock of a table, and say who told it."""
    entry = notes.source.manifest.get(notes.source.file)
    told = (
        ("form", profile.clock.zone if profile.clock.zone != PRINTED else ""),
        ("manifest", entry.zone if entry else ""),
        ("form", profile.clock.usual_zone),
        ("assumed", DEFAULT),
    )
    told_by, name = next(pair for pair in told if pair[1])
    zone = zone_named(name)
    if zone is None:
        notes.add("zone_unknown", severity="noted", details={"zone": name})
        told_by, name, zone = "assumed", DEFAULT, LOCAL
    if profile.clock.zone != PRINTED:
        notes.explain(f"how_zone_{told_by}", zone=name)
    return zone


def _moment(cells: Cells, profile: Profile, zone: tzinfo) -> Moment:
    """Return when a connection began."""
    try:
        return moved(moment_of(cells, profile.clock), zone)
    except NotATime as error:
        column = "date" if "date" in cells.columns else "moment"
        raise Unreadable(error.code, column, cells.text(column)[:_SHOWN]) from None


def _with_column_precision(found: Sequence[tuple[Moment, Call]]) -> tuple[Call, ...]:
    """Give typed times the finest precision of their column: midnight is a time among times."""
    typed = [when.precision for when, _ in found if when.is_typed]
    finest: Precision = max(typed, key=PRECISIONS[::-1].index, default="second")
    return tuple(
        replace(call, time_precision=finest) if when.is_typed else call for when, call in found
    )


def _call(cells: Cells, profile: Profile, call_id: str, when: Moment) -> Call:
    """Read one connection."""
    direction = _direction(cells, profile)
    a_number, b_number = _numbers(cells, direction)
    if not a_number:
        raise Unreadable(
            "number_missing", "own_number" if "own_number" in cells.columns else "a_number"
        )
    return Call(
        call_id,
        a_number,
        b_number,
        when.at,
        when.precision,
        duration_seconds=_duration(cells, profile.bare_duration_seconds),
        direction=direction,
        call_type=_word(cells, "type", profile.types, "other") or "voice",
        imei=_printed(cells, "imei"),
        imsi=_printed(cells, "imsi"),
        lac=_printed(cells, "lac"),
        cell=_printed(cells, "cell"),
        cell_address=_printed(cells, "cell_address"),
        azimuth=_printed(cells, "azimuth"),
    )


def _direction(cells: Cells, profile: Profile) -> CallDirection:
    """Return the direction; where it tells who called whom, an unknown word is refused."""
    direction = _word(cells, "direction", profile.call_directions, None)
    if direction is None and "own_number" in cells.columns:
        printed = cells.text("direction") or text(cells["direction"])
        raise Unreadable("direction_unclear", "direction", printed[:_SHOWN])
    return direction or ""


def _printed(cells: Cells, meaning: str) -> str:
    """Return a text as printed."""
    return cells.text(meaning)[:_LONGEST]


def _word(cells: Cells, meaning: str, words: Mapping[str, T], other: T | None) -> T | None:
    """Return what a cell's word means; None where it is empty or the table has no such column."""
    printed = cells.text(meaning) or text(cells[meaning])
    return words.get(said(printed), other) if printed else None


def _numbers(cells: Cells, direction: CallDirection) -> tuple[str, str]:
    """Return who began it and who was reached."""
    if "own_number" not in cells.columns:
        return _number(cells, "a_number"), _number(cells, "b_number")
    own, far = _number(cells, "own_number"), _number(cells, "far_number")
    return (far, own) if direction == "incoming" and far else (own, far)


def _number(cells: Cells, meaning: str) -> str:
    """Return a number in E.164 where it is a telephone's, else as printed."""
    printed = _printed(cells, meaning)
    return read_phone(printed).value or printed


def _duration(cells: Cells, bare_seconds: int) -> int | None:
    """Return how long it lasted, in seconds; None where nothing is printed.

    Raises:
        Unreadable: The cell is neither a whole number nor ``mm:ss`` nor ``hh:mm:ss``.
    """
    cell = cells["duration"]
    if not cells.has("duration"):
        return None
    if isinstance(cell, timedelta | time | datetime):
        return _typed(cell)
    printed = cells.text("duration")
    if _BARE.fullmatch(printed):
        return int(printed) * bare_seconds
    found = _CLOCK.fullmatch(printed)
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 60)
    if seconds >= _SIXTY or (found and found[1] and minutes >= _SIXTY):
        raise Unreadable("duration_unreadable", "duration", printed[:_SHOWN])
    return (hours * _SIXTY + minutes) * _SIXTY + seconds


def _typed(cell: Cell) -> int:
    """Return the seconds of a cell that its spreadsheet typed as a time."""
    if isinstance(cell, timedelta):
        return int(cell.total_seconds())
    if isinstance(cell, time | datetime):
        return (cell.hour * _SIXTY + cell.minute) * _SIXTY + cell.second
    return 0
