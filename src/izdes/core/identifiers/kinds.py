"""Identifiers given as such: a kind as a label, a text, and what the text really is.

The label is a hint. People call a card "счёт" and a link "сайт": a text that is no number of its
label's kind but certainly one of another is typed as that other.

>>> normalise("phone", "8 701 000 12 34").value
'+77010001234'
>>> normalise("iban", "9398 0012 3456 1230").kind
'card'
>>> normalise("pager", "12345").code
'unknown_kind'
"""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from izdes.core.identifiers import chain, handle
from izdes.core.identifiers.account import read_account
from izdes.core.identifiers.advert import read_advert
from izdes.core.identifiers.bin import read_bin, read_person_or_business
from izdes.core.identifiers.card import read_card
from izdes.core.identifiers.domain import read_domain
from izdes.core.identifiers.iban import read_iban
from izdes.core.identifiers.imei import read_imei
from izdes.core.identifiers.imsi import read_imsi
from izdes.core.identifiers.ip import read_ip
from izdes.core.identifiers.mail import read_email
from izdes.core.identifiers.phone import read_phone
from izdes.core.identifiers.reading import Reading
from izdes.core.identifiers.reference import read_reference
from izdes.core.identifiers.transaction import read_transaction
from izdes.core.identifiers.wallet import read_ewallet

_Read = Callable[[str], Reading]


def _read_site(raw: str) -> Reading:
    """Read a link: an advert is its id, a messenger's page a handle, a bare host a ``domain``."""
    advert = read_advert(raw)
    if advert.value is not None:
        return advert
    reading = handle.read_link(raw)
    if reading.kind == "url" and (reading.value is None or "/" not in reading.value):
        others = (read(raw) for read in (read_domain, read_ip))
        return next((other for other in others if other.value is not None), reading)
    return reading


_READERS: Mapping[str, _Read] = MappingProxyType(
    dict[str, _Read]()
    | {
        "iin": read_person_or_business,
        "bin": read_bin,
        "iban": read_iban,
        "card": read_card,
        "phone": read_phone,
        "email": read_email,
        "domain": read_domain,
        "url": _read_site,
        "account": read_account,
        "imei": read_imei,
        "imsi": read_imsi,
        "ip": read_ip,
        "tx_hash": read_transaction,
        "ewallet": read_ewallet,
        "reference": read_reference,
        "ad_id": read_advert,
        "telegram_id": partial(handle.read_handle, "telegram"),
    }
    | {kind: partial(handle.read_handle, kind) for kind in handle.KINDS}
    | {kind: partial(chain.read_chain, kind) for kind in chain.SHAPES}
)
# What may stand in for what: numbers of money and people for each other, addresses for each other.
_NUMBERS = frozenset({"iin", "bin", "iban", "card", "phone", *chain.SHAPES})
_SITES = frozenset({"domain"})
KINDS = tuple(_READERS)


def normalise(kind: str, raw: str) -> Reading:
    """Read a text under the kind that it was given with.

    Args:
        kind: A label as in a complaint's ``identifiers``; case does not matter.
        raw: The text as given, kept in the reading.

    Returns:
        The normal form with the kind that shape and check digits show. A kind that has no reader
        keeps its text, without a value and with the code ``unknown_kind``.
    """
    label = kind.strip().lower()
    read = _READERS.get(label)
    if read is None:
        return Reading(raw, label, None, "unknown_kind")
    reading = read(raw)
    return reading if reading.value is not None else _as_another(label, raw) or reading


def _as_another(label: str, raw: str) -> Reading | None:
    """Read a text that is certainly of another kind than its label says."""
    if label in _SITES:
        other = _read_site(raw)
    elif label in _NUMBERS:
        other = read_account(raw)
    else:
        return None
    return other if other.is_certain and other.kind not in {"name", "account"} else None
