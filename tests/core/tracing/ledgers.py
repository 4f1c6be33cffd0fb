"""Small random ledgers, and a short way to write one by hand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from izdes.core.money.account import AccountKey, Coverage
from izdes.core.money.transfer import (
    Claim,
    ClaimId,
    Ledger,
    Party,
    Transfer,
    TransferId,
    TransferKind,
)
from izdes.core.tracing.plan import plan_of
from izdes.core.tracing.trace import Pinned, PinRefused

START = datetime(2026, 5, 1, tzinfo=UTC)


def at(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def move(
    name: str,
    minutes: int,
    payer: str,
    payee: str,
    amount: int,
    *,
    kind: TransferKind = "transfer",
    currency: str = "KZT",
    seq: int = 0,
    credited: int | None = None,
) -> Transfer:
    return Transfer(
        transfer_id=TransferId(name),
        booked_at=at(minutes),
        amount_minor=amount,
        currency=currency,
        payer=Party(AccountKey(payer)),
        payee=Party(AccountKey(payee)),
        kind=kind,
        seq=seq,
        credited_at=None if credited is None else at(credited),
    )


def cover(
    account: str,
    *,
    opening: int | None = 0,
    start: int = -1,
    end: int = 10_000,
    currency: str = "KZT",
) -> Coverage:
    return Coverage(AccountKey(account), currency, "bank", opening, at(start), at(end), "printed")


def ledger(transfers: list[Transfer], *coverages: Coverage) -> Ledger:
    return Ledger.ordered(transfers, list(coverages))


def claim(name: str, transfer: str, amount: int) -> Claim:
    return Claim(ClaimId(name), TransferId(transfer), amount, "KZT")


@st.composite
def cases(draw: st.DrawFn, *, ties: bool = False) -> tuple[Ledger, list[Claim]]:
    """Draw a ledger of a few accounts, some covered for a part of the time, and claims on it."""
    names = [f"acct:{letter}" for letter in "ABCDE"]
    sides = [*names, "@cash:X", "dark"]
    count = draw(st.integers(1, 18))
    transfers = []
    for n in range(count):
        payer = draw(st.sampled_from([*names, "dark"]))
        payee = draw(st.sampled_from([s for s in sides if s != payer]))
        amount = draw(st.integers(1, 40))
        minute = draw(st.integers(0, 9)) if ties else n
        transfers.append(move(f"t{n:02}", minute, payer, payee, amount, seq=n))
    coverages = [
        cover(
            name,
            opening=draw(st.integers(-10, 60)),
            start=draw(st.sampled_from([-1, 3])),
            end=draw(st.sampled_from([8, 100])),
        )
        for name in names
        if draw(st.integers(0, 3))
    ]
    claims = []
    for n, t in enumerate(draw(st.permutations(transfers))[:4]):
        part = draw(st.integers(1, t.amount_minor))
        claims.append(claim(f"C{n}/1", t.transfer_id, part))
        if t.amount_minor > part and draw(st.booleans()):
            claims.append(claim(f"C{n}/2", t.transfer_id, t.amount_minor - part))
    return ledger(transfers, *coverages), claims


# Windows of an account: (opening, start, end).
SEEN: list[list[tuple[int | None, int, int]]] = [
    [],
    [(None, -1, 99)],
    [(-5, 2, 99)],
    [(9, -1, 5), (None, 7, 99)],
]


@st.composite
def wild_cases(draw: st.DrawFn) -> tuple[Ledger, list[Claim]]:
    """Draw a ledger with everything at once: transit, fees, refunds, exchanges, gaps, ties."""
    names = [f"acct:{letter}" for letter in "ABCD"]
    transfers: list[Transfer] = []
    for n in range(draw(st.integers(1, 16))):
        minute = draw(st.integers(0, 12))
        payer, payee = draw(st.permutations([*names, "dark"]))[:2]
        amount = draw(st.integers(1, 30))
        late = draw(st.sampled_from([None, None, minute + 2]))
        match draw(st.sampled_from(["plain", "plain", "fee", "refund", "exchange"])):
            case "fee":
                transfers.append(
                    move(f"t{n:02}", minute, payer, "@fee:X", amount, kind="fee", seq=n)
                )
            case "refund" if transfers:
                paid = draw(st.sampled_from(transfers))
                back = replace(
                    paid,
                    transfer_id=TransferId(f"t{n:02}"),
                    booked_at=at(minute),
                    payer=paid.payee,
                    payee=paid.payer,
                    kind="refund",
                    seq=n,
                    credited_at=None,
                )
                transfers.append(back)
            case "exchange":
                sold = move(f"t{n:02}", minute, payer, f"@fx:{n}", amount, kind="conversion", seq=n)
                got = draw(st.integers(1, 3))
                bought = replace(
                    move(f"t{n:02}x", minute, f"@fx:{n}", payer, got, kind="conversion", seq=n),
                    currency="USD",
                )
                spent = move(f"t{n:02}y", minute + 1, payer, payee, 2, currency="USD", seq=n)
                transfers += draw(st.sampled_from([[sold], [sold, bought], [sold, bought, spent]]))
            case _:
                transfers.append(
                    move(f"t{n:02}", minute, payer, payee, amount, seq=n, credited=late)
                )
    coverages = [
        cover(name, opening=opening, start=start, end=end, currency=currency)
        for name in names
        for currency in ("KZT", "USD")
        for opening, start, end in draw(st.sampled_from(SEEN))
    ]
    claims = [
        claim(f"C{n}/1", t.transfer_id, draw(st.integers(1, t.amount_minor)))
        for n, t in enumerate(draw(st.permutations(transfers))[:4])
    ]
    return ledger(transfers, *coverages), claims


@st.composite
def pinned_cases(draw: st.DrawFn) -> tuple[Ledger, list[Claim], list[Pinned]]:
    """Draw a ledger with everything at once, and stated pins that hold on it."""
    book, claims = draw(wild_cases())
    meeting = [
        (into, out)
        for into in book.transfers
        for out in book.transfers
        if into.payee.account == out.payer.account and into.currency == out.currency
    ]
    pins: list[Pinned] = []
    for into, out in draw(st.permutations(meeting))[:3]:
        minor = draw(st.integers(1, min(into.amount_minor, out.amount_minor)))
        pin = Pinned(into.transfer_id, out.transfer_id, minor, "seen in the messages")
        try:
            plan_of(book, [*pins, pin])
        except PinRefused:
            continue
        pins.append(pin)
    return book, claims, pins
