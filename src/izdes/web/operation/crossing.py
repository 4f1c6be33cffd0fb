"""Crossing of one installation: packages for the other contour are made and given, its are taken.

The same at the office and at a site of institutions that runs apart: each takes what lies in one
folder and puts what it has into another. Somebody or something carries between the folders; nothing
here calls anybody.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from izdes.core.errors import IzdesError
from izdes.web.config import ConfigurationMissing, configuration, variable
from izdes.web.institutions import crossed, telling
from izdes.web.institutions.apart import taking as of_office
from izdes.web.institutions.apart import telling as to_office
from izdes.web.institutions.taking import forget_tokens, sweep_files
from izdes.web.packages import crossing
from izdes.web.packages.crossing import Side
from izdes.web.packages.known import is_site_apart, office_side, site_side
from izdes.web.packages.taking import Taking, refusals, take_folder

_DAY_SECONDS = 24 * 3_600.0
# So long a package is kept after it was taken: the other side may have to be restored.
_KEPT_SECONDS = 30 * _DAY_SECONDS


class CrossingBusy(IzdesError):
    """Another process makes or takes packages at this moment."""

    code = "crossing_busy"


@dataclass(frozen=True, slots=True)
class Crossed:
    """What one crossing did.

    Attributes:
        taken: Packages of the other side that were taken.
        refused: Files that were refused.
        early: Packages that wait for an earlier one.
        told: Things that went into new packages.
        given: Packages that lie in the folder for the other side.
    """

    taken: int
    refused: int
    early: int
    told: int
    given: int


def cross_by_folders() -> int:
    """Cross by the folders that are configured; return how many packages were taken."""
    given = configuration()
    if not (given.crossing_out and given.crossing_in) or not _is_two_contours():
        return 0
    try:
        return cross(Path(given.crossing_out), Path(given.crossing_in)).taken
    except CrossingBusy:
        return 0


def cross(out: Path, into: Path, *, again_since: datetime | None = None) -> Crossed:
    """Take what lies in one folder, make packages of what is new, and give them into another.

    Raises:
        CrossingBusy: Another process does at this moment.
        ConfigurationMissing: There is no other contour here.
    """
    side, take, tell = _sides()
    with crossing.alone() as is_alone:
        if not is_alone:
            raise CrossingBusy
        into.mkdir(parents=True, exist_ok=True)
        count = take_folder(side, into, take)
        told = tell(side)
        given = crossing.give(side, out, again_since=again_since)
        crossing.sweep(side, older_than_seconds=_KEPT_SECONDS)
    return Crossed(**count, told=told, given=given)


def folders(out: Path | None, into: Path | None) -> tuple[Path, Path]:
    """Return the folders that are given, or else configured: for the other side, and from it.

    Raises:
        ConfigurationMissing: One is neither.
    """
    found = list[Path]()
    for path, name in ((out, "crossing_out"), (into, "crossing_in")):
        told = path or getattr(configuration(), name)
        if not told:
            raise ConfigurationMissing(name=variable(name))
        found.append(Path(told))
    return found[0], found[1]


def begin_again() -> None:
    """Begin a new stream: the other side is told everything that it did not say it has.

    For a side that was restored from a backup, or whose other side was: numbers of packages that
    were given since then would be given twice.

    Raises:
        CrossingBusy: Another process makes or takes packages at this moment.
    """
    side, _, _ = _sides()
    with crossing.alone() as is_alone:
        if not is_alone:
            raise CrossingBusy
        if side.name == "office":
            telling.tell_anew()
        else:
            to_office.tell_anew(crossing.standing()["taken_there"])
        crossing.begin_again()


def status() -> Mapping[str, Any]:
    """Return how far both sides are, and what was refused.

    Raises:
        ConfigurationMissing: There is no other contour here.
    """
    side, _, _ = _sides()
    return {"side": side.name, **crossing.standing(), "refused": refusals()}


def _sides() -> tuple[Side, Taking, Callable[[Side], int]]:
    """Return which side this is, how it takes and how it tells."""
    if is_site_apart(configuration()):
        return site_side(), of_office.taking, _tell_office
    return office_side(), crossed.taking, telling.tell


def _tell_office(side: Side) -> int:
    """Tell the office, and forget what is over: where a site runs apart nobody else does."""
    told = to_office.tell(side)
    forget_tokens()
    sweep_files(needed=to_office.NEEDED)
    return told


def _is_two_contours() -> bool:
    """Say whether there is another contour."""
    return is_site_apart(configuration()) or bool(configuration().institutions_site)
