from dataclasses import replace

import pytest
from tests.core.money_claims.cases import (
    CARD,
    MASKED,
    NOON,
    A,
    B,
    X,
    after,
    complain,
    cover,
    key,
    ledger,
    match,
    move,
    pay,
    states,
)

from izdes.core.money.account import Alias

DAY = 24 * 60


@pytest.mark.parametrize(
    ("payer", "payee", "evidence"),
    [
        (X, A, ("payee_same_account", "payer_same_account")),
        ("", A, ("payee_same_account",)),
        (X, "", ("payer_same_account",)),
        (X, "Айгүл С.", ("payer_same_account",)),
        ("*0001", "*0002", ("payee_tail", "payer_tail")),
        ("", "*0002", ("payee_tail",)),
        ("", "000101800010", ("payee_same_iin",)),
    ],
)
def test_a_payment_is_matched_by_what_agrees(
    payer: str, payee: str, evidence: tuple[str, ...]
) -> None:
    book = ledger(move("t1", X, A, payee_iin="000101800010"), cover(A))

    found = match([complain(pay(payee, payer=payer))], book)

    (payment,) = found.payments
    assert (payment.state, payment.evidence) == ("matched", evidence)
    assert (payment.payer_key, payment.payee_key) == (key(X), key(A))
    assert [claim.transfer_id for claim in found.claims] == ["t1"]
    assert found.declared == ()


@pytest.mark.parametrize(
    ("written", "way"), [(CARD, "by_alias"), (MASKED, "by_alias"), ("*1230", "tail")]
)
def test_a_card_leads_to_its_account(written: str, way: str) -> None:
    alias = Alias(key(f"card:INVTKZKX:{MASKED}"), key(A))

    found = match([complain(pay(written))], ledger(move("t1", X, A)), (alias,))

    assert found.payments[0].evidence == (f"payee_{way}",)


def test_an_alias_out_of_its_time_leads_nowhere() -> None:
    alias = Alias(key(f"card:INVTKZKX:{MASKED}"), key(A), valid_to=after(-DAY))

    found = match([complain(pay(CARD, minutes=60))], ledger(move("t1", X, A)), (alias,))

    assert found.payments[0].state == "declared"
    assert found.payments[0].payee_key == f"card:?:{CARD}"


def test_a_masked_card_in_the_statement_agrees_with_the_whole_one() -> None:
    book = ledger(move("t1", X, f"card:INVTKZKX:{MASKED}"))

    found = match([complain(pay(CARD))], book)

    # One card in the ledger fits, so the whole number leads to it.
    assert found.payments[0].state == "matched"
    assert found.payments[0].evidence[0] in {"payee_masked_card", "payee_by_alias"}


@pytest.mark.parametrize(
    ("payer", "payee", "off", "state"),
    [
        (X, A, 3 * DAY, "matched"),
        (X, A, 3 * DAY + 1, "unmatched"),
        ("", A, 25 * 60, "matched"),
        ("", A, 25 * 60 + 1, "unmatched"),
        ("", A, -25 * 60, "matched"),
    ],
)
def test_the_time_may_be_off_as_far_as_the_evidence_carries(
    payer: str, payee: str, off: float, state: str
) -> None:
    book = ledger(move("t1", X, A, minutes=off), cover(A))

    found = match([complain(pay(payee, payer=payer))], book)

    assert found.payments[0].state == state
    assert found.payments[0].later_seconds == (off * 60 if state == "matched" else 0)


def test_a_row_with_a_day_only_meets_every_time_of_that_day() -> None:
    book = ledger(move("t1", X, A, minutes=-720, precision="day"))

    found = match([complain(pay(A, minutes=600))], book)

    assert found.payments[0].state == "matched"


@pytest.mark.parametrize(
    ("payer", "payee"),
    [(X, B), (B, A), (X, CARD), ("", "")],
)
def test_no_agreement_or_a_contradiction_is_a_near_miss(payer: str, payee: str) -> None:
    book = ledger(move("t1", X, A), move("t2", B, f"card:?:{CARD[:-1]}8", minor=5), cover(A))
    if payee == CARD:
        book = ledger(move("t1", X, "card:INVTKZKX:939877******1230"))

    found = match([complain(pay(payee, payer=payer))], book)

    payment = found.payments[0]
    assert payment.state != "matched"
    assert [(m.transfer_id, m.reason) for m in payment.near_misses][:1] == [("t1", "other_account")]


@pytest.mark.parametrize(
    ("payee", "printed", "minutes", "state"),
    [
        ("Айгүл С.", "СЕРІКОВА АЙГҮЛ МАҚСАТҚЫЗЫ", 120, "matched"),
        ("Айгүл С.", "СЕРІКОВА АЙГҮЛ МАҚСАТҚЫЗЫ", 240, "declared"),
        ("Айгүл С.", "АХМЕТОВ НҰРЛАН", 0, "declared"),
        ("8 747 000 93 58", "АХМЕТОВ НҰРЛАН", 1, "matched"),
        ("8 747 000 93 58", "АХМЕТОВ НҰРЛАН", 2, "declared"),
        ("", "АХМЕТОВ НҰРЛАН", 0, "declared"),
    ],
)
def test_a_name_agrees_for_hours_and_sum_alone_for_the_minute(
    payee: str, printed: str, minutes: int, state: str
) -> None:
    there = move("t1", X, A)
    book = ledger(replace(there, payee=replace(there.payee, name=printed)))

    found = match([complain(pay(payee, minutes=minutes))], book)

    assert found.payments[0].state == state


def test_sum_and_minute_alone_do_not_choose_among_equal_sums_of_a_day() -> None:
    book = ledger(move("t1", X, A), move("t2", B, A, minutes=600))

    found = match([complain(pay("8 747 000 93 58"))], book)

    assert found.payments[0].state == "declared"


def test_another_amount_or_currency_is_never_matched() -> None:
    book = ledger(
        move("fee", X, A, minor=1_020, minutes=2),
        move("usd", X, A, currency="USD", minutes=1),
        move("late", X, A, minutes=10 * DAY),
        cover(A, end=20 * DAY),
    )

    found = match([complain(pay(A, payer=X))], book)

    payment = found.payments[0]
    assert (payment.state, payment.reason) == ("unmatched", "payee_covered")
    assert [
        (m.transfer_id, m.reason, m.more_minor, m.later_seconds) for m in payment.near_misses
    ] == [
        ("fee", "other_amount", 20, 120),
        ("late", "other_time", 0, 10 * DAY * 60),
    ]


def test_at_most_three_near_misses_are_shown_nearest_first() -> None:
    book = ledger(*(move(f"t{n}", X, A, minor=2_000, minutes=n) for n in (5, 1, 4, 2)), cover(A))

    found = match([complain(pay(A))], book)

    assert [m.transfer_id for m in found.payments[0].near_misses] == ["t1", "t2", "t4"]


def test_the_nearest_of_several_is_taken_and_each_once() -> None:
    book = ledger(*(move(f"t{n}", X, A, minutes=n) for n in (0, 10, 20)))

    found = match([complain(pay(A, minutes=11), pay(A, minutes=19), pay(A, minutes=2))], book)

    assert states(found) == {
        "C1/1": ("matched", "t10"),
        "C1/2": ("matched", "t20"),
        "C1/3": ("matched", "t0"),
    }


def test_two_accounts_that_agree_go_before_a_nearer_time() -> None:
    book = ledger(move("near", B, A, minutes=1), move("both", X, A, minutes=300))

    found = match([complain(pay(A, payer=X))], book)

    assert states(found) == {"C1/1": ("matched", "both")}


def test_of_two_equal_candidates_none_is_chosen() -> None:
    book = ledger(move("t1", X, A, minutes=-5), move("t2", X, A, minutes=5))

    found = match([complain(pay(A))], book)

    assert states(found) == {"C1/1": ("unmatched", "ambiguous")}
    assert [(m.transfer_id, m.reason) for m in found.payments[0].near_misses] == [
        ("t1", "ambiguous"),
        ("t2", "ambiguous"),
    ]
    assert found.claims == ()


def test_two_equal_payments_of_one_victim_take_both_transfers() -> None:
    book = ledger(move("t1", X, A, minutes=-5), move("t2", X, A, minutes=5))

    found = match([complain(pay(A), pay(A))], book)

    assert states(found) == {"C1/1": ("matched", "t1"), "C1/2": ("matched", "t2")}


def test_two_victims_who_cannot_be_told_apart_get_neither() -> None:
    book = ledger(move("t1", X, A, minutes=-5), move("t2", B, A, minutes=5))

    found = match([complain(pay(A)), complain(pay(A), name="C2")], book)

    assert {state for state, _ in states(found).values()} == {"unmatched"}


def test_a_later_complaint_on_the_same_transfer_names_the_first_claim() -> None:
    book = ledger(move("t1", X, A))
    second = complain(pay(A, payer=X), name="A0", reported=2_000)

    found = match([second, complain(pay(A, payer=X))], book)

    assert states(found) == {
        "C1/1": ("matched", "t1"),
        "A0/1": ("unmatched", "claimed_by_another"),
    }
    assert found.payments[1].near_misses[0].claimed_by == "C1/1"


def test_a_transfer_goes_to_the_victim_whose_evidence_is_better() -> None:
    book = ledger(move("t1", X, A))
    vague = complain(pay(A, minutes=600), reported=1_000)
    exact = complain(pay(A, payer=X), name="C2", reported=2_000)

    found = match([vague, exact], book)

    assert states(found)["C2/1"] == ("matched", "t1")


def test_a_second_payment_of_one_victim_is_not_taken_for_the_first() -> None:
    book = ledger(move("t1", X, A, minutes=1), cover(X))

    found = match([complain(pay(A, payer=X), pay(A, payer=X, minutes=120))], book)

    assert states(found) == {
        "C1/1": ("matched", "t1"),
        "C1/2": ("declared", "payer_statement_differs"),
    }


def test_a_payment_to_an_uncovered_account_enters_on_the_victims_word() -> None:
    book = ledger(cover(A, end=-1))

    found = match([complain(pay(A, payer=B))], book)

    (payment,) = found.payments
    (transfer,) = found.declared
    assert (payment.state, payment.reason) == ("declared", "payee_not_covered")
    assert (transfer.transfer_id, transfer.kind, transfer.booked_at) == (
        "claimed:C1/1",
        "claimed",
        NOON,
    )
    assert (transfer.payer.account, transfer.payee.account) == (key(B), key(A))
    assert transfer.payee.bank == "INVTKZKX"
    assert payment.claim is not None
    assert payment.claim.transfer_id == transfer.transfer_id
    assert payment.claim.amount_minor == transfer.amount_minor


def test_a_payment_that_the_payees_statement_does_not_show_stays_out() -> None:
    found = match([complain(pay(A, payer=X))], ledger(cover(A)))

    assert states(found) == {"C1/1": ("unmatched", "payee_covered")}
    assert found.claims == ()


def test_money_is_not_taken_from_a_statement_that_does_not_show_it() -> None:
    found = match([complain(pay(A, payer=X))], ledger(cover(X)))

    assert found.payments[0].reason == "payer_statement_differs"
    assert found.declared[0].payer.account == "@unknown:C1/1"
    assert found.declared[0].payer.name == X


@pytest.mark.parametrize("written", ["Айгүл С.", "*1234", "", "000101800010"])
def test_words_and_tails_name_no_account(written: str) -> None:
    found = match([complain(pay(written, payer=X))], ledger())

    (transfer,) = found.declared
    assert transfer.payee.account == "@unknown:C1/1"
    assert transfer.payee.name == written
    assert transfer.payer.account == key(X)


def test_two_unknown_sides_are_two_accounts() -> None:
    (transfer,) = match([complain(pay())], ledger()).declared

    assert transfer.payer.account != transfer.payee.account


@pytest.mark.parametrize(
    ("written", "account"),
    [
        ("8 701 000 12 34", "phone:+77010001234"),
        ("9398 00** **** 1230", f"card:?:{MASKED}"),
        ("KZ10 1010 0000 0000 0001", "acct:?:KZ101010000000000001"),
        ("0x" + "AB" * 20, "chain:eth:0x" + "ab" * 20),
    ],
)
def test_account_keys_of_what_is_written(written: str, account: str) -> None:
    found = match([complain(pay(written))], ledger())

    assert found.payments[0].payee_key == account


def test_a_payment_without_a_time_was_made_within_the_deception() -> None:
    book = ledger(move("t1", X, A, minutes=-3 * DAY), move("t2", X, A, minutes=-20 * DAY))

    found = match([complain(pay(A, minutes=None), told=(-5 * DAY, 0))], book)

    assert states(found) == {"C1/1": ("matched", "t1")}
    assert found.payments[0].later_seconds == 0


def test_a_payment_without_any_time_was_made_on_the_day_of_the_report() -> None:
    (transfer,) = match([complain(pay(A, minutes=None))], ledger()).declared

    assert (transfer.booked_at, transfer.time_precision) == (NOON, "day")


def test_a_statement_that_ends_within_the_told_time_is_not_charged_either() -> None:
    told = complain(pay(A, payer=X, minutes=None), told=(0, 120))

    found = match([told], ledger(cover(X, end=60)))

    (transfer,) = found.declared
    assert transfer.booked_at == after(0)
    assert transfer.payer.account == "@unknown:C1/1"
