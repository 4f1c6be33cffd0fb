"""What stands behind the numbers of a `Flat`: names, kinds and times, asked for one at a time."""

from typing import Protocol

from izdes.core.money.transfer import Transfer, TransferId
from izdes.core.tracing.plan import Plan, Pool


class Facts(Protocol):
    """Names, kinds and times behind the numbers; only what a trace touches is ever asked."""

    def place_of(self, transfer_id: TransferId) -> int | None:
        """Return a transfer's place in the ledger, or None where the ledger lacks it."""

    def transfer(self, place: int) -> Transfer:
        """Return the transfer at a place."""

    def pool(self, number: int) -> Pool:
        """Return a pool."""


class PlanFacts:
    """The facts of a plan held in memory."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._places = {t.transfer_id: n for n, t in enumerate(plan.transfers)}

    def place_of(self, transfer_id: TransferId) -> int | None:
        """Return a transfer's place in the ledger, or None where the ledger lacks it."""
        return self._places.get(transfer_id)

    def transfer(self, place: int) -> Transfer:
        """Return the transfer at a place."""
        return self._plan.transfers[place]

    def pool(self, number: int) -> Pool:
        """Return a pool."""
        return self._plan.pools[number]
