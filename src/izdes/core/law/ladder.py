"""The ladder: how long money stays held, which rung comes next, and when somebody must be told.

The centre's block, the suspension or the restriction, the motion for arrest, the judge. Each rung
ends by its clock; if the next one does not stand by then, the money is free. The same money is held
once on one ground: a second suspension would go round the court, so it is refused. The first ends
in arrest or in release, and only a court's arrest is extended.

The hours of the alarms are a convention of this program, not a norm.

Source: ``data/ladder.yaml`` and the norms named there.

>>> [rung.rung for rung in ladder_from("centre_block", on=date(2026, 5, 21))]
['centre_block', 'suspension', 'motion', 'judge']
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from izdes.core.errors import IzdesError
from izdes.core.law.needed import what_is_needed
from izdes.core.law.pack import measure
from izdes.core.law.release import LawPack, once_a_pack


class NoSuchRung(IzdesError):
    """The ladder has no such rung on that day."""

    code: ClassVar[str] = "law_no_such_rung"


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of holding money, between two dates; unknown dates are open.

    Attributes:
        clock: The rule that ends it.
        next: The rung that must stand before it ends; empty at the last.
        ends: What lets the money go instead.
        alarms_hours: Hours before the end at which somebody is told, the most first.
    """

    rung: str
    measure_id: str
    clock: str
    next: str
    ends: tuple[str, ...]
    alarms_hours: tuple[int, ...]
    norm_id: str
    valid_from: date | None
    valid_to: date | None
    is_verified: bool

    def holds_on(self, day: date) -> bool:
        """Say whether the rung exists on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Hold:
    """Money held once: under which measure, on which ground, which parts of which claims.

    Attributes:
        money: The traced parts it holds, by whatever name they have in the ledger.
    """

    measure_id: str
    ground: str
    money: frozenset[str]


def rung_on(rung: str, *, on: date, law: LawPack | None = None) -> Rung:
    """Return a rung as it stands on a day; None is the packaged release.

    Raises:
        NoSuchRung: There is none of that name on that day.
    """
    for found in _rungs(law):
        if found.rung == rung and found.holds_on(on):
            return found
    raise NoSuchRung(rung=rung)


def rungs_on(day: date, *, law: LawPack | None = None) -> tuple[Rung, ...]:
    """Return every rung that exists on a day, in order."""
    return tuple(rung for rung in _rungs(law) if rung.holds_on(day))


def next_rung(rung: str, *, on: date, law: LawPack | None = None) -> Rung | None:
    """Return the rung that must stand before this one ends; None after the last.

    Raises:
        NoSuchRung: There is none of that name on that day.
    """
    following = rung_on(rung, on=on, law=law).next
    return rung_on(following, on=on, law=law) if following else None


def ladder_from(rung: str, *, on: date, law: LawPack | None = None) -> tuple[Rung, ...]:
    """Return a rung and everything above it, in order."""
    found = [rung_on(rung, on=on, law=law)]
    # A ladder that goes round is refused with its pack; here it only must not go on for ever.
    while (above := next_rung(found[-1].rung, on=on, law=law)) and above not in found:
        found.append(above)
    return tuple(found)


def alarm_due(rung: Rung, *, hours_left: int, is_next_drafted: bool) -> int | None:
    """Return the closest alarm that is due, in hours before the end; None where none is.

    A rung whose next one is drafted rings no more; the last rung rings until it ends.
    """
    if is_next_drafted and rung.next:
        return None
    return min((hours for hours in rung.alarms_hours if hours_left <= hours), default=None)


def held_before(
    measure_id: str,
    *,
    ground: str,
    money: frozenset[str],
    earlier: Iterable[Hold],
    on: date,
    law: LawPack | None = None,
) -> Hold | None:
    """Return an earlier hold of some of the same money on the same ground, None where none is.

    What it returns forbids the new hold. Ended holds count as much as those that last.
    """
    once = what_is_needed(measure_id, on=on, law=law).measure.once
    if not once:
        return None
    same = (h for h in earlier if measure(h.measure_id, law).once == once)
    return next((h for h in same if h.ground == ground and h.money & money), None)


@once_a_pack
def _rungs(law: LawPack) -> tuple[Rung, ...]:
    """Return every rung of a law."""
    return tuple(_rung(entry) for entry in law.tables["ladder.yaml"])


def _rung(entry: Mapping[str, Any]) -> Rung:
    """Make a rung of its entry."""
    return Rung(
        rung=entry["rung"],
        measure_id=entry["measure"],
        clock=entry["clock"],
        next=entry["next"],
        ends=tuple(entry["ends"]),
        alarms_hours=tuple(entry["alarms_hours"]),
        norm_id=entry["norm"],
        valid_from=entry["valid_from"],
        valid_to=entry["valid_to"],
        is_verified=entry["verified"],
    )
