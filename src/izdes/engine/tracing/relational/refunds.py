"""Refunds: which payment each undoes, decided by the core group by group.

Refunds are few, and pairing them is no relational question (the latest payment that no other
refund undid). The candidates of one sum between two accounts are handed to
`izdes.core.tracing.refunds.refunded_payments`; its decisions come back as a table.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Party, Transfer, TransferId
from izdes.core.tracing.refunds import refunded_payments
from izdes.engine.tracing.relational.database import Database
from izdes.engine.tracing.relational.dialect import moment_of


class _Candidate(NamedTuple):
    """A refund or a payment; ``from_account`` is who first paid."""

    from_account: int
    to_account: int
    currency: int
    amount: int
    place: int
    booked: int
    credited: int | None
    is_refund: bool

    def transfer(self) -> Transfer:
        """Return what the core compares, numbers in place of names."""
        payer, payee = self.from_account, self.to_account
        if self.is_refund:
            payer, payee = payee, payer
        return Transfer(
            transfer_id=TransferId(str(self.place)),
            booked_at=moment_of(self.booked),
            amount_minor=self.amount,
            currency=str(self.currency),
            payer=Party(AccountKey(str(payer))),
            payee=Party(AccountKey(str(payee))),
            kind="refund" if self.is_refund else "transfer",
            credited_at=None if self.credited is None else moment_of(self.credited),
        )


def find_refunds(database: Database) -> None:
    """Make the tables ``undone`` (refund, payment) and ``annulled`` (payment, refund)."""
    database.run("refunds.refund_groups")
    database.push("undone", {"refund": "int", "payment": "int"}, _undone(database))
    database.run("refunds.quiet_refunds")
    database.run("refunds.annulled")
    database.drop("refund_groups", "quiet_refunds")


def _undone(database: Database) -> Iterator[tuple[int, int]]:
    """Yield refunds with the payments that they undo."""
    candidates = database.read(
        _Candidate, "refund_groups", order="from_account, to_account, currency, amount, place"
    )
    for _, group in groupby(candidates, key=lambda c: c[:4]):
        found = refunded_payments([candidate.transfer() for candidate in group])
        yield from ((int(refund), int(payment)) for refund, payment in found.items())
