from datetime import timedelta

from tests.core.money.statements import START

from izdes.core.money.account import AccountKey, Alias
from izdes.core.money.aliases import AliasBook

MASKED = AccountKey("card:BANK:939800******1234")
A, B = AccountKey("iban:KZ-A"), AccountKey("iban:KZ-B")


def test_a_masked_card_stands_for_the_only_card_it_can_be() -> None:
    book = AliasBook([Alias(MASKED, A)])

    assert book.resolve(AccountKey("card:?:9398001111111234"), START) == A


def test_a_masked_card_that_can_be_two_stays_as_it_is() -> None:
    whole = AccountKey("card:BANK:9398001111111234")
    book = AliasBook([Alias(whole, A), Alias(AccountKey("card:BANK:9398002222221234"), B)])

    assert book.resolve(MASKED, START) == MASKED
    assert book.resolve(whole, START) == A


def test_a_card_of_another_bank_is_another_card() -> None:
    book = AliasBook([Alias(MASKED, A)])
    other = AccountKey("card:OTHER:939800******1234")

    assert book.resolve(other, START) == other


def test_a_tail_alone_names_nobody() -> None:
    tail = AccountKey("card:?:************1234")

    assert AliasBook([Alias(MASKED, A)]).resolve(tail, START) == tail


def test_an_alias_holds_in_its_time_only() -> None:
    phone = AccountKey("phone:+77000001234")
    book = AliasBook([Alias(phone, A, START, START + timedelta(days=1))])

    assert book.resolve(phone, START) == A
    assert book.resolve(phone, START + timedelta(days=1)) == phone


def test_an_alias_of_an_alias_is_followed_and_a_circle_is_left() -> None:
    one, other = AccountKey("phone:+77000000001"), AccountKey("phone:+77000000002")

    assert AliasBook([Alias(one, MASKED), Alias(MASKED, A)]).resolve(one, START) == A
    assert AliasBook([Alias(one, other), Alias(other, one)]).resolve(one, START) in {one, other}
