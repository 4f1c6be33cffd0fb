"""Two-sided matching: the payer's row and the payee's row of one transfer.

Both banks print it, and it must enter the ledger once: twice would create money, and pairing the
wrong two would move it. Halves are compared only inside one group: same payer, payee, amount and
currency. Whatever can be paired in two ways stays unpaired and is reported.

A credit may come hours after its debit, when banks clear in sessions: what is alone on both sides
within a day is paired last.

A pair says that two rows agree, not that one payment was meant by both.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

from izdes.core.money.transfer import Precision

TOLERANCE = timedelta(hours=1)
CLOCKS_DIFFER = timedelta(minutes=2)
DAY = timedelta(days=1)
_FARTHER = 3
_COARSER: dict[Precision, timedelta] = {"minute": timedelta(minutes=1), "day": DAY}


@dataclass(frozen=True, slots=True, order=True)
class Half:
    """One side's row of a transfer.

    Attributes:
        moment: When this side books it.
        position: Place in its account's own order.
        name: Its row's name: the last resort of the order, and the way back.
        reference: Document number as printed, empty when absent.
    """

    moment: datetime
    position: int
    name: str
    precision: Precision = "second"
    reference: str = ""


Rule = Literal["reference", "instant", "only", "nearest", "late"]


class Pair(NamedTuple):
    """A debit and a credit that are one transfer, and the rule that left no other choice."""

    debit: Half
    credit: Half
    rule: Rule


class Reach(NamedTuple):
    """How far before and after a half its other side may be booked."""

    before: timedelta
    after: timedelta

    @property
    def turned(self) -> "Reach":
        """The same, seen from the other side."""
        return Reach(self.after, self.before)

    def holds(self, later: timedelta) -> bool:
        """Say whether so much later (negative: earlier) is within reach."""
        return -self.before <= later <= self.after


@dataclass(slots=True)
class Matched:
    """Pairs (debit, credit) of one group, and sets that could be paired in several ways."""

    pairs: list[Pair] = field(default_factory=list)
    ambiguous: list[tuple[tuple[Half, ...], tuple[Half, ...]]] = field(default_factory=list)


def match_halves(
    debits: Iterable[Half], credits_: Iterable[Half], *, tolerance: timedelta = TOLERANCE
) -> Matched:
    """Pair the halves of one group of equal payer, payee, amount and currency.

    A credit comes after its debit, or before it by no more than clocks differ. In this order: equal
    document numbers; equal instants in equal numbers, in row order; halves
    that are the only candidates of each other; nearest of each other with the next one at least
    three times farther; at last, alone with each other within a day, the credit after the debit.
    The order in which halves are given does not matter.
    """
    left, right = sorted(debits), sorted(credits_)
    patience = CLOCKS_DIFFER
    if any(h.precision == "day" for h in (*left, *right)):
        tolerance, patience = max(tolerance, DAY), DAY
    matched = Matched()
    for rule in (_by_reference, _by_instant):
        _take(matched, left, right, list(rule(left, right, tolerance)))
    reach = Reach(patience, tolerance)
    while pairs := list(_only_ones(left, right, reach)) or list(_nearest(left, right, reach)):
        _take(matched, left, right, pairs)
    matched.ambiguous = _ambiguous(left, right, tolerance)
    if not matched.ambiguous:
        late = list(_only_ones(left, right, Reach(patience, DAY)))
        _take(matched, left, right, [Pair(d, c, "late") for d, c, _ in late])
    return matched


def _take(matched: Matched, left: list[Half], right: list[Half], pairs: list[Pair]) -> None:
    """Move pairs from the two lists into the result."""
    matched.pairs += pairs
    taken_left, taken_right = {p.debit for p in pairs}, {p.credit for p in pairs}
    left[:] = [d for d in left if d not in taken_left]
    right[:] = [c for c in right if c not in taken_right]


def _by_reference(left: list[Half], right: list[Half], tolerance: timedelta) -> Iterator[Pair]:
    """Pair halves whose document number occurs once on each side, within a day."""
    often_left = Counter(d.reference for d in left)
    often_right = Counter(c.reference for c in right)
    by_reference = {c.reference: c for c in right}
    for debit in left:
        number = debit.reference
        if number and often_left[number] == often_right[number] == 1:
            credit = by_reference[number]
            if abs(credit.moment - debit.moment) <= max(tolerance, DAY):
                yield Pair(debit, credit, "reference")


def _by_instant(left: list[Half], right: list[Half], _tolerance: timedelta) -> Iterator[Pair]:
    """Pair halves of one instant in row order, where both sides have equally many."""
    unit = max((_COARSER.get(h.precision, timedelta()) for h in (*left, *right)), default=DAY)
    anchor = next((h.moment for h in (*left, *right) if h.precision == "day"), None)
    at_left, at_right = _by_moment(left, unit, anchor), _by_moment(right, unit, anchor)
    for moment, debits in at_left.items():
        credits_ = at_right.get(moment, [])
        if len(debits) == len(credits_):
            yield from (Pair(d, c, "instant") for d, c in zip(debits, credits_, strict=True))


def _by_moment(
    halves: list[Half], unit: timedelta, anchor: datetime | None
) -> dict[datetime, list[Half]]:
    """Group halves by the instant as the coarser of the two sides would print it."""
    start = anchor or datetime(2000, 1, 1, tzinfo=UTC)
    groups: defaultdict[datetime, list[Half]] = defaultdict(list)
    for half in halves:
        within = (half.moment - start) % unit if unit else timedelta()
        groups[half.moment - within].append(half)
    return groups


def _only_ones(left: list[Half], right: list[Half], reach: Reach) -> Iterator[Pair]:
    """Pair halves that have no other candidate on either side."""
    for debit in left:
        near = _near(debit, right, reach)
        if len(near) == 1 and len(_near(near[0], left, reach.turned)) == 1:
            yield Pair(debit, near[0], "only")


def _nearest(left: list[Half], right: list[Half], reach: Reach) -> Iterator[Pair]:
    """Pair halves that are clearly nearest to each other."""
    for debit in left:
        credit = _clearly_nearest(debit, right, reach)
        if credit and _clearly_nearest(credit, left, reach.turned) is debit:
            yield Pair(debit, credit, "nearest")


def _near(half: Half, others: list[Half], reach: Reach) -> Sequence[Half]:
    """Return at most two candidates of a half: the question is only none, one, or more."""
    first = bisect_left(others, half.moment - reach.before, key=lambda o: o.moment)
    last = bisect_right(others, half.moment + reach.after, key=lambda o: o.moment)
    return others[first : min(last, first + 2)]


def _clearly_nearest(half: Half, others: list[Half], reach: Reach) -> Half | None:
    """Return the nearest candidate when the next is at least three times as far away."""
    place = bisect_left(others, half.moment, key=lambda o: o.moment)
    around = sorted((abs(o.moment - half.moment), o) for o in others[max(place - 2, 0) : place + 2])
    within = [(gap, o) for gap, o in around if reach.holds(o.moment - half.moment)]
    if not within:
        return None
    if len(within) > 1 and (within[1][0] < within[0][0] * _FARTHER or not within[1][0]):
        return None
    return within[0][1]


def _ambiguous(
    left: list[Half], right: list[Half], tolerance: timedelta
) -> list[tuple[tuple[Half, ...], tuple[Half, ...]]]:
    """Return the halves that still have candidates, in clusters of time."""
    clusters: list[tuple[list[Half], list[Half]]] = []
    sides = sorted([(d, 0) for d in left] + [(c, 1) for c in right])
    last: datetime | None = None
    for half, side in sides:
        if last is None or half.moment - last > tolerance:
            clusters.append(([], []))
        clusters[-1][side].append(half)
        last = half.moment
    return [(tuple(d), tuple(c)) for d, c in clusters if d and c]
