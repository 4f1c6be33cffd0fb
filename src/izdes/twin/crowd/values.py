"""Values: the text of every invented number, page and address, from its kind and its place.

A value is a whole number: its place in the kind's own row, and above 2^40 the variant of a name
(``…vojeduza`` becomes ``…vojeduza2`` when the page is blocked). Texts are in the normal form that a
complaint's reader gives them; check digits hold. Phones stand in codes that no mobile network of
today is known to use, and begin with 0 or 1; cards stand on 9398, sites under ``.example``.

That a number passes here says only that its check digit is right.

>>> text_of("phone", 12), text_of("card", 5), text_of("telegram", 7)
('+77631236066', '9398600901695062', 'oidan_manager_vojeduza')
>>> text_of("domain", 7 + 2 * VARIANT)
'bank-kiru-vojeduza2.example'
"""

import hashlib
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from izdes.twin.country import country
from izdes.twin.numbers import NumbersExhausted, account_part, luhn_sum

VARIANT = 2**40
_CODES = (760, 762, 763, 764, 785)
_SUBSCRIBERS = 2 * 10**6
_PHONE_SCATTER, _CARD_SCATTER, _NAME_SCATTER = 618_033, 6_180_339, 11_345_679
_CARDS = 10**7
_SYLLABLES = tuple(a + b for a in "bdfghjklmnprstvz" for b in "aeiou")
_NAMES = len(_SYLLABLES) ** 4
_PAGES = ("manager", "kenesshi", "invest", "dukenshi", "support", "komek", "bonus")
_SITES = ("bank-kiru", "kredit-online", "invest-kz", "jetkizu", "egov-tolem", "usynys", "jumys-bar")
_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
# A busy account, an exchange's address is written hundreds of times.
_REMEMBERED = 1 << 14
# "KZ00" in digits.
_HOME = "203500"
_TRON = b"\x41"
PHONES = len(_CODES) * _SUBSCRIBERS


def text_of(kind: str, value: int) -> str:
    """Return the normal form of a value.

    Args:
        kind: ``phone telegram instagram domain iban card wallet``.
        value: A place in the kind's row, of a name with its variant.

    Raises:
        NumbersExhausted: The country is larger than the row.
    """
    return _TEXTS[kind](value)


def phone(serial: int) -> str:
    """Return a telephone in E.164; the order of serials does not show."""
    if serial >= PHONES:
        raise NumbersExhausted(serial)
    place, code = divmod(serial, len(_CODES))
    return f"+7{_CODES[code]}{place * _PHONE_SCATTER % _SUBSCRIBERS:07d}"


def holder_phone(serial: int) -> str:
    """Return the telephone by which an account of this place can be paid."""
    return phone(PHONES - 1 - serial)


def card(serial: int) -> str:
    """Return sixteen digits on 9398 whose Luhn sum holds.

    First six and last four digits alone do not tell cards apart, as in life: some agree by chance.
    """
    if serial >= _CARDS:
        raise NumbersExhausted(serial)
    drawn = hashlib.sha256(f"card/{serial}".encode()).digest()
    bank, last = (int.from_bytes(drawn[n : n + 4], "big") % 100 for n in (0, 4))
    payload = f"9398{bank:02d}{serial * _CARD_SCATTER % _CARDS:07d}{last:02d}"
    return f"{payload}{-luhn_sum(f'{payload}0') % 10}"


@lru_cache(_REMEMBERED)
def account(serial: int) -> str:
    """Return an IBAN at one of the country's banks, drawn by the banks' shares."""
    return _iban("M", serial)


def own_account(serial: int) -> str:
    """Return the IBAN of somebody who complains."""
    return _iban("V", serial)


def company_account(serial: int) -> str:
    """Return the IBAN on which a company collects from everybody."""
    return _iban("C", serial)


def _iban(product: str, serial: int) -> str:
    """Return an IBAN as `izdes.twin.numbers` makes them, by a shorter sum for its one letter."""
    banks = _banks()
    bank = banks[serial * _NAME_SCATTER % len(banks)]
    part = account_part(product, serial)
    rest = int(f"{bank}{int(product, 36)}{part[1:]}{_HOME}") % 97
    return f"KZ{98 - rest:02d}{bank}{part}"


def page(serial: int) -> str:
    """Return the name of a page in a messenger or a network."""
    variant, place = divmod(serial, VARIANT)
    return f"oidan_{_PAGES[place % len(_PAGES)]}_{_word(place)}{variant or ''}"


def site(serial: int) -> str:
    """Return a domain in the zone in which nobody can register one."""
    variant, place = divmod(serial, VARIANT)
    return f"{_SITES[place % len(_SITES)]}-{_word(place)}{variant or ''}.example"


@lru_cache(_REMEMBERED)
def wallet(serial: int) -> str:
    """Return an address on the Tron chain whose checksum holds; nobody has its key."""
    body = _TRON + hashlib.sha256(f"izdes/{serial}".encode()).digest()[:20]
    check = hashlib.sha256(hashlib.sha256(body).digest()).digest()[:4]
    number, signs = int.from_bytes(body + check, "big"), ""
    while number:
        number, place = divmod(number, len(_ALPHABET))
        signs = _ALPHABET[place] + signs
    return signs


def _word(place: int) -> str:
    """Return four syllables, other ones for every place."""
    if place >= _NAMES:
        raise NumbersExhausted(place)
    left, word = place * _NAME_SCATTER % _NAMES, ""
    for _ in range(4):
        left, syllable = divmod(left, len(_SYLLABLES))
        word += _SYLLABLES[syllable]
    return word


@cache
def _banks() -> tuple[str, ...]:
    """Return the banks' codes, each as often as its share of a hundred says."""
    return tuple(bank.code for bank in country().banks for _ in range(bank.share))


_TEXTS: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        "phone": phone,
        "telegram": page,
        "instagram": page,
        "domain": site,
        "iban": account,
        "card": card,
        "wallet": wallet,
    }
)
