"""Dates: days as people write them, full, without a year, and as counted from today.

What is read is the saying, not yet the day: "19 мая" lacks its year and "кеше" its today.

>>> dates = [date_at(Tokens.of(text), 0) for text in ("19 мая 2026 года", "мамырдың 19-ы", "кеше")]
>>> [(d.year, d.month, d.day, d.days_ago) for d in dates]
[(2026, 5, 19, None), (None, 5, 19, None), (None, None, None, 1)]
"""

from typing import NamedTuple

from izdes.core.identifiers.narrative.lexicon import flag, flags, meaning
from izdes.core.identifiers.narrative.tokens import NUMBER, Tokens

_MONTHS, _DAYS = range(1, 13), range(1, 32)
_YEAR_DIGITS, _SHORT_YEAR = 4, 2
_CENTURY = 2000
_YEARS = range(1900, 2100)
_WEEK = 7
_SEPARATORS = frozenset("./-")
_MOST_DAYS_AGO = 60
_TENS = (20, 30)


class Date(NamedTuple):
    """A day as said.

    Attributes:
        past: One past the index of its last token.
        year: Four digits, None when not said.
        month: From 1, None when the day is counted from today or is one of the week.
        day: From 1, None likewise.
        days_ago: How long before the day of telling, None when not said so.
        weekday: 0 is Monday, None when not said so.
        is_bare: Whether it is day and month in digits only, like many other numbers.
    """

    past: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    days_ago: int | None = None
    weekday: int | None = None
    is_bare: bool = False


def date_at(tokens: Tokens, first: int) -> Date | None:
    """Return the day that is said from a token on, or None where none is."""
    if tokens.sorts[first] == NUMBER:
        return _from_number(tokens, first)
    here = tokens.flags[first]
    if here & flags("ordinal", "number"):
        return _ordinal_day(tokens, first) or _days_ago(tokens, first)
    if here & flag("month"):
        return _month_and_day(tokens, first)
    if here & flags("day_word", "day_before", "this_word", "weekday"):
        return _by_word(tokens, first)
    return _days_ago(tokens, first) if here & flags("day_unit", "week_unit") else None


def _from_number(tokens: Tokens, first: int) -> Date | None:
    """Return the day whose saying begins with digits, by what stands behind them."""
    following = tokens.flags[first + 1] if first + 1 < tokens.count else 0
    if not following:
        # A sign: most numbers stop here.
        return _in_digits(tokens, first) or _day_and_month(tokens, first)
    if following & flag("year_word"):
        return _year_first(tokens, first)
    return _day_and_month(tokens, first) or _days_ago(tokens, first)


def _value(tokens: Tokens, index: int, name: str) -> int | None:
    """Return what a token's word stands for under a meaning."""
    if index < tokens.count and tokens.flags[index] & flag(name):
        return int(meaning(tokens.texts[index]).values[name])
    return None


def _is(tokens: Tokens, index: int, name: str) -> bool:
    """Say whether there is a token with a meaning."""
    return index < tokens.count and bool(tokens.flags[index] & flag(name))


def _number(tokens: Tokens, index: int, within: range, *, digits: int = 2) -> int | None:
    """Return the number that a token is, if it has at most so many digits and lies within."""
    if index >= tokens.count or tokens.sorts[index] != NUMBER or len(tokens.texts[index]) > digits:
        return None
    value = int(tokens.texts[index])
    return value if value in within else None


def _in_digits(tokens: Tokens, first: int) -> Date | None:
    """Read 19.05.2026, 19/05/26, 2026-05-19, and 19.05 alone."""
    if not _is_separated(tokens, first + 1):
        return None
    separator = tokens.texts[first + 1]
    if len(tokens.texts[first]) == _YEAR_DIGITS:
        year = _number(tokens, first, _YEARS, digits=_YEAR_DIGITS)
        month, day = _number(tokens, first + 2, _MONTHS), _number(tokens, first + 4, _DAYS)
        if year and month and day and tokens.texts[first + 3] == separator:
            return Date(first + 5, year, month, day)
        return None
    day, month = _number(tokens, first, _DAYS), _number(tokens, first + 2, _MONTHS)
    if not day or not month:
        return None
    if _is_separated(tokens, first + 3) and tokens.texts[first + 3] == separator:
        # "7.1.13" is a version.
        sizes = [len(tokens.texts[place]) for place in (first, first + 2, first + 4)]
        year = None if sizes == [1, 1, _SHORT_YEAR] else _year(tokens, first + 4)
        return Date(_past_year(tokens, first + 5), year, month, day) if year else None
    is_day_and_month = separator == "." and len(tokens.texts[first + 2]) == _SHORT_YEAR
    return Date(first + 3, None, month, day, is_bare=True) if is_day_and_month else None


def _is_separated(tokens: Tokens, index: int) -> bool:
    """Say whether a separator of dates stands between two numbers without blanks."""
    return (
        index + 1 < tokens.count
        and tokens.texts[index] in _SEPARATORS
        and tokens.sorts[index + 1] == NUMBER
        and tokens.touches(index)
        and tokens.touches(index + 1)
    )


def _year(tokens: Tokens, index: int) -> int | None:
    """Return the year that a token is, in four digits or in two."""
    full = _number(tokens, index, _YEARS, digits=_YEAR_DIGITS)
    if full is not None:
        return full
    if index < tokens.count and len(tokens.texts[index]) == _SHORT_YEAR:
        short = _number(tokens, index, range(100))
        return None if short is None else _CENTURY + short
    return None


def _past_year(tokens: Tokens, index: int) -> int:
    """Return one past the word "year" behind a year, where it stands."""
    return index + 1 if _is(tokens, index, "year_word") else index


def _past_ending(tokens: Tokens, index: int) -> int:
    """Return one past the ending of a day's number: "-го", "-ы", "th"."""
    place = index + 1 if index < tokens.count and tokens.texts[index] == "-" else index
    if _is(tokens, place, "day_ending"):
        place += 1
        return place + 1 if _is(tokens, place, "of_word") else place
    return place if _is(tokens, place, "month") else index


def _year_first(tokens: Tokens, first: int) -> Date | None:
    """Read 2026 жылғы 19 мамыр, 2026 жылдың мамырының 19-ы."""
    year = _number(tokens, first, _YEARS, digits=_YEAR_DIGITS)
    if not year:
        return None
    # The word may be cut short: "2026 ж. 4 маусым".
    after = first + 3 if first + 2 < tokens.count and tokens.texts[first + 2] == "." else first + 2
    for form in (_day_and_month, _month_and_day):
        if after < tokens.count and (found := form(tokens, after)):
            return Date(found.past, year, found.month, found.day)
    return None


def _day_and_month(tokens: Tokens, first: int) -> Date | None:
    """Read 19 мая, 19-го мая 2026 года, 19 мамырда, 19th of May."""
    day = _number(tokens, first, _DAYS)
    after = _past_ending(tokens, first + 1)
    # "25/Feb/2026" stands in the records of machines.
    is_of_a_machine = after < tokens.count and tokens.texts[after] == "/"
    month = _value(tokens, after + is_of_a_machine, "month")
    if day and not month:
        return _day_alone(tokens, first, day)
    if not day or not month:
        return None
    return _with_year(tokens, after + is_of_a_machine + 1, month, day)


def _day_alone(tokens: Tokens, first: int, day: int) -> Date | None:
    """Read 10-го, 14-інде, 18-і күні: a day of the month that was spoken of."""
    after = first + 2 if _is_dash(tokens, first + 1) else first + 1
    if _is(tokens, after, "alone_ending") and not _is(tokens, after + 1, "place_label"):
        return Date(after + 1, day=day)
    is_day = _is(tokens, after, "day_ending") and _is(tokens, after + 1, "day_unit")
    return Date(after + 2, day=day) if is_day else None


def _is_dash(tokens: Tokens, index: int) -> bool:
    """Say whether a hyphen stands here."""
    return index < tokens.count and tokens.texts[index] == "-"


def _ordinal_day(tokens: Tokens, first: int) -> Date | None:
    """Read десятого февраля, двадцать первого мая, оныншы ақпан."""
    tens = _value(tokens, first, "number")
    place = first if tens is None else first + 1
    ordinal, month = _value(tokens, place, "ordinal"), _value(tokens, place + 1, "month")
    if ordinal is None or month is None or (tens is not None and tens not in _TENS):
        return None
    day = (tens or 0) + ordinal
    return _with_year(tokens, place + 2, month, day) if day in _DAYS else None


def _month_and_day(tokens: Tokens, first: int) -> Date | None:
    """Read мамырдың 19-ы, ақпан айының 26-сы, May 19th, 2026."""
    place = first + 2 if _is(tokens, first + 1, "month_word") else first + 1
    month, day = _value(tokens, first, "month"), _number(tokens, place, _DAYS)
    if not month or not day:
        return None
    return _with_year(tokens, _past_ending(tokens, place + 1), month, day)


def _with_year(tokens: Tokens, index: int, month: int, day: int) -> Date:
    """Return day and month with the year that may follow."""
    place = index + 1 if index < tokens.count and tokens.texts[index] in ",/-" else index
    year = _number(tokens, place, _YEARS, digits=_YEAR_DIGITS)
    if year:
        return Date(_past_year(tokens, place + 1), year, month, day)
    # Two digits are a year only where the word stands behind them.
    if _is(tokens, index + 1, "year_word") and (short := _year(tokens, index)):
        return Date(index + 2, short, month, day)
    return Date(index, None, month, day)


def _by_word(tokens: Tokens, first: int) -> Date | None:
    """Read кеше, позавчера, алдыңғы күні, the day before yesterday, в прошлый вторник."""
    days = _value(tokens, first, "day_word")
    if days is not None:
        is_one_before = first > 1 and _is(tokens, first - 1, "before_word")
        return Date(first + 1, days_ago=days + is_one_before)
    if _is(tokens, first, "this_word") and _is(tokens, first + 1, "day_part"):
        return Date(first + 2, days_ago=0)
    if _is(tokens, first, "day_before") and _is(tokens, first + 1, "day_unit"):
        return Date(first + 2, days_ago=2)
    weekday = _value(tokens, first, "weekday")
    return None if weekday is None else Date(first + 1, weekday=weekday)


def _days_ago(tokens: Tokens, first: int) -> Date | None:
    """Read 3 дня назад, екі күн бұрын, неделю назад, two days ago."""
    count = _number(tokens, first, range(1, _MOST_DAYS_AGO)) or _value(tokens, first, "number")
    unit = first if count is None else first + 1
    length = 1 if _is(tokens, unit, "day_unit") else _WEEK if _is(tokens, unit, "week_unit") else 0
    is_some = first > 0 and _is(tokens, first - 1, "some_word")
    if not length or not _is(tokens, unit + 1, "ago_word") or count == 0 or is_some:
        return None
    past = unit + 2
    past = past + 1 if tokens.texts[unit + 1] == "тому" and _is(tokens, past, "ago_word") else past
    return Date(past, days_ago=(count or 1) * length)
