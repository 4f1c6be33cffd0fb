"""The opposite order inside instants where something of the order is known.

Elsewhere an instant is simply read backwards, and that is one ORDER BY. Where running balances
prove places, the core decides how far it may be turned; only those instants are looked at one by
one.
"""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import OrderProof, Party, Transfer, TransferId
from izdes.core.tracing.events import Event, Phase, turned_round
from izdes.engine.tracing.relational.database import Database
from izdes.engine.tracing.relational.dialect import moment_of


class _Stirring(NamedTuple):
    """A departure, an arrival or both at one instant; numbers in place of names."""

    instant: int
    turn: int
    leader: int
    place: int
    payer: int
    payee: int
    currency: int
    amount: int
    order_proven: OrderProof
    leaves: bool
    comes: bool
    behind: int | None

    def event(self) -> Event:
        """Return it as the core orders it."""
        phase: Phase = "both" if self.leaves and self.comes else "debit"
        return Event(
            moment_of(self.instant),
            phase if self.leaves else "credit",
            Transfer(
                transfer_id=TransferId(str(self.place)),
                booked_at=moment_of(self.instant),
                amount_minor=self.amount,
                currency=str(self.currency),
                payer=Party(AccountKey(str(self.payer))),
                payee=Party(AccountKey(str(self.payee))),
                order_proven=self.order_proven,
            ),
        )


def find_turned(database: Database) -> None:
    """Make the table ``turned``: where each event of such an instant stands when turned round."""
    database.run("events.known_instants")
    database.run("events.known_stirrings")
    columns = {"place": "int", "turn": "int", "standing": "int"}
    database.push("turned", columns, _standings(database))
    database.drop("known_instants", "known_stirrings")


def _standings(database: Database) -> Iterator[tuple[int, int, int]]:
    """Yield (place, turn, standing) of every event of the instants in question."""
    stirrings = database.read(_Stirring, "known_stirrings", order="instant, turn, leader, place")
    for _, group in groupby(stirrings, key=attrgetter("instant")):
        instant = list(group)
        units = [
            [stirring.event() for stirring in unit]
            for _, unit in groupby(instant, key=lambda s: (s.turn, s.leader))
        ]
        behind = {
            TransferId(str(s.place)): TransferId(str(s.behind))
            for s in instant
            if s.behind is not None
        }
        for standing, event in enumerate(turned_round(units, behind)):
            turn = 0 if event.phase == "credit" else 1
            yield int(event.transfer.transfer_id), turn, standing
