from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.adapters.statements.answers import (
    CARD,
    MOVES,
    OTHER,
    OWN,
    START,
    Answer,
    Line,
    Value,
    camt,
    changed,
    codes,
    entry,
    halyk_grid,
    kaspi_grid,
    only,
    plain_grid,
    read,
    with_moves,
    xls,
    xlsx,
)

from izdes.adapters.statements import ManifestEntry
from izdes.core.money.reconcile import reconcile

A_ROW = 12
CREDIT, DEBIT = 4, 5


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        (0, "32.05.2026 10:00:00", "time_unreadable"),
        (0, 46_000.5, "time_unreadable"),
        (0, None, "time_unreadable"),
        (DEBIT, "200 000,505", "amount_inexact"),
        (DEBIT, 200_000.505, "amount_inexact"),
        (DEBIT, "1,250", "amount_unclear"),
        (DEBIT, "2E+05", "amount_unreadable"),
        (DEBIT, -200_000.5, "negative_amount"),
        (DEBIT, None, "row_without_amount"),
        (CREDIT, 5.0, "both_amounts"),
        (1, "тугрик", "currency_unknown"),
        (11, OTHER, "direction_disagrees"),
    ],
)
def test_a_broken_cell_is_a_fault_of_its_row_and_the_rest_is_read(
    column: int, value: Value, code: str
) -> None:
    statement = only(read(xlsx(changed(halyk_grid(Answer()), A_ROW, column, value))))

    assert (code, A_ROW) in codes(statement)
    assert len(statement.rows) == len(MOVES) - 1
    assert statement.unread_rows == 1
    assert reconcile(statement).outcome == "faulty"


def test_a_fault_names_sheet_and_column_as_printed() -> None:
    data = xlsx(changed(halyk_grid(Answer()), A_ROW, DEBIT, "2E+05"), "Май")

    (fault,) = only(read(data, name="ответ.xlsx")).faults

    assert (fault.file, fault.sheet) == ("ответ.xlsx", "Май")
    assert fault.column == "Сумма в валюте ее проведения по дебету"
    assert fault.details == (("value", "2E+05"),)


@pytest.mark.parametrize(
    ("grid", "column", "code"),
    [
        (halyk_grid(Answer()), CREDIT, "total_differs"),
        (halyk_grid(Answer()), DEBIT, "total_differs"),
        (kaspi_grid(Answer()), 4, "total_differs"),
    ],
)
def test_a_line_of_totals_is_checked(grid: list[Line], column: int, code: str) -> None:
    statement = only(read(xlsx(changed(grid, len(grid), column, 7.0))))

    assert code in [c for c, _ in codes(statement)]
    assert len(statement.rows) == len(MOVES)
    assert reconcile(statement).outcome == "faulty"


@pytest.mark.parametrize("column", [1, 2])
def test_printed_turnovers_are_checked(column: int) -> None:
    statement = only(read(xlsx(changed(kaspi_grid(Answer()), 10, column, "1,00"))))

    assert [c for c, _ in codes(statement)] == ["turnover_differs"]


def test_a_balance_that_cannot_be_read_is_never_left_out_in_silence() -> None:
    statement = only(read(xlsx(changed(kaspi_grid(Answer()), 8, 1, "1,250"))))

    assert [c for c, _ in codes(statement)] == ["balance_unreadable"]
    assert reconcile(statement).outcome == "faulty"


def test_an_amount_of_nothing_is_noted_and_does_no_harm() -> None:
    grid = halyk_grid(Answer())
    nothing = changed([list(grid[A_ROW - 1])], 1, DEBIT, 0.0)

    statement = only(read(xlsx([*grid[:-1], *nothing, grid[-1]])))

    assert [(f.code, f.severity) for f in statement.faults] == [("zero_amount", "noted")]
    assert reconcile(statement).outcome == "reconciled"


def test_a_wrong_check_digit_is_kept_as_printed_and_noted() -> None:
    wrong = "KZ881020000000000001"
    moves = [replace(MOVES[0], far=wrong), *MOVES[1:]]

    statement = only(read(xlsx(halyk_grid(with_moves(*moves)))))

    assert statement.rows[0].payer.account == f"acct:TAUYKZKA:{wrong}"
    assert [(f.code, f.row, f.severity) for f in statement.faults] == [
        ("iban_check_digit", 11, "noted")
    ]


def test_a_card_that_became_a_number_is_noted() -> None:
    grid = changed(halyk_grid(Answer()), 15, 16, 9_398_001_234_567_890.0)

    statement = only(read(xlsx(grid)))

    assert ("account_rounded", 15) in codes(statement)


def test_a_missing_title_is_named() -> None:
    reading = read(xlsx(changed(plain_grid(Answer()), 1, 15, "Примечание")))

    assert reading.statements == ()
    assert [dict(f.details) for f in reading.faults] == [{"title": "Номер счета получателя"}]


def test_signatures_below_the_table_are_no_rows() -> None:
    answer = replace(Answer(), rows_after=[[], ["Исполнитель: Омар Б."], [None, "М.П."]])

    statement = only(read(xlsx(halyk_grid(answer))))

    assert statement.faults == ()
    assert len(statement.rows) == len(MOVES)


def one_pair() -> list[Line]:
    """Return a table in which two accounts stand in every row."""
    return plain_grid(with_moves(MOVES[0], MOVES[1]))


@pytest.mark.parametrize("write", [xlsx, xls])
def test_an_undecided_account_is_named_by_the_sheet(
    write: Callable[[list[Line], str], bytes],
) -> None:
    statement = only(read(write(one_pair(), OWN)))

    assert statement.account == f"iban:{OWN}"
    assert statement.faults == ()


def test_an_undecided_account_is_named_by_the_manifest() -> None:
    manifest = {"answer.xlsx": ManifestEntry(OWN)}

    statement = only(read(xlsx(one_pair()), name="answer.xlsx", manifest=manifest))

    assert statement.account == f"iban:{OWN}"
    assert statement.faults == ()


def test_an_undecided_account_is_named_by_the_file_with_a_fault() -> None:
    statement = only(read(xlsx(one_pair()), name=f"Выписка {OWN} май.xlsx"))

    assert statement.account == f"iban:{OWN}"
    assert [(f.code, f.severity) for f in statement.faults] == [("account_from_file_name", "noted")]


def test_an_account_that_nothing_names_is_asked_for() -> None:
    reading = read(xlsx(one_pair()))

    assert reading.statements == ()
    assert [f.code for f in reading.faults] == ["account_unknown"]


def test_a_row_without_the_account_is_refused() -> None:
    grid = changed(kaspi_grid(Answer()), 13, 10, OTHER)

    statement = only(read(xlsx(changed(grid, 13, 15, CARD))))

    assert ("account_not_in_row", 13) in codes(statement)


def batch(*minor: int) -> str:
    lines = "".join(
        f'<TxDtls><Amt Ccy="KZT">{m / 100:.2f}</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        f"<RltdPties><DbtrAcct><Id><IBAN>{OTHER}</IBAN></Id></DbtrAcct></RltdPties></TxDtls>"
        for m in minor
    )
    at = f"{START.isoformat()}+05:00"
    return entry(600, "credit", at=at, details=lines)


def test_the_lines_of_a_batch_are_rows() -> None:
    answer = Answer(moves=())

    statement = only(read(camt(answer, more=batch(100, 200, 300))))

    assert [r.amount_minor for r in statement.rows] == [100, 200, 300]
    assert len({r.row_id for r in statement.rows}) == 3


def test_a_batch_that_does_not_add_up_is_refused() -> None:
    statement = only(read(camt(Answer(), more=batch(100, 200))))

    assert [c for c, _ in codes(statement)] == ["batch_differs"]
    assert statement.unread_rows == 1


def test_an_entry_that_is_not_booked_moves_nothing() -> None:
    pending = entry(5, "debit", at=f"{START.isoformat()}+05:00", details="", status="PDNG")

    statement = only(read(camt(Answer(), more=pending)))

    assert [(f.code, f.severity) for f in statement.faults] == [("entry_not_booked", "noted")]
    assert reconcile(statement).outcome == "reconciled"


def test_a_negative_balance_is_a_debit_balance() -> None:
    answer = replace(Answer(), opening=-5_000)

    assert only(read(camt(answer))).opening_minor == -5_000
