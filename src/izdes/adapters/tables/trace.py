"""A trace as a folder: allocations, endings, summary, and a certificate that stands alone.

The certificate needs nothing but a JSON and a CSV reader: it names the ledger by digest, states
the conventions, and lists every slice with its parent and every resting place, so that another
party can add them up. It proves that the figures follow from the ledger under the rule; it proves
nothing about the ledger.
"""

import json
import platform
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from izdes.adapters.tables.claims import claims_digest
from izdes.adapters.tables.ledger import ledger_digest
from izdes.adapters.tables.rows import Columns, write_both, write_csv
from izdes.core.money.transfer import Claim, Ledger
from izdes.core.sealing.canonical import Field, canonical_time, table_digest
from izdes.core.tracing.trace import Ending, Trace

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
SLICE_COLUMNS: Columns = {
    "slice_id": "int",
    "transfer_id": "text",
    "lo": "int",
    "hi": "int",
    "claim_id": "text",
    "origin_lo": "int",
    "origin_hi": "int",
    "parent": "int",
    "behind": "text",
}
RESTING_COLUMNS: Columns = {
    "claim_id": "text",
    "account": "text",
    "ending": "text",
    "origin_lo": "int",
    "origin_hi": "int",
    "units": "int",
    "currency": "text",
    "slice_id": "int",
    "arrived_at": "time",
    "as_of": "time",
    "behind": "text",
}
CONVENTIONS: dict[str, tuple[str, ...]] = {
    "fifo": (
        "fifo_identity",
        "claim_front",
        "first_victim",
        "opening_least",
        "overdraft_lender",
        "refund_annihilates",
        "half_open",
    ),
}

Row = tuple[Field, ...]


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


def trace_digests(trace: Trace, ledger: Ledger, claims: Sequence[Claim]) -> dict[str, str]:
    """Return the digests of what went in and what came out."""
    return {
        "ledger": ledger_digest(ledger),
        "claims": claims_digest(claims),
        "allocations": table_digest(list(ALLOCATION_COLUMNS), allocations_of(trace)),
        "endings": table_digest(list(ENDING_COLUMNS), ending_rows(trace.endings)),
    }


def summary_of(trace: Trace, ledger: Ledger, claims: Sequence[Claim]) -> dict[str, object]:
    """Return the machine-readable summary: rule, versions, digests, totals."""
    totals: defaultdict[tuple[str, str], int] = defaultdict(int)
    for e in trace.endings:
        totals[e.ending, e.currency] += e.amount_minor
    return {
        "format": "izdes.trace/1",
        "rule": trace.rule,
        "parameters": {"accounts_given": ledger.has_coverage},
        "conventions": list(CONVENTIONS[trace.rule]),
        "versions": {"izdes": version("izdes")},
        "digests": trace_digests(trace, ledger, claims),
        "claims": len(claims),
        "transfers": len(ledger.transfers),
        "totals": [
            {"ending": ending, "currency": currency, "amount_minor": str(minor)}
            for (ending, currency), minor in sorted(totals.items())
            if minor
        ],
        "assumed_openings": [
            {"account": a.account, "currency": a.currency, "least_minor": str(a.least_minor)}
            for a in trace.assumed
        ],
        "annulled": [list(pair) for pair in trace.annulled],
        "order_sensitive": [_sensitive(e) for e in trace.endings if "order_sensitive" in e.marks],
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
    folder: Path, trace: Trace, ledger: Ledger, claims: Sequence[Claim], *, seconds: float
) -> Mapping[str, object]:
    """Write a trace into an existing folder and return its summary.

    Args:
        seconds: How long it took; goes into ``run.json``, outside every digest.
    """
    summary = summary_of(trace, ledger, claims)
    write_both(folder, "allocations", ALLOCATION_COLUMNS, allocations_of(trace))
    write_both(folder, "endings", ENDING_COLUMNS, ending_rows(trace.endings))
    write_json(folder / "summary.json", summary)
    _write_certificate(folder / "certificate", trace, ledger, claims)
    write_run(folder / "run.json", seconds)
    return summary


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


def _write_certificate(folder: Path, trace: Trace, ledger: Ledger, claims: Sequence[Claim]) -> None:
    """Write what another party needs to add the trace up again."""
    folder.mkdir()
    used = {s.transfer_id for s in trace.slices}
    write_csv(folder / "slices.csv.gz", SLICE_COLUMNS, _slice_rows(trace))
    write_csv(folder / "resting.csv.gz", RESTING_COLUMNS, _resting_rows(trace))
    write_json(
        folder / "certificate.json",
        {
            "format": "izdes.certificate/1",
            "rule": trace.rule,
            "conventions": list(CONVENTIONS[trace.rule]),
            "versions": {"izdes": version("izdes")},
            "digests": trace_digests(trace, ledger, claims),
            "claims": {c.claim_id: str(c.amount_minor) for c in claims},
            "openings": [
                {
                    "account": a.account,
                    "currency": a.currency,
                    "covered_from": canonical_time(a.covered_from),
                    "assumed_minor": str(a.least_minor),
                }
                for a in trace.assumed
            ],
            "annulled": [list(pair) for pair in trace.annulled],
            "transfers": {
                t.transfer_id: list(t.row_ids) for t in ledger.transfers if t.transfer_id in used
            },
        },
    )


def _slice_rows(trace: Trace) -> list[Row]:
    """Return the slices in the columns' order."""
    return [
        (
            s.slice_id,
            s.transfer_id,
            s.lo,
            s.hi,
            s.claim_id,
            s.origin_lo,
            s.origin_hi,
            s.parent,
            s.behind,
        )
        for s in trace.slices
    ]


def _resting_rows(trace: Trace) -> list[Row]:
    """Return the resting places in the columns' order."""
    return [
        (
            r.claim_id,
            r.account,
            r.ending,
            r.origin_lo,
            r.origin_hi,
            r.units,
            r.currency,
            r.slice_id,
            r.arrived_at,
            r.as_of,
            r.behind,
        )
        for r in trace.resting
    ]
