"""Needed: what a measure needs on a day, read from the sanction matrix as one value.

Pages and services ask here and never look into the data: whose decision, which fields, who drafts,
signs and decides, who is told, what follows, which norms. What the pack knows from reports only is
named in ``doubtful``; it is shown beside the measure and never hidden.

Source: ``data/measures.yaml``; the norms of each row.

>>> needed = what_is_needed("freeze.suspension", on=date(2026, 5, 21))
>>> needed.measure.queue, [n.to for n in needed.measure.notices], needed.doubtful
('notice', ['prosecutor', 'court'], ())
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from izdes.core.errors import IzdesError
from izdes.core.law.measures import Measure
from izdes.core.law.pack import Norm, measure_on, norms_on, wordings
from izdes.core.law.release import LawPack


class MeasureNotInForce(IzdesError):
    """The measure exists, but not on that day."""

    code: ClassVar[str] = "law_measure_not_in_force"


@dataclass(frozen=True, slots=True)
class Needed:
    """A measure as it stands on a day.

    Attributes:
        norms: What it rests on that day, the ground first.
        doubtful: The measure itself and its norms, where they were not read; by id.
    """

    measure: Measure
    on: date
    norms: tuple[Norm, ...]
    doubtful: tuple[str, ...]


def what_is_needed(measure_id: str, *, on: date, law: LawPack | None = None) -> Needed:
    """Return what a measure needs on a day; None is the packaged release.

    Raises:
        UnknownMeasure: The pack has none of that name.
        MeasureNotInForce: It does not hold on that day.
    """
    found = measure_on(measure_id, on, law=law)
    if found is None:
        raise MeasureNotInForce(measure=measure_id, day=on.isoformat())
    norms = norms_on(found.norm_ids, on, law=law)
    return Needed(found, on, norms, tuple(_doubtful(found, norms)))


def measures_for(role: str, *, on: date, law: LawPack | None = None) -> tuple[Measure, ...]:
    """Return what an officer of a role may draft on a day, in the order of the pack."""
    return tuple(m for m in wordings(law) if m.holds_on(on) and role in m.drafts)


def may_sign(measure_id: str, role: str, *, on: date, law: LawPack | None = None) -> bool:
    """Say whether a role may sign a measure on a day."""
    return role in what_is_needed(measure_id, on=on, law=law).measure.signs


def may_decide(measure_id: str, role: str, *, on: date, law: LawPack | None = None) -> bool:
    """Say whether a role may give the consent that a measure needs on a day."""
    return role in what_is_needed(measure_id, on=on, law=law).measure.decides


def _doubtful(found: Measure, norms: tuple[Norm, ...]) -> Iterator[str]:
    """Yield the ids of what nobody read."""
    if not found.is_verified:
        yield found.measure_id
    yield from (norm.norm_id for norm in norms if not norm.verified)
