"""What the findings say of accounts, transfers, statements and faults."""

from collections import defaultdict
from typing import Any

from izdes.adapters.tables.statements import Judged
from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Transfer
from izdes.core.sealing.canonical import canonical_time
from izdes.follow.run import Followed
from izdes.follow.texts import id_of, minor_text, names_of, time_text

Json = dict[str, Any]


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
        if j.is_traced
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
