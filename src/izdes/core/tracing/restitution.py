"""Restitution: whose a held sum is, and how it is divided among victims, to the last minor unit.

Two schools. *Traced*: each victim gets the part of the balance that a tracing rule calls hers.
*Pari passu*: the fund is shared in proportion to what each put in, wherever it went after; that is
a rule of distribution and no tracing. Courts have chosen either; the choice is not made here.

Both divide in proportion and round by largest remainder: everybody gets the whole units of her
exact part, and the units left over go one each to the largest remainders, of equal ones to the
claim whose id comes first. So each share is within one unit of the exact part, nobody gets more
than she is entitled to, and shares and what is left over make the sum. The same rule has a known
oddity: with one unit more to divide, one share may become a unit smaller.

A division is arithmetic, not a decision: who has a claim, and how much of it is already made good,
is for the court.

Source: Law Society of Upper Canada v Toronto-Dominion Bank (1998) and Barlow Clowes v Vaughan
[1992] 4 All ER 22 for the two schools; largest remainder: Balinski and Young, Fair Representation
(1982).

>>> parts = {ClaimId("A/1"): 1, ClaimId("B/1"): 1, ClaimId("C/1"): 1}
>>> [share.share_minor for share in divide(2, parts, method="traced").shares]
[1, 1, 0]
>>> divide(5, parts, method="traced").left_over_minor
2
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from izdes.core.errors import IzdesError
from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import ClaimId
from izdes.core.tracing.plan import Plan
from izdes.core.tracing.trace import Resting, Trace

Method = Literal["traced", "pari-passu"]
METHODS: tuple[Method, ...] = get_args(Method)


class DivisionRefused(IzdesError):
    """A sum or an entitlement is below zero: there is nothing to divide by it."""

    code = "division_refused"


@dataclass(frozen=True, slots=True)
class Share:
    """One victim's share, with its arithmetic.

    Attributes:
        entitlement_minor: The most she can get: her traced part, or her claim.
        numerator, denominator: Her exact part is their quotient.
        floor_minor: Its whole units.
        remainder: What is left of the numerator; the largest ones get a unit more.
        has_unit: She got one of the units left over by rounding.
    """

    claim_id: ClaimId
    entitlement_minor: int
    numerator: int
    denominator: int
    floor_minor: int
    remainder: int
    has_unit: bool

    @property
    def share_minor(self) -> int:
        """What she gets."""
        return self.floor_minor + self.has_unit


@dataclass(frozen=True, slots=True)
class Division:
    """A divided sum: the shares and what is left over make it, exactly.

    Attributes:
        shares: In the bytewise order of claim ids.
        left_over_minor: What is more than all are entitled to: nobody's by this method.
    """

    method: Method
    sum_minor: int
    shares: tuple[Share, ...]
    left_over_minor: int

    @property
    def entitlements_minor(self) -> int:
        """What all are entitled to."""
        return sum(share.entitlement_minor for share in self.shares)

    @property
    def short_minor(self) -> int:
        """How much of the entitlements the sum cannot meet."""
        return max(0, self.entitlements_minor - self.sum_minor)


@dataclass(frozen=True, slots=True)
class Owner:
    """How much of one account is one claim's money.

    Attributes:
        held_minor: Resting there when the statement ends.
        frontier_minor: Last seen going there.
        behind: The claim of the first victim, where these units were stolen a second time.
    """

    claim_id: ClaimId
    held_minor: int
    frontier_minor: int
    behind: str = ""

    @property
    def owned_minor(self) -> int:
        """Both together."""
        return self.held_minor + self.frontier_minor


@dataclass(frozen=True, slots=True)
class Owners:
    """Whose money a mixed balance is, under the rule of a trace.

    Attributes:
        owners: First victims, by claim id.
        behind: Those who come second to the same units; they own nothing while the first do.
        clean_minor: What is nobody's of these; None where the balance is not known.
        missing_minor: Traced money that the balance no longer holds.
    """

    account: AccountKey
    currency: str
    owners: tuple[Owner, ...]
    behind: tuple[Owner, ...]
    clean_minor: int | None
    missing_minor: int | None

    @property
    def entitlements(self) -> dict[ClaimId, int]:
        """The traced parts, ready to divide a held sum by."""
        return {owner.claim_id: owner.owned_minor for owner in self.owners}


def divide(sum_minor: int, entitlements: Mapping[ClaimId, int], *, method: Method) -> Division:
    """Divide a sum among victims.

    Args:
        sum_minor: The sum to divide, in minor units of one currency.
        entitlements: For ``traced``, each claim's traced part of the sum; for ``pari-passu``,
            each claim's amount, less what is already made good. Nobody gets more than hers.
        method: Which of the two they are. The arithmetic is the same.

    Returns:
        Σ shares + left over = the sum, exactly. If the sum is less than the entitlements, each
        gets her part in proportion; if it is more, each gets hers and the surplus is left over.

    Raises:
        DivisionRefused: The sum or an entitlement is below zero.
    """
    if sum_minor < 0 or any(entitled < 0 for entitled in entitlements.values()):
        raise DivisionRefused(sum=sum_minor, least=min(entitlements.values(), default=0))
    denominator = sum(entitlements.values())
    divided = min(sum_minor, denominator)
    exact = {claim: divided * entitlements[claim] for claim in sorted(entitlements)}
    floors = {claim: n // denominator if denominator else 0 for claim, n in exact.items()}
    rests = {claim: n - floors[claim] * denominator for claim, n in exact.items()}
    units = divided - sum(floors.values())
    by_remainder = sorted(exact, key=lambda claim: (-rests[claim], claim))
    lucky = frozenset(by_remainder[:units])
    return Division(
        method=method,
        sum_minor=sum_minor,
        shares=tuple(
            Share(
                claim_id=claim,
                entitlement_minor=entitlements[claim],
                numerator=exact[claim],
                denominator=denominator,
                floor_minor=floors[claim],
                remainder=rests[claim],
                has_unit=claim in lucky,
            )
            for claim in exact
        ),
        left_over_minor=sum_minor - divided,
    )


def owners_of(
    trace: Trace, account: AccountKey, currency: str, *, balance_minor: int | None = None
) -> Owners:
    """Return whose money lies on an account, under the trace's rule.

    Args:
        balance_minor: What is there: as the bank states it, or by `balance_of`. None: not known.
    """
    first: defaultdict[ClaimId, list[Resting]] = defaultdict(list)
    later: defaultdict[tuple[ClaimId, str], list[Resting]] = defaultdict(list)
    for r in trace.resting:
        is_here = (r.account, r.currency) == (account, currency) and r.units
        if is_here and r.ending in {"held", "frontier"}:
            if r.behind:
                later[r.claim_id, r.behind].append(r)
            else:
                first[r.claim_id].append(r)
    owners = tuple(_owner(claim, pieces) for claim, pieces in sorted(first.items()))
    owned = sum(owner.owned_minor for owner in owners)
    return Owners(
        account=account,
        currency=currency,
        owners=owners,
        behind=tuple(_owner(c, pieces, behind) for (c, behind), pieces in sorted(later.items())),
        clean_minor=None if balance_minor is None else max(0, balance_minor - owned),
        missing_minor=None if balance_minor is None else max(0, owned - balance_minor),
    )


def balance_of(plan: Plan, account: AccountKey, currency: str) -> int | None:
    """Return what the statements leave on an account when its last window ends.

    Returns:
        Minor units, 0 where the bank is owed; None for an account without a statement.
    """
    found = [
        number
        for number, pool in enumerate(plan.pools)
        if (pool.kind, pool.account, pool.currency) == ("account", account, currency)
    ]
    if not found:
        return None
    last = found[-1]
    balance = plan.pools[last].opening_minor
    for part in (part for parts in plan.parts for part in parts):
        balance += part.units * ((part.target == last) - (part.source == last))
    return balance


def _owner(claim: ClaimId, pieces: list[Resting], behind: str = "") -> Owner:
    """Return one claim's part of an account."""
    return Owner(
        claim_id=claim,
        held_minor=sum(r.units for r in pieces if r.ending == "held"),
        frontier_minor=sum(r.units for r in pieces if r.ending == "frontier"),
        behind=behind,
    )
