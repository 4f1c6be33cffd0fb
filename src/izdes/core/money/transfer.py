"""Transfer: one movement of money between two accounts, and the ledger that holds them.

Amounts are positive integers of minor units (тиын, cents) with an ISO 4217 code. Times are aware
and in UTC. The total order of a ledger is (``booked_at``, ``seq``, ``transfer_id``).
A ledger proves what statements say, not that the statements are true.
"""

import itertools
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal, NewType, get_args

from izdes.core.money.account import AccountKey, Coverage

TransferId = NewType("TransferId", str)
RowId = NewType("RowId", str)
ClaimId = NewType("ClaimId", str)
Precision = Literal["second", "minute", "day"]
OrderProof = Literal["", "payer", "payee", "both"]
TransferKind = Literal[
    "transfer",
    "card_payment",
    "cash_out",
    "cash_in",
    "fee",
    "crypto_exchange",
    "conversion",
    "refund",
    "interest",
    "claimed",
    "other",
]
TRANSFER_KINDS: tuple[TransferKind, ...] = get_args(TransferKind)
PRECISIONS: tuple[Precision, ...] = get_args(Precision)
ORDER_PROOFS: tuple[OrderProof, ...] = get_args(OrderProof)


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a movement as printed.

    Attributes:
        account: The key (see `izdes.core.money.account`).
        name: Name as printed; empty when absent.
        iin: ИИН or БИН digits as printed, lost leading zeros restored; empty when absent.
        bank: Bank as printed (a name or a BIC); empty when absent.
    """

    account: AccountKey
    name: str = ""
    iin: str = ""
    bank: str = ""

    def __repr__(self) -> str:
        """Mask the person: reprs end up in logs and tracebacks."""
        return f"Party(…{self.account[-4:]})"


@dataclass(frozen=True, slots=True)
class Transfer:
    """One movement of money.

    Attributes:
        booked_at: When the payer's side books it (the payee's where only that side is seen).
        seq: Place among movements of the same instant; None until the ledger is ordered.
        credited_at: When the payee's bank books it, where a second statement says so and it is
            later; None means at the same instant.
        order_proven: On whose statement the running balances prove its place among the movements
            of one instant; empty where on neither.
        row_ids: The statement rows that state it; two when both banks do.
    """

    transfer_id: TransferId
    booked_at: datetime
    amount_minor: int
    currency: str
    payer: Party
    payee: Party
    seq: int | None = None
    time_precision: Precision = "second"
    kind: TransferKind = "transfer"
    purpose: str = ""
    purpose_code: str = ""
    row_ids: tuple[RowId, ...] = ()
    credited_at: datetime | None = None
    order_proven: OrderProof = ""

    def __post_init__(self) -> None:
        if self.amount_minor <= 0:
            raise ValueError("a transfer moves a positive amount")
        if self.booked_at.tzinfo is not UTC:
            raise ValueError("a transfer's time is in UTC")

    @property
    def sort_key(self) -> tuple[datetime, int, str]:
        """Place of the transfer in the ledger's total order."""
        return (self.booked_at, self.seq or 0, self.transfer_id)

    @property
    def is_late(self) -> bool:
        """Say whether the money reaches the payee's account only later."""
        return self.credited_at is not None and self.credited_at > self.booked_at

    @property
    def arrives_at(self) -> datetime:
        """When the money reaches the payee's account."""
        return self.credited_at if self.credited_at and self.is_late else self.booked_at

    @property
    def is_proven_at_payer(self) -> bool:
        """Say whether its place among the payer's movements of the instant is proven."""
        return self.order_proven in ("payer", "both")

    @property
    def is_proven_at_payee(self) -> bool:
        """Say whether its place among the payee's movements of the instant is proven."""
        return self.order_proven in ("payee", "both")


@dataclass(frozen=True, slots=True)
class Claim:
    """The part of a transfer that a victim says was taken.

    Attributes:
        claim_id: ``<complaint_id>/<n>``; ``<complaint_id>/L<n>`` for a loan taken in her name.
        transfer_id: The transfer it is a part of.
        amount_minor: Minor units of the transfer's currency; Σ over a transfer ≤ its amount.
        currency: As the victim declared it; counts only where the transfer is not in the ledger.
    """

    claim_id: ClaimId
    transfer_id: TransferId
    amount_minor: int
    currency: str = ""

    def __post_init__(self) -> None:
        if self.amount_minor <= 0:
            raise ValueError("a claim is for a positive amount")


@dataclass(frozen=True, slots=True)
class Ledger:
    """Transfers in total order, and what is known of the accounts.

    ``has_coverage`` is False when nobody said which accounts are covered: payers are then
    followed all the same, but what rests is never called held.
    """

    transfers: tuple[Transfer, ...]
    coverages: tuple[Coverage, ...] = ()
    has_coverage: bool = True

    def __post_init__(self) -> None:
        keys = [t.sort_key for t in self.transfers]
        if any(a >= b for a, b in itertools.pairwise(keys)):
            raise ValueError("a ledger is in strict total order")

    @classmethod
    def ordered(
        cls, transfers: list[Transfer], coverages: list[Coverage], *, has_coverage: bool = True
    ) -> "Ledger":
        """Sort transfers that already carry ``seq`` (or never tie) into a ledger."""
        return cls(
            tuple(sorted(transfers, key=lambda t: t.sort_key)), tuple(coverages), has_coverage
        )


def proof_of(*, payer: bool, payee: bool) -> OrderProof:
    """Return on whose statement a place is proven.

    >>> proof_of(payer=True, payee=False)
    'payer'
    """
    if payer and payee:
        return "both"
    return "payer" if payer else "payee" if payee else ""


def with_seq(transfer: Transfer, seq: int) -> Transfer:
    """Return the transfer at its place among movements of one instant."""
    return replace(transfer, seq=seq)
