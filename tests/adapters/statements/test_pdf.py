"""Retail statements in PDF, set word by word: rows, sides, other banks' tables, accounts."""

from dataclasses import replace
from datetime import date

import pytest
from tests.adapters.statements.answers import BANK, OTHER, OWN
from tests.adapters.statements.retail_papers import (
    ROWS,
    SPLIT,
    Paper,
    changed,
    noted,
    only,
    read,
    refused,
    table,
)

from izdes.adapters.statements import ManifestEntry
from izdes.core.money.account import merchant_named
from izdes.core.money.reconcile import reconcile
from izdes.core.money.statement import StatementRow
from izdes.twin.bank import LOCAL


def facts(row: StatementRow) -> tuple[object, ...]:
    far = row.payee if row.direction == "debit" else row.payer
    day = row.booked_at.astimezone(LOCAL).date()
    return (day.day, row.direction, row.amount_minor, row.kind, far.name, row.purpose)


EXPECTED = [
    (3, "credit", 1_250_000, "transfer", "Сейтқали Ә.", ""),
    (17, "debit", 500_000, "transfer", "Айгүл С.", "на карту *7514"),
    (17, "debit", 125_050, "card_payment", "Дүкен", ""),
    (18, "debit", 200_000, "cash_out", "", "Банкомат Т-7"),
    (19, "debit", 5_000, "fee", "", "Комиссия за перевод"),
]


# --- one statement, set by hand


def test_a_statement_is_read_in_the_order_of_time() -> None:
    reading = read(Paper().pdf())

    (statement,) = reading.statements
    assert (reading.form, reading.reason) == ("pdf-retail", "titles_of_a_retail_statement")
    assert (statement.account, statement.bank) == (f"iban:{OWN}", BANK)
    assert [facts(r) for r in statement.rows] == EXPECTED
    assert statement.faults == ()
    assert reconcile(statement).outcome == "reconciled"


def test_a_row_is_named_by_its_page_and_line() -> None:
    first, *_, last = only(Paper(breaks=(2,)).pdf()).rows

    assert (first.row_id[-7:], last.row_id[-7:]) == ("/1/2004", "/1/1009")


def test_titles_repeated_on_every_page_are_no_rows() -> None:
    paper = Paper(breaks=(1, 2, 3), repeats_titles=True, counts="Страница {page} из {pages}")

    statement = only(paper.pdf())

    assert [facts(r) for r in statement.rows] == EXPECTED
    assert statement.faults == ()


def test_details_go_on_over_the_end_of_a_page() -> None:
    row = (*ROWS[3][:3], "Айгүл С.")
    paper = Paper(rows=(*ROWS[:3], row, ("", "", "", "на карту *7514"), ROWS[4]), breaks=(4,))

    assert [facts(r) for r in only(paper.pdf()).rows] == EXPECTED


@pytest.mark.parametrize(
    ("short", "long"), [("03.05.26", "03.05.2026"), ("03.05.26", "03-05-2026")]
)
def test_a_year_of_two_digits_is_of_this_century(short: str, long: str) -> None:
    one, other = (only(changed(Paper(), 4, 0, day).pdf()).rows[0] for day in (short, long))

    assert one.booked_at == other.booked_at


@pytest.mark.parametrize("printed", ["03.05.26 14:02", "03.05.26|14:02"])
def test_a_time_is_read_where_one_is_printed(printed: str) -> None:
    row = only(changed(Paper(), 4, 0, printed).pdf()).rows[0]

    assert (row.booked_at.astimezone(LOCAL).hour, row.time_precision) == (14, "minute")


def test_the_second_date_of_a_cell_is_not_another_row() -> None:
    statement = only(changed(Paper(), 4, 0, "03.05.26|04.05.26").pdf())

    assert [facts(r) for r in statement.rows] == EXPECTED


@pytest.mark.parametrize("amount", ["-\u202f5\u00a0000,00\u00a0₸", "−5 000.00 KZT", "- 5 000,00"])
def test_blanks_and_minus_signs_of_any_kind_are_known(amount: str) -> None:
    statement = only(changed(Paper(), 3, 1, amount).pdf())

    assert [facts(r) for r in statement.rows] == EXPECTED


def test_a_shop_is_known_by_its_name() -> None:
    row = only(Paper().pdf()).rows[2]

    assert row.payee.account == merchant_named("Дүкен")


def test_an_account_in_the_details_is_the_other_side() -> None:
    paper = changed(Paper(), 3, 3, f"Айгүл С.|{OTHER}|за обед")

    row = only(paper.pdf()).rows[1]

    assert (row.payee.account, row.payee.name, row.purpose) == (
        f"iban:{OTHER}",
        "Айгүл С.",
        "за обед",
    )


def test_the_own_account_in_the_details_is_not_the_other_side() -> None:
    row = only(changed(Paper(), 3, 3, f"Со счёта {OWN}").pdf()).rows[1]

    assert (row.direction, row.payee.account[:9]) == ("debit", "@unknown:")


@pytest.mark.parametrize(
    ("operation", "details", "sign", "kind"),
    [
        ("Аударым", "Айгүл С.", "-", "transfer"),
        ("Толықтыру", "Айгүл С.", "+", "transfer"),
        ("Сатып алу", "Дүкен", "-", "card_payment"),
        ("Ақша алу", "Банкомат", "-", "cash_out"),
        ("Әртүрлі", "Операция үшін комиссия", "-", "fee"),
        ("Transfer", "Aigul S.", "-", "transfer"),
        ("Replenishment", "Aigul S.", "+", "transfer"),
        ("Purchase", "Shop", "-", "card_payment"),
        ("Withdrawal", "ATM", "-", "cash_out"),
        ("Покупка", "Дүкен", "+", "refund"),
        ("Пополнение", "Взнос наличных через терминал", "+", "cash_in"),
        ("Пополнение", "Айгүл С.|возврат долга", "+", "transfer"),
        ("Разное", "Вознаграждение по депозиту", "+", "interest"),
        ("Комиссия за перевод", "Айгүл С.", "-", "fee"),
        ("Неслыханное", "Айгүл С.", "-", "other"),
    ],
)
def test_an_operation_is_known_by_its_word(
    operation: str, details: str, sign: str, kind: str
) -> None:
    row = ("03.05.26", f"{sign} 1,00 ₸", operation, details)

    (found,) = only(Paper(rows=(row,), sums=()).pdf()).rows

    assert (found.kind, found.operation) == (kind, operation)


def test_cash_is_at_the_bank_itself() -> None:
    assert only(Paper().pdf()).rows[3].payee.account == "@cash:DALAKZKA"


# --- tables of other banks


def test_money_in_two_columns_comes_and_goes() -> None:
    statement = only(SPLIT.pdf())

    assert [r.signed_minor for r in statement.rows] == [500_000, -150_000, -10_000, -20_000]
    assert reconcile(statement).outcome == "reconciled"


def test_a_fee_is_a_movement_of_its_own_right_after_its_row() -> None:
    _, paid, fee, _ = only(SPLIT.pdf()).rows

    assert (fee.kind, fee.operation, fee.payee.account) == ("fee", "Комиссия", "@fee:DALAKZKA")
    assert int(fee.row_id.rpartition("/")[2]) == int(paid.row_id.rpartition("/")[2]) + 500
    assert (paid.balance_minor, fee.balance_minor) == (None, 440_000)


def test_fees_are_within_the_amounts_where_the_balances_say_so() -> None:
    sums = (("Входящий остаток", "1 000,00"), ("Исходящий остаток", "4 300,00"))
    rows = tuple((*row[:5], "") for row in SPLIT.rows)

    statement = only(replace(SPLIT, rows=rows, sums=sums).pdf())

    assert [r.signed_minor for r in statement.rows] == [500_000, -150_000, -20_000]
    assert noted(statement) == [("pdf_fees_within", 0)]


def test_the_balances_after_rows_tell_their_order() -> None:
    statement = only(replace(SPLIT, rows=SPLIT.rows[::-1]).pdf())

    assert [r.signed_minor for r in statement.rows] == [500_000, -150_000, -10_000, -20_000]


def test_a_minus_on_everything_that_goes_is_a_habit() -> None:
    rows = tuple((*r[:3], r[3] and f"-{r[3]}", *r[4:]) for r in SPLIT.rows)

    statement = only(replace(SPLIT, rows=rows).pdf())

    assert [r.signed_minor for r in statement.rows] == [500_000, -150_000, -10_000, -20_000]


def test_titles_that_nearly_touch_are_parted_where_they_change_sides() -> None:
    titles = (
        *SPLIT.titles[:2],
        "Приход в валюте счета",
        "Расход в валюте счета",
        *SPLIT.titles[4:],
    )
    columns = (40.0, 110.0, 350.0, 422.0, 480.0, 550.0)

    statement = only(replace(SPLIT, titles=titles, columns=columns).pdf())

    assert [r.signed_minor for r in statement.rows] == [500_000, -150_000, -10_000, -20_000]


def test_numbers_set_to_the_right_of_titles_on_the_left_stay_in_their_columns() -> None:
    rows = tuple((*r[:2], f"{r[2]:>16}", f"{r[3]:>16}", *r[4:]) for r in SPLIT.rows)
    paper = replace(SPLIT, right=(4, 5), columns=(40.0, 110.0, 250.0, 350.0, 480.0, 550.0))
    moved = [
        replace(word, x=word.x + 60.0, is_right=True)
        for sheet in replace(paper, rows=rows).sheets()
        for word in sheet
        if word.text.strip() in {"5 000,00", "1 500,00", "200,00"}
    ]
    bare = replace(paper, rows=tuple((*r[:2], "", "", *r[4:]) for r in rows), more=moved)

    assert [r.signed_minor for r in only(bare.pdf()).rows] == [500_000, -150_000, -10_000, -20_000]


@pytest.mark.parametrize("align", ["top", "horizon"])
@pytest.mark.parametrize(("stroke", "breaks"), [("0.5pt", "true"), ("none", "false")])
def test_wrapped_cells_belong_to_their_rows(align: str, stroke: str, breaks: str) -> None:
    statement = only(table(align, stroke=stroke, inset="4pt", breaks=breaks))

    assert reconcile(statement).outcome == "reconciled"
    assert {(r.payer.name, r.payee.name, r.purpose) for r in statement.rows} == {
        ("АЙГУЛЬ С.", "", "по договору займа"),
        ("", "ДУКЕН АСТАНА", ""),
        ("", "", ""),
    }


def test_a_drawn_line_parts_rows_that_stand_closer_than_their_own_lines() -> None:
    statement = only(table("horizon", inset="1pt"))

    assert {r.payee.name for r in statement.rows} == {"", "ДУКЕН АСТАНА"}


# --- whose statement it is


def test_a_card_alone_names_the_account_and_is_noted() -> None:
    heading = tuple(line for line in Paper().heading if "счета:" not in line)

    reading = read(Paper(heading=(*heading, "Валюта счета: KZT")).pdf())

    (statement,) = reading.statements
    assert statement.account == "card:DALAKZKA:************1234"
    assert noted(statement) == [("pdf_account_from_card", 0)]


def test_the_manifest_names_what_the_heading_does_not() -> None:
    data = Paper(heading=(BANK, "Валюта счета: тенге")).pdf()

    nobody, told = read(data), read(data, {"выписка.pdf": ManifestEntry(OWN)})

    assert [f.code for f in nobody.faults] == ["account_unknown"]
    assert told.statements[0].account == f"iban:{OWN}"


def test_statements_of_two_accounts_in_one_file_are_refused() -> None:
    heading = (*Paper().heading, f"Номер счета: {OTHER}")

    assert refused(only(Paper(heading=heading).pdf())) == [("pdf_several_accounts", 0)]


def test_a_tail_ties_no_card_and_a_masked_number_does() -> None:
    heading = (*Paper().heading, "Номер карты: 9398 00** **** 5678")

    tail, masked = only(Paper().pdf()), only(Paper(heading=heading).pdf())

    assert tail.aliases == ()
    assert [tie.key for tie in masked.aliases] == ["card:DALAKZKA:939800******5678"]


def test_the_period_is_that_of_the_heading() -> None:
    statement = only(Paper().pdf())

    assert statement.period_from is not None
    assert statement.period_to is not None
    ends = (statement.period_from, statement.period_to)
    assert [end.astimezone(LOCAL).date() for end in ends] == [date(2026, 5, 1), date(2026, 6, 1)]
