"""Statements in PDF whose sums, pages or rows do not agree: what was altered or cut is caught."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader, PdfWriter
from tests.adapters.statements.answers import OTHER
from tests.adapters.statements.retail_papers import (
    ROWS,
    SPLIT,
    Paper,
    changed,
    noted,
    only,
    refused,
)

from izdes.core.money.reconcile import reconcile


def test_an_altered_amount_is_caught_by_the_turnover_of_its_operation() -> None:
    statement = only(changed(Paper(), 3, 1, "- 6 000,00 ₸").pdf())

    (fault,) = [f for f in statement.faults if f.severity == "refused"]
    assert fault.code == "pdf_kind_total_differs"
    assert dict(fault.details) == {
        "kind": "Переводы",
        "printed": "-5000.00 KZT",
        "moved": "-6000.00 KZT",
    }
    assert reconcile(statement).outcome == "faulty"


def test_an_amount_moved_between_operations_is_caught_although_the_balances_agree() -> None:
    paper = changed(changed(Paper(), 3, 1, "- 6 000,00 ₸"), 1, 1, "- 1 000,00 ₸")

    statement = only(paper.pdf())

    assert refused(statement) == [("pdf_kind_total_differs", 0)] * 2


@pytest.mark.parametrize("label", ["Итого расход", "Барлық шығыс", "Total debit"])
def test_an_altered_amount_is_caught_by_what_went(label: str) -> None:
    good = replace(SPLIT, sums=(*SPLIT.sums, (label, "1 700,00")))

    assert refused(only(good.pdf())) == []
    assert ("turnover_differs", 0) in refused(only(changed(good, 2, 3, "201,00").pdf()))


def test_an_altered_amount_is_caught_by_the_line_of_sums() -> None:
    total = ("Итого", "", "5 000,00", "1 700,00", "100,00", "")
    good = replace(SPLIT, rows=(*SPLIT.rows, total), sums=())

    assert refused(only(good.pdf())) == []
    assert ("total_differs", 0) in refused(only(changed(good, 2, 3, "201,00").pdf()))


def test_a_sheet_taken_out_is_missed() -> None:
    paper = Paper(breaks=(1, 3), counts="Страница {page} из {pages}", sums=())

    (fault,) = only(paper.pdf(without=2)).faults

    assert (fault.code, fault.severity) == ("pdf_page_missing", "refused")
    assert dict(fault.details) == {"pages": "2", "printed": "3", "found": "2"}


def test_a_sheet_put_in_twice_is_noticed() -> None:
    paper = Paper(rows=ROWS[:2], counts="{page}/{pages}", sums=()).pdf()
    twice = Paper(rows=ROWS[2:], heading=(), sums=()).pdf()
    writer = PdfWriter()
    for data in (paper, twice):
        writer.append(PdfReader(io.BytesIO(data)))
    out = io.BytesIO()
    writer.write(out)

    assert ("pdf_page_missing", 0) in refused(only(out.getvalue()))


@pytest.mark.parametrize(
    ("row", "column", "cell", "code"),
    [
        (3, 1, "- 5 000,0x ₸", "amount_unreadable"),
        (3, 1, "- 5 000,001 ₸", "amount_inexact"),
        (3, 1, "- 5,000 ₸", "amount_unclear"),
        (3, 1, "- 10,00 $", "foreign_currency"),
        (3, 1, "", "row_without_amount"),
        (3, 0, "17.13.26", "time_unreadable"),
        (3, 0, "l7.O5.26", "time_unreadable"),
        (3, 0, "", "time_unreadable"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_and_the_others_are_read(
    row: int, column: int, cell: str, code: str
) -> None:
    statement = only(changed(Paper(), row, column, cell).pdf())

    assert refused(statement) == [(code, 1012)]
    assert (len(statement.rows), statement.unread_rows) == (4, 1)


@pytest.mark.parametrize(
    ("row", "column", "cell", "code"),
    [
        (1, 2, "5,00", "both_amounts"),
        (1, 3, "-1 500,00", "negative_amount"),
        (0, 2, "-5 000,00", "negative_amount"),
    ],
)
def test_columns_that_contradict_themselves_are_refused(
    row: int, column: int, cell: str, code: str
) -> None:
    statement = only(changed(SPLIT, row, column, cell).pdf())

    assert [found for found, _ in refused(statement)] == [code]


def test_amounts_without_any_sign_have_no_direction() -> None:
    rows = tuple((r[0], r[1].lstrip("+- "), *r[2:]) for r in ROWS)

    statement = only(Paper(rows=rows, sums=()).pdf())

    assert {code for code, _ in refused(statement)} == {"direction_unclear"}
    assert statement.rows == ()


def test_without_a_currency_no_amount_is_read() -> None:
    rows = tuple((r[0], r[1].rstrip(" ₸"), *r[2:]) for r in ROWS)

    statement = only(Paper(rows=rows, sums=(), heading=Paper().heading[:-1]).pdf())

    assert {code for code, _ in refused(statement)} == {"currency_unknown"}


def test_a_second_amount_in_another_currency_is_no_movement() -> None:
    statement = only(changed(Paper(), 2, 1, "- 1 250,50 ₸|(- 2,50 USD)").pdf())

    assert refused(statement) == []
    assert reconcile(statement).outcome == "reconciled"


def test_a_second_amount_in_the_same_currency_is_refused() -> None:
    statement = only(changed(Paper(), 2, 1, "- 1 250,50 ₸|- 5,00 ₸").pdf())

    assert refused(statement) == [("time_unreadable", 1012)]


def test_a_row_that_moves_nothing_is_noted() -> None:
    row = ("02.05.26", "+ 0,00 ₸", "Разное", "Проверка карты")

    statement = only(Paper(rows=(*ROWS, row)).pdf())

    assert noted(statement) == [("zero_amount", 1015)]
    assert reconcile(statement).outcome == "reconciled"


def test_movements_that_are_not_booked_are_left_out_and_noted() -> None:
    rows = (*ROWS, ("Заблокированные суммы", "", "", ""), ("02.05.26", "- 9,00 ₸", "Покупка", "Д"))

    statement = only(Paper(rows=rows).pdf())

    assert noted(statement) == [("entry_not_booked", 1016)]
    assert reconcile(statement).outcome == "reconciled"


def test_a_balance_among_the_rows_is_no_movement() -> None:
    rows = (("01.05.26", "", "", "Входящий остаток 10 000,00"), *ROWS)

    statement = only(Paper(rows=rows).pdf())

    assert refused(statement) == []
    assert len(statement.rows) == len(ROWS)


def test_a_balance_that_cannot_be_read_is_refused() -> None:
    sums = (("Входящий остаток", "10 0x0,00"), ("Исходящий остаток", "14 199,50"))

    assert refused(only(Paper(sums=sums).pdf())) == [("balance_unreadable", 0)]


def test_what_stands_below_the_table_is_no_row() -> None:
    below = ("АО «Банк Дала», 01.06.2026 12:30", "Подпись Омар Б. 5 000,00", "www.dala.example")

    statement = only(Paper(below=below).pdf())

    assert reconcile(statement).outcome == "reconciled"
    assert statement.faults == ()


def test_an_account_of_another_bank_is_no_other_statement() -> None:
    statement = only(Paper(below=(f"Реквизиты: счет {OTHER}",)).pdf())

    assert refused(statement) == []
