"""A certificate: every slice and every resting place of a trace, and what they rest on.

It needs nothing but a JSON and a CSV reader. It names the ledger by digest, states the rule and
its conventions, and lists each part of each transfer that is money of a claim with the part that
it continues, so that another party can add them up, or compute them again
(``docs/how-to/check-a-certificate.md``, `izdes.verify`). Openings, annulled pairs and pinned
refunds are listed as far as claimed money met them.

It proves that the figures follow from the ledger under the rule; it proves nothing about the
ledger.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

from izdes.adapters.tables.claims import claims_digest
from izdes.adapters.tables.conventions import CONVENTIONS
from izdes.adapters.tables.ledger import ledger_digest
from izdes.adapters.tables.rows import Columns, write_csv
from izdes.core.money.transfer import Claim, Ledger, Transfer
from izdes.core.sealing.canonical import Field, canonical_time, table_digest
from izdes.core.tracing.rules import AXES, Axes, resting_key
from izdes.core.tracing.trace import AssumedOpening, Pinned, Resting, Slice, Trace

FORMAT = "izdes.certificate/2"
SLICE_COLUMNS: Columns = {
    "slice_id": "int",
    "transfer_id": "text",
    "lo": "int",
    "hi": "int",
    "claim_id": "text",
    "origin_lo": "int",
    "origin_hi": "int",
    "reversed": "int",
    "begins": "int",
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
    "arrived_last": "time",
    "as_of": "time",
    "behind": "text",
    "marks": "text",
}

Row = tuple[Field, ...]
_NEVER = datetime.min.replace(tzinfo=UTC)
_AXES: dict[str, Axes] = {str(rule): axes for rule, axes in AXES.items()}


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate in memory: its head, and the rows of its two tables in their columns' order."""

    head: Mapping[str, object]
    slices: Sequence[Row]
    resting: Sequence[Row]


def write_certificate(
    folder: Path,
    trace: Trace,
    ledger: Ledger,
    claims: Sequence[Claim],
    *,
    digests: Mapping[str, str] | None = None,
) -> None:
    """Write a certificate into a new folder.

    Args:
        digests: Of the whole ledger and of the claims, where they are known already.
    """
    if digests is None:
        digests = {"ledger": ledger_digest(ledger), "claims": claims_digest(claims)}
    made = certificate_of(trace, ledger, claims, digests=digests)
    folder.mkdir()
    write_csv(folder / "slices.csv.gz", SLICE_COLUMNS, made.slices)
    write_csv(folder / "resting.csv.gz", RESTING_COLUMNS, made.resting)
    text = json.dumps(made.head, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "certificate.json").write_text(text + "\n", encoding="utf-8")


def certificate_of(
    trace: Trace, ledger: Ledger, claims: Sequence[Claim], *, digests: Mapping[str, str]
) -> Certificate:
    """Return the certificate of a trace.

    Args:
        trace: What was found.
        ledger: May hold only the transfers that the slices name: no other is looked at.
        claims: All claims that were traced together.
        digests: Of the whole ``ledger`` and of the ``claims``, taken once and kept by the caller.
    """
    slices = [_slice_row(s) for s in trace.slices]
    resting = [_resting_row(r) for r in sorted(trace.resting, key=_place)]
    moved = {s.transfer_id for s in trace.slices}
    used = [t for t in ledger.transfers if t.transfer_id in moved]
    axes = _AXES[trace.rule]
    return Certificate(
        {
            "format": FORMAT,
            "rule": trace.rule,
            "axes": {"own": axes.own, "among": axes.among},
            "conventions": list(CONVENTIONS[trace.rule]),
            "versions": {"izdes": _version()},
            "digests": {
                "ledger": digests["ledger"],
                "claims": digests["claims"],
                "slices": table_digest(list(SLICE_COLUMNS), slices),
                "resting": table_digest(list(RESTING_COLUMNS), resting),
            },
            "accounts_given": ledger.has_coverage,
            "claims": {
                c.claim_id: {"transfer_id": c.transfer_id, "amount_minor": str(c.amount_minor)}
                for c in claims
            },
            "openings": [_opening(a) for a in _met(trace.assumed, used)],
            "annulled": [list(pair) for pair in _claimed(trace.annulled, claims)],
            "pins": [
                _pin(p) for p in trace.pins if p.basis == "stated" or {p.credit, p.debit} & moved
            ],
            "transfers": {t.transfer_id: list(t.row_ids) for t in used},
        },
        slices,
        resting,
    )


@cache
def _version() -> str:
    """Return our version; looking it up costs more than a small certificate."""
    return version("izdes")


def _met(assumed: Iterable[AssumedOpening], used: Collection[Transfer]) -> Iterable[AssumedOpening]:
    """Return the assumed openings of the accounts that claimed money came to."""
    places = {(t.payee.account, t.currency) for t in used}
    return (a for a in assumed if (a.account, a.currency) in places)


def _claimed(
    annulled: Iterable[tuple[str, str]], claims: Iterable[Claim]
) -> Iterable[tuple[str, str]]:
    """Return the pairs (payment, refund) of which one is claimed."""
    ids = {str(c.transfer_id) for c in claims}
    return (pair for pair in annulled if ids & set(pair))


def _opening(a: AssumedOpening) -> dict[str, str | None]:
    """Return an assumed opening; a window without beginning has no instant."""
    begins = None if a.covered_from.year == 1 else canonical_time(a.covered_from)
    return {
        "account": a.account,
        "currency": a.currency,
        "covered_from": begins,
        "assumed_minor": str(a.least_minor),
    }


def _pin(pin: Pinned) -> dict[str, str]:
    """Return one identification, with whoever states it: a person, or a refund."""
    return {
        "credit": pin.credit,
        "debit": pin.debit,
        "amount_minor": str(pin.amount_minor),
        "evidence": pin.evidence,
        "basis": pin.basis,
    }


def _place(r: Resting) -> tuple[object, ...]:
    """Return the place of a resting piece: no two that differ share one, whatever the rule."""
    times = (t or _NEVER for t in (r.arrived_at, r.arrived_last, r.as_of))
    return (*resting_key(r), r.origin_hi, *times, r.behind, sorted(r.marks))


def _slice_row(s: Slice) -> Row:
    """Return a slice in the columns' order."""
    return (
        s.slice_id,
        s.transfer_id,
        s.lo,
        s.hi,
        s.claim_id,
        s.origin_lo,
        s.origin_hi,
        int(s.is_reversed),
        int(s.begins),
        s.parent,
        s.behind,
    )


def _resting_row(r: Resting) -> Row:
    """Return a resting place in the columns' order."""
    return (
        r.claim_id,
        r.account,
        r.ending,
        r.origin_lo,
        r.origin_hi,
        r.units,
        r.currency,
        r.slice_id,
        r.arrived_at,
        r.arrived_last,
        r.as_of,
        r.behind,
        " ".join(sorted(r.marks)),
    )
