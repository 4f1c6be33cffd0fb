"""Statements of invented accounts, written from one true list of payments."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from izdes.core.money.account import AccountKey, is_virtual
from izdes.core.money.statement import Direction, Statement, StatementRow, row_id_of
from izdes.core.money.transfer import Ledger, Party, Precision, TransferKind

START = datetime(2026, 4, 30, 19, tzinfo=UTC)
END = START + timedelta(days=31)
OPENING = 1_000_000
COVERED = ("iban:KZ-A", "iban:KZ-B", "iban:KZ-C")
ELSEWHERE = ("iban:KZ-X", "acct:?:Y")


@dataclass(frozen=True, slots=True)
class Payment:
    """What truly happened: debited ``second`` seconds after the start, credited ``delay`` later."""

    second: int
    payer: str
    payee: str
    amount: int
    delay: int = 0
    reference: str = ""


def sha(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def row(
    name: str,
    number: int,
    second: int,
    *,
    direction: Direction = "debit",
    payer: str = "iban:KZ-A",
    payee: str = "acct:?:Y",
    amount: int = 500,
    precision: Precision = "second",
    kind: TransferKind = "transfer",
    reference: str = "",
    currency: str = "KZT",
) -> StatementRow:
    return StatementRow(
        row_id=row_id_of(sha(name), 1, number),
        position=number - 1,
        booked_at=START + timedelta(seconds=second),
        time_precision=precision,
        direction=direction,
        amount_minor=amount,
        currency=currency,
        kind=kind,
        payer=Party(AccountKey(payer)),
        payee=Party(AccountKey(payee)),
        reference=reference,
    )


def statement(
    account: str,
    rows: Iterable[StatementRow],
    *,
    name: str,
    start: datetime | None = START,
    end: datetime | None = END,
    opening: int | None = OPENING,
    currency: str = "KZT",
) -> Statement:
    listed = tuple(rows)
    moved = sum(r.signed_minor for r in listed if r.payer.account != r.payee.account)
    return Statement(
        file_sha256=sha(name),
        file=f"{name}.xlsx",
        sheet=1,
        account=AccountKey(account),
        currency=currency,
        period_from=start,
        period_to=end,
        opening_minor=opening,
        closing_minor=None if opening is None else opening + moved,
        rows=listed,
    )


def seen_by(account: str, payments: Sequence[Payment], *, name: str) -> list[StatementRow]:
    """Return the rows that the account's bank prints."""
    events: list[tuple[int, int, Direction, Payment]] = []
    for index, p in enumerate(payments):
        if p.payee == account:
            events.append((p.second + p.delay, index, "credit", p))
        if p.payer == account:
            events.append((p.second, index, "debit", p))
    return [
        row(
            name,
            n,
            second,
            direction=side,
            payer=p.payer,
            payee=p.payee,
            amount=p.amount,
            reference=p.reference,
        )
        for n, (second, _, side, p) in enumerate(sorted(events, key=lambda e: e[:3]), start=1)
    ]


def told(payments: Sequence[Payment], accounts: Iterable[str] = COVERED) -> list[Statement]:
    """Return the statements of accounts over the whole period."""
    return [statement(a, seen_by(a, payments, name=a), name=a) for a in accounts]


def cut(whole: Statement, name: str, start: datetime, end: datetime) -> Statement:
    """Return what the bank answers when it is asked for a part of the period."""
    before = sum(r.signed_minor for r in whole.rows if r.booked_at < start)
    inside = [r for r in whole.rows if start <= r.booked_at < end]
    renamed = [
        replace(r, row_id=row_id_of(sha(name), 1, n), position=n - 1)
        for n, r in enumerate(inside, start=1)
    ]
    opening = None if whole.opening_minor is None else whole.opening_minor + before
    return statement(whole.account, renamed, name=name, start=start, end=end, opening=opening)


def effects(book: Ledger, account: str) -> Counter[tuple[str, int]]:
    """Return what the ledger says happened on an account: direction and amount, counted."""
    found: Counter[tuple[str, int]] = Counter()
    for t in book.transfers:
        if t.payer.account == account:
            found["debit", t.amount_minor] += 1
        if t.payee.account == account:
            found["credit", t.amount_minor] += 1
    return found


def printed(whole: Statement) -> Counter[tuple[str, int]]:
    return Counter((r.direction, r.amount_minor) for r in whole.rows)


def facts(book: Ledger) -> Counter[tuple[object, ...]]:
    """Return the transfers without the names of rows."""
    return Counter(
        (
            t.booked_at,
            t.credited_at,
            t.amount_minor,
            t.currency,
            *(a if not is_virtual(a) else "@" for a in (t.payer.account, t.payee.account)),
        )
        for t in book.transfers
    )


def payments() -> st.SearchStrategy[list[Payment]]:
    """Payments among few accounts, of few amounts and close in time: as alike as can be."""
    accounts = st.sampled_from((*COVERED, *ELSEWHERE))
    one = st.builds(
        Payment,
        second=st.integers(0, 3_000).map(lambda n: 90_000 + n * 7),
        payer=accounts,
        payee=accounts,
        amount=st.sampled_from((100, 200)),
        delay=st.integers(0, 90),
        reference=st.sampled_from(("", "", "7")),
    )
    return st.lists(one.filter(lambda p: p.payer != p.payee), max_size=25)
