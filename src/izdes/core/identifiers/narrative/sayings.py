"""Sayings: days and clocks where a text says them, those that belong together as one.

Whether a saying is a moment of the story is not decided here.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from izdes.core.identifiers.narrative.clocks import Clock, clock_at
from izdes.core.identifiers.narrative.dates import Date, date_at
from izdes.core.identifiers.narrative.found import Taken
from izdes.core.identifiers.narrative.lexicon import flags
from izdes.core.identifiers.narrative.tokens import NUMBER, Tokens

_JOINING_SIGNS = frozenset(",.-():T~≈@\n")
_WIDEST_JOIN = 5
_LONGEST_NUMBER = 4
_SEPARATORS = frozenset(".:/-")


class Saying(NamedTuple):
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


def sayings_of(tokens: Tokens, taken: Taken) -> Iterator[Saying]:
    """Yield days and clocks in the order of the text, a day and the clock beside it as one."""
    return _joined(tokens, _sayings(tokens, taken))


def _sayings(tokens: Tokens, taken: Taken) -> Iterator[Saying]:
    """Yield every day and every clock by itself."""
    past = 0
    for index in _beginnings(tokens):
        if index < past:
            continue
        saying = _date(tokens, index) or _clock(tokens, index)
        if saying and taken.is_free(tokens.starts[saying.first], tokens.ends[saying.past - 1]):
            yield saying
            past = saying.past


def _beginnings(tokens: Tokens) -> Iterator[int]:
    """Yield the tokens that may begin a day or a clock by what follows them: few numbers do."""
    certain, behind = _certain(), _behind()
    sorts, flags, texts = tokens.sorts, tokens.flags, tokens.texts
    for index in tokens.numbers_and(_starting()):
        following = index + 1
        if following >= tokens.count:
            # A preposition by itself, or a number, says no time.
            is_one = bool(flags[index] & certain)
        elif sorts[index] == NUMBER:
            is_short = len(texts[index]) <= _LONGEST_NUMBER
            is_one = is_short and (texts[following] in _SEPARATORS or flags[following] & behind > 0)
        else:
            is_led = sorts[following] == NUMBER or flags[following] & behind > 0
            is_one = is_led or flags[index] & certain > 0
        if is_one:
            yield index


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


def _date(tokens: Tokens, index: int) -> Saying | None:
    """Return the day said from a token on."""
    found = date_at(tokens, index)
    if found is None or _is_inside_a_number(tokens, index, found.past):
        return None
    return Saying(index, found.past, date=found)


def _clock(tokens: Tokens, index: int) -> Saying | None:
    """Return the clock said from a token on."""
    found = clock_at(tokens, index)
    if found is None or _is_inside_a_number(tokens, found.first, found.past):
        return None
    return Saying(found.first, found.past, clock=found)


def _is_inside_a_number(tokens: Tokens, first: int, past: int) -> bool:
    """Say whether more digits, or letters that are no ending, stand right at a saying."""
    before = (
        first > 0
        and tokens.touches(first)
        and tokens.texts[first - 1] in "+/.:_*№#"
        and not (first > 1 and _is_year_and_colon(tokens, first - 2))
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


def _joined(tokens: Tokens, sayings: Iterator[Saying]) -> Iterator[Saying]:
    """Yield sayings, a day and the clock beside it as one."""
    waiting: Saying | None = None
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


def _together(tokens: Tokens, one: Saying, other: Saying) -> Saying | None:
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
    return Saying(one.first, other.past, one.date or other.date, one.clock or other.clock)


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
