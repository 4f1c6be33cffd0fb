"""Running balances: what the balance after each row says of a statement, and what to note of it.

The order within one instant and the balances that are not printed are read from the rows
(`izdes.core.money.trail`). Where the rows do not chain and nothing else shows them to be all
there, the statement is refused at the row where the chain breaks.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from izdes.adapters.statements.notes import Notes
from izdes.core.money.amounts import plain_amount
from izdes.core.money.reconcile import effect_minor
from izdes.core.money.statement import StatementRow
from izdes.core.money.trail import Ordered, ordered
from izdes.core.money.transfer import RowId


@dataclass(frozen=True, slots=True)
class Told:
    """Rows of one account in one currency, and the balances before and after them if known."""

    rows: tuple[StatementRow, ...]
    opening_minor: int | None
    closing_minor: int | None

    @property
    def adds_up(self) -> bool:
        """Say whether both balances are known and the rows lead from one to the other."""
        if self.opening_minor is None or self.closing_minor is None:
            return False
        return self.opening_minor + sum(map(effect_minor, self.rows)) == self.closing_minor


def by_running_balance(told: Told, notes: Notes) -> Told:
    """Return the rows in the order that their balances prove, and the balances they tell.

    Rows of several currencies are left as they are: their balances are of different accounts.
    """
    if len({row.currency for row in told.rows}) != 1:
        return told
    found = ordered(told.rows, told.opening_minor)
    if found.broken is not None and not _is_whole(told, found):
        notes.add("running_balance_broken", row=_number_of(found.broken))
        return told
    if found.broken is not None:
        notes.add("running_balance_unclear", row=_number_of(found.broken), severity="noted")
    _note_order(found, notes)
    return _with_balances(replace(told, rows=found.rows), found, notes)


def _is_whole(told: Told, found: Ordered) -> bool:
    """Say whether no row is lacking although the rows do not chain in time."""
    if told.opening_minor is not None and told.closing_minor is not None:
        return told.adds_up
    return not found.has_gap


def _note_order(found: Ordered, notes: Notes) -> None:
    """Say how many rows that share their instant have a proven place, and how many have not."""
    if count := _settled(found.rows):
        notes.explain("how_order_by_balances", count=count)
    if found.ambiguous:
        details = {"count": str(sum(map(len, found.ambiguous)))}
        first = _number_of(found.ambiguous[0][0])
        notes.add("order_uncertain", row=first, severity="noted", details=details)


def _settled(rows: Iterable[StatementRow]) -> int:
    """Return how many rows share their instant with others and have a proven place in it."""
    groups = (list(group) for _, group in groupby(rows, key=lambda row: row.booked_at))
    return sum(sum(row.order_proven for row in group) for group in groups if len(group) > 1)


def _with_balances(told: Told, found: Ordered, notes: Notes) -> Told:
    """Take what is not printed of the opening and closing balance from the rows."""
    if found.opening_minor is None or found.closing_minor is None:
        return told
    if told.opening_minor is not None and told.closing_minor is not None:
        return told
    opening = found.opening_minor if told.opening_minor is None else told.opening_minor
    closing = found.closing_minor if told.closing_minor is None else told.closing_minor
    currency = told.rows[0].currency
    details = {
        "opening": plain_amount(opening, currency),
        "closing": plain_amount(closing, currency),
    }
    notes.add("opening_from_running_balance", severity="noted", details=details)
    return replace(told, opening_minor=opening, closing_minor=closing)


def _number_of(row_id: RowId) -> int:
    """Return the number of a row as its user sees it."""
    return int(row_id.rpartition("/")[2])
