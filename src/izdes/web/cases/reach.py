"""Reach: the cases that an officer sees or changes, beyond and because of the bodies that he may.

This is the office's own reading of the rules; ``sql/0003_visibility.sql`` is the database's.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

from django.db.models import Q
from django.db.models.functions import Now

from izdes.web.cases.models import Case, Grant, Member
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import LASTING, NotPermitted, may_see_cases, units_of

Verb = Literal["read", "write", "lead"]
_KINDS = {
    "read": ("lead", "member", "specialist", "translator", "prosecutor"),
    "write": ("lead", "member"),
    "lead": ("lead",),
}


@dataclass(frozen=True, slots=True)
class Reach:
    """What an officer may, for one verb.

    Attributes:
        units: Bodies whose open cases he may.
        named: Cases in which he is named, sealed or not.
        granted: Open cases that he was let into; only for reading.
    """

    units: frozenset[int]
    named: frozenset[int]
    granted: frozenset[int]

    def condition(self, path: str = "") -> Q:
        """Return the condition of the table of cases, or of one that reaches it by a path.

        Args:
            path: As in ``complaint__case__``. Joined, not sub-selected: a list of fifty among
                hundreds of thousands then looks at fifty.
        """
        in_units = Q((f"{path}unit__in", self.units)) | Q((f"{path}pk__in", self.granted))
        return (Q((f"{path}is_sealed", False)) & in_units) | Q((f"{path}pk__in", self.named))


# What was found while a page is made that only looks; None: nothing is remembered.
_REMEMBERED: ContextVar[dict[tuple[int, Verb], Reach] | None] = ContextVar("reach", default=None)


@contextmanager
def remembering_reach() -> Iterator[None]:
    """Ask once, and not for every table, while a page is made that changes nothing.

    What ends meanwhile is over by the database's policies all the same.
    """
    before = _REMEMBERED.set({})
    try:
        yield
    finally:
        _REMEMBERED.reset(before)


def reach_of(officer: Officer, verb: Verb) -> Reach:
    """Return which cases an officer may read, write or lead at this moment."""
    remembered = _REMEMBERED.get()
    if remembered is None:
        return _reach_of(officer, verb)
    if (officer.pk, verb) not in remembered:
        remembered[officer.pk, verb] = _reach_of(officer, verb)
    return remembered[officer.pk, verb]


def _reach_of(officer: Officer, verb: Verb) -> Reach:
    """Return the same, asked of the database."""
    units = units_of(officer, verb)
    if not may_see_cases(officer):
        return Reach(units, frozenset(), frozenset())
    named = Member.objects.filter(LASTING, officer=officer, kind__in=_KINDS[verb])
    granted = Grant.objects.filter(officer=officer, since__lte=Now(), expires_at__gt=Now())
    return Reach(
        units,
        frozenset(named.values_list("case_id", flat=True)),
        frozenset(granted.values_list("case_id", flat=True)) if verb == "read" else frozenset(),
    )


def require_case(officer: Officer, case: Case, verb: Verb) -> None:
    """Let nobody pass who may not read, write or lead a case now.

    Raises:
        NotPermitted: He may not.
    """
    if not Case.objects.filter(reach_of(officer, verb).condition(), pk=case.pk).exists():
        raise NotPermitted(needs=f"{verb}_case")
