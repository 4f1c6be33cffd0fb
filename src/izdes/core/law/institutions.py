"""Institutions: who can be asked about an account, and under which names they are printed.

The packaged table (``data/institutions.csv``) lists banks with the code inside a KZ IBAN and the
BIC, telephone operators, exchanges, wallets, marketplaces and platforms, each with the measure
under which it is asked and the channel by which it can be. Every line carries its source, the
dates between which it holds (empty = not known) and whether two sources agree (``verified``). A
case may bring its own ``institutions.csv``, which wins. Names of other days are in `history`.

A code inside an IBAN proves which bank issued the number, not that the bank still exists under
that name, nor that the account does.

Source: register of BICs of the National Bank of Kazakhstan; structure of KZ IBANs, ISO 13616.

>>> banks = register_on(date(2026, 5, 21))
>>> banks.of_account("iban:KZ876010000000000000").bic, banks.named('АО "Halyk Bank"').bic
('HSBKKZKX', 'HSBKKZKX')
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from izdes.core.law.register import (
    INSTITUTION_KINDS,
    Institution,
    InstitutionKind,
    Register,
)
from izdes.core.law.release import LawPack, once_a_pack, packaged_pack
from izdes.core.law.tables.institutions import holds, institution_of, read_institutions, stripped

__all__ = [
    "INSTITUTION_KINDS",
    "Institution",
    "InstitutionKind",
    "Register",
    "packaged",
    "read_institutions",
    "register_on",
]

# Statements of many years are read side by side, each by the register of its own day.
_DAYS = 64


def register_on(day: date, law: LawPack | None = None) -> Register:
    """Return the institutions of a law that hold on a day; None is the packaged release."""
    return _register(day, packaged_pack() if law is None else law)


def packaged(on: date) -> Register:
    """Return the packaged institutions that hold on a day."""
    return register_on(on)


@lru_cache(maxsize=_DAYS)
def _register(day: date, law: LawPack) -> Register:
    """Return the register of a day, made once."""
    return Register(institution_of(row) for row in _rows(law) if holds(row, on=day))


@once_a_pack
def _rows(law: LawPack) -> tuple[Mapping[str, str], ...]:
    """Return the lines of a pack, each cell without the blanks around it."""
    return tuple(stripped(row) for row in law.tables["institutions.csv"])
