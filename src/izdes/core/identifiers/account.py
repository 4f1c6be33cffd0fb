"""Where money went, as people write it: any text into a typed reading.

Victims write an IBAN, a card whole, masked or by its tail, a telephone, an ИИН, an address on a
chain or a name, and call each of them "счёт". The number is typed by its check digits and shape,
never by the word beside it. A text that holds several numbers is not guessed at.

The reading proves what was written, not that money went there.

>>> read_account("Kaspi Gold *1234, Айгүл С.").value, read_account("Айгүл С.").kind
('************1234', 'name')
>>> read_account("KZ09 1010 0000 0000 0001 (Айгүл)").value
'KZ091010000000000001'
"""

import re

from izdes.core.identifiers import card
from izdes.core.identifiers.bin import read_person_or_business
from izdes.core.identifiers.chain import SHAPES, chain_of
from izdes.core.identifiers.iban import read_iban
from izdes.core.identifiers.iin import LENGTH
from izdes.core.identifiers.phone import read_phone
from izdes.core.identifiers.reading import Reading
from izdes.core.identifiers.written import compact, fold_look_alikes, is_digits, plain

_GAP = r"[ \-]?"
_KZ_IBAN = re.compile(rf"(?<![A-Z0-9])KZ(?:{_GAP}[A-Z0-9]){{18}}(?![A-Z0-9])", re.ASCII)
_CARD = re.compile(
    rf"(?<![0-9A-Za-z+*•·])(?:[0-9]{{4}}{_GAP}[0-9*xXхХ•]{{4}}{_GAP}[0-9*xXхХ•]{{4}}{_GAP}[0-9]{{4}}"
    r"|[0-9]{4,8} ?[*xXхХ•]{1,8} ?[0-9]{4})(?![0-9])"
)
_TAIL = re.compile(r"(?<![0-9])(?:[*•·]+|\.{2,4}) ?([0-9]{4})(?![0-9])", re.ASCII)
_TWELVE = re.compile(r"(?<![0-9])[0-9]{12}(?![0-9])", re.ASCII)
_PHONE = re.compile(
    r"(?<![0-9A-Za-z+])(?:\+[0-9]|[78](?=[ (\-]{0,2}[0-9]{3}))[ ()\-0-9]{9,17}(?<=[0-9])(?![0-9])",
    re.ASCII,
)
_SHORTEST_NUMBER = 9
_LOCAL_PHONE = 10
_LONG_TEXT = 1_000
# What begins as an address on a chain is nothing else, even where its checksum fails.
_USABLE = ({None, "look_alike_letters"}, {None, "look_alike_letters", "wrong_check_digit"})


def read_account(raw: str) -> Reading:
    """Type a payment's free ``from`` or ``to`` by shape and check digits.

    Returns:
        A reading of kind ``iban card phone iin bin``, one of the chains, ``account`` (a number of
        some other form), ``name`` (words) or ``none`` (nothing was written).
    """
    text = plain(raw[:_LONG_TEXT])
    if not text:
        return Reading(raw, "none", None, "empty")
    found = _whole(text) or _inside(text)
    if found is not None:
        return Reading(raw, found.kind, found.value, found.code)
    if any(c.isalpha() for c in text):
        return Reading(raw, "name", text)
    return Reading(raw, "account", None, "wrong_shape")


def _whole(text: str) -> Reading | None:
    """Read a text that is one number and nothing else."""
    for read in (read_iban, chain_of, card.read_card):
        reading = read(text)
        # A card whose check digit fails may be another long number: the others are tried first.
        if reading and reading.value and reading.code in _USABLE[reading.kind in SHAPES]:
            return reading
    digits = compact(text)
    if is_digits(digits.lstrip("+()").replace("(", "").replace(")", "")):
        return _of_digits(text)
    iban = read_iban(text)
    return iban if iban.code == "wrong_check_digit" else None


def _of_digits(text: str) -> Reading | None:
    """Read a number without letters: by its length, then by its check digits."""
    digits = compact(text)
    if len(digits) == LENGTH and is_digits(digits):
        return read_person_or_business(text)
    phone = read_phone(text)
    if phone.value and phone.code is None and (len(digits) >= _LOCAL_PHONE):
        return phone
    card_number = card.read_card(text)
    if card_number.value is not None:
        return card_number
    if is_digits(digits) and len(digits) >= _SHORTEST_NUMBER:
        return Reading(text, "account", digits)
    return None


def _inside(text: str) -> Reading | None:
    """Read the one number inside words; where several of one kind stand, nothing is guessed."""
    latin = fold_look_alikes(text).upper()
    for pattern, read, subject in (
        (_KZ_IBAN, read_iban, latin),
        (_CARD, card.read_card, text),
        (_TAIL, _tail, text),
        (_TWELVE, read_person_or_business, text),
        (_PHONE, read_phone, text),
    ):
        found = [reading for reading in map(read, pattern.findall(subject)) if reading.value]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _tail(digits: str) -> Reading:
    """Read the last four digits of a card."""
    return card.read_card(f"*{digits}")
