"""A ledger made ready once, and traced under as many rules as are asked.

The engine answers with the core's own values: the same slices, resting places and endings, to the
last minor unit. A small ledger is followed by the core itself, which is done before a compiler
would have begun (`Small`), unless the kernels are loaded already; a large one stays in columns,
and only what claimed money touched ever becomes an object (`Large`).
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from typing import Protocol

import numpy as np

from izdes.adapters.tables.ledger import ledger_digest
from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Claim, Ledger, TransferId
from izdes.core.tracing.endings import endings_of
from izdes.core.tracing.envelope import Bounds as Bound
from izdes.core.tracing.events import events_of, has_ties
from izdes.core.tracing.plan import Plan, plan_of
from izdes.core.tracing.poison import Reached, reached
from izdes.core.tracing.rules import RuleName, trace_plan
from izdes.core.tracing.trace import AssumedOpening, Ending, Pinned, Resting, Slice, Trace
from izdes.engine.tracing.compiled import Kernels, is_compiled
from izdes.engine.tracing.facts import PlanFacts
from izdes.engine.tracing.flat import Int32, flat_of
from izdes.engine.tracing.ledger.columns import (
    Columns,
    SumTooLarge,
    columns_of,
    coverages_of_accounts,
)
from izdes.engine.tracing.ledger.digest import digest_of
from izdes.engine.tracing.limits.envelope import ClaimPlace, envelopes
from izdes.engine.tracing.limits.poison import trace_poison
from izdes.engine.tracing.mixtures.lying import lying_in
from izdes.engine.tracing.mixtures.mixing import trace_mixed
from izdes.engine.tracing.planning.normal import NormalForm, ground_of, normal_form
from izdes.engine.tracing.units.index import Index, LedgerTooLarge, index_of
from izdes.engine.tracing.units.lots import LotRule, Tracer

# The least and the most under any rule, in minor units, by claim, account, ending and currency.
Bounds = Mapping[tuple[str, str, str, str], tuple[int, int]]
Answer = tuple[tuple[Slice, ...], tuple[Resting, ...]]


class Prepared(Protocol):
    """A ledger ready for any rule."""

    @property
    def size(self) -> int:
        """How many transfers the ledger has."""

    def digest(self) -> str:
        """Return the digest of the whole ledger."""

    def trace(self, claims: Sequence[Claim], rule: RuleName) -> Trace:
        """Follow claims under a rule; the same as `izdes.core.tracing.rules.trace`.

        Of the assumed openings a large ledger names those that claimed money met.
        """

    def reached(self, claims: Sequence[Claim]) -> tuple[Reached, ...]:
        """Return what claimed money may have touched."""

    def bounds(self, claims: Sequence[Claim], traces: Iterable[Trace]) -> Bounds:
        """Return what any rule leaves at the endings of some traces, as far as it is stated.

        What goes through an exchange has not ended there, so nothing is said of that place.
        """

    def ledger_of(self, traces: Iterable[Trace], claims: Sequence[Claim]) -> Ledger:
        """Return a ledger that holds at least what some traces name."""


class Small:
    """A ledger followed by the core.

    Attributes:
        quick: The same ledger in columns, where the kernels are at hand.
    """

    def __init__(self, ledger: Ledger, pins: Sequence[Pinned] = ()) -> None:
        """Make it ready.

        Raises:
            PinRefused: A stated pin does not hold.
        """
        self.ledger, self._pins = ledger, pins
        self.quick = _quick(ledger, pins)
        if self.quick is None:
            self.plan  # noqa: B018 - what it refuses is refused here

    @cached_property
    def plan(self) -> Plan:
        """Its plan, in its own order; made when first asked for."""
        return plan_of(self.ledger, self._pins)

    @cached_property
    def turned(self) -> Plan | None:
        """The plan with the movements of each instant turned round; None where it is the same."""
        if not has_ties(events_of(self.ledger.transfers)):
            return None
        return plan_of(self.ledger, self._pins, ties_reversed=True)

    @property
    def size(self) -> int:
        """How many transfers the ledger has."""
        return len(self.ledger.transfers)

    def digest(self) -> str:
        """Return the digest of the whole ledger."""
        return ledger_digest(self.ledger) if self.quick is None else self.quick.digest()

    def trace(self, claims: Sequence[Claim], rule: RuleName) -> Trace:
        """Follow claims under a rule."""
        if self.quick is not None:
            with suppress(LedgerTooLarge):
                return replace(self.quick.trace(claims, rule), assumed=self.plan.assumed)
        slices, resting = trace_plan(self.plan, claims, rule)
        other = resting if self.turned is None else trace_plan(self.turned, claims, rule)[1]
        return Trace(
            rule=rule,
            slices=slices,
            resting=resting,
            endings=endings_of(resting, claims, self.ledger, other),
            assumed=self.plan.assumed,
            annulled=self.plan.annulled,
            pins=self.plan.pins,
        )

    def reached(self, claims: Sequence[Claim]) -> tuple[Reached, ...]:
        """Return what claimed money may have touched."""
        return reached(self.plan, claims)

    def lying(self, claims: Sequence[Claim]) -> frozenset[AccountKey]:
        """Return where claimed money lies or was last seen, all claims being one; pro rata.

        No account is missing in which pro rata leaves something of a single claim. It is said
        sooner than a trace: no plan, no slices.
        """
        if self.quick is None:
            facts = PlanFacts(self.plan)
            return lying_in(flat_of(self.plan), facts, claims, kernels="numpy")
        form = self.quick.form
        form.facts.learn(c.transfer_id for c in claims)
        with suppress(LedgerTooLarge):
            return lying_in(form.flat, form.facts, claims)
        return lying_in(form.flat, form.facts, claims, kernels="numpy")

    def bounds(self, claims: Sequence[Claim], traces: Iterable[Trace]) -> Bounds:
        """Return what any rule leaves at the endings of some traces."""
        exchanges = {pool.account for pool in self.plan.pools if pool.kind == "exchange"}
        flat, facts = flat_of(self.plan), PlanFacts(self.plan)
        return stated(envelopes(flat, facts, claims, places_of(traces)), exchanges)

    def ledger_of(self, traces: Iterable[Trace], claims: Sequence[Claim]) -> Ledger:  # noqa: ARG002 - as `Prepared` asks
        """Return the whole ledger."""
        return self.ledger


class Large:
    """A ledger in columns, followed by number. Asked by one thread at a time."""

    def __init__(self, columns: Columns, pins: Sequence[Pinned], kernels: Kernels) -> None:
        self._columns, self._kernels = columns, kernels
        ground = ground_of(columns, kernels=kernels)
        self.form = normal_form(ground, pins)
        self._turned = normal_form(ground, pins, ties_reversed=True) if ground.has_ties else None
        self._tracers: dict[tuple[LotRule, bool], Tracer] = {}

    @property
    def size(self) -> int:
        """How many transfers the ledger has."""
        return len(self._columns)

    def digest(self) -> str:
        """Return the digest of the whole ledger."""
        return digest_of(self._columns)

    @cached_property
    def index(self) -> Index:
        """Where each part's units stand; made when first asked for."""
        return index_of(self.form.flat, kernels=self._kernels)

    def trace(self, claims: Sequence[Claim], rule: RuleName) -> Trace:
        """Follow claims under a rule."""
        slices, resting = self._followed(self.form, claims, rule)
        other = resting
        if self._turned is not None:
            _, other = self._followed(self._turned, claims, rule)
        return Trace(
            rule=rule,
            slices=slices,
            resting=resting,
            endings=endings_of(
                resting, claims, self._ledger({c.transfer_id for c in claims}), other
            ),
            assumed=self._met(slices),
            annulled=self.form.annulled,
            pins=self.form.pins,
        )

    def _followed(self, form: NormalForm, claims: Sequence[Claim], rule: RuleName) -> Answer:
        """Follow claims through a ledger in one order."""
        form.facts.learn(c.transfer_id for c in claims)
        match rule:
            case "pro-rata" | "lowest-balance":
                return trace_mixed(form.flat, form.facts, claims, rule, kernels=self._kernels)
            case _:
                return self._tracer(form, rule).trace(claims)

    def _tracer(self, form: NormalForm, rule: LotRule) -> Tracer:
        """Return what follows claims under a rule that keeps units whole; it is made once."""
        asked = (rule, form is self.form)
        if asked not in self._tracers:
            index = self.index if form is self.form else None
            self._tracers[asked] = Tracer(
                form.flat, form.facts, rule, index=index, kernels=self._kernels
            )
        return self._tracers[asked]

    def reached(self, claims: Sequence[Claim]) -> tuple[Reached, ...]:
        """Return what claimed money may have touched."""
        self.form.facts.learn(c.transfer_id for c in claims)
        return trace_poison(self.form.flat, self.form.facts, claims, kernels=self._kernels)

    def bounds(self, claims: Sequence[Claim], traces: Iterable[Trace]) -> Bounds:
        """Return what any rule leaves at the endings of some traces."""
        form = self.form
        form.facts.learn(c.transfer_id for c in claims)
        found = envelopes(
            form.flat,
            form.facts,
            claims,
            places_of(traces),
            index=self.index,
            kernels=self._kernels,
        )
        first = len(form.facts.windows)
        others = (form.facts.pool(first + n) for n in range(len(form.facts.others)))
        return stated(found, {pool.account for pool in others if pool.kind == "exchange"})

    def ledger_of(self, traces: Iterable[Trace], claims: Sequence[Claim]) -> Ledger:
        """Return the ledger of the transfers that some traces name."""
        named = {s.transfer_id for trace in traces for s in trace.slices}
        return self._ledger(named | {c.transfer_id for c in claims})

    def _ledger(self, ids: Iterable[TransferId]) -> Ledger:
        """Return some transfers as a ledger, with what is known of their accounts."""
        facts = self.form.facts
        facts.learn(ids)
        places = sorted(p for p in map(facts.place_of, ids) if p is not None)
        transfers = tuple(facts.transfer(place) for place in places)
        known = coverages_of_accounts(self._columns, self._accounts(places))
        return Ledger(transfers, known, self._columns.has_coverage)

    def _accounts(self, places: Sequence[int]) -> Int32:
        """Return the accounts, as codes, that some transfers touch."""
        return np.union1d(self._columns.payer[places], self._columns.payee[places])

    def _met(self, slices: Iterable[Slice]) -> tuple[AssumedOpening, ...]:
        """Return the assumed openings of the accounts that slices came to."""
        facts = self.form.facts
        places = [p for p in map(facts.place_of, {s.transfer_id for s in slices}) if p is not None]
        windows = facts.windows
        numbers = np.flatnonzero(
            ~windows.is_printed & np.isin(windows.account, self._columns.payee[places])
        )
        return facts.assumed(numbers.tolist())


def places_of(traces: Iterable[Trace]) -> set[ClaimPlace]:
    """Return where the endings of traces are."""
    return {place_of(e) for trace in traces for e in trace.endings}


def place_of(e: Ending) -> ClaimPlace:
    """Return where an ending is, as the envelope knows it."""
    return (e.claim_id, e.account, e.ending, e.local_currency)


def stated(found: Mapping[ClaimPlace, Bound | None], exchanges: Container[str]) -> Bounds:
    """Return the bounds that are stated, but for what passed an exchange."""
    return {
        place: (bound.least_minor, bound.most_minor)
        for place, bound in found.items()
        if bound is not None and place[1] not in exchanges
    }


def prepare(ledger: Ledger, pins: Sequence[Pinned] = ()) -> Small:
    """Make a small ledger ready.

    Raises:
        PinRefused: A stated pin does not hold.
    """
    return Small(ledger, pins)


def _quick(ledger: Ledger, pins: Sequence[Pinned]) -> Large | None:
    """Return a small ledger in columns where the kernels are loaded and it fits into them."""
    if not is_compiled("auto", len(ledger.transfers)):
        return None
    try:
        return prepare_columns(columns_of(ledger), pins)
    except SumTooLarge:
        return None


def prepare_columns(
    columns: Columns, pins: Sequence[Pinned] = (), *, kernels: Kernels = "auto"
) -> Large:
    """Make a ledger in columns ready.

    Raises:
        PinRefused: A stated pin does not hold.
    """
    return Large(columns, pins, kernels)
