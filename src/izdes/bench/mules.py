"""Mules: how well accounts are told apart, and what asking in the proposed order is worth.

An invented case is known whole, so a proposal can be held against what truly happened. Measured
are the average precision of the points among covered accounts; for each number of points, the
stolen money that holds would have kept from leaving and the hours for which honest clients would
have been held; and how much of the money that is truly still there lies in the first accounts of
`rank_frontier`, beside other orders.

The weights were chosen with seeds 1 to 6 of the twin in view; measure with others.

What the invented country lacks, so that real figures will not be as good: honest people through
whose accounts money passes, but for the traders put in beside, with whom mules shop; people who
sell cryptocurrency to thieves in good faith; mules who work steadily for months, who lie dormant
or move money between accounts of their own; victims who never complain. How fast money moves there
depends on the crew and never on the bank, so estimates by institution cannot show their worth.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from math import ceil
from typing import Any

from izdes.bench.invented import Invented, Stock, stock_of
from izdes.core.money.account import AccountKey
from izdes.core.statistics.proportion import Proportion
from izdes.core.tracing.frontier import NextStep, rank_frontier
from izdes.core.tracing.mules import MuleProposal, mules, packaged_weights, score
from izdes.core.tracing.rules import trace

HELD_FOR = timedelta(days=10)
MOMENTS = 8
_LOCAL = timezone(timedelta(hours=5))
_ALL_TOLD = timedelta(days=4)
_ASKS = (1, 3, 5, 10, 20)
_POINTS = (20, 30, 40, 50, 60, 70, 80)
_FROM_THE_CASE = frozenset({"mule_paid_by_victims", "mule_traced_inflow", "mule_holder_claims"})
_BANK = slice(9, 12)


@dataclass(frozen=True, slots=True)
class Judged:
    """One covered account with its points and what it truly is.

    Attributes:
        behaviour: The points without those that the case itself gives.
        layer: The step of the money at which its mule is used; 0 for everybody else.
    """

    points: int
    behaviour: int
    layer: int
    is_trader: bool


@dataclass(slots=True)
class Tally:
    """What was counted over all cases.

    Attributes:
        saved_minor, wrong_holds, right_holds: By the number of points from which accounts with
            traced money are held; 0 holds them all.
        found_minor: By (order, number of accounts asked): money that truly was there.
        there_minor: The same over all accounts that could be asked.
    """

    cases: int = 0
    moments: int = 0
    too_little: int = 0
    judged: list[Judged] = field(default_factory=list)
    saved_minor: Counter[int] = field(default_factory=Counter)
    wrong_holds: Counter[int] = field(default_factory=Counter)
    right_holds: Counter[int] = field(default_factory=Counter)
    found_minor: Counter[tuple[str, int]] = field(default_factory=Counter)
    there_minor: int = 0
    asked_by: Counter[str] = field(default_factory=Counter)


def measure(cases: Iterable[Invented]) -> dict[str, Any]:
    """Return the figures over some cases, ready for JSON; amounts in minor units."""
    tally = Tally()
    for case in cases:
        stock = stock_of(case)
        tally.cases += 1
        _judge(tally, case, stock)
        for moment in moments_of(case):
            proposals, steps = _proposed(case, moment)
            tally.moments += 1
            _hold(tally, case, stock, moment=moment, proposals=proposals, steps=steps)
            _ask(tally, stock, moment, steps)
    return _figures(tally)


def moments_of(case: Invented) -> list[datetime]:
    """Return the moments at which a case is looked at: some of those when somebody complained."""
    reported = sorted(set(case.reported.values()))
    step = max(1, len(reported) // MOMENTS)
    return reported[step - 1 :: step]


def average_precision(ranked: Iterable[tuple[int, bool]]) -> float:
    """Return the average precision of (points, is one); equal points share their precision.

    >>> average_precision([(9, True), (5, False), (5, True), (1, False)])
    0.8333333333333333
    """
    groups: dict[int, list[bool]] = {}
    for points, is_one in sorted(ranked, key=lambda pair: -pair[0]):
        groups.setdefault(points, []).append(is_one)
    seen = hits = 0
    total = 0.0
    for group in groups.values():
        seen, hits = seen + len(group), hits + sum(group)
        total += sum(group) * hits / seen
    return total / hits if hits else 0.0


def _proposed(
    case: Invented, moment: datetime
) -> tuple[tuple[MuleProposal, ...], tuple[NextStep, ...]]:
    """Return what is proposed at a moment: points of accounts, and whom to ask."""
    book, claims = case.known_at(moment)
    found = trace(book, claims, "fifo")
    steps = rank_frontier(found, book, institution_of=_bank_of, now=moment)
    # Of a wallet or another country's account nobody knows the truth.
    steps = tuple(s for s in steps if s.account in case.openings)
    return mules(book, claims, found, zone=_LOCAL), steps


def _bank_of(account: AccountKey) -> str:
    """Return the bank's code inside an IBAN."""
    return account[_BANK] if account.startswith("iban:") else ""


def _judge(tally: Tally, case: Invented, stock: Stock) -> None:
    """Score every covered account when all is over; mules that were never used count nowhere."""
    for m in _proposed(case, case.ends + _ALL_TOLD)[0]:
        is_unused = m.account in case.layers and not stock.reached(m.account)
        tally.too_little += m.proposes == "too_little"
        if is_unused or m.proposes in {"too_little", "not_scored"}:
            continue
        own = [r for r in score(m.passing, packaged_weights()) if r.code not in _FROM_THE_CASE]
        tally.judged.append(
            Judged(
                points=m.points,
                behaviour=sum(r.points for r in own),
                layer=case.layers.get(m.account, 0),
                is_trader=m.account in case.traders,
            )
        )


def _hold(
    tally: Tally,
    case: Invented,
    stock: Stock,
    *,
    moment: datetime,
    proposals: Sequence[MuleProposal],
    steps: Sequence[NextStep],
) -> None:
    """Hold the traced money of every scored account from so many points on, for ten days."""
    caps = {s.account: s.traced_minor for s in steps}
    for m in proposals:
        cap = caps.get(m.account, 0)
        if not cap or m.proposes in {"too_little", "not_scored"}:
            continue
        is_mule = m.account in case.layers
        leaving = stock.leaving(m.account, moment, moment + HELD_FOR)
        for points in (0, *(p for p in _POINTS if m.points >= p)):
            # What reached honest people in good faith is not counted as saved.
            tally.saved_minor[points] += min(cap, leaving) if is_mule else 0
            holds = tally.right_holds if is_mule else tally.wrong_holds
            holds[points] += 1


def _ask(tally: Tally, stock: Stock, moment: datetime, steps: Sequence[NextStep]) -> None:
    """Count the money truly there in the first accounts, in several orders."""
    there = {s.account: stock.there(s.account, moment) for s in steps}
    orders = {
        "proposed": steps,
        "by_amount": sorted(steps, key=lambda s: (-s.traced_minor, s.account)),
        "by_last_arrival": sorted(steps, key=lambda s: s.arrived_last or moment, reverse=True),
        "best_possible": sorted(steps, key=lambda s: -there[s.account]),
    }
    for name, order in orders.items():
        for asks in _ASKS:
            tally.found_minor[name, asks] += sum(there[s.account] for s in order[:asks])
    tally.there_minor += sum(there.values())
    tally.asked_by.update(s.basis for s in steps)


def _figures(tally: Tally) -> dict[str, Any]:
    """Return the figures of a tally."""
    return {
        "cases": tally.cases,
        "moments": tally.moments,
        "weights": {"digest": packaged_weights().digest, "dated": f"{packaged_weights().dated}"},
        "points": _points(tally),
        "holds": [_hold_figures(tally, points) for points in (0, *_POINTS)],
        "asks": {
            name: {str(k): _share(tally.found_minor[name, k], tally.there_minor) for k in _ASKS}
            for name in ("proposed", "by_amount", "by_last_arrival", "best_possible")
        },
        "basis": dict(sorted(tally.asked_by.items())),
    }


def _points(tally: Tally) -> dict[str, Any]:
    """Return how well the points tell mules apart."""
    judged = tally.judged
    ask, hold = packaged_weights().ask_from, packaged_weights().hold_from
    layers = sorted({j.layer for j in judged if j.layer})
    return {
        "accounts": len(judged),
        "mules": sum(j.layer > 0 for j in judged),
        "traders": sum(j.is_trader for j in judged),
        "too_little": tally.too_little,
        "average_precision": {
            "all": _precision((j.points, j.layer > 0) for j in judged),
            "by_behaviour_alone": _precision((j.behaviour, j.layer > 0) for j in judged),
        },
        **{
            name: {
                "from": limit,
                "precision": _proportion([j.layer > 0 for j in judged if j.points >= limit]),
                "recall": _proportion([j.points >= limit for j in judged if j.layer]),
                "recall_by_layer": {
                    str(n): _proportion([j.points >= limit for j in judged if j.layer == n])
                    for n in layers
                },
                "traders": _proportion([j.points >= limit for j in judged if j.is_trader]),
            }
            for name, limit in (("ask", ask), ("hold", hold))
        },
    }


def _precision(ranked: Iterable[tuple[int, bool]]) -> float:
    """Return the average precision, rounded."""
    return round(average_precision(ranked), 4)


def _hold_figures(tally: Tally, points: int) -> dict[str, Any]:
    """Return what holds from so many points on are worth.

    Where no hold was wrong, the money for an hour wrongly held has no upper limit; the lower one
    is counted with the most wrong holds that the interval of 95 % allows. Holds of one account at
    several moments are not independent: the true interval is wider.
    """
    saved, wrong = tally.saved_minor[points], tally.wrong_holds[points]
    holds = wrong + tally.right_holds[points]
    hours = int(HELD_FOR / timedelta(hours=1))
    most = ceil(Proportion(wrong, holds).interval[1] * holds) * hours
    return {
        "from": points,
        "saved_minor": saved,
        "holds": holds,
        "wrong_holds": wrong,
        "wrong_hours": wrong * hours,
        "saved_minor_per_wrong_hour": saved // (wrong * hours) if wrong else None,
        "saved_minor_per_wrong_hour_at_least": saved // most if most else None,
    }


def _share(part: int, whole: int) -> float:
    """Return a share, rounded; 0 of nothing."""
    return round(part / whole, 4) if whole else 0.0


def _proportion(facts: Sequence[bool]) -> dict[str, Any]:
    """Return a share with its interval of 95 %."""
    share = Proportion(sum(facts), len(facts))
    low, high = share.interval
    return {"value": round(share.value, 4), "interval_95": [round(low, 4), round(high, 4)]} | {
        "hits": share.hits,
        "of": share.of,
    }
