from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.money.statements import END, START, Payment, payments, row, statement, told

from izdes.core.errors import Fault
from izdes.core.money.reconcile import reconcile
from izdes.core.money.transfer import Precision

A = "iban:KZ-A"


def one_row() -> list[Payment]:
    return [Payment(100_000, A, "acct:?:Y", 500)]


def test_opening_plus_rows_is_closing() -> None:
    (whole,) = told(one_row(), [A])

    found = reconcile(whole)

    assert found.outcome == "reconciled"
    assert found.coverage is not None
    assert (found.coverage.covered_from, found.coverage.covered_to) == (START, END)
    assert found.coverage.basis == "printed"


@given(payments().filter(lambda ps: any(A in (p.payer, p.payee) for p in ps)), st.data())
def test_a_row_left_out_is_noticed(every: list[Payment], data: st.DataObject) -> None:
    (whole,) = told(every, [A])
    lost = data.draw(st.sampled_from(whole.rows))
    rest = tuple(r for r in whole.rows if r is not lost)

    found = reconcile(replace(whole, rows=rest))

    assert found.outcome == "faulty"
    assert [f.code for f in found.faults] == ["balances_differ"]
    assert found.coverage is None


def test_the_difference_is_told_to_the_tiyn() -> None:
    (whole,) = told(one_row(), [A])

    (fault,) = reconcile(replace(whole, closing_minor=1_000_007)).faults

    assert dict(fault.details)["difference"] == "5.07 KZT"


@pytest.mark.parametrize("second", [-1, 31 * 86_400])
def test_a_row_outside_the_period_makes_it_faulty(second: int) -> None:
    outside = row("f", 12, second)

    found = reconcile(statement(A, [outside], name="f"))

    assert [(f.code, f.row) for f in found.faults] == [("row_outside_period", 12)]
    assert found.outcome == "faulty"


def test_without_rows_nothing_is_reconciled() -> None:
    found = reconcile(statement(A, [], name="f"))

    assert found.outcome == "not_checkable"
    assert found.coverage is not None


def test_without_balances_nothing_can_be_checked() -> None:
    whole = statement(A, [row("f", 1, 5)], name="f", opening=None)

    found = reconcile(whole)

    assert found.outcome == "not_checkable"
    assert [(f.code, f.severity) for f in found.faults] == [("no_balances", "noted")]


def test_an_unread_row_makes_it_faulty_even_when_the_sum_is_right() -> None:
    (whole,) = told(one_row(), [A])

    assert reconcile(replace(whole, unread_rows=1)).outcome == "faulty"


def test_a_refused_fault_of_the_reader_makes_it_faulty() -> None:
    (whole,) = told(one_row(), [A])
    noted = Fault("zero_amount", severity="noted")

    assert reconcile(replace(whole, faults=(noted,))).outcome == "reconciled"
    assert reconcile(replace(whole, faults=(noted, Fault("total_differs")))).outcome == "faulty"


@pytest.mark.parametrize(
    ("precision", "lasts"),
    [("second", timedelta(seconds=1)), ("minute", timedelta(minutes=1)), ("day", timedelta(1))],
)
def test_without_a_period_coverage_ends_just_after_the_last_row(
    precision: Precision, lasts: timedelta
) -> None:
    rows = [row("f", n, n * 100, precision=precision) for n in (3, 1, 2)]

    coverage = reconcile(statement(A, rows, name="f", start=None, end=None)).coverage

    assert coverage is not None
    assert coverage.basis == "inferred"
    assert coverage.covered_from == START + timedelta(seconds=100)
    assert coverage.covered_to == START + timedelta(seconds=300) + lasts
