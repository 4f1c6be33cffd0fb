"""Larger random ledgers with everything at once: seeded, and some thousand rows where wanted."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from tests.core.tracing.ledgers import START

from izdes.core.money.account import AccountKey, Coverage
from izdes.core.money.transfer import (
    ORDER_PROOFS,
    TRANSFER_KINDS,
    Ledger,
    Party,
    RowId,
    Transfer,
    TransferId,
)
from izdes.core.tracing.plan import plan_of
from izdes.core.tracing.trace import Pinned, PinRefused

VIRTUAL = ["@cash:X", "@fee:X", "@merchant:1", "@abroad:??", "@unknown:7", "@odd"]
CURRENCIES = ["KZT", "USD", "EUR"]


def everything(rows: int, seed: int) -> Ledger:
    """Return a ledger with ties, transit, fees, refunds, exchanges, gaps, overdrafts and more."""
    random = Random(seed)
    names = [f"acct:{n}" for n in range(max(4, rows // 12))]
    transfers: list[Transfer] = []
    for n in range(rows):
        transfers += _some(random, n, names, transfers, minutes=rows // 3)
    coverages = [
        c for name in [*names, "@cash:X", "@fx:1"] for c in _covered(random, name, rows // 3)
    ]
    return Ledger.ordered(transfers, coverages, has_coverage=random.random() < 0.8)


def with_pins(book: Ledger, seed: int, *, most: int = 12) -> list[Pinned]:
    """Return pins that hold on a ledger."""
    random = Random(seed)
    pins: list[Pinned] = []
    for _ in range(40 * most):
        into = random.choice(book.transfers)
        meeting = [
            t
            for t in book.transfers
            if t.payer.account == into.payee.account and t.currency == into.currency
        ]
        if meeting and len(pins) < most:
            out = random.choice(meeting)
            minor = random.randint(1, min(into.amount_minor, out.amount_minor))
            pin = Pinned(into.transfer_id, out.transfer_id, minor, "said so")
            try:
                plan_of(book, [*pins, pin])
            except PinRefused:
                continue
            pins.append(pin)
    return pins


def _some(
    random: Random, n: int, names: list[str], earlier: list[Transfer], *, minutes: int
) -> list[Transfer]:
    """Return one transfer, or the legs of an exchange."""
    at = START + timedelta(minutes=random.randrange(max(2, minutes)))
    payer, payee = random.sample([*names, "dark:1", "dark:2"], 2)
    kind = random.choice(["plain"] * 6 + ["any", "fee", "refund", "exchange", "self", "virtual"])
    t = Transfer(
        transfer_id=TransferId(f"t{n:06}"),
        booked_at=at,
        amount_minor=random.choice([1, 7, 100, random.randint(1, 5_000)]),
        currency=random.choice(["KZT", "KZT", "KZT", *CURRENCIES]),
        payer=Party(AccountKey(payer), name=random.choice(["", "Ә. Б."]), iin="000101100016"),
        payee=Party(AccountKey(payee), bank=random.choice(["", "HSBKKZKX"])),
        seq=random.choice([0, 0, n]),
        order_proven=random.choice(["", "", "", *ORDER_PROOFS]),
        purpose=random.choice(["", "қарыз", "a\tb\\"]),
        row_ids=(RowId(f"r{n}"), RowId(f"s{n}"))[: random.randrange(3)],
        credited_at=_credited(random, at),
    )
    match kind:
        case "any":
            found = [replace(t, kind=random.choice(TRANSFER_KINDS))]
        case "fee":
            found = [t, _fee(t, n)]
        case "refund" if earlier:
            found = [_refund(t, random.choice(earlier[-40:]))]
        case "exchange":
            found = _exchange(random, t, n)
        case "self":
            found = [replace(t, payee=t.payer)]
        case "virtual":
            other = Party(AccountKey(random.choice(VIRTUAL)))
            found = [random.choice([replace(t, payee=other), replace(t, payer=other)])]
        case _:
            found = [t]
    return found


def _credited(random: Random, at: datetime) -> datetime | None:
    """Return when the payee's bank books it: mostly unsaid, sometimes later or, oddly, earlier."""
    minutes = random.choice([None, None, None, None, 0, 2, 5, -1])
    return None if minutes is None else at + timedelta(minutes=minutes)


def _fee(t: Transfer, n: int) -> Transfer:
    """Return what the bank takes for a transfer."""
    return replace(
        t,
        transfer_id=TransferId(f"t{n:06}f"),
        payee=Party(AccountKey("@fee:X")),
        amount_minor=1,
        kind="fee",
    )


def _refund(t: Transfer, paid: Transfer) -> Transfer:
    """Return what brings a payment back."""
    return replace(
        t,
        payer=paid.payee,
        payee=paid.payer,
        amount_minor=paid.amount_minor,
        currency=paid.currency,
        kind="refund",
        booked_at=max(t.booked_at, paid.booked_at),
        credited_at=None,
    )


def _exchange(random: Random, t: Transfer, n: int) -> list[Transfer]:
    """Return legs of an exchange: some keys are met more than once, some legs never come."""
    key = Party(AccountKey(f"@fx:{random.choice([1, 2, n])}"))
    sold = replace(t, payee=key, kind="conversion")
    bought = replace(
        t,
        transfer_id=TransferId(f"t{n:06}x"),
        payer=key,
        payee=t.payer,
        currency=random.choice(CURRENCIES),
        amount_minor=random.randint(1, 400),
        kind="conversion",
    )
    return random.choice([[sold], [bought], [sold, bought], [sold, bought]])


def _covered(random: Random, name: str, minutes: int) -> list[Coverage]:
    """Return the intervals in which an account is covered."""
    found = []
    for currency in CURRENCIES:
        for _ in range(random.choice([0, 1, 1, 2, 3])):
            start, end = sorted(random.sample(range(-2, max(4, minutes + 3)), 2))
            ends = START + timedelta(minutes=start), START + timedelta(minutes=end)
            opening = random.choice([None, None, 0, random.randint(-3_000, 9_000)])
            found.append(Coverage(AccountKey(name), currency, "bank", opening, *ends, "printed"))
    if random.random() < 0.2:
        kind = random.choice(["crypto_exchange", "merchant", "cash", "abroad", "unknown"])
        found.insert(random.randrange(len(found) + 1), Coverage(AccountKey(name), "KZT", kind))  # type: ignore[arg-type]
    return found
