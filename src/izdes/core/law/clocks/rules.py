"""Rules of clocks: from which event, how long, what happens on a day off, what stands still.

A rule is dated data (``data/clocks.yaml``) and rests on a norm of the law pack. `verified` says
that the number, its unit and its start were read in the norm itself; `doubt` names what the norm
leaves open about the counting. Where schools differ the rule follows the text of the norm, and
what is counted shows the safe end beside the lawful one.

>>> found = rule_on("DL_FREEZE_SELF_10D", date(2026, 5, 21))
>>> found.count, found.unit, found.norm_id
(10, 'days', 'cpc.suspension')
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Literal

from izdes.core.errors import IzdesError
from izdes.core.law.release import LawPack, once_a_pack

Unit = Literal["hours", "days", "months", "working_days", "banking_days"]
Roll = Literal["next", "none"]
StartingHour = Literal["left_out", "counted"]
Direction = Literal["after", "before"]
ExcludedKind = Literal["familiarisation", "complaint", "approval", "plea_deal", "interruption"]


class UnknownClock(IzdesError):
    """The pack has no such clock on that day: a fault of ours or of an edited paper."""

    code: ClassVar[str] = "unknown_clock"


@dataclass(frozen=True, slots=True)
class Rule:
    """One clock between two dates.

    Attributes:
        starts: The event that starts it; where it runs backward, the end of another clock.
        bound: Who must act.
        to: Whom he must tell or send to, where the rule is about that.
        count: How many units; 0: the norm sets no number, a decision does.
        roll: What happens when the last day is not a working day.
        starting_hour: Whether the hour of the event is left out; of terms in hours only.
        excludes: What makes it stand still.
        alarms_hours: How many hours before its safe end to warn, the longest first.
        is_waivable: On a stated ground it need not be kept.
        valid_from: First day; None when not known.
        valid_to: First day on which it no longer holds; None when it holds or is not known.
        doubt: What the norm leaves open, a name of the words; empty: nothing.
    """

    rule_id: str
    starts: str
    bound: str
    unit: Unit
    count: int
    norm_id: str
    source: str
    verified: bool
    to: tuple[str, ...] = ()
    direction: Direction = "after"
    roll: Roll = "none"
    starting_hour: StartingHour = "left_out"
    excludes: tuple[ExcludedKind, ...] = ()
    alarms_hours: tuple[int, ...] = ()
    is_waivable: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    doubt: str = ""

    def holds_on(self, day: date) -> bool:
        """Say whether the rule is in force on a day; unknown ends are open."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )


def rule_on(rule_id: str, day: date, *, law: LawPack | None = None) -> Rule:
    """Return a rule as it stands on the local day of the event that starts the clock.

    Raises:
        UnknownClock: There is none of that name on that day.
    """
    for rule in rules(law):
        if rule.rule_id == rule_id and rule.holds_on(day):
            return rule
    raise UnknownClock(clock=rule_id, day=day.isoformat())


@once_a_pack
def rules(law: LawPack) -> tuple[Rule, ...]:
    """Return every rule of a law, in its order."""
    return tuple(rule_of(entry) for entry in law.tables["clocks/clocks.yaml"])


def rule_of(entry: Mapping[str, Any]) -> Rule:
    """Make a rule of its entry."""
    lists = {
        name: tuple(entry[name]) for name in ("to", "excludes", "alarms_hours") if name in entry
    }
    return Rule(**{**entry, **lists})
