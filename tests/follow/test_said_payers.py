"""From which account a victim is taken to have paid what she alone tells of."""

from datetime import UTC, datetime

import pytest

from izdes.core.identifiers.account import read_account
from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.money.account import AccountKey
from izdes.core.money.claims.outcome import ClaimedPayment, ClaimMatch
from izdes.core.money.transfer import ClaimId, Party, Transfer, TransferId
from izdes.follow.run import said_payers
from izdes.twin.numbers import account_part, iban

HERS, OTHER = (iban("101", account_part("T", n)) for n in (1, 2))


def payment(number: int, payer: str, *, is_declared: bool = True) -> ClaimedPayment:
    unknown = AccountKey(f"@unknown:{number}")
    transfer = Transfer(
        TransferId(f"claimed:A/{number}"),
        datetime(2026, 5, 1, tzinfo=UTC),
        500,
        "KZT",
        Party(unknown),
        Party(AccountKey("phone:+77010000000")),
        kind="claimed",
    )
    return ClaimedPayment(
        ClaimId(f"A/{number}"),
        ComplaintId("A"),
        "declared" if is_declared else "unmatched",
        500,
        "KZT",
        "",
        unknown,
        transfer.payee.account,
        read_account(payer),
        read_account("+77010000000"),
        declared=transfer if is_declared else None,
    )


@pytest.mark.parametrize("said", ["", "*1234", "+77020000000"])
def test_who_names_no_account_paid_from_the_one_she_paid_all_else_from(said: str) -> None:
    match = ClaimMatch((payment(1, said), payment(2, HERS, is_declared=False)))

    assert said_payers(match) == {"claimed:A/1": f"iban:{HERS}"}


def test_of_two_accounts_none_is_guessed() -> None:
    match = ClaimMatch((payment(1, ""), payment(2, HERS), payment(3, OTHER)))

    assert said_payers(match) == {"claimed:A/2": f"iban:{HERS}", "claimed:A/3": f"iban:{OTHER}"}


def test_a_card_that_she_names_stays_hers() -> None:
    match = ClaimMatch((payment(1, "939801******1234"), payment(2, HERS)))

    assert said_payers(match)[TransferId("claimed:A/1")] == "card:?:939801******1234"
