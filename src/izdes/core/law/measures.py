"""Measures: one row of the sanction matrix, as a value.

A measure is what an investigator may demand, order or ask for. Its row says whose decision it is,
what the paper must hold, who drafts, signs and decides, who is told and by which clock, and what
follows. The rows are data (``data/measures.yaml``), each between two dates; a row whose law is
known from reports only says so (``is_verified``, ``doubt``).

That a row exists does not prove that its grounds exist in a case.

>>> Notice("prosecutor", 24, "DL_NOTIFY_24H").within_hours
24
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Authority = Literal["investigator", "prosecutor", "judge"]
Consent = Literal["none", "sanction", "agreement", "approval", "act"]
Kind = Literal["request", "order", "notice", "motion", "approval", "decree"]
Queue = Literal["none", "notice", "sanction", "consent", "approval", "judge"]
Recipient = Literal["prosecutor", "court", "owner", "defence"]

_QUEUES: Mapping[Consent, Queue] = {
    "sanction": "sanction",
    "agreement": "consent",
    "approval": "approval",
    "act": "judge",
}

_NAMES = {"norms": "norm_ids", "verified": "is_verified"}


@dataclass(frozen=True, slots=True)
class Notice:
    """Who must be told of a measure, and within how many hours; 0 means at the same time."""

    to: Recipient
    within_hours: int
    clock: str = ""


@dataclass(frozen=True, slots=True)
class Follow:
    """What comes next: when something happens, this measure or step; a norm where one says so."""

    when: str
    then: str
    norm_id: str


@dataclass(frozen=True, slots=True)
class Exemption:
    """When a rule of the measure does not apply, and the norm that says so."""

    exception: str
    norm_id: str


@dataclass(frozen=True, slots=True)
class Measure:
    """What may be demanded, ordered or asked for, between two dates; unknown dates are open.

    Attributes:
        authorised_by: Whose decision it is.
        consent: What that authority gives on the paper itself; ``none`` where the investigator
            decides alone, ``act`` where a judge does.
        term_days: Days to answer, or the longest time a hold may last; 0 where none is set.
        norm_ids: The norms it rests on, the ground first.
        clock: The rule that counts its time; empty where there is none.
        urgent_clock: The rule where custody is being decided.
        fields: What the paper must hold.
        answer_holds: What must lie beside the answer before it may be put into the file.
        drafts: Roles that may draft it.
        signs: Roles that may sign it.
        decides: Roles that may give the consent.
        level: From which level of prosecutors the decision must come; empty where any.
        may_precede_registration: The number of the intake book may stand for that of the case.
        is_sealed: What comes back stays in a compartment of its own.
        asks_protected: The paper must answer whether protected money lies on the account.
        once: Measures of one name hold the same money once on one ground.
        doubt: Why it is not verified: a code.
    """

    measure_id: str
    authorised_by: Authority
    consent: Consent
    term_days: int
    notices: tuple[Notice, ...]
    norm_ids: tuple[str, ...]
    kind: Kind
    clock: str
    urgent_clock: str
    fields: tuple[str, ...]
    answer_holds: tuple[str, ...]
    drafts: tuple[str, ...]
    signs: tuple[str, ...]
    decides: tuple[str, ...]
    level: str
    may_precede_registration: bool
    is_sealed: bool
    asks_protected: bool
    once: str
    follows: tuple[Follow, ...]
    exceptions: tuple[Exemption, ...]
    valid_from: date | None
    valid_to: date | None
    is_verified: bool
    doubt: str

    @property
    def queue(self) -> Queue:
        """Return on whose desk it lands before it may be sent, ``notice`` where only told."""
        if self.consent in _QUEUES:
            return _QUEUES[self.consent]
        return "notice" if any(n.to == "prosecutor" for n in self.notices) else "none"

    def holds_on(self, day: date) -> bool:
        """Say whether the row is in force on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )


def measure_of(entry: Mapping[str, Any]) -> Measure:
    """Make a measure of its entry."""
    named: dict[str, Any] = {_NAMES.get(name, name): value for name, value in entry.items()}
    lists = ("fields", "answer_holds", "drafts", "signs", "decides")
    named |= {name: tuple(named[name]) for name in lists}
    return Measure(
        **named
        | {
            "norm_ids": tuple(entry["norms"]),
            "notices": tuple(Notice(**notice) for notice in entry["notices"]),
            "follows": tuple(Follow(f["when"], f["then"], f["norm"]) for f in entry["follows"]),
            "exceptions": tuple(Exemption(e["exception"], e["norm"]) for e in entry["exceptions"]),
        }
    )
