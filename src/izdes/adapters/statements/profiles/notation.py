r"""Notations of time: how a table prints its moments, said once in its profile.

A notation is written with the letters ``YYYY`` or ``YY``, ``MM`` or ``M`` (``MMM``: a month's name
in Kazakh, Russian or English), ``DD`` or ``D``, ``hh`` or ``h``, ``mm``, ``ss``, ``f`` (parts of a
second, dropped), ``AP`` (AM or PM) and ``Z`` (the offset from UTC); everything else stands for
itself, a blank for any blanks. Some have names: ``known`` (``19.05.2026 14:02:07`` and
``2026-05-19 14:02:07``, with or without the time; months as words), ``iso`` (ISO 8601), ``unix``
(seconds since 1970), ``unix-ms`` and ``serial`` (days as spreadsheets count them).

A cell typed as a date states its moment itself, whatever the notation.

>>> Notation.parse("MM/DD/YYYY h:mm AP").read("05/19/2026 2:02 PM").precision
'minute'
>>> Notation.parse("YYYY-DD").letters
Traceback (most recent call last):
    ...
izdes.adapters.statements.profiles.notation.NoNotation: no_notation
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Self

import yaml

from izdes.adapters.statements.cells import Moment, NotATime, moment, moment_of_serial
from izdes.adapters.statements.dates import read_date
from izdes.adapters.words.figures import LOCAL
from izdes.core.errors import IzdesError
from izdes.core.money.transfer import Precision

NAMED = ("known", "iso", "unix", "unix-ms", "serial")
_PARTS = {
    "YYYY": r"(?P<year>[0-9]{4})",
    "YY": r"(?P<short>[0-9]{2})",
    "MMM": r"(?P<name>[^\W\d_]{3,12})\.?",
    "MM": r"(?P<month>[0-9]{2})",
    "M": r"(?P<month>[0-9]{1,2})",
    "DD": r"(?P<day>[0-9]{2})",
    "D": r"(?P<day>[0-9]{1,2})",
    "hh": r"(?P<hour>[0-9]{2})",
    "h": r"(?P<hour>[0-9]{1,2})",
    "mm": r"(?P<minute>[0-9]{2})",
    "ss": r"(?P<second>[0-9]{2})",
    "f": r"[0-9]{1,9}",
    "AP": r"(?P<half>[AaPp]\.?[Mm]\.?)",
    "Z": r"(?P<offset>Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})",
}
_LETTERS = re.compile("|".join([*_PARTS, r"[A-Za-z]", r"\s+", r"[^\w\s]", r"\w"]))
_LITERAL = frozenset("Tг")
_CLOCK = frozenset({"hour", "minute"})
_LONGEST = 40
_YEARS = range(1990, 2101)
_NOON = 12
_LONGEST_OFFSET = timedelta(hours=14)
_ISO = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:[T ][0-9]{2}:[0-9]{2}(?P<second>:[0-9]{2}(?:\.[0-9]{1,9})?)?"
    r"(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_SECONDS = re.compile(r"([0-9]{9,10})(?:\.[0-9]{1,9})?")
_DAYS = re.compile(r"[0-9]{5}(?:\.[0-9]{1,12})?")
_MILLISECONDS = re.compile(r"([0-9]{12,13})(?:\.[0-9]{1,9})?")


class NoNotation(IzdesError):
    """The text is no notation of a moment: an unknown letter, a day without month or year."""

    code = "no_notation"


@dataclass(frozen=True, slots=True)
class Notation:
    """One way of printing a moment.

    Attributes:
        letters: As the profile writes it.
        shape: What a cell must look like; None for a notation with a name.
    """

    letters: str
    shape: re.Pattern[str] | None = None

    @classmethod
    def parse(cls, letters: str) -> Self:
        """Read a notation as a profile writes it.

        Raises:
            NoNotation: An unknown letter, a part given twice, or a day, month or year missing.
        """
        if letters in NAMED:
            return cls(letters)
        return cls(letters, _shape(letters))

    def read(self, printed: str) -> Moment:
        """Return the moment that a cell's text states.

        Raises:
            NotATime: Another notation, or an impossible moment.
        """
        match self.letters:
            case "known":
                return moment(printed)
            case "iso":
                return _iso(printed)
            case "unix":
                return _counted(_SECONDS, printed, per_second=1)
            case "unix-ms":
                return _counted(_MILLISECONDS, printed, per_second=1000)
            case "serial":
                return _serial(printed)
            case _:
                return _of_parts(self.shape, printed)


def contradict(one: str, other: str) -> bool:
    """Say whether two notations give some cells two readings: day and month change places."""
    swapped = one.translate(str.maketrans("MD", "DM"))
    return one != other and "MMM" not in one and swapped == other


@cache
def words() -> Any:  # noqa: ANN401  # the shape of a YAML file is its own
    """Return the packaged words."""
    return yaml.safe_load(files(__package__).joinpath("words.yaml").read_text("utf-8"))


def _shape(letters: str) -> re.Pattern[str]:
    """Return what a cell of a notation looks like."""
    found = _LETTERS.findall(letters) if len(letters) <= _LONGEST else []
    parts = [_part(each) for each in found]
    try:
        shape = re.compile("".join(parts))
    except re.error:
        # One part twice.
        raise NoNotation from None
    has = shape.groupindex.keys()
    is_day = "day" in has and has & {"month", "name"} and has & {"year", "short"}
    is_clock = has >= _CLOCK or not has & {*_CLOCK, "second", "half"}
    if not (is_day and is_clock):
        raise NoNotation
    return shape


def _part(each: str) -> str:
    """Return the pattern of one part of a notation."""
    if each in _PARTS:
        return _PARTS[each]
    if each.isspace():
        return r"\s+"
    if each.isalnum() and each not in _LITERAL:
        raise NoNotation
    return re.escape(each)


@lru_cache(maxsize=4096)
def _of_parts(shape: re.Pattern[str] | None, printed: str) -> Moment:
    """Return the moment of a cell's parts."""
    found = shape.fullmatch(printed) if shape else None
    if found is None:
        raise NotATime
    given = found.groupdict()
    year = int(given.get("year") or f"20{given.get('short')}")
    month = _month(given["name"]) if given.get("name") else int(given["month"])
    hour = _hour(int(given.get("hour") or 0), given.get("half"))
    clock = hour, int(given.get("minute") or 0), int(given.get("second") or 0)
    precision: Precision = (
        "second" if given.get("second") else "minute" if given.get("minute") else "day"
    )
    if year not in _YEARS:
        raise NotATime
    try:
        local = datetime(year, month, int(given["day"]), *clock, tzinfo=LOCAL)
    except ValueError:
        raise NotATime from None
    if offset := given.get("offset"):
        naive = local.replace(tzinfo=UTC) - _offset(offset)
        return Moment(naive, precision, has_offset=True)
    return Moment(local.astimezone(UTC), precision)


def _month(name: str) -> int:
    """Return the number of a month by the beginning of its name."""
    found = read_date(f"1 {name} 2000")
    if found is None:
        raise NotATime
    return found.month


def _hour(hour: int, half: str | None) -> int:
    """Return the hour of the day, where the clock counts to twelve."""
    if half is None:
        return hour
    if not 1 <= hour <= _NOON:
        raise NotATime
    return hour % _NOON + (_NOON if half[0] in "Pp" else 0)


def _offset(printed: str) -> timedelta:
    """Return how far a printed offset is from UTC."""
    if printed[0] not in "+-":
        return timedelta()
    digits = printed[1:].replace(":", "")
    away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if away > _LONGEST_OFFSET:
        raise NotATime
    return -away if printed[0] == "-" else away


@lru_cache(maxsize=4096)
def _iso(printed: str) -> Moment:
    """Return a moment as ISO 8601 writes it, with its offset or without."""
    shape = _ISO.fullmatch(printed)
    try:
        found = datetime.fromisoformat(printed).replace(microsecond=0) if shape else None
    except ValueError:
        raise NotATime from None
    if shape is None or found is None or found.year not in _YEARS:
        raise NotATime
    precision: Precision = "second" if shape["second"] else "minute" if ":" in printed else "day"
    if found.tzinfo is None:
        return Moment(found.replace(tzinfo=LOCAL).astimezone(UTC), precision)
    return Moment(found.astimezone(UTC), precision, has_offset=True)


def _serial(printed: str) -> Moment:
    """Return a moment counted in days from the end of 1899."""
    if not _DAYS.fullmatch(printed):
        raise NotATime
    return moment_of_serial(float(printed))


def _counted(shape: re.Pattern[str], printed: str, *, per_second: int) -> Moment:
    """Return a moment counted since 1970."""
    found = shape.fullmatch(printed)
    if found is None:
        raise NotATime
    at = datetime.fromtimestamp(int(found[1]) // per_second, tz=UTC)
    if at.year not in _YEARS:
        raise NotATime
    return Moment(at, "second", has_offset=True)
