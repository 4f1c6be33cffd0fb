"""Reading what was typed in a hurry: a sum in digits or words, a minute of today, a bank by name.

What cannot be read is not guessed: the field says so. A bank that no register knows is kept as it
was written.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from izdes.core.errors import IzdesError
from izdes.core.identifiers.account import read_account
from izdes.core.identifiers.narrative.numerals import UNIT, numeral_at
from izdes.core.identifiers.narrative.tokens import Tokens
from izdes.core.identifiers.reading import Reading
from izdes.core.law.clocks.zone import LOCAL
from izdes.core.law.institutions import Institution, Register
from izdes.core.money.amounts import minor_of_text

_CLOCK = re.compile(r"([0-9]{1,2})[:.\- ]?([0-9]{2})")
_AGO = re.compile(r"-\s?([0-9]{1,3})|([0-9]{1,3})\s?(?:мин|min)\S*", re.IGNORECASE)
_MINOR = 100
_HOURS, _MINUTES = 24, 60


def read_sum(text: str) -> int | None:
    """Return a sum of tenge in tiyn, as people type or say it; None where it is no sum.

    >>> read_sum("250 000"), read_sum("2,5 млн"), read_sum("екі жүз елу мың"), read_sum("много")
    (25000000, 250000000, 25000000, None)
    """
    plain = text.strip().removesuffix("₸").removesuffix("тг").removesuffix("теңге").strip()
    try:
        minor = minor_of_text(plain, digits=2)
    except IzdesError:
        tokens = Tokens.of(plain)
        numeral = numeral_at(tokens, 0) if plain else None
        if numeral is None or numeral.past != len(tokens.starts):
            return None
        minor, rest = divmod(numeral.value * _MINOR, UNIT)
        return None if rest else minor
    return minor if minor >= 0 else None


def read_minute(text: str, *, now: datetime) -> datetime | None:
    """Return a moment that was typed as ``14:20``, ``1420``, ``-15`` or ``15 мин``.

    A clock time that is still ahead was yesterday's. Nothing typed is now.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 5, 19, 7, 0, tzinfo=UTC)
    >>> [str(read_minute(t, now=noon).astimezone(UTC).time()) for t in ("11:40", "1140", "-20")]
    ['06:40:00', '06:40:00', '06:40:00']
    """
    local = now.astimezone(LOCAL).replace(second=0, microsecond=0)
    plain = text.strip()
    if not plain:
        return local
    if ago := _AGO.fullmatch(plain):
        return local - timedelta(minutes=int(ago[1] or ago[2]))
    clock = _CLOCK.fullmatch(plain)
    if clock is None or int(clock[1]) >= _HOURS or int(clock[2]) >= _MINUTES:
        return None
    moment = local.replace(hour=int(clock[1]), minute=int(clock[2]))
    return moment if moment <= local else moment - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Payee:
    """Who received, as it was read aloud, and what that is.

    Attributes:
        bank: Whose account the number itself says that it is; None where it does not say.
    """

    raw: str
    reading: Reading
    bank: Institution | None

    def __repr__(self) -> str:
        """Mask the account."""
        return f"Payee({self.reading.kind})"


def read_payee(text: str, register: Register) -> Payee:
    """Return what a payee's number is, and which bank it names."""
    reading = read_account(text)
    is_iban = reading.kind == "iban" and reading.value is not None
    return Payee(text, reading, register.of_account(f"iban:{reading.value}") if is_iban else None)
