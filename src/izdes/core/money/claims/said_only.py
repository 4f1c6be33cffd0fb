"""Payments that rest on the victim's word alone: why, and the transfer that enters the ledger.

Where nobody has the payee's statement, the declared payment enters the ledger as ``claimed``, so
that the receiving account is the first to be frozen and asked about. Where the payee's statement
covers that time and does not show it, nothing enters.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from izdes.core.identifiers.reading import Reading
from izdes.core.money.account import AccountKey, is_virtual, unknown_at
from izdes.core.money.claims.candidates import Sides
from izdes.core.money.claims.declared import Declared, key_of
from izdes.core.money.claims.directory import STRONG, Directory
from izdes.core.money.transfer import Party, Transfer, TransferId


class _Institution(Protocol):
    @property
    def institution_id(self) -> str: ...


class Institutions(Protocol):
    """A register that knows which institution keeps an account."""

    def of_account(self, key: AccountKey, /) -> _Institution | None:
        """Return the institution, or None when the key does not tell."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a declared payment stands among the statements.

    Attributes:
        moment: The moment at which it is taken to have been made.
        payee_is_covered: A statement shows the payee's movements throughout the declared time.
        payer_is_covered: A statement shows the payer's.
    """

    moment: datetime
    payee_is_covered: bool
    payer_is_covered: bool

    @property
    def reason(self) -> str:
        """Return why the payment is not matched, as a code."""
        if self.payee_is_covered:
            return "payee_covered"
        return "payer_statement_differs" if self.payer_is_covered else "payee_not_covered"


def standing_of(declared: Declared, sides: Sides, directory: Directory) -> Standing:
    """Say which sides of a declared payment the statements show."""
    uncovered = _uncovered_moment(declared, sides.payee, directory)
    return Standing(
        uncovered or declared.earliest,
        payee_is_covered=uncovered is None,
        payer_is_covered=_uncovered_moment(declared, sides.payer, directory) is None,
    )


def _uncovered_moment(
    declared: Declared, accounts: dict[AccountKey, str], directory: Directory
) -> datetime | None:
    """Return an end of the declared time at which no statement shows the account, or None.

    An account that only shares a tail is not known to be the one that was meant.
    """
    meant = [key for key, how in accounts.items() if how in STRONG]
    for moment in (declared.earliest, declared.latest):
        if not any(directory.is_covered(key, declared.currency, moment) for key in meant):
            return moment
    return None


def claimed_transfer(
    declared: Declared, standing: Standing, *, directory: Directory, register: Institutions
) -> Transfer:
    """Return the transfer that enters the ledger on the victim's word.

    Money is never taken from an account whose statement shows no such payment: the payer is then
    unknown, so that the statement's own arithmetic stands.
    """
    row_id, moment = str(declared.claim_id), standing.moment
    payee = _party(declared.payee, row_id, moment, directory=directory, register=register)
    if is_virtual(payee.account):
        # Two unknown sides are two accounts, not one that pays itself.
        row_id = f"{row_id}/from"
    payer = _party(declared.payer, row_id, moment, directory=directory, register=register)
    is_shown = directory.is_covered(payer.account, declared.currency, moment)
    if standing.payer_is_covered or is_shown or payer.account == payee.account:
        payer = Party(unknown_at(row_id), declared.payer.raw, payer.iin, payer.bank)
    return Transfer(
        TransferId(f"claimed:{declared.claim_id}"),
        moment,
        declared.amount_minor,
        declared.currency,
        payer,
        payee,
        time_precision="second" if declared.is_timed else "day",
        kind="claimed",
    )


def _party(
    reading: Reading,
    row_id: str,
    moment: datetime,
    *,
    directory: Directory,
    register: Institutions,
) -> Party:
    """Return a side as it was written: by its account where there is one, else by its words."""
    iin = reading.value or "" if reading.kind in {"iin", "bin"} else ""
    key = key_of(reading)
    if key is None:
        return Party(unknown_at(row_id), reading.raw.strip(), iin)
    account = directory.resolve(key, moment)
    institution = register.of_account(account)
    return Party(account, bank=institution.institution_id if institution else "")
