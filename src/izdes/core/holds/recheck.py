"""Recheck: whether a signed sum is still right when its order is sent, and when it is delivered.

The signed number never changes. Where less traced money may be held now, the order is withdrawn (or
recalled, once it was sent) and drafted anew for what is left; where more, it goes as it is, and a
supplement asks for the difference. What an institution caught already and may no longer be held is
released.

>>> recheck(100, state="signed", consent="none", now=(Part("t", 0, 60),)).then
'withdraw'
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from izdes.core.holds.parts import Part, Parts, units_in, without
from izdes.core.law.measures import Consent
from izdes.core.orders.states import State, steps_from

Outcome = Literal["same", "lower", "higher", "nothing"]
Then = Literal["go_on", "supplement", "withdraw", "recall", "release"]


@dataclass(frozen=True, slots=True)
class Recheck:
    """A signed sum beside what may be held now.

    Attributes:
        outcome: ``nothing``: no traced money may be held any more.
        then: What follows; ``go_on`` where nothing does.
        redraft_minor: For how much a new order may be drafted in its place.
        supplement_minor: For how much a supplement may be drafted beside it.
        release_minor: Of what was caught, how much must be let go.
        gone, come: Which money left the sum since it was signed, and which joined it.
    """

    signed_minor: int
    now_minor: int
    outcome: Outcome
    then: Then
    redraft_minor: int
    supplement_minor: int
    release_minor: int
    gone: Parts
    come: Parts

    @property
    def amount_holds(self) -> bool:
        """Say whether the signed order may go out, or stand, as it is."""
        return self.then in ("go_on", "supplement")


def recheck(
    signed_minor: int,
    *,
    now: Iterable[Part],
    state: State,
    consent: Consent,
    signed: Iterable[Part] = (),
    caught_minor: int | None = None,
) -> Recheck:
    """Compare a signed sum with what may be held now.

    Args:
        signed_minor: The sum on the order.
        now: Money of the cap that no other order holds (`caps.not_yet_held`).
        state: Where the order stands.
        consent: What its measure needs.
        signed: Money that the sum was made of, where that is kept.
        caught_minor: What the institution answered that it holds; None before it answered.
    """
    may_hold, before = tuple(now), tuple(signed)
    minor = units_in(may_hold)
    outcome = _outcome(signed_minor, minor)
    then = _then(outcome, state, consent, is_caught=caught_minor is not None)
    excess = max(0, caught_minor - minor) if caught_minor is not None else 0
    if then == "release" and not excess:
        then = "go_on"
    return Recheck(
        signed_minor=signed_minor,
        now_minor=minor,
        outcome=outcome,
        then=then,
        redraft_minor=minor if then in ("withdraw", "recall") else 0,
        supplement_minor=minor - signed_minor if outcome == "higher" else 0,
        release_minor=excess,
        gone=without(before, may_hold),
        come=without(may_hold, before) if before else (),
    )


def _outcome(signed_minor: int, now_minor: int) -> Outcome:
    """Return how the sums compare."""
    if now_minor == signed_minor:
        return "same"
    if not now_minor:
        return "nothing"
    return "lower" if now_minor < signed_minor else "higher"


def _then(outcome: Outcome, state: State, consent: Consent, *, is_caught: bool) -> Then:
    """Return what follows from a comparison, by what may still be done with the order."""
    if outcome == "same":
        return "go_on"
    if outcome == "higher":
        return "supplement"
    steps = {transition.step for transition in steps_from(state, consent=consent)}
    if "withdraw" in steps:
        return "withdraw"
    return "recall" if "recall" in steps and not is_caught else "release"
