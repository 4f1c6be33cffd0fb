"""The coverage calendar of the statements read, and its table."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from izdes.adapters.tables.rows import Columns, write_csv
from izdes.adapters.tables.statements import Judged
from izdes.core.money.aliases import AliasBook
from izdes.core.money.assemble import Assembly
from izdes.core.money.calendar import AccountCalendar, calendar_of, told_by

COVERAGE_COLUMNS: Columns = {
    "account": "text",
    "currency": "text",
    "covered_from": "time",
    "covered_to": "time",
    "certainty": "text",
    "files": "text",
}


def coverage_calendar(judged: Iterable[Judged], assembly: Assembly) -> tuple[AccountCalendar, ...]:
    """Return the calendar of every account; replaced statements tell nothing.

    Args:
        judged: Every statement that was read.
        assembly: What the ledger took of them, and under which keys.
    """
    told = [
        (j, one)
        for j in judged
        if not j.is_superseded
        and (
            one := told_by(
                j.statement,
                j.reconciliation.outcome,
                is_used=j.statement.statement_id not in assembly.left_out,
            )
        )
    ]
    names = AliasBook(assembly.aliases, (one.account for j, one in told if j.is_traced))
    return calendar_of(
        replace(one, account=names.resolve(one.account, one.start)) for _, one in told
    )


def write_coverage(folder: Path, calendar: Iterable[AccountCalendar]) -> None:
    """Write ``coverage.csv``: a row a stretch; what lies between two stretches is a gap."""
    rows = [
        (of.account, of.currency, s.covered_from, s.covered_to, s.certainty, "; ".join(s.files))
        for of in calendar
        for s in of.stretches
    ]
    write_csv(folder / "coverage.csv", COVERAGE_COLUMNS, rows)
