"""Pairing: rows of two banks that are one transfer although they do not name both accounts.

Every debit and credit of one amount and currency, near enough in time, is a candidate pair when
neither row contradicts the other (`izdes.core.money.likeness`). Strong evidence is settled first.
At each strength a pair stands only when both rows have no other candidate of that strength, or the
next one is at least three times as far in time, or when equally many equal payments of one account
to one other stand in one order. Whatever can be paired in two ways stays unpaired and is listed.

The order of files and rows does not matter. A pair is a conclusion with its reasons, not a bank's
statement that the two rows are one payment.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from izdes.core.money.account import AccountKey
from izdes.core.money.likeness import (
    LEAST,
    NOBODY,
    OTHER_CARD,
    POINTS,
    Known,
    Said,
    in_common,
    said_of,
    spoken_for,
)
from izdes.core.money.matching import CLOCKS_DIFFER
from izdes.core.money.overlap import Movement
from izdes.core.money.tolerance import Banks, Tolerances, lag_of
from izdes.core.money.transfer import RowId

_DAY = timedelta(days=1)
_STRENGTHS = (8, 6, 3, LEAST)
_FARTHER = 3
_DECISIVE = 3
_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A debit and a credit that may be one transfer.

    Attributes:
        reasons: What speaks for it: ``payee_…`` is said by the payer's bank of the payee,
            ``payer_…`` the other way round.
        lag: How long the credit comes after the debit.
    """

    debit: Movement
    credit: Movement
    points: int
    reasons: tuple[str, ...]
    lag: timedelta

    @property
    def rows(self) -> tuple[RowId, RowId]:
        """The rows of both sides."""
        return self.debit.shown.row_id, self.credit.shown.row_id


@dataclass(slots=True)
class Paired:
    """What was settled, and what could be settled in several ways."""

    pairs: list[Candidate] = field(default_factory=list)
    open: list[Candidate] = field(default_factory=list)


class Market:
    """Unpaired movements, and which of them may belong together."""

    def __init__(
        self,
        known: Mapping[AccountKey, Known],
        banks: Mapping[AccountKey, str],
        tolerances: Tolerances,
    ) -> None:
        self._known, self._banks, self._tolerances = known, banks, tolerances

    def pair(self, movements: Iterable[Movement]) -> Paired:
        """Pair movements of several accounts, each at most once."""
        sides: defaultdict[tuple[str, int], tuple[list[Movement], list[Movement]]] = defaultdict(
            lambda: ([], [])
        )
        for m in movements:
            row = m.shown
            sides[row.currency, row.amount_minor][row.direction == "credit"].append(m)
        found = Paired()
        for _, (debits, credits_) in sorted(sides.items()):
            if debits and credits_:
                settle(list(self._candidates(debits, credits_)), found)
        return found

    def _candidates(
        self, debits: Sequence[Movement], credits_: Sequence[Movement]
    ) -> Iterator[Candidate]:
        """Yield what may belong together among payments of one amount."""
        inward = sorted(credits_, key=_place)
        times = [m.shown.booked_at for m in inward]
        said = {m.shown.row_id: said_of(m.shown, m.far) for m in (*debits, *credits_)}
        reach = self._tolerances.longest + _DAY
        for debit in sorted(debits, key=_place):
            at = debit.shown.booked_at
            near = inward[bisect_left(times, at - _DAY) : bisect_right(times, at + reach)]
            for credit in near:
                if found := self._candidate(debit, credit, said):
                    yield found

    def _candidate(
        self, debit: Movement, credit: Movement, said: Mapping[RowId, Said]
    ) -> Candidate | None:
        """Return a pair if times allow it, nothing contradicts it and something speaks for it."""
        lag = lag_of(debit.shown, credit.shown)
        if debit.account == credit.account or not self._is_in_time(debit, credit, lag):
            return None
        there = self._spoken(said[debit.shown.row_id], credit.account)
        back = self._spoken(said[credit.shown.row_id], debit.account)
        if there is None or back is None:
            return None
        reasons = (
            *(f"payee_{fact}" for fact in there),
            *(f"payer_{fact}" for fact in back),
            *in_common(debit.shown, credit.shown),
        )
        points = sum(map(_points, reasons))
        return Candidate(debit, credit, points, reasons, lag) if points >= LEAST else None

    def _spoken(self, said: Said, account: AccountKey) -> tuple[str, ...] | None:
        """Return what a row says for an account being its far side."""
        return spoken_for(said, account, self._known.get(account, NOBODY))

    def _is_in_time(self, debit: Movement, credit: Movement, lag: timedelta) -> bool:
        """Say whether the credit comes when money of these two banks comes."""
        banks: Banks = self._banks.get(debit.account, ""), self._banks.get(credit.account, "")
        return -CLOCKS_DIFFER <= lag <= self._tolerances.of(banks)


def _points(reason: str) -> int:
    """Return how much a reason speaks for a pair."""
    fact = reason.partition("_")[2] if reason.startswith(("payee_", "payer_")) else reason
    return OTHER_CARD if fact == "other_card" else POINTS[fact]


def _place(movement: Movement) -> tuple[object, ...]:
    """Return a movement's place in a fixed order that knows no files."""
    row = movement.shown
    return (row.booked_at, movement.account, movement.position, row.row_id)


def settle(candidates: Sequence[Candidate], found: Paired) -> None:
    """Pair what leaves no choice, the strongest evidence first; list what does."""
    left = list(candidates)
    for strength in _STRENGTHS:
        while settled := _without_choice([c for c in left if c.points >= strength]):
            found.pairs += settled
            taken = {row for c in settled for row in c.rows}
            left = [c for c in left if taken.isdisjoint(c.rows)]
    found.open += left


def _without_choice(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates that both their rows prefer to all others; never two of one row."""
    by_row: defaultdict[RowId, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        for row in candidate.rows:
            by_row[row].append(candidate)
    preferred = [c for c in candidates if all(_is_preferred(c, by_row[row]) for row in c.rows)]
    return preferred or _in_step(candidates, by_row)


def _is_preferred(candidate: Candidate, rivals: Sequence[Candidate]) -> bool:
    """Say whether a candidate is its row's only one, or clearly the nearest of equal strength.

    One that a card or a document number more speaks for has no rival in one that lacks it.
    """
    others = [r for r in rivals if r is not candidate and r.points > candidate.points - _DECISIVE]
    if not others:
        return True
    if max(r.points for r in others) >= candidate.points + _DECISIVE:
        return False
    gap = abs(candidate.lag)
    return all(abs(r.lag) >= max(_FARTHER * gap, gap + _MOMENT) for r in others) and _is_exact(
        candidate, others
    )


def _is_exact(candidate: Candidate, others: Iterable[Candidate]) -> bool:
    """Say whether every time in question is printed to the minute at least."""
    return all(
        m.shown.time_precision != "day" for c in (candidate, *others) for m in (c.debit, c.credit)
    )


def _in_step(
    candidates: Sequence[Candidate], by_row: Mapping[RowId, Sequence[Candidate]]
) -> list[Candidate]:
    """Pair equal payments of one account to one other in their order, where all fit all.

    As many leave as arrive at what may be one instant, and none of them has a candidate elsewhere:
    whichever is which, the same money goes the same way.
    """
    groups: defaultdict[tuple[AccountKey, AccountKey], list[Candidate]] = defaultdict(list)
    for c in candidates:
        groups[c.debit.account, c.credit.account].append(c)
    found: list[Candidate] = []
    for _, group in sorted(groups.items()):
        debits = {c.debit.shown.row_id: c.debit for c in group}
        credits_ = {c.credit.shown.row_id: c.credit for c in group}
        alone = all(len(by_row[row]) == len(credits_) for row in debits) and all(
            len(by_row[row]) == len(debits) for row in credits_
        )
        at_once = not any(c.lag for c in group)
        if at_once and alone and len(debits) == len(credits_):
            found += _zipped(group, debits.values(), credits_.values())
    return found


def _zipped(
    group: Iterable[Candidate], debits: Iterable[Movement], credits_: Iterable[Movement]
) -> Iterator[Candidate]:
    """Yield the candidates of the first with the first, the second with the second."""
    by_rows = {c.rows: c for c in group}
    for debit, credit in zip(sorted(debits, key=_place), sorted(credits_, key=_place), strict=True):
        yield by_rows[debit.shown.row_id, credit.shown.row_id]
