"""Papers: what stands on each request and each freeze, as the value its PDF is made from."""

from collections.abc import Iterable, Mapping
from typing import Any

from izdes.core.law.institutions import Institution
from izdes.core.money.transfer import Transfer
from izdes.core.sealing.canonical import canonical_time
from izdes.follow.freezes import Arrival, Freeze
from izdes.follow.requests import Request, Subject
from izdes.follow.run import Followed
from izdes.follow.texts import time_text

Json = dict[str, Any]
_SUSPENSION = "freeze.suspension"


def papers_of(followed: Followed, digest: str) -> list[Json]:
    """Return every paper of a case: the freezes by rank, then the requests by number."""
    transfers = {str(t.transfer_id): t for t in followed.ledger.transfers}
    return [
        *(_freeze(f, followed, digest, transfers) for f in followed.freezes),
        *(_request(r, followed, digest, transfers) for r in followed.requests),
    ]


def _head(followed: Followed, *, kind: str, measure: str, number: str, digest: str) -> Json:
    """Return what every paper begins with."""
    case = followed.case.paper
    return {
        "format": f"izdes.{kind}/1",
        "kind": kind,
        "measure": measure,
        "number": number,
        "language": case.language,
        "as_of": canonical_time(followed.as_of),
        "findings_digest": digest,
        "case": case.as_json(),
    }


def _freeze(f: Freeze, followed: Followed, digest: str, transfers: Mapping[str, Transfer]) -> Json:
    """Return the paper that asks to hold money on one account."""
    return {
        **_head(followed, kind="freeze", measure=_SUSPENSION, number=f.number, digest=digest),
        "institution": _institution(f.address.institution),
        "institution_printed": f.address.bank_printed,
        "account": {
            "key": f.address.account,
            "printed": f.address.printed,
            "holder": f.address.holder,
            "holder_iin": f.address.holder_iin,
        },
        "currency": f.currency,
        "cap_minor": str(f.cap_minor),
        "held_minor": str(f.held_minor),
        "held_as_of": time_text(f.held_as_of),
        "frontier_minor": str(f.frontier_minor),
        "rule": followed.trace.rule,
        "arrivals": _arrivals(f.arrivals, transfers, followed),
        "claims": [{"claim_id": c, "amount_minor": str(minor)} for c, minor in f.claims],
        "marks": list(f.marks),
    }


def _request(
    r: Request, followed: Followed, digest: str, transfers: Mapping[str, Transfer]
) -> Json:
    """Return the paper that asks one institution."""
    return {
        **_head(followed, kind="request", measure=r.measure, number=r.number, digest=digest),
        "institution": _institution(r.institution),
        "institution_printed": r.institution_printed,
        "subjects": [_subject(s, transfers, followed) for s in r.subjects],
    }


def _subject(s: Subject, transfers: Mapping[str, Transfer], followed: Followed) -> Json:
    """Return one account asked about."""
    return {
        "account_key": s.address.account,
        "printed": s.address.printed,
        "holder": s.address.holder,
        "period_from": canonical_time(s.period_from),
        "period_to": canonical_time(s.period_to),
        "ask": list(s.ask),
        "traced_minor": str(s.traced_minor),
        "currency": s.currency,
        "because": s.because,
        "arrivals": _arrivals(s.arrivals, transfers, followed),
    }


def _arrivals(
    arrivals: Iterable[Arrival], transfers: Mapping[str, Transfer], followed: Followed
) -> list[Json]:
    """Return the transfers that brought traced money, in order of time."""
    carriers = sorted(
        ((transfers[a.transfer_id], a) for a in arrivals), key=lambda pair: pair[0].sort_key
    )
    return [
        {
            "booked_at": canonical_time(t.booked_at),
            "amount_minor": str(t.amount_minor),
            "traced_minor": str(a.traced_minor),
            "payer_printed": followed.addresses.of(t.payer.account).printed or t.payer.name,
            "payee_printed": followed.addresses.of(t.payee.account).printed or t.payee.name,
            "rows": list(t.row_ids),
        }
        for t, a in carriers
    ]


def _institution(institution: Institution | None) -> Json | None:
    """Return the addressee, or None where nobody knows it."""
    if institution is None:
        return None
    return {
        "institution_id": institution.institution_id,
        "bic": institution.bic,
        "bin": institution.bin,
        "name_kk": institution.name_kk,
        "name_ru": institution.name_ru,
        "name_en": institution.name_en,
    }
