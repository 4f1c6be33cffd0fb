"""Labelled: numbers that have no check digits and are what the words beside them call them.

Ids in Telegram, adverts, e-wallets, ids of clients of an exchange, a bank's payment references.
Without a label such a number is nothing: a wrong guess would send a request to the wrong house.
"""

import re
from collections.abc import Iterator

from izdes.core.identifiers.narrative.digits import Digits
from izdes.core.identifiers.narrative.found import Found, Taken
from izdes.core.identifiers.narrative.labels import Labels, labels_of
from izdes.core.identifiers.narrative.lexicon import flag, flags, meaning
from izdes.core.identifiers.narrative.tokens import Tokens
from izdes.core.identifiers.reading import Reading
from izdes.core.identifiers.reference import read_reference
from izdes.core.identifiers.wallet import is_telling, read_ewallet

_SERVICE_REACH, _FARTHEST = 12, 100
_IDS = range(6, 14)
_MESSENGERS = frozenset({"telegram", "whatsapp", "instagram", "vk", "tiktok"})
_ADVERTS = range(5, 13)
_WALLETS = range(6, 17)
_REFERENCES = range(4, 24)
_LEAST_DIGITS = 6
_PAYMENTS, _PAYMENT_REACH = range(6, 24), 4
# WebMoney and Payeer put a letter in front, banks two or three.
_LETTERED = re.compile(
    r"[A-Za-zА-Я0-9](?<![\w-].)"
    r"(?:(?<=[A-Za-zА-Я])[A-Za-zА-Я]{0,3}[ -]?[0-9]{1,20}+(?: [0-9]{3,4})*+"
    r"|(?<=[A-Z0-9])[A-Z0-9]{5,23}+)(?![\w]|-[0-9])"
)

# "Аударым коды FT2620752934": letters of a bank's system and a long number.
_CODED = re.compile(r"[A-Z]{2,3}[0-9]{8,}")


def read_labelled(digits: Digits, labels: Labels, tokens: Tokens, taken: Taken) -> Reading | None:
    """Read a group of digits as what its nearest label says."""
    size, text = len(digits.digits), digits.digits
    if labels.is_nobodys or _is_part_of_a_code(tokens, digits.first):
        return None
    is_year = size == len("2026") and text.startswith(("19", "20"))
    if _is_reference(labels) and size in _REFERENCES and not is_year:
        return read_reference(text)
    if size in _PAYMENTS and _is_a_payments(tokens, digits.first):
        return read_reference(text)
    is_id = labels.is_called("id_label") and labels.is_near("advert_label")
    is_advert = is_id or labels.is_called("advert_label", "advert_service")
    if is_advert and size in _ADVERTS:
        place = _named_near(tokens, digits.first, taken, "advert_service")
        return Reading(text, "ad_id", f"{place}:{text}") if place else None
    if not labels.is_near("id_label", "wallet_label", "wallet_service"):
        return None
    # "Его ID": of the service that was spoken of.
    reach = _FARTHEST if labels.is_called("id_label") else _SERVICE_REACH
    names = ("service", "wallet_service")
    return _id(text, labels, _named_near(tokens, digits.first, taken, *names, reach=reach))


def _is_part_of_a_code(tokens: Tokens, first: int) -> bool:
    """Say whether a hyphen joins the digits to something in front of them: "А-00918"."""
    return first > 1 and tokens.texts[first - 1] == "-" and tokens.touches(first - 1)


def _is_a_payments(tokens: Tokens, first: int) -> bool:
    """Say whether a payment and the word "number" stand right before digits: "перевод № 5120…"."""
    bits = 0
    for index in range(first - 1, max(first - 1 - _PAYMENT_REACH, -1), -1):
        if index in tokens.stops or tokens.texts[index] == ",":
            break
        bits |= tokens.flags[index]
    is_numbered = bits & flags("number_sign", "id_label", "code_label")
    return bool(is_numbered and bits & flag("payment_noun"))


def _is_reference(labels: Labels) -> bool:
    """Say whether a payment's own number is meant, "код авторизации" too."""
    is_code = labels.is_called("code_label") and labels.is_near("reference_label")
    return is_code or labels.is_called("reference_label")


def _id(text: str, labels: Labels, service: str | None) -> Reading | None:
    """Read an id under the service that is named nearest: a wallet's, an exchange's, Telegram's."""
    is_wallets = labels.is_near("wallet_label", "wallet_service") and service != "telegram"
    # "My Binance ID, if you need it: 4108…".
    is_accounts = labels.is_called("id_label") and service not in {*_MESSENGERS, None}
    # "UID" is what exchanges say, "ID" everybody.
    is_uid = labels.is_called("wallet_label") and labels.is_called("id_label")
    if (is_wallets or is_accounts or is_uid) and len(text) in _WALLETS:
        return Reading(text, "ewallet", text)
    is_telegrams = service == "telegram" and labels.is_near("id_label")
    return Reading(text, "telegram_id", text) if is_telegrams and len(text) in _IDS else None


def _named_near(
    tokens: Tokens, here: int, taken: Taken, *names: str, reach: int = _SERVICE_REACH
) -> str | None:
    """Return the service named nearest around a token, the ones before it first.

    What stands inside an identifier is no name: "@bybit_help" may be a handle in Telegram.
    """
    bits, is_of_page = flags(*names), names == ("advert_service",)
    before = range(here - 1, max(here - 1 - _FARTHEST, -1), -1)
    after = range(here + 1, min(here + 1 + _FARTHEST, tokens.count))
    for side in (before, after):
        left = reach
        for index in side:
            # A marketplace's own page names it, a word inside a handle nothing.
            if not taken.is_free(tokens.starts[index], tokens.ends[index]) and not is_of_page:
                continue
            if tokens.flags[index] & bits:
                values = meaning(tokens.texts[index]).values
                return next(str(values[name]) for name in names if name in values)
            left -= 1
            if not left:
                break
    return None


def find_lettered(plain: str, tokens: Tokens, taken: Taken) -> Iterator[Found]:
    """Yield wallets and references that begin with letters."""
    for match in _LETTERED.finditer(plain):
        start, end = match.span()
        if end - start < _LEAST_DIGITS or not taken.is_free(start, end):
            continue
        text = match[0].upper()
        if text.isalpha() or text.isdigit():
            continue
        labels = labels_of(tokens, tokens.at(start), tokens.at(end))
        if tokens.flags[tokens.at(start)] & flag("reference_label"):
            # "RRN 1227…": the letters are the label.
            continue
        reading = _lettered(text, labels)
        if reading is not None and reading.value is not None:
            taken.take(start, end)
            yield Found(reading.kind, start, end, reading.value, reading.code)


def _lettered(text: str, labels: Labels) -> Reading | None:
    """Read a number with letters: a wallet by its shape, a reference by its label."""
    if labels.is_nobodys:
        return None
    is_coded = labels.is_near("code_label", "reference_label") and _CODED.fullmatch(text)
    if _is_reference(labels) or is_coded:
        return read_reference(text)
    wallet = read_ewallet(text)
    return wallet if wallet.value and is_telling(wallet.value) else None
