"""Overlapping statements of one account: one list of movements, one coverage.

Banks answer twice, for periods that overlap. Inside one file every row counts. Across files that
cover the same interval a movement counts as often as the file that shows it most often, not as
often as the files together. Where the printed balances of two statements cannot both be true of
the united rows, the one that begins later is refused.

Two files that agree prove that the bank is consistent, not that either is complete.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate

from izdes.core.errors import Fault
from izdes.core.money.account import AccountKey, Coverage, is_virtual
from izdes.core.money.reconcile import effect_minor
from izdes.core.money.statement import Statement, StatementRow
from izdes.core.money.transfer import Precision

Facts = tuple[datetime, str, int]
Interval = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement of one account, with every row that states it; the first one is shown.

    Attributes:
        account: The resolved key of the account that the rows' statements are about.
        holder: Who holds it: ИИН or БИН, or the account where that is not printed.
        far: The resolved key of the other side.
        position: Place among the account's movements, from 0.
    """

    account: AccountKey
    holder: str
    far: AccountKey
    rows: tuple[StatementRow, ...]
    position: int = 0

    @property
    def shown(self) -> StatementRow:
        """The row whose words are shown."""
        return self.rows[0]


@dataclass(frozen=True, slots=True)
class Covered:
    """A statement that may be traced: its interval and its movements in its own order."""

    statement: Statement
    coverage: Coverage
    movements: tuple[Movement, ...]

    @property
    def interval(self) -> Interval:
        """The covered interval, half-open."""
        start, end = self.coverage.covered_from, self.coverage.covered_to
        if start is None or end is None:
            raise ValueError("a covered statement has an interval")
        return start, end

    @property
    def rank(self) -> tuple[datetime, datetime, str]:
        """Place among statements of one account; file names and their order say nothing here."""
        return (*self.interval, self.statement.statement_id)


@dataclass(frozen=True, slots=True)
class Stretch:
    """An unbroken interval of one account, told by one statement or by several that agree."""

    told_by: tuple[Covered, ...]
    movements: tuple[Movement, ...]

    @property
    def interval(self) -> Interval:
        """From the first start to the last end."""
        intervals = [covered.interval for covered in self.told_by]
        return min(a for a, _ in intervals), max(b for _, b in intervals)


def stretches_of(offered: Iterable[Covered]) -> tuple[list[Stretch], list[Fault]]:
    """Unite statements of one account and currency, those that begin earlier first.

    Returns:
        Disjoint stretches in order of time, and a fault for each statement left out.
    """
    found: list[Stretch] = []
    faults: list[Fault] = []
    for covered in sorted(offered, key=lambda c: c.rank):
        if not found or found[-1].interval[1] < covered.interval[0]:
            found.append(Stretch((covered,), covered.movements))
            continue
        longer = _lengthened(found[-1], covered)
        if _contradicts(found[-1], covered) or len(set(_levels(longer))) > 1:
            faults.append(_contradiction(covered.statement, found[-1].told_by[0].statement))
        else:
            found[-1] = longer
    return found, faults


def coverage_of_stretch(stretch: Stretch) -> Coverage:
    """Return what the statements of a stretch say of the account together."""
    first = stretch.told_by[0].coverage
    if len(stretch.told_by) == 1:
        return first
    start, end = stretch.interval
    levels = _levels(stretch)
    is_printed = all(c.coverage.basis == "printed" for c in stretch.told_by)
    return replace(
        first,
        kind=next((c.coverage.kind for c in stretch.told_by if c.coverage.kind != "bank"), "bank"),
        opening_minor=levels[0] if levels else None,
        covered_from=start,
        covered_to=end,
        basis="printed" if is_printed else "inferred",
    )


def _lengthened(stretch: Stretch, covered: Covered) -> Stretch:
    """Unite a stretch with a statement: equal movements once, the more frequent count wins."""
    waiting: defaultdict[Facts, list[Movement]] = defaultdict(list)
    for movement in covered.movements:
        waiting[_facts(movement)].append(movement)
    once = [_absorb(m, waiting, _same_far_side) for m in stretch.movements]
    twice = [
        new if new is not old else _absorb(old, waiting, _may_be_same_far_side)
        for old, new in zip(stretch.movements, once, strict=True)
    ]
    left = [m for m in covered.movements if any(m is w for w in waiting[_facts(m)])]
    in_time = sorted([*twice, *left], key=lambda m: m.shown.booked_at)
    return Stretch((*stretch.told_by, covered), tuple(in_time))


def _facts(movement: Movement) -> Facts:
    """Return what two files must agree on to speak of one movement."""
    row = movement.shown
    return (row.booked_at, row.direction, row.amount_minor)


def _absorb(
    movement: Movement,
    waiting: defaultdict[Facts, list[Movement]],
    fits: Callable[[AccountKey, AccountKey], bool],
) -> Movement:
    """Add the rows of one waiting movement that states the same; else return it as it is."""
    candidates = waiting[_facts(movement)]
    for index, other in enumerate(candidates):
        if fits(movement.far, other.far):
            del candidates[index]
            return replace(movement, rows=movement.rows + other.rows)
    return movement


def _same_far_side(one: AccountKey, other: AccountKey) -> bool:
    """Say whether both files name the same other side."""
    return one == other


def _may_be_same_far_side(one: AccountKey, other: AccountKey) -> bool:
    """Say whether two files may name one other side in two ways (a card here, an IBAN there)."""
    is_vague = is_virtual(one) or is_virtual(other)
    return is_vague or one.partition(":")[0] != other.partition(":")[0]


def _levels(stretch: Stretch) -> list[int]:
    """Return, from each printed balance, what the balance was when the stretch began.

    All are equal when the statements and the united rows can be true together.
    """
    times = [m.shown.booked_at for m in stretch.movements]
    sums = [0, *accumulate(effect_minor(m.shown) for m in stretch.movements)]
    found = []
    for covered in stretch.told_by:
        start, end = covered.interval
        if covered.statement.opening_minor is not None:
            found.append(covered.statement.opening_minor - sums[bisect_left(times, start)])
        if covered.statement.closing_minor is not None:
            found.append(covered.statement.closing_minor - sums[bisect_left(times, end)])
    return found


def _contradicts(stretch: Stretch, covered: Covered) -> bool:
    """Say whether the two print times so differently that equal rows cannot be recognised."""
    start, end = covered.interval
    present = _precisions(stretch.movements, start, min(end, stretch.interval[1]))
    offered = _precisions(covered.movements, start, min(end, stretch.interval[1]))
    return bool(present and offered and present.isdisjoint(offered))


def _precisions(movements: Sequence[Movement], start: datetime, end: datetime) -> set[Precision]:
    """Return how precisely the movements inside an interval are timed."""
    return {m.shown.time_precision for m in movements if start <= m.shown.booked_at < end}


def _contradiction(later: Statement, earlier: Statement) -> Fault:
    """Name the statement that is left out and the one that it contradicts."""
    return Fault(
        "contradicts_other_statement",
        later.file,
        str(later.sheet),
        details=(("other", earlier.file),),
    )
