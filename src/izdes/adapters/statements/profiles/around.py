"""Around: what the lines above and below a profiled table say, in the profile's words or the usual.

The profile's labels are put into the words that `izdes.adapters.statements.heading` knows, and its
dates into the notation that everybody reads; balances are read here, because the sign before their
fraction is the profile's and their smallest part the token's.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final

import yaml

from izdes.adapters.statements.cells import Cell, NotATime, is_empty, text
from izdes.adapters.statements.heading import Heading, read_heading
from izdes.adapters.statements.profiles.amounts import minor_of
from izdes.adapters.statements.profiles.parse import said
from izdes.adapters.statements.profiles.profile import Profile
from izdes.adapters.statements.profiles.units import unit_of
from izdes.adapters.statements.wording import currency_of, label_of
from izdes.adapters.words.figures import LOCAL
from izdes.core.law.institutions import Register

BALANCES: Final = ("opening", "closing")
_LONGEST_LABEL = 60
_SEPARATORS = (" - ", " – ", " — ", " to ", " по ")
_Row = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Around:
    """What is said around a table.

    Attributes:
        heading: Account, holder, bank, period and cards.
        currency: As the lines print it; empty where they do not.
        balances: ``opening`` and ``closing`` -> label as printed, and the cell behind it.
    """

    heading: Heading
    currency: str = ""
    balances: dict[str, tuple[str, Cell]] = field(default_factory=dict)

    def minor(self, name: str, currency: str, profile: Profile) -> int | None:
        """Return a printed balance, None where there is none.

        Raises:
            IzdesError: It is printed and cannot be read.
        """
        if name not in self.balances:
            return None
        return minor_of(self.balances[name][1], currency, profile.amounts.mark)


def around_of(rows: Iterable[_Row], profile: Profile, register: Register) -> Around:
    """Read the lines around a table."""
    lines = [[cell for cell in row if not is_empty(cell)] for row in rows]
    usual: list[list[Cell]] = []
    currency, balances = "", dict[str, tuple[str, Cell]]()
    for line in lines:
        told = list(_told(line, profile))
        for meaning, label, value in told:
            if meaning == "currency":
                currency = currency or unit_of(text(value)) or currency_of(text(value)) or ""
            elif meaning in BALANCES:
                balances.setdefault(meaning, (label, value))
        usual.append(_in_usual_words(line, profile))
    return Around(read_heading(usual, register), currency, balances)


def _told(line: _Row, profile: Profile) -> Iterator[tuple[str, str, Cell]]:
    """Yield what a line is about, by which label, and the value behind it."""
    for place, cell in enumerate(line):
        label, meaning, inline = _label(cell, profile)
        if meaning is None:
            continue
        if inline:
            yield meaning, label, inline
        elif place + 1 < len(line):
            yield meaning, label, line[place + 1]


def _label(cell: Cell, profile: Profile) -> tuple[str, str | None, str]:
    """Return a cell as a label, what it is about, and what stands behind its colon."""
    if not isinstance(cell, str):
        return "", None, ""
    label, _, inline = text(cell).partition(":")
    if len(label) > _LONGEST_LABEL:
        return "", None, ""
    name = said(label)
    own = [word for word in profile.labels if name == word or name.startswith(f"{word} ")]
    meaning = profile.labels[max(own, key=len)] if own else label_of(label)
    return label.strip(), meaning, inline.strip()


def _in_usual_words(line: _Row, profile: Profile) -> list[Cell]:
    """Return a line with the profile's labels and dates as everybody knows them; no balances."""
    usual: list[Cell] = []
    meant = None
    for cell in line:
        _, meaning, inline = _label(cell, profile)
        meant = meaning or meant
        if meant in BALANCES:
            continue
        if meaning == "period":
            usual.append(_usual_label("period"))
            usual += _dates(inline, profile) if inline else _dates(text(cell), profile)
        elif meaning is not None:
            usual.append(f"{_usual_label(meaning)}: {inline}" if inline else _usual_label(meaning))
        elif meant == "period":
            usual += _dates(cell, profile)
        else:
            usual.append(cell)
    return usual


@cache
def _usual_labels() -> dict[str, list[str]]:
    """Return what a line is about -> the usual beginnings of its label."""
    room = files("izdes.adapters.statements")
    data: dict[str, list[str]] = yaml.safe_load(room.joinpath("labels.yaml").read_text("utf-8"))
    return data


def _usual_label(meaning: str) -> str:
    """Return the usual label of a meaning."""
    return _usual_labels()[meaning][0]


def _dates(cell: Cell, profile: Profile) -> list[Cell]:
    """Return the dates of a period by the profile's notations, in the notation that all read."""
    if not isinstance(cell, str):
        return [cell]
    found = [_date(part.strip(), profile) for part in _parts(text(cell))]
    return [cell] if None in found else [date for date in found if date is not None]


def _parts(printed: str) -> list[str]:
    """Return the two ends of a period that stand in one cell, or the cell."""
    for separator in _SEPARATORS:
        if printed.count(separator) == 1:
            return printed.split(separator)
    return [printed]


def _date(printed: str, profile: Profile) -> str | None:
    """Return a date in the usual notation, None where no notation of the profile fits."""
    for notation in profile.clock.notations:
        try:
            found = notation.read(printed)
        except NotATime:
            continue
        local = found.at.astimezone(LOCAL)
        return f"{local:%d.%m.%Y}" if found.precision == "day" else f"{local:%d.%m.%Y %H:%M:%S}"
    return None
