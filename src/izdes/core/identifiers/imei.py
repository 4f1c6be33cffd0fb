"""IMEI: the number of a telephone's hardware.

Fifteen digits, the last a check digit; the first two name the body that gave the number. Dual-SIM
telephones have two. The number can be rewritten by whoever holds the telephone, and cheap ones
carry one number in thousands: it points at a handset and does not prove which.

Source: 3GPP TS 23.003, 6.2; GSMA TS.06 (reporting bodies).

>>> read_imei("35-000000-123456-2").value, read_imei("350000001234560").code
('350000001234562', 'wrong_check_digit')
"""

from stdnum import luhn

from izdes.core.identifiers.reading import Reading, shapeless
from izdes.core.identifiers.written import compact, is_digits, is_repeated

LENGTH = 15
# Bodies that give numbers today or gave them to telephones still in use.
_BODIES = frozenset(
    (
        *("01", "10", "30", "33", "35", "44", "45", "49"),
        *map(str, range(50, 55)),
        "86",
        "91",
        "98",
        "99",
    )
)


def read_imei(raw: str) -> Reading:
    """Read fifteen digits given as an IMEI; a failing check digit keeps them."""
    digits = compact(raw).replace("/", "")
    if len(digits) != LENGTH or not is_digits(digits):
        return shapeless(raw, "imei")
    if is_repeated(digits):
        return Reading(raw, "imei", digits, "placeholder")
    return Reading(raw, "imei", digits, None if luhn.is_valid(digits) else "wrong_check_digit")


def has_reporting_body(digits: str) -> bool:
    """Say whether a number begins as those of a body that gives them."""
    return digits[:2] in _BODIES
