"""Deciding: which column of an unknown table means what, each with its reason.

Content and arithmetic decide where they can; the words of titles choose among columns whose
content is alike, and name what content cannot (a purpose, a kind of operation). What neither of
them settles is left open, with the candidates: a wrong meaning is worse than none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from izdes.adapters.statements.cells import Cell, stated
from izdes.adapters.statements.profiles import content
from izdes.adapters.statements.profiles.content import TimeColumn
from izdes.adapters.statements.profiles.sighting import Seen
from izdes.adapters.statements.profiles.titles import meaning_of
from izdes.core.money.statement import Finding


@dataclass(frozen=True, slots=True)
class Choice:
    """One key of the profile that was decided.

    Attributes:
        path: The key, as ``columns.amount``.
        value: Its value as YAML writes it; a number of a column where it is one, from 0.
    """

    path: str
    value: str | int
    reason: Finding


@dataclass(frozen=True, slots=True)
class Open:
    """One key that could not be decided, and what it may be."""

    path: str
    candidates: tuple[str, ...]
    reason: Finding


@dataclass(slots=True)
class Decisions:
    """What was decided so far, in the order in which it was."""

    choices: dict[str, Choice] = field(default_factory=dict)
    open: dict[str, Open] = field(default_factory=dict)
    notes: list[Finding] = field(default_factory=list)

    def choose(self, path: str, value: str | int, code: str, **details: str | int) -> None:
        """Decide a key; the first decision stands."""
        if path not in self.choices:
            self.open.pop(path, None)
            self.choices[path] = Choice(path, value, finding(code, **details))

    def leave(self, path: str, candidates: Sequence[str], code: str, **details: str | int) -> None:
        """Leave a key open."""
        if path not in self.choices:
            self.open.setdefault(path, Open(path, tuple(candidates), finding(code, **details)))

    def note(self, code: str, **details: str | int) -> None:
        """Say something for which there is no key."""
        self.notes.append(finding(code, **details))

    def has(self, path: str) -> bool:
        """Say whether a key is decided."""
        return path in self.choices

    def columns(self) -> dict[str, int]:
        """Return meaning -> column of those that are decided."""
        return {
            path.removeprefix("columns."): choice.value
            for path, choice in self.choices.items()
            if path.startswith("columns.") and isinstance(choice.value, int)
        }

    def is_free(self, column: int) -> bool:
        """Say whether a column has no meaning yet."""
        return column not in self.columns().values()


def finding(code: str, **details: str | int) -> Finding:
    """Return a reason."""
    return Finding(code, tuple((name, str(value)) for name, value in details.items()))


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table, by what they hold.

    Attributes:
        times: Columns of moments, and how these are printed.
        amounts: Columns of numbers that may be amounts.
    """

    seen: Seen
    cells: Mapping[int, list[Cell]]
    times: Mapping[int, TimeColumn]
    amounts: tuple[int, ...]

    def meaning(self, column: int) -> str:
        """Return what a column's title speaks of."""
        return meaning_of(self.seen.titles[column])

    def title(self, column: int) -> str:
        """Return a column's title, its number where it has none."""
        return self.seen.titles[column] or str(column + 1)

    def speaking_of(self, *meanings: str) -> list[int]:
        """Return the columns whose titles speak of one of some meanings."""
        return [n for n in self.cells if self.meaning(n) in meanings]

    def texts(self, column: int) -> list[str]:
        """Return the cells of a column as texts."""
        return [stated(cell) or str(cell).strip() for cell in self.cells[column]]


def columns_of(seen: Seen) -> Columns:
    """Look through the columns of a table; those without anything in them are left out."""
    cells = {n: column for n in range(len(seen.titles)) if content.filled(column := seen.column(n))}
    times: dict[int, TimeColumn] = {}
    for n, column in cells.items():
        speaks = meaning_of(seen.titles[n]) in ("moment", "clock")
        if found := content.time_column(column, speaks_of_time=speaks):
            times[n] = found
    amounts = tuple(
        n for n, column in cells.items() if n not in times and content.is_amount_column(column)
    )
    return Columns(seen, cells, times, amounts)


def decide_time(columns: Columns, decisions: Decisions) -> None:
    """Decide when a row happened, and in which clock."""
    chosen = _time_column(columns)
    if chosen is None:
        decisions.leave("columns.moment", (), "propose_no_time")
        return
    found = columns.times[chosen]
    clock = None if found.has_time else _clock_beside(columns, chosen)
    title = columns.title(chosen)
    if clock is None:
        decisions.choose("columns.moment", chosen, "propose_moment", title=title)
    else:
        decisions.choose("columns.date", chosen, "propose_date", title=title)
        decisions.choose("columns.clock", clock, "propose_clock", title=columns.title(clock))
    _notation(found, decisions, has_clock=clock is not None)
    _zone(columns, chosen, decisions)


def _time_column(columns: Columns) -> int | None:
    """Return the column of moments: one with times of day, one of which the title speaks."""

    def rank(n: int) -> tuple[bool, bool, int]:
        return columns.meaning(n) == "moment", columns.times[n].has_time, -n

    return max(columns.times, key=rank, default=None)


def _clock_beside(columns: Columns, day: int) -> int | None:
    """Return the column of times of day that belongs to a column of days."""
    found = [
        n
        for n, cells in columns.cells.items()
        if n != day and content.is_clock(cells) and columns.meaning(n) in ("clock", "moment", "")
    ]
    return min(found, key=lambda n: abs(n - day), default=None)


def _notation(found: TimeColumn, decisions: Decisions, *, has_clock: bool) -> None:
    """Decide how moments are printed."""
    notations = found.notations
    if has_clock:
        notations = tuple(
            letters if letters in ("known", "iso") else f"{letters} hh:mm:ss"
            for letters in notations
        )
    if len(notations) > 1:
        decisions.leave("time.notation", notations, "propose_notation_open")
    elif notations[0] != "known":
        decisions.choose("time.notation", notations[0], "propose_notation", notation=notations[0])


def _zone(columns: Columns, chosen: int, decisions: Decisions) -> None:
    """Decide the clock of the times where the title names it."""
    title = columns.title(chosen)
    if any(letters in ("unix", "unix-ms") for letters in columns.times[chosen].notations):
        decisions.choose("time.zone", "UTC", "propose_zone_counted")
    elif "utc" in title.casefold().replace("_", " ").replace("(", " ").replace(")", " ").split():
        decisions.choose("time.zone", "UTC", "propose_zone_title", title=title)
    else:
        decisions.leave("time.zone", ("Asia/Almaty", "UTC"), "propose_zone_open")


def by_title(
    columns: Columns,
    decisions: Decisions,
    meanings: Iterable[str],
) -> None:
    """Give columns without a meaning yet the one that their titles speak of."""
    for meaning in meanings:
        found = [n for n in columns.speaking_of(meaning) if decisions.is_free(n)]
        if len(found) == 1:
            title = columns.title(found[0])
            decisions.choose(f"columns.{meaning}", found[0], "propose_by_title", title=title)
        elif found and not decisions.has(f"columns.{meaning}"):
            candidates = [columns.title(n) for n in found]
            decisions.leave(f"columns.{meaning}", candidates, "propose_several")
