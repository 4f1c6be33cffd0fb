"""The coverage calendar: for which days an account's statements are there, and how sure they are.

An account is known only where a statement of it is. Between two statements lies a gap, and a gap
looks like quiet days to whoever does not know of it. The calendar names, account by account, every
stretch with its certainty and its files, and every gap. Where statements overlap the better
certainty counts, and all of their files are named.

A stretch proves that a bank answered for those days, not that it told everything. Before the first
and after the last stretch nothing is said, and nothing is called a gap there.

>>> from datetime import UTC
>>> days = [datetime(2026, 5, n, tzinfo=UTC) for n in (1, 11, 21, 31)]
>>> told = Told(AccountKey("A"), "KZT", days[0], days[1], "reconciled", "a.xlsx")
>>> later = Told(AccountKey("A"), "KZT", days[2], days[3], "seen", "b.xlsx")
>>> (of_account,) = calendar_of([later, told])
>>> [s.certainty for s in of_account.stretches], of_account.gaps == ((days[1], days[2]),)
(['reconciled', 'seen'], True)
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Literal, get_args

from izdes.core.money.account import AccountKey
from izdes.core.money.reconcile import Outcome, coverage_of
from izdes.core.money.statement import Statement

Certainty = Literal["reconciled", "stated", "seen", "faulty"]
# The surest first.
CERTAINTIES: tuple[Certainty, ...] = get_args(Certainty)


@dataclass(frozen=True, slots=True)
class Told:
    """One account over one interval, as one file tells it.

    Attributes:
        start: Aware; the interval is half-open.
        certainty: ``reconciled``: its balances prove it; ``stated``: the period is printed and no
            balances can be checked; ``seen``: from the first to the last row; ``faulty``: read,
            and not used.
    """

    account: AccountKey
    currency: str
    start: datetime
    end: datetime
    certainty: Certainty
    file: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class CoveredStretch:
    """An interval over which the same files tell an account, equally sure."""

    covered_from: datetime
    covered_to: datetime
    certainty: Certainty
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountCalendar:
    """One account in one currency: its stretches, disjoint and in order of time."""

    account: AccountKey
    currency: str
    stretches: tuple[CoveredStretch, ...]

    @property
    def gaps(self) -> tuple[tuple[datetime, datetime], ...]:
        """The intervals between stretches that no file tells anything of."""
        return tuple(
            (before.covered_to, after.covered_from)
            for before, after in pairwise(self.stretches)
            if before.covered_to < after.covered_from
        )


def told_by(statement: Statement, outcome: Outcome, *, is_used: bool = True) -> Told | None:
    """Return what a judged statement tells of its account; None where it shows no interval.

    Args:
        is_used: It went into the ledger; one that others contradict did not.
    """
    coverage = coverage_of(statement)
    if coverage is None or coverage.covered_from is None or coverage.covered_to is None:
        return None
    return Told(
        account=statement.account,
        currency=statement.currency,
        start=coverage.covered_from,
        end=coverage.covered_to,
        certainty=_certainty(outcome if is_used else "faulty", basis=coverage.basis),
        file=statement.file,
        sha256=statement.file_sha256,
    )


def _certainty(outcome: Outcome, *, basis: str) -> Certainty:
    """Return how sure an interval is."""
    if outcome == "not_checkable":
        return "stated" if basis == "printed" else "seen"
    return outcome


def calendar_of(told: Iterable[Told]) -> tuple[AccountCalendar, ...]:
    """Return the calendar of every account and currency, whatever the order of files."""
    by_place: defaultdict[tuple[AccountKey, str], list[Told]] = defaultdict(list)
    for one in told:
        by_place[one.account, one.currency].append(one)
    return tuple(
        AccountCalendar(*place, tuple(_stretches(every)))
        for place, every in sorted(by_place.items())
    )


def _stretches(told: Sequence[Told]) -> list[CoveredStretch]:
    """Return the stretches of one account: pieces that meet and say the same are one."""
    found: list[CoveredStretch] = []
    for piece in _pieces(told):
        if found and _goes_on(found[-1], piece):
            found[-1] = replace(found[-1], covered_to=piece.covered_to)
        else:
            found.append(piece)
    return found


def _goes_on(before: CoveredStretch, after: CoveredStretch) -> bool:
    """Say whether two pieces meet and say the same."""
    meets = before.covered_to == after.covered_from
    return meets and (before.certainty, before.files) == (after.certainty, after.files)


def _pieces(told: Sequence[Told]) -> Iterator[CoveredStretch]:
    """Yield the interval between each two instants at which something begins or ends."""
    ends = sorted(
        [(one.start, 1, one) for one in told] + [(one.end, -1, one) for one in told],
        key=lambda end: end[0],
    )
    files: Counter[tuple[str, str]] = Counter()
    certainties: Counter[Certainty] = Counter()
    for (start, step, one), (end, *_) in pairwise(ends):
        files[one.file, one.sha256] += step
        certainties[one.certainty] += step
        surest = next((c for c in CERTAINTIES if certainties[c]), None)
        if surest is not None and start < end:
            yield CoveredStretch(start, end, surest, tuple(name for name, _ in sorted(+files)))
