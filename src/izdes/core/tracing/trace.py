"""What a trace states: slices of transfers, and endings of claims.

A trace is a set of statements about units: "units lo to hi of this transfer are units origin_lo to
origin_hi of that claim". It follows a declared rule and proves only what the rule says of the
ledger given; another rule may name other accounts.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from izdes.core.errors import IzdesError
from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import ClaimId, TransferId

EndingKind = Literal[
    "held",
    "frontier",
    "cash",
    "crypto_exchange",
    "merchant",
    "abroad",
    "fee",
    "conversion",
    "lender",
    "returned",
    "unmatched",
]
ENDING_KINDS: tuple[EndingKind, ...] = get_args(EndingKind)
Mark = Literal["opening_assumed", "order_sensitive", "gap", "claimed_only"]


class ClaimsExceedTransfer(IzdesError):
    """The claims on one transfer are more than it moved."""

    code = "claims_exceed_transfer"


class PinRefused(IzdesError):
    """A stated pin does not hold: the money was no longer there, or it was never there."""

    code = "pin_refused"


class NotConserved(IzdesError):
    """The endings of a claim do not add up to it: a fault of ours, never shown as a result."""

    code = "not_conserved"


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of one transfer that is money of one claim.

    Attributes:
        lo, hi: Position inside the transfer, in its minor units; half-open.
        origin_lo, origin_hi: The same money on the claim's own axis, in the claim's minor units.
            The lengths differ only after an exchange of currency.
            Under a rule that mixes only the length has a meaning, and origin_lo is 0.
        parent: The slice it continues; None where the claim begins, and under a rule that mixes.
        behind: The claim of the first victim, where these units were stolen a second time.
        is_reversed: The origin runs against the units: the first unit is origin_hi - 1 (lifo).
        begins: The claim begins here: this is the victim's own payment.
    """

    slice_id: int
    transfer_id: TransferId
    lo: int
    hi: int
    claim_id: ClaimId
    origin_lo: int
    origin_hi: int
    parent: int | None
    behind: str = ""
    is_reversed: bool = False
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Resting:
    """A part of a claim that goes no further.

    Attributes:
        units: Minor units where it rests, in ``currency``.
        slice_id: The last slice that carried it; None for a claim that found no transfer, and
            under a rule that mixes.
        arrived_at, arrived_last: When it came; under a rule that mixes, the first and the last.
    """

    claim_id: ClaimId
    account: AccountKey
    ending: EndingKind
    origin_lo: int
    origin_hi: int
    units: int
    currency: str
    slice_id: int | None
    arrived_at: datetime | None
    as_of: datetime | None
    behind: str = ""
    marks: frozenset[Mark] = frozenset()
    arrived_last: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """How much of a claim ended at one account in one way.

    Attributes:
        amount_minor: In the claim's minor units and ``currency``; Σ over a claim's endings is
            the claim, exactly.
        as_of: For ``held``: the end of the account's coverage, a fact of that instant only.
        local_minor: The same money in the currency it lies in now.
        behind: Set where another victim has the first right to these units.
        least_minor, most_minor: What the amount becomes when movements of the same instant are
            taken in the opposite order.
    """

    claim_id: ClaimId
    account: AccountKey
    ending: EndingKind
    amount_minor: int
    currency: str
    arrived_first: datetime | None
    arrived_last: datetime | None
    as_of: datetime | None
    local_minor: int
    local_currency: str
    behind: str = ""
    marks: tuple[Mark, ...] = ()
    least_minor: int = 0
    most_minor: int = 0

    @property
    def place(self) -> tuple[str, str, str, str, str]:
        """What makes two endings of one trace different."""
        return (self.claim_id, self.account, self.ending, self.local_currency, self.behind)


@dataclass(frozen=True, slots=True)
class AssumedOpening:
    """An opening balance nobody printed: the least that lets every payment be made."""

    account: AccountKey
    currency: str
    covered_from: datetime
    least_minor: int


@dataclass(frozen=True, slots=True)
class Pinned:
    """Units of a debit that are known to be units of a credit (specific identification).

    Attributes:
        credit, debit: Transfers into and out of one account.
        amount_minor: How many units: the first of both that no earlier pin took.
        evidence: Why, in the words of whoever stated it; empty for a refund of a payment.
        basis: ``stated`` by a person, or ``refund``: the debit undoes the credit.
    """

    credit: TransferId
    debit: TransferId
    amount_minor: int
    evidence: str = ""
    basis: Literal["stated", "refund"] = "stated"


@dataclass(frozen=True, slots=True)
class Trace:
    """The claims followed through a ledger under one rule.

    Attributes:
        resting: Every piece where it stopped; `endings` is their sum by place.
        annulled: Pairs (payment, refund) that undo each other.
    """

    rule: str
    slices: tuple[Slice, ...]
    resting: tuple[Resting, ...]
    endings: tuple[Ending, ...]
    assumed: tuple[AssumedOpening, ...]
    annulled: tuple[tuple[TransferId, TransferId], ...]
    pins: tuple[Pinned, ...] = ()
