"""Banks: the sides of a movement, accounts, transfers, and what people order their banks to pay."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Literal

LOCAL = timezone(timedelta(hours=5))  # Asia/Almaty since 1 March 2024
SECOND = timedelta(seconds=1)

Kind = Literal[
    "transfer", "card_payment", "cash_out", "cash_in", "fee", "refund", "interest", "loan", "abroad"
]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a movement.

    Attributes:
        key: ``iban:…``, ``wallet:…`` or a virtual key that begins with ``@``.
        number: ИИН or БИН; empty where banks print none.
        bank: The institution that keeps it; empty where there is none.
        printed: The account as statements print it; empty where they print none.
        card: The card's sixteen digits; empty where the account has none.
    """

    key: str
    name: str
    number: str = ""
    bank: str = ""
    printed: str = ""
    card: str = ""
    phone: str = ""
    country: str = "KZ"

    @property
    def is_account(self) -> bool:
        """Say whether it is an account of one of the country's banks."""
        return self.key.startswith("iban:")


@dataclass(frozen=True, slots=True)
class Account:
    """An account at one of the banks.

    Attributes:
        serial: Its place in the order of opening, over all banks.
        role: What its holder is to the story: ``victim``, ``mule``, ``ordinary``, ``service``.
    """

    side: Side
    serial: int
    opening_minor: int
    role: str
    short_name: str


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a payment is said to be for, and its code (КНП)."""

    text: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Transfer:
    """One movement of money as it truly was.

    Attributes:
        credited_at: When the payee's bank entered it; equals ``debited_at`` inside one bank.
        is_card_shown: The payer's bank prints the payee's masked card instead of the IBAN.
        refund_of: The transfer that this one undoes; empty otherwise.
    """

    transfer_id: str
    debited_at: datetime
    credited_at: datetime
    amount_minor: int
    payer: Side
    payee: Side
    kind: Kind
    purpose: Purpose
    is_card_shown: bool
    refund_of: str


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants to pay.

    Attributes:
        amount_minor: The most to pay.
        least_minor: With less than this on the account nothing is paid; otherwise what is there.
        step_minor: A reduced amount is a multiple of it (an ATM gives whole thousands).
        fee_minor: Charged by the payer's bank right after.
        then: Called with the transfer once the payee has it.
    """

    payer: Side
    payee: Side
    amount_minor: int
    kind: Kind = "transfer"
    purpose: Purpose = Purpose()
    least_minor: int | None = None
    step_minor: int = 100
    fee_minor: int = 0
    fee_purpose: Purpose = Purpose()
    is_card_shown: bool = False
    refund_of: str = ""
    then: Callable[[Transfer], None] | None = None
