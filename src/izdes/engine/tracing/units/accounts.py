"""Accounts: which pools are one account's, found without a list of all names.

Account pools stand in the order of (account, currency, window): an account's lie side by side and
are found by halving.
"""

from bisect import bisect_left, bisect_right

import numpy as np

from izdes.core.money.account import AccountKey
from izdes.engine.tracing.facts import Facts
from izdes.engine.tracing.flat import ACCOUNT, Flat


class Accounts:
    """The pools of each account of a ledger."""

    def __init__(self, flat: Flat, facts: Facts) -> None:
        self._facts = facts
        self._count = int(np.count_nonzero(flat.kind == ACCOUNT))

    def pools_of(self, account: AccountKey) -> range:
        """Return the pools of an account's windows."""
        numbers = range(self._count)
        lo = bisect_left(numbers, account, key=self._name)
        return range(lo, bisect_right(numbers, account, lo=lo, key=self._name))

    def _name(self, pool: int) -> AccountKey:
        return self._facts.pool(pool).account
