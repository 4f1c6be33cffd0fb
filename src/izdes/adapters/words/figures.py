r"""Figures as people read them: sums with thin spaces, local times.

>>> amount(250_000_000, "KZT"), amount(-5, "USD"), amount(123456, "JPY")
('2\u202f500\u202f000\xa0₸', '-0,05\xa0$', '123\u202f456\xa0¥')
>>> moment(datetime(2026, 5, 19, 9, 2, tzinfo=UTC))
'19.05.2026 14:02'
>>> moment(datetime(9999, 12, 31, 23, 59, tzinfo=UTC))
'31.12.9999 23:59'
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from izdes.core.money.amounts import minor_digits

# Banks and courts of Kazakhstan write local time; the pinned tzdata knows the change of 2024.
LOCAL = ZoneInfo("Asia/Almaty")
_SIGNS = {"KZT": "₸", "USD": "$", "EUR": "€", "RUB": "₽", "JPY": "¥"}
_NARROW = "\u202f"
_HARD = "\u00a0"

__all__ = ["LOCAL", "UTC", "amount", "datetime", "day", "local", "minor_digits", "moment"]


def amount(minor: int, currency: str) -> str:
    """Print a sum of minor units: thin spaces, comma, the currency's sign; тиын only if any."""
    digits = minor_digits(currency)
    whole, rest = divmod(abs(minor), 10**digits)
    text = f"{whole:,}".replace(",", _NARROW)
    if rest:
        text += f",{rest:0{digits}d}"
    return f"{'-' if minor < 0 else ''}{text}{_HARD}{_SIGNS.get(currency, currency)}"


def local(when: datetime) -> datetime:
    """Return a moment in local time; where the calendar ends first, as it was given.

    Programs write “without an end” as the last second of the year 9999, which is no local time.
    """
    try:
        return when.astimezone(LOCAL)
    except OverflowError:
        return when


def moment(when: datetime) -> str:
    """Print a moment in local time, to the minute."""
    return local(when).strftime("%d.%m.%Y %H:%M")


def day(when: datetime) -> str:
    """Print the local day of a moment."""
    return local(when).strftime("%d.%m.%Y")
