"""Ledgers with everything at once, oftener than in life: a second implementation must agree."""

from dataclasses import replace

from hypothesis import strategies as st
from tests.core.tracing.ledgers import claim, cover, move

from izdes.core.money.account import ACCOUNT_KINDS, AccountKey, Coverage
from izdes.core.money.transfer import ORDER_PROOFS, Claim, Ledger, RowId, Transfer, TransferKind
from izdes.core.tracing.trace import Pinned

KINDS: tuple[TransferKind, ...] = ("cash_out", "card_payment", "crypto_exchange", "claimed")
NAMES = ("acct:A", "acct:B", "acct:C")
ELSEWHERE = ("dark", "@cash:X", "@merchant:Y", "@abroad:ZZ", "@unknown:1", "acct:K")


@st.composite
def knotty_cases(draw: st.DrawFn) -> tuple[Ledger, list[Claim]]:
    """Draw few accounts and small sums, so that debts, refunds and exchanges meet."""
    transfers: list[Transfer] = []
    for n in range(draw(st.integers(1, 14))):
        for t in draw(_movements(n, transfers)):
            proven = draw(st.sampled_from(["", "", "", *ORDER_PROOFS]))
            transfers.append(replace(t, order_proven=proven, row_ids=(RowId(f"r{n}"),)))
    is_covered = draw(st.integers(0, 5)) > 0
    coverages = draw(_coverages()) if is_covered else []
    claims = [
        claim(f"C{n}", t.transfer_id, part)
        for n, t in enumerate(draw(st.lists(st.sampled_from(transfers), max_size=5)))
        for part in [draw(st.integers(1, t.amount_minor))]
    ]
    claimed: dict[str, int] = {}
    fitting = []
    for c in claims:
        moved = next(t.amount_minor for t in transfers if t.transfer_id == c.transfer_id)
        if claimed.get(c.transfer_id, 0) + c.amount_minor <= moved:
            claimed[c.transfer_id] = claimed.get(c.transfer_id, 0) + c.amount_minor
            fitting.append(c)
    if draw(st.booleans()):
        fitting.append(claim("CX", "nowhere", draw(st.integers(1, 9))))
    return Ledger.ordered(transfers, coverages, has_coverage=is_covered), fitting


@st.composite
def _movements(draw: st.DrawFn, n: int, before: list[Transfer]) -> list[Transfer]:
    """Draw one transfer, or the legs of an exchange of currency."""
    minute = draw(st.integers(0, 8))
    payer = draw(st.sampled_from([*NAMES, *NAMES, "dark", "@cash:X"]))
    payee = draw(st.sampled_from([*NAMES, *NAMES, *ELSEWHERE]))
    amount = draw(st.integers(1, 25))
    currency = draw(st.sampled_from(["KZT", "KZT", "USD"]))
    late = draw(st.sampled_from([None, None, minute, minute + 1, minute + 3]))
    name = f"t{n:02}"
    what = draw(st.sampled_from(["plain", "plain", "back", "exchange", "fee", "kind"]))
    if what == "back" and before:
        paid = draw(st.sampled_from(before))
        back = move(name, minute, payer, payee, paid.amount_minor, seq=n, credited=late)
        back = replace(back, kind="refund", currency=paid.currency)
        return [replace(back, payer=paid.payee, payee=paid.payer)]
    if what == "exchange":
        key = f"@fx:{draw(st.integers(0, 2))}"
        legs = [move(name, minute, payer, key, amount, kind="conversion", seq=n)]
        if draw(st.booleans()):
            legs.append(move(f"{name}b", minute, payer, key, draw(st.integers(1, 9)), seq=n))
        got = move(f"{name}x", minute, key, payee, draw(st.integers(1, 25)), currency="USD", seq=n)
        return [leg for leg in [*legs, got] if draw(st.integers(0, 4))] or legs
    kind: TransferKind = "transfer"
    if what == "fee":
        kind, late = "fee", draw(st.sampled_from([None, None, minute + 1]))
    elif what == "kind":
        kind = draw(st.sampled_from(KINDS))
    return [
        move(name, minute, payer, payee, amount, kind=kind, currency=currency, seq=n, credited=late)
    ]


@st.composite
def _coverages(draw: st.DrawFn) -> list[Coverage]:
    """Draw what is known of the accounts: gaps, overlaps, debts, openings nobody printed."""
    found = []
    for name in NAMES:
        for currency in ("KZT", "USD"):
            for _ in range(draw(st.sampled_from([0, 1, 1, 1, 2]))):
                start = draw(st.sampled_from([-1, -1, 2, 5]))
                found.append(
                    cover(
                        name,
                        opening=draw(st.sampled_from([None, 0, 20, -3, -12])),
                        start=start,
                        end=start + draw(st.sampled_from([0, 2, 5, 99])),
                        currency=currency,
                    )
                )
    for name in draw(st.lists(st.sampled_from([*ELSEWHERE, "acct:A"]), max_size=2)):
        kind = draw(st.sampled_from(ACCOUNT_KINDS))
        found.append(Coverage(AccountKey(name), "KZT", kind))
    return found


@st.composite
def pins_for(draw: st.DrawFn, ledger: Ledger) -> list[Pinned]:
    """Draw pins between transfers that meet at one account; whether they hold is left open."""
    pairs = [
        (credit, debit)
        for credit in ledger.transfers
        for debit in ledger.transfers
        if (credit.payee.account, credit.currency) == (debit.payer.account, debit.currency)
    ]
    return [
        Pinned(
            credit.transfer_id,
            debit.transfer_id,
            draw(st.integers(1, min(credit.amount_minor, debit.amount_minor))),
            "seen on paper",
        )
        for credit, debit in draw(
            st.lists(st.sampled_from(pairs), max_size=2) if pairs else st.just([])
        )
    ]
