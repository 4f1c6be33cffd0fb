"""Asking as planned, answer by answer, ends where the whole truth ends."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.core.tracing.ledgers import at, claim, cover, move

from izdes.core.holds.asking import Desk, asking_plan
from izdes.core.holds.questions import Known, Question, questions_of
from izdes.core.holds.stopping import AskedBefore, StopRules
from izdes.core.money.account import AccountKey, Coverage
from izdes.core.money.transfer import Claim, Ledger, Transfer
from izdes.core.tracing.rules import trace
from izdes.core.tracing.trace import Trace

NAMES = [AccountKey(f"acct:{letter}") for letter in "ABCDE"]
END = at(100)


@st.composite
def countries(draw: st.DrawFn) -> tuple[list[Transfer], dict[AccountKey, int], list[Claim]]:
    """Draw movements, opening balances that suffice for them, and thefts."""
    moves = []
    for n in range(draw(st.integers(1, 16))):
        payer, payee = draw(st.permutations([*NAMES, AccountKey("dark")]))[:2]
        moves.append(move(f"t{n:02}", n * 3, payer, payee, draw(st.integers(1, 40)), seq=n))
    openings = {a: _least(a, moves) + draw(st.integers(0, 30)) for a in NAMES}
    stolen = draw(st.permutations(moves))[:3]
    claims = [
        claim(f"C{n}/1", t.transfer_id, draw(st.integers(1, t.amount_minor)))
        for n, t in enumerate(stolen)
    ]
    return moves, openings, claims


def _least(account: AccountKey, moves: list[Transfer]) -> int:
    balance = least = 0
    for t in moves:
        balance += _effect(t, account)
        least = min(least, balance)
    return -least


def _effect(t: Transfer, account: AccountKey) -> int:
    return t.amount_minor * ((t.payee.account == account) - (t.payer.account == account))


def _balance(account: AccountKey, moves: list[Transfer], opening: int, before: datetime) -> int:
    return opening + sum(_effect(t, account) for t in moves if t.booked_at < before)


def _known(
    moves: list[Transfer], claims: list[Claim], covered: Mapping[AccountKey, Coverage]
) -> Ledger:
    told = {c.transfer_id for c in claims}
    seen = [
        t
        for t in moves
        if t.transfer_id in told
        or any(
            side.account in covered and covered[side.account].covers(t.booked_at)
            for side in (t.payer, t.payee)
        )
    ]
    return Ledger.ordered(seen, list(covered.values()))


def _endings(found: Trace) -> dict[tuple[str, str], int]:
    sums: defaultdict[tuple[str, str], int] = defaultdict(int)
    for e in found.endings:
        sums[e.claim_id, e.account] += e.amount_minor
    return {place: minor for place, minor in sums.items() if minor}


@given(countries())
def test_the_least_periods_asked_for_lead_to_the_true_endings(
    country: tuple[list[Transfer], dict[AccountKey, int], list[Claim]],
) -> None:
    moves, openings, claims = country
    covered: dict[AccountKey, Coverage] = {}
    before: list[AskedBefore] = []
    asked: list[tuple[AccountKey, datetime]] = []

    for _ in range(len(moves) + len(NAMES)):
        book = _known(moves, claims, covered)
        questions = questions_of(trace(book, claims, "fifo"), book, Known(), now=END)
        plan = asking_plan(questions, _desk(before), StopRules(again_after=timedelta()))
        for question in (q for r in plan.requests for q in r.questions):
            asked.append((question.account, question.period_from))
            before.append(_answered(question))
            since = question.period_from
            opening = _balance(question.account, moves, openings[question.account], since)
            covered[question.account] = Coverage(
                question.account, "KZT", "bank", opening, since, END, "printed"
            )
        if not plan.requests:
            break

    everything = Ledger.ordered(moves, [cover(a, opening=openings[a], end=100) for a in NAMES])
    assert plan.is_at_the_end
    assert len(asked) == len(set(asked))
    assert _endings(trace(_known(moves, claims, covered), claims, "fifo")) == _endings(
        trace(everything, claims, "fifo")
    )


def _desk(before: list[AskedBefore]) -> Desk:
    return Desk(lambda account: "BANK" if account in NAMES else "", before=tuple(before))


def _answered(q: Question) -> AskedBefore:
    return AskedBefore(q.account, frozenset(q.ask), q.period_from, q.period_to, "answered")
