"""Judgements: what officers say about two complaints, above anything that the machine finds.

"Same hand" joins two complaints whatever they share; "not the same" keeps them apart, and with them
the groups that they hold together. Where the two contradict each other, "not the same" stands, and
the contradiction is shown. Withdrawing a judgement restores what was before: nothing else remembers
it.

A judgement proves who said so, when and why.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from izdes.core.identifiers.complaint import ComplaintId

Same = Literal["same", "not_same"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One officer's word on two complaints.

    Attributes:
        at: When it was given, aware; of two on one pair the later counts.
        by: Who gave it, as a reference to the register of officers.
        reason: In the officer's words.
    """

    judgement_id: str
    complaint_a: ComplaintId
    complaint_b: ComplaintId
    verdict: Same
    at: datetime
    by: str = ""
    reason: str = ""

    @property
    def pair(self) -> tuple[ComplaintId, ComplaintId]:
        """The two complaints, the smaller id first."""
        one, other = sorted((self.complaint_a, self.complaint_b))
        return one, other


def standing(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Return the last judgement on each pair, in the order in which they were given."""
    last: dict[tuple[ComplaintId, ComplaintId], Judgement] = {}
    for judgement in sorted(judgements, key=_given):
        last[judgement.pair] = judgement
    return tuple(sorted(last.values(), key=_given))


def _given(judgement: Judgement) -> tuple[datetime, str]:
    """Return a judgement's place among others."""
    return judgement.at, judgement.judgement_id
