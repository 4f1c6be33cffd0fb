from tests.core.money_claims.cases import A, B, X, complain, cover, key, ledger, match, move, pay

from izdes.core.money.claims.named import with_named_accounts

NOBODY = "@unknown:0123456789abcdef/1/7"


def test_a_payee_whom_the_bank_does_not_name_is_the_account_that_the_victim_names() -> None:
    book = ledger(move("t1", X, NOBODY), cover(X))

    found = match([complain(pay(A, payer=X))], book)
    named = with_named_accounts(book, found.payments)

    assert found.payments[0].payee_key == key(A)
    assert [t.payee.account for t in named.transfers] == [key(A)]


def test_a_payer_whom_the_bank_does_not_name_is_the_victims_account() -> None:
    book = ledger(move("t1", NOBODY, A), cover(A))

    found = match([complain(pay(A, payer=X))], book)
    named = with_named_accounts(book, found.payments)

    assert [t.payer.account for t in named.transfers] == [key(X)]


def test_a_covered_account_takes_nothing_on_a_victims_word() -> None:
    book = ledger(move("t1", X, NOBODY), cover(X), cover(A))

    found = match([complain(pay(A, payer=X))], book)

    assert with_named_accounts(book, found.payments) == book


def test_a_tail_names_no_account() -> None:
    book = ledger(move("t1", X, NOBODY), cover(X))

    found = match([complain(pay("*1230", payer=X))], book)

    assert with_named_accounts(book, found.payments) == book


def test_what_the_bank_prints_is_left_as_it_is() -> None:
    book = ledger(move("t1", X, B), cover(X))

    found = match([complain(pay("", payer=X))], book)

    assert with_named_accounts(book, found.payments) == book
