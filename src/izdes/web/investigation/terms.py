"""Terms: until when a case must be investigated, by its decrees and the law in force.

A case counts from its registration, a joined one from the earliest of its cases, a separated one as
its separation says. What a prosecutor decided is taken as it was recorded: that a decree exists and
says so, its paper proves and not this table.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast, get_args

from izdes.core.law.clocks.case_terms import (
    CaseClock,
    CaseTerm,
    Extension,
    Form,
    Level,
    joined,
    term_of,
)
from izdes.core.law.clocks.due import Due
from izdes.core.law.clocks.rules import ExcludedKind
from izdes.core.law.clocks.spans import Excluded
from izdes.core.law.release import LawPack
from izdes.web.cases.models import Case
from izdes.web.investigation.models import Copy, Movement, TermDecree
from izdes.web.investigation.visible import copies_visible_to
from izdes.web.law.deciding import due_under
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.models import Officer

_FORMS = frozenset(get_args(Form))


@dataclass(frozen=True, slots=True)
class CopyClock:
    """A copy of a decree that is not sent yet, with the clock that gives its term."""

    copy: Copy
    due: Due


@dataclass(frozen=True, slots=True)
class Clocks:
    """The clocks of a case.

    Attributes:
        term: None where the form of the case has no term of its own.
        decrees: What the term rests on, the latest first.
        copies: Copies that wait to be sent, the most urgent first.
    """

    term: CaseTerm | None
    decrees: tuple[TermDecree, ...]
    copies: tuple[CopyClock, ...]

    @property
    def nearest(self) -> Due | None:
        """Return the clock that ends first; one that stands still has no end yet."""
        found = [one.due for one in self.copies]
        if self.term is not None:
            found.append(self.term.due)
        ends = [(due.at, place) for place, due in enumerate(found) if due.at is not None]
        if not ends:
            return found[0] if found else None
        return found[min(ends)[1]]


def clocks_of(officer: Officer, case: Case, *, law: LawPack | None = None) -> Clocks:
    """Return the clocks of a case as they stand now."""
    law = law or pack_in_force()
    parts = _parts(case)
    decrees = _decrees(parts)
    clock = _joined(_clock(part, decrees) for part in parts)
    term = None if clock is None else term_of(clock, law=law)
    waiting = copies_visible_to(officer).filter(case=case, sent_at__isnull=True)
    copies = tuple(
        CopyClock(copy, due_under(law, copy.clock, copy.movement.decreed_at))
        for copy in waiting.select_related("movement").order_by("due_at", "pk")
    )
    latest = sorted(decrees, key=lambda one: (one.since, one.pk), reverse=True)
    return Clocks(term, tuple(latest), copies)


def clock_of(*cases: Case) -> CaseClock | None:
    """Return what the term of a case depends on, or of the case into which some are joined.

    Returns:
        None where no form among them has a term.
    """
    parts = [part for case in cases for part in _parts(case)]
    decrees = _decrees(parts)
    return _joined(_clock(part, decrees) for part in parts)


@dataclass(frozen=True, slots=True)
class _Part:
    """A case that is one with others, and from when it counts."""

    case: Case
    counted_from: datetime


def _parts(case: Case) -> list[_Part]:
    """Return a case and all that was joined into it, each with the beginning of its term."""
    found, layer = [case], [case.pk]
    while layer:
        rows = Movement.objects.filter(kind="joinder", case__in=layer).order_by("pk")
        layer = []
        for movement in rows.select_related("other"):
            if movement.other is not None:
                found.append(movement.other)
                layer.append(movement.other.pk)
    separated = Movement.objects.filter(kind="separation", other__in=[one.pk for one in found])
    begun = dict(separated.values_list("other_id", "counted_from"))
    return [_Part(one, begun.get(one.pk) or one.registered_at) for one in found]


def _decrees(parts: Sequence[_Part]) -> list[TermDecree]:
    """Return the decrees of the cases that make up one, in order."""
    rows = TermDecree.objects.filter(case__in=[part.case.pk for part in parts])
    return list(rows.order_by("since", "pk"))


def _joined(clocks: Iterable[CaseClock | None]) -> CaseClock | None:
    """Return the clock that counts of several."""
    found = [clock for clock in clocks if clock is not None]
    return joined(found) if len(found) > 1 else next(iter(found), None)


def _clock(part: _Part, decrees: Iterable[TermDecree]) -> CaseClock | None:
    """Return what the term of one case depends on."""
    if part.case.form not in _FORMS:
        return None
    own = [decree for decree in decrees if decree.case_id == part.case.pk]
    returned = [decree.since for decree in own if decree.kind == "returned"]
    covert = [decree.since for decree in own if decree.kind == "covert"]
    return CaseClock(
        registered_at=part.counted_from,
        form=cast("Form", part.case.form),
        has_custody=any(decree.kind == "custody" for decree in own),
        excluded=tuple(_excluded(decree) for decree in own if decree.kind == "excluded"),
        extensions=tuple(_extension(decree) for decree in own if decree.kind == "extension"),
        returned_at=max(returned, default=None),
        covert_ended_at=max(covert, default=None),
    )


def _excluded(decree: TermDecree) -> Excluded:
    """Return excluded time as the law counts it."""
    return Excluded(cast("ExcludedKind", decree.exclusion), decree.since, decree.until)


def _extension(decree: TermDecree) -> Extension:
    """Return an extension as the law counts it."""
    return Extension(cast("Level", decree.level), decree.to_months or 0, decree.since)
