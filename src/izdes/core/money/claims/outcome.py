"""What became of each declared payment."""

from dataclasses import dataclass
from typing import Literal

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.identifiers.reading import Reading
from izdes.core.money.account import AccountKey
from izdes.core.money.claims.declared import Skipped
from izdes.core.money.transfer import Claim, ClaimId, Transfer, TransferId

ClaimState = Literal["matched", "declared", "unmatched"]


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A transfer that comes near a declared payment without being it.

    Attributes:
        reason: ``ambiguous`` (another fits as well), ``claimed_by_another``, ``other_time``,
            ``other_amount`` or ``other_account``.
        more_minor: Transfer's amount less the declared one.
        later_seconds: How much later than declared the transfer was booked; negative: earlier.
        claimed_by: The claim that holds the transfer, None when none does.
    """

    transfer_id: TransferId
    reason: str
    more_minor: int
    later_seconds: int
    claimed_by: ClaimId | None = None


@dataclass(frozen=True, slots=True)
class ClaimedPayment:
    """One declared payment and what became of it.

    Attributes:
        state: ``matched``: it is a transfer of the ledger. ``declared``: it enters the ledger on
            the victim's word. ``unmatched``: it is followed nowhere.
        reason: Why it is not matched, as a code; empty when it is.
        claim: The claim to trace; None when unmatched.
        declared: The transfer to add to the ledger; None unless declared.
        payer_key: The account that paid, as far as known, else ``@unknown:…``.
        payee_key: The account that received, as far as known, else ``@unknown:…``.
        payer: What was written as the payer.
        payee: What was written as the payee.
        evidence: How each side of the transfer agrees, as codes; empty unless matched.
        later_seconds: How much later than declared the transfer was booked; 0 unless matched.
        near_misses: At most three, the nearest first.
    """

    claim_id: ClaimId
    complaint_id: ComplaintId
    state: ClaimState
    amount_minor: int
    currency: str
    reason: str
    payer_key: AccountKey
    payee_key: AccountKey
    payer: Reading
    payee: Reading
    claim: Claim | None = None
    declared: Transfer | None = None
    evidence: tuple[str, ...] = ()
    later_seconds: int = 0
    near_misses: tuple[NearMiss, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimMatch:
    """All declared payments of some complaints, in the order of complaint and place.

    Attributes:
        payments: Every payment that is a claim, in one of the three states.
        skipped: Declared payments that are no claims, with the reason.
    """

    payments: tuple[ClaimedPayment, ...]
    skipped: tuple[Skipped, ...] = ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Claims to trace, matched and declared; Σ on one transfer never exceeds its amount."""
        return tuple(p.claim for p in self.payments if p.claim is not None)

    @property
    def declared(self) -> tuple[Transfer, ...]:
        """Transfers to add to the ledger on the victims' word."""
        return tuple(p.declared for p in self.payments if p.declared is not None)
