"""Corrections: one answer of a bank takes the place of another because somebody decided so.

A bank that erred sends its answer again. Which of two files is right no program can know: a person
decides, and the decision is recorded with who, when and why. A replaced statement is kept and
shown, and stays out of the ledger.

Only what the correction speaks of is replaced: a statement is left out when the statements of the
same account and currency in the correcting files cover its whole interval and are not faulty
themselves. Otherwise nothing is replaced, and a fault says what is missing: leaving days out in
silence would look like days without movements.

A decision proves who answers for it, not that the corrected answer is true.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from izdes.core.errors import Fault
from izdes.core.money.account import AccountKey, Coverage
from izdes.core.money.reconcile import coverage_of, reconcile
from izdes.core.money.statement import Statement

Interval = tuple[datetime, datetime]
Accounts = dict[tuple[AccountKey, str], list[Statement]]


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's word that one file takes the place of another.

    Attributes:
        correction: SHA-256 of the file that counts from now on.
        replaced: SHA-256 of the file whose place it takes.
        decided_by: Who answers for it.
        decided_on: The day, as ``YYYY-MM-DD``.
        names: Both files as their user knows them, the correction first.
        file: Where the decision is recorded.
        row: In which row of it.
    """

    correction: str
    replaced: str
    decided_by: str
    decided_on: str
    reason: str
    names: tuple[str, str] = ("", "")
    file: str = ""
    row: int = 0

    def refused(self, code: str) -> Fault:
        """Return the fault that says why the decision is not followed."""
        correction, replaced = self.names
        details = (("correction", correction), ("replaced", replaced))
        return Fault(code, self.file, row=self.row, details=details)

    def noted(self, file: str, sheet: str = "") -> Fault:
        """Return what is said of a replaced statement: by what, by whom, when and why."""
        details = (
            ("by", self.names[0]),
            ("who", self.decided_by),
            ("on", self.decided_on),
            ("reason", self.reason),
        )
        return Fault("superseded", file, sheet, details=details, severity="noted")


def without_superseded(
    statements: Iterable[Statement], decisions: Iterable[Decision]
) -> tuple[list[Statement], list[Fault]]:
    """Leave out the statements that others replace by decision.

    Args:
        statements: Every statement as read, the faulty ones too, in any order.
        decisions: Those recorded; several may replace one file together.

    Returns:
        The statements that count, in their order, and a fault for each statement left out and
        for each decision that could not be followed.
    """
    given = list(statements)
    decided = sorted(set(decisions), key=lambda d: (d.file, d.row, d.replaced))
    circular = _in_circles(decided)
    faults = [decision.refused("correction_circle") for decision in circular]
    by_file = _by_file(given)
    usable = [decision for decision in decided if decision not in circular]
    superseded: set[str] = set()
    for replaced in sorted({decision.replaced for decision in usable}):
        own = [decision for decision in usable if decision.replaced == replaced]
        left_out, found = _judged(by_file.get(replaced, {}), own, by_file)
        superseded |= left_out
        faults += found
    return [s for s in given if s.statement_id not in superseded], sorted(set(faults))


def _by_file(statements: Iterable[Statement]) -> dict[str, Accounts]:
    """Return the statements of each file, account by account."""
    found: defaultdict[str, Accounts] = defaultdict(dict)
    for statement in statements:
        place = (statement.account, statement.currency)
        found[statement.file_sha256].setdefault(place, []).append(statement)
    return dict(found)


def _in_circles(decisions: Sequence[Decision]) -> set[Decision]:
    """Return the decisions by which a file would in the end replace itself."""
    replaced: defaultdict[str, set[str]] = defaultdict(set)
    for decision in decisions:
        replaced[decision.correction].add(decision.replaced)
    return {d for d in decisions if d.correction in _reached(d.replaced, replaced)}


def _reached(start: str, replaced: Mapping[str, set[str]]) -> set[str]:
    """Return every file that a file replaces, itself included, directly or through others."""
    seen, waiting = {start}, [start]
    while waiting:
        for older in replaced.get(waiting.pop(), ()):
            if older not in seen:
                seen.add(older)
                waiting.append(older)
    return seen


def _judged(
    accounts: Accounts, decisions: Sequence[Decision], by_file: Mapping[str, Accounts]
) -> tuple[set[str], list[Fault]]:
    """Return which statements of one file are replaced, and what is said of that."""
    left_out: set[str] = set()
    faults: list[Fault] = []
    silent = set(decisions)
    for place, statements in accounts.items():
        telling = [d for d in decisions if place in by_file.get(d.correction, {})]
        silent -= set(telling)
        covered = _united(s for d in telling for s in by_file[d.correction][place])
        for statement in statements if telling else ():
            if _is_inside(span_of(statement), covered):
                left_out.add(statement.statement_id)
                faults += (d.noted(statement.file, str(statement.sheet)) for d in telling)
            else:
                code = "correction_covers_less" if covered else "correction_unusable"
                faults += (d.refused(code) for d in telling)
    for decision in silent if accounts else ():
        is_read = decision.correction in by_file
        code = "correction_of_other_account" if is_read else "correction_unusable"
        faults.append(decision.refused(code))
    return left_out, faults


def span_of(statement: Statement) -> Interval | None:
    """Return everything a statement speaks of: its printed period and all of its rows."""
    by_rows = replace(statement, period_from=None, period_to=None)
    found = [i for s in (statement, by_rows) if (i := _interval(coverage_of(s)))]
    if not found:
        return None
    return min(start for start, _ in found), max(end for _, end in found)


def _interval(coverage: Coverage | None) -> Interval | None:
    """Return the two ends of a coverage that has them."""
    if coverage is None or coverage.covered_from is None or coverage.covered_to is None:
        return None
    return coverage.covered_from, coverage.covered_to


def _united(statements: Iterable[Statement]) -> list[Interval]:
    """Return what the statements that are not faulty cover together, disjoint and in order."""
    intervals = (_interval(reconcile(s).coverage) for s in statements)
    found: list[Interval] = []
    for start, end in sorted(i for i in intervals if i):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _is_inside(whole: Interval | None, covered: Sequence[Interval]) -> bool:
    """Say whether one of the covered intervals holds the whole; where none is, nothing is held."""
    if whole is None or not covered:
        return bool(covered)
    start, end = covered[max(bisect_right(covered, whole[0], key=lambda i: i[0]) - 1, 0)]
    return start <= whole[0] and whole[1] <= end
