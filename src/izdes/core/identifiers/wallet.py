"""Wallets: accounts with payment systems that are no banks, and with exchanges.

WebMoney's are a letter of the currency and twelve digits, Payeer's ``P`` and digits, ЮMoney's begin
with 4100. Others are bare numbers, which are wallets only where somebody says so. None has a check
digit that could be verified without its issuer.

Source: the issuers' published help pages.

>>> read_ewallet("z 123456789012").value, read_ewallet("4100 1123 4567 890").value
('Z123456789012', '410011234567890')
"""

import re

from izdes.core.identifiers.reading import Reading, shapeless
from izdes.core.identifiers.written import compact, fold_look_alikes

_TELLING = re.compile(r"[ZREUBXHKGVL][0-9]{12}|P[0-9]{7,10}|4100[0-9]{10,12}", re.ASCII)
_GIVEN = re.compile(r"[A-Z]{0,3}[0-9]{6,16}", re.ASCII)


def read_ewallet(raw: str) -> Reading:
    """Read an id given as a wallet's."""
    text = fold_look_alikes(compact(raw))
    return Reading(raw, "ewallet", text) if _GIVEN.fullmatch(text) else shapeless(raw, "ewallet")


def is_telling(value: str) -> bool:
    """Say whether an id has the shape of one issuer's, so that it needs no label."""
    return _TELLING.fullmatch(value) is not None
