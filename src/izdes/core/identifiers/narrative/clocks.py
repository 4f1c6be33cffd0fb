"""Clocks: times of day as people write them, with how exact they are.

``14:30`` tells itself. Other numbers are hours only where a word says so: "в 3 часа дня",
"сағат кешкі 8-де", "в 9 вечера", "at 3 pm". "2 часа говорили" is how long, not when.

>>> clocks = [clock_at(Tokens.of(t), 0) for t in ("в 3 часа дня", "сағат кешкі 8-де", "14:30:05")]
>>> [(c.hour, c.minute, c.second, c.precision) for c in clocks]
[(15, 0, 0, 'hour'), (20, 0, 0, 'hour'), (14, 30, 5, 'second')]
"""

from typing import NamedTuple

from izdes.core.identifiers.narrative.dates import date_at
from izdes.core.identifiers.narrative.lexicon import flag, flags, meaning
from izdes.core.identifiers.narrative.tokens import NUMBER, Tokens

_HOURS, _MINUTES = 24, 60
_NOON = 12
_LATE = 9
_TENS = (10, 20)
_FEW = (2, 3, 4)
_EARLY = 8
# "Около двух часов" is how long, "около 15 часов" is when.
_LEAST_WEAK = 6
_TWO = 2


class Clock(NamedTuple):
    """A time of day as said.

    Attributes:
        first: Index of its first token that belongs to the saying; a preposition does not.
        past: One past the index of its last token.
        precision: ``second``, ``minute`` or ``hour``.
    """

    first: int
    past: int
    hour: int
    minute: int = 0
    second: int = 0
    precision: str = "hour"


def clock_at(tokens: Tokens, index: int) -> Clock | None:
    """Return the time of day whose saying begins at a token, or None where none does."""
    if tokens.sorts[index] == NUMBER:
        return _with_colon(tokens, index) or _in_words(tokens, index, is_led=False)
    if tokens.flags[index] & flag("number"):
        return _in_words(tokens, index, is_led=False)
    if tokens.flags[index] & flags("half_of", "half_hour"):
        return _half(tokens, index)
    if tokens.flags[index] & flag("noon"):
        return Clock(index, index + 1, _NOON)
    if tokens.flags[index] & flag("midnight"):
        return Clock(index, index + 1, 0)
    return _led(tokens, index)


def _is(tokens: Tokens, index: int, name: str) -> bool:
    """Say whether there is a token with a meaning."""
    return index < tokens.count and bool(tokens.flags[index] & flag(name))


def _small(tokens: Tokens, index: int, below: int) -> int | None:
    """Return the number of one or two digits that a token is, if it is small enough."""
    if index >= tokens.count or tokens.sorts[index] != NUMBER or len(tokens.texts[index]) > _TWO:
        return None
    value = int(tokens.texts[index])
    return value if value < below else None


def _hour(tokens: Tokens, index: int) -> int | None:
    """Return the hour that a token is, in digits or as a word."""
    value = meaning(tokens.texts[index]).values.get("number")
    if isinstance(value, int):
        return value if value < _HOURS else None
    return _small(tokens, index, _HOURS)


def _hour_and_past(tokens: Tokens, index: int) -> tuple[int | None, int]:
    """Return the hour said from a token on, in one word or two ("он екі"), and one past it."""
    hour = _hour(tokens, index)
    if hour in _TENS and tokens.sorts[index] != NUMBER and index + 1 < tokens.count:
        unit = meaning(tokens.texts[index + 1]).values.get("number")
        if isinstance(unit, int) and unit < min(_TENS) and hour + unit < _HOURS:
            return hour + unit, index + 2
    return hour, index + 1


def _is_another_number(tokens: Tokens, index: int, past: int) -> bool:
    """Say whether a number word counts something: "он сегіз мың", "бір сағатқа", "он" for "he"."""
    if tokens.sorts[index] == NUMBER:
        return False
    more = flags("number", "scale", "hundred", "currency")
    counted = flags("counted") if not _is(tokens, past, "hour_word") else 0
    goes_on = past < tokens.count and bool(tokens.flags[past] & (more | counted))
    return goes_on or (index > 0 and _is(tokens, index - 1, "russian_part"))


def _part(tokens: Tokens, index: int) -> str:
    """Return the part of the day that a token names, or nothing."""
    return (
        str(meaning(tokens.texts[index]).values["day_part"])
        if _is(tokens, index, "day_part")
        else ""
    )


def _of_day(hour: int, part: str) -> int:
    """Return an hour of twenty-four from one of twelve and its part of the day."""
    if part == "pm" and hour < _NOON:
        return hour + _NOON
    if part == "day" and hour < _EARLY:
        return hour + _NOON
    if part == "night" and _LATE < hour < _NOON:
        return hour + _NOON
    return 0 if part in {"night", "am"} and hour == _NOON else hour


def _with_colon(tokens: Tokens, index: int, signs: str = ":") -> Clock | None:
    """Read 14:30 and 14:30:05, with "pm" or a part of the day behind them."""
    hour = _small(tokens, index, _HOURS)
    if hour is None or not _is_sign(tokens, index + 1, signs):
        return None
    minute = _small(tokens, index + 2, _MINUTES)
    if minute is None or len(tokens.texts[index + 2]) != _TWO:
        return None
    past, second, precision = index + 3, 0, "minute"
    seconds = _small(tokens, past + 1, _MINUTES) if _is_sign(tokens, past, ":") else None
    if seconds is not None and len(tokens.texts[past + 1]) == _TWO:
        past, second, precision = past + 2, seconds, "second"
    elif _is_sign(tokens, past, signs):
        # A third group makes it a version, an address or a date.
        return None
    part = _part(tokens, past)
    return Clock(index, past + bool(part), _of_day(hour, part), minute, second, precision)


def _is_sign(tokens: Tokens, index: int, signs: str) -> bool:
    """Say whether one of these signs stands between two numbers without blanks."""
    return (
        index + 1 < tokens.count
        and tokens.texts[index] in signs
        and tokens.touches(index)
        and tokens.touches(index + 1)
        and tokens.sorts[index + 1] == NUMBER
    )


def _stands_for(tokens: Tokens, index: int, name: str) -> int:
    """Return the number that a token's word stands for under a meaning, 0 without one."""
    return int(meaning(tokens.texts[index]).values[name]) if _is(tokens, index, name) else 0


def _half(tokens: Tokens, index: int, part: str = "") -> Clock | None:
    """Read в половине пятого, полпятого вечера: half an hour before the hour that is named.

    Without a part of the day an hour before eight is after noon: few people do this at night.
    """
    past = index + 1
    hour = _stands_for(tokens, index, "half_hour")
    if not hour and _is(tokens, index, "half_of"):
        # "Пол-четвёртого"
        past += past < tokens.count and tokens.texts[past] == "-"
        hour = _stands_for(tokens, past, "ordinal")
        past += 1
    if not 0 < hour <= _NOON:
        return None
    after = _part(tokens, past)
    part = part or after or ("pm" if hour < _EARLY else "am")
    said = _NOON if hour == 1 else hour - 1
    return Clock(index, past + bool(after), _of_day(said, part), 30, precision="minute")


def _led(tokens: Tokens, index: int) -> Clock | None:
    """Read what a preposition, "сағат" or a part of the day leads: hours and 14.30 or 14-30."""
    lead, part = index, ""
    while index < tokens.count and index - lead < 4:  # noqa: PLR2004 - "в около сағат кешкі"
        if _is(tokens, index, "day_part") and not part:
            part = _part(tokens, index)
        elif not _is(tokens, index, "clock_lead") and not _is(tokens, index, "weak_lead"):
            break
        index += 1
    # "Утром 5 мая" is a day, and so is "в ночь с 5 на 6 мая".
    is_night_from = bool(part) and _is(tokens, index - 1, "from_word")
    if index == lead or index >= tokens.count or is_night_from or date_at(tokens, index):
        return None
    is_led = bool(part) or any(_is(tokens, i, "clock_lead") for i in range(lead, index))
    if _is(tokens, index, "hour_word") and (after := _part(tokens, index + 1)):
        # "в час ночи"
        return Clock(index, index + 2, _of_day(1, after))
    # "До 20.11" is a day, "до 20:11" and "около 20-11" an hour.
    is_about = tokens.texts[lead].lower() == "около"
    dotted = _with_colon(tokens, index, ":.-" if is_led else ":-" if is_about else ":")
    if dotted is not None and not tokens.flags[min(dotted.past, tokens.count - 1)] & _things():
        return dotted._replace(hour=_of_day(dotted.hour, part))
    is_hour_led = _has_hour(tokens, lead, index)
    return _half(tokens, index, part) or _in_words(
        tokens, index, is_led=is_led, part=part, is_hour_led=is_hour_led
    )


def _things() -> int:
    """Return the bits of what is counted or paid, and no hour."""
    return flags("currency", "counted")


def _has_hour(tokens: Tokens, first: int, past: int) -> bool:
    """Say whether the word "сағат" or "час" is among some tokens."""
    return any(_is(tokens, i, "hour_word") for i in range(first, past))


def _in_words(
    tokens: Tokens, index: int, *, is_led: bool, part: str = "", is_hour_led: bool = False
) -> Clock | None:
    """Read 14 часов 30 минут, 9 вечера, сағат 14-те, 3 pm."""
    hour, past = _hour_and_past(tokens, index)
    if hour is None or _is_another_number(tokens, index, past):
        return None
    if _is(tokens, past, "hour_word"):
        return _with_hour_word(tokens, index, hour, past=past, is_led=is_led, part=part)
    if after := _part(tokens, past):
        # "таң" and "вечером" behind a number of something else are no hours of it.
        # "3 дня" is how long as well, "11 дня" is not.
        is_day = _is(tokens, past, "day_unit") and hour in _FEW
        is_said = is_led or (after in {"am", "pm", "day"} and not is_day)
        return Clock(index, past + 1, _of_day(hour, after)) if is_said else None
    if not (is_hour_led or part):
        return None
    hour = _of_day(hour, part)
    if _is(tokens, past, "half_more"):
        return Clock(index, past + 1, hour, 30, precision="minute")
    past += 2 * _is_sign_ending(tokens, past)
    # "Сағат 8-де кешке"
    after = "" if part else _part(tokens, past)
    return Clock(index, past + bool(after), _of_day(hour, after))


def _with_hour_word(
    tokens: Tokens, index: int, hour: int, *, past: int, is_led: bool, part: str
) -> Clock | None:
    """Read 14 часов 30 минут, 9 ч. вечера: a number with the word behind it."""
    past += 1
    past += (
        past < tokens.count and tokens.texts[past] == "." and _is(tokens, past - 1, "abbreviation")
    )
    is_said = is_led or (hour >= _LEAST_WEAK and _is(tokens, index - 1, "weak_lead"))
    minute = _small(tokens, past, _MINUTES) if _is(tokens, past + 1, "minute_word") else None
    if minute is not None and is_said:
        return Clock(index, past + 2, _of_day(hour, part), minute, precision="minute")
    after = _part(tokens, past)
    past, part, is_said = past + bool(after), part or after, is_said or bool(after)
    return Clock(index, past, _of_day(hour, part)) if is_said else None


def _is_sign_ending(tokens: Tokens, index: int) -> bool:
    """Say whether a hyphen and an ending of place and time follow: "-де"."""
    return (
        index < tokens.count
        and tokens.texts[index] == "-"
        and _is(tokens, index + 1, "clock_ending")
    )
