"""Numbers that nobody has: well formed, with valid check digits, and impossible in reality.

ИИН carry 8 or 9 in the seventh place (never issued), БИН a month of 13 to 19, cards stand on 9398
(a national prefix of no scheme), phones on the block 000. That a number passes here says only
that its check digit is right.

>>> person_number("900101", 5, is_odd=True)
'900101900055'
>>> iban("101", "0000000000001")
'KZ091010000000000001'
"""

_FIRST_PASS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_SECOND_PASS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
_NO_DIGIT = 10
_NINE = 9
_PREFIXES = (700, 701, 702, 705, 706, 707, 708, 747, 771, 775, 776, 777, 778)
_SERIALS = 10_000
_SCATTER = 7919  # prime to 10: walks through all serials without showing their order


class NumbersExhausted(ValueError):
    """The country is larger than the block of invented numbers."""


def check_digit(payload: str) -> int | None:
    """Return the check digit of eleven digits, None where no number is issued for them."""
    for weights in (_FIRST_PASS, _SECOND_PASS):
        rest = sum(w * int(d) for w, d in zip(weights, payload, strict=True)) % 11
        if rest < _NO_DIGIT:
            return rest
    return None


def person_number(birth: str, serial: int, *, is_odd: bool) -> str:
    """Return an ИИН for ``yymmdd``; a serial for which none exists moves on to the next."""
    for step in range(_SERIALS):
        payload = f"{birth}{9 if is_odd else 8}{(serial + step) % _SERIALS:04d}"
        digit = check_digit(payload)
        if digit is not None:
            return f"{payload}{digit}"
    raise NumbersExhausted(birth)


def company_number(serial: int) -> str:
    """Return a БИН whose month is 13 to 19."""
    year, month = 10 + serial % 15, 13 + serial % 7
    for step in range(_SERIALS):
        payload = f"{year:02d}{month:02d}40{(serial * 13 + step) % 100_000:05d}"
        digit = check_digit(payload)
        if digit is not None:
            return f"{payload}{digit}"
    raise NumbersExhausted(serial)


def iban(bank_code: str, account: str) -> str:
    """Return a KZ IBAN of a three-digit bank code and thirteen letters or digits."""
    body = f"{bank_code}{account}"
    digits = "".join(str(int(c, 36)) for c in f"{body}KZ00")
    return f"KZ{98 - int(digits) % 97:02d}{body}"


def account_part(product: str, serial: int) -> str:
    """Return the thirteen places of an account: a product's letters, then a scattered serial."""
    places = 13 - len(product)
    return f"{product}{serial * 7_368_787 % 10**places:0{places}d}"


def card_start(bank_code: str) -> str:
    """Return the six digits with which the cards of a bank begin."""
    return f"9398{int(bank_code) % 100:02d}"


def card(bank_code: str, serial: int) -> str:
    """Return sixteen digits on 9398; the last four are unique within the first 10,000 of a bank."""
    if serial >= _SERIALS:
        raise NumbersExhausted(serial)
    last = f"{serial * _SCATTER % _SERIALS:04d}"
    for hidden in range(10):
        digits = f"{card_start(bank_code)}{serial * 31 % 100_000:05d}{hidden}{last}"
        if luhn_sum(digits) % 10 == 0:
            return digits
    raise NumbersExhausted(serial)


def luhn_sum(digits: str) -> int:
    """Return the Luhn sum; a card's is a multiple of ten."""
    doubled = (int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits)))
    return sum(d - _NINE if d > _NINE else d for d in doubled)


def masked(digits: str) -> str:
    """Return a card as banks print it: the first six and the last four."""
    return f"{digits[:6]}******{digits[-4:]}"


def phone(serial: int) -> str:
    """Return a phone in E.164 from the block 000."""
    if serial >= _SERIALS * len(_PREFIXES):
        raise NumbersExhausted(serial)
    prefix = _PREFIXES[serial % len(_PREFIXES)]
    return f"+7{prefix}000{serial // len(_PREFIXES) * _SCATTER % _SERIALS:04d}"
