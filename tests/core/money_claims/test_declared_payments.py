import pytest
from tests.core.money_claims.cases import (
    CARD,
    MASKED,
    NOON,
    A,
    X,
    complain,
    key,
    ledger,
    match,
    move,
    pay,
    states,
)

from izdes.core.identifiers.complaint import GivenIdentifier, Loan, Payment
from izdes.core.money.claims import totals


def loan(to: str, minor: int | None = 700) -> Loan:
    return Loan("ТОО «Несие»", "K-1", NOON, minor, "KZT", to)


@pytest.mark.parametrize(
    ("minor", "reason"), [(None, "amount_missing"), (0, "amount_not_positive")]
)
def test_a_payment_without_an_amount_is_no_claim(minor: int | None, reason: str) -> None:
    found = match([complain(pay(A, minor=minor), pay(A))], ledger())

    assert [(s.claim_id, s.reason) for s in found.skipped] == [("C1/1", reason)]
    assert [p.claim_id for p in found.payments] == ["C1/2"]


def test_a_loan_is_a_payment_of_the_lender() -> None:
    found = match([complain(loans=(loan(A),))], ledger())

    (transfer,) = found.declared
    assert found.payments[0].claim_id == "C1/L1"
    assert (transfer.payer.account, transfer.payer.name) == ("@unknown:C1/L1", "ТОО «Несие»")
    assert (transfer.payee.account, transfer.amount_minor) == (key(A), 700)


def test_a_loan_is_matched_to_the_lenders_transfer() -> None:
    book = ledger(move("t1", "acct:?:lender", A, minor=700, minutes=3))

    found = match([complain(loans=(loan(A),))], book)

    assert states(found) == {"C1/L1": ("matched", "t1")}


@pytest.mark.parametrize(
    ("to", "payer", "reason"),
    [
        (X, X, "own_account"),
        (MASKED, CARD, "own_account"),
        ("*1230", "*1230", "own_account"),
        ("", X, "loan_payee_missing"),
    ],
)
def test_a_loan_to_the_victim_herself_is_no_claim(to: str, payer: str, reason: str) -> None:
    found = match([complain(pay(A, payer=payer), loans=(loan(to),))], ledger())

    assert [(s.claim_id, s.reason) for s in found.skipped] == [("C1/L1", reason)]


def test_an_account_given_as_the_victims_is_hers() -> None:
    hers = (GivenIdentifier("iban", X, "victim"),)

    found = match([complain(pay(X), loans=(loan(X),), identifiers=hers)], ledger())

    assert [s.reason for s in found.skipped] == ["own_account", "own_account"]


def test_a_loan_to_the_account_that_her_payments_left_is_no_claim() -> None:
    book = ledger(move("lent", "acct:?:lender", X, minor=700), move("paid", X, A, minutes=9))

    found = match([complain(pay(A, minutes=9), loans=(loan(X),))], book)

    assert states(found) == {"C1/1": ("matched", "paid")}
    assert [(s.claim_id, s.reason) for s in found.skipped] == [("C1/L1", "own_account")]


def test_a_name_is_no_account_of_hers() -> None:
    found = match([complain(pay("Айгүл С.", payer="Айгүл С."))], ledger())

    assert found.skipped == ()


def test_the_declared_total_is_compared_with_the_sum() -> None:
    given = complain(pay(A, payer=X), pay(A), loans=(loan(A), loan(X)), total=3_000)

    found = totals(given)

    assert (found.currency, found.declared_minor, found.summed_minor) == ("KZT", 3_000, 2_700)
    assert found.difference_minor == 300


def test_nothing_is_compared_over_several_currencies_or_without_a_total() -> None:
    two = complain(pay(A), Payment(NOON, 5, "USD", "", A), total=1_005)

    assert totals(two).difference_minor is None
    assert totals(two).currency == "KZT/USD"
    assert totals(complain(pay(A))).difference_minor is None
    assert totals(complain(total=5)).difference_minor == 5
