"""Pro rata: every payment takes a share of everyone's money in the account at that moment.

The account is one mixture. A payment of a tenth of the balance takes a tenth of each victim's
money and a tenth of the clean money: the rolling charge, computed anew at each payment. Shares are
whole minor units that make the payment exactly (`izdes.core.tracing.classes.shares_of`); no unit
is created or lost, and rounding never moves a whole unit.

Pro rata is a convention, not a finding. It spreads a claim thinly over many accounts, where FIFO
names few. It is not the same as dividing a final fund in proportion to losses, which is a rule
of distribution (`izdes.core.tracing.restitution`).

Source: the "North American" rolling charge, discussed and called fairer but not applied for its
cost in Barlow Clowes v Vaughan [1992] 4 All ER 22.

>>> from izdes.core.tracing.lots import clean
>>> pool = Proportion(100)
>>> [lot.units for lot in pool.pay(30)], [lot.units for lot in pool.rest()]
([30], [70])
"""

from collections.abc import Iterable, Sequence

from izdes.core.tracing.classes import Mixture, shares_of
from izdes.core.tracing.holding import Rule
from izdes.core.tracing.lots import Lot


class Proportion:
    """A pool of which every payment takes a share of every class."""

    def __init__(self, opening_minor: int) -> None:
        self._mixture = Mixture(opening_minor)

    def receive(self, lots: Sequence[Lot]) -> None:
        """Mix lots in."""
        self._mixture.receive(lots)

    def pay(self, units: int) -> list[Lot]:
        """Take a share of every class, clean money last."""
        sizes = [lot.units for lot in self._mixture.claimed()]
        *claimed, own = shares_of(units, [*sizes, self._mixture.clean_minor])
        return [*self._mixture.take_claimed(claimed), *self._mixture.take_clean(own)]

    def rest(self) -> Iterable[Lot]:
        """Return what is in the pool, by class."""
        return self._mixture.rest()


PRO_RATA = Rule("pro-rata", "indifferent", "rolling", mixes=True, holding=Proportion)
