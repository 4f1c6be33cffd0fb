"""Kinds: what a field of an entry may hold."""

import re
from collections.abc import Callable, Mapping
from datetime import date

Kind = Callable[[object], bool]
LANGUAGES = ("kk", "ru", "en")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_VERSION = re.compile(r"[0-9]{4}\.[0-9]{1,3}")
# Of any unit: more days than a case may last, more hours than a year has.
_LONGEST = 10_000


def is_name(value: object) -> bool:
    """Say whether a value can name an entry."""
    return isinstance(value, str) and _NAME.fullmatch(value) is not None


def is_text(value: object) -> bool:
    """Say whether a value is a text, possibly empty."""
    return isinstance(value, str)


def is_said(value: object) -> bool:
    """Say whether a value is a text that says something."""
    return isinstance(value, str) and bool(value.strip())


def is_version(value: object) -> bool:
    """Say whether a value is the version of a release: year and number."""
    return isinstance(value, str) and _VERSION.fullmatch(value) is not None


def is_wording(value: object) -> bool:
    """Say whether a value is one text in the three languages, each of them said."""
    return (
        isinstance(value, Mapping)
        and set(value) == set(LANGUAGES)
        and all(is_said(text) for text in value.values())
    )


def is_day(value: object) -> bool:
    """Say whether a value is a day."""
    return isinstance(value, date)


def is_flag(value: object) -> bool:
    """Say whether a value is true or false."""
    return isinstance(value, bool)


def is_count(value: object) -> bool:
    """Say whether a value is a whole number from zero on."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def is_length(value: object) -> bool:
    """Say whether a value can be the length of a term: what nobody would wait for is a mistake."""
    return isinstance(value, int) and is_count(value) and value <= _LONGEST


def is_term(value: object) -> bool:
    """Say whether a value names a clock, or hours or days."""
    if not isinstance(value, Mapping) or len(value) != 1:
        return False
    (name, length), *_ = value.items()
    if name == "clock":
        return is_name(length)
    return name in {"hours", "days"} and is_length(length) and length > 0


def or_nothing(kind: Kind) -> Kind:
    """Return the kind that may also be left empty."""
    return lambda value: value is None or kind(value)


def list_of(kind: Kind) -> Kind:
    """Return the kind of a list, each of one kind."""
    return lambda value: isinstance(value, list) and all(map(kind, value))


def one_of(*names: str) -> Kind:
    """Return the kind of one of a few names."""
    return lambda value: isinstance(value, str) and value in names
