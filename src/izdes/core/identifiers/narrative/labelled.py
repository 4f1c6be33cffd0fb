"""Labelled: numbers that have no check digits and are what the words beside them call them.

Ids in Telegram, adverts, e-wallets, ids of clients of an exchange, a bank's payment references.
Without a label such a number is nothing: a wrong guess would send a request to the wrong house.
"""

import re
from collections.abc import Iterator

from izdes.core.identifiers.narrative.digits import Digits
from izdes.core.identifiers.narrative.found import Found, Taken
from izdes.core.identifiers.narrative.labels import Labels, labels_of
from izdes.core.identifiers.narrative.lexicon import flag, meaning
from izdes.core.identifiers.narrative.tokens import Tokens
from izdes.core.identifiers.reading import Reading
from izdes.core.identifiers.reference import read_reference
from izdes.core.identifiers.wallet import is_telling, read_ewallet

_SERVICE_REACH = 12
_IDS = range(6, 14)
_ADVERTS = range(5, 13)
_WALLETS = range(6, 17)
_REFERENCES = range(4, 24)
# WebMoney and Payeer put a letter in front, banks two or three.
_LETTERED = re.compile(
    r"(?<![\w-])(?:[A-ZА-Я]{1,4}[ -]?[0-9]{6,20}|[A-Z0-9]{8,24}+)(?![\w]|-[0-9])"
)


def read_labelled(digits: Digits, labels: Labels, tokens: Tokens) -> Reading | None:
    """Read a group of digits as what its nearest label says."""
    size, text = len(digits.digits), digits.digits
    if labels.is_nobodys:
        return None
    if labels.is_called("reference_label") and size in _REFERENCES:
        return read_reference(text)
    if labels.is_called("advert_label", "advert_service") and size in _ADVERTS:
        place = _named_near(tokens, digits.first, "advert_service")
        return Reading(text, "ad_id", f"{place}:{text}") if place else None
    return _id(text, labels, _named_near(tokens, digits.first, "service", "wallet_service"))


def _id(text: str, labels: Labels, service: str | None) -> Reading | None:
    """Read an id under the service that is named nearest: a wallet's, an exchange's, Telegram's."""
    if service == "telegram" and labels.is_near("id_label") and len(text) in _IDS:
        return Reading(text, "telegram_id", text)
    is_wallets = labels.is_near("wallet_label", "wallet_service") and service != "telegram"
    return Reading(text, "ewallet", text) if is_wallets and len(text) in _WALLETS else None


def _named_near(tokens: Tokens, here: int, *names: str) -> str | None:
    """Return the service named nearest around a token, the ones before it first."""
    before = range(here - 1, max(here - 1 - _SERVICE_REACH, -1), -1)
    after = range(here + 1, min(here + 1 + _SERVICE_REACH, tokens.count))
    for index in (*before, *after):
        for name in names:
            if tokens.flags[index] & flag(name):
                return str(meaning(tokens.texts[index]).values[name])
    return None


def find_lettered(plain: str, tokens: Tokens, taken: Taken) -> Iterator[Found]:
    """Yield wallets and references that begin with letters."""
    for match in _LETTERED.finditer(plain):
        start, end = match.span()
        if not taken.is_free(start, end) or not any(c.isdigit() for c in match[0]):
            continue
        labels = labels_of(tokens, tokens.at(start), tokens.at(end))
        reading = _lettered(match[0], labels)
        if reading is not None and reading.value is not None:
            taken.take(start, end)
            yield Found(reading.kind, start, end, reading.value, reading.code)


def _lettered(text: str, labels: Labels) -> Reading | None:
    """Read a number with letters: a wallet by its shape, a reference by its label."""
    if labels.is_nobodys:
        return None
    if labels.is_called("reference_label"):
        return read_reference(text)
    wallet = read_ewallet(text)
    return wallet if wallet.value and is_telling(wallet.value) else None
