from collections import Counter
from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from tests.core.money_claims.cases import CARD, A, B, X, complain, cover, ledger, match, move, pay

from izdes.adapters.words import entries
from izdes.core.identifiers.complaint import Complaint
from izdes.core.money.transfer import Ledger, TransferId

ACCOUNTS = st.sampled_from([X, A, B, f"card:?:{CARD}", "@cash:INVTKZKX"])
WORDS = st.sampled_from([X, A, B, CARD, "*0002", "*1230", "", "Айгүл С."])
MINUTES = st.sampled_from([0, 1, 5, 600, 1_600, 5_000])
MINOR = st.sampled_from([100, 200])


@st.composite
def books(draw: st.DrawFn) -> Ledger:
    sides = st.tuples(ACCOUNTS, ACCOUNTS).filter(lambda pair: pair[0] != pair[1])
    rows = draw(st.lists(st.tuples(sides, MINUTES, MINOR), max_size=12))
    parts = [
        replace(move(f"t{n}", *pair, minutes=minutes, minor=minor), seq=n)
        for n, (pair, minutes, minor) in enumerate(rows)
    ]
    return ledger(*parts, *(cover(a) for a in draw(st.sets(st.sampled_from([X, A, B])))))


@st.composite
def many_complaints(draw: st.DrawFn) -> list[Complaint]:
    payments = st.builds(
        lambda to, payer, minutes, minor: pay(to, payer=payer, minutes=minutes, minor=minor),
        WORDS,
        WORDS,
        MINUTES | st.none(),
        MINOR,
    )
    given_payments = draw(st.lists(st.lists(payments, max_size=3), max_size=4))
    return [complain(*p, name=f"C{n}", reported=6_000) for n, p in enumerate(given_payments)]


@given(many_complaints(), books(), st.randoms())
def test_the_order_of_complaints_changes_nothing(
    complaints: list[Complaint], book: Ledger, random: Random
) -> None:
    shuffled = list(complaints)
    random.shuffle(shuffled)

    assert match(shuffled, book) == match(complaints, book)


@given(many_complaints(), books())
def test_no_transfer_is_claimed_beyond_its_amount(
    complaints: list[Complaint], book: Ledger
) -> None:
    found = match(complaints, book)
    amounts = {t.transfer_id: t.amount_minor for t in (*book.transfers, *found.declared)}
    claimed: Counter[TransferId] = Counter()
    for claim in found.claims:
        claimed[claim.transfer_id] += claim.amount_minor

    assert all(minor <= amounts[t] for t, minor in claimed.items())
    assert {p.claim_id for p in found.payments}.isdisjoint(s.claim_id for s in found.skipped)
    declared = sum(len(c.payments) for c in complaints)
    assert len(found.payments) + len(found.skipped) == declared


@given(many_complaints(), books())
def test_every_state_says_what_it_rests_on(complaints: list[Complaint], book: Ledger) -> None:
    found = match(complaints, book)

    for payment in found.payments:
        assert (payment.claim is None) == (payment.state == "unmatched")
        assert (payment.declared is not None) == (payment.state == "declared")
        assert bool(payment.evidence) == (payment.state == "matched")
        assert bool(payment.reason) == (payment.state != "matched")
        codes = {payment.state, payment.reason, *payment.evidence} - {""}
        assert codes | {m.reason for m in payment.near_misses} <= entries().keys()
        assert len(payment.near_misses) <= 3


@given(many_complaints(), books())
def test_what_is_declared_never_touches_a_covered_account(
    complaints: list[Complaint], book: Ledger
) -> None:
    covered = {c.account for c in book.coverages}

    for transfer in match(complaints, book).declared:
        assert transfer.payee.account not in covered
        assert transfer.payer.account not in covered
        assert transfer.payer.account != transfer.payee.account


def test_three_hundred_complaints_are_matched_against_a_large_ledger() -> None:
    random = Random(7)
    accounts = [f"KZ{n:018d}" for n in range(5_000)]
    amounts = range(1_000, 900_000, 1_000)
    rows = [(random.sample(accounts, 2), random.choice(amounts)) for _ in range(60_000)]
    book = ledger(
        *(
            replace(move(f"t{n:06d}", *sides, minor=minor), seq=n)
            for n, (sides, minor) in enumerate(rows)
        )
    )
    complaints = [
        complain(*(pay("*0007", minor=random.choice(amounts)) for _ in range(3)), name=f"C{n}")
        for n in range(300)
    ]

    found = match(complaints, book)

    assert len(found.payments) == 900
