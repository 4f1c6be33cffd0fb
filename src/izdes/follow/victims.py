"""Victims: each complaint with its claims, what was found of them, and where the money is."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from izdes.core.identifiers.complaint import Complaint
from izdes.core.identifiers.narrative.extract import NarrativeReading
from izdes.core.money.claims.declared import totals
from izdes.core.money.claims.outcome import ClaimedPayment, NearMiss
from izdes.core.money.transfer import Transfer, TransferId
from izdes.core.sealing.canonical import canonical_time
from izdes.core.tracing.trace import Ending
from izdes.engine.tracing.run import place_of
from izdes.follow.openings import Span, spans_of
from izdes.follow.run import Followed
from izdes.follow.texts import minor_text, time_text

Json = dict[str, Any]
# They stand in the narrative for its reader; payments have their own.
_SAID_ONLY = frozenset({"amount", "moment"})
_SCHEMES_SHOWN = 3


def victims_of(followed: Followed) -> list[Json]:
    """Return each complaint with its claims, what was found of them and where they ended."""
    payments: defaultdict[str, list[ClaimedPayment]] = defaultdict(list)
    for p in followed.match.payments:
        payments[p.complaint_id].append(p)
    spans = spans_of(followed.openings or ())
    endings: defaultdict[str, list[Json]] = defaultdict(list)
    for e in followed.trace.endings:
        if e.amount_minor:
            place = place_of(e)
            part = _ending(e, followed.bounds.get(place), spans.get(place))
            endings[e.claim_id].append(part)
    series = dict(followed.links.series)
    transfers = {t.transfer_id: t for t in followed.ledger.transfers}
    found = []
    for complaint in sorted(followed.case.complaints, key=lambda c: c.sort_key):
        summed = totals(complaint)
        moments = _moments(complaint)
        found.append(
            {
                "complaint_id": complaint.complaint_id,
                "ref": complaint.victim.ref,
                "region": complaint.region,
                "reported_at": canonical_time(complaint.reported_at),
                "language": complaint.language,
                "declared_minor": minor_text(summed.declared_minor),
                "payments_minor": minor_text(summed.summed_minor),
                "difference_minor": minor_text(summed.difference_minor),
                "currency": summed.currency,
                "series_id": series.get(complaint.complaint_id, complaint.complaint_id),
                "words": _words(followed.narratives[complaint.complaint_id]),
                "claims": [
                    _claim(p, moments.get(p.claim_id), transfers, endings[p.claim_id])
                    for p in payments[complaint.complaint_id]
                ],
            }
        )
    return found


def _words(narrative: NarrativeReading) -> Json:
    """Return what a complaint's own words give: proposals, each with what was written."""
    return {
        "identifiers": [
            {
                "kind": m.kind,
                "value": str(m.value),
                "raw": m.raw,
                "role": m.role,
                "code": m.code,
                "candidates": list(m.candidates),
            }
            for m in narrative.mentions
            if m.kind not in _SAID_ONLY
        ],
        "schemes": [
            {"scheme": p.scheme, "words": [raw for raw, _, _ in p.words]}
            for p in narrative.schemes[:_SCHEMES_SHOWN]
        ],
    }


def _moments(complaint: Complaint) -> dict[str, datetime | None]:
    """Return when each declared payment was made, as the victim says."""
    paid = {
        f"{complaint.complaint_id}/{n}": p.at for n, p in enumerate(complaint.payments, start=1)
    }
    lent = {f"{complaint.complaint_id}/L{n}": x.at for n, x in enumerate(complaint.loans, start=1)}
    return paid | lent


def _claim(
    payment: ClaimedPayment,
    at: datetime | None,
    transfers: Mapping[TransferId, Transfer],
    endings: Sequence[Json],
) -> Json:
    """Return one claim with what was found of it."""
    return {
        "claim_id": payment.claim_id,
        "state": payment.state,
        "reason": payment.reason or None,
        "at": time_text(at),
        "amount_minor": str(payment.amount_minor),
        "currency": payment.currency,
        "from": payment.payer.raw,
        "to": payment.payee.raw,
        "transfer_id": payment.claim.transfer_id if payment.claim else None,
        "evidence": list(payment.evidence),
        "near_misses": [_near_miss(m, transfers[m.transfer_id]) for m in payment.near_misses],
        "endings": list(endings),
    }


def _near_miss(miss: NearMiss, t: Transfer) -> Json:
    """Return a transfer that comes near a declared payment."""
    return {
        "transfer_id": t.transfer_id,
        "amount_minor": str(t.amount_minor),
        "currency": t.currency,
        "booked_at": canonical_time(t.booked_at),
        "why": miss.reason,
        "claimed_by": miss.claimed_by,
    }


def _ending(e: Ending, bound: tuple[int, int] | None, span: Span | None) -> Json:
    """Return one ending, with what any rule, and any larger opening, leaves there."""
    least, most = bound or (None, None)
    return {
        "account": e.account,
        "ending": e.ending,
        "amount_minor": str(e.amount_minor),
        "currency": e.currency,
        "local_minor": str(e.local_minor),
        "local_currency": e.local_currency,
        "arrived_first": time_text(e.arrived_first),
        "arrived_last": time_text(e.arrived_last),
        "as_of": time_text(e.as_of),
        "behind": e.behind or None,
        "marks": [*e.marks, *(["behind_first_victim"] if e.behind else [])],
        "least_minor": str(e.least_minor),
        "most_minor": str(e.most_minor),
        "free_least_minor": minor_text(least),
        "free_most_minor": minor_text(most),
        "opening_least_minor": minor_text(span.least_minor if span else None),
        "opening_most_minor": minor_text(span.most_minor if span else None),
        "opening_is_exact": span.is_exact if span else None,
    }
