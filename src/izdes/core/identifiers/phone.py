"""Telephone numbers in E.164.

``8 701…``, ``7 701…``, ``+7 701…`` and ``701…`` are one number. Country code 7 is shared by
Kazakhstan and Russia. A number written without country code is read as one of Kazakhstan.

The number that a telephone displays proves little: it can be forged by the caller, and the
operator of its range is only the first one (numbers are ported).

Source: ITU-T E.164; numbering plans as known to libphonenumber.

>>> read_phone("8 (701) 000-12-34").value, read_phone("102").code
('+77010001234', 'short_number')
"""

import re

import phonenumbers

from izdes.core.identifiers.reading import Reading, shapeless
from izdes.core.identifiers.written import is_digits, plain

_HOME = "KZ"
_SHORT = range(3, 7)
_NUMBER = re.compile(r"\+? ?\(?[0-9](?:[ ().\-]{0,3}[0-9]){6,14}", re.ASCII)


def read_phone(raw: str) -> Reading:
    """Read one telephone number, with words around it or none."""
    text = plain(raw)
    digits = text.replace("-", "").replace(" ", "")
    if is_digits(digits) and len(digits) in _SHORT:
        return Reading(raw, "phone", digits, "short_number")
    found = _NUMBER.findall(text)
    if len(found) != 1:
        return shapeless(raw, "phone")
    return _in_e164(raw, found[0])


def _in_e164(raw: str, number: str) -> Reading:
    """Normalise what has the shape of a number."""
    try:
        parsed = phonenumbers.parse(number, _HOME)
    except phonenumbers.NumberParseException:
        return shapeless(raw, "phone")
    if not phonenumbers.is_possible_number(parsed):
        return shapeless(raw, "phone")
    value = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    known = phonenumbers.is_valid_number(parsed)
    return Reading(raw, "phone", value, None if known else "no_such_range")
