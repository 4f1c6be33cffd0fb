from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.money.statements import (
    COVERED,
    END,
    START,
    Payment,
    cut,
    effects,
    facts,
    payments,
    printed,
    row,
    seen_by,
    sha,
    statement,
    told,
)

from izdes.core.money.account import AccountKey, AccountKind, Alias, Coverage
from izdes.core.money.assemble import assemble
from izdes.core.money.statement import Statement, row_id_of

A, B, C = COVERED


def renamed(whole: Statement, name: str) -> Statement:
    """Return the same statement as another file: other bytes, so other rows' names."""
    rows = (replace(r, row_id=row_id_of(sha(name), 1, r.position + 1)) for r in whole.rows)
    return replace(whole, file_sha256=sha(name), file=f"{name}.xlsx", rows=tuple(rows))


@given(payments())
def test_the_ledger_of_a_covered_account_is_its_statement(every: list[Payment]) -> None:
    statements = told(every)

    book = assemble(statements).ledger

    for whole in statements:
        assert effects(book, whole.account) == printed(whole)


@given(payments(), st.randoms(use_true_random=False), st.lists(st.text(max_size=5), min_size=3))
def test_order_and_names_of_files_do_not_matter(
    every: list[Payment], random: object, names: list[str]
) -> None:
    statements = told(every)
    turned = [replace(s, file=n) for s, n in zip(statements, names, strict=False)]
    random.shuffle(turned)  # type: ignore[attr-defined]  # a Random, which strategies do not type

    one, other = assemble(statements), assemble(turned)

    assert one.ledger == other.ledger
    assert one.ambiguous == other.ambiguous
    assert one.row_to_transfer == other.row_to_transfer


@given(payments())
def test_one_file_twice_counts_once(every: list[Payment]) -> None:
    statements = told(every)

    assert assemble([*statements, *statements]).ledger == assemble(statements).ledger


@given(payments(), st.integers(89_000, 112_000), st.integers(89_000, 112_000))
def test_two_statements_that_overlap_say_what_one_says(
    every: list[Payment], one_second: int, other_second: int
) -> None:
    whole, *others = told(every)
    middle, later = sorted((one_second, other_second))
    first = cut(whole, "first", START, START + timedelta(seconds=later))
    second = cut(whole, "second", START + timedelta(seconds=middle), END)

    together = assemble([second, first, *others])

    assert together.left_out == ()
    assert facts(together.ledger) == facts(assemble([whole, *others]).ledger)
    (coverage,) = [c for c in together.coverages if c.account == A]
    assert (coverage.covered_from, coverage.covered_to) == (START, END)
    assert coverage.opening_minor == whole.opening_minor
    assert effects(together.ledger, A) == printed(whole)


@given(payments())
def test_the_same_answer_in_other_bytes_counts_once(every: list[Payment]) -> None:
    statements = told(every)
    again = [renamed(s, f"{s.file}-again") for s in statements]

    together = assemble([*again, *statements])

    assert facts(together.ledger) == facts(assemble(statements).ledger)
    rows = {r.row_id for s in (*statements, *again) for r in s.rows}
    assert together.row_to_transfer.keys() == rows


def test_both_sides_of_a_payment_are_one_transfer() -> None:
    statements = told([Payment(100_000, A, B, 500, delay=42)])

    (transfer,) = assemble(statements).ledger.transfers

    assert transfer.booked_at == START + timedelta(seconds=100_000)
    assert transfer.credited_at == START + timedelta(seconds=100_042)
    assert len(transfer.row_ids) == 2
    assert str(transfer.transfer_id) == min(transfer.row_ids)


def test_what_the_payees_bank_does_not_know_goes_to_an_unknown_place() -> None:
    paying, receiving = told([Payment(100_000, A, B, 500)], (A, B))
    silent = statement(B, [], name="silent")

    (transfer,) = assemble([paying, silent]).ledger.transfers

    assert receiving.rows
    assert transfer.payee.account == f"@unknown:{transfer.transfer_id}"


def test_what_arrives_after_the_payees_statement_ends_is_credited_at_its_end() -> None:
    (paying,) = told([Payment(100_000, A, B, 500)], [A])
    end = START + timedelta(seconds=100_030)
    receiving = statement(B, [], name="B", end=end)

    (transfer,) = assemble([paying, receiving]).ledger.transfers

    assert transfer.payee.account == B
    assert transfer.credited_at == end


def test_an_account_without_a_statement_keeps_its_name() -> None:
    (paying,) = told([Payment(100_000, A, B, 500)], [A])

    (transfer,) = assemble([paying]).ledger.transfers

    assert transfer.payee.account == B


def test_two_ways_to_pair_stay_two_and_are_reported() -> None:
    every = [Payment(100_000, A, B, 500, 30), Payment(100_020, A, B, 500, 30)]
    paying, receiving = told(every, (A, B))
    late = [replace(r, booked_at=r.booked_at - timedelta(seconds=20)) for r in receiving.rows[:1]]
    receiving = replace(
        receiving, rows=tuple(late), closing_minor=(receiving.opening_minor or 0) + 500
    )

    found = assemble([paying, receiving])

    (group,) = found.ambiguous
    assert (len(group.debit_rows), len(group.credit_rows)) == (2, 1)
    assert effects(found.ledger, A) == printed(paying)
    assert effects(found.ledger, B) == printed(receiving)


def test_a_faulty_statement_is_left_out() -> None:
    whole = replace(told([Payment(100_000, A, B, 500)], [A])[0], closing_minor=7)

    found = assemble([whole])

    assert found.ledger.transfers == ()
    assert found.coverages == ()
    assert found.left_out == (whole.statement_id,)


def test_of_two_statements_that_contradict_the_later_is_left_out() -> None:
    every = [Payment(100_000 + n, A, "acct:?:Y", 500) for n in range(3)]
    whole = statement(A, seen_by(A, every, name="A"), name="A")
    second = cut(whole, "second", START + timedelta(seconds=50_000), END)
    second = replace(
        second,
        opening_minor=(second.opening_minor or 0) + 1,
        closing_minor=(second.closing_minor or 0) + 1,
    )

    found = assemble([second, whole])

    assert found.left_out == (second.statement_id,)
    assert [(f.code, f.file) for f in found.faults] == [
        ("contradicts_other_statement", "second.xlsx")
    ]
    assert effects(found.ledger, A) == printed(whole)


def test_the_masked_card_of_a_heading_leads_to_its_account() -> None:
    card = AccountKey("card:?:939800******1234")
    paying = statement(A, [row("A", 1, 100_000, payee=card)], name="A")
    (receiving,) = told([Payment(100_000, A, B, 500, 5)], [B])
    tie = Alias(AccountKey("card:BANK:939800******1234"), AccountKey(B))

    found = assemble([paying, replace(receiving, aliases=(tie,))])

    (transfer,) = found.ledger.transfers
    assert transfer.payee.account == B
    assert found.aliases == (tie,)


def test_a_payment_inside_one_account_is_dropped_and_listed() -> None:
    within = row("A", 1, 100_000, payee=A)

    found = assemble([statement(A, [within], name="A")])

    assert found.ledger.transfers == ()
    assert found.within_account == (within.row_id,)


def test_the_two_legs_of_an_exchange_meet() -> None:
    pays = row("A", 1, 100_000, payee="acct:?:desk", amount=45_000, kind="conversion")
    receives = row(
        "U",
        1,
        100_000,
        direction="credit",
        payer="acct:?:desk",
        payee=A,
        amount=100,
        kind="conversion",
        currency="USD",
    )

    found = assemble(
        [
            statement(A, [pays], name="A"),
            statement(A, [receives], name="U", currency="USD"),
        ]
    )

    paid, received = found.ledger.transfers
    assert paid.payee.account == received.payer.account == f"@fx:{pays.row_id}"


def test_an_exchange_without_its_other_leg_leads_to_an_unknown_place() -> None:
    pays = row("A", 1, 100_000, payee=B, kind="conversion")

    (transfer,) = assemble([statement(A, [pays], name="A")]).ledger.transfers

    assert transfer.payee.account == f"@unknown:{pays.row_id}"


def test_a_known_kind_is_kept_and_a_known_interval_yields_to_a_statement() -> None:
    (whole,) = told([Payment(100_000, A, B, 500)], [A])
    shop = Coverage(AccountKey(B), "KZT", kind="merchant")
    guess = Coverage(AccountKey(A), "KZT", "bank", 5, START, END, "printed")

    found = assemble([whole], known=[shop, guess])

    assert shop in found.coverages
    assert guess not in found.coverages
    assert [f.code for f in found.faults] == ["known_coverage_set_aside"]


def test_an_iban_of_another_country_is_an_account_abroad() -> None:
    (whole,) = told([Payment(100_000, A, "iban:DE00", 500)], [A])

    found = assemble([whole])

    assert Coverage(AccountKey("iban:DE00"), "KZT", kind="abroad") in found.coverages


@pytest.mark.parametrize("kind", ["crypto_exchange", "merchant"])
def test_the_statement_of_a_till_opens_no_window(kind: AccountKind) -> None:
    of_person = statement(A, [row("till", 1, 1, direction="credit", payer=B, payee=A)], name="till")
    of_till = replace(of_person, account_kind=kind)

    by_heading = assemble([of_till]).coverages
    by_table = assemble([of_person], known=[Coverage(AccountKey(A), "KZT", kind)]).coverages

    assert {(c.kind, c.covered_from) for c in by_heading} == {(kind, None)}
    assert {(c.kind, c.covered_from) for c in by_table} == {(kind, None)}
    assert all(c.covered_from for c in assemble([of_person]).coverages)
