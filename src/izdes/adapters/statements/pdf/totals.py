"""Totals: what a printed statement says of its own completeness is compared with its rows.

Turnovers of each operation, sums of what came and went, a line of sums under the table, and the
count of its pages. A PDF is easily altered: an amount that was changed, or a page taken out, shows
where a sum was forgotten. That everything agrees does not prove that nothing was altered.
"""

from collections.abc import Iterator, Sequence

from izdes.adapters.statements.fields import Unreadable
from izdes.adapters.statements.pdf.amounts import minor_of
from izdes.adapters.statements.pdf.cells import PrintedRow, begins_row
from izdes.adapters.statements.pdf.heading import PrintedHeading
from izdes.adapters.statements.pdf.lines import PrintedLine, segments_of
from izdes.adapters.statements.pdf.movements import Movement
from izdes.adapters.statements.pdf.words import operation_in, page_count
from izdes.core.errors import IzdesError
from izdes.core.money.amounts import plain_amount

Found = tuple[str, dict[str, str]]

_MISC = "misc"
_EDGE_LINES = 3
_MOST_NAMED = 10
_GAP = 0.9


def sums_that_differ(
    movements: Sequence[Movement],
    heading: PrintedHeading,
    totals: Sequence[PrintedRow],
    currency: str,
) -> Iterator[Found]:
    """Yield every printed sum that is not the sum of the rows.

    Several lines of sums are sums of parts of the table, and are left alone.
    """
    came = sum(m.amount.minor for m in movements if m.is_credit)
    went = sum(m.amount.minor for m in movements if not m.is_credit)
    fees = sum(m.fee_minor for m in movements)
    allowed = {"credit": {came}, "debit": {went, went + fees}}
    for side, sums in allowed.items():
        printed = heading.minor(f"turnover_{side}", currency)
        if printed is not None and abs(printed) not in sums:
            yield "turnover_differs", _amounts(printed, max(sums), currency)
    yield from _of_operations(movements, heading, currency)
    allowed["amount"] = {came + went, came - went, went - came}
    if len(totals) == 1:
        yield from _of_line(totals[0], allowed, currency)


def _of_operations(
    movements: Sequence[Movement], heading: PrintedHeading, currency: str
) -> Iterator[Found]:
    """Compare the turnover of each operation; rows of an unknown one count as miscellaneous."""
    groups: dict[str, list[int]] = {}
    for movement in movements:
        known = operation_in(movement.words)
        groups.setdefault(known.group if known else _MISC, []).append(movement.signed_minor)
    for turnover in heading.turnovers:
        signed = groups.get(turnover.operation.group, [])
        try:
            printed = turnover.figure.minor(currency)
        except IzdesError as error:
            yield "balance_unreadable", {"label": turnover.label, "code": error.code}
            continue
        if printed not in _ways_to_sum(signed, has_sign=turnover.figure.has_sign):
            given = _amounts(printed, sum(signed), currency)
            yield "pdf_kind_total_differs", {"kind": turnover.label, **given}


def _ways_to_sum(signed: Sequence[int], *, has_sign: bool) -> set[int]:
    """Return what a turnover may be: all together, or what came or went alone."""
    came, went = sum(m for m in signed if m > 0), sum(m for m in signed if m < 0)
    sums = {came + went, went or came}
    return sums if has_sign else {abs(one) for one in sums} | {came - went}


def _of_line(line: PrintedRow, allowed: dict[str, set[int]], currency: str) -> Iterator[Found]:
    """Compare the line of sums under the table, column by column."""
    for meaning, sums in allowed.items():
        try:
            printed = minor_of(line.text(meaning), meaning, currency)
        except Unreadable:
            # Words under an amount column are no sum.
            continue
        signed = sums | {-one for one in sums}
        if line.text(meaning) and printed not in signed:
            yield "total_differs", _amounts(printed, max(sums), currency)


def _amounts(printed: int, moved: int, currency: str) -> dict[str, str]:
    """Return the details that a sentence needs."""
    return {"printed": plain_amount(printed, currency), "moved": plain_amount(moved, currency)}


def missing_pages(pages: Sequence[Sequence[PrintedLine]]) -> dict[str, str] | None:
    """Return which pages the file lacks by its own count; None where it lacks none.

    Where not every page is counted, as many pages as the count says are enough.
    """
    counts = [found for page in pages if (found := _count_on(page)) is not None]
    if not counts:
        return None
    promised = max(of for _, of in counts)
    there = {number for number, _ in counts}
    is_whole = len(pages) == promised and (len(there) == promised or len(counts) < len(pages))
    if is_whole and all(of == promised for _, of in counts):
        return None
    lacking = (n for n in range(1, min(promised, len(there) + _MOST_NAMED) + 1) if n not in there)
    named = [str(n) for n in lacking][:_MOST_NAMED]
    return {"pages": ", ".join(named) or "?", "printed": str(promised), "found": str(len(pages))}


def _count_on(page: Sequence[PrintedLine]) -> tuple[int, int] | None:
    """Return how a page counts itself, in one of its outermost lines that begin no row."""
    edges = [*page[-_EDGE_LINES:][::-1], *page[:_EDGE_LINES]]
    pieces = (p for line in edges if not begins_row(line) for p in _pieces(line))
    return next((found for piece in pieces if (found := page_count(piece))), None)


def _pieces(line: PrintedLine) -> list[str]:
    """Return a line and the pieces that stand apart in it."""
    return [line.text, *(segment.text for segment in segments_of(line, _GAP))]
