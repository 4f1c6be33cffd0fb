"""An opening balance that nobody printed, as an interval: what each larger one would change.

Where no opening is printed the least one is assumed that lets every payment be made. The true one
may be larger, by any sum. A curve says what each ending of each claim that passed the account would
be, for each such sum; `opening_interval` says the least and the most.

- First in, first out: more money at first delays all that entered by so much. Every amount is made
  of straight lines, and the curve holds their break points exactly. From some sum on, everything
  that entered rests in the account, and nothing changes any more.
- Last in, first out: the opening lies below everything that entered and the least is enough for
  what reaches down to it, so more of it changes nothing.
- The rules that mix: the curve is sampled, at 0 and at the powers of two up to beyond everything
  that left the account. Between the samples nothing is stated. First in, first out is sampled too
  for claims that go through an exchange of currency, where amounts are rounded.

Under every rule an opening can become large enough for a refund to be pinned to its payment
(`izdes.core.tracing.opening_plans`): there the curve may step.

What it does not prove: which opening was the true one. Where several were assumed, each curve takes
the others at their least: together they may do more. Movements of one instant stand in the
ledger's order.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from izdes.core.money.transfer import Claim, Ledger
from izdes.core.tracing.opening_lines import ClaimPlace, Drawing, Line, Point
from izdes.core.tracing.opening_plans import OpeningPlans
from izdes.core.tracing.plan import plan_of
from izdes.core.tracing.rules import RuleName
from izdes.core.tracing.trace import AssumedOpening, Pinned

__all__ = ["ClaimPlace", "Line", "OpeningCurve", "Point", "opening_curves", "opening_interval"]

MOST_POINTS = 1_000


@dataclass(frozen=True, slots=True)
class OpeningCurve:
    """What an assumed opening balance decides, while all others are at their least.

    Attributes:
        opening: The account, the window and the least opening, which was assumed.
        lines: By claim and place, in their order; claims that never passed the account are absent.
    """

    opening: AssumedOpening
    rule: RuleName
    lines: tuple[Line, ...]

    @property
    def is_exact(self) -> bool:
        """Say whether every line holds between its points."""
        return all(line.is_exact for line in self.lines)

    @property
    def is_cut(self) -> bool:
        """Say whether some line had too many break points."""
        return any(line.is_cut for line in self.lines)


def opening_interval(curve: OpeningCurve) -> dict[ClaimPlace, Point]:
    """Return the least and the most of each ending, whatever the opening was.

    Exact where its line is; of a sampled or cut line, the least and the most of its points.
    """
    found = {}
    for line in curve.lines:
        amounts = [amount for _, amount in line.points]
        found[line.place] = (min(amounts), max(amounts))
    return found


def opening_curves(
    ledger: Ledger,
    claims: Sequence[Claim],
    rule: RuleName,
    *,
    pins: Sequence[Pinned] = (),
    most_points: int = MOST_POINTS,
) -> tuple[OpeningCurve, ...]:
    """Return a curve for each assumed opening of an account that a claim passed under the rule.

    Args:
        most_points: Break points of one claim at one account, beyond which a curve is cut.

    Raises:
        ClaimsExceedTransfer: The claims on one transfer are more than it moved.
        PinRefused: A stated pin does not hold.
    """
    plan = plan_of(ledger, pins)
    drawing = Drawing(OpeningPlans(ledger, plan), claims, rule, most_points)
    numbers = [n for n, pool in enumerate(plan.pools) if pool.is_assumed]
    found = []
    for number, opening in zip(numbers, plan.assumed, strict=True):
        lines = drawing.lines(number)
        if lines:
            found.append(OpeningCurve(opening, rule, lines))
    return tuple(found)
