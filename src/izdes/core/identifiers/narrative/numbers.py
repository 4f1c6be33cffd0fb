"""Numbers: telephones, cards, ИИН and БИН, IMEI and IMSI in a narrative.

Groups of digits that blanks, hyphens and brackets hold together are read as one number where their
count and check digits make one; a group alone comes first. Numbers of orders, cases, contracts,
houses and articles are left out by the label that stands nearest.

A number whose check digits fail is kept, with its code and what else it may be, where its label
says that it was meant as one, or, for sixteen digits, where no other label speaks.
"""

from collections.abc import Iterator

from izdes.core.identifiers.bin import read_person_or_business
from izdes.core.identifiers.card import read_card
from izdes.core.identifiers.imei import has_reporting_body, read_imei
from izdes.core.identifiers.imsi import country, read_imsi
from izdes.core.identifiers.mistyped import candidates
from izdes.core.identifiers.narrative.digits import Digits, groups_of, is_cut_out, runs_from
from izdes.core.identifiers.narrative.found import Found, Taken
from izdes.core.identifiers.narrative.labelled import read_labelled
from izdes.core.identifiers.narrative.labels import Labels, labels_of
from izdes.core.identifiers.narrative.tokens import Tokens
from izdes.core.identifiers.phone import read_phone
from izdes.core.identifiers.reading import Reading
from izdes.core.identifiers.wallet import read_ewallet

_HOME = "kz"
# Cards of fifteen digits are one network's.
_AMERICAN = ("34", "37")
_LOCAL, _PHONE, _PERSON, _DEVICE, _CARD = 10, 11, 12, 15, 16
_CARDS = range(13, 20)
# Telephones, persons, wallets, devices and cards are written in groups.
_GROUPED = frozenset({9, 10, 11, 12, 14, 15, 16})
_ID_GROUPS = (3, 3, 3)
_PERSON_GROUPS = frozenset({(12,), (6, 6), (4, 4, 4), (3, 3, 3, 3), (2, 2, 2, 6), (6, 2, 4)})
_CARD_GROUPS = frozenset({(16,), (4, 4, 4, 4), (8, 8), (4, 4, 8), (8, 4, 4), (6, 10)})
_ISSUERS = frozenset("23456")
_TRUNKS = frozenset("78")
_YOOMONEY = "41001"
_NOBODYS_NEAR = 3
_DEVICE_LABELS = ("imei_label", "imsi_label")
_PHONE_LABELS = (
    "phone_label",
    "card_label",
    "account_label",
    "service",
    "wallet_service",
    "advert_service",
)


def find_numbers(plain: str, tokens: Tokens, taken: Taken) -> Iterator[Found]:
    """Yield every number that its check digits, its shape or its label make one."""
    for index in groups_of(tokens, taken):
        # The longest run first: four groups of a card are not three of an ИИН.
        for digits in reversed(runs_from(plain, tokens, index, taken)):
            found = _read(digits, tokens, taken)
            if found is not None:
                taken.take(found.start, found.end)
                yield found
                break


def _read(digits: Digits, tokens: Tokens, taken: Taken) -> Found | None:
    """Read a run of digits as whatever it is, or as nothing."""
    is_grouped = len(digits.groups) > 1 and not digits.has_plus
    if (is_grouped and len(digits.digits) not in _GROUPED) or is_cut_out(tokens, digits):
        return None
    labels = labels_of(tokens, digits.first, digits.past)
    reading = _by_shape(digits, labels)
    is_id = digits.groups == _ID_GROUPS and labels.is_near("id_label", "wallet_label")
    if reading is None and (len(digits.groups) == 1 or is_id):
        reading = read_labelled(digits, labels, tokens, taken)
    if reading is None or reading.value is None:
        return None
    also: tuple[str, ...] = ()
    if reading.code == "wrong_check_digit":
        also = candidates(reading.kind, reading.value)
    return Found(reading.kind, digits.start, digits.end, reading.value, reading.code, also)


def _by_shape(digits: Digits, labels: Labels) -> Reading | None:
    """Read a run by its length and check digits."""
    size = len(digits.digits)
    if digits.has_plus:
        return _phone(digits, labels)
    is_called = labels.is_called("iin_label", "bin_label")
    if digits.digits.startswith(_YOOMONEY) and labels.is_near("wallet_service", "wallet_label"):
        return read_ewallet(digits.digits)
    if digits.groups in _PERSON_GROUPS or (size == _PERSON and is_called):
        return _person_or_business(digits, labels)
    if digits.groups == (_DEVICE,) or (size == _DEVICE and labels.is_near(*_DEVICE_LABELS)):
        return _device(digits, labels)
    if digits.groups in _CARD_GROUPS or (size in _CARDS and len(digits.groups) == 1):
        return _card(digits, labels)
    return _phone(digits, labels) if size in {_LOCAL, _PHONE} else None


def _person_or_business(digits: Digits, labels: Labels) -> Reading | None:
    """Read twelve digits: an ИИН or БИН by its check digit, else only where it is called one."""
    reading = read_person_or_business(digits.digits)
    # "Его ИИН в чеке": the check digit speaks, too.
    is_named = labels.is_near("iin_label", "bin_label") and reading.is_certain
    if is_named or labels.is_called("iin_label", "bin_label"):
        return reading
    if labels.is_called("phone_label"):
        abroad = read_phone(f"+{digits.digits}")
        return abroad if abroad.is_certain else None
    is_another = labels.is_nobodys or labels.is_called("reference_label", "wallet_label")
    return reading if reading.is_certain and not is_another else None


def _device(digits: Digits, labels: Labels) -> Reading | None:
    """Read fifteen digits: a telephone's IMEI, its subscriber's IMSI, or an American card."""
    text = digits.digits
    device = read_imei(text)
    is_device = has_reporting_body(text) and device.is_certain
    if labels.is_near(*_DEVICE_LABELS):
        is_subscriber = not (is_device and labels.is_near("imei_label"))
        if is_subscriber and labels.is_near("imsi_label"):
            return read_imsi(text)
        # In odd groups it is one only where its check digit holds.
        return device if is_device or len(digits.groups) == 1 else None
    if labels.is_nobodys or labels.is_called("reference_label", "wallet_label", "wallet_service"):
        return None
    if is_device:
        return device
    if text.startswith(_AMERICAN) and (american := read_card(text)).is_certain:
        return american
    return read_imsi(text) if country(text) == _HOME else None


def _card(digits: Digits, labels: Labels) -> Reading | None:
    """Read sixteen digits, or another card's length where it is called a card."""
    reading = read_card(digits.digits)
    is_called = labels.is_near("card_label", "account_label")
    if labels.is_nobodys or labels.is_called("reference_label", "wallet_label", "wallet_service"):
        return None
    if len(digits.digits) != _CARD:
        return reading if reading.is_certain and is_called else None
    is_meant = is_called or (not labels.nearest and digits.digits[0] in _ISSUERS)
    return reading if reading.is_certain or is_meant else None


def _phone(digits: Digits, labels: Labels) -> Reading | None:
    """Read a telephone: an international one, or one of the country's own numbering plan."""
    text = f"+{digits.digits}" if digits.has_plus else digits.digits
    is_another = labels.nearest and not labels.is_called(*_PHONE_LABELS)
    is_id = is_another or labels.is_near("id_label")
    # "Заявка от 3 августа с номера 8 701…": a label some words away speaks of something else.
    near = 1 if labels.is_called("place_label") else _NOBODYS_NEAR
    # Cases have longer numbers than telephones.
    is_case = labels.is_called("case_label")
    is_nobodys = labels.is_nobodys and labels.steps <= near and not is_case
    is_called_id = labels.is_called("id_label") and not labels.is_near("phone_label")
    is_another = is_called_id or (is_id and len(text) == _LOCAL)
    if not digits.has_plus and (is_nobodys or is_another):
        return None
    if not digits.has_plus and len(text) == _PHONE and text[0] not in _TRUNKS:
        return None
    reading = read_phone(text)
    if reading.is_certain:
        return reading
    is_meant = labels.is_near("phone_label") or (digits.has_plus and len(text) > _PHONE)
    return reading if reading.code == "no_such_range" and is_meant else None
