"""Gathering: all that the page of a series shows, asked for once, with what it is called."""

from collections.abc import Iterator
from dataclasses import dataclass

from izdes.web.cases.models import Complaint
from izdes.web.officers.models import Officer
from izdes.web.pages.subjects.telling import Names, names_of
from izdes.web.subjects.linking import identifiers, selectors
from izdes.web.subjects.linking.identifiers import HubView
from izdes.web.subjects.linking.selectors import (
    Judged,
    Possible,
    Reason,
    SeriesView,
)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What an officer is told of the series of a complaint.

    Attributes:
        view: None where it is in none.
    """

    complaint: Complaint
    view: SeriesView | None
    reasons: tuple[Reason, ...]
    possible: tuple[Possible, ...]
    hubs: tuple[HubView, ...]
    judged: tuple[Judged, ...]

    def names(self, me: Officer) -> Names:
        """Return what complaints, units and officers are called."""
        return names_of(me, self._complaints(), self._units(), self._officers())

    def _complaints(self) -> Iterator[int]:
        """Yield the complaints that are seen."""
        yield self.complaint.pk
        if self.view:
            yield from (member.complaint for member in self.view.seen)
        yield from (key for one in self.possible if (key := one.complaint))
        yield from (key for one in self.judged for key in (one.complaint_a, one.complaint_b))

    def _units(self) -> Iterator[int]:
        """Yield the units that are told of."""
        if self.view:
            yield from (unit for unit, _ in self.view.places)
        yield from (unit for one in self.reasons for unit in (one.unit_a, one.unit_b))
        yield from (one.unit for one in self.possible)

    def _officers(self) -> Iterator[int | None]:
        """Yield the officers who said something."""
        if self.view:
            yield from (one.confirmed_by for one in self.view.confirmed)
        yield from (one.by for one in self.hubs)
        yield from (one.by for one in self.judged)


def gathered(me: Officer, complaint: Complaint) -> Gathered:
    """Return what an officer is told of the series of a complaint."""
    view = selectors.series_of(me, complaint.pk)
    return Gathered(
        complaint,
        view,
        selectors.reasons_of(me, complaint.pk) if view else (),
        selectors.possible_of(me, complaint.pk),
        identifiers.hubs_of(me, complaint.pk),
        selectors.judgements_of(me, complaint.pk),
    )
