"""Pools and parts: the places where money waits, and the runs of units that pass between them.

A pool is one account in one currency over one window in which its movements are known. A part is
a run of units of one transfer with one place it comes from and one place it goes to.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from izdes.core.money.account import AccountKey
from izdes.core.tracing.trace import EndingKind

OUTSIDE = -1
PoolKind = Literal["account", "pin", "exchange"]


@dataclass(frozen=True, slots=True)
class Pool:
    """A place where money waits.

    Attributes:
        kind: ``account``: a rule says what leaves. ``pin`` and ``exchange``: all that came in
            goes out as it came; an exchange counts it anew in another currency.
        opening_minor: Clean units that are there first. What is owed is no unit: it shows in the
            parts.
        ending: How money ends that never leaves: ``held`` or ``frontier`` for an account.
        as_of: The instant of which that is true; None where nobody said the account is covered.
        goes_dark: A later window follows after a gap.
        is_assumed: The opening balance was not printed.
    """

    kind: PoolKind
    account: AccountKey
    currency: str
    start: datetime | None = None
    opening_minor: int = 0
    ending: EndingKind = "frontier"
    as_of: datetime | None = None
    goes_dark: bool = False
    is_assumed: bool = False


class Part(NamedTuple):
    """A run of units of one transfer, from one place to one place.

    Attributes:
        place: The transfer's number in the ledger.
        lo: First unit of the part inside the transfer.
        units: How many, at least 1.
        source: Pool that they leave; `OUTSIDE` for clean money that nobody's statement shows.
        target: Pool that they enter; `OUTSIDE` where they end as ``ending`` says.
        ending: How they end at a dark payee or at the lender; None where they enter a pool.
    """

    place: int
    lo: int
    units: int
    source: int
    target: int
    ending: EndingKind | None


class Step(NamedTuple):
    """Parts of one transfer leaving (``is_arrival`` False) or arriving, in the order of units."""

    at: datetime
    place: int
    is_arrival: bool
