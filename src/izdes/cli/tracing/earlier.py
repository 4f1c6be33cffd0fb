"""What moved since an earlier result, and why.

The earlier folder says what was found, from which ledger and claims, and what was covered of the
accounts that the money touched. The first transfer, in order, that carries another amount of a
claim than before shows where its path parts from the earlier one, and what is known there now.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from izdes.adapters.tables.rows import read_table
from izdes.adapters.tables.trace import allocations_of, coverages_of, summary_of
from izdes.cli.tracing.result import Traced
from izdes.core.errors import InputRefused, IzdesError
from izdes.core.money.transfer import TransferId

Json = dict[str, Any]
# Account, ending, currency.
Place = tuple[str, str, str]
Amounts = dict[str, dict[Any, int]]


class PreviousUnreadable(IzdesError):
    """The folder named holds no result under this rule."""

    code = "previous_unreadable"


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier result, as its folder holds it.

    Attributes:
        endings: By claim and place, in minor units.
        allocations: By claim and transfer, in minor units.
    """

    name: str
    summary: Json
    endings: Amounts
    allocations: Amounts


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something moved: a code, and what its sentence needs."""

    code: str
    details: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Moved:
    """What moved since an earlier result.

    Attributes:
        general: What is different of the inputs.
        claims: For each claim that moved: why, and each place with the amounts before and now.
    """

    name: str
    general: tuple[Reason, ...]
    claims: tuple[tuple[Reason, tuple[tuple[Place, int, int], ...]], ...]


def read_earlier(out: Path, rule: str) -> Earlier:
    """Read an earlier result under a rule; of several rules, from the folder of this one.

    Raises:
        PreviousUnreadable: It is no such result.
    """
    refused = PreviousUnreadable(out=out.name, rule=rule)
    folder = out / rule if (out / rule).is_dir() else out
    try:
        summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
        if summary.get("rule") != rule:
            raise refused
        return Earlier(
            out.name,
            summary,
            _amounts(folder / "endings.csv.gz", ("account", "ending", "currency")),
            _amounts(folder / "allocations.csv.gz", ("transfer_id",)),
        )
    except (OSError, ValueError, AttributeError, InputRefused):
        raise refused from None


def _amounts(path: Path, place: tuple[str, ...]) -> Amounts:
    """Read the amounts of a table by claim and place."""
    table = read_table(path)
    table.require("claim_id", "amount_minor", *place)
    found: Amounts = defaultdict(lambda: defaultdict(int))
    for claim, at, minor in table.each(
        lambda cells: (
            cells.text("claim_id"),
            tuple(map(cells.text, place)),
            cells.integer("amount_minor") or 0,
        )
    ):
        found[claim][at if len(at) > 1 else at[0]] += minor
    return found


def moved_since(earlier: Earlier, traced: Traced) -> Moved:
    """Return what moved and why, under the rule that was named first."""
    return _Comparison(earlier, traced).run()


class _Comparison:
    """An earlier result beside the present one."""

    def __init__(self, earlier: Earlier, traced: Traced) -> None:
        trace, ledger = traced.first, traced.ledger
        self._earlier = earlier
        self._summary = summary_of(trace, ledger, traced.given.claims, inputs=traced.inputs)
        self._transfers = {t.transfer_id: (n, t) for n, t in enumerate(ledger.transfers)}
        self._covered = _by_account(coverages_of(trace, ledger))
        self._endings: Amounts = defaultdict(lambda: defaultdict(int))
        for e in trace.endings:
            if e.amount_minor:
                place = (e.account, e.ending, e.currency)
                self._endings[e.claim_id][place] += e.amount_minor
        self._allocations: Amounts = defaultdict(lambda: defaultdict(int))
        for claim, transfer, minor, *_ in allocations_of(trace):
            self._allocations[str(claim)][str(transfer)] += int(str(minor))

    def run(self) -> Moved:
        """Return what moved and why."""
        claims = sorted({*self._earlier.endings, *self._endings})
        found = []
        for claim in claims:
            places = tuple(self._places(claim))
            if places:
                found.append((self._reason(claim), places))
        return Moved(self._earlier.name, tuple(self._general()), tuple(found))

    def _general(self) -> Iterator[Reason]:
        """Yield what is different of the inputs."""
        before, now = self._earlier.summary, self._summary
        old, new = (str(s["versions"]["izdes"]) for s in (before, now))  # type: ignore[index]
        if old != new:
            yield Reason("why_version", {"before": old, "after": new})
        for name in ("ledger", "claims", "pins"):
            if self._differs(name):
                yield Reason(f"why_{name}", {})

    def _differs(self, name: str) -> bool:
        """Say whether an input has another digest than before."""
        before, now = self._earlier.summary["digests"], self._summary["digests"]
        return bool(before.get(name) != now.get(name))  # type: ignore[attr-defined]

    def _places(self, claim: str) -> Iterator[tuple[Place, int, int]]:
        """Yield the places of a claim where another amount is than before."""
        before, now = self._earlier.endings.get(claim, {}), self._endings.get(claim, {})
        for place in sorted({*before, *now}):
            if before.get(place, 0) != now.get(place, 0):
                yield place, before.get(place, 0), now.get(place, 0)

    def _reason(self, claim: str) -> Reason:
        """Say why a claim moved: by what is different of it, or where its path parts."""
        before, now = self._earlier.endings.get(claim, {}), self._endings.get(claim, {})
        if not before:
            return Reason("why_claim_new", {"claim": claim})
        if not now:
            return Reason("why_claim_gone", {"claim": claim})
        if sum(before.values()) != sum(now.values()):
            return Reason("why_claim_amount", {"claim": claim})
        old = self._earlier.allocations.get(claim, {})
        new = self._allocations.get(claim, {})
        other = [t for t in {*old, *new} if old.get(t, 0) != new.get(t, 0)]
        known = sorted(t for t in other if t in self._transfers)
        if gone := sorted(t for t in other if t not in self._transfers):
            return Reason("why_transfer_gone", {"claim": claim, "transfer": gone[0]})
        if not known:
            return self._at_rest(claim)
        first = min(known, key=lambda t: self._transfers[TransferId(t)][0])
        t = self._transfers[TransferId(first)][1]
        return self._at_account(claim, t.payer.account) or self._movements(claim, first)

    def _at_rest(self, claim: str) -> Reason:
        """Say why money that went the same way now ends otherwise."""
        for (account, _, _), _, _ in self._places(claim):
            if reason := self._at_account(claim, account):
                return reason
        return Reason("why_order", {"claim": claim})

    def _at_account(self, claim: str, account: str) -> Reason | None:
        """Return what is now known otherwise of an account, if anything is."""
        before = _by_account(self._earlier.summary.get("coverages", ())).get(account)
        now = self._covered.get(account)
        if now is None or before == now:
            return None
        code = "why_statement_came" if before is None else "why_coverage_changed"
        start, end = now[0][1], now[-1][2]
        return Reason(code, {"claim": claim, "account": account, "start": start, "end": end})

    def _movements(self, claim: str, transfer: str) -> Reason:
        """Say that movements changed, or that other claims did."""
        if not self._differs("ledger"):
            return Reason("why_claims_of_others", {"claim": claim})
        t = self._transfers[TransferId(transfer)][1]
        details = {"claim": claim, "account": t.payer.account, "transfer": transfer}
        return Reason("why_movements_changed", {**details, "at": t.booked_at.isoformat()})


def _by_account(coverages: Any) -> dict[str, list[tuple[str, str, str, str]]]:  # noqa: ANN401 - JSON
    """Return what is covered of each account: currency, from, to, opening."""
    found: defaultdict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
    for c in coverages:
        row = (c["currency"], c["covered_from"], c["covered_to"], c["opening_minor"])
        found[c["account"]].append(row)
    return {account: sorted(rows) for account, rows in found.items()}
