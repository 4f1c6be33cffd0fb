"""Conduct: how a sandbox institution behaves, order by order, the same for the same seed.

Whatever goes wrong is what goes wrong with real institutions: a part is forgotten, another file is
sent, an answer is late, comes twice, comes before the receipt, or breaks off half-way. A partial or
wrong answer is corrected later, so that the whole truth arrives in the end.
"""

import random
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Literal

from izdes.adapters.exchange.client import Call, Reply, Transport
from izdes.adapters.exchange.faults import ConductWrong

Manner = Literal["right", "partial", "wrong"]
_PERCENT = 100
_LATE = 10


@dataclass(frozen=True, slots=True)
class Rates:
    """In how many of a hundred orders something happens."""

    partial: int = 0
    wrong: int = 0
    late: int = 0
    twice: int = 0
    early: int = 0
    half: int = 0

    def __post_init__(self) -> None:
        given = [getattr(self, one.name) for one in fields(self)]
        if any(not 0 <= rate <= _PERCENT for rate in given) or self.partial + self.wrong > _PERCENT:
            raise ConductWrong


@dataclass(frozen=True, slots=True)
class Conduct:
    """How one order is treated.

    Attributes:
        delay: From its arrival to the first answer.
        times: How often each message is sent.
        is_early: Whether the answer is sent before the receipts.
        is_half: Whether the answer breaks off at first.
    """

    manner: Manner
    delay: timedelta
    times: int
    is_early: bool
    is_half: bool


def read_rates(text: str) -> Rates:
    """Read ``partial=10,late=5``.

    Raises:
        ConductWrong: A name is none of ours, or a rate is no number up to a hundred.
    """
    known = {one.name for one in fields(Rates)}
    given = dict[str, int]()
    for part in filter(None, (one.strip() for one in text.split(","))):
        name, _, rate = part.partition("=")
        if name not in known or not (rate.isascii() and rate.isdecimal()):
            raise ConductWrong
        given[name] = int(rate)
    return Rates(**given)


def conduct_of(number: str, *, rates: Rates, delay: timedelta, seed: int) -> Conduct:
    """Return how an order is treated; its number and the seed decide, nothing else."""
    chance = random.Random(f"{seed}:{number}")  # noqa: S311 - no secret is made of it
    drawn = {one.name: chance.randrange(_PERCENT) for one in fields(Rates)}

    def happens(name: str) -> bool:
        return drawn[name] < int(getattr(rates, name))

    manner: Manner = "right"
    if drawn["partial"] < rates.partial + rates.wrong:
        manner = "partial" if happens("partial") else "wrong"
    return Conduct(
        manner=manner,
        delay=delay * (_LATE if happens("late") else 1),
        times=2 if happens("twice") else 1,
        is_early=happens("early"),
        is_half=happens("half"),
    )


@dataclass(slots=True)
class LossyTransport:
    """Loses calls on their way, and replies on their way back.

    Attributes:
        lost: Of a hundred calls so many never arrive, and of as many the reply is lost.
    """

    inner: Transport
    chance: random.Random
    lost: int

    def __call__(self, call: Call) -> Reply:
        """Carry a call, perhaps.

        Raises:
            OSError: It, or its reply, was lost.
        """
        fate = self.chance.randrange(_PERCENT)
        if fate < self.lost:
            raise TimeoutError("the call was lost")
        reply = self.inner(call)
        if fate < 2 * self.lost:
            raise TimeoutError("the reply was lost")
        return reply
