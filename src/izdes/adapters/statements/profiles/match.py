"""Matching: does a table fit a profile, and if not, what does it lack?

A table fits where all titles of the profile stand in one of its first rows, none of those that
must not stand there does, and every column without which nothing can be read is found. Of several
profiles that fit, the one that names the most titles is the most specific; the sheet's name and,
weaker, the file's decide between equals. Nothing is concluded from a file's name alone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from izdes.adapters.statements.cells import NotATime, is_empty, text
from izdes.adapters.statements.columns18.header import Grid
from izdes.adapters.statements.fields import Cells
from izdes.adapters.statements.profiles.enough import needed
from izdes.adapters.statements.profiles.moments import moment_of
from izdes.adapters.statements.profiles.profile import Column, Profile
from izdes.adapters.statements.source import Source
from izdes.adapters.statements.wording import folded

_DEEPEST_HEADER = 60
_WIDEST = 1_000


@dataclass(frozen=True, slots=True)
class Fit:
    """A table that fits a profile.

    Attributes:
        header: Row of the titles, from 0; -1 where the table has none.
        columns: Meaning -> column, from 0.
        titles: Meaning -> title as printed, for faults; a column's number where it has none.
        joined: Meaning -> the columns that make up its text, with their titles.
    """

    profile: Profile
    header: int
    columns: Mapping[str, int]
    titles: Mapping[str, str]
    joined: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    rank: tuple[int, int, int] = (0, 0, 0)

    @property
    def data(self) -> int:
        """The first row after the titles, from 0."""
        return self.header + 1


@dataclass(frozen=True, slots=True)
class Unfit:
    """A table that does not fit a profile, and the title that comes nearest to explaining it."""

    profile: Profile
    title: str = ""


def best_fit(
    grid: Grid, source: Source, profiles: Iterable[Profile]
) -> tuple[Fit | None, list[Unfit]]:
    """Return the most specific profile that a table fits, and why each of the others does not.

    Of two that are equally specific the one that is given first counts.
    """
    answers = [fit_of(profile, grid, source) for profile in profiles]
    fits = [answer for answer in answers if isinstance(answer, Fit)]
    unfit = [answer for answer in answers if isinstance(answer, Unfit)]
    return max(fits, key=lambda fit: fit.rank, default=None), unfit


def fit_of(profile: Profile, grid: Grid, source: Source) -> Fit | Unfit:
    """Return how a table fits one profile, or what it lacks."""
    match = profile.match
    if match.sheet and source.sheet_name and not is_like(source.sheet_name, match.sheet):
        return Unfit(profile, match.sheet)
    if profile.header == 0:
        return _without_titles(profile, grid, source)
    lacking: list[tuple[int, str]] = []
    for index in _candidates(profile, grid):
        titles = [folded(text(cell)) or text(cell) for cell in grid[index][:_WIDEST]]
        missing = next(_missing(profile, titles), None)
        if missing is None:
            return _fit(profile, index, grid, source)
        known = set(titles)
        lacking.append((sum(not known.isdisjoint(group) for group in match.titles), missing))
    best = max(lacking, key=lambda pair: pair[0], default=(0, ""))
    return Unfit(profile, best[1])


def is_like(name: str, mask: str) -> bool:
    """Say whether a name fits a mask, in which ``*`` stands for any letters."""
    return fnmatchcase(name.casefold(), mask.casefold())


def _candidates(profile: Profile, grid: Grid) -> Iterator[int]:
    """Yield the rows that may hold the titles, from 0."""
    if profile.header is not None:
        yield from range(profile.header - 1, min(profile.header, len(grid)))
        return
    yield from (
        index
        for index in range(min(_DEEPEST_HEADER, len(grid)))
        # A row with half of the titles explains what it lacks.
        if 2 * sum(not is_empty(cell) for cell in grid[index]) >= len(profile.match.titles)
    )


def _missing(profile: Profile, titles: Sequence[str]) -> Iterator[str]:
    """Yield what keeps a row from being the titles of a profile."""
    known = set(titles)
    yield from (group[0] for group in profile.match.titles if known.isdisjoint(group))
    yield from (title for title in profile.match.without if title in known)
    for meaning, column in needed(profile):
        if not _places(column, titles):
            yield column.titles[0] if column.titles else meaning


def _places(column: Column, titles: Sequence[str]) -> list[int]:
    """Return where a column stands, from 0; several places where it is joined of them."""
    if column.place:
        return [column.place - 1]
    found = [
        places[column.nth - 1]
        for title in column.titles
        if len(places := [n for n, each in enumerate(titles) if each == title]) >= column.nth
    ]
    return found if column.is_joined else found[:1]


def _fit(profile: Profile, header: int, grid: Grid, source: Source) -> Fit:
    """Return where everything stands in a table that fits."""
    printed = [text(cell) for cell in grid[header][:_WIDEST]]
    titles = [folded(title) or title for title in printed]
    columns, joined = {}, {}
    for meaning, column in profile.columns.items():
        places = _places(column, titles)
        if not places:
            continue
        columns[meaning] = places[0]
        if column.is_joined:
            joined[meaning] = tuple((_title(printed, place), place) for place in places)
    names = {meaning: _title(printed, place) for meaning, place in columns.items()}
    return Fit(profile, header, columns, names, joined, _rank(profile, source))


def _title(printed: Sequence[str], place: int) -> str:
    """Return a column's title, its number where it has none."""
    return (printed[place] if place < len(printed) else "") or str(place + 1)


def _rank(profile: Profile, source: Source) -> tuple[int, int, int]:
    """Return how specific a fit is."""
    match = profile.match
    is_named = bool(match.sheet) and is_like(source.sheet_name, match.sheet)
    is_filed = bool(match.file) and is_like(source.file, match.file)
    return len(match.titles) + len(match.without), is_named, is_filed


def _without_titles(profile: Profile, grid: Grid, source: Source) -> Fit | Unfit:
    """Return how a table without titles fits: as wide as the profile says, a moment in row one."""
    columns = {meaning: column.place - 1 for meaning, column in profile.columns.items()}
    first = next((row for row in grid if not all(map(is_empty, row))), ())
    widest = max(columns.values(), default=0)
    if len(first) <= widest:
        return Unfit(profile, str(widest + 1))
    try:
        moment_of(Cells(first, columns), profile.clock)
    except NotATime:
        return Unfit(profile, str(columns.get("moment", columns.get("date", 0)) + 1))
    names = {meaning: str(place + 1) for meaning, place in columns.items()}
    return Fit(profile, -1, columns, names, rank=_rank(profile, source))
