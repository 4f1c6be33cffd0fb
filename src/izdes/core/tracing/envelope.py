"""The envelope: what holds under every rule.

A rule is a convention. What no rule can change are the facts beneath it: no payment carried more
of a claim than it moved, and no account held more of it than its balance. All ways in which the
units of a claim can have gone are therefore the flows through one network. A node is a pool
between two payments out of it; an arc is a part of a transfer, which carries at most its units,
or the waiting of a pool, which keeps at most its balance. The most that can have ended at a place
is the most that can flow there; the least is what cannot have flowed anywhere else.

What it proves: whatever rule is chosen, and whichever units of the payment were the victim's, at
least so much and at most so much of the claim is at this place. Both borders can be reached, each
by itself; together they are not a statement about several places at once, and neither may be
summed over claims (`envelope_of_account` joins claims). What it does not prove: that the ledger
is true and complete, that an assumed opening balance is right, or that the order of movements
of one instant was this one.

What the plan fixes is fixed here too: overdrafts, refunds, pins, and money that comes back to the
victim. Beyond an exchange of currency nothing is stated.

Source: flows over time with bounded storage, Akrida et al., arXiv 1606.01091.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Claim
from izdes.core.tracing.course import victim_accounts
from izdes.core.tracing.flow import Network
from izdes.core.tracing.plan import OUTSIDE, Part, Plan
from izdes.core.tracing.rules import claims_by_transfer
from izdes.core.tracing.trace import EndingKind

# Where money ends: an account, how it ends there, and the currency it lies in.
EndPlace = tuple[AccountKey, EndingKind, str]
# The accounts that claims were paid from; None for a claim paid from no account.
Homes = frozenset[AccountKey | None]
FREEZABLE: tuple[EndingKind, ...] = ("held", "frontier")


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most of claimed money that can be at one place, under any rule."""

    claimed_minor: int
    least_minor: int
    most_minor: int

    @property
    def width_minor(self) -> int:
        """How far apart two rules can be."""
        return self.most_minor - self.least_minor

    @property
    def sharpness(self) -> Fraction:
        """The share of the claim that a figure for this place owes to the rule.

        0: every rule says the same. 1: without a rule nothing can be said.
        """
        return Fraction(self.width_minor, self.claimed_minor)


def envelope(
    plan: Plan, claim: Claim, target: EndPlace | None = None
) -> dict[EndPlace, Bounds | None]:
    """Return the least and the most of a claim at every place where it can have ended.

    Args:
        target: Ask for this place only; bounds of 0 where no unit can have come there.

    Returns:
        Bounds by place; None where money may come after an exchange of currency. What went into
        an exchange counts as ended there, ``conversion``, whatever came out.

    Raises:
        ClaimsExceedTransfer: The claim is more than its transfer moved.
    """
    found = Envelope(plan, [claim])
    places = sorted(found.places) if target is None else [target]
    return {place: found.bounds([place]) for place in places}


def envelope_of_account(
    plan: Plan,
    claims: Sequence[Claim],
    account: AccountKey,
    endings: Collection[EndingKind] = FREEZABLE,
) -> dict[str, Bounds | None]:
    """Return, by currency, the least and the most of all claims together at one account.

    A unit that was stolen twice counts once. Sums of single claims' bounds would say less: what
    is sure of two claims together can be sure of neither.

    Where money passes through the account of another victim it is left open whether it is hers;
    where a claimed transfer has several parts, which of them another claim had reached. The bounds
    hold in any case, but there they can be wider than need be.

    Raises:
        ClaimsExceedTransfer: The claims on one transfer are more than it moved.
    """
    found = Envelope(plan, claims)
    places: defaultdict[str, list[EndPlace]] = defaultdict(list)
    for place in sorted(found.places):
        if place[0] == account and place[1] in endings:
            places[place[2]].append(place)
    return {currency: found.bounds(theirs) for currency, theirs in places.items()}


class Envelope:
    """Everything that the money of some claims can have done, together, as one network.

    Attributes:
        places: Where it can have ended, and the node of each place.
    """

    def __init__(self, plan: Plan, claims: Sequence[Claim], network: Network | None = None) -> None:
        """Draw the network.

        Args:
            network: An empty one in which to draw it; None: one of the core.
        """
        self._plan, self._network = plan, Network() if network is None else network
        self._claims_on = claims_by_transfer(plan, claims)
        self._homes_of_claims = victim_accounts(plan, claims)
        self.places: dict[EndPlace, int] = {}
        self._claimed_minor: Counter[str] = Counter()
        self._source = self._network.node()
        self._counted_before = self._network.node()
        self._homes: defaultdict[int, Homes] = defaultdict(frozenset)
        self._balance = [pool.opening_minor for pool in plan.pools]
        # By pool: the node of what lies there now, where claimed money can be among it.
        self._lying: dict[int, int] = {}
        # By pin: its units in a row, and the node of those that can be claimed.
        self._pinned: defaultdict[int, deque[tuple[int, int | None]]] = defaultdict(deque)
        # By exchange: the node of what comes out, which no flow enters.
        self._beyond: dict[int, int] = {}
        self._on_the_way: dict[Part, int | None] = {}
        self._run()

    def bounds(self, places: Iterable[EndPlace]) -> Bounds | None:
        """Return the least and the most that can be at some places together, in one currency.

        Returns:
            Bounds of 0 where no unit can have come there; None where money may come there after
            an exchange of currency.
        """
        asked = set(places)
        goals = {self.places[place] for place in asked if place in self.places}
        all_minor = self._claimed_minor.total()
        claimed_minor = sum(self._claimed_minor[c] for c in {place[2] for place in asked})
        # An exchange has the currency of its first leg, which need not be that of the claim.
        claimed_minor = claimed_minor or all_minor
        if not goals:
            return Bounds(claimed_minor, 0, 0)
        limits = self._network.limits(self._source, goals, self._beyond.values())
        if limits is None:
            return None
        most, others = limits
        return Bounds(claimed_minor, all_minor - others, most)

    def _run(self) -> None:
        """Move the claims, step by step, everywhere they can go."""
        for step in self._plan.steps:
            for part in self._plan.parts[step.place]:
                if step.is_arrival:
                    self._arrive(part)
                else:
                    self._on_the_way[part] = self._left(part)
            if not step.is_arrival:
                self._claim(step.place)
        for number, node in self._lying.items():
            pool = self._plan.pools[number]
            end = self._place(pool.account, pool.ending, pool.currency)
            self._pass(node, end, self._balance[number])
        self._end_at_once()

    def _left(self, part: Part) -> int | None:
        """Return the node that a part leaves; None where no claimed money can be in it."""
        if part.source == OUTSIDE:
            return None
        match self._plan.pools[part.source].kind:
            case "exchange":
                return self._beyond.get(part.source)
            case "pin":
                return self._out_of_pin(part)
            case _:
                return self._out_of_pool(part)

    def _out_of_pool(self, part: Part) -> int | None:
        """Let a part leave an account: what remains waits, as much as the balance is."""
        self._balance[part.source] -= part.units
        here = self._lying.pop(part.source, None)
        if here is not None and self._balance[part.source]:
            self._lying[part.source] = self._network.node()
            self._pass(here, self._lying[part.source], self._balance[part.source])
        return here

    def _out_of_pin(self, part: Part) -> int | None:
        """Let a part leave a pin: the units that came first, as they came."""
        row, wanted, joined = self._pinned[part.source], part.units, None
        while wanted:
            units, node = row.popleft()
            if units > wanted:
                row.appendleft((units - wanted, node))
            if node is not None:
                joined = self._network.node() if joined is None else joined
                self._pass(node, joined, min(units, wanted))
            wanted -= min(units, wanted)
        return joined

    def _claim(self, place: int) -> None:
        """Let the claims on a transfer begin; units that were claimed before count once."""
        claims = self._claims_on.get(self._plan.transfers[place].transfer_id, ())
        parts = self._plan.parts[place]
        if not claims or not parts:
            return
        units = sum(claim.amount_minor for claim in claims)
        self._claimed_minor[self._plan.transfers[place].currency] += units
        stolen, again = self._network.node(), self._network.node()
        self._network.arc(self._source, stolen, units)
        self._network.arc(again, self._counted_before, units)
        self._homes[stolen] = frozenset(self._homes_of_claims[c.claim_id] for c in claims)
        for part in parts:
            before, here = self._on_the_way[part], self._network.node()
            self._pass(stolen, here, part.units)
            if before is not None:
                bound = self._bounded(before, part.units)
                self._pass(bound, here, part.units)
                self._network.arc(bound, again, part.units)
            self._on_the_way[part] = here

    def _arrive(self, part: Part) -> None:
        """Bring a part to the payee: home, to its end, or into the pool."""
        start, units = self._on_the_way.pop(part), part.units
        t = self._plan.transfers[part.place]
        home = t.payee.account
        if start is not None and home in self._homes[start]:
            back = self._place(home, "returned", t.currency)
            if self._homes[start] == {home}:
                self._pass(start, back, units)
                start = None
            else:
                start = self._bounded(start, units)
                self._network.arc(start, back, units)
        if part.target != OUTSIDE:
            self._enter(part, start)
        elif start is not None:
            self._pass(start, self._place(home, part.ending or "frontier", t.currency), units)

    def _enter(self, part: Part, start: int | None) -> None:
        """Let a part enter a pool; claimed money can be in it unless ``start`` is None."""
        number, pool = part.target, self._plan.pools[part.target]
        if pool.kind == "account":
            self._balance[number] += part.units
        if pool.kind == "pin":
            node = None if start is None else self._bounded(start, part.units)
            self._pinned[number].append((part.units, node))
        elif start is None:
            pass
        elif pool.kind == "exchange":
            self._pass(start, self._place(pool.account, pool.ending, pool.currency), part.units)
            if number not in self._beyond:
                self._beyond[number] = self._network.node()
            self._homes[self._beyond[number]] |= self._homes[start]
        else:
            if number not in self._lying:
                self._lying[number] = self._network.node()
            self._pass(start, self._lying[number], part.units)

    def _end_at_once(self) -> None:
        """End the claims on transfers that the ledger lacks, or that count for nothing."""
        place_of = {t.transfer_id: n for n, t in enumerate(self._plan.transfers)}
        for transfer_id, claims in self._claims_on.items():
            place = place_of.get(transfer_id)
            if place is not None and self._plan.parts[place]:
                continue
            for claim in claims:
                end: EndPlace = (AccountKey(""), "unmatched", claim.currency)
                if place is not None:
                    t = self._plan.transfers[place]
                    end = (t.payer.account, "returned", t.currency)
                self._claimed_minor[end[2]] += claim.amount_minor
                self._network.arc(self._source, self._place(*end), claim.amount_minor)

    def _place(self, account: AccountKey, ending: EndingKind, currency: str) -> int:
        """Return the node of a place where money ends."""
        place = (account, ending, currency)
        if place not in self.places:
            self.places[place] = self._network.node()
        return self.places[place]

    def _pass(self, tail: int, head: int, units: int) -> None:
        """Let units pass, and remember whose they can be."""
        self._network.arc(tail, head, units)
        self._homes[head] |= self._homes[tail]

    def _bounded(self, start: int, units: int) -> int:
        """Return a node behind which no more than so many units are."""
        node = self._network.node()
        self._pass(start, node, units)
        return node
