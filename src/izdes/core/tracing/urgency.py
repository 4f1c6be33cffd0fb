"""Urgency: in which order a desk looks at complaints, by the money that can still be caught.

An hour halves what can still be caught, and so does every account that the money is known to have
passed before it could be held. The halves are a convention, chosen so that an officer can redo them
in his head; they are no estimate of what will be found. The order says where to look first, and
nothing of which complaint is truer or worse.

>>> catchable(1_000_000, minutes=150, layers=1)
Urgency(catchable_minor=125000, amount_minor=1000000, minutes=150, layers=1)
"""

from collections.abc import Iterable
from dataclasses import dataclass

_HALVING_MINUTES = 60
# What a payee's account is told as -> accounts that the money has passed at least once it is there.
# An address on a chain or a wallet is reached through whoever sells it; a name tells no account.
_LAYERS = {"iban": 0, "card": 0, "account": 0, "phone": 1, "name": 1, "none": 1}
_LAYERS_OF_OTHERS = 2
_HARDLY = 1_000


@dataclass(frozen=True, slots=True)
class Urgency:
    """How urgent a complaint is, with what it was computed from.

    Attributes:
        catchable_minor: By which complaints are ordered, in minor units.
        amount_minor: What is said to be lost.
        minutes: Whole minutes since the newest payment, never negative.
        layers: Accounts passed, of the payment that counts most.
    """

    catchable_minor: int
    amount_minor: int
    minutes: int
    layers: int

    @property
    def is_unlikely(self) -> bool:
        """Whether less than a thousandth is left: a figure of it would say more than is known."""
        return self.amount_minor > 0 and self.catchable_minor * _HARDLY < self.amount_minor


def catchable(amount_minor: int, *, minutes: int, layers: int) -> Urgency:
    """Return the urgency of one payment.

    Args:
        minutes: Since it was made; a clock that is ahead counts as none.
        layers: Accounts that the money is known to have passed.
    """
    passed = max(minutes, 0)
    halves = passed // _HALVING_MINUTES + layers
    return Urgency(amount_minor >> halves, amount_minor, passed, layers)


def together(payments: Iterable[Urgency]) -> Urgency:
    """Return the urgency of several payments: sums of money, the newest of the moments.

    No payment at all is nothing that can be caught.
    """
    given = tuple(payments)
    if not given:
        return Urgency(0, 0, 0, 0)
    most = max(given, key=lambda one: one.catchable_minor)
    return Urgency(
        sum(one.catchable_minor for one in given),
        sum(one.amount_minor for one in given),
        min(one.minutes for one in given),
        most.layers,
    )


def layers_to(kind: str) -> int:
    """Return how many accounts money has passed at least that arrived at a kind of payee."""
    return _LAYERS.get(kind, _LAYERS_OF_OTHERS)
