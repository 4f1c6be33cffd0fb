"""Hub simulator: mentions of 200,000 complaints on which joining by components fails.

Series of Pareto sizes; one to three own identifiers in a complaint, out of a pool that grows as
size^(3/5) and is used unevenly; a tenth of all mentions on 4,000 mule accounts that series hire one
after the other; a third on forty hubs; two own identifiers of a hundred are another series' ones.
There are no complaints behind it, no words and no campaigns: columns of whole numbers alone.

Doing well here shows that hubs and shared accounts do not fuse series of these shapes. It does not
show how often a country's complaints have such shapes.

Everything is drawn by `izdes.twin.crowd.dice`, from whole numbers: no stream of NumPy takes part,
so the same seed gives the same columns under every version of it.

>>> small = simulated(1, complaints=500)
>>> len(small.reported_at), small.text(0)
(500, 'TR6qJsytXFXD2R9zqX5XYjfVGYPJoGmnSR')
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from izdes.twin.crowd.dice import Dice, Flags, Ints, places_of, starts_of
from izdes.twin.crowd.shares import DAY, micros
from izdes.twin.crowd.sizes import pareto_sizes, pool_sizes, powers, roots
from izdes.twin.crowd.tenancy import rented
from izdes.twin.crowd.values import text_of

SEEDS = (1, 2, 3, 4, 5)
COMPLAINTS = 200_000
KINDS = ("phone", "telegram", "domain", "iban", "card", "wallet")
OWN, MULE, HUB = 0, 1, 2

_DAYS = 730
_EXPONENT, _LARGEST, _HUB_EXPONENT = "1.17", 3_000, "0.35"
_MOST_OWN, _MULES, _HUBS = 3, 4_000, 40
# Of a hundred mentions; the rest are own ones.
_MULE_PERCENT, _HUB_PERCENT = 10, 35
_WRONG_PERMILLE = 20
_COMPLAINTS_A_HIRE = 10
# A mule who is hired already is passed over once: a few hires in a hundred overlap.
_TRIES = 2
# Kinds by weight, in the order of `KINDS`; the split is assumed.
_OWN_KINDS = (40, 20, 10, 15, 10, 5)
_MULE_KINDS = (0, 0, 0, 60, 40, 0)
_HUB_KINDS = (40, 0, 20, 20, 0, 20)

Small = npt.NDArray[np.int8]
Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Simulated:
    """Mentions in columns, with their truth. N complaints, M mentions, S series, I identifiers.

    Complaints are numbered in the order in which they are reported; mentions stand in the order of
    complaint and value, each pair once.

    Attributes:
        reported_at: (N,) microseconds since 1970 in UTC, never falling.
        series: (N,) truth: the series of each complaint, 0 to S - 1.
        sizes: (S,) truth: complaints of each series.
        complaint: (M,) the complaint that mentions.
        kind: (M,) place in ``KINDS``; of one value always the same.
        value: (M,) the identifier, 0 to I - 1; its text is `text`.
        at: (M,) when it was used: the complaint's ``reported_at``.
        part: (M,) truth: ``OWN``, ``MULE`` or ``HUB``, by the value.
        is_wrong: (M,) truth: whether it is another series' identifier, named in error.
        kind_of_value: (I,) the kind of every identifier.
        first_mule: The first value that is a mule account; own ones lie below.
        first_hub: The first value that is a hub.
    """

    seed: int
    reported_at: Ints
    series: Numbers
    sizes: Ints
    complaint: Numbers
    kind: Small
    value: Ints
    at: Ints
    part: Small
    is_wrong: Flags
    kind_of_value: Small
    first_mule: int
    first_hub: int

    def text(self, value: int) -> str:
        """Return the normal form of an identifier; check digits hold."""
        return text_of(KINDS[int(self.kind_of_value[value])], int(value))

    @staticmethod
    def complaint_id(complaint: int) -> str:
        """Return the id of a complaint: ids rise with the time of report."""
        return f"A{complaint + 1:07d}"


@dataclass(frozen=True, slots=True)
class _Series:
    """Series in columns, and the complaints in the order in which they are reported.

    Attributes:
        of: The series of each complaint.
        at: Seconds after the beginning.
    """

    sizes: Ints
    begins: Ints
    seconds: Ints
    of: Ints
    at: Ints


def simulated(seed: int, *, complaints: int = COMPLAINTS) -> Simulated:
    """Return the mentions of one seed.

    Args:
        seed: Decides every number; results are published for those of ``SEEDS``.
        complaints: How many; shares stay, the largest series too where there is room for it.
    """
    dice = Dice(seed)
    series = _series(dice, complaints)
    pools = 1 + pool_sizes(series.sizes)
    first_mule = int(pools.sum())
    own = _own(dice, series, pools)
    rest = 100 - _MULE_PERCENT - _HUB_PERCENT
    mules = _mules(dice, series, len(own[0]) * _MULE_PERCENT // rest)
    hubs = _hubs(dice, complaints, len(own[0]) * _HUB_PERCENT // rest)
    first_hub = first_mule + _MULES
    complaint = np.concatenate([own[0], mules[0], hubs[0]])
    value = np.concatenate([own[1], first_mule + mules[1], first_hub + hubs[1]])
    nobody = np.zeros(len(mules[0]) + len(hubs[0]), np.bool_)
    wrong = np.concatenate([own[2], nobody])
    # Each complaint names a thing once, and stands with its things in their order.
    pairs, first = np.unique(complaint * (first_hub + _HUBS) + value, return_index=True)
    complaint, value = np.divmod(pairs, first_hub + _HUBS)
    kinds = _kinds(dice, first_mule)
    reported_at = micros(series.at)
    return Simulated(
        seed=seed,
        reported_at=reported_at,
        series=series.of.astype(np.int32),
        sizes=series.sizes,
        complaint=complaint.astype(np.int32),
        kind=kinds[value],
        value=value,
        at=reported_at[complaint],
        part=((value >= first_mule).astype(np.int8) + (value >= first_hub)).astype(np.int8),
        is_wrong=wrong[first],
        kind_of_value=kinds,
        first_mule=first_mule,
        first_hub=first_hub,
    )


def _series(dice: Dice, complaints: int) -> _Series:
    """Return the series and when their complaints were reported, spread over each one's span."""
    largest = min(_LARGEST, complaints)
    sizes = pareto_sizes(dice, total=complaints, exponent=_EXPONENT, largest=largest)
    seconds = (3 + 6 * roots(sizes) + sizes // 8) * DAY
    begins = dice.below("begins", _DAYS * DAY - seconds + 1, places_of(len(sizes)))
    of = np.repeat(places_of(len(sizes)), sizes)
    at = begins[of] + dice.below("at", seconds[of], places_of(complaints))
    order = np.argsort(at, kind="stable")
    return _Series(sizes, begins, seconds, of[order], at[order])


def _own(dice: Dice, series: _Series, pools: Ints) -> tuple[Ints, Ints, Flags]:
    """Return complaint, value and error of every mention of a series' own identifiers."""
    counts = 1 + dice.below("own", _MOST_OWN, places_of(len(series.of)))
    complaint = np.repeat(places_of(len(counts)), counts)
    whose, places = series.of[complaint], places_of(len(complaint))
    right = starts_of(pools)[whose] + dice.ranks("rank", pools[whose], places)
    other = dice.below("other", int(pools.sum()), places)
    is_wrong = dice.happens("wrong", _WRONG_PERMILLE, places) & (other != right)
    return complaint, np.where(is_wrong, other, right), is_wrong


def _mules(dice: Dice, series: _Series, rows: int) -> tuple[Ints, Ints]:
    """Return complaint and account of every mention of a mule.

    A series has one hire for every ten complaints and one more; each takes an equal part of the
    series' time, from two days to three weeks.
    """
    hires = 1 + series.sizes // _COMPLAINTS_A_HIRE
    # One mule at most in a complaint: a second one would mostly be the first again.
    complaint = np.argsort(dice.draws("mule", places_of(len(series.of))), kind="stable")[:rows]
    whose = series.of[complaint]
    nth = (series.at[complaint] - series.begins[whose]) * hires[whose] // series.seconds[whose]
    hirer = np.repeat(places_of(len(hires)), hires)
    part = places_of(len(hirer)) - starts_of(hires)[hirer]
    begins, ends = (
        series.begins[hirer] + (part + step) * series.seconds[hirer] // hires[hirer]
        for step in (0, 1)
    )
    accounts = rented(
        dice,
        "hire",
        begins=begins,
        ends=ends,
        first=np.zeros(len(hirer), np.int64),
        stock=np.full(len(hirer), _MULES),
        tries=_TRIES,
    )
    return complaint, accounts[starts_of(hires)[whose] + nth]


def _hubs(dice: Dice, complaints: int, rows: int) -> tuple[Ints, Ints]:
    """Return complaint and hub of every mention of a hub, the first hubs more often."""
    places = places_of(rows)
    weights = powers(_HUBS, _HUB_EXPONENT) >> 27
    return dice.below("hub", complaints, places), dice.pick("which", weights, places)


def _kinds(dice: Dice, own: int) -> Small:
    """Return the kind of every identifier: own ones, then mules, then hubs."""
    parts = (("own", own, _OWN_KINDS), ("mule", _MULES, _MULE_KINDS), ("hub", _HUBS, _HUB_KINDS))
    found = [dice.pick(f"kind/{part}", weights, places_of(n)) for part, n, weights in parts]
    return np.concatenate(found).astype(np.int8)
