"""Findings: a followed case as one canonical value, the source of the report.

Amounts are decimal text of minor units, times canonical text, absent values null. The digest names
inputs, method and result together; names of files take no part in it, so that the same case under
other names, on another machine, has the same digest.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from izdes.adapters.tables.conventions import CONVENTIONS
from izdes.adapters.tables.trace import input_digests, trace_digests
from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.law.pack import pack_digest
from izdes.core.sealing.canonical import canonical_json, canonical_time, table_digest
from izdes.follow import sections
from izdes.follow.compared import caps_by_rule
from izdes.follow.maps import maps_of
from izdes.follow.mules import mule_parameters, mules_of
from izdes.follow.openings import opening_parameters
from izdes.follow.proposals import freeze_json, frontier_of, request_json
from izdes.follow.run import Followed
from izdes.follow.series import Losses, linking_json
from izdes.follow.victims import victims_of

Json = dict[str, Any]
# What says nothing of the case itself: names of files, and the digest.
_OUTSIDE_DIGEST = frozenset({"files", "digest"})


def findings_of(followed: Followed) -> Json:
    """Return the findings of a followed case, their digest included."""
    found: Json = {
        "format": "izdes.findings/1",
        "version": version("izdes"),
        "as_of": canonical_time(followed.as_of),
        "method": {
            "rule": followed.trace.rule,
            "parameters": {**mule_parameters(), **opening_parameters(followed.openings)},
            "conventions": list(CONVENTIONS[followed.trace.rule]),
        },
        "case": followed.case.paper.as_json(),
        "files": {r.sha256: {"name": r.file} for r in followed.readings},
        "summary": summary_of(followed),
        "accounts": sections.accounts_of(followed),
        "transfers": sections.transfers_of(followed),
        "victims": victims_of(followed),
        "freezes": _freezes(followed),
        "mules": mules_of(followed),
        "requests": [request_json(r) for r in followed.requests],
        "frontier": frontier_of(followed),
        **linking_json(followed.linked, followed.case.complaints, _losses(followed)),
        "maps": maps_of(followed),
        "statements": [sections.statement_json(j, followed) for j in followed.judged],
        "faults": sections.faults_of(followed),
        "ambiguous": sections.ambiguous_of(followed),
        "digests": digests_of(followed),
    }
    return {**found, "digest": findings_digest(found)}


def _freezes(followed: Followed) -> list[Json]:
    """Return the freezes, each with what other rules say of its account."""
    caps = caps_by_rule(followed)
    return [
        {**freeze_json(f, followed.as_of), **caps[f.address.account, f.currency]}
        for f in followed.freezes
    ]


def _losses(followed: Followed) -> Losses:
    """Return what each complaint declares, in minor units by currency."""
    losses: defaultdict[ComplaintId, Counter[str]] = defaultdict(Counter)
    for payment in followed.match.payments:
        losses[payment.complaint_id][payment.currency] += payment.amount_minor
    return losses


def findings_digest(found: Mapping[str, object]) -> str:
    """Return the digest of findings: of everything but names of files and the digest itself."""
    body: Json = {key: value for key, value in found.items() if key not in _OUTSIDE_DIGEST}
    body["faults"] = [{k: v for k, v in f.items() if k != "file"} for f in body["faults"]]
    return hashlib.sha256(canonical_json(body)).hexdigest()


def inputs_digest(followed: Followed) -> str:
    """Return the digest of everything that went in: files by content, and the moment."""
    statements = {("statement", r.sha256) for r in followed.readings}
    moment = ("as_of", canonical_time(followed.as_of))
    return table_digest(("what", "digest"), [*sorted(statements), *followed.case.inputs, moment])


def digests_of(followed: Followed) -> dict[str, str]:
    """Return the digests of what went in and what came out."""
    given = input_digests(followed.prepared.digest(), followed.claims, followed.trace.pins)
    return {
        "inputs": inputs_digest(followed),
        **trace_digests(followed.trace, followed.ledger, followed.claims, inputs=given),
        "links": followed.linked.digest,
        "law_pack": pack_digest(),
    }


def summary_of(followed: Followed) -> Json:
    """Return the figures of the first page."""
    states = Counter(p.state for p in followed.match.payments)
    claimed: Counter[str] = Counter()
    for p in followed.match.payments:
        claimed[p.currency] += p.amount_minor
    outcomes = Counter(j.reconciliation.outcome for j in followed.judged)
    sizes = Counter(series for _, series in followed.links.series)
    return {
        "complaints": len(followed.case.complaints),
        "claims": {state: states[state] for state in ("matched", "declared", "unmatched")},
        "claimed": [
            {"currency": currency, "amount_minor": str(minor)}
            for currency, minor in sorted(claimed.items())
        ],
        "endings": _endings(followed),
        "freezes": len(followed.freezes),
        "requests": len(followed.requests),
        "series": sum(1 for size in sizes.values() if size > 1),
        "statements": {
            outcome: outcomes[outcome] for outcome in ("reconciled", "faulty", "not_checkable")
        },
        "files_unread": sum(1 for r in followed.readings if not r.statements),
    }


def _endings(followed: Followed) -> list[Json]:
    """Return how much ended in which way, and for how many claims."""
    minor: defaultdict[tuple[str, str], int] = defaultdict(int)
    claims: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for e in followed.trace.endings:
        if e.amount_minor:
            minor[e.ending, e.currency] += e.amount_minor
            claims[e.ending, e.currency].add(e.claim_id)
    return [
        {
            "ending": ending,
            "currency": currency,
            "amount_minor": str(minor[ending, currency]),
            "claims": len(claims[ending, currency]),
        }
        for ending, currency in sorted(minor, key=lambda key: (-minor[key], key))
    ]
