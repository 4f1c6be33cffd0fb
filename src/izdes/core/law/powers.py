"""Powers: what a prosecutor of any rank may do, and what only the head of an office may.

The powers that the Code keeps for the head belong as well to who acts for the head; some of them
may also be used by heads of divisions of the higher offices. A power begins and ends with its norm,
so that the roles around the indictment can change from a day on.

Source: ``data/powers.yaml`` and the norms named there.

>>> may_use("extend_term", "prosecutor", on=date(2026, 5, 21))
False
>>> may_use("approve_indictment", "head_of_prosecutors", on=date(2026, 6, 30))
False
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from izdes.core.law.release import LawPack, once_a_pack


@dataclass(frozen=True, slots=True)
class Power:
    """What a prosecutor may do, between two dates; unknown dates are open.

    Attributes:
        roles: Who may.
        by_division: Heads of divisions of the higher offices may as well.
    """

    power: str
    roles: tuple[str, ...]
    by_division: bool
    norm_id: str
    valid_from: date | None
    valid_to: date | None
    is_verified: bool

    def holds_on(self, day: date) -> bool:
        """Say whether the power exists on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )


def powers_on(day: date, law: LawPack | None = None) -> Mapping[str, Power]:
    """Return the powers that exist on a day: name -> power."""
    return {power.power: power for power in _powers(law) if power.holds_on(day)}


def may_use(
    power: str,
    role: str,
    *,
    on: date,
    heads_division: bool = False,
    law: LawPack | None = None,
) -> bool:
    """Say whether a prosecutor of a role may do something on a day; nobody may what is no power."""
    found = powers_on(on, law).get(power)
    if found is None:
        return False
    return role in found.roles or (heads_division and found.by_division)


@once_a_pack
def _powers(law: LawPack) -> tuple[Power, ...]:
    """Return every power of a law."""
    return tuple(_power(entry) for entry in law.tables["powers.yaml"])


def _power(entry: Mapping[str, Any]) -> Power:
    """Make a power of its entry."""
    return Power(
        power=entry["power"],
        roles=tuple(entry["roles"]),
        by_division=entry["by_division"],
        norm_id=entry["norm"],
        valid_from=entry["valid_from"],
        valid_to=entry["valid_to"],
        is_verified=entry["verified"],
    )
