"""Reach: the cases that an officer sees or changes, beyond and because of the bodies that he may.

This is the office's own reading of the rules; ``sql/0003_visibility.sql`` is the database's.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from django.db.models import Q
from django.db.models.functions import Now

from izdes.web.cases.models import Case, Grant, Member
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import LASTING, NotPermitted, roles_of, units_of
from izdes.web.officers.roles import CASELESS, Role

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
_REMEMBERED: ContextVar[dict[tuple[object, ...], Any] | None] = ContextVar("reach", default=None)
_Found = TypeVar("_Found")


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
    return _once(("reach", officer.pk, verb), lambda: _reach_of(officer, verb))


def roles_within(officer: Officer) -> frozenset[Role]:
    """Return the roles that an officer holds; asked once, as his reach is."""
    return _once(("roles", officer.pk), lambda: roles_of(officer))


def units_within(officer: Officer, verb: Verb | Literal["supervise"]) -> frozenset[int]:
    """Return the bodies that his posts open to an officer; asked once, as his reach is."""
    return _once(("units", officer.pk, verb), lambda: units_of(officer, verb))


def _once(key: tuple[object, ...], ask: Callable[[], _Found]) -> _Found:
    """Return what was found before, where anything is remembered, or ask."""
    remembered = _REMEMBERED.get()
    if remembered is None:
        return ask()
    if key not in remembered:
        remembered[key] = ask()
    found: _Found = remembered[key]
    return found


def _reach_of(officer: Officer, verb: Verb) -> Reach:
    """Return the same, asked of the database."""
    units = units_within(officer, verb)
    if not roles_within(officer) - CASELESS:
        return Reach(units, frozenset(), frozenset())
    named = _once(("named", officer.pk), lambda: _named(officer))
    granted = Grant.objects.filter(officer=officer, since__lte=Now(), expires_at__gt=Now())
    return Reach(
        units,
        frozenset(case for case, kind in named if kind in _KINDS[verb]),
        frozenset(granted.values_list("case_id", flat=True)) if verb == "read" else frozenset(),
    )


def _named(officer: Officer) -> tuple[tuple[int, str], ...]:
    """Return in which cases an officer is named now, and as what."""
    found = Member.objects.filter(LASTING, officer=officer)
    return tuple(found.values_list("case_id", "kind"))


def require_case(officer: Officer, case: Case, verb: Verb) -> None:
    """Let nobody pass who may not read, write or lead a case now.

    Raises:
        NotPermitted: He may not.
    """
    if not Case.objects.filter(reach_of(officer, verb).condition(), pk=case.pk).exists():
        raise NotPermitted(needs=f"{verb}_case")
