"""A decision about an order: sanctioned, agreed to, approved, or refused with grounds.

It names the order by its number and by the digest of its bytes, so that it cannot be moved to
another order or to a changed one. A part may be given: only these subjects, only this period; the
order stays as it was signed, and what stands is `in_force`. A refusal names its grounds from a list
and says why in words.

The decision is a paper of its own with a signature of its own. It proves what its signer decided,
not that he was the one who may: who may decide stands in the law pack and in the directory of
officers.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from izdes.core.orders.order import Acting, Order, Period
from izdes.core.orders.subjects import Subject, is_digest
from izdes.core.orders.wrong import PaperWrong, require

DecisionKind = Literal["sanction", "agreement", "approval"]
Outcome = Literal["given", "given_in_part", "refused"]
Ground = Literal[
    "no_tie_to_the_case",
    "no_ground_in_law",
    "too_wide",
    "amount_not_shown",
    "case_not_running",
    "signer_may_not",
    "other_measure_needed",
    "protected",
    "unclear",
]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a prosecutor decided about one order.

    Attributes:
        number: In the own register of whoever decides.
        order_digest: SHA-256 of the canonical bytes of the order.
        grounds: Why it was refused, wholly or in part; empty where all was given.
        why: The same in words.
        subjects: What was given, where only a part was; empty: all subjects of the order.
        period: The period given, where it is shorter than asked.
        earlier_refusal: Digest of an earlier refusal of the same matter; empty for none.
    """

    number: str
    kind: DecisionKind
    outcome: Outcome
    order_number: str
    order_digest: str
    grounds: tuple[Ground, ...]
    why: str
    subjects: tuple[Subject, ...]
    period: Period | None
    earlier_refusal: str
    decided_by: Acting
    pack: str
    decided_at: datetime

    def __post_init__(self) -> None:
        require(self.number.strip() == self.number != "", "number")
        require(self.kind in get_args(DecisionKind), "kind")
        require(self.outcome in get_args(Outcome), "outcome")
        require(self.order_number.strip(), "order_number")
        require(is_digest(self.order_digest), "order_digest")
        require(not self.earlier_refusal or is_digest(self.earlier_refusal), "earlier_refusal")
        require(is_digest(self.pack), "pack")
        require(self.decided_at.tzinfo, "decided_at")
        self._check_grounds()

    def _check_grounds(self) -> None:
        """Refuse a refusal without grounds, and a part that is none."""
        require(all(g in get_args(Ground) for g in self.grounds), "grounds")
        require(len({*self.grounds}) == len(self.grounds), "grounds")
        is_given = self.outcome == "given"
        require(bool(self.grounds) != is_given, "grounds")
        require(is_given or self.why.strip(), "why")
        has_part = bool(self.subjects) or self.period is not None
        require(has_part == (self.outcome == "given_in_part"), "subjects")


@dataclass(frozen=True, slots=True)
class Owed:
    """What an institution owes: these subjects, for this period; nothing where it was refused."""

    subjects: tuple[Subject, ...]
    period: Period | None


def in_force(order: Order, decision: Decision) -> Owed:
    """Return what stands of an order after a decision about it.

    Raises:
        PaperWrong: The decision gives what the order does not ask.
    """
    if decision.outcome == "refused":
        return Owed((), None)
    _check_part(order, decision)
    return Owed(decision.subjects or order.subjects, decision.period or order.period)


def _check_part(order: Order, decision: Decision) -> None:
    """Refuse a part that is no part of the order, or all of it."""
    require({*decision.subjects} <= {*order.subjects}, "subjects")
    given, asked = decision.period, order.period
    if given is not None:
        if asked is None:
            raise PaperWrong("period")
        require(asked.since <= given.since and given.until <= asked.until, "period")
    if decision.outcome == "given_in_part":
        is_whole = len(decision.subjects or order.subjects) == len(order.subjects)
        require(not is_whole or (given is not None and given != asked), "outcome")
