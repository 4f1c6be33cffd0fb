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
from functools import cache

import phonenumbers
from phonenumbers import PhoneMetadata, carrier
from phonenumbers.data.region_KZ import PHONE_METADATA_KZ
from phonenumbers.data.region_RU import PHONE_METADATA_RU

from izdes.core.identifiers.reading import Reading, shapeless
from izdes.core.identifiers.written import is_digits, plain

_HOME = "KZ"
_SHORT = range(3, 7)
_FULL, _NATIONAL = 11, 10
# The first digit of a number in full: only the country code behind a plus, else also the trunk's.
_TRUNKS = ("78", "7")
# The library strips a second 8 in front of others in a way of its own.
_OWN_RANGES = "3479"
_SIGNS = re.compile(r"[^0-9]")
_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])\+? ?\(?[0-9](?:[ ().\-]{0,3}[0-9]){6,14}(?![0-9])", re.ASCII
)


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


def country(value: str) -> str | None:
    """Return the two letters of the country of a number in E.164; KZ and RU are told apart."""
    return phonenumbers.region_code_for_number(phonenumbers.parse(value))


def first_operator(value: str) -> str | None:
    """Return the operator that a mobile number's range was given to: a hint, numbers are ported."""
    return carrier.name_for_number(phonenumbers.parse(value), "en") or None


@cache
def _valid_at_home() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return what tells Kazakhstan's numbers within code 7, and the valid ones of either country.

    The patterns are the library's own: asking it number by number costs a hundred times as much.
    """
    home, other = PHONE_METADATA_KZ, PHONE_METADATA_RU
    return re.compile(home.leading_digits or "(?!)"), _ranges(home), _ranges(other)


def _ranges(metadata: PhoneMetadata) -> re.Pattern[str]:
    """Return one pattern of every range of a country's numbering plan."""
    sorts = ("fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "personal_number")
    more = ("voip", "pager", "uan", "voicemail")
    plans = (getattr(metadata, sort) for sort in (*sorts, *more))
    known = (plan.national_number_pattern for plan in plans if plan is not None)
    return re.compile("|".join(f"(?:{pattern})" for pattern in known if pattern))


def _at_home(number: str) -> tuple[str, bool] | None:
    """Return a plain number of code 7 without its code, and whether its range is in use."""
    digits = _SIGNS.sub("", number)
    national = digits[1:] if len(digits) == _FULL else digits
    is_plain = (
        digits[0] in _TRUNKS[number.startswith("+")]
        if len(digits) == _FULL
        else (len(digits) == _NATIONAL and digits[0] == "7" and not number.startswith("+"))
    )
    if not is_plain or national[0] not in _OWN_RANGES:
        return None
    is_home, home, other = _valid_at_home()
    plan = home if is_home.match(national) else other
    return national, plan.fullmatch(national) is not None


def _in_e164(raw: str, number: str) -> Reading:
    """Normalise what has the shape of a number."""
    if found := _at_home(number):
        return Reading(raw, "phone", f"+7{found[0]}", None if found[1] else "no_such_range")
    try:
        parsed = phonenumbers.parse(number, _HOME)
    except phonenumbers.NumberParseException:
        return shapeless(raw, "phone")
    known = phonenumbers.is_valid_number(parsed)
    if not (known or phonenumbers.is_possible_number(parsed)):
        return shapeless(raw, "phone")
    value = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return Reading(raw, "phone", value, None if known else "no_such_range")
