"""Masking: how much of a person's data an officer is shown, decided in one place.

Whoever works on a case, was let into it or supervises it sees its data in full. An analyst, a
specialist or a translator needs numbers, which lead from case to case, and not who the people are.
Everybody else sees masks. A mask keeps at most four signs, enough to tell two numbers apart on a
page and too few to find anybody by.

>>> mask("9398001234561230", "card"), mask("+77010001234", "phone"), mask("Анар Сериковна", "name")
('…1230', '…34', 'А. С.')
"""

from enum import IntEnum

from izdes.web.cases.models import Case
from izdes.web.cases.reach import reach_of, roles_within, units_within
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.roles import Role

_PEOPLE = frozenset({"iin", "name"})
_NUMBERS_ONLY = frozenset({Role.HQ_ANALYST, Role.SPECIALIST, Role.TRANSLATOR})
_KEPT = {"iin": 4, "card": 4, "iban": 4, "phone": 2}
_KEPT_OF_OTHERS = 2
# A mask that leaves most of a short value standing is none.
_SHORTEST = 8


class Sight(IntEnum):
    """How much is shown: masks, numbers in full and people masked, everything."""

    MASKED = 0
    NUMBERS = 1
    FULL = 2


def sight_of(officer: Officer, place: Case | Body | None = None) -> Sight:
    """Return how much an officer is shown of a case, or of a body's complaints without a case.

    A page asks once and passes the answer to `shown`.

    Args:
        place: None for what is shown apart from any case.
    """
    roles = roles_within(officer)
    needs_numbers = roles & _NUMBERS_ONLY
    if roles - _NUMBERS_ONLY and _works_on(officer, place):
        return Sight.FULL
    if isinstance(place, Case) and not _sees(officer, place):
        return Sight.MASKED
    return Sight.NUMBERS if needs_numbers else Sight.MASKED


def masked(officer: Officer, value: str, kind: str, *, place: Case | Body | None = None) -> str:
    """Return a value as an officer is shown it, see `sight_of`."""
    return shown(value, kind, sight_of(officer, place))


def shown(value: str, kind: str, sight: Sight) -> str:
    """Return a value as it is shown to whoever has a sight."""
    if sight is Sight.FULL or (sight is Sight.NUMBERS and kind not in _PEOPLE):
        return value
    return mask(value, kind)


def mask(value: str, kind: str) -> str:
    """Return the mask of a value."""
    if kind == "name":
        return " ".join(f"{part[0]}." for part in value.split()) or "…"
    kept = _KEPT.get(kind, _KEPT_OF_OTHERS)
    return f"…{value[-kept:]}" if len(value) >= _SHORTEST else "…"


def _works_on(officer: Officer, place: Case | Body | None) -> bool:
    """Say whether an officer works there, is named there, was let in, or supervises it."""
    if place is None:
        return False
    units = units_within(officer, "write") | units_within(officer, "supervise")
    if isinstance(place, Body):
        return place.pk in units
    read = reach_of(officer, "read")
    is_open_to_him = place.unit_id in units or place.pk in read.granted
    return place.pk in read.named or (not place.is_sealed and is_open_to_him)


def _sees(officer: Officer, case: Case) -> bool:
    """Say whether an officer sees a case at all."""
    return Case.objects.filter(reach_of(officer, "read").condition(), pk=case.pk).exists()
