"""Trail: the true order of a statement's rows, read from the balance after each of them.

Banks book to the second, to the minute or only to the day, and list what shares an instant in any
order. Where the balance after each row is printed, the rows of one instant must chain from the
balance before them to the balance after them (`izdes.core.money.walk`). Where they chain in one
way only, their places are *proven*, whatever order they are listed in.

Decided here:

- Each instant is judged by itself: the balance before it is the opening balance and the sum of
  all earlier rows. An instant that does not chain takes no proof from the others.
- Rows of one instant that agree in amount, far account and kind are interchangeable: a trace sees
  no difference. An instant that chains in several other ways is *ambiguous* as a whole.
- An instant in which a balance is lacking stays as listed, and nothing of it is proven.
- A row without a balance and a fee with one right behind it were printed as one row: one step.
- Rows that move nothing are no steps. They stand where their balance is first reached.

A chain proves the order of the rows that are there, and that none is lacking between them. It
does not prove that none is lacking before the first or after the last.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, groupby
from typing import NamedTuple

from izdes.core.money.account import AccountKey
from izdes.core.money.reconcile import effect_minor
from izdes.core.money.statement import StatementRow
from izdes.core.money.transfer import RowId
from izdes.core.money.walk import (
    Step,
    is_only_walk,
    likely_start,
    possible_starts,
    stuck_at,
    walk_from,
)


@dataclass(frozen=True, slots=True)
class Ordered:
    """The rows of a statement in their order, and what their balances prove.

    Attributes:
        rows: In time; each with its new position, and whether its place is proven.
        broken: The first row, in time, at which the chain cannot go on; None where it holds.
        has_gap: It cannot, and the rows do not even chain as listed.
        ambiguous: The moving rows of each instant that chains in several ways.
        opening_minor: The balance before the first row, where the balances tell it: every row
            that moves money prints one, and they chain in time or at least as listed.
        closing_minor: The balance after the last row, likewise.
    """

    rows: tuple[StatementRow, ...]
    broken: RowId | None = None
    has_gap: bool = False
    ambiguous: tuple[tuple[RowId, ...], ...] = ()
    opening_minor: int | None = None
    closing_minor: int | None = None

    @property
    def proven(self) -> frozenset[RowId]:
        """The rows whose places are proven."""
        return frozenset(row.row_id for row in self.rows if row.order_proven)


# What was printed as one row: mostly one movement, sometimes a payment and its fee.
_Part = tuple[StatementRow, ...]


@dataclass(slots=True)
class _Instant:
    """The rows that share one printed moment, as listed.

    Attributes:
        before_minor: What all earlier rows together moved.
        parts: The moving rows.
        steps: The parts as steps; none where one of them prints no balance.
    """

    before_minor: int
    rows: list[StatementRow]
    parts: list[_Part] = field(init=False)
    steps: list[Step] = field(init=False)

    def __post_init__(self) -> None:
        self.parts = _parts(self.rows)
        self.steps = [_step(part) for part in self.parts] if self.is_told else []

    @property
    def is_told(self) -> bool:
        """Say whether every part prints a balance."""
        return all(part[-1].balance_minor is not None for part in self.parts)


class _Base(NamedTuple):
    """The balance before all rows; a guess where the balances leave a choice."""

    minor: int
    is_known: bool


def ordered(rows: Sequence[StatementRow], opening_minor: int | None = None) -> Ordered:
    """Put the rows of one account and currency in the order that their balances prove.

    Args:
        rows: As listed, the oldest or the newest first.
        opening_minor: The balance before all of them where it is printed.

    Returns:
        The same rows. Where no instant can be judged they stay as they are.
    """
    instants = list(_instants(rows))
    told = [instant for instant in instants if instant.steps]
    if not told:
        return Ordered(tuple(rows))
    base = _Base(opening_minor, is_known=True) if opening_minor is not None else _base_of(told)
    found = _in_order(instants, base)
    if found.broken is not None:
        start = _start_as_listed(_parts(rows), opening_minor)
        if start is None:
            return replace(found, has_gap=True)
        base = _Base(start, is_known=True)
        found = replace(_in_order(instants, base), broken=found.broken)
    if not (base.is_known and all(instant.is_told for instant in instants)):
        return found
    closing = base.minor + sum(map(effect_minor, rows))
    return replace(found, opening_minor=base.minor, closing_minor=closing)


def _parts(rows: Iterable[StatementRow]) -> list[_Part]:
    """Return what moves money, a fee together with the payment in whose row it was printed."""
    parts: list[_Part] = []
    for row in filter(effect_minor, rows):
        last = parts[-1][-1] if parts else None
        is_fee = row.kind == "fee" and row.balance_minor is not None
        if is_fee and last and last.balance_minor is None and last.booked_at == row.booked_at:
            parts[-1] += (row,)
        else:
            parts.append((row,))
    return parts


def _step(part: _Part) -> Step:
    """Return what was printed as one row as a step between two balances."""
    after = part[-1].balance_minor or 0
    seen = tuple((_far_account(row), row.kind, effect_minor(row)) for row in part)
    return Step(after - sum(map(effect_minor, part)), after, seen)


def _far_account(row: StatementRow) -> AccountKey:
    """Return the account on the other side."""
    return (row.payee if row.direction == "debit" else row.payer).account


def _instants(rows: Iterable[StatementRow]) -> Iterator[_Instant]:
    """Yield the rows grouped by their printed moment, in time."""
    before = 0
    in_time = sorted(rows, key=lambda row: row.booked_at)
    for _, group in groupby(in_time, key=lambda row: row.booked_at):
        instant = _Instant(before, list(group))
        before += sum(map(effect_minor, instant.rows))
        yield instant


def _base_of(told: Sequence[_Instant]) -> _Base:
    """Return the balance before all rows from where the instants may begin.

    An instant that ends where it began may begin at any of its balances; another settles it.
    """
    likely = likely_start(told[0].steps) - told[0].before_minor
    if not possible_starts(told[0].steps):
        # The first instant is broken in itself: everything is judged from where it begins.
        return _Base(likely, is_known=True)
    possible: set[int] = set()
    for instant in told:
        here = {start - instant.before_minor for start in possible_starts(instant.steps)}
        # An instant that contradicts those before it is found out when it is walked.
        possible = possible & here or possible or here
        if len(possible) == 1:
            return _Base(possible.pop(), is_known=True)
    return _Base(likely if likely in possible else min(possible), is_known=False)


def _in_order(instants: Iterable[_Instant], base: _Base) -> Ordered:
    """Walk every instant from the balance before it."""
    placed: list[StatementRow] = []
    ambiguous: list[tuple[RowId, ...]] = []
    broken: RowId | None = None
    for instant in instants:
        start = base.minor + instant.before_minor
        walk = walk_from(start, instant.steps)
        is_proven = False
        if walk is None:
            broken = broken or instant.parts[stuck_at(start, instant.steps)][0].row_id
        elif walk:
            is_proven = base.is_known and is_only_walk([instant.steps[i] for i in walk])
            if not is_proven:
                ambiguous.append(tuple(row.row_id for i in walk for row in instant.parts[i]))
        in_place = _along(instant, walk, start) if walk else instant.rows
        placed += (_at(row, n, is_proven) for n, row in enumerate(in_place, start=len(placed)))
    return Ordered(tuple(placed), broken, ambiguous=tuple(ambiguous))


def _along(instant: _Instant, walk: Sequence[int], start: int) -> list[StatementRow]:
    """Return all rows of an instant along its walk; what moves nothing stands at its balance."""
    reached: dict[int | None, int] = {start: 0}
    for place, index in enumerate(walk, start=1):
        reached.setdefault(instant.steps[index].end, place)
    keyed = [
        ((place, 0), row)
        for place, index in enumerate(walk, start=1)
        for row in instant.parts[index]
    ]
    still = (row for row in instant.rows if not effect_minor(row))
    keyed += (((reached.get(row.balance_minor, len(walk)), 1), row) for row in still)
    return [row for _, row in sorted(keyed, key=lambda pair: pair[0])]


def _at(row: StatementRow, position: int, is_proven: bool) -> StatementRow:  # noqa: FBT001
    """Return a row at its place."""
    is_step = effect_minor(row) != 0
    return replace(row, position=position, order_proven=is_proven and is_step)


def _start_as_listed(parts: Sequence[_Part], opening_minor: int | None) -> int | None:
    """Return the balance before the first row where the rows chain as listed, one way or other.

    Their times then do not follow their balances, but nothing is lacking between them.
    """
    for listed in (parts, parts[::-1]):
        moved = accumulate(sum(map(effect_minor, part)) for part in listed)
        starts = {
            part[-1].balance_minor - total
            for part, total in zip(listed, moved, strict=True)
            if part[-1].balance_minor is not None
        }
        start = starts.pop()
        if not starts and opening_minor in (None, start):
            return start
    return None
