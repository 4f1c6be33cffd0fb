"""Checks of a report: its pages, its end, its sums, its letters.

What shows that something is missing or damaged is refused; what its reader must only know is
noted. Sums of entries (90D, 90C) may count those that are only expected, or not: both are right.
"""

from izdes.adapters.statements.fields import Unreadable
from izdes.adapters.statements.lines import Line
from izdes.adapters.statements.mt940.entry import Entries
from izdes.adapters.statements.mt940.fields import Sum, floor_of, sum_of
from izdes.adapters.statements.mt940.pages import Report, breaks_between
from izdes.adapters.statements.mt940.tags import Tag
from izdes.adapters.statements.notes import Notes
from izdes.core.money.amounts import plain_amount
from izdes.core.money.statement import Direction

_SUMS: tuple[tuple[str, Direction], ...] = (("90D", "debit"), ("90C", "credit"))
_HEAD = frozenset({"13", "13D", "20", "21", "25", "25P", "28", "28C", "34F"})
_BODY = frozenset({"60", "60F", "60M", "61", "62", "62F", "62M", "64", "65", "86", "90C", "90D"})


def note_report(report: Report, notes: Notes) -> None:
    """Add what is missing in a report or doubtful about it."""
    _note_pages(report, notes)
    _note_end(report, notes)
    for page in report.pages:
        for number in page.forbidden:
            notes.add("mt_forbidden_character", row=number)
        for number in page.strays:
            notes.add("mt_line_stray", row=number, severity="noted")
    if report.form == "mt942":
        _note_interim(report, notes)
    tags = [tag for page in report.pages for tag in page.tags]
    if letters := [t for t in tags if not all(line.isascii() for line in t.lines)]:
        notes.explain("how_mt_letters", count=len(letters), row=letters[0].number)
    if left := sorted({t.name for t in tags} - _HEAD - _BODY):
        notes.explain("how_mt_tags_left", tags=", ".join(left))


def _note_pages(report: Report, notes: Notes) -> None:
    """Refuse a report of which a page is missing, or whose pages do not fit together."""
    if report.missing:
        row, page = report.pages[0].number, str(report.missing)
        notes.add("mt_page_missing", row=row, details={"page": page})
    for row in breaks_between(report):
        notes.add("mt_pages_differ", row=row)


def _note_end(report: Report, notes: Notes) -> None:
    """Refuse a report that is cut off at either end."""
    first, last = report.pages[0], report.pages[-1]
    if report.form == "mt940":
        for tag, page, label in (
            (report.opening, first, ":60F:"),
            (report.closing, last, ":62F:"),
        ):
            if tag is None:
                notes.add("mt_balance_missing", row=page.last, details={"label": label})
    has_sums = last.first("90D", "90C") is not None
    is_cut = report.form == "mt942" and not (last.is_closed or has_sums)
    for page in report.pages:
        if (page.is_block and not page.is_closed) or (page is last and is_cut):
            notes.add("mt_cut", row=page.last)


def _note_interim(report: Report, notes: Notes) -> None:
    """Say what an interim report leaves out, and when it was made."""
    notes.add("mt_interim", severity="noted")
    for tag in (tag for page in report.pages for tag in page.every("34F")):
        try:
            floor, currency = floor_of(tag.value)
        except Unreadable:
            notes.add("balance_unreadable", row=tag.number, details={"label": ":34F:"})
            continue
        if floor:
            details = {"amount": plain_amount(floor, currency)}
            notes.add("mt_floor_limit", row=tag.number, severity="noted", details=details)
    made = report.first("13D", "13")
    if made:
        notes.explain("how_mt_made_at", at=made.value)


def note_totals(report: Report, entries: Entries, notes: Notes) -> None:
    """Compare the printed sums of entries, of the last page or of all, with the entries."""
    for name, direction in _SUMS:
        tags = [tag for page in report.pages for tag in page.every(name)]
        sums = [found for tag in tags if (found := _sum(tag, entries.currency, notes))]
        if not tags or len(sums) < len(tags):
            continue
        booked = _counted(entries.lines, direction)
        readings = (booked, booked + _counted(entries.expected, direction))
        printed = (sums[-1], Sum(sum(s.count for s in sums), sum(s.minor for s in sums), ""))
        _compare(printed, readings, tags[-1], entries, notes)


def _compare(
    printed: tuple[Sum, Sum],
    readings: tuple[list[int], ...],
    tag: Tag,
    entries: Entries,
    notes: Notes,
) -> None:
    """Refuse a number or a sum of entries that no reading of them gives."""
    nothing = sum(1 for _, code in entries.remarks if code == "zero_amount")
    counts = {len(reading) + extra for reading in readings for extra in (0, nothing)}
    label = f":{tag.name}:"
    if not any(one.count in counts for one in printed):
        details = {"label": label, "printed": str(printed[0].count), "found": str(len(readings[0]))}
        notes.add("entries_count_differs", row=tag.number, details=details)
    if not any(one.minor == sum(reading) for one in printed for reading in readings):
        shown = (printed[0].minor, sum(readings[0]))
        amounts = (plain_amount(minor, entries.currency) for minor in shown)
        details = dict(zip(("printed", "moved"), amounts, strict=True))
        notes.add("total_differs", row=tag.number, details=details)


def _sum(tag: Tag, currency: str, notes: Notes) -> Sum | None:
    """Return a number and sum of entries, refusing one that cannot be read or compared."""
    try:
        found = sum_of(tag.value)
    except Unreadable:
        notes.add("balance_unreadable", row=tag.number, details={"label": f":{tag.name}:"})
        return None
    if found.currency != currency:
        details = {"currencies": f"{currency}, {found.currency}"}
        notes.add("mt_currencies_differ", row=tag.number, details=details)
        return None
    return found


def _counted(lines: list[Line], direction: Direction) -> list[int]:
    """Return the amounts of the lines of one direction."""
    return [line.amount.minor for line in lines if line.amount.direction == direction]
