"""The sections of one account: its days and balances, joined where there are several.

A bank may print a section for each day or month. The opening balance is the first one's, the
closing balance the last one's. Where the closing balance of one is not the opening balance of the
next, or their days overlap, something is missing or told twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import pairwise

from izdes.adapters.statements.cells import Moment, NotATime, minor, moment
from izdes.adapters.statements.exchange1c.text import Section
from izdes.adapters.statements.heading import Heading, just_after
from izdes.adapters.statements.notes import Notes
from izdes.adapters.words.figures import LOCAL
from izdes.core.errors import IzdesError

_BALANCES = ("opening", "closing", "turnover_credit", "turnover_debit")
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What one section says: its days, half-open, and its sums."""

    number: int
    start: datetime | None
    end: datetime | None
    sums: dict[str, int]


def joined(sections: Sequence[Section], head: Section, currency: str, notes: Notes) -> Heading:
    """Return what the sections of one account and currency say together."""
    stretches = [_stretch(section, currency, notes) for section in sections]
    if len(stretches) > 1 and all(s.start for s in stretches):
        stretches.sort(key=lambda s: (s.start or datetime.max.replace(tzinfo=LOCAL), s.number))
    for before, after in pairwise(stretches):
        _require_next(before, after, notes)
    heading = Heading(currency=currency, balances=_together(stretches))
    if stretches:
        heading.period_from, heading.period_to = stretches[0].start, stretches[-1].end
    if len(stretches) > 1:
        notes.explain("how_exchange1c_joined", count=len(stretches))
    told_by = "section"
    if heading.period_from is None or heading.period_to is None:
        heading.period_from, heading.period_to = _days(head, notes)
        told_by = "head"
    if heading.period_from is not None:
        notes.explain(f"how_exchange1c_period_{told_by}")
    return heading


def _together(stretches: Sequence[_Stretch]) -> dict[str, int]:
    """Return the first opening, the last closing, and what is printed of all turnovers."""
    if not stretches:
        return {}
    ends = {"opening": stretches[0].sums, "closing": stretches[-1].sums}
    found = {name: sums[name] for name, sums in ends.items() if name in sums}
    for name in ("turnover_credit", "turnover_debit"):
        if all(name in stretch.sums for stretch in stretches):
            found[name] = sum(abs(stretch.sums[name]) for stretch in stretches)
    return found


def _require_next(before: _Stretch, after: _Stretch, notes: Notes) -> None:
    """Note where a section does not go on where the one before it ended."""
    closing, opening = before.sums.get("closing"), after.sums.get("opening")
    days = timedelta()
    if before.end is not None and after.start is not None:
        days = after.start - before.end
    is_known = closing is not None and opening is not None
    if days < timedelta() or (closing != opening if is_known else days):
        notes.add("exchange1c_sections_differ", row=after.number)
    elif days:
        notes.add("exchange1c_sections_apart", row=after.number, severity="noted")


def note_oddities(section: Section, notes: Notes) -> None:
    """Note what stands twice in a section, and lines in it that belong to no field."""
    for name in section.twice.values():
        details = {"field": name}
        notes.add("exchange1c_field_twice", row=section.number, severity="noted", details=details)
    if section.strays:
        details = {"line": str(section.strays[0]), "count": str(len(section.strays))}
        notes.add("exchange1c_stray_line", row=section.number, severity="noted", details=details)


def _stretch(section: Section, currency: str, notes: Notes) -> _Stretch:
    """Read one section; what is printed and cannot be read makes the statement faulty."""
    note_oddities(section, notes)
    sums: dict[str, int] = {}
    for name in _BALANCES:
        if printed := section.said(name):
            try:
                sums[name] = minor(printed, currency)
            except IzdesError:
                label = notes.titles.get(name, name)
                notes.add("balance_unreadable", row=section.number, details={"label": label})
    start, end = _days(section, notes)
    return _Stretch(section.number, start, end, sums)


def _days(section: Section, notes: Notes) -> tuple[datetime | None, datetime | None]:
    """Return the printed days of a section, half-open; None where not both are printed."""
    printed = section.said("period_from"), section.said("period_to")
    if not all(printed):
        return None, None
    try:
        first, last = (as_day(moment(day)) for day in printed)
        if first.at <= last.at:
            return first.at, just_after(last)
    except NotATime:
        pass
    label = " / ".join(printed)[:_SHOWN]
    notes.add("period_unreadable", row=section.number, details={"label": label})
    return None, None


def as_day(printed: Moment) -> Moment:
    """Return a midnight as the day that it stands for: programs print days with a time of zero."""
    is_midnight = printed.at.astimezone(LOCAL).time() == time()
    return replace(printed, precision="day") if is_midnight else printed
