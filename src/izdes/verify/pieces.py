"""What a certificate states: slices of transfers, and the places where claimed money rests."""

from datetime import UTC, datetime
from typing import NamedTuple

ENDINGS = (
    *("held", "frontier", "cash", "crypto_exchange", "merchant", "abroad", "fee", "conversion"),
    *("lender", "returned", "unmatched"),
)
_NEVER = datetime.min.replace(tzinfo=UTC)
MARKS = ("claimed_only", "gap", "opening_assumed", "order_sensitive")


class Slice(NamedTuple):
    """Units lo to hi of a transfer are units origin_lo to origin_hi of a claim.

    ``reversed``: they run against each other. ``begins``: it is the victim's own payment.
    ``parent``: the slice that it continues. ``behind``: another victim has the first right.
    """

    slice_id: int
    transfer_id: str
    lo: int
    hi: int
    claim_id: str
    origin_lo: int
    origin_hi: int
    reversed: int
    begins: int
    parent: int | None
    behind: str


class Resting(NamedTuple):
    """Units origin_lo to origin_hi of a claim that go no further."""

    claim_id: str
    account: str
    ending: str
    origin_lo: int
    origin_hi: int
    units: int
    currency: str
    slice_id: int | None
    arrived_at: datetime | None
    arrived_last: datetime | None
    as_of: datetime | None
    behind: str
    marks: str

    def place(self) -> tuple[object, ...]:
        """Return what puts resting places in order."""
        slice_id = -1 if self.slice_id is None else self.slice_id
        first = (self.claim_id, self.origin_lo, self.account, self.ending, self.currency)
        times = (t or _NEVER for t in (self.arrived_at, self.arrived_last, self.as_of))
        last = (self.origin_hi, *times, self.behind, self.marks.split())
        return (*first, slice_id, self.units, *last)
