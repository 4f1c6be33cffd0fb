"""A trace as a folder: allocations, endings, summary, and a certificate that stands alone.

One folder holds the result of one rule. It proves that the figures follow from the ledger under
the rule; it proves nothing about the ledger.
"""

import json
import platform
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from itertools import groupby
from pathlib import Path

from izdes.adapters.tables.certificate import write_certificate
from izdes.adapters.tables.claims import claims_digest
from izdes.adapters.tables.conventions import CONVENTIONS
from izdes.adapters.tables.ledger import ledger_digest
from izdes.adapters.tables.openings import openings_digest, write_openings
from izdes.adapters.tables.pins import pins_digest
from izdes.adapters.tables.rows import Columns, write_both
from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Claim, Ledger
from izdes.core.sealing.canonical import Field, canonical_time, table_digest
from izdes.core.tracing.opening_curve import OpeningCurve
from izdes.core.tracing.rules import AXES, Axes
from izdes.core.tracing.trace import Ending, Pinned, Trace

ALLOCATION_COLUMNS: Columns = {
    "claim_id": "text",
    "transfer_id": "text",
    "amount_minor": "int",
    "origin_minor": "int",
    "behind": "text",
}
ENDING_COLUMNS: Columns = {
    "claim_id": "text",
    "account": "text",
    "ending": "text",
    "amount_minor": "int",
    "currency": "text",
    "arrived_first": "time",
    "arrived_last": "time",
    "as_of": "time",
    "local_minor": "int",
    "local_currency": "text",
    "behind": "text",
    "marks": "text",
    "least_minor": "int",
    "most_minor": "int",
}
BOUND_COLUMNS: Columns = {
    "rule_free_least_minor": "int",
    "rule_free_most_minor": "int",
}

Row = tuple[Field, ...]
_AXES: Mapping[str, Axes] = {str(rule): axes for rule, axes in AXES.items()}
# Claim, account, ending, currency -> the least and the most that any rule leaves there.
Bounds = Mapping[tuple[str, str, str, str], tuple[int, int]]


def allocations_of(trace: Trace) -> list[Row]:
    """Return how much of each transfer is money of each claim."""
    units: defaultdict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for s in trace.slices:
        both = units[s.claim_id, s.transfer_id, s.behind]
        both[0] += s.hi - s.lo
        both[1] += s.origin_hi - s.origin_lo
    return [(c, t, *both, behind) for (c, t, behind), both in sorted(units.items())]


def ending_rows(endings: Iterable[Ending]) -> list[Row]:
    """Return the endings that hold money, in the columns' order."""
    return [
        (
            e.claim_id,
            e.account,
            e.ending,
            e.amount_minor,
            e.currency,
            e.arrived_first,
            e.arrived_last,
            e.as_of,
            e.local_minor,
            e.local_currency,
            e.behind,
            " ".join(e.marks),
            e.least_minor,
            e.most_minor,
        )
        for e in endings
        if e.amount_minor
    ]


def bound_of(bounds: Bounds, e: Ending) -> tuple[int | None, int | None]:
    """Return what any rule leaves at an ending, or nothing where that is not stated."""
    return bounds.get((e.claim_id, e.account, e.ending, e.local_currency), (None, None))


def input_digests(
    ledger: str, claims: Iterable[Claim], pins: Iterable[Pinned] = ()
) -> dict[str, str]:
    """Return the digests of what goes in: the same for every rule, so taken once.

    Args:
        ledger: Its digest.
        pins: Only those that a person states are an input.
    """
    stated = [pin for pin in pins if pin.basis == "stated"]
    return {
        "ledger": ledger,
        "claims": claims_digest(claims),
        **({"pins": pins_digest(stated)} if stated else {}),
    }


def trace_digests(
    trace: Trace,
    ledger: Ledger,
    claims: Sequence[Claim],
    *,
    inputs: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return the digests of what went in and what came out."""
    return {
        **(inputs or input_digests(ledger_digest(ledger), claims, trace.pins)),
        "allocations": table_digest(list(ALLOCATION_COLUMNS), allocations_of(trace)),
        "endings": table_digest(list(ENDING_COLUMNS), ending_rows(trace.endings)),
    }


def claim_digests(trace: Trace) -> dict[str, str]:
    """Return, for each claim, the digest of its endings: whether a claim moved shows at once."""
    rows = sorted(ending_rows(trace.endings), key=lambda row: str(row[0]))
    return {
        str(claim): table_digest(list(ENDING_COLUMNS), theirs)
        for claim, theirs in groupby(rows, key=lambda row: row[0])
    }


def summary_of(
    trace: Trace,
    ledger: Ledger,
    claims: Sequence[Claim],
    *,
    openings: Sequence[OpeningCurve] = (),
    inputs: Mapping[str, str] | None = None,
    transfers: int | None = None,
) -> dict[str, object]:
    """Return the machine-readable summary: rule, versions, digests, totals.

    Args:
        openings: What larger opening balances would change, where that was computed.
        ledger: May hold only what the trace names; ``transfers`` then says how many there are.
    """
    axes, touched = _AXES[trace.rule], touched_accounts(trace, ledger)
    return {
        "format": "izdes.trace/1",
        "rule": trace.rule,
        "axes": {"own": axes.own, "among": axes.among},
        "parameters": {"accounts_given": ledger.has_coverage},
        "conventions": list(CONVENTIONS[trace.rule]),
        "versions": {"izdes": version("izdes")},
        "digests": {
            **trace_digests(trace, ledger, claims, inputs=inputs),
            **({"openings": openings_digest(openings)} if openings else {}),
        },
        "claim_digests": claim_digests(trace),
        "claims": len(claims),
        "transfers": len(ledger.transfers) if transfers is None else transfers,
        "totals": totals_of(trace.endings),
        "pins": [_pin(pin) for pin in trace.pins],
        "assumed_openings": [
            {"account": a.account, "currency": a.currency, "least_minor": str(a.least_minor)}
            for a in trace.assumed
            if a.account in touched
        ],
        "annulled": [list(pair) for pair in trace.annulled],
        "coverages": coverages_of(trace, ledger),
        "order_sensitive": [_sensitive(e) for e in trace.endings if "order_sensitive" in e.marks],
    }


def totals_of(endings: Iterable[Ending]) -> list[dict[str, str]]:
    """Return how much ended in which way, over all claims."""
    totals: defaultdict[tuple[str, str], int] = defaultdict(int)
    for e in endings:
        totals[e.ending, e.currency] += e.amount_minor
    return [
        {"ending": ending, "currency": currency, "amount_minor": str(minor)}
        for (ending, currency), minor in sorted(totals.items())
        if minor
    ]


def touched_accounts(trace: Trace, ledger: Ledger) -> set[AccountKey]:
    """Return the accounts that claimed money came to."""
    moved = {s.transfer_id for s in trace.slices}
    return {t.payee.account for t in ledger.transfers if t.transfer_id in moved}


def coverages_of(trace: Trace, ledger: Ledger) -> list[dict[str, str]]:
    """Return what is covered of the accounts that claimed money touched."""
    touched = touched_accounts(trace, ledger)
    found = [
        {
            "account": c.account,
            "currency": c.currency,
            "covered_from": canonical_time(c.covered_from),
            "covered_to": canonical_time(c.covered_to),
            "opening_minor": "" if c.opening_minor is None else str(c.opening_minor),
        }
        for c in ledger.coverages
        if c.account in touched and c.covered_from is not None and c.covered_to is not None
    ]
    return sorted(found, key=lambda c: (c["account"], c["currency"], c["covered_from"]))


def _pin(pin: Pinned) -> dict[str, str]:
    """Return one identification, with whoever states it: a person, or a refund."""
    return {
        "credit_transfer_id": pin.credit,
        "debit_transfer_id": pin.debit,
        "amount_minor": str(pin.amount_minor),
        "basis": pin.basis,
        "evidence": pin.evidence,
    }


def _sensitive(e: Ending) -> dict[str, str]:
    """Return an ending that depends on the order inside an instant, with both amounts."""
    return {
        "claim_id": e.claim_id,
        "account": e.account,
        "ending": e.ending,
        "amount_minor": str(e.amount_minor),
        "least_minor": str(e.least_minor),
        "most_minor": str(e.most_minor),
    }


def write_trace(
    folder: Path,
    trace: Trace,
    ledger: Ledger,
    claims: Sequence[Claim],
    *,
    seconds: float,
    bounds: Bounds | None = None,
    openings: Sequence[OpeningCurve] = (),
    inputs: Mapping[str, str] | None = None,
    transfers: int | None = None,
) -> dict[str, object]:
    """Write a trace into an existing folder and return its summary.

    Args:
        seconds: How long it took; goes into ``run.json``, outside every digest.
        bounds: The rule-free envelope of endings; without it the two columns are left out. It
            stands outside the digest of endings: it says the same under every rule.
        openings: What larger opening balances would change; a table with a digest of its own,
            written only where there is something to say.
        inputs: The `input_digests`, where they are known already.
        transfers: How many the ledger has, where ``ledger`` holds only what the trace names.
    """
    summary = summary_of(
        trace, ledger, claims, openings=openings, inputs=inputs, transfers=transfers
    )
    if openings:
        write_openings(folder, openings)
    write_both(folder, "allocations", ALLOCATION_COLUMNS, allocations_of(trace))
    _write_endings(folder, trace.endings, bounds)
    write_json(folder / "summary.json", summary)
    write_certificate(folder / "certificate", trace, ledger, claims, digests=inputs)
    write_run(folder / "run.json", seconds)
    return summary


def _write_endings(folder: Path, endings: Iterable[Ending], bounds: Bounds | None) -> None:
    """Write the endings, with the rule-free envelope beside them where it is given."""
    kept = [e for e in endings if e.amount_minor]
    rows = ending_rows(kept)
    if bounds is None:
        write_both(folder, "endings", ENDING_COLUMNS, rows)
        return
    wide = [(*row, *bound_of(bounds, e)) for row, e in zip(rows, kept, strict=True)]
    write_both(folder, "endings", {**ENDING_COLUMNS, **BOUND_COLUMNS}, wide)


def write_json(path: Path, value: object) -> None:
    """Write JSON that people can read and that is the same for the same value."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


def write_run(path: Path, seconds: float) -> None:
    """Write what is true of this run only: time and machine."""
    write_json(
        path,
        {
            "seconds": f"{seconds:.3f}",
            "python": platform.python_version(),
            "machine": platform.machine(),
            "system": platform.system(),
        },
    )
