"""From rows that print only the day and a balance to a trace as exact as with true times."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from tests.core.money.running import Happened, mixed_up, printed
from tests.core.money.statements import statement

from izdes.core.money.assemble import Assembly, assemble
from izdes.core.money.statement import Statement, StatementRow
from izdes.core.money.trail import ordered
from izdes.core.money.transfer import Claim, ClaimId, Precision
from izdes.core.tracing.rules import trace_fifo
from izdes.core.tracing.trace import Trace

OPENING = 100
OWN = ("iban:KZ-A", "iban:KZ-B")
ELSEWHERE = ("acct:?:V", "acct:?:X", "acct:?:Y")


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment as it truly happened, one after the other."""

    day: int
    payer: str
    payee: str
    minor: int


@st.composite
def truths(draw: st.DrawFn) -> list[Paid]:
    """Draw payments on few days, each of its own amount: two banks' rows then pair in one way."""
    days = sorted(draw(st.lists(st.integers(0, 1), min_size=3, max_size=14)))
    everybody = st.permutations((*OWN, *ELSEWHERE))
    sides = [draw(everybody.filter(lambda p: set(p[:2]) & set(OWN))) for _ in days]
    amounts = draw(st.permutations(range(1, 40)))
    return [
        Paid(day, payer, payee, amount * 10)
        for day, (payer, payee, *_), amount in zip(days, sides, amounts, strict=False)
    ]


def rows_of(truth: Sequence[Paid], account: str, precision: Precision) -> list[StatementRow]:
    """Return the account's rows with their balances; to the second, they print the true times."""
    seen = [(n, p) for n, p in enumerate(truth) if account in (p.payer, p.payee)]
    story = [
        Happened(p.day, -p.minor, p.payee)
        if p.payer == account
        else Happened(p.day, p.minor, p.payer)
        for _, p in seen
    ]
    rows = printed(story, opening=OPENING, name=account, precision=precision, own=account)
    if precision == "day":
        return rows
    return [
        replace(r, booked_at=r.booked_at.replace(second=n), balance_minor=None)
        for r, (n, _) in zip(rows, seen, strict=True)
    ]


def told(account: str, rows: Iterable[StatementRow]) -> Statement:
    return statement(account, rows, name=account, opening=OPENING)


def traced(found: Assembly) -> Trace:
    """Follow all money that came from the victim."""
    stolen = [t for t in found.ledger.transfers if t.payer.account == "acct:?:V"]
    claims = [Claim(ClaimId(f"C{t.amount_minor}/1"), t.transfer_id, t.amount_minor) for t in stolen]
    return trace_fifo(found.ledger, claims)


def ends(trace: Trace) -> dict[tuple[str, ...], int]:
    return {e.place: e.amount_minor for e in trace.endings if e.amount_minor}


@given(truths(), st.randoms(use_true_random=False))
def test_a_proven_order_traces_like_the_true_times(truth: list[Paid], random: Random) -> None:
    exact = assemble(told(a, rows_of(truth, a, "second")) for a in OWN)
    found = {a: ordered(mixed_up(rows_of(truth, a, "day"), random), OPENING) for a in OWN}

    by_day = assemble(told(a, found[a].rows) for a in OWN)

    trace = traced(by_day)
    if not any(o.ambiguous for o in found.values()):
        assert ends(trace) == ends(traced(exact))
        assert all(e.least_minor == e.amount_minor == e.most_minor for e in trace.endings)
    for claim_id in {e.claim_id for e in trace.endings}:
        theirs = sum(e.amount_minor for e in trace.endings if e.claim_id == claim_id)
        assert f"C{theirs}/1" == claim_id


def test_the_proof_goes_from_the_rows_of_both_banks_into_the_ledger() -> None:
    truth = [Paid(1, "acct:?:V", OWN[0], 70), Paid(1, *OWN, 50), Paid(1, OWN[1], "acct:?:X", 30)]
    proven = [ordered(rows_of(truth, a, "day")[::-1], OPENING).rows for a in OWN]

    transfers = assemble(map(told, OWN, proven)).ledger.transfers

    assert [(t.amount_minor, t.order_proven) for t in transfers] == [
        (70, "payee"),
        (50, "both"),
        (30, "payer"),
    ]


def test_without_balances_the_same_day_depends_on_the_order() -> None:
    truth = [
        Paid(1, OWN[0], "acct:?:X", OPENING),
        Paid(1, "acct:?:V", OWN[0], 70),
        Paid(1, OWN[0], "acct:?:Y", 50),
        Paid(1, OWN[0], "acct:?:X", 30),
    ]
    rows = rows_of(truth, OWN[0], "day")
    bare = [replace(r, balance_minor=None) for r in rows]

    proven, unproven = (
        traced(assemble([told(OWN[0], ordered(given_rows, OPENING).rows)]))
        for given_rows in (rows, bare)
    )

    assert {e.marks for e in proven.endings} == {()}
    assert any("order_sensitive" in e.marks for e in unproven.endings)
