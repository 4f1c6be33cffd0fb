"""Mules: accounts that look lent for passing money on, in points with a reason for each.

Points are whole numbers that are added up, so that anybody can add them again. They come from a
packaged, dated table of expert weights (``data/mules.yaml``); no decided cases stand behind it. A
score is a proposal to ask the bank, or to hold traced money. It never says that the holder knew,
and it is no ground for holding more than the traced money: a trader who pays his supplier the same
evening shows much the same figures.

Shops, exchanges and accounts for social payments get no score. Where a statement shows too little
to say anything, that is said instead.

Source: the table's own ``source``.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from izdes.core.money.account import AccountKey, AccountKind
from izdes.core.money.transfer import Claim, Ledger
from izdes.core.tracing.passing import Passing, passing_of
from izdes.core.tracing.plan import Plan, plan_of
from izdes.core.tracing.trace import Trace
from izdes.core.tracing.windows import kinds_of

Proposal = Literal["hold", "ask", "nothing", "too_little", "not_scored"]
_KIND_NOT_SCORED: Mapping[AccountKind, str] = {
    "merchant": "mule_is_merchant",
    "crypto_exchange": "mule_is_exchange",
}
# Where those without a score stand in the order.
_APART: Mapping[Proposal, int] = {"too_little": 1, "not_scored": 2}
_HOUR = 3_600


@dataclass(frozen=True, slots=True)
class Weight:
    """Points for one figure of a statement.

    Attributes:
        code: Code of the reason.
        measure: A field of `Passing`.
        is_at_most: The steps are upper limits, the least first; else lower ones, greatest first.
        steps: (limit, points); the first that is reached counts.
    """

    code: str
    measure: str
    is_at_most: bool
    steps: tuple[tuple[int, int], ...]

    def points_for(self, value: int) -> int:
        """Return the points of a value; 0 where no step is reached."""
        reached = (
            points
            for limit, points in self.steps
            if (value <= limit if self.is_at_most else value >= limit)
        )
        return next(reached, 0)


@dataclass(frozen=True, slots=True)
class Weights:
    """A table of weights, and where it is from.

    Attributes:
        verified: The weights were estimated from decided cases.
        ask_from, hold_from: From so many points on that is proposed.
        least_*: With less than this a statement says too little.
        digest: SHA-256 (hex) of the table.
    """

    source: str
    dated: date
    verified: bool
    ask_from: int
    hold_from: int
    least_credits: int
    least_debits: int
    least_movements: int
    least_hours: int
    weights: tuple[Weight, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why points were given, or why none were: a code with what its sentence needs."""

    code: str
    points: int = 0
    details: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class MuleProposal:
    """What is proposed about one account, with every reason.

    Attributes:
        rank: From 1 among the scored; 0 for the others.
        points: The sum of the reasons' points.
        reasons: The weightiest first.
    """

    rank: int
    account: AccountKey
    currency: str
    proposes: Proposal
    points: int
    reasons: tuple[Reason, ...]
    passing: Passing


def mules(
    ledger: Ledger,
    claims: Sequence[Claim],
    trace: Trace,
    *,
    zone: tzinfo,
    protected: Collection[AccountKey] = (),
    weights: Weights | None = None,
    plan: Plan | None = None,
) -> tuple[MuleProposal, ...]:
    """Return a proposal for every covered account, the most points first.

    Args:
        trace: Of these claims through this ledger, under any rule.
        plan: Of the ledger with the pins that statements state; made where it is not given.
        zone: The clock by which it is night.
        protected: Accounts for social payments and others that the law keeps from being held.
        weights: By default the packaged ones.

    Returns:
        Scored accounts by points, then those whose statements say too little, then those that
        are not scored. Nothing where the ledger names no covered account.
    """
    table = weights or packaged_weights()
    stated = [pin for pin in trace.pins if pin.basis == "stated"]
    plan = plan or plan_of(ledger, stated)
    passing = passing_of(plan, ledger, claims, trace, zone=zone)
    kinds = kinds_of(ledger.coverages)
    found = [_proposal(p, kinds.get(p.account, "unknown"), protected, table) for p in passing]
    found.sort(key=lambda m: (_APART.get(m.proposes, 0), -m.points, m.account, m.currency))
    return tuple(_ranked(found))


def score(passing: Passing, weights: Weights) -> tuple[Reason, ...]:
    """Return the reasons that a statement gives, the weightiest first; their points are added."""
    reasons = (_reason(weight, getattr(passing, weight.measure)) for weight in weights.weights)
    return tuple(sorted((r for r in reasons if r.points), key=lambda r: (-abs(r.points), r.code)))


@cache
def packaged_weights() -> Weights:
    """Return the weights that come with the program."""
    path = files(__package__).joinpath("data", "mules.yaml")
    return read_weights(path.read_text(encoding="utf-8"))


def read_weights(text: str) -> Weights:
    """Read a table of weights; its shape is ours, and tests hold the packaged one."""
    given = yaml.safe_load(text)
    least = given["least"]
    return Weights(
        source=given["source"],
        dated=given["dated"],
        verified=given["verified"],
        ask_from=given["ask_from"],
        hold_from=given["hold_from"],
        least_credits=least["credits"],
        least_debits=least["debits"],
        least_movements=least["movements"],
        least_hours=least["observed_hours"],
        weights=tuple(_weight(line) for line in given["weights"]),
        digest=hashlib.sha256("\n".join(text.splitlines()).encode()).hexdigest(),
    )


def _weight(line: Mapping[str, Any]) -> Weight:
    """Return one line of the table, its steps in the order in which they are tried."""
    is_at_most = "at_most" in line
    steps = line["at_most" if is_at_most else "at_least"]
    in_order = sorted(steps.items(), reverse=not is_at_most)
    return Weight(line["code"], line["measure"], is_at_most, tuple(in_order))


def _proposal(
    passing: Passing, kind: AccountKind, protected: Collection[AccountKey], weights: Weights
) -> MuleProposal:
    """Return the proposal about one account, not yet ranked."""
    apart = _set_apart(passing, kind, protected, weights)
    if apart is not None:
        proposes, reason = apart
        return MuleProposal(0, passing.account, passing.currency, proposes, 0, (reason,), passing)
    reasons = score(passing, weights)
    points = sum(reason.points for reason in reasons)
    proposes = _proposed(points, weights)
    return MuleProposal(0, passing.account, passing.currency, proposes, points, reasons, passing)


def _proposed(points: int, weights: Weights) -> Proposal:
    """Return what so many points propose."""
    if points >= weights.hold_from:
        return "hold"
    return "ask" if points >= weights.ask_from else "nothing"


def _set_apart(
    passing: Passing, kind: AccountKind, protected: Collection[AccountKey], weights: Weights
) -> tuple[Proposal, Reason] | None:
    """Return why an account gets no score, if so."""
    if passing.account in protected:
        return "not_scored", Reason("mule_is_protected")
    if kind in _KIND_NOT_SCORED:
        return "not_scored", Reason(_KIND_NOT_SCORED[kind])
    hours = passing.observed_seconds // _HOUR
    is_enough = (
        passing.credits >= weights.least_credits
        and passing.debits >= weights.least_debits
        and passing.credits + passing.debits >= weights.least_movements
        and hours >= weights.least_hours
    )
    if is_enough:
        return None
    seen = (("credits", passing.credits), ("debits", passing.debits), ("hours", hours))
    return "too_little", Reason("mule_too_little", 0, seen)


def _reason(weight: Weight, value: int | None) -> Reason:
    """Return the reason that a value gives; without points where it gives none."""
    if value is None:
        return Reason(weight.code)
    return Reason(weight.code, weight.points_for(value), (_shown(weight.measure, value),))


def _shown(measure: str, value: int) -> tuple[str, int]:
    """Return a value under the name, and in the unit, in which its sentence prints it.

    >>> _shown("cash_milli", 456), _shown("first_gap_seconds", 130), _shown("payers_in_hour", 4)
    (('percent', 45), ('minutes', 2), ('number', 4))
    """
    if measure.endswith("_milli"):
        return "percent", value // 10
    if measure.endswith("_seconds"):
        return "minutes", value // 60
    return ("days" if measure.endswith("_days") else "number"), value


def _ranked(found: Iterable[MuleProposal]) -> Iterable[MuleProposal]:
    """Number the scored ones."""
    for rank, m in enumerate(found, start=1):
        yield m if m.proposes in _APART else replace(m, rank=rank)
