"""Estimates: which share of money is still on an account so long after it came.

A crew's own stays speak for that crew, the more of them the louder, and beside them all stays that
are known. Both estimates are Kaplan-Meier's, weighted by amount (`izdes.core.tracing.dwell`), in
whole numbers throughout.

An estimate says how fast money moved as far as was seen. It is an expectation for ordering work.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from izdes.core.holds.stays import SeenStay
from izdes.core.money.transfer import ClaimId
from izdes.core.tracing.dwell import WHOLE, Survival, survival

Basis = Literal["crew", "all", "none"]
CrewOf = Callable[[ClaimId], str]
# A convention: for how many departures of a crew the general estimate counts beside its own.
GENERAL_COUNTS = 100


@dataclass(frozen=True, slots=True)
class Estimate:
    """The share of money still there by time, and whose stays it is made from.

    The crew's own estimate counts as often as departures were seen of it, the general one as
    `GENERAL_COUNTS` departures: the better a crew is known, the more its own haste decides.

    Attributes:
        of_all: None where nothing was seen to leave: then there is no estimate.
        own: The crew's; None where it is not known, or nothing of it was seen to leave.
        departed: Departures seen of the crew.
        stays: How many stays it is made from: the crew's, where there is an estimate of its own.
    """

    of_all: Survival | None
    own: Survival | None
    departed: int
    stays: int

    @property
    def basis(self) -> Basis:
        """Whose stays speak."""
        if self.of_all is None:
            return "none"
        return "crew" if self.own else "all"

    @property
    def until(self) -> int:
        """The longest stay that was seen, in seconds: beyond it nothing is known."""
        return max((one.until for one in (self.of_all, self.own) if one), default=0)

    def share(self, seconds: int) -> int:
        """Return the share still there after so many seconds, in parts of 10¹⁸; all without one."""
        if self.of_all is None:
            return WHOLE
        general = self.of_all.share(seconds)
        if self.own is None:
            return general
        own = self.departed * self.own.share(seconds)
        return (own + GENERAL_COUNTS * general) // (self.departed + GENERAL_COUNTS)

    def likely(self, minor: int, *, seen_after: int, now_after: int) -> int:
        """Return how much of a sum is likely still there, as `Survival.likely`."""
        if now_after <= seen_after:
            return minor
        known = self.share(seen_after)
        return minor * self.share(now_after) // known if known else 0


class Estimates:
    """The estimates of every crew, and of all together, each within one currency."""

    def __init__(self, stays: Iterable[SeenStay], crew_of: CrewOf) -> None:
        self._crew_of = crew_of
        self._all: defaultdict[str, list[SeenStay]] = defaultdict(list)
        self._own: defaultdict[tuple[str, str], list[SeenStay]] = defaultdict(list)
        for stay in stays:
            self._all[stay.currency].append(stay)
            self._own[crew_of(stay.claim_id), stay.currency].append(stay)
        self._general = {
            currency: survival(stay.stay for stay in known) for currency, known in self._all.items()
        }
        self._made: dict[tuple[str, str], Estimate] = {}

    def of(self, claim_id: ClaimId, currency: str) -> Estimate:
        """Return the estimate for money of a claim."""
        key = (self._crew_of(claim_id), currency)
        if key not in self._made:
            self._made[key] = self._estimate(*key)
        return self._made[key]

    def _estimate(self, crew: str, currency: str) -> Estimate:
        """Make the estimate for one crew."""
        stays = self._own.get((crew, currency), []) if crew else []
        own = survival(stay.stay for stay in stays)
        return Estimate(
            of_all=self._general.get(currency),
            own=own,
            departed=sum(stay.has_left for stay in stays),
            stays=len(stays if own else self._all.get(currency, [])),
        )
