"""Recognising what somebody searches: a number's kind follows from its shape and check digits.

A number on a paper looks like any other: fifteen digits are a case's number in the state register,
an IMEI or an IMSI. A check digit that matches proves none of them; so a text is first what stands
on a paper, and what else it may be is offered beside it.
"""

import re
from collections.abc import Iterator

from izdes.core.identifiers.account import read_account
from izdes.core.identifiers.kinds import KINDS, normalise
from izdes.core.identifiers.reading import Reading

_HANDLE = re.compile(r"@[A-Za-z0-9_.]{3,64}")
_RECEIPT = re.compile(r"([0-9A-Za-z]{4})[ -]?([0-9A-Za-z]{4})")
_DIGITS = re.compile(r"[0-9][0-9 ]*[0-9]")
_ON_PAPER = re.compile(r"[0-9A-Za-zА-Яа-яӘәҒғҚқҢңӨөҰұҮүҺһІі№/ -]*[0-9]")
_WORDS = frozenset({"name", "none", "account"})
_DEVICE_DIGITS = _REGISTER_DIGITS = 15


def numbers_of(text: str) -> tuple[str, ...]:
    """Return how a number on a paper may have been meant: as it stands, and as papers write it.

    >>> numbers_of("2675 0003 1000 018"), numbers_of("fz8f 398t")
    (('2675 0003 1000 018', '267500031000018'), ('fz8f 398t', 'FZ8F-398T'))
    """
    given = text.strip()
    found = [given]
    if _DIGITS.fullmatch(given):
        found.append(given.replace(" ", ""))
    if receipt := _RECEIPT.fullmatch(given):
        found.append("-".join(receipt.groups()).upper())
    return tuple(dict.fromkeys(found))


def is_register_number(text: str) -> bool:
    """Say whether a text has the shape of a case's number in the state register.

    >>> is_register_number("267500031000019"), is_register_number("+7 701 000 12 34")
    (True, False)
    """
    given = text.strip()
    return bool(_DIGITS.fullmatch(given)) and len(given.replace(" ", "")) == _REGISTER_DIGITS


def may_be_on_paper(text: str) -> bool:
    """Say whether a text may be the number of a case or a complaint: digits, and signs beside them.

    >>> may_be_on_paper("№ 15/2026"), may_be_on_paper("123456789012"), may_be_on_paper("@crook_kz")
    (True, True, False)
    """
    return bool(_ON_PAPER.fullmatch(text.strip()))


def recognised(text: str, kind: str = "") -> Reading | None:
    """Return an identifier; None where the text is of no shape that is searched by.

    Args:
        kind: What whoever searches says that it is; empty asks the text itself.

    >>> recognised("8 701 000 12 34").value, recognised("@crook_kz").kind
    ('+77010001234', 'telegram')
    >>> recognised("Айгүл Серікова") is None
    True
    """
    return next(_readings(text, kind), None)


def others(text: str, reading: Reading) -> tuple[str, ...]:
    """Return what else a text may be, besides what it was recognised as: kinds without a doubt.

    >>> others("401011234567891", recognised("401011234567891"))
    ('card', 'imsi')
    """
    asked = ("iin", "bin", "phone", "card", "imei", "imsi")
    found = (normalise(kind, text) for kind in asked)
    certain = (one.kind for one in found if one.value is not None and one.code is None)
    return tuple(kind for kind in dict.fromkeys(certain) if kind != reading.kind)


def _readings(text: str, kind: str) -> Iterator[Reading]:
    """Yield what a text reads as, what fits without a doubt before what fits but for a digit."""
    given = text.strip()
    if not given:
        return
    kinds = [kind] if kind in KINDS else _kinds(given)
    found = [read_account(given) if name == "money" else normalise(name, given) for name in kinds]
    usable = [one for one in found if one.value is not None and one.kind not in _WORDS]
    yield from sorted(usable, key=lambda one: one.code is not None)


def _kinds(text: str) -> tuple[str, ...]:
    """Return the kinds that a text may be of, the likeliest first."""
    if _HANDLE.fullmatch(text):
        return ("telegram",)
    if "@" in text:
        return ("email",)
    digits = sum(sign.isdigit() for sign in text)
    if digits == _DEVICE_DIGITS and text.replace(" ", "").isdigit():
        return ("imei", "imsi", "money")
    if "." in text and " " not in text and any(sign.isalpha() for sign in text):
        return ("url", "ip", "domain")
    return ("money", "tx_hash", "ip")
