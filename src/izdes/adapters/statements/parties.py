"""Parties: the account key of what a row prints about one side of a movement.

An IBAN, a card (whole or masked), a telephone and an electronic wallet have a key of their own;
any other text is kept as printed under the name of its bank. A check digit that fails is kept as
printed and noted: banks print mistyped numbers, and the case may turn on one. Where nothing is
printed the kind of operation says whether cash, a fee, a shop or another country stands there.

>>> is_phone("+7 (701) 000-12-34"), is_phone("70100012345")
(True, True)
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from izdes.adapters.statements.cells import Cell, is_rounded_number, stated
from izdes.adapters.statements.wording import OperationKind
from izdes.core.identifiers.card import read_card
from izdes.core.identifiers.iban import read_iban
from izdes.core.identifiers.phone import read_phone
from izdes.core.law.institutions import Institution, Register
from izdes.core.money.account import (
    AccountKey,
    abroad_in,
    cash_at,
    fee_of,
    merchant_named,
    unknown_at,
)

UNKNOWN_BANK = "?"
_KZ_IBAN_LENGTH = 20
_PHONE = re.compile(r"(?:\+[0-9][0-9 ()\-]{8,18}|[78][ (\-]{0,2}[0-9]{3}[0-9 ()\-]{7,11})")
_PHONE_DIGITS = range(10, 16)
_LOCAL_PHONE_DIGITS = 11
_CARD_PLACES = 16
_ID_PLACES = 12
_BIC = re.compile(r"[A-Z]{4}([A-Z]{2})[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_COUNTRY = re.compile(r"[A-Z]{2}")
_LONGEST_KEY = 64


@dataclass(frozen=True, slots=True)
class Printed:
    """One side of a row as printed."""

    name: str = ""
    iin: str = ""
    residency: str = ""
    bank: str = ""
    account: str = ""
    is_rounded: bool = False

    @classmethod
    def of_cells(
        cls, *, name: Cell, iin: Cell, residency: Cell, bank: Cell, account: Cell
    ) -> "Printed":
        """Take the five cells of a side."""
        return cls(
            name=stated(name),
            iin=person_number(iin),
            residency=stated(residency),
            bank=stated(bank),
            account=stated(account),
            is_rounded=is_rounded_number(account),
        )


def person_number(cell: Cell) -> str:
    """Return an ИИН or БИН as text; a number that lost its leading zeros regains them."""
    digits = stated(cell)
    if isinstance(cell, int | float) and digits.isdigit():
        return digits.zfill(_ID_PLACES)
    return digits


def is_phone(printed: str) -> bool:
    """Say whether a text is a telephone number and nothing else."""
    digits = sum(c.isdigit() for c in printed)
    if not _PHONE.fullmatch(printed) or digits not in _PHONE_DIGITS:
        return False
    return printed.startswith("+") or digits == _LOCAL_PHONE_DIGITS


class Parties:
    """Makes account keys, with the institutions known to a case."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self.institution_named = lru_cache(maxsize=1024)(self._named)
        self.key_of = lru_cache(maxsize=16384)(self._key_of)

    def institution_of(self, account: AccountKey, bank: str) -> Institution | None:
        """Return who keeps an account: by its number, else by the bank's printed name."""
        return self._register.of_account(account) or self.institution_named(bank)

    def _named(self, bank: str) -> Institution | None:
        """Return the institution that a printed bank name or BIC means."""
        return self._register.named(bank) if bank else None

    def _key_of(self, printed: str, bank: str) -> tuple[AccountKey | None, str]:
        """Return the key of a printed account, and the code of what is doubtful about it."""
        compact = "".join(printed.split())
        if not compact:
            return None, ""
        iban = read_iban(printed)
        if iban.value and iban.code != "wrong_check_digit" and _has_length(iban.value):
            return AccountKey(f"iban:{iban.value}"), ""
        doubt = "iban_check_digit" if iban.code == "wrong_check_digit" else ""
        institution = self.institution_named(bank)
        if institution is not None and institution.kind == "payment":
            return AccountKey(
                f"wallet:{institution.institution_id}:{compact[:_LONGEST_KEY]}"
            ), doubt
        token = institution.institution_id if institution else UNKNOWN_BANK
        card = read_card(printed)
        if card.is_certain and card.value and len(card.value) == _CARD_PLACES:
            return AccountKey(f"card:{token}:{card.value}"), doubt
        if is_phone(printed) and (phone := read_phone(printed).value):
            return AccountKey(f"phone:{phone}"), doubt
        return AccountKey(f"acct:{token}:{compact[:_LONGEST_KEY]}"), doubt

    def nobody(self, side: Printed, *, kind: OperationKind, own: str, row_id: str) -> AccountKey:
        """Return the key of a side that prints no account.

        Args:
            side: The side as printed; its name or bank may still say something.
            kind: What the row does.
            own: Token of the statement's own bank.
            row_id: Name of the row, for a side that nothing is known of.
        """
        match kind.payee:
            case "cash":
                return cash_at(own)
            case "fee":
                return fee_of(own)
            case "merchant" if side.name:
                return merchant_named(side.name)
            case "abroad":
                return abroad_in(country_of(side))
        return unknown_at(row_id)


def country_of(side: Printed) -> str:
    """Return the country of a side abroad: from its bank's BIC or its residency, else ``??``."""
    bic = _BIC.search(side.bank.upper())
    if bic and bic[1] != "KZ":
        return bic[1]
    code = _COUNTRY.fullmatch(side.residency.strip().upper())
    return code[0] if code else "??"


def _has_length(iban: str) -> bool:
    """Say whether a Kazakh IBAN has the length of one."""
    return not iban.startswith("KZ") or len(iban) == _KZ_IBAN_LENGTH
