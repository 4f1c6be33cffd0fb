"""Changes: what one law pack says and another does not, and which open clocks that moves.

Packs are compared by what they say, entry by entry and field by field: comments, quotes and the
order of files take no part. A clock that is already running is judged by the rule of the day on
which it started; it moves only where the new pack says something else about that very day.

That a clock moves does not decide which of the two packs is right.

>>> from izdes.core.law.release import packaged_pack
>>> changes(packaged_pack(), packaged_pack())
()
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from izdes.core.law.clocks.days import calendar_of
from izdes.core.law.clocks.due import due
from izdes.core.law.clocks.rules import rules
from izdes.core.law.clocks.zone import local_day
from izdes.core.law.release import LawPack
from izdes.core.law.release.lines import lines_of
from izdes.core.law.release.shapes import entries_of

What = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One difference between two packs.

    Attributes:
        entry: Name of the entry; where several hold at different times, with its first day.
        field: Place inside it; empty where the whole entry came or went.
    """

    file: str
    entry: str
    field: str
    what: What
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class OpenClock:
    """A clock that is running somewhere.

    Attributes:
        ref: What its owner calls it: a number of a case or of a request.
        started_at: The event that started it, with its offset.
    """

    ref: str
    rule_id: str
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """An open clock whose end differs between two packs.

    Attributes:
        before: Its end under the old pack; None: the old pack has no such clock on that day.
    """

    clock: OpenClock
    before: datetime | None
    after: datetime | None


def changes(old: LawPack, new: LawPack) -> tuple[Change, ...]:
    """Return what differs, in order of file, entry and field."""
    found: list[Change] = []
    for file in sorted(old.tables.keys() | new.tables.keys()):
        tables = (old.tables.get(file, []), new.tables.get(file, []))
        before, after = _called(file, tables)
        for name in before.keys() | after.keys():
            found += _changes_of(file, name, before.get(name), after.get(name))
    return tuple(sorted(found))


def moved(clocks: Iterable[OpenClock], old: LawPack, new: LawPack) -> tuple[Moved, ...]:
    """Return the clocks that end at another moment under the new pack, in the order given."""
    given = tuple(clocks)
    before, after = (_ends(given, pack) for pack in (old, new))
    return tuple(
        Moved(clock, was, will)
        for clock, was, will in zip(given, before, after, strict=True)
        if was != will
    )


def _called(file: str, tables: Iterable[object]) -> list[dict[str, Mapping[str, Any]]]:
    """Return the entries of both tables by names that are unique in each of them."""
    listed = [entries_of(file, table) for table in tables]
    counts = [Counter(name for name, _ in entries) for entries in listed]
    repeated = {name for count in counts for name in count if count[name] > 1}
    found = []
    for entries in listed:
        numbered: dict[str, Mapping[str, Any]] = {}
        for number, (name, entry) in enumerate(entries, start=1):
            unique = f"{name}@{entry.get('valid_from') or '…'}" if name in repeated else name
            numbered[unique if unique not in numbered else f"{unique}#{number}"] = entry
        found.append(numbered)
    return found


def _changes_of(
    file: str, name: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> list[Change]:
    """Return what differs in one entry."""
    if before is None:
        return [Change(file, name, "", "added")]
    if after is None:
        return [Change(file, name, "", "removed")]
    was, will = _said(before), _said(after)
    return [
        Change(file, name, place.strip("/"), "changed", was.get(place, "—"), will.get(place, "—"))
        for place in was.keys() | will.keys()
        if was.get(place) != will.get(place)
    ]


def _said(entry: Mapping[str, Any]) -> dict[str, str]:
    """Return what an entry says: place -> value."""
    return {place: value for _, place, _, value in lines_of("", entry)}


def _ends(clocks: Iterable[OpenClock], pack: LawPack) -> list[datetime | None]:
    """Return when each clock ends under a pack; None where it knows no such clock."""
    calendar = calendar_of(pack)
    found: list[datetime | None] = []
    for clock in clocks:
        day = local_day(clock.started_at)
        held = (r for r in rules(pack) if r.rule_id == clock.rule_id and r.holds_on(day))
        rule = next(held, None)
        # A clock without a number of its own, or counted back, needs what is not known here.
        can_run = rule is not None and rule.direction == "after" and rule.count > 0
        found.append(
            due(rule, clock.started_at, calendar=calendar).at if can_run and rule else None
        )
    return found
