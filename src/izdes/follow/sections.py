"""The sections of the findings: each a plain value made from the followed case."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from izdes.adapters.tables.statements import Judged
from izdes.core.identifiers.complaint import Complaint
from izdes.core.law.institutions import Institution
from izdes.core.linking.series import Link
from izdes.core.money.account import AccountKey
from izdes.core.money.claims.declared import totals
from izdes.core.money.claims.outcome import ClaimedPayment, NearMiss
from izdes.core.money.transfer import Transfer
from izdes.core.sealing.canonical import canonical_time
from izdes.core.tracing.trace import Ending
from izdes.follow.freezes import Freeze
from izdes.follow.requests import Request, Subject
from izdes.follow.run import Followed

Json = dict[str, Any]
_HOUR = 3600


def time_text(moment: datetime | None) -> str | None:
    """Return canonical text of a moment, or None."""
    return None if moment is None else canonical_time(moment)


def minor_text(minor: int | None) -> str | None:
    """Return minor units as text, exact in any JSON reader, or None."""
    return None if minor is None else str(minor)


def names_of(institution: Institution | None) -> Json | None:
    """Return an institution's name in three languages, or None."""
    if institution is None:
        return None
    return {"kk": institution.name_kk, "ru": institution.name_ru, "en": institution.name_en}


def id_of(institution: Institution | None) -> str | None:
    """Return an institution's id, or None."""
    return None if institution is None else institution.institution_id


def carrying_transfers(followed: Followed) -> dict[str, Transfer]:
    """Return the transfers that carry claimed money."""
    used = {s.transfer_id for s in followed.trace.slices}
    return {t.transfer_id: t for t in followed.ledger.transfers if t.transfer_id in used}


def transfers_of(followed: Followed) -> Json:
    """Return the transfers that the findings speak of: those with money, and near misses."""
    misses = {m.transfer_id for p in followed.match.payments for m in p.near_misses}
    named = carrying_transfers(followed) | {
        t.transfer_id: t for t in followed.ledger.transfers if t.transfer_id in misses
    }
    return {
        t.transfer_id: {
            "booked_at": canonical_time(t.booked_at),
            "amount_minor": str(t.amount_minor),
            "currency": t.currency,
            "payer": t.payer.account,
            "payee": t.payee.account,
            "kind": t.kind,
            "rows": list(t.row_ids),
        }
        for t in named.values()
    }


def accounts_of(followed: Followed) -> Json:
    """Return what is known of every account that the findings name."""
    named: set[AccountKey] = {j.statement.account for j in followed.judged}
    for t in carrying_transfers(followed).values():
        named |= {t.payer.account, t.payee.account}
    outcomes = {
        (j.statement.account, j.statement.currency): j.reconciliation.outcome
        for j in followed.judged
    }
    windows: defaultdict[AccountKey, list[Json]] = defaultdict(list)
    for c in followed.ledger.coverages:
        if c.covered_from is not None:
            windows[c.account].append(
                {
                    "from": canonical_time(c.covered_from),
                    "to": time_text(c.covered_to),
                    "currency": c.currency,
                    "opening_known": c.opening_minor is not None,
                    "outcome": outcomes.get((c.account, c.currency), "not_checkable"),
                }
            )
    return {account: _account(account, followed, windows[account]) for account in sorted(named)}


def _account(account: AccountKey, followed: Followed, windows: list[Json]) -> Json:
    """Return what is known of one account."""
    address = followed.addresses.of(account)
    marks = sorted({"not_checkable" for w in windows if w["outcome"] == "not_checkable"})
    return {
        "printed": address.printed,
        "holder": address.holder,
        "holder_iin": address.holder_iin,
        "institution_id": id_of(address.institution),
        "institution": names_of(address.institution),
        "institution_printed": address.bank_printed,
        "kind": address.kind,
        "covered": windows,
        "marks": marks,
    }


def victims_of(followed: Followed) -> list[Json]:
    """Return each complaint with its claims, what was found of them and where they ended."""
    payments: defaultdict[str, list[ClaimedPayment]] = defaultdict(list)
    for p in followed.match.payments:
        payments[p.complaint_id].append(p)
    endings: defaultdict[str, list[Ending]] = defaultdict(list)
    for e in followed.trace.endings:
        if e.amount_minor:
            endings[e.claim_id].append(e)
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
                "claims": [
                    _claim(p, moments.get(p.claim_id), transfers, endings[p.claim_id])
                    for p in payments[complaint.complaint_id]
                ],
            }
        )
    return found


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
    transfers: dict[Any, Transfer],
    endings: Iterable[Ending],
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
        "endings": [_ending(e) for e in endings],
    }


def _near_miss(miss: NearMiss, t: Transfer) -> Json:
    """Return a transfer that comes near a declared payment."""
    return {
        "transfer_id": t.transfer_id,
        "amount_minor": str(t.amount_minor),
        "currency": t.currency,
        "booked_at": canonical_time(t.booked_at),
        "why": miss.reason,
    }


def _ending(e: Ending) -> Json:
    """Return one ending."""
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
    }


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


def series_of(followed: Followed) -> list[Json]:
    """Return the series of two complaints and more, the largest first."""
    members: defaultdict[str, list[Complaint]] = defaultdict(list)
    of = dict(followed.links.series)
    for complaint in followed.case.complaints:
        members[of.get(complaint.complaint_id, complaint.complaint_id)].append(complaint)
    links: defaultdict[str, list[Link]] = defaultdict(list)
    for found in followed.links.links:
        links[of[found.complaint_a]].append(found)
    large = [(s, m) for s, m in members.items() if len(m) > 1]
    large.sort(key=lambda pair: (-len(pair[1]), pair[0]))
    return [_one_series(s, theirs, links[s], followed) for s, theirs in large]


def _one_series(
    series_id: str, members: Sequence[Complaint], links: Sequence[Link], followed: Followed
) -> Json:
    """Return one series: who, where, when, how much, and why they belong together."""
    ids = {c.complaint_id for c in members}
    loss: Counter[str] = Counter()
    for p in followed.match.payments:
        if p.complaint_id in ids:
            loss[p.currency] += p.amount_minor
    moments = [c.occurred_from or c.reported_at for c in members]
    return {
        "series_id": series_id,
        "complaints": [c.complaint_id for c in sorted(members, key=lambda c: c.sort_key)],
        "regions": sorted({c.region for c in members if c.region}),
        "first": canonical_time(min(moments)),
        "last": canonical_time(max(moments)),
        "loss": [{"currency": c, "amount_minor": str(minor)} for c, minor in sorted(loss.items())],
        "reasons": _reasons(links),
    }


def _reasons(links: Iterable[Link]) -> list[Json]:
    """Return what the members share, the strongest first."""
    groups: defaultdict[tuple[str, str, str], list[Link]] = defaultdict(list)
    for found in links:
        groups[found.kind, found.value, found.reason].append(found)
    reasons = [
        {
            "kind": kind,
            "value": value,
            "reason": reason,
            "count": len(group) + 1,
            "log10_lr_milli": max(x.log10_lr_milli for x in group),
        }
        for (kind, value, reason), group in sorted(groups.items())
    ]
    return sorted(reasons, key=lambda r: (-r["log10_lr_milli"], -r["count"], r["kind"], r["value"]))


def statement_json(judged: Judged, followed: Followed) -> Json:
    """Return a statement and what its own arithmetic says of it."""
    s = judged.statement
    forms = {r.sha256: r.form for r in followed.readings}
    return {
        "sha256": s.file_sha256,
        "sheet": s.sheet,
        "form": forms.get(s.file_sha256),
        "account": s.account,
        "currency": s.currency,
        "bank": s.bank,
        "period_from": time_text(s.period_from),
        "period_to": time_text(s.period_to),
        "opening_minor": minor_text(s.opening_minor),
        "closing_minor": minor_text(s.closing_minor),
        "rows": len(s.rows),
        "unread_rows": s.unread_rows,
        "outcome": judged.reconciliation.outcome,
    }


def faults_of(followed: Followed) -> list[Json]:
    """Return everything wrong with the input, by place; files are known by content."""
    digests = {r.file: r.sha256 for r in followed.readings}
    faults = [
        {
            "code": f.code,
            "sha256": digests.get(f.file),
            "file": f.file or None,
            "sheet": f.sheet,
            "row": f.row,
            "column": f.column,
            "details": dict(f.details),
            "severity": f.severity,
        }
        for f in followed.faults
    ]
    return sorted(faults, key=_fault_place)


def _fault_place(fault: Json) -> tuple[object, ...]:
    """Return where a fault stands, without the file's name."""
    return (
        fault["sha256"] or "",
        fault["sheet"],
        fault["row"],
        fault["column"],
        fault["code"],
        sorted(fault["details"].items()),
    )


def ambiguous_of(followed: Followed) -> list[Json]:
    """Return payments that two banks state and that could be paired in several ways."""
    transfers = {t.transfer_id: t for t in followed.ledger.transfers}
    found = []
    for group in followed.assembly.ambiguous:
        rows = [*group.debit_rows, *group.credit_rows]
        ids = [followed.assembly.row_to_transfer.get(row) for row in rows]
        moments = [transfers[t].booked_at for t in ids if t in transfers]
        found.append(
            {
                "rows": rows,
                "amount_minor": str(group.amount_minor),
                "currency": group.currency,
                "payer": group.payer,
                "payee": group.payee,
                "at": time_text(min(moments, default=None)),
            }
        )
    return found
