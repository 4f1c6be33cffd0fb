"""Moments: when something happened, as victims say it, with how exact it is.

A day and its clock that stand together are one moment. What lacks something gets it from the
telling: the year is that of the latest such day before it, "кеше" is the day before it, a clock
alone belongs to the day last named. What would lie after the telling is a deadline, and days of
birth, of contracts and of laws are no moments of the story.

A moment is what somebody remembers; "около 14:30" is read as 14:30, to the minute.

Source: RFC 3339.

>>> from datetime import UTC
>>> from izdes.core.identifiers.narrative.found import Taken
>>> text, told = "19 мая около 14:30 позвонили, кеше снова", datetime(2026, 5, 21, 9, tzinfo=UTC)
>>> [f.value for f in find_moments(Tokens.of(text), Taken(len(text)), reported_at=told, zone=UTC)]
['2026-05-19T14:30:00+00:00', '2026-05-20T00:00:00+00:00']
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from typing import NamedTuple

from izdes.core.identifiers.narrative.clocks import Clock, clock_at
from izdes.core.identifiers.narrative.dates import Date, date_at
from izdes.core.identifiers.narrative.found import Found, Taken
from izdes.core.identifiers.narrative.lexicon import flag, flags
from izdes.core.identifiers.narrative.numerals import numeral_at
from izdes.core.identifiers.narrative.tokens import NUMBER, Tokens

_JOINING_SIGNS = frozenset(",.-():T~≈@\n")
_WIDEST_JOIN = 5
_DOCUMENT_BEFORE, _DOCUMENT_AFTER = 5, 3
_NUMBER_BEFORE, _SCHEDULE_BEFORE = 12, 24
_OPENS_BEFORE, _OPENS_AFTER = 2, 8
_PAYMENT_BEFORE, _CLOSES_WITHIN = 4, 3
_OLDEST_YEARS = 3
_WEEK = 7
_LONGEST_NUMBER = 4
_SEPARATORS = frozenset(".:/-")


class _Saying(NamedTuple):
    """A day, a clock or both, as said in one place.

    Attributes:
        first: Index of its first token.
        past: One past the index of its last token.
    """

    first: int
    past: int
    date: Date | None = None
    clock: Clock | None = None


@cache
def _starting() -> int:
    """Return the bits of words from which a day or a clock may be said."""
    return flags(
        *("month", "weekday", "day_word", "day_before", "week_unit", "day_part", "number"),
        *("clock_lead", "weak_lead", "noon", "midnight", "ordinal", "half_of", "half_hour"),
        "this_word",
    )


def find_moments(
    tokens: Tokens, taken: Taken, *, reported_at: datetime | None, zone: tzinfo
) -> Iterator[Found]:
    """Yield the moments of a story.

    Args:
        tokens: Of the plain text.
        taken: Places that are something else already.
        reported_at: When it was told; without it only what is complete by itself has a value.
        zone: Where clocks are read.
    """
    told = reported_at.astimezone(zone) if reported_at else None
    last: date | None = None
    opening = -_WIDEST_JOIN
    for saying in _joined(tokens, _sayings(tokens, taken)):
        # "Работает с 9:00 до 20:00": of hours that something is open neither is of the story.
        is_closing = saying.date is None and saying.first - opening <= _CLOSES_WITHIN
        if is_closing or not _is_of_the_story(tokens, saying):
            opening = saying.past if saying.date is None else opening
            continue
        start, end = tokens.starts[saying.first], tokens.ends[saying.past - 1]
        day = _day(saying, told, last)
        if day is None:
            if told is None:
                taken.take(start, end)
                yield Found("moment", start, end, None, "no_reference_time")
            continue
        clock = saying.clock
        moment = datetime.combine(day, _time(clock), zone)
        if saying.date and clock and _is(tokens, saying.past, "universal_time"):
            moment = moment.replace(tzinfo=UTC).astimezone(zone)
        if clock and not saying.date and last is None and told and moment > told:
            day -= timedelta(1)
            moment = datetime.combine(day, _time(clock), zone)
        if told is None or _is_before(moment, told):
            last = day
            taken.take(start, end)
            precision = clock.precision if clock else "day"
            yield Found("moment", start, end, moment.isoformat(), precision=precision)


def _time(clock: Clock | None) -> time:
    """Return a clock's time, the day's beginning without one."""
    return time(clock.hour, clock.minute, clock.second) if clock else time()


def _is_before(moment: datetime, told: datetime) -> bool:
    """Say whether a moment lies in the few years before the telling."""
    return moment <= told and moment.year >= told.year - _OLDEST_YEARS


def _sayings(tokens: Tokens, taken: Taken) -> Iterator[_Saying]:
    """Yield every day and every clock by itself."""
    past = 0
    for index in tokens.numbers_and(_starting()):
        if index < past or not _may_begin(tokens, index):
            continue
        saying = _date(tokens, index) or _clock(tokens, index)
        if saying and taken.is_free(tokens.starts[saying.first], tokens.ends[saying.past - 1]):
            yield saying
            past = saying.past


def _may_begin(tokens: Tokens, index: int) -> bool:
    """Say whether what follows a token lets it begin a day or a clock: most numbers are neither."""
    following = index + 1
    if tokens.sorts[index] != NUMBER:
        # A preposition by itself, or a number word, says no time.
        if tokens.flags[index] & _certain():
            return True
        return following < tokens.count and (
            tokens.sorts[following] == NUMBER or bool(tokens.flags[following] & _behind())
        )
    if len(tokens.texts[index]) > _LONGEST_NUMBER or following >= tokens.count:
        return False
    return tokens.texts[following] in _SEPARATORS or bool(tokens.flags[following] & _behind())


@cache
def _certain() -> int:
    """Return the bits of words that say a day or a time by themselves."""
    days = ("month", "weekday", "day_word", "day_before", "day_part", "ordinal")
    return flags(*days, "noon", "midnight", "half_hour")


@cache
def _behind() -> int:
    """Return the bits of words that may stand second in a day or a clock."""
    more = ("day_unit", "week_unit", "ago_word", "year_word", "day_ending", "hour_word")
    return _certain() | flags(*more, "number", "clock_lead", "weak_lead", "half_of")


def _date(tokens: Tokens, index: int) -> _Saying | None:
    """Return the day said from a token on."""
    found = date_at(tokens, index)
    if found is None or _is_inside_a_number(tokens, index, found.past):
        return None
    return _Saying(index, found.past, date=found)


def _clock(tokens: Tokens, index: int) -> _Saying | None:
    """Return the clock said from a token on."""
    found = clock_at(tokens, index)
    if found is None or _is_inside_a_number(tokens, found.first, found.past):
        return None
    return _Saying(found.first, found.past, clock=found)


def _is_inside_a_number(tokens: Tokens, first: int, past: int) -> bool:
    """Say whether more digits, or letters that are no ending, stand right at a saying."""
    before = (
        first > 1
        and tokens.touches(first)
        and tokens.texts[first - 1] in "+/.:_*№#"
        and not _is_year_and_colon(tokens, first - 2)
    )
    after = (
        past + 1 < tokens.count
        and not _is_year_and_colon(tokens, past - 1)
        and tokens.sorts[past - 1] == NUMBER
        and tokens.touches(past)
        and tokens.texts[past] in ".:/-_*"
        and tokens.touches(past + 1)
        and tokens.sorts[past + 1] == NUMBER
    )
    return before or after


def _is_year_and_colon(tokens: Tokens, index: int) -> bool:
    """Say whether a year in four digits and a colon stand here: "25/Feb/2026:11:07"."""
    text = tokens.texts[index]
    is_year = len(text) == _LONGEST_NUMBER and text.startswith("20")
    return is_year and tokens.texts[index + 1] == ":"


def _joined(tokens: Tokens, sayings: Iterator[_Saying]) -> Iterator[_Saying]:
    """Yield sayings, a day and the clock beside it as one."""
    waiting: _Saying | None = None
    for saying in sayings:
        both = _together(tokens, waiting, saying) if waiting else None
        if both is not None:
            waiting = both
        else:
            if waiting:
                yield waiting
            waiting = saying
    if waiting:
        yield waiting


def _together(tokens: Tokens, one: _Saying, other: _Saying) -> _Saying | None:
    """Return two sayings that complete each other and have only joining words between them."""
    between = range(one.past, other.first)
    if len(between) > _WIDEST_JOIN or not all(_joins(tokens, i) for i in between):
        return None
    if any(_begins_anew(tokens, i) for i in between):
        return None
    if one.date and other.date:
        surer = _surer(one.date, other.date)
        return one._replace(past=other.past, date=surer) if surer else None
    if one.clock and other.clock:
        return None
    return _Saying(one.first, other.past, one.date or other.date, one.clock or other.clock)


def _begins_anew(tokens: Tokens, index: int) -> bool:
    """Say whether a full stop and a capital letter part two sentences here."""
    return tokens.texts[index] == "." and tokens.texts[index + 1][:1].isupper()


def _surer(one: Date, other: Date) -> Date | None:
    """Return the fuller of a day and its name ("сегодня 25.02.2026", "во вторник, 19 мая")."""
    if one.month and other.month is None:
        return one
    if other.month and one.month is None:
        return other
    return None


def _joins(tokens: Tokens, index: int) -> bool:
    """Say whether a token may stand between a day and its clock."""
    return tokens.texts[index] in _JOINING_SIGNS or bool(
        tokens.flags[index] & flags("joins", "clock_lead", "weak_lead", "day_part")
    )


def _is_of_the_story(tokens: Tokens, saying: _Saying) -> bool:
    """Say whether a saying is no birth, document or deadline, and no number like any other."""
    if _is_of_a_schedule(tokens, saying):
        return False
    if saying.date is None:
        return True
    if saying.date.is_bare and not (saying.clock or _is_marked(tokens, saying)):
        return False
    return not (_is_dated_before(tokens, saying) or _is_dated_behind(tokens, saying))


def _is_dated_before(tokens: Tokens, saying: _Saying) -> bool:
    """Say whether a paper, a birth or a deadline stands before a day."""
    until = flag("until_word") if saying.date and saying.date.days_ago else 0
    is_of = saying.first > 0 and tokens.texts[saying.first - 1].lower() in {"от", "of"}
    reach = _NUMBER_BEFORE if is_of else _DOCUMENT_BEFORE
    for steps, index in enumerate(range(saying.first - 1, max(saying.first - 1 - reach, -1), -1)):
        if index in tokens.stops or tokens.flags[index] & flags("pays", "takes", "calls"):
            break
        here = 0 if tokens.flags[index] & until else tokens.flags[index]
        is_paper = (is_of or steps < _DOCUMENT_BEFORE) and here & flag("document_date")
        is_from = reach == _NUMBER_BEFORE and (
            here & flag("paper_word") or _is_of_a_paper(tokens, index)
        )
        if is_paper or is_from:
            return True
    return False


def _is_of_a_paper(tokens: Tokens, index: int) -> bool:
    """Say whether it is the "№" of a paper ("запрос № 3-17/2206 от …"), and not of a payment."""
    payment = flags("reference_label", "payment_noun")
    before = tokens.flags[max(index - _PAYMENT_BEFORE, 0) : index]
    return tokens.texts[index] == "№" and not any(bits & payment for bits in before)


def _is_dated_behind(tokens: Tokens, saying: _Saying) -> bool:
    """Say whether a birth or a deadline stands behind a day, in its clause."""
    if saying.past < tokens.count and tokens.texts[saying.past] == "№":
        return True
    for index in range(saying.past, min(saying.past + _DOCUMENT_AFTER, tokens.count)):
        if index in tokens.stops or tokens.texts[index] in ",;":
            break
        if tokens.flags[index] & flag("dated_behind"):
            return True
    return False


def _is_of_a_schedule(tokens: Tokens, saying: _Saying) -> bool:
    """Say whether its sentence tells when an office is open, or when to come."""
    if _is_opening(tokens, saying) or _is_in_a_range(tokens, saying):
        return True
    schedule = flag("schedule_word")
    for index in range(saying.first - 1, max(saying.first - 1 - _SCHEDULE_BEFORE, -1), -1):
        if index in tokens.stops:
            return False
        if tokens.flags[index] & schedule:
            return True
    return False


def _is_opening(tokens: Tokens, saying: _Saying) -> bool:
    """Say whether something opens or goes at a clock: "до 21:00 работает", "8:15-те жүреді"."""
    if saying.date:
        return _is(tokens, saying.past, "opens_word")
    if any(_is(tokens, saying.first - step, "opens_word") for step in (1, _OPENS_BEFORE)):
        return True
    for index in range(saying.past, min(saying.past + _OPENS_AFTER, tokens.count)):
        if index in tokens.stops:
            return False
        if _is(tokens, index, "opens_word"):
            return True
    return False


def _is_in_a_range(tokens: Tokens, saying: _Saying) -> bool:
    """Say whether a clock alone is one end of hours: "9:00-18:30"."""
    if saying.date or not saying.clock:
        return False
    first, past = saying.first - 1, saying.past
    back = first > 1 and tokens.texts[first] == "-" and tokens.texts[first - 2] == ":"
    ahead = past + 2 < tokens.count and tokens.texts[past] == "-" and tokens.texts[past + 2] == ":"
    return back or ahead


def _is(tokens: Tokens, index: int, name: str) -> bool:
    """Say whether there is a token with a meaning."""
    return 0 <= index < tokens.count and bool(tokens.flags[index] & flag(name))


def _is_marked(tokens: Tokens, saying: _Saying) -> bool:
    """Say whether day and month in digits stand where a day does: "19.05 күні"."""
    doings = ("pays", "takes", "calls")
    is_led = any(_is(tokens, saying.first - 1, doing) for doing in doings)
    behind = any(_is(tokens, saying.past, name) for name in ("day_unit", "year_word", *doings))
    return is_led or behind or _is_beside_money(tokens, saying)


def _is_beside_money(tokens: Tokens, saying: _Saying) -> bool:
    """Say whether a sum stands beside a day as in a list: "31.01 - 25 000 тг", "642 $, 25.05"."""
    currency = flag("currency")
    before = saying.first - 2
    if before >= 0 and tokens.texts[before + 1] == "," and tokens.flags[before] & currency:
        return True
    place = saying.past
    place += place < tokens.count and tokens.texts[place] in "-:,"
    numeral = numeral_at(tokens, place) if place < tokens.count else None
    if numeral is None:
        return False
    has_unit = numeral.past < tokens.count and bool(tokens.flags[numeral.past] & currency)
    return numeral.is_scaled or has_unit


def _day(saying: _Saying, told: datetime | None, last: date | None) -> date | None:
    """Return the day of a saying, None where it cannot be known."""
    said = saying.date
    if said is None:
        return last or (told.date() if told else None)
    if said.month and said.day and said.year:
        return _existing(said.year, said.month, said.day)
    if told is None:
        return None
    today = told.date()
    if said.month and said.day:
        return _latest(today, said.month, said.day)
    if said.day:
        return _of_the_month(last or today, said.day, today)
    days = said.days_ago
    if said.weekday is not None:
        days = (today.weekday() - said.weekday - 1) % _WEEK + 1
    return today - timedelta(days or 0)


def _of_the_month(spoken_of: date, day: int, today: date) -> date | None:
    """Return such a day of the month spoken of, or of the one before where it lies ahead."""
    found = _existing(spoken_of.year, spoken_of.month, day)
    if found is None or found <= today:
        return found
    before = spoken_of.replace(day=1) - timedelta(1)
    return _existing(before.year, before.month, day)


def _existing(year: int, month: int, day: int) -> date | None:
    """Return a day of the calendar, None where there is none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _latest(today: date, month: int, day: int) -> date | None:
    """Return the latest such day that is not after today."""
    for year in range(today.year, today.year - 5, -1):
        found = _existing(year, month, day)
        if found and found <= today:
            return found
    return None
