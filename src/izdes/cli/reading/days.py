"""Intervals as people say them: with their last day, not with the instant after it.

>>> from izdes.adapters.words.figures import LOCAL
>>> first, after = datetime(2026, 5, 1, tzinfo=LOCAL), datetime(2026, 6, 1, tzinfo=LOCAL)
>>> days(first, after)
'01.05.2026 – 31.05.2026'
>>> days(first, after.replace(hour=9, minute=30)), days(first.replace(hour=9), after)
('01.05.2026 00:00 – 01.06.2026 09:30', '01.05.2026 09:00 – 31.05.2026 24:00')
"""

from datetime import datetime, time, timedelta

from izdes.adapters.words.figures import LOCAL, day, moment

_END_OF_DAY = "24:00"


def days(start: datetime, end: datetime) -> str:
    """Return a half-open interval: whole days by their names, else with its times."""
    if _is_midnight(start) and _is_midnight(end):
        return f"{day(start)} – {_day_before(end)}"
    last = f"{_day_before(end)} {_END_OF_DAY}" if _is_midnight(end) else moment(end)
    return f"{moment(start)} – {last}"


def _day_before(at: datetime) -> str:
    """Return the last day that ends at an instant."""
    return day(at - timedelta(seconds=1))


def _is_midnight(at: datetime) -> bool:
    """Say whether a local day begins at an instant."""
    return at.astimezone(LOCAL).time() == time()
