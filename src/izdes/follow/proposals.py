"""Proposals: freezes, requests and the frontier as the findings hold them."""

from collections import Counter, defaultdict
from datetime import datetime
from typing import Any

from izdes.core.law.institutions import Institution
from izdes.core.sealing.canonical import canonical_time
from izdes.follow.freezes import Freeze
from izdes.follow.requests import Request, Subject
from izdes.follow.run import Followed
from izdes.follow.texts import id_of, minor_text, names_of, time_text

Json = dict[str, Any]
_HOUR = 3600


def freeze_json(f: Freeze, now: datetime) -> Json:
    """Return a proposal to hold money."""
    return {
        "number": f.number,
        "rank": f.rank,
        "account": f.address.account,
        "currency": f.currency,
        "cap_minor": str(f.cap_minor),
        "held_minor": str(f.held_minor),
        "held_as_of": time_text(f.held_as_of),
        "frontier_minor": str(f.frontier_minor),
        "likely_minor": minor_text(f.likely_minor),
        "likely_basis": f.basis,
        "likely_stays": f.stays,
        "loss_per_hour_minor": minor_text(f.loss_per_hour_minor),
        "older_minor": str(f.older_minor),
        "arrived_first": canonical_time(f.arrived_first),
        "arrived_last": canonical_time(f.arrived_last),
        "hours_since": max(0, int((now - f.arrived_last).total_seconds()) // _HOUR),
        "claims": [{"claim_id": c, "amount_minor": str(minor)} for c, minor in f.claims],
        "marks": list(f.marks),
        "file": f"freezes/{f.number}",
    }


def request_json(r: Request) -> Json:
    """Return a request to one institution."""
    return {
        "number": r.number,
        "measure": r.measure,
        "institution_id": id_of(r.institution),
        "institution": names_of(r.institution),
        "institution_printed": r.institution_printed,
        "subjects": [_subject(s) for s in r.subjects],
        "file": f"requests/{r.number}",
    }


def _subject(s: Subject) -> Json:
    """Return one account asked about."""
    return {
        "account": s.address.account,
        "period_from": canonical_time(s.period_from),
        "period_to": canonical_time(s.period_to),
        "ask": list(s.ask),
        "because": s.because,
        "traced_minor": str(s.traced_minor),
        "currency": s.currency,
    }


def frontier_of(followed: Followed) -> list[Json]:
    """Return how much went dark at which institution, the most first."""
    minor: Counter[tuple[str, str]] = Counter()
    accounts: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    keeper: dict[str, Institution | None] = {}
    for e in followed.trace.endings:
        if e.ending == "frontier" and not e.behind and e.local_minor:
            address = followed.addresses.of(e.account)
            name = id_of(address.institution) or address.bank_printed
            keeper[name] = address.institution
            minor[name, e.local_currency] += e.local_minor
            accounts[name, e.local_currency].add(e.account)
    return [
        {
            "institution_id": id_of(keeper[name]),
            "institution": names_of(keeper[name]),
            "institution_printed": name,
            "accounts": len(accounts[name, currency]),
            "amount_minor": str(minor[name, currency]),
            "currency": currency,
        }
        for name, currency in sorted(minor, key=lambda key: (-minor[key], key))
    ]
