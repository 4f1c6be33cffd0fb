"""Profiles: any table, in a text or a workbook, read as its profile says.

Whoever knows a form writes down once what its columns mean (`izdes.adapters.statements.profiles.
profile` is the contract); the project brings profiles of its own for exchanges, block explorers
and telephone records. A profile that is given wins over everything; those that are packaged are
asked last, after every reader that knows its form by itself.
"""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path

from izdes.adapters.statements.columns18.header import Grid
from izdes.adapters.statements.containers.delimited import Delimited
from izdes.adapters.statements.profiles.calls import read_calls
from izdes.adapters.statements.profiles.explaining import unfit_finding
from izdes.adapters.statements.profiles.match import best_fit
from izdes.adapters.statements.profiles.parse import profile_of
from izdes.adapters.statements.profiles.profile import Profile
from izdes.adapters.statements.profiles.propose import Proposal, propose_profile
from izdes.adapters.statements.profiles.read import read_statements
from izdes.adapters.statements.source import Content, Source
from izdes.core.errors import Fault, InputRefused
from izdes.core.money.statement import Finding

__all__ = [
    "Profile",
    "Proposal",
    "packaged_profiles",
    "profile_of",
    "propose_profile",
    "read_profile",
    "read_profiled",
    "why_unfit",
]


def read_profile(path: Path) -> Profile:
    """Read one profile.

    Raises:
        InputRefused: The file cannot be read, or everything that is wrong with it.
    """
    try:
        data = path.read_bytes()
    except OSError:
        raise InputRefused(Fault("profile_file_unreadable", path.name)) from None
    return profile_of(data, file=path.name)


@cache
def packaged_profiles() -> tuple[Profile, ...]:
    """Return the profiles that the project brings, by name."""
    room = files(__package__).joinpath("data")
    found = [
        profile_of(each.read_bytes(), file=each.name)
        for each in room.iterdir()
        if each.name.endswith(".yaml")
    ]
    return tuple(sorted(found, key=lambda profile: profile.name))


def read_profiled(
    grid: Grid, source: Source, profiles: Iterable[Profile], text: Delimited | None = None
) -> Content | None:
    """Read a table by the most specific of some profiles, or return None where none fits.

    Args:
        text: The table as its text shows it, where it comes out of one.
    """
    fit, _ = best_fit(grid, source, profiles)
    if fit is None:
        return None
    spoilt = text.spoilt(max(fit.header, 0)) if text is not None else frozenset()
    read = read_calls if fit.profile.kind == "calls" else read_statements
    return read(grid, fit, source, spoilt=spoilt)


def why_unfit(grid: Grid, source: Source, profiles: Iterable[Profile]) -> tuple[Finding, ...]:
    """Return what a table lacks to fit each of some profiles."""
    _, unfit = best_fit(grid, source, profiles)
    return tuple(unfit_finding(each.profile.name, each.title) for each in unfit)
